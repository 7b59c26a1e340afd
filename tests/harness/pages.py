# SPDX-License-Identifier: GPL-2.0-only
"""
Pages of Documentation/ that a test follows to the letter.

A fenced block belongs in a file when the line above it says so:

    `kernel/x.c`:                      the block is a new file
    `kernel/Makefile`, at the end:     it is added to the file
    `kernel/Kconfig`, before `LINE`:   it goes before the last such line

A block of the language "console" holds commands, behind "$ ", and what they
print. There "..." stands for any lines; line numbers (file:12) do not count,
because a page should not change with every line of the sources, nor does how
wide the blanks between words are.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness import build
from harness.paths import SRCTREE, clean_environment, source_files

_BLOCK = re.compile(r"^`(?P<file>[\w./-]+)`(?P<where>[^\n]*):\n\n```\w+\n(?P<text>.*?)^```$",
                    re.MULTILINE | re.DOTALL)
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINE_NUMBER = re.compile(r"(?<=[\w>]):\d+\b")


@dataclass(frozen=True)
class Block:
    """What a page says belongs in a file, and where in it."""

    file: str
    where: str
    text: str


def read(page: str) -> str:
    return (SRCTREE / "Documentation" / page).read_text()


def blocks(page: str) -> list[Block]:
    return [Block(**found.groupdict()) for found in _BLOCK.finditer(read(page))]


def copy_of_the_tree(folder: Path, *objtrees: str) -> Path:
    """
    The sources alone, without what was built; but in objtrees, folders below it,
    what a build of the default has made, so that make builds what a page changes.
    """
    for name in source_files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(SRCTREE / name, folder / name)
    for objtree in objtrees:
        build.begin_as_copy(folder / objtree, build.kernel().dir, folder)
        (folder / objtree / ".config").unlink()
    return folder


def follow(page: str, tree: Path) -> None:
    """Make the page's changes in a copy of the tree."""
    for block in blocks(page):
        _apply(block, tree / block.file)


def _apply(block: Block, file: Path) -> None:
    before = re.search(r"before (?:the last )?`(.+)`", block.where)
    if before:
        head, tail = file.read_text().rsplit(before[1] + "\n", 1)
        file.write_text(f"{head}{block.text}\n{before[1]}\n{tail}")
    elif "at the end" in block.where:
        file.write_text(file.read_text() + block.text)
    else:
        assert not block.where and not file.exists(), f"{block.file}{block.where}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text)


def examples(page: str) -> list[tuple[str, str]]:
    """(command, what it prints) of all console blocks, in order."""
    found = []
    for text in _CONSOLE.findall(read(page)):
        for example in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            found.append((command, output))
    return found


def assert_examples_hold(page: str, folder: Path) -> None:
    """Type the commands of a page in a folder; each must print what the page shows."""
    wanted = examples(page)
    assert wanted, f"{page} shows no command"
    for command, output in wanted:
        printed = type_command(command, folder)
        assert matches(output, printed), f"$ {command}\n{printed}--- {page} says:\n{output}"


def type_command(command: str, folder: Path) -> str:
    """What a command prints, both streams, in a user's fresh shell."""
    environment = clean_environment(PYTHONDONTWRITEBYTECODE="1")
    for name in ("CI", "KCONFIG_STRICT", "EXO_TEST_DIR", "EXO_CHECK_LONG", "EXO_TEST_SEED"):
        environment.pop(name, None)
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.stdout.replace(os.path.realpath(folder), "/src/exo-os")


def matches(wanted: str, printed: str) -> bool:
    """Whether output is what a page shows; see above."""
    parts = [re.escape(_masked(part)) for part in re.split(r"^\.\.\.\n", wanted, flags=re.M)]
    return re.fullmatch("(?:.*\n)*".join(parts), _masked(printed)) is not None


def _masked(text: str) -> str:
    return re.sub(r"(?<=\S) +", " ", _LINE_NUMBER.sub(":N", text))
