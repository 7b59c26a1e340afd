# SPDX-License-Identifier: GPL-2.0-only
"""Every configuration builds with both compilers, warnings being errors."""

import re
import subprocess
from pathlib import Path

import pytest

from build_tree import Tree
from harness import build, pages, seed
from harness.paths import LONG

RANDOM = 20
CONFIGS = ("allnoconfig", pytest.param("allyesconfig", marks=pytest.mark.early),
           *build.defconfigs())
MULTIBOOT2_MAGIC = bytes.fromhex("d65052e8")


def sections(elf: Path) -> dict[str, bool]:
    """The sections of a file that are not empty, and whether they are loaded: readelf's A."""
    listing = subprocess.run(["readelf", "-SW", elf], capture_output=True, text=True, check=True)
    lines = re.findall(r"^ +\[ *\d+\] (\.\S+) +\S+ +[0-9a-f]{16} \S+ (\S+) \S+ +([A-Z]*)",
                       listing.stdout, re.M)
    return {name: "A" in flags for name, size, flags in lines if int(size, 16)}


def check_image(kernel: build.Build) -> None:
    image = kernel.image.read_bytes()
    assert image[:4] == b"\x7fELF"
    within_reach = MULTIBOOT2_MAGIC in image[:32768]
    assert within_reach == (kernel.config["BOOT_MULTIBOOT2"] == "y")
    # Text in the image may still name a symbol: that of a KTEST's expectation, for one.
    complete = sections(kernel.elf)
    assert {".text", ".symtab", ".strtab"} <= set(complete)
    loaded = {name: True for name, is_loaded in complete.items() if is_loaded}
    assert sections(kernel.image) == loaded | {".shstrtab": False}, "it is shipped without names"
    assert "__text_start" in kernel.symbols


@pytest.mark.parametrize("cc", build.COMPILERS)
@pytest.mark.parametrize("config", CONFIGS)
def test_configuration_builds(config: str, cc: str) -> None:
    check_image(build.kernel(config, cc=cc))


@pytest.mark.parametrize("number", seed.pick(range(RANDOM), 6, "random configurations"))
def test_random_configuration_builds(number: int) -> None:
    """The compilers take turns; the numbers come from the commit."""
    seeds = seed.numbers("randconfig", RANDOM)
    for cc in build.COMPILERS if LONG else build.COMPILERS[number % 2:][:1]:
        check_image(build.kernel("randconfig", seed=seeds[number], cc=cc))


def initcalls(kernel: build.Build) -> list[str]:
    """The start-up functions in the order they run, by level."""
    names = subprocess.run(["nm", "-n", kernel.elf], capture_output=True, text=True, check=True)
    return re.findall(r"__initcall_(\w+)", names.stdout)


@pytest.mark.parametrize("cc", build.COMPILERS)
def test_optimising_across_files_keeps_the_order_of_start_up(cc):
    usual = initcalls(build.kernel(cc=cc))
    assert len(usual) > 20 and usual.index("acpi_init") < usual.index("io_apic_init")
    assert initcalls(build.kernel(symbols={"LTO": "y"}, cc=cc)) == usual


def test_copy_of_an_object_tree_is_up_to_date(tmp_path: Path) -> None:
    """Also where commands name the tree, as those for debug information do."""
    built = build.kernel("debug_defconfig")
    copy = tmp_path / "copy"
    build.begin_as_copy(copy, built.dir)
    assert build.make("all", objtree=copy) == ""


def test_copy_for_a_copy_of_the_sources_is_up_to_date(tmp_path: Path) -> None:
    copy = pages.copy_of_the_tree(tmp_path / "source", "build")
    compiled = Tree(copy, copy / "build").compiled("defconfig", "all")
    assert compiled <= {"kernel/config_data.o"}, "which embeds .config"
