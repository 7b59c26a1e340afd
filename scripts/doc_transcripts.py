#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
`make doc-transcripts`: boot the default kernel and put what it says into the
documents, between lines

    <!-- transcript NAME: ... -->
    <!-- transcript end -->

With --check nothing is written, and the exit status is 1 when a document
would say something else. Numbers are not compared: sizes and times move.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from harness import build, qemu  # noqa: E402  (the path must be set first)

# What is typed at the userland's shell after the boot.
SCENARIOS = {"shell": ("uname -a", "ps", "seq 1000 | grep 7 | sort -rn | head -n 2")}
SHELL_PROMPT = "exo:~# "
DOCUMENTS = ("README.md", "Documentation/*.md")

# One instruction a nanosecond from a fixed date: a transcript changes only
# when the kernel does.
STEADY = ("-rtc", "base=2025-01-01,clock=vm", "-seed", "1")

_BLOCK = re.compile(r"(<!-- transcript (\w+):[^\n]*-->\n)(.*?)(<!-- transcript end -->)", re.DOTALL)
_NUMBER = re.compile(r"\b0x[0-9a-f]+\b|\d+(?:[.:-]\d+)*")
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def main(arguments: list[str]) -> int:
    check = arguments == ["--check"]
    if arguments and not check:
        sys.exit(__doc__)
    said = {name: transcript(commands) for name, commands in SCENARIOS.items()}
    stale = []
    for path in sorted(p for pattern in DOCUMENTS for p in ROOT.glob(pattern)):
        text = path.read_text()
        wanted = renew(text, said)
        if masked(text) == masked(wanted):
            continue
        stale.append(path.relative_to(ROOT))
        if not check:
            path.write_text(wanted)
    for path in stale:
        print(f"{path}: " + ("differs; run make doc-transcripts" if check else "renewed"))
    return 1 if check and stale else 0


def transcript(commands: tuple[str, ...]) -> str:
    """The serial line from the first character to the last answer, as a terminal shows it."""
    built = build.kernel()
    with qemu.boot(built.image, initrd=built.userland, cmdline="console=ttyS0 nosplash",
                   icount="shift=0,sleep=off", extra=STEADY) as guest:
        guest.expect(SHELL_PROMPT)
        for command in commands:
            guest.send(command + "\n")
            guest.expect(SHELL_PROMPT)
        text = _ESCAPE.sub("", guest.log)
    lines = (line.rstrip() for line in text.splitlines())
    return "\n".join(lines).strip("\n").removesuffix(SHELL_PROMPT.rstrip()).rstrip()


def renew(text: str, said: dict[str, str]) -> str:
    def block(match: re.Match[str]) -> str:
        return f"{match.group(1)}```\n{said[match.group(2)]}\n```\n{match.group(4)}"

    return _BLOCK.sub(block, text)


def masked(text: str) -> str:
    """Text without its numbers, and without the blanks that line them up."""
    return re.sub(r"[ \t]+", " ", _NUMBER.sub("#", text))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
