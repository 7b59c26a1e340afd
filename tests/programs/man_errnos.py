#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
tests/programs/man_errnos.py [FOLDER]: write usr/abi/errnos.txt, the errnos that the
ERRORS of the manual tell of each system call there is. FOLDER has the pages, else
/usr/share/man/man2 (Debian's manpages-dev). Only these facts are stored, no text.

tests/programs/man_errnos.py show: each of them with the line of usr/abi/linux.txt
that asks for it, or why there is none.
"""

import gzip
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness.paths import SRCTREE  # noqa: E402  (the path must be set first)

TABLE = SRCTREE / "usr/abi/errnos.txt"
UNASKED = SRCTREE / "usr/abi/unasked.txt"
ANSWERS = SRCTREE / "usr/abi/linux.txt"
PAGES = Path("/usr/share/man/man2")
OURS = 500  # numbers from here on are not Linux's

# What the manual calls a system call, where not by the kernel's name.
PAGE_NAMES = {"pread64": "pread", "pwrite64": "pwrite", "newfstatat": "fstatat",
              "pselect6": "pselect", "faccessat2": "faccessat",
              "prlimit64": "prlimit", "rt_sigsuspend": "sigsuspend",
              "rt_sigpending": "sigpending", "rt_sigtimedwait": "sigtimedwait",
              "rt_sigaction": "sigaction", "rt_sigprocmask": "sigprocmask",
              "fadvise64": "posix_fadvise", "wait4": "waitpid"}

# "May fail with any error of": told in words that differ from page to page.
INCLUDED = {"pread64": ("read", "lseek"), "pwrite64": ("write", "lseek"),
            "readv": ("read",), "writev": ("write",), "preadv": ("read", "lseek"),
            "pwritev": ("write", "lseek"), "preadv2": ("read", "lseek"),
            "pwritev2": ("write", "lseek"), "execveat": ("execve",), "openat2": ("openat",),
            "vfork": ("fork",)}

HEAD = """# SPDX-License-Identifier: GPL-2.0-only
# Made by tests/programs/man_errnos.py from the ERRORS of section 2 of the Linux
# manual (man-pages 6.03): a system call and the errnos that its page tells of it.
# unasked.txt has those that no line of this folder asks for, and why.

"""

# "EBADF (mkdirat(), and mknodat()) ...", "EBUSY (clone3() only) ...".
ONLY = re.compile(r"[A-Z0-9, or]*\( ?(?:for )?(?:\w+\(\)(?:,? and|,? or|,| only)? ?)+\)")

SAME = {"EWOULDBLOCK": "EAGAIN", "ENOTSUP": "EOPNOTSUPP"}


def calls() -> list[str]:
    """The system calls of Linux that are in the table, by name."""
    lines = (SRCTREE / "kernel/proc/syscalls.list").read_text().splitlines()
    found = [line.split() for line in lines if line and line[0].isdigit()]
    return [name for number, name, *_ in found if int(number) < OURS]


def page(folder: Path, name: str) -> str:
    """The source of page @name, "" if there is none."""
    path = folder / f"{name}.2.gz"
    if not path.exists():
        return ""
    text = gzip.open(path, "rt", encoding="utf-8").read()
    elsewhere = re.match(r"\.so man2/(\S+)\.2", text.strip())
    return page(folder, elsewhere[1]) if elsewhere else text


def plain(paragraph: str) -> str:
    """@paragraph without its macros, comments and quotes, in one line."""
    text = re.sub(r'^\.\\".*\n?', "", paragraph, flags=re.M)
    text = re.sub(r'^\.(?:B|I|BR|RB|IR|RI|BI|IB)\b', "", text, flags=re.M)
    return re.sub(r"\s+", " ", re.sub(r'\\f[A-Z]|"', "", text)).replace(" (", "(").strip()


def names(text: str) -> set[str]:
    """The calls, written name(), in @text."""
    return set(re.findall(r"(\w+)\(\)", text))


def told_of(call: str, source: str) -> set[str]:
    """The errnos that page @source tells of @call."""
    section = re.search(r"^\.SH ERRORS\n(.*?)(?=^\.SH )", source, re.S | re.M)
    called = {call, PAGE_NAMES.get(call, call)}
    found, of_whom = set(), set()
    for paragraph in re.split(r"^\.(?:TP|PP|IP)\b.*\n", section[1] if section else "",
                              flags=re.M):
        text = plain(paragraph)
        entry = re.match(r"(E[A-Z0-9]{2,}\b[^a-z]*(?:(?:or|and)\b[^a-z]*)*)", text)
        if not entry:
            if text.endswith(":"):  # "The following can occur for ..."
                of_whom = set() if "general" in text else names(text)
            continue
        only = ONLY.match(text)
        wanted = names(only[0]) if only else of_whom
        if not wanted or wanted & called:
            found |= set(re.findall(r"\bE(?!POLL)[A-Z0-9]{2,}\b", entry[1]))
    return {SAME.get(name, name) for name in found}


def table(folder: Path) -> str:
    found = {call: told_of(call, page(folder, PAGE_NAMES.get(call, call))) for call in calls()}
    for call, others in INCLUDED.items():
        found[call] = found[call].union(*(found[other] for other in others))
    return HEAD + "".join(f"{call}: {' '.join(sorted(found[call]))}".rstrip() + "\n"
                          for call in found)


Pair = tuple[str, str]  # call, errno


def told() -> list[Pair]:
    """The pairs of errnos.txt."""
    lines = [line.partition(":") for line in TABLE.read_text().splitlines()
             if line and line[0] != "#"]
    return [(call, errno) for call, _, errnos in lines for errno in errnos.split()]


def asked() -> dict[Pair, str]:
    """The pairs that linux.txt has, each with its first line."""
    lines = re.finditer(r"^(?:RAW\(SYS_)?(\w+)[(,].* = -(E\w+)$", ANSWERS.read_text(), re.M)
    found: dict[Pair, str] = {}
    for line in lines:
        found.setdefault((line[1], line[2]), line[0])
    return found


def successful() -> set[str]:
    """The calls that linux.txt has without an errno."""
    return set(re.findall(r"^(?:RAW\(SYS_)?(\w+)[(,].* (?:= (?!-E)|> 0|is there)",
                          ANSWERS.read_text(), re.M))


def unasked() -> list[tuple[Pair, str]]:
    """The pairs of unasked.txt, each with the reason."""
    text = re.sub(r"^#.*\n", "", UNASKED.read_text(), flags=re.M)
    found = []
    for block in text.strip().split("\n\n"):
        reason, *entries = re.split(r"\n\t(?=E)", block)
        for entry in entries:
            errno, _, names_of_calls = entry.partition(":")
            found += [((call, errno), " ".join(reason.rstrip(":").split()))
                      for call in names_of_calls.split()]
    return found


def show() -> None:
    lines, reasons = asked(), dict(unasked())
    for pair in told():
        why = lines.get(pair) or f"({reasons.get(pair, 'nobody knows')})"
        print(f"{pair[0]} {pair[1]}: {why}")


def main(arguments: list[str]) -> int:
    if arguments == ["show"]:
        show()
        return 0
    TABLE.write_text(table(Path(arguments[0]) if arguments else PAGES))
    print(TABLE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
