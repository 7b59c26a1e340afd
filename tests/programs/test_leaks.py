# SPDX-License-Identifier: GPL-2.0-only
"""Processes that have gone leave nothing behind, however many there were."""

from pathlib import Path
from typing import Iterable

from harness import build, programs, qemu
from harness.paths import SLOWNESS, SRCTREE

MEMORY = "512M"
LIMIT = 240 * SLOWNESS
PROGRAMS, ALIVE = 10_000, 1_000

# The dead are buried when the machine is idle. A leak of 16 bytes a process would be
# more; what is kept for reuse is less.
GROWTH_MAX_KB = 128

# After a crowd slabs that are not quite empty come and go. A struct task alone that
# each process leaves behind would be more.
CROWD_GROWTH_MAX_KB = 512

CROWDS = programs.LOOK + f"""
spawn 500 /bin/nothing; crowd {ALIVE}
look before
spawn {PROGRAMS} /bin/nothing
look spawned
crowd {ALIVE}
look after
"""

# Each round closes some sixty epolls, pipes and sockets, or kills who waits in them.
# Names of processes that /proc keeps are not meant.
ROUNDS = 100

WAITERS = programs.LOOK + f"""
forget() {{ echo 2 > /proc/sys/vm/drop_caches; }}
epoll_waiters 5 > /dev/null
forget; look before
epoll_waiters {ROUNDS} > /dev/null
forget; look after
"""


def run(folder: Path, script: str, names: Iterable[str]) -> str:
    """What @script prints that uses the programs of these @names."""
    files = {f"bin/{name}": programs.compile_c(name, [SRCTREE / f"usr/tests/{name}.c"])
             for name in names}
    archive = programs.pack(folder, script, files)
    with qemu.boot(build.kernel().image, initrd=archive, cmdline=programs.CMDLINE, mem=MEMORY,
                   limit=LIMIT) as guest:
        return programs.output(guest, LIMIT)


def test_what_ten_thousand_programs_and_a_thousand_at_once_had_is_free_again(tmp_path):
    printed = run(tmp_path, CROWDS, ("crowd", "nothing", "spawn"))
    assert f"{PROGRAMS} programs ran" in printed
    assert printed.count(f"{ALIVE} alive\n{ALIVE} ended") == 2, printed
    before, spawned, after = (programs.free_kb(printed, moment)
                              for moment in ("before", "spawned", "after"))
    print(f"free: {before} KB, {spawned} KB after the programs, {after} KB after the crowd")
    assert before - spawned < GROWTH_MAX_KB
    assert before - after < CROWD_GROWTH_MAX_KB


def test_what_waited_in_an_epoll_and_was_killed_or_closed_is_free_again(tmp_path):
    printed = run(tmp_path, WAITERS, ("epoll_waiters",))
    before, after = (programs.free_kb(printed, moment)
                     for moment in ("before", "after"))
    print(f"free: {before} KB, {after} KB after the waiters")
    assert before - after < GROWTH_MAX_KB
