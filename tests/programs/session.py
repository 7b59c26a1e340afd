#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
A session at the userland's shell: what is typed, and what must come back.

Run as a program it has the session with any kernel, so that Linux can say
whether the expectations are right:

    tests/programs/session.py KERNEL ARCHIVE
"""

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness import qemu  # noqa: E402  (the path must be set first)

PROMPT = r"exo:\S+# "
MORE = "> "
ASK_CURSOR = "\x1b[6n"  # BusyBox asks where the cursor is; no need to answer
INTERRUPT, SUSPEND, END_OF_FILE = "\x03", "\x1a", "\x04"
LIMIT = 2 * qemu.EXPECT_LIMIT

# No two pages of it are alike that lie within 17 of each other.
BIG_LINE, BIG_SIZE = "0123456789abcdef", 8 << 20
BIG_SUM = hashlib.sha256((f"{BIG_LINE}\n" * (BIG_SIZE // 17 + 1)).encode()[:BIG_SIZE]).hexdigest()


@dataclass(frozen=True)
class Step:
    """Lines to type, and all that they print."""

    lines: str
    prints: str = ""


# Works in /root. What a step makes is there for the next.
STEPS = {
    "pipeline of five stages": Step("seq 1000 | grep 7 | sed 's/7/x/' | sort -r | head -n 2",
                                    "x99\nx98"),
    "status of a pipeline": Step("true | false; echo $?; false | true; echo $?", "1\n0"),
    "redirections": Step("echo one > f; echo two >> f; cat < f; ls absent 2> e; wc -l < e",
                         "one\ntwo\n1"),
    "both outputs": Step("ls absent f > both 2>&1; wc -l < both; echo to 3 3> g >&3; cat g",
                         "2\nto 3"),
    "here-document": Step("cat << END\nsum $((6 * 7))\n$(echo inner)\nEND", "sum 42\ninner"),
    "quoted here-document": Step("tr a-z A-Z << 'END'\ncost $5\nEND", "COST $5"),
    "command substitution": Step('echo "<$(echo a; echo b | tr b c)>" `echo d`', "<a\nc> d"),
    "globbing": Step("touch a1 a2 b1; echo a* ?1 [!a]1 none*", "a1 a2 a1 b1 b1 none*"),
    "functions and loops": Step("p() { for i in 3 1 2; do echo $1$i; done; }; p n | sort",
                                "n1\nn2\nn3"),
    "subshell": Step("(cd /tmp; pwd; exit 3); echo $? $(pwd)", "/tmp\n3 /root"),
    "variables": Step('v=linux.crusher; echo ${v%.*} ${v#*.} ${#v} ${w:-none}',
                      "linux crusher 13 none"),
    "read and while": Step("seq 3 | while read n; do echo $((n * n)); done", "1\n4\n9"),
    "environment": Step("A=1 env | grep ^A=; export B=2; sh -c 'echo $A$B'", "A=1\n2"),
    "trap": Step("sh -c 'trap \"echo caught\" USR1; kill -USR1 $$; echo on'", "caught\non"),
    "death by signal": Step("sh -c 'kill -9 $$' 2> /dev/null; echo $?", "137"),
    "kill": Step("sleep 1000 & sleep 1; kill $!; wait $! 2> /dev/null; echo $?",
                 "143\n[1]+  Terminated                 sleep 1000"),
    "wait": Step("(sleep 1; echo late) > w & wait; cat w",
                 "late\n[1]+  Done                       (sleep 1; echo late)"),
    "mount": Step("mount -t tmpfs -o size=1m none /mnt; echo x > /mnt/y; "
                  "grep /mnt /proc/mounts | cut -d ' ' -f 1-3", "none /mnt tmpfs"),
    "df": Step("df -k /mnt | awk 'NR == 2 { print $2, $6 }'", "1024 /mnt"),
    "full file system": Step("head -c 2000000 /dev/zero > /mnt/z 2> /dev/null; echo $?; "
                             "rm /mnt/z", "1"),
    "busy mount": Step("cd /mnt; umount /mnt 2> /dev/null; echo $?; cd", "1"),
    "umount": Step("umount /mnt; ls /mnt; grep -c /mnt /proc/mounts", "0"),
    "mounts are made once": Step("mount -a; cut -d ' ' -f 2 /proc/mounts | sort | uniq -d"),
    "dd": Step("dd if=/dev/zero of=z bs=1k count=100 2> /dev/null; "
               "dd if=z bs=1 skip=102399 2> /dev/null | od -An -tx1", " 00"),
    "find": Step("mkdir -p d/e; touch d/e/f; echo two > d/g; ln -s g d/l; find d | sort; "
                 "find d -type l", "d\nd/e\nd/e/f\nd/g\nd/l\nd/l"),
    "grep -r": Step("grep -r two . | sort", "./d/g:two\n./d/l:two\n./f:two"),
    "cp, mv, rm": Step("cp -r d c; mv c/g c/h; rm -r d/e; ls -1 c d", "c:\ne\nh\nl\n\nd:\ng\nl"),
    "sort": Step("printf '10 b\\n9 c\\n9 a\\n' | sort -n -k 1,1 -k 2,2", "9 a\n9 c\n10 b"),
    "awk": Step("seq 100 | awk '{ s += $1 } END { printf \"%d %.2f\\n\", s, s / NR }'",
                "5050 50.50"),
    "sed": Step("printf 'a b\\nc d\\n' | sed -n 's/\\(.\\) \\(.\\)/\\2 \\1/;2p;$='", "d c\n2"),
    "tar and gzip": Step("tar cf t.tar c; gzip t.tar; rm -r c; tar xzf t.tar.gz; "
                         "tar tzf t.tar.gz | sort; cat c/h", "c/\nc/e/\nc/e/f\nc/h\nc/l\ntwo"),
    "links and modes": Step("ln f hard; chmod 640 f; stat -c '%a %h %s' hard; readlink d/l",
                            "640 2 8\ng"),
    "fifo": Step("mkfifo p; cat p & echo through > p; wait",
                 "through\n[1]+  Done                       cat p"),
    "xargs": Step("seq 6 | xargs -n 2 echo", "1 2\n3 4\n5 6"),
    "8 MB through a pipe": Step(f"yes {BIG_LINE} | head -c {BIG_SIZE} > big; sha256sum < big",
                                f"{BIG_SUM}  -"),
    "gzip of 8 MB": Step("gzip < big | gunzip | cmp - big && echo same; rm big", "same"),
    "ps": Step("ps | awk '$1 == 1 { print $2, $NF }'", "root init"),
    "pidof": Step("pidof init", "1"),
    "top": Step("top -bn1 | head -n 1 | cut -c 1-4", "Mem:"),
    "free": Step("free | awk 'NR == 2 { print $1, ($2 > $4 && $4 > 0) }'", "Mem: 1"),
    "dmesg": Step("dmesg | grep -c -i 'command line' | sed 's/[1-9].*/some/'", "some"),
    "proc": Step("cat /proc/self/comm; tr '\\0' ' ' < /proc/$$/cmdline; echo; "
                 "ls -l /proc/self/exe | sed 's/.*-> //'", "cat\nsh -l \n/bin/busybox"),
    "terminal": Step("tty | cut -c 1-5; stty size; stty -a | grep -o '[-]*isig'",
                     "/dev/\n24 500\nisig"),
    "devices": Step("head -c 4 /dev/zero | od -An -c; echo x > /dev/null; "
                    "head -c 1000 /dev/urandom | wc -c", "  \\0  \\0  \\0  \\0\n1000"),
    "time": Step("s=$(date +%s); sleep 1; echo $(($(date +%s) - s < 10))", "1"),
    "users": Step("id; su nobody -s /bin/sh -c 'id -un; cat /root/f 2>&1'",
                  "uid=0(root) gid=0(root)\nnobody\ncat: can't open '/root/f': Permission denied"),
    "exec of nothing": Step("nonexistent 2> /dev/null; echo $?; /etc/passwd 2> /dev/null; "
                            "echo $?", "127\n126"),
    "script": Step("printf '#!/bin/sh\\necho \"$0 $*\"\\n' > s; chmod +x s; ./s a 'b  c'",
                   "./s a b  c"),
}


class Session:
    """A guest at its shell's prompt."""

    def __init__(self, guest: qemu.Guest):
        self.guest = guest
        self.expect_prompt()
        self.type("stty cols 500")  # no line is too long

    def expect_prompt(self, timeout: float = LIMIT) -> str:
        return self.guest.serial.read_until(PROMPT, timeout).replace(ASK_CURSOR, "")

    def type(self, lines: str) -> str:
        """Type lines as one command; what it printed, without what was echoed."""
        first, *more = lines.split("\n")
        self.send_line(first)
        for line in more:
            self.guest.expect(MORE, LIMIT)
            self.send_line(line)
        return self.expect_prompt().removesuffix("\n")

    def send_line(self, line: str) -> None:
        self.guest.send(line + "\n")
        self.guest.expect(re.escape(line) + r"\n", LIMIT)

    def start(self, program: str) -> None:
        """Start a program in the foreground; it runs when this returns."""
        self.send_line(f"sh -c 'echo started; exec {program}'")
        self.guest.expect("^started\n", LIMIT)

    def press(self, key: str, until: str = PROMPT) -> str:
        """Press a key until it works: a shell that moves a job may not be ready."""
        for _ in range(30):
            self.guest.send(key)
            try:
                return self.guest.serial.read_until(until, 2)
            except qemu.ExpectError:
                continue
        raise qemu.ExpectError(f"{key!r} has no effect\n{self.guest.serial.tail()}")


