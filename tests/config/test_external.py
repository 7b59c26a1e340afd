# SPDX-License-Identifier: GPL-2.0-only
"""External trees in the configuration: what EXT= takes, remembers and refuses."""

import subprocess
from pathlib import Path

import pytest

from harness.paths import SRCTREE
from test_c_tool import c_values
from workspace import PYTHON, Workspace

EXTERNAL = SRCTREE / "scripts/kconfig/external.py"


def make_tree(folder: Path, name: str = "DEMO", symbol: str = "DEMO") -> Path:
    """A tree with one symbol in the first Kconfig file and one in another."""
    other = Workspace(folder)
    other.write("external.desc", "# SPDX-License-Identifier: GPL-2.0-only", f"name: {name}",
                "desc: For a test")
    other.write("Makefile", f"obj-$(CONFIG_{symbol}) += a.o b$(CONFIG_{symbol}_DEEP).o")
    head = "# SPDX-License-Identifier: GPL-2.0-only"
    other.write("Kconfig", head, f"config {symbol}", '\tbool "First"', "\thelp", "\t  A first.",
                "", f'source "$EXT_{name}/deep/Kconfig"')
    other.write("deep/Kconfig", head, f"config {symbol}_DEEP", '\tbool "Deep"',
                f"\tdepends on {symbol}", "\thelp", "\t  A second.")
    other.write(f"defconfigs/{symbol.lower()}_defconfig", "# for a test", f"CONFIG_{symbol}=y")
    other.write(f"defconfigs/fragments/{symbol.lower()}.config", "# more", f"CONFIG_{symbol}=y")
    return folder


def give(tree: Workspace, *folders: Path | str) -> subprocess.CompletedProcess:
    return subprocess.run([PYTHON, EXTERNAL, ":".join(map(str, folders)), "."], text=True,
                          cwd=tree.folder, env=tree.environment(), capture_output=True,
                          check=False)


def refused(tree: Workspace, *folders: Path | str) -> str:
    """EXT= must be refused, and what was remembered before stay; the message."""
    memory = tree.folder / ".external.mk"
    before = memory.read_text() if memory.exists() else None
    done = give(tree, *folders)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert (memory.read_text() if memory.exists() else None) == before
    return done.stderr


