# SPDX-License-Identifier: GPL-2.0-only
"""
What a shell can do without each option: symbols.toml says what. `make check` looks
at a kernel or two of them, chosen by the commit, `make check-long` at all.
"""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from harness import build, programs, qemu, seed
from harness.paths import SRCTREE

TABLE = tomllib.loads((Path(__file__).parent / "symbols.toml").read_text())
FOLDERS = ("fs/", "ipc/", "net/", "drivers/", "kernel/proc/")
KEYS = {"off", "build", "passes", "fails", "no_shell", "unseen"}
SLICE = 2
RUN = 'echo "=== line"; sh -c {line} < /run.sh 2>&1; printf "\\n=== status %d\\n" $?'

LIST_SYMBOLS = """
import os, kconfiglib
for symbol in kconfiglib.Kconfig("Kconfig").unique_defined_syms:
    for node in symbol.nodes:
        if node.prompt:
            print(symbol.name, node.filename)
"""


def symbols_with_prompts() -> set[str]:
    environment = {"srctree": str(SRCTREE), "PATH": "/usr/bin:/bin", "CC": "gcc"}
    listed = subprocess.run([sys.executable, "-c", LIST_SYMBOLS], cwd=SRCTREE, text=True,
                            env=environment, capture_output=True, check=True).stdout
    pairs = [line.split() for line in listed.splitlines()]
    return {name for name, file in pairs if file.startswith(FOLDERS)}


def test_every_symbol_has_an_entry():
    symbols = symbols_with_prompts()
    assert symbols - set(TABLE) == set(), "add an entry for these to symbols.toml"
    assert set(TABLE) - symbols == set(), "these entries are of no symbol"


@pytest.mark.parametrize("name", sorted(TABLE))
def test_entry_says_what_fails(name):
    entry = TABLE[name]
    assert set(entry) <= KEYS
    assert len({"fails", "no_shell", "unseen"} & set(entry)) == 1


def kernels() -> dict[str, list[str]]:
    """The symbols that are off in one kernel, by the word for it."""
    found: dict[str, list[str]] = {}
    for name, entry in TABLE.items():
        if "fails" in entry:
            found.setdefault(entry.get("build", name.lower()), []).append(name)
    return found


def without(names: list[str]) -> dict[str, str]:
    """The settings that turn off @names."""
    settings: dict[str, str] = {}
    for name in names:
        settings |= TABLE[name].get("off", {name: "n"})
    return settings


def answers(kernel: build.Build, lines: list[str], folder: Path) -> list[tuple[int, str]]:
    """The status of each line, and what it printed."""
    script = "\n".join(RUN.format(line=shlex.quote(line)) for line in lines)
    files = {f"bin/{name}": programs.compile_c(name, [SRCTREE / f"usr/tests/{name}.c"])
             for name in ("as_user", "call")}
    archive = programs.pack(folder, script, files)
    with qemu.boot(kernel.image, initrd=archive, cmdline=programs.CMDLINE) as guest:
        printed = programs.output(guest)
    found = re.findall(r"^=== line\n(.*?)^=== status (\d+)$", printed, re.M | re.S)
    assert len(found) == len(lines), printed
    return [(int(status), text) for text, status in found]


@pytest.mark.parametrize("word", seed.pick(sorted(kernels()), SLICE, "symbols of shells"))
def test_lines_fail_with_the_option_off_and_only_then(word, tmp_path):
    names = kernels()[word]
    passing = [line for name in names for line in TABLE[name].get("passes", [])]
    failing = {line: error for name in names for line, error in TABLE[name]["fails"].items()}
    lines = [*passing, *failing]
    off = dict(zip(lines, answers(build.kernel(symbols=without(names)), lines, tmp_path)))
    on = dict(zip(lines, answers(build.kernel(), lines, tmp_path)))
    for line in lines:
        assert on[line][0] == 0, f"{line}: fails with {names}: {on[line][1]}"
    for line in passing:
        assert off[line][0] == 0, f"{line}: fails without {names}: {off[line][1]}"
    for line, error in failing.items():
        assert off[line][0] != 0, f"{line}: passes without {names}"
        assert re.search(error, off[line][1]), f"{line}: {off[line][1]}"


NO_SHELL = [name for name, entry in TABLE.items() if "no_shell" in entry]


@pytest.mark.parametrize("name", seed.pick(NO_SHELL, 1, "symbols without a shell"))
def test_without_it_the_monitor_is_the_prompt(name, tmp_path):
    archive = programs.pack(tmp_path, "echo a shell")
    kernel = build.kernel(symbols={name: "n"})
    with qemu.boot(kernel.image, initrd=archive, cmdline=programs.CMDLINE) as guest:
        guest.expect(qemu.PROMPT)
        assert "a shell" not in guest.log
