# SPDX-License-Identifier: GPL-2.0-only
"""The promises that test_incremental.py tests in the small, on the whole kernel."""

import re
import subprocess
from pathlib import Path

import pytest

from build_tree import Tree, copy_sources
from harness import seed

# Symbols that change the flags of every file, and so rebuild it.
FLAGS = {"OPTIMIZE_SPEED", "OPTIMIZE_SIZE", "LTO", "DEBUG_INFO", "STACKPROTECTOR", "UBSAN"}
# What embeds the whole configuration and so changes with any symbol.
EMBEDS_ALL = {"kernel/config_data.o"}


def auto_conf(tree: Tree) -> dict[str, str]:
    text = (tree.objects / "include/config/auto.conf").read_text()
    return dict(re.findall(r"^CONFIG_(\w+)=(.*)$", text, re.M))


def linked_objects(tree: Tree) -> dict[str, str]:
    """The objects of the image, each with the list of files it was made from."""
    found = {}
    for archive in tree.objects.rglob(".built-in.a.cmd"):
        for name in re.findall(r"\S+\.o\b", archive.read_text().splitlines()[0]):
            command_file = tree.objects / name
            command_file = command_file.with_name(f".{command_file.name}.cmd")
            found[name] = command_file.read_text().split("deps_", 1)[1].split(" :=", 1)[1]
    return found


def mentions(dependencies: str, symbols: set[str], tree: Tree) -> bool:
    """Does one of the files name a symbol? Found here from the files alone."""
    if not symbols:
        return False
    names = re.compile(r"\bCONFIG_(?:" + "|".join(sorted(symbols)) + r")\b")
    for name in re.findall(r"^  ([^\s$]+)", dependencies, re.M):
        path = tree.objects / name
        if path.exists() and names.search(path.read_text(errors="replace")):
            return True
    return False


def flippable(tree: Tree) -> list[str]:
    """The bool symbols of .config, but for those that are flags."""
    text = (tree.objects / ".config").read_text()
    names = re.findall(r"^(?:# )?CONFIG_(\w+)(?:=y| is not set)$", text, re.M)
    return sorted(set(names) - FLAGS)


def flip(tree: Tree, symbol: str) -> None:
    value = auto_conf(tree).get(symbol, "n")
    tree.configure(**{symbol: "n" if value == "y" else "y"})
    tree.make("olddefconfig")


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


def test_flips_rebuild_what_names_them_and_equal_a_clean_build(kernel: Tree,
                                                               tmp_path: Path) -> None:
    for symbol in seed.pick(flippable(kernel), 5, "flips"):
        values, objects = auto_conf(kernel), linked_objects(kernel)
        flip(kernel, symbol)
        compiled = kernel.compiled("-j2")
        changed = {name for name, _ in values.items() ^ auto_conf(kernel).items()}
        expected = {name for name, dependencies in linked_objects(kernel).items()
                    if name not in objects or mentions(dependencies, changed, kernel)}
        if not changed & FLAGS:
            assert compiled - EMBEDS_ALL == expected - EMBEDS_ALL, (
                f"flip of {symbol} changed {sorted(changed)}")
    clean = Tree(kernel.source, tmp_path / "clean")
    clean.objects.mkdir()
    (clean.objects / ".config").write_text((kernel.objects / ".config").read_text())
    clean.make("-j2")
    assert kernel.images() == clean.images()


def test_sparse_finds_nothing(kernel: Tree) -> None:
    assert kernel.make("C=2") == ""


def test_number_changes_one_file_in_time(kernel: Tree) -> None:
    kernel.configure(HZ_100="n", HZ_250="y")
    kernel.make("olddefconfig")
    assert 0 < len(kernel.compiled()) < 12


def test_debug_information_leaves_the_image_alone(kernel: Tree) -> None:
    kernel.configure(IKCONFIG="n")  # which would embed the difference
    kernel.make("-j2")
    before = kernel.images()
    kernel.configure(DEBUG_INFO="y")
    kernel.make("-j2")
    after = kernel.images()
    assert after["exo"] == before["exo"]
    sections = subprocess.run(["readelf", "-SW", kernel.objects / "exo.elf"],
                              capture_output=True, text=True, check=True).stdout
    assert ".debug_info" in sections


def test_link_time_optimisation_makes_another_image(kernel: Tree) -> None:
    before = kernel.images()
    kernel.configure(LTO="y")
    kernel.make("-j2")
    assert kernel.images() != before
    assert kernel.make() == ""


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


@pytest.mark.parametrize("compiler", ["CC=gcc", "LLVM=1"])
def test_two_builds_give_the_same_bytes(kernel_tree: Tree, compiler: str) -> None:
    output = kernel_tree.make("reprocheck", compiler)
    for image in ("exo", "exo.elf", "System.map", "exo.iso"):
        assert f"identical: {image} " in output
