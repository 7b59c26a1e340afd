# SPDX-License-Identifier: GPL-2.0-only
"""Each header compiles alone, with the flags of a build."""

import json
import shlex
import subprocess
from pathlib import Path

from checkers.includes import kernel_files
from checkers.source import Finding, Tree

_WITH_VALUE = ("-o", "-MF", "-MT", "-MQ")
_ALONE = ("-c", "-MD", "-MMD", "-MP")


def flags_of(compile_commands: Path, source: str) -> tuple[Path, list[str]]:
    """(folder, compiler and flags) that a build used for one source, without the files."""
    for entry in json.loads(compile_commands.read_text()):
        if entry["file"].endswith(source):
            words = entry.get("arguments") or shlex.split(entry["command"])
            return Path(entry["directory"]), _without_files(words, source)
    raise KeyError(f"{source} is not in {compile_commands}")


def check(tree: Tree, folder: Path, command: list[str]) -> list[Finding]:
    findings = []
    for name in kernel_files(tree, ".h"):
        findings += _check_one(tree, name, folder, command)
    return findings


def _check_one(tree: Tree, name: str, folder: Path, command: list[str]) -> list[Finding]:
    # Included, not compiled: gcc warns of "#pragma once" and the like in a main file.
    done = subprocess.run([*command, "-fsyntax-only", "-x", "c", "-"], text=True, cwd=folder,
                          input=f'#include "{tree.root / name}"\n', capture_output=True,
                          check=False)
    if done.returncode == 0:
        return []
    errors = [line for line in done.stderr.splitlines() if "error" in line]
    return [Finding(name, 1, "does not compile alone: " + "; ".join(errors[:2]))]


def _without_files(words: list[str], source: str) -> list[str]:
    kept = []
    skip = False
    for word in words:
        if skip or word in _ALONE or word.startswith("-Wp,") or word.endswith(source):
            skip = False
        elif word in _WITH_VALUE:
            skip = True
        else:
            kept.append(word)
    return kept
