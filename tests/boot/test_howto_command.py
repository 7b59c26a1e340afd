# SPDX-License-Identifier: GPL-2.0-only
"""Documentation/howto-add-a-command.md, followed to the letter."""

import re
import shutil
import subprocess

import pytest

from harness import qemu
from harness.paths import SRCTREE, clean_environment, source_files

PAGE = SRCTREE / "Documentation/howto-add-a-command.md"
BLOCK = r"^`(?P<file>[\w./-]+)`(?P<where>[^\n]*):\n\n```\w+\n(?P<text>.*?)^```$"


def blocks():
    """What the page says belongs in which file: {file: (where, text)}."""
    found = re.finditer(BLOCK, PAGE.read_text(), re.MULTILINE | re.DOTALL)
    return {match["file"]: (match["where"], match["text"]) for match in found}


def follow(tree):
    for name, (where, text) in blocks().items():
        file = tree / name
        if not where:
            file.write_text(text)
        elif "at the end" in where:
            file.write_text(file.read_text() + text)
        else:
            before, after = file.read_text().rsplit("endif\n", 1)
            file.write_text(f"{before}{text}\nendif\n{after}")


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the source tree, with the page's changes, built."""
    copy = tmp_path_factory.mktemp("howto")
    for name in source_files():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(SRCTREE / name, copy / name)
    follow(copy)
    subprocess.run(["make", "-C", copy, "-s", "-j2", "x86_64_defconfig", "all"],
                   env=clean_environment(), check=True)
    return copy


def test_the_page_names_three_files():
    assert len(blocks()) == 3


def test_the_command_of_the_page_works(tree):
    with qemu.boot(tree / "exo") as guest:
        guest.expect(qemu.PROMPT)
        assert re.search(r"^ +ticks +print the ticks", guest.command("help"), re.MULTILINE)
        before = int(guest.command("ticks"))
        assert int(guest.command("ticks 20")) >= before + 20
        assert guest.command("ticks x").startswith("ticks: invalid argument\nusage: ticks [COUNT]")
