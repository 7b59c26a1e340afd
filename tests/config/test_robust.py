# SPDX-License-Identifier: GPL-2.0-only
"""Whatever the input and whatever happens meanwhile: a clear message, and nothing lost."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Iterator

import pytest

from harness import small_disk
from harness.paths import SRCTREE
from workspace import DRIVER, PYTHON, Workspace

NOBODY = 65534


# Kconfig files

@pytest.mark.parametrize("lines, message", [
    (["config"], "base/Kconfig:1: error: couldn't parse 'config'"),
    (["config A", "\tbool \"A"], "base/Kconfig:2"),
    (["config A", "\tbool", "\tdepends on (B && C"], "base/Kconfig:3"),
    (["config A", "\tbool", "\tdepends on B &&"], "base/Kconfig:3"),
    (["config A", "\tbolo \"A\""], "base/Kconfig:2"),
    (["config A", "\tbool", "\tselect"], "base/Kconfig:3"),
    (["if NET", "config A", "\tbool"], "base/Kconfig"),
    (["choice", "\tprompt \"C\""], "base/Kconfig"),
    (["endmenu"], "base/Kconfig:1"),
    (["<<<<<<< HEAD"], "base/Kconfig:1"),
    (["source \"nowhere/Kconfig\""], "base/Kconfig:1: 'nowhere/Kconfig' not found"),
    (["source \"Kconfig\""], "recursive 'source' of 'Kconfig' detected"),
    (["config A", "\tbool \"A\"", "\tdepends on B", "config B", "\tbool \"B\"",
      "\tdepends on A"], "A (defined at base/Kconfig:1)"),
    (["config A", "\tbool \"A\"", "\tselect B", "config B", "\tbool \"B\"", "config C",
      "\tbool", "\tdefault B", "config D", "\tbool", "\tselect A if C"], "Dependency loop"),
], ids=lambda value: value if isinstance(value, str) else " ".join(value)[:30])
def test_broken_kconfig_file_is_named_and_config_is_left_alone(tree, lines, message):
    tree.write(".config", "CONFIG_NET=y", "CONFIG_MINE=y")
    before = tree.dotconfig.read_bytes()
    tree.write("base/Kconfig", *lines)
    assert message in tree.refused("olddefconfig")
    assert tree.dotconfig.read_bytes() == before


@pytest.mark.parametrize("goal", ["defconfig", "why", "allnoconfig", "savedefconfig"])
def test_broken_kconfig_file_is_named_by_every_goal(tree, goal):
    tree.write("base/Kconfig", "config A", "\tbolo")
    assert "base/Kconfig:2" in tree.refused(goal, SYM="NET")


def test_kconfig_file_that_is_not_utf8_is_named(tree):
    (tree.folder / "base/Kconfig").write_bytes(b'config A\n\tbool "caf\xe9"\n')
    assert "base/Kconfig" in tree.refused("olddefconfig")


# .config

FULL = ["CONFIG_NET=y", "CONFIG_TOOL=y", 'CONFIG_NAME="a b"', "CONFIG_DEPTH=9",
        "# CONFIG_FAST is not set", "CONFIG_RATE_HIGH=y"]


def test_line_ends_of_dos_change_no_value(tree):
    tree.write(".config", *FULL)
    tree.done("olddefconfig", CI="true")
    expected = tree.dotconfig.read_text()
    tree.dotconfig.write_bytes("".join(line + "\r\n" for line in FULL).encode())
    tree.done("olddefconfig", CI="true")
    assert tree.dotconfig.read_text() == expected and "CONFIG_DEPTH=9\n" in expected


def test_dos_lines_are_changed_by_scripts_config(tree):
    tree.dotconfig.write_bytes("".join(line + "\r\n" for line in FULL).encode())
    assert tree.script("config", "-s", "NAME", "-d", "TOOL", "-s", "TOOL").stdout == "a b\nn\n"
    tree.done("olddefconfig")
    assert tree.values()["TOOL"] == "n" and tree.values()["DEPTH"] == "9"


@pytest.mark.parametrize("goal", ["olddefconfig", "syncconfig", "savedefconfig", "trace"])
def test_latin1_is_read_as_what_was_meant(tree, goal):
    tree.dotconfig.write_bytes(b'CONFIG_NAME="caf\xe9"\nCONFIG_NET=y\n')
    said = tree.done(goal)
    assert ".config:1: not UTF-8, so it was read as Latin-1" in said
    tree.done("syncconfig")
    assert tree.values()["NAME"] == '"café"' and tree.values()["NET"] == "y"
    assert '"café"' in (tree.folder / "include/generated/autoconf.h").read_text()


@pytest.mark.parametrize("script", ["kconfig/merge_config", "diffconfig"])
def test_scripts_read_latin1(tree, script):
    (tree.folder / "a.config").write_bytes(b'# \xe9\nCONFIG_NAME="\xe9"\nCONFIG_NET=y\n')
    tree.write("b.config", "CONFIG_NET=y")
    assert "Traceback" not in tree.script(script, "a.config", "b.config").stderr
    shutil.copy(tree.folder / "a.config", tree.folder / "defconfigs/a_defconfig")
    assert "é" in tree.done("list-defconfigs")


def test_terminal_that_lacks_a_character_is_no_reason_to_fail(tree):
    tree.write(".config", 'CONFIG_NAME="→ 中"')
    for variables in ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
                      {"PYTHONIOENCODING": "latin-1"}):
        assert "NAME=" in tree.done("trace", **variables)
    tree.done("olddefconfig", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert tree.values()["NAME"] == '"→ 中"'


MEGABYTE = 1_000_000


@pytest.mark.parametrize("line", [
    "x" * MEGABYTE, "CONFIG_" + "X" * MEGABYTE + "=y", "CONFIG_NET=" + "y" * MEGABYTE,
    "CONFIG_DEPTH=" + "1" * MEGABYTE, "CONFIG_PORT=0x" + "1" * 4000,
    "# CONFIG_NET" + " " * MEGABYTE + "is not set", "#" * MEGABYTE,
], ids=lambda line: line[:14])
def test_line_of_a_megabyte_is_told_in_short(tree, line):
    tree.write(".config", "CONFIG_TOOL=y", line)
    said = tree.done("olddefconfig")
    assert len(said) < 2000 and tree.values()["TOOL"] == "y"
    if not line.startswith("##"):
        assert ".config:2" in said


def test_string_of_a_megabyte_is_kept(tree):
    text = '"' + r'a\"b\\' + "c" * MEGABYTE + '"'
    tree.write(".config", f"CONFIG_NAME={text}")
    tree.done("syncconfig")
    assert tree.values()["NAME"] == text


def test_last_of_conflicting_lines_counts_and_is_told(tree):
    tree.write(".config", "CONFIG_NET=y", "CONFIG_DEPTH=3", "# CONFIG_TOOL is not set",
               "CONFIG_DEPTH=4", "CONFIG_TOOL=y", "CONFIG_RATE_LOW=y", "CONFIG_RATE_HIGH=y")
    said = tree.done("olddefconfig")
    for earlier, later in ((2, 4), (3, 5), (6, 7)):
        assert f"(.config:{earlier})" in said and f"says so, .config:{later}" in said
    values = tree.values()
    assert (values["DEPTH"], values["TOOL"], values["RATE_HIGH"]) == ("4", "y", "y")


def test_line_that_is_there_twice_is_no_matter(tree):
    tree.write(".config", *FULL, *FULL)
    assert "asked" not in tree.done("olddefconfig", CI="true")


# Disks and permissions

def limited(tree, kilobytes: int, *command: str):
    """Run a command that can write no file longer than that."""
    line = f"ulimit -f {kilobytes}; exec " + " ".join(command)
    return subprocess.run(["bash", "-c", line], cwd=tree.folder, env=tree.environment(), text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)


def contents(tree) -> dict[str, bytes]:
    return {str(path.relative_to(tree.folder)): path.read_bytes()
            for path in tree.folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kilobytes", [0, 1])
@pytest.mark.parametrize("command", [
    (PYTHON, str(DRIVER), "allyesconfig"), (PYTHON, str(DRIVER), "olddefconfig"),
    (PYTHON, str(DRIVER), "savedefconfig"), (PYTHON, str(DRIVER), "syncconfig"),
    (PYTHON, str(DRIVER), "long.config"), (str(SRCTREE / "scripts/config"), "-d", "NET"),
    (str(SRCTREE / "scripts/kconfig/merge_config"), ".config", "long.config"),
    (str(SRCTREE / "scripts/kconfig/merge_config"), "-m", "long.config"),
], ids=lambda command: " ".join(command[1:] if command[0] == PYTHON else command)[-28:])
def test_full_disk_leaves_everything_as_it_was(tree, command, kilobytes):
    """What is new is one long string, so that the limit comes within .config."""
    long = f'CONFIG_NAME="{"x" * 3000}"'
    tree.write("long.config", long)
    tree.write(".config", "CONFIG_NET=y", long)
    before = contents(tree)
    result = limited(tree, kilobytes, *command)
    assert result.returncode != 0 and "File too large" in result.stderr
    assert "Traceback" not in result.stderr
    after = contents(tree)
    assert not any(name.endswith(".tmp") for name in after)
    assert {name: after.get(name) for name in before} == before
    assert "include/config/auto.conf" not in after, "what is half done must not look done"


@pytest.mark.parametrize("command", [
    f"{PYTHON} {DRIVER} allyesconfig", f"{PYTHON} {DRIVER} savedefconfig",
    f"{PYTHON} {DRIVER} syncconfig", f"{SRCTREE}/scripts/config --disable NET",
], ids=lambda command: command.split("/")[-1])
def test_disk_without_a_free_block_leaves_everything_as_it_was(tree, tmp_path, command):
    tree.write(".config", "CONFIG_NET=y")
    before = contents(tree)
    result = small_disk.run(tmp_path / "disk", 1024, f"""
        cp -r {tree.folder}/. .
        dd if=/dev/zero of={tmp_path}/disk/filler 2> /dev/null || true
        status=0
        {command} || status=$?
        rm -f filler
        cp -r . {tmp_path}/left
        exit $status""", srctree=".")
    assert result.returncode == 1 and "No space left on device" in result.stderr
    assert "Traceback" not in result.stderr
    after = contents(Workspace(tmp_path / "left"))
    assert not any(name.endswith(".tmp") for name in after)
    assert {name: data for name, data in after.items() if data} == \
        {name: data for name, data in before.items() if data}


@pytest.fixture
def read_only() -> Iterator[Workspace]:
    """The tree, which the user that runs the goals may read and nothing else."""
    folder = Path(tempfile.mkdtemp(prefix="exo-config-"))
    tree = Workspace.of_data(folder / "tree")
    tree.done("defconfig")
    folder.chmod(0o755)
    yield tree
    shutil.rmtree(folder)


@pytest.mark.parametrize("goal", ["allnoconfig", "olddefconfig", "syncconfig", "savedefconfig"])
def test_read_only_folder_is_refused_clearly(read_only, goal):
    with open(read_only.dotconfig, "a", encoding="utf-8") as file:
        file.write("CONFIG_TOOL=y\n")
    before = contents(read_only)
    for path in (read_only.folder, *read_only.folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    user = NOBODY if os.getuid() == 0 else None
    result = subprocess.run([PYTHON, str(DRIVER), goal], cwd=read_only.folder, text=True, user=user,
                            env=read_only.environment(PYTHONDONTWRITEBYTECODE="1"),
                            capture_output=True, check=False, timeout=60)
    for path in (read_only.folder, *read_only.folder.rglob("*")):
        path.chmod(0o755)
    assert result.returncode == 1 and "Permission denied" in result.stderr
    assert "Traceback" not in result.stderr and contents(read_only) == before


def test_many_at_once_leave_one_whole_config(tree):
    """Two makes may run in one folder."""
    whole = set()
    for goal in ("allyesconfig", "allnoconfig"):
        tree.done(goal)
        whole.add(tree.dotconfig.read_text())
    started = [subprocess.Popen([PYTHON, str(DRIVER), goal], cwd=tree.folder, text=True,
                                env=tree.environment(), stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE)
               for goal in ("allyesconfig", "allnoconfig", "syncconfig") * 4]
    for process in started:
        _, message = process.communicate(timeout=120)
        assert process.returncode == 0, message
    assert tree.dotconfig.read_text() in whole
    assert not list(tree.folder.rglob("*.tmp"))
    tree.done("syncconfig")
    is_set = "CONFIG_NET=y" in tree.dotconfig.read_text()
    header = (tree.folder / "include/generated/autoconf.h").read_text()
    assert ("CONFIG_NET 1" in header) == is_set
