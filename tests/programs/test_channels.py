# SPDX-License-Identifier: GPL-2.0-only
"""
Named channels between processes, which Linux does not have: channels.txt is what
Documentation/channels.md says, written down by hand.
"""

import difflib

import pytest

from harness import build, programs, qemu
from harness.paths import SLOWNESS, SRCTREE

TOPICS = ("peers", "readiness", "interruptions", "inheritance", "limits", "crowd")
TABLE = SRCTREE / "tests/programs/channels.txt"
MEMORY = "256M"
LIMIT = 240 * SLOWNESS

# What is kept for reuse comes and goes. Two pages that each round leaves behind would be
# more. After a crowd slabs are left that are not quite empty; 96 bytes of each of its
# 6,000 calls would be more.
ROUNDS = 16
GROWTH_MAX_KB = 128
CROWD_GROWTH_MAX_KB = 512

# Names of processes that have gone stay in the cache of names until it is short of room.
FORGET = "forget() { echo 2 > /proc/sys/vm/drop_caches; }\n"


def channel_files():
    sources = sorted((SRCTREE / "usr/tests/channels").glob("*.[ch]"))
    sources += [SRCTREE / f"usr/tests/{name}.h" for name in ("family", "victim")]
    sources += [SRCTREE / "usr/libexo/channel_calls.c", SRCTREE / "include/uapi/channel.h"]
    flags = [*programs.CFLAGS, f"-I{SRCTREE}/usr/include", f"-I{SRCTREE}/include"]
    return {"bin/channels": programs.compile_c("channels", sources, flags)}


def run(folder, script, **machine):
    archive = programs.pack(folder, script, channel_files())
    with qemu.boot(build.kernel().image, initrd=archive, cmdline=programs.SILENT, mem=MEMORY,
                   limit=LIMIT, **machine) as guest:
        return programs.output(guest, LIMIT)


def test_programs_see_what_the_documentation_says(tmp_path):
    script = "\n".join(f"echo == {topic}; channels {topic}" for topic in TOPICS)
    printed = run(tmp_path, script, icount=qemu.GUEST_TIME)
    expected = TABLE.read_text()
    if printed != expected:
        pytest.fail("\n".join(difflib.unified_diff(expected.splitlines(), printed.splitlines(),
                                                   "expected", "got", lineterm="")),
                    pytrace=False)


def test_the_killed_and_a_thousand_clients_leave_nothing(tmp_path):
    printed = run(tmp_path, programs.LOOK + FORGET + f"""
channels crowd; channels peers
forget; look before
for round in $(seq {ROUNDS}); do channels peers; done > /dev/null
forget; look peers
channels crowd
forget; look after
""")
    assert printed.count("clients with a wrong reply: 0") == 4
    before, peers, after = (programs.free_kb(printed, moment)
                            for moment in ("before", "peers", "after"))
    print(f"free: {before} KB, {peers} KB after the killed, {after} KB after the crowd")
    assert before - peers < GROWTH_MAX_KB
    assert before - after < CROWD_GROWTH_MAX_KB
