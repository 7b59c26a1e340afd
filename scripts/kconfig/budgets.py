# SPDX-License-Identifier: GPL-2.0-only
"""What a defconfig allows its kernel: a line of the comment at its head.

# Budget: image 700 KB, RAM 4600 KB, start-up 2400 thousand instructions

It holds for exactly that configuration; one that differs has no budget.
"""

import os
import re
from collections import namedtuple

from kconfig import paths
from kconfig.paths import ConfigurationError

# KB, KB once start-up is complete, thousands of instructions until then
Budget = namedtuple("Budget", "image_kb ram_kb boot_thousands")

_BEGIN = "# Budget"
_LINE = re.compile(r"# Budget: image (\d+) KB, RAM (\d+) KB,"
                   r" start-up (\d+) thousand instructions")


def of_file(path: str):
    """The Budget of a defconfig, or None."""
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if found:
            return Budget(*map(int, found.groups()))
        if line.startswith(_BEGIN):
            raise ConfigurationError(f"{path}:{number}: the exact form is '# Budget: image 1 KB,"
                                     " RAM 2 KB, start-up 3 thousand instructions'")
    return None


def defconfig_files() -> list:
    return paths.files_in(paths.defconfig_folders(), "_defconfig")


def of_configuration(minimal: str) -> tuple:
    """(defconfig, Budget) of what savedefconfig would write, or (None, None)."""
    for path in defconfig_files():
        if _assignments(path) == minimal and of_file(path):
            return os.path.basename(path), of_file(path)
    return None, None


def _assignments(path: str) -> str:
    """A defconfig without the comment at its head."""
    with open(path, encoding="utf-8", errors="replace") as file:
        return "".join(line for line in file
                       if not line.startswith("#") or line.rstrip().endswith("is not set"))


def make_text(minimal: str) -> str:
    """For scripts/Makefile.image; empty without a budget."""
    name, budget = of_configuration(minimal)
    if budget is None:
        return ""
    return f"budget-defconfig := {name}\nbudget-image-kb := {budget.image_kb}\n"
