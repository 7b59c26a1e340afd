# SPDX-License-Identifier: GPL-2.0-only
"""Documentation/howto-add-a-syscall.md, followed to the letter."""

import subprocess

import pytest

from harness import pages, qemu
from harness.paths import clean_environment

PAGE = "howto-add-a-syscall.md"


@pytest.mark.early
def test_the_call_of_the_page_works(tmp_path):
    """Its commands print what it says, and its tests pass."""
    tree = pages.copy_of_the_tree(tmp_path / "source", "build")
    pages.follow(PAGE, tree)
    pages.assert_examples_hold(PAGE, tree)
    subprocess.run(["make", "-C", tree, "-s", "-j2", "O=build",
                    "x86_64_defconfig", "ktest.config", "all"],
                   env=clean_environment(), check=True)
    with qemu.boot(tree / "build/exo", cmdline="ktest=exo_ticks", icount=qemu.GUEST_TIME) as guest:
        assert guest.wait_exit(qemu.BOOT_LIMIT).debug_exit == 0
        assert "# Totals: pass:2 fail:0 skip:0 total:2" in guest.log
