# SPDX-License-Identifier: GPL-2.0-only
"""External trees in the build: EXT= on the small tree."""

import json
import shutil
from pathlib import Path

import pytest

from build_tree import Tree

SPDX = "# SPDX-License-Identifier: GPL-2.0-only\n"
FILES = {
    "external.desc": "name: DEMO\ndesc: For a test\n",
    "Kconfig": SPDX + 'config DEMO\n\tbool "Demo"\n\tdefault y\n\thelp\n\t  A demo.\n',
    "Makefile": SPDX + "obj-$(CONFIG_DEMO) += where.o low.o deep/\n",
    "where.c": "const char *demo_where(void);\nconst char *demo_where(void)\n{\n"
               "\treturn __FILE__;\n}\n",
    "low.asm": '%include "low.inc"\nglobal demo_low\ndemo_low:\n\tmov eax, LOW\n\tret\n',
    "low.inc": "%define LOW 1\n",
    "deep/Makefile": SPDX + "obj-y += deep.o\n",
    "deep/deep.c": "#include <fixture/shared.h>\nint demo_deep(void);\n"
                   "int demo_deep(void)\n{\n\treturn 1;\n}\n",
}


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    folder = tmp_path / "demo"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes())
            for path in folder.rglob("*") if path.is_file()}


def symbols(tree: Tree) -> set[str]:
    return {line.split()[2] for line in (tree.objects / "System.map").read_text().splitlines()}


@pytest.mark.parametrize("apart", [True, False])
def test_objects_land_in_the_object_tree(tree: Tree, demo: Path, tmp_path: Path,
                                         apart: bool) -> None:
    tree.output = tmp_path / "out" if apart else None
    before = contents(demo)
    tree.make("defconfig", f"EXT={demo}")
    tree.make()
    assert symbols(tree) >= {"demo_where", "demo_low", "demo_deep"}
    tree.make("sbom")
    bill = json.loads((tree.objects / "exo.spdx.json").read_text())
    assert {each["fileName"] for each in bill["files"]} >= {
        f"./external/DEMO/{name}" for name in ("where.c", "low.asm", "low.inc", "deep/deep.c")}
    assert (tree.objects / "external/DEMO/deep/deep.o").exists()
    assert contents(demo) == before
    assert tree.make() == ""
    assert tree.make(f"EXT={demo}") == "", "given again"
    (demo / "low.inc").write_text("%define LOW 2\n")
    assert tree.compiled() == {"external/DEMO/low.o"}
    assert "CC      external/DEMO/deep/deep.s" in tree.make("external/DEMO/deep/deep.s")
    tree.make("mrproper")
    assert not (tree.objects / "external").exists()
    assert not (tree.objects / ".external.mk").exists()
    tree.make()
    assert "demo_where" not in symbols(tree)


def test_bytes_do_not_tell_where_the_tree_lies(tree: Tree, demo: Path, tmp_path: Path) -> None:
    tree.make("defconfig", f"EXT={demo}")
    tree.configure(DEBUG_INFO="y")
    tree.make()
    assert str(demo).encode() not in tree.images()["exo.elf"]
    assert b"external/DEMO/where.c" in tree.images()["exo"]
    elsewhere = Tree(tree.source, tmp_path / "out")
    moved = demo.rename(tmp_path / "another-place")
    before = tree.images()
    tree.make("mrproper")
    elsewhere.make("defconfig", f"EXT={moved}")
    elsewhere.configure(DEBUG_INFO="y")
    elsewhere.make()
    assert elsewhere.images() == before


def test_another_tree_and_none_take_its_place(tree: Tree, demo: Path) -> None:
    other = demo.with_name("other")
    shutil.copytree(demo, other)
    (other / "external.desc").write_text("name: OTHER\ndesc: Another\n")
    for name in ("Kconfig", "Makefile"):
        (other / name).write_text((other / name).read_text().replace("DEMO", "OTHER"))
    for path in (other / "where.c", other / "low.asm", other / "deep/deep.c"):
        path.write_text(path.read_text().replace("demo_", "other_"))
    tree.make(f"EXT={demo}")
    tree.make(f"EXT={demo}:{other}")
    assert symbols(tree) >= {"demo_where", "other_where", "other_deep"}
    tree.make("EXT=")
    assert not symbols(tree) & {"demo_where", "other_where"}
    tree.make(f"EXT=../{other.name}")
    assert "other_low" in symbols(tree) and "demo_low" not in symbols(tree)


def test_a_bad_or_vanished_tree_stops_make(tree: Tree, demo: Path) -> None:
    assert "there is no folder /nowhere" in tree.fails("EXT=/nowhere")
    tree.make(f"EXT={demo}")
    built = tree.images()
    assert "there is no folder /nowhere" in tree.fails(f"EXT={demo}:/nowhere")
    assert tree.make() == "" and tree.images() == built, "what was taken before stays"
    demo.rename(demo.with_name("gone"))
    assert f"The external tree {demo} is gone" in tree.fails()
    tree.make("clean")
    tree.make("EXT=")


def test_the_environment_does_not_count(tree: Tree) -> None:
    tree.make(EXT=".so")
    assert not (tree.source / ".external.mk").exists()


def test_a_tree_without_tests_is_told(tree: Tree, demo: Path) -> None:
    assert "no external tree with tests" in tree.fails("check-external", f"EXT={demo}")