@pytest.fixture
def demo(tree: Workspace, tmp_path: Path) -> Path:
    """An external tree, taken by the small one."""
    folder = make_tree(tmp_path / "demo")
    done = give(tree, folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_symbols_appear_under_external_options(tree, demo):
    tree.done("demo_defconfig")
    assert tree.values()["DEMO"] == "y"
    menus = tree.python(
        "import os, kconfiglib; os.environ['EXT_DEMO'] = '" + str(demo) + "';"
        f"os.environ['srctree'] = '{tree.srctree}';"
        f"k = kconfiglib.Kconfig('{tree.folder}/include/generated/Kconfig');"
        "print(k.syms['DEMO'].nodes[0].parent.prompt[0])")
    assert menus == "External options\n"


def test_why_and_trace_name_files_of_the_tree(tree, demo):
    tree.done("defconfig")
    assert f"depends on DEMO (=n), {demo}/deep/Kconfig:4" in tree.done("why", SYM="DEMO_DEEP")
    tree.done("demo_defconfig")
    assert f"{demo}/defconfigs/demo_defconfig:2" in tree.done("trace", SYM="DEMO")


def test_defconfigs_and_fragments_of_the_tree_are_known(tree, demo):
    listed = tree.done("list-defconfigs")
    assert "demo_defconfig           for a test" in listed and "demo.config" in listed
    tree.done("empty_defconfig", "demo.config")
    assert tree.values()["DEMO"] == "y"
    assert "did you mean demo_defconfig?" in tree.refused("dem_defconfig")
    assert tree.done("checkdefconfigs") == ""
    (demo / "defconfigs/demo_defconfig").write_text("# for a test\nCONFIG_DEMO_DEEP=y\n")
    assert "demo_defconfig: see above" in tree.refused("checkdefconfigs")


def test_lint_reads_the_tree(tree, demo):
    before = tree.run("lint-kconfig").stderr
    assert str(demo) not in before and "EXT_DEMO" not in before
    with open(demo / "Kconfig", "a", encoding="utf-8") as kconfig:
        kconfig.write("\nconfig IDLE_ONE\n\tbool \"x\"\n")
    after = tree.run("lint-kconfig").stderr
    assert f"{demo}/Kconfig:9: IDLE_ONE has no help" in after
    assert "IDLE_ONE changes nothing" in after


def test_the_c_tool_agrees(tree, demo, monkeypatch):
    tree.done("demo_defconfig")
    monkeypatch.setenv("EXT_DEMO", str(demo))
    (tree.folder / "own").mkdir()
    generated = (tree.folder / "include/generated/Kconfig").read_text()
    (tree.folder / "Kconfig").write_text(generated)
    assert tree.values() == c_values(tree, "--olddefconfig")


def test_symbols_of_the_tree_have_no_price_and_say_so(exo):
    """The kernels that prices are measured by are built without it."""
    assert give(exo, SRCTREE / "samples/external").returncode == 0
    exo.done("config-report")
    page = (exo.folder / "config-report.html").read_text()
    row = page.split('<tbody id="EDU_COMMAND"')[1].split("</tbody>")[0]
    assert "None: of an external tree" in row
    listed = subprocess.run([PYTHON, SRCTREE / "scripts/prices", "--show"], cwd=exo.folder,
                            text=True, env=exo.environment(), capture_output=True, check=True)
    assert "KMON_PCI" in listed.stdout and "EDU" not in listed.stdout


def test_the_farm_has_the_kernels_own_symbols_alone(exo):
    assert give(exo, SRCTREE / "samples/external").returncode == 0
    listed = subprocess.run([PYTHON, SRCTREE / "scripts/matrix", "list"], cwd=exo.folder,
                            text=True, env=exo.environment(), capture_output=True, check=True)
    assert "off-KMON_PCI" in listed.stdout and "EDU" not in listed.stdout


def test_an_empty_value_forgets(tree, demo):
    tree.done("demo_defconfig")
    assert give(tree).returncode == 0
    assert not (tree.folder / ".external.mk").exists()
    assert "no Kconfig file defines it" in tree.done("olddefconfig")
    assert "DEMO" not in tree.values()


@pytest.mark.parametrize("missing, said", [
    ("external.desc", "has no external.desc"), ("Kconfig", "has no Kconfig"),
    ("Makefile", "has no Kbuild or Makefile")])
def test_a_tree_that_lacks_something_is_refused(tree, demo, missing, said):
    (demo / missing).unlink()
    assert said in refused(tree, demo)
    assert said in tree.refused("defconfig")


def test_other_bad_trees_are_refused(tree, demo, tmp_path):
    assert f"there is no folder {tmp_path}/none" in refused(tree, tmp_path / "none")
    assert "a character that make cannot handle" in refused(tree, make_tree(tmp_path / "a b"))
    (demo / "external.desc").write_text("name: demo\ndesc: x\n")
    assert "here it is 'demo'" in refused(tree, demo)
    (demo / "external.desc").write_text("name: DEMO\n")
    assert "'desc: TEXT' says" in refused(tree, demo)


def test_names_that_collide_are_refused(tree, demo, tmp_path):
    twin = make_tree(tmp_path / "twin", symbol="TWIN")
    assert f"the name DEMO: {demo} and {twin}" in refused(tree, demo, twin)
    other = make_tree(tmp_path / "other", name="OTHER", symbol="OTHER")
    (other / "defconfigs/demo_defconfig").write_text("# x\n")
    assert "the defconfig demo_defconfig" in refused(tree, demo, other)
    (other / "defconfigs/demo_defconfig").unlink()
    (other / "defconfigs/fragments/fast.config").write_text("# x\n")
    assert "the fragment fast.config" in refused(tree, demo, other)
    (other / "defconfigs/fragments/fast.config").unlink()
    for folder in (demo, other):
        (folder / "usr").mkdir()
        (folder / "usr/hello.c").write_text("")
    assert "the program hello.c" in refused(tree, demo, other)
    (other / "usr/hello.c").unlink()
    assert give(tree, demo, other).returncode == 0


@pytest.mark.parametrize("symbol, owner", [("DEMO", "other"), ("NET", "demo")])
def test_symbols_that_collide_are_refused(tree, demo, tmp_path, symbol, owner):
    """Of two external trees, and of one and the source tree."""
    other = make_tree(tmp_path / "other", name="OTHER", symbol="OTHER")
    with open({"other": other, "demo": demo}[owner] / "Kconfig", "a", encoding="utf-8") as file:
        file.write(f"\nconfig {symbol}\n\tbool \"again\"\n")
    assert give(tree, demo, other).returncode == 0
    assert f"two trees define {symbol}: " in tree.refused("defconfig")
    assert not tree.dotconfig.exists()
