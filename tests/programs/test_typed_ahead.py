# SPDX-License-Identifier: GPL-2.0-only
"""What is typed while nobody has the terminal open waits for who opens it next."""

from harness import build, programs, qemu

LINES = 350  # more than the ring of a terminal takes, less than what waits for one

SCRIPT = """
exec <&- >&- 2>&-
sleep 3
exec </dev/console >/dev/console 2>&1
while read line && [ "$line" != end ]; do echo "$line" >>/got; done
echo "$(wc -l </got) lines, sum $(sort -u /got | md5sum)"
seq 1000 %d | md5sum
"""


def test_what_is_typed_while_nobody_has_the_terminal_is_read_later(tmp_path):
    archive = programs.pack(tmp_path, SCRIPT % (1000 + LINES - 1))
    with qemu.boot(build.kernel().image, initrd=archive, cmdline=programs.CMDLINE) as guest:
        guest.expect(rf"^{programs.BEGIN}\n")
        guest.send("".join(f"{1000 + i}     \r" for i in range(LINES)) + "end\r")
        found = guest.expect(r"^(\d+) lines, sum (\w+)  -\n(\w+)  -\n", programs.RUN_LIMIT)
        assert int(found[1]) == LINES
        assert found[2] == found[3]
