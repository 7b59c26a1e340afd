# SPDX-License-Identifier: GPL-2.0-only
"""Where the output goes: O=, read-only sources, paths make cannot handle."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Iterator

import pytest

from build_tree import Tree
from harness.paths import SRCTREE, clean_environment

NOBODY = 65534
# Targets that only other targets are for.
STEPS = {"FORCE", "build", "descend", "package-stage", "prepare", "user-compiler"}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="exo-build-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def listing(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*"))


def test_read_only_sources_build_elsewhere(tree: Tree, open_folder: Path) -> None:
    source, output = open_folder / "source", open_folder / "out"
    shutil.copytree(tree.source, source)
    output.mkdir()
    for path in [source, *source.rglob("*")]:
        path.chmod(0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444)
    user = None
    if os.getuid() == 0:  # to whom nothing is read-only
        user = NOBODY
        os.chown(output, NOBODY, NOBODY)
    before = listing(source)
    readonly = Tree(source, output, user)
    readonly.make("defconfig")
    readonly.make("all", "iso", "mm/" if (source / "mm").exists() else "core/")
    assert readonly.make() == ""
    assert listing(source) == before
    for path in [source, *source.rglob("*")]:
        path.chmod(0o755)


def test_image_does_not_depend_on_where_it_is_built(tree: Tree, tmp_path: Path) -> None:
    tree.make()
    here = tree.images()
    tree.make("mrproper")
    for output in (tmp_path / "elsewhere", tree.source / "build", tree.source / "below/it"):
        there = Tree(tree.source, output)
        there.make()
        assert there.images() == here, output


def test_relative_output_folder(tree: Tree) -> None:
    tree.make("O=build")
    assert (tree.source / "build/exo").exists()
    assert not (tree.source / "exo").exists()


def test_output_folder_remembers_its_sources(tree: Tree, tmp_path: Path) -> None:
    tree.make(f"O={tmp_path / 'out'}")
    assert Tree(tmp_path / "out").make() == ""


def test_output_folder_equal_to_the_sources_is_a_build_in_place(tree: Tree) -> None:
    makefile = (tree.source / "Makefile").read_bytes()
    tree.make("O=.")
    assert (tree.source / "exo").exists()
    assert (tree.source / "Makefile").read_bytes() == makefile


def test_objects_in_the_source_tree_are_refused(built: Tree, tmp_path: Path) -> None:
    there = Tree(built.source, tmp_path / "out")
    message = there.fails()
    assert "holds the results of a build of its own" in message
    assert f"make -C {built.source} mrproper" in message
    built.make("mrproper")
    there.make()


def test_path_with_a_space_is_refused(tree: Tree, tmp_path: Path) -> None:
    assert "contains a space" in tree.fails(f"O={tmp_path / 'a b'}")
    assert not (tmp_path / "a").exists() and not (tmp_path / "a b").exists()
    spaced = tmp_path / "with space"
    shutil.copytree(tree.source, spaced)
    assert f"The path '{spaced}' contains a space" in Tree(spaced).fails()
    assert listing(spaced) == [name.replace(str(tree.source), str(spaced))
                               for name in listing(tree.source)]


@pytest.mark.parametrize("what", ":%;&|<>()'\"\\`*?[$#")
def test_path_that_would_be_misread_is_refused(tree: Tree, tmp_path: Path, what: str) -> None:
    before = listing(tree.source)
    source = tmp_path / f"a{what}b"
    shutil.copytree(tree.source, source)
    assert f"The path '{source}' contains {what}, which make cannot handle" in Tree(source).fails()
    assert f"contains {what}, " in Tree(tree.source, tmp_path / f"out{what}b").fails("defconfig")
    assert listing(tree.source) == before and not list(tmp_path.glob("out*"))


@pytest.mark.parametrize("name", ["größe", "a+b,c@d~e=f", "a{b}!]"])
def test_other_characters_in_paths_are_fine(tree: Tree, tmp_path: Path, name: str) -> None:
    tree.make()
    expected = tree.images()
    tree.make("mrproper")
    source = tree.source.rename(tmp_path / name)
    elsewhere = Tree(source, tmp_path / f"out-{name}")
    elsewhere.make()
    assert elsewhere.images() == expected and elsewhere.make() == ""


def test_clean_keeps_the_configuration(built: Tree) -> None:
    before = (built.source / ".config").read_text()
    built.make("iso", "usb", "compile_commands.json", "core/alpha.s", "core/alpha.i")
    built.make("clean")
    assert (built.source / ".config").read_text() == before
    left = {path.name for path in built.source.rglob("*") if path.is_file()}
    assert not left & {"exo", "exo.elf", "exo.iso", "exo.img", "System.map", "alpha.o",
                       "alpha.s", "alpha.i", "built-in.a", "fixdep", "kallsyms",
                       "compile_commands.json", ".alpha.o.cmd"}


@pytest.mark.parametrize("goal", ["mrproper", "distclean"])
def test_mrproper_leaves_just_the_sources(tree: Tree, goal: str) -> None:
    # What could be mistaken for a product stays.
    for name in ("core/hand.s", "core/hand.lds", "core/notes.d", "lib/data.a"):
        (tree.source / name).write_text("source\n")
    before = listing(tree.source)
    tree.make()
    tree.make("iso", "tags", "compile_commands.json", "core/alpha.s")
    tree.make(goal)
    after = [name for name in listing(tree.source) if "__pycache__" not in name]
    assert after == before


def test_configuration_and_build_on_one_command_line(tree: Tree) -> None:
    tree.make("-j2", "all", "defconfig", "iso")
    assert (tree.source / "exo.iso").exists()
    output = tree.make("-j2", "mrproper", "defconfig", "all")
    assert "CC      core/alpha.o" in output


@pytest.mark.parametrize("goals", [("olddefconfig", "my.config"), ("my.config", "savedefconfig"),
                                   ("defconfig", "my.config", "savedefconfig"), ("my.config",)])
def test_fragment_beside_any_goal_goes_on_top(tree: Tree, goals: tuple[str, ...]) -> None:
    tree.make("defconfig")
    (tree.source / "my.config").write_text("CONFIG_ALPHA=7\n")
    output = tree.make(*goals)
    assert "CONFIG_ALPHA=7\n" in (tree.source / ".config").read_text()
    assert "Nothing to be done" not in output
    if "savedefconfig" in goals:
        assert "CONFIG_ALPHA=7\n" in (tree.source / "defconfig").read_text()


def test_fragment_that_is_missing_is_an_error_beside_any_goal(tree: Tree) -> None:
    tree.make("defconfig")
    assert "there is no fragment gone.config" in tree.fails("olddefconfig", "gone.config")


def test_without_configuration_make_takes_the_default(tree: Tree) -> None:
    tree.make()
    assert "CONFIG_ALPHA=1" in (tree.source / ".config").read_text()


def test_parallel_builds_agree(tree: Tree) -> None:
    tree.make()
    expected = tree.images()
    for _ in range(parallel_runs()):
        tree.make("clean")
        output = tree.make("-j8")
        assert "warning" not in output
        assert tree.images() == expected
        assert tree.make("-j8") == ""


def parallel_runs() -> int:
    from harness.paths import LONG
    return 20 if LONG else 4


def test_outer_make_variables_do_not_leak_in(tree: Tree) -> None:
    """A packager's environment may hold CFLAGS and the like."""
    tree.make()
    expected = tree.images()
    tree.make("mrproper")
    tree.make(CFLAGS="-O0 -g", LDFLAGS="-Wl,-z,now", CPPFLAGS="-DX", CC="false", TARGET_ARCH="x")
    assert tree.images() == expected


