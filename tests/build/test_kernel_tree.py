# SPDX-License-Identifier: GPL-2.0-only
"""The promises that test_incremental.py tests in the small, on the whole kernel."""

import re
import subprocess
from pathlib import Path

import pytest

from build_tree import Tree, copy_sources
from harness import build, seed
from harness.build import read_config
from harness.paths import clean_environment

# Symbols that change the flags of every file, and so rebuild it.
FLAGS = {"OPTIMIZE_SPEED", "OPTIMIZE_SIZE", "LTO", "DEBUG_INFO", "STACKPROTECTOR", "UBSAN"}
# What embeds the whole configuration and so changes with any symbol.
EMBEDS_ALL = {"kernel/config_data.o"}
# What embeds something compiled apart, and so changes with that.
EMBEDS = {"arch/x86_64/vdso/vdso_image.o": "arch/x86_64/vdso/.vdso.o"}
PYTHON = "/usr/bin/python3"  # which has kconfiglib, as Debian packages it
LIST_FLIPPABLE = """
import sys, kconfiglib
tree = kconfiglib.Kconfig("Kconfig")
tree.load_config(sys.argv[1])
print(*(s.name for s in tree.unique_defined_syms
        if s.orig_type == kconfiglib.BOOL and 2 - s.tri_value in s.assignable))
"""


def auto_conf(tree: Tree) -> dict[str, str]:
    text = (tree.objects / "include/config/auto.conf").read_text()
    return dict(re.findall(r"^CONFIG_(\w+)=(.*)$", text, re.M))


def linked_objects(tree: Tree, archive: str = "built-in.a") -> dict[str, str]:
    """The objects of the image, each with the list of files it was made from."""
    found = {}
    command = command_file(tree, archive).splitlines()[0]
    for name in command.split(f" {archive} ", 1)[1].split():
        if name.endswith("/built-in.a"):
            found |= linked_objects(tree, name)
        else:
            made_from = [name, *([EMBEDS[name]] if name in EMBEDS else [])]
            found[name] = "".join(dependencies(tree, one) for one in made_from)
    return found


def dependencies(tree: Tree, name: str) -> str:
    return command_file(tree, name).split("deps_", 1)[1].split(" :=", 1)[1]


def command_file(tree: Tree, name: str) -> str:
    path = tree.objects / name
    return path.with_name(f".{path.name}.cmd").read_text()


def mentions(made_from: str, symbols: set[str], tree: Tree) -> bool:
    """Does one of the files name a symbol? Found here from the files alone."""
    if not symbols:
        return False
    names = re.compile(r"\bCONFIG_(?:" + "|".join(sorted(symbols)) + r")\b")
    for name in re.findall(r"^  ([^\s$]+)", made_from, re.M):
        path = tree.objects / name
        if path.exists() and names.search(path.read_text(errors="replace")):
            return True
    return False


def flippable(tree: Tree) -> list[str]:
    """
    The bool symbols that .config may set to the other value, but for those
    that are flags. A chosen member of a choice is none of them.
    """
    names = subprocess.run([PYTHON, "-c", LIST_FLIPPABLE, tree.objects / ".config"],
                           env=clean_environment(srctree=str(tree.source)),
                           capture_output=True, text=True, check=True).stdout.split()
    return sorted(set(names) - FLAGS)


def flip(tree: Tree, symbol: str) -> None:
    values = read_config(tree.objects / ".config")
    tree.merge(**{symbol: "n" if values.get(symbol) == "y" else "y"})


def check_rebuild(tree: Tree, since: dict[str, set[str]]) -> None:
    """
    Build. Compiled is what never was before, and what names a symbol that has
    changed since, be it to and fro: `since` tells these for each object made.
    """
    before = auto_conf(tree) if since else {}
    compiled = tree.compiled("-j2")
    changed = {name for name, _ in before.items() ^ auto_conf(tree).items()}
    for name in since:
        since[name] |= changed
    linked = linked_objects(tree)
    expected = {name for name, made_from in linked.items()
                if name not in since or mentions(made_from, since[name], tree)}
    ignored = EMBEDS_ALL | {name for name in since if since[name] & FLAGS}
    assert compiled - ignored == expected - ignored, f"changed: {sorted(changed)}"
    since.update((name, set()) for name in compiled)


