# SPDX-License-Identifier: GPL-2.0-only
"""Each errno that the manual tells of a system call is asked for, or it is said why not."""

import collections
import sys

import pytest

from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "tests/programs"))

import man_errnos  # noqa: E402  (the path must be set first)

# Those that do not return, or only when interrupted; those of which a program's own
# words tell the success, since what they return differs from run to run.
OTHERWISE = {"rt_sigreturn", "exit", "exit_group", "pause", "rt_sigsuspend", "restart_syscall",
             "fork", "vfork", "clone", "clone3", "execve", "execveat", "getdents64", "mremap"}

TOLD = set(man_errnos.told())
PAGE = """.TH call 2 2023-01-01 "Linux man-pages 6.03"
.SH ERRORS
.TP
.B EIO
A device failed.
.TP
.B EBADF
.RB ( callat ())
.I fd
is not open.
.TP
.BR EAGAIN " or " EWOULDBLOCK
It would wait.
.PP
The following additional errors can occur for
.BR callat ():
.TP
.B ENOTDIR
It is no folder.
.SH NOTES
.TP
.B EPERM
"""


def test_every_call_has_its_errnos():
    lines = man_errnos.TABLE.read_text().splitlines()
    told = [line.split(":")[0] for line in lines if line and line[0] != "#"]
    assert told == man_errnos.calls(), "run tests/programs/man_errnos.py"


def test_every_errno_is_asked_for_or_excused():
    excused = {pair for pair, _ in man_errnos.unasked()}
    assert TOLD - set(man_errnos.asked()) - excused == set(), \
        "add lines for these to usr/abi, or to unasked.txt"


def test_no_errno_is_excused_that_is_asked_for_or_unknown():
    excused = collections.Counter(pair for pair, _ in man_errnos.unasked())
    assert set(excused) & set(man_errnos.asked()) == set()
    assert set(excused) - TOLD == set()
    assert [pair for pair, count in excused.items() if count > 1] == []


def test_every_excuse_has_words():
    assert all(len(reason.split()) > 3 for _, reason in man_errnos.unasked())


def test_every_call_succeeds_somewhere():
    assert set(man_errnos.calls()) - man_errnos.successful() - OTHERWISE == set(), \
        "add lines of success for these to usr/abi"


def test_page_is_read():
    assert man_errnos.told_of("call", PAGE) == {"EIO", "EAGAIN"}
    assert man_errnos.told_of("callat", PAGE) == {"EIO", "EAGAIN", "EBADF", "ENOTDIR"}


def test_table_is_that_of_the_manual():
    page = man_errnos.page(man_errnos.PAGES, "read")
    if "man-pages 6.03" not in page:
        pytest.skip("manpages-dev 6.03 is not installed")
    assert man_errnos.table(man_errnos.PAGES) == man_errnos.TABLE.read_text()
