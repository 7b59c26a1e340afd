# SPDX-License-Identifier: GPL-2.0-only
"""What the log tells of system calls, and what is left when memory is out."""

import re

from harness import build, programs, qemu
from harness.paths import SRCTREE


def run(folder, script, *, names=("call",), cmdline="", **settings):
    """What @script prints, in a kernel with @settings, programs of usr/tests at hand."""
    files = {f"bin/{name}": programs.compile_c(name, [SRCTREE / f"usr/tests/{name}.c"])
             for name in names}
    archive = programs.pack(folder, script, files)
    kernel = build.kernel(symbols=settings)
    with qemu.boot(kernel.image, initrd=archive, cmdline=f"{cmdline} {programs.CMDLINE}",
                   mem="64M") as guest:
        return programs.output(guest)


def test_absent_call_is_told_once_for_each_program(tmp_path):
    printed = run(tmp_path, "ln -s call bin/other\ncall 900; call 900; call 901; other 900\ndmesg")
    told = re.findall(r"(\w+)\[\d+\]: there is no system call (90\d)", printed)
    assert told == [("call", "900"), ("call", "901"), ("other", "900")]


def test_calls_of_the_chosen_program_are_told(tmp_path):
    printed = run(tmp_path, "cat /none; call 999; echo done; dmesg", cmdline="strace=call",
                  SYSCALL_TRACE="y")
    lines = re.findall(r"\bcall\[\d+\]: (.*)", printed)
    assert "call_999(NULL, NULL, NULL, NULL, NULL, NULL) = -ENOSYS" in lines
    assert "exit_group(1) ..." in lines
    assert re.search(r"^set_tid_address\(0x\w+\) = \d+$", "\n".join(lines), re.M)
    assert "/none" not in re.sub(r"(?s)^cat:.*?$", "", printed, count=1, flags=re.M)


def test_calls_of_all_programs_are_told_with_names_and_errors(tmp_path):
    printed = run(tmp_path, "cat /none\ndmesg", cmdline="strace=all", SYSCALL_TRACE="y")
    assert re.search(r'cat\[\d+\]: open(at\(-100, |\()"/none", 0x0.*\) = -ENOENT', printed)
    assert re.search(r'sh\[\d+\]: execve\("/\S+", 0x\w+, 0x\w+\) \.\.\.', printed)
    assert re.search(r"\]: execve = 0", printed)


def test_nobody_escapes_a_signal_to_a_group_by_being_born(tmp_path):
    assert "status 0" in run(tmp_path, "relay; echo status $?", names=("relay",))


HUNGRY = """
for what in private shared tables stack; do
    hungry $what
    echo "$what: status $?"
done
dmesg
"""


def test_who_takes_all_memory_is_killed_and_the_shell_goes_on(tmp_path):
    printed = run(tmp_path, HUNGRY, names=("hungry",))
    for what, status in (("private", 137), ("shared", 137), ("tables", 137), ("stack", 139)):
        assert f"{what}: status {status}" in printed
    killed = re.findall(r"Out of memory: Killed process (\d+) \(hungry\) total-vm:\d+kB, "
                        r"anon-rss:\d+kB", printed)
    assert len(set(killed)) == 3


def test_oom_score_adj_says_who_is_killed_first(tmp_path):
    printed = run(tmp_path, """
sleep 1000 &
echo 1000 > /proc/$!/oom_score_adj
cat /proc/$!/oom_score
hungry private
echo "status $?"
dmesg
""", names=("hungry",))
    assert re.search(r"^13\d\d$", printed, re.M)
    assert re.findall(r"Killed process \d+ \((\w+)\)", printed)[:2] == ["sleep", "hungry"]
    assert "status 137" in printed


def test_unused_names_are_forgotten_before_anybody_is_killed(tmp_path):
    printed = run(tmp_path, """
many_names
echo "status $?"
stat /tmp/none 2> /dev/null
echo 4 > /proc/sys/vm/drop_caches
echo 2 > /proc/sys/vm/drop_caches
grep SReclaimable /proc/meminfo
dmesg
""", names=("many_names",))
    before, after = map(int, re.findall(r"names take (\d+) KB", printed))
    assert before > 4096 and after < before / 4
    assert "status 0" in printed and "Killed process" not in printed
    assert "Invalid argument" in printed
    assert int(re.search(r"SReclaimable: +(\d+) kB", printed)[1]) < 64


def test_files_leave_the_kernel_the_memory_that_programs_leave_it(tmp_path):
    printed = run(tmp_path, """
mkdir /full
mount -t tmpfs -o size=100% tmpfs /full
fill_files /full/file
echo "status $?"
""", names=("fill_files",))
    total, free = (int(re.search(rf"{name}: +(\d+) kB", printed)[1])
                   for name in ("MemTotal", "MemFree"))
    assert "Out of memory" in printed or "Cannot allocate memory" in printed
    assert "status 0" in printed
    assert total / 256 < free < total / 64