@pytest.fixture(scope="module")
def shared_tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    folder = tmp_path_factory.mktemp("kernel")
    copy_sources(folder / "source", ("",))
    return Tree(folder / "source", folder / "out")


@pytest.fixture
def kernel(shared_tree: Tree) -> Tree:
    """
    A build of the default configuration. It is shared, to save time: whatever
    the test before left is brought up to date.
    """
    shared_tree.make("defconfig")
    shared_tree.make("-j2")
    return shared_tree


def test_second_make_prints_nothing_and_writes_nothing(kernel: Tree) -> None:
    before = kernel.times()
    assert kernel.make() == ""
    assert kernel.times() == before


@pytest.mark.early
def test_flips_rebuild_what_names_them_and_equal_a_clean_build(kernel: Tree,
                                                               tmp_path: Path) -> None:
    since = {name: set() for name in linked_objects(kernel)}
    for symbol in seed.pick(flippable(kernel), 5, "flips"):
        if symbol not in flippable(kernel):  # an earlier flip keeps it as it is
            kernel.make("defconfig")
            check_rebuild(kernel, since)
        before = auto_conf(kernel).get(symbol, "n")
        flip(kernel, symbol)
        check_rebuild(kernel, since)
        assert auto_conf(kernel).get(symbol, "n") != before
    clean = Tree(kernel.source, tmp_path / "clean")
    clean.objects.mkdir()
    (clean.objects / ".config").write_text((kernel.objects / ".config").read_text())
    check_rebuild(clean, {})
    assert kernel.images() == clean.images()


def test_sparse_finds_nothing(kernel: Tree) -> None:
    assert kernel.make("C=2") == ""


def test_number_changes_one_file_in_time(kernel: Tree) -> None:
    kernel.configure(HZ_100="n", HZ_250="y")
    kernel.make("olddefconfig")
    assert 0 < len(kernel.compiled()) < 12


# The harness makes the second of each pair as a user would: in a tree built otherwise,
# by another .config and make.

def test_debug_information_leaves_the_image_alone() -> None:
    without = {"IKCONFIG": "n"}  # which would embed the difference
    plain, debug = (build.kernel(symbols=symbols) for symbols in
                    (without, without | {"DEBUG_INFO": "y"}))
    assert debug.image.read_bytes() == plain.image.read_bytes()
    sections = [subprocess.run(["readelf", "-SW", kernel.elf], capture_output=True, text=True,
                               check=True).stdout for kernel in (plain, debug)]
    assert [".debug_info" in listing for listing in sections] == [False, True]


def test_link_time_optimisation_makes_another_image() -> None:
    optimised = build.kernel(symbols={"LTO": "y"})
    assert optimised.image.read_bytes() != build.kernel().image.read_bytes()
    assert Tree(build.buildable_tree(), optimised.dir).make() == ""


def test_table_of_names_moves_no_address(kernel: Tree) -> None:
    def symbols(elf: str) -> list[str]:
        lines = subprocess.run(["nm", "-n", kernel.objects / elf], capture_output=True,
                               text=True, check=True).stdout.splitlines()
        return [line for line in lines
                if "__kallsyms_" not in line and "__image_end" not in line]

    assert symbols("exo.elf") == symbols(".exo.nosyms.elf")


def test_iso_is_small(kernel: Tree) -> None:
    kernel.make("iso")
    assert (kernel.objects / "exo.iso").stat().st_size <= 10 << 20


@pytest.mark.early
@pytest.mark.parametrize("compiler", ["CC=gcc", "LLVM=1"])
def test_two_builds_give_the_same_bytes(kernel_tree: Tree, compiler: str) -> None:
    output = kernel_tree.make("reprocheck", compiler)
    for image in ("exo", "exo.elf", "System.map", "exo.iso"):
        assert f"identical: {image} " in output