def have(session: Session, name: str) -> None:
    """One step. Raises AssertionError."""
    step = STEPS[name]
    printed = session.type(step.lines)
    assert printed == step.prints, f"{name}: {step.lines}\nprinted:\n{printed}\nnot:\n{step.prints}"


def control_jobs(session: Session) -> None:
    """^C, ^Z, fg, bg and jobs, as job control has them."""
    session.start("sleep 1000")
    session.press(INTERRUPT)
    assert session.type("echo $?") == "130"
    session.start("sleep 1000")
    assert "[1]+  Stopped" in session.press(SUSPEND)
    assert session.type("jobs").startswith("[1]+  Stopped ")
    assert session.type("bg").startswith("[1] sh -c ")
    assert session.type("jobs").startswith("[1]+  Running ")
    session.send_line("fg")
    session.press(INTERRUPT)
    assert session.type("echo $?; jobs") == "130"
    session.start("cat")
    session.guest.send("echoed\n")
    session.guest.expect("^echoed\nechoed\n")
    session.press(END_OF_FILE)


def main(arguments: list[str]) -> int:
    kernel, archive = map(Path, arguments)
    cmdline = "console=ttyS0 quiet panic=-1 mitigations=off"
    failures = 0
    with qemu.boot(kernel, initrd=archive, cmdline=cmdline, mem="256M", limit=600) as guest:
        session = Session(guest)
        for name in STEPS:
            try:
                have(session, name)
            except qemu.ExpectError:
                raise
            except AssertionError as error:
                print(error)
                failures += 1
        control_jobs(session)
        session.guest.send("poweroff\n")
        session.guest.wait_exit()
    print(f"{len(STEPS) + 1} steps, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
