# SPDX-License-Identifier: GPL-2.0-only
"""Each rule of the Kconfig lint finds its case; the real tree has none."""

import subprocess

import pytest

from harness.paths import SRCTREE
from workspace import PYTHON

HELP = "\thelp\n\t  Some help.\n"
USES = "CONFIG_NAME CONFIG_NET CONFIG_TOOL CONFIG_HELPER CONFIG_RATE CONFIG_DRIVER CONFIG_PORT" \
       " CONFIG_DEPTH CONFIG_FAST CONFIG_X CONFIG_Y CONFIG_Z"


def lint(tree, *text: str) -> str:
    """The findings after some text was added to a Kconfig file of the small tree."""
    (tree.folder / "lib").mkdir(exist_ok=True)
    (tree.folder / "lib/use.c").write_text(USES)
    with open(tree.folder / "base/Kconfig", "a", encoding="utf-8") as file:
        file.write("".join("\n" + each for each in text))
    result = subprocess.run([PYTHON, str(SRCTREE / "scripts/kconfig/lint.py")], cwd=tree.folder,
                            env=tree.environment(), capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr, result.stderr
    assert result.returncode == (1 if result.stderr else 0)
    return result.stderr


def symbol(name: str, *lines: str, kind: str = 'bool "Something"') -> str:
    return f"config {name}\n\t{kind}\n" + "".join(f"\t{line}\n" for line in lines)


def test_small_tree_has_no_finding(tree):
    assert lint(tree) == ""


def test_real_tree_has_no_finding(exo):
    assert exo.done("lint-kconfig") == ""


@pytest.mark.parametrize("text, finding", [
    (symbol("X"), "base/Kconfig:46: X has no help"),
    (symbol("X", "select NET") + HELP, "base/Kconfig:48: selects NET, which is visible"),
    (symbol("X", "select Y") + HELP + "\n" + symbol("Y", "depends on NET", kind="bool"),
     "base/Kconfig:48: selects Y, which has dependencies"),
    (symbol("X", "depends on NOWHERE") + HELP, "base/Kconfig:46: NOWHERE is not defined"),
    (symbol("X", "default 9", "range 1 8", kind='int "Number"') + HELP,
     "base/Kconfig:48: default 9 of X is outside 1..8"),
    (symbol("X", "default 0x1", "range 0x10 0x20", kind='hex "Number"') + HELP,
     "default 0x1 of X is outside 0x10..0x20"),
    (symbol("UNHEARD") + HELP, "base/Kconfig:46: UNHEARD changes nothing"),
    (symbol("X", "depends on NET && !NET") + HELP, "base/Kconfig:46: X can never be set"),
    (symbol("X", "depends on RATE_LOW && TOOL && !TOOL") + HELP, "X can never be set"),
    (symbol("X", "depends on n") + HELP, "X can never be set"),
    (symbol("NET") + HELP, "base/Kconfig:46: NET is defined before, at base/Kconfig:8"),
    (symbol("X__Y") + HELP, "capitals and digits, single _ between"),
    (symbol("Xy") + HELP, "capitals and digits, single _ between"),
    (symbol("X_Y") + HELP + "\n" + symbol("X__Y") + HELP, "X__Y and X_Y differ only"),
    (symbol("X", kind='tristate "Three"') + HELP, "there are no modules"),
    (symbol("X", kind="def_bool y"), "use a type and a default"),
    (symbol("X", "default $(shell,true)") + HELP, "macros"),
    (symbol("X") + "\t---help---\n\t  Some help.\n", "use help"),
    ('rsource "nothing"\n', "nothing"),
    (symbol("X") + "\thelp\n\t\tToo deep.\n", "a tab and two spaces"),
    (symbol("X") + HELP + "    default y\n", "indent with tabs"),
    (symbol("X") + HELP[:-1] + " \n", "trailing white space"),
    (symbol("X") + HELP[:-1] + 80 * "x" + "\n", "longer than 80 columns"),
    (symbol("X") + HELP + "\n", "does not end with one newline"),
])
def test_rule_finds_its_case(tree, text, finding):
    assert finding in lint(tree, text)


@pytest.mark.parametrize("text", [
    symbol("X", "depends on !(NET && TOOL)") + HELP,
    symbol("X", "depends on NET != TOOL") + HELP,
    symbol("X", "depends on RATE_LOW || RATE_HIGH") + HELP,
    symbol("X", "select Y") + HELP + "\n" + symbol("Y", kind="bool"),
    symbol("X", "default 8", "range 1 8", kind='int "Number"') + HELP,
    symbol("X") + HELP + symbol("Z", "default y if X", kind="bool"),
])
def test_rule_leaves_good_cases_alone(tree, text):
    assert lint(tree, text) == ""


def test_glob_in_source_is_refused(tree):
    assert "no globs" in lint(tree, 'source "p*rt/Kconfig"\n')


def test_unparsable_file_is_named(tree):
    assert "base/Kconfig:46" in lint(tree, "config\n")
