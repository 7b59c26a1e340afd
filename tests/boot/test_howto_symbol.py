# SPDX-License-Identifier: GPL-2.0-only
"""Documentation/howto-add-a-symbol.md, followed to the letter."""

import re

import pytest

from harness import pages, qemu

PAGE = "howto-add-a-symbol.md"


@pytest.mark.early
def test_the_symbols_of_the_page_work(tmp_path):
    """Its commands print what it says, the entries of its table hold, the kernel built beats."""
    tree = pages.copy_of_the_tree(tmp_path / "source", "build/heartbeat", "build-tests/x86_64-gcc")
    pages.follow(PAGE, tree)
    pages.assert_examples_hold(PAGE, tree)
    # An instruction takes a nanosecond and idling no time at all.
    with qemu.boot(tree / "build/heartbeat/exo", icount="shift=0,sleep=off") as guest:
        guest.expect("heartbeat: every 1 s$")
        guest.expect("heartbeat: up 3 s$")
        beats = [int(second) for second in re.findall(r"heartbeat: up (\d+) s$", guest.log, re.M)]
    assert beats[:3] == [1, 2, 3]


def test_the_page_names_each_file_once():
    files = [block.file for block in pages.blocks(PAGE)]
    assert files == ["kernel/heartbeat.c", "kernel/Makefile", "kernel/Kconfig",
                     "tests/config/symbol_behaviour.toml"]
