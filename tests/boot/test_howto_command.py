# SPDX-License-Identifier: GPL-2.0-only
"""Documentation/howto-add-a-command.md, followed to the letter."""

import re
import subprocess

import pytest

from harness import pages, qemu
from harness.paths import clean_environment

PAGE = "howto-add-a-command.md"


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the source tree, with the page's changes, built."""
    copy = pages.copy_of_the_tree(tmp_path_factory.mktemp("howto"), "build")
    pages.follow(PAGE, copy)
    subprocess.run(["make", "-C", copy, "O=build", "-s", "-j2", "x86_64_defconfig", "all"],
                   env=clean_environment(), check=True)
    return copy


def test_the_page_names_three_files():
    assert len(pages.blocks(PAGE)) == 3


def test_the_command_of_the_page_works(tree):
    with qemu.boot(tree / "build/exo") as guest:
        guest.expect(qemu.PROMPT)
        assert re.search(r"^ +ticks +print the ticks", guest.command("help"), re.MULTILINE)
        before = int(guest.command("ticks"))
        assert int(guest.command("ticks 20")) >= before + 20
        assert guest.command("ticks x").startswith("ticks: invalid argument\nusage: ticks [COUNT]")
