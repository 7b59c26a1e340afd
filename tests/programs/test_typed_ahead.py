# SPDX-License-Identifier: GPL-2.0-only
"""What is typed while nobody has the terminal open waits for who opens it next."""

import time

from harness import build, programs, qemu

LINES = 350  # more than the ring of a terminal takes, less than what waits for one

LEAVE = "exec <&- >&- 2>&-"
COME_BACK = "exec </dev/console >/dev/console 2>&1"
READ = f"""
while read line && [ "$line" != end ]; do echo "$line" >>/got; done
seq 1000 {1000 + LINES - 1} >/sent
diff /sent /got >/changes
printf "\\nread: %d lines, %d not as sent\\n" $(wc -l </got) $(grep -c '^[-+][0-9]' /changes)
cat /changes
echo compared
"""


def read_what_was_typed(tmp_path, before: str, pause: float = 0) -> None:
    """The lines, typed from the begin of @before on, are read after it, whole and in order."""
    archive = programs.pack(tmp_path, before + READ)
    with qemu.boot(build.kernel().image, initrd=archive, cmdline=programs.CMDLINE) as guest:
        guest.expect(rf"^{programs.BEGIN}\n")
        for line in [*range(1000, 1000 + LINES), "end"]:
            guest.send(f"{line}     \r")
            time.sleep(pause)
        found = guest.expect(
            r"(?s)\nread: (\d+) lines, (\d+) not as sent\n(.*)compared\n", programs.RUN_LIMIT
        )
        assert (int(found[1]), int(found[2])) == (LINES, 0), found[3]


def test_what_is_typed_while_nobody_has_the_terminal_is_read_later(tmp_path):
    read_what_was_typed(tmp_path, f"\n{LEAVE}\nsleep 3\n{COME_BACK}\n")


def test_what_is_typed_while_the_terminal_changes_hands_stays_in_order(tmp_path):
    read_what_was_typed(
        tmp_path,
        f"\nfor time in $(seq 100); do\n{LEAVE}\n{COME_BACK}\ndone\n",
        pause=0.001,
    )
