# SPDX-License-Identifier: GPL-2.0-only
"""Debian's C implementation (kconfig-conf, 4.11) reads the same tree to the same values."""

import subprocess

import pytest

from harness.paths import SRCTREE
from workspace import read_values

C_TOOL = "kconfig-conf"


def c_values(tree, option: str) -> dict[str, str]:
    """What the C tool makes of the .config that is there, in a file of its own."""
    own = tree.folder / "c.config"
    own.write_text(tree.dotconfig.read_text() if tree.dotconfig.exists() else "")
    if option != "--olddefconfig":
        own.unlink()
    result = subprocess.run([C_TOOL, option, "Kconfig"], cwd=tree.folder,
                            env=tree.environment(KCONFIG_CONFIG="c.config"), text=True,
                            stdin=subprocess.DEVNULL, capture_output=True, check=False,
                            timeout=60)
    assert result.returncode == 0, result.stderr
    assert "warning" not in result.stdout + result.stderr
    return read_values(own)


@pytest.fixture(params=["small", "real"])
def either(request, tree, exo):
    """The small tree, then the real one."""
    return tree if request.param == "small" else exo


@pytest.mark.parametrize("goal", ["alldefconfig", "allnoconfig", "allyesconfig"])
def test_whole_space_goals_agree(either, goal):
    either.done(goal)
    assert either.values() == c_values(either, "--" + goal)


@pytest.mark.parametrize("name", sorted(
    path.name for path in (SRCTREE / "defconfigs").glob("*_defconfig")))
def test_every_defconfig_agrees(exo, name):
    exo.done(name)
    assert exo.values() == c_values(exo, f"--defconfig={SRCTREE}/defconfigs/{name}")


@pytest.mark.parametrize("seed", range(5))
def test_random_configurations_are_unchanged_by_the_c_tool(either, seed):
    either.done("randconfig", KCONFIG_SEED=str(seed))
    assert either.values() == c_values(either, "--olddefconfig")


def test_olddefconfig_agrees_on_an_incomplete_config(either):
    lines = [f"CONFIG_{name}={value}" for name, value in _every_third_default(either)]
    either.write(".config", *lines)
    expected = c_values(either, "--olddefconfig")
    either.done("olddefconfig")
    assert either.values() == expected


def _every_third_default(tree) -> list:
    tree.done("alldefconfig")
    kept = [item for item in tree.values().items() if item[1] != "n"][::3]
    tree.dotconfig.unlink()
    return kept


def test_minimal_config_means_the_same_to_the_c_tool(either):
    either.done("randconfig", KCONFIG_SEED="11")
    either.done("savedefconfig")
    assert c_values(either, "--defconfig=defconfig") == either.values()