def configuration_goals() -> list[str]:
    """Those that the configuration driver knows."""
    usage = subprocess.run(["/usr/bin/python3", SRCTREE / "scripts/kconfig/conf.py", "--help"],
                           capture_output=True, text=True, check=True).stdout
    goals = re.search(r"^goals: NAME_defconfig (.*)$", usage, re.M)[1].split()
    assert len(goals) > 15
    return goals


def named_in_help(goal: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(goal)}(?![a-z-])", text) is not None


def test_help_names_every_target_of_the_makefiles() -> None:
    text = (SRCTREE / "scripts/help.txt").read_text()
    makefiles = [SRCTREE / "Makefile", *(SRCTREE / "scripts").glob("Makefile.*")]
    lines = [line for path in makefiles
             for line in re.findall(r"^PHONY [+:]= (.*)$", path.read_text(), re.M)]
    goals = {word for line in lines for word in line.split()
             if re.fullmatch(r"(?!ready-to-)[\w-]+", word)}
    assert {"all", "sbom", "matrix", "explain-size"} <= goals
    assert {goal for goal in goals - STEPS if not named_in_help(goal, text)} == set()


def test_help_is_quick_and_complete(tree: Tree) -> None:
    text = tree.make("help")
    for goal in (*configuration_goals(), "why SYM=", "fix SYM=", "scripts/config",
                 "scripts/diffconfig", "merge_config", "KCONFIG_ALLCONFIG=", "KCONFIG_SEED=",
                 "iso", "usb", "run-iso", "run-uefi", "run-microvm", "gdb", "check-long",
                 "reprocheck", "install", "dist", "kernelrelease", "image_name",
                 "mrproper", "compile_commands.json", "O=DIR",
                 "V=2", "LLVM=1", "CROSS_COMPILE=", "KCFLAGS=", "x86_64_defconfig"):
        assert named_in_help(goal, text), goal
    assert max(map(len, text.splitlines())) <= 80
    before = os.times().children_user + os.times().children_system
    for _ in range(5):
        subprocess.run(["make", "-C", tree.source, "help"], env=clean_environment(),
                       stdout=subprocess.DEVNULL, check=True)
    spent = os.times().children_user + os.times().children_system - before
    assert spent / 5 < 0.05, f"make help takes {spent / 5:.3f} s"
