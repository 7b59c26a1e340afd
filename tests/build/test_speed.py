# SPDX-License-Identifier: GPL-2.0-only
"""
What a build costs, as counts and ratios, which do not depend on the machine: the
processes it starts, the files it opens, and its processor time beside that of a
recursive make that does nothing in as many folders. Seconds: make build-bench.
"""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

import bench
from build_tree import Tree
from harness import build
from harness.paths import SLOWNESS, clean_environment

# One that sorts the goals, one for the root's makefile, one for the folders' list.
MAKES = 3
# A lock against others in the same folder, and shells that look at lock and tools.
OTHER_PROCESSES = 6
# How much of what a make takes that does nothing in as many folders.
TIMES_AN_EMPTY_MAKE = 1
RUNS = 5


@dataclass(frozen=True)
class Cost:
    """What a command did: programs started, in order, and files opened."""

    programs: list[str]
    opened: int


def traced(tree: Tree, log: Path, *arguments: str) -> Cost:
    command = ["strace", "-f", "-qq", "-s", "4096", "-e", "trace=execve,openat", "-o", str(log),
               "make", "-j1", *arguments]
    subprocess.run(command, cwd=tree.objects, env=clean_environment(), check=True,
                   stdout=subprocess.DEVNULL, timeout=900 * SLOWNESS)
    text = log.read_text(errors="replace")
    return Cost(re.findall(r'execve\("(?:[^"]*/)?([^"/]+)".* = 0$', text, re.M),
                len(re.findall(r"openat\(.* = \d+", text)))


@pytest.fixture(name="kernel", scope="module")
def kernel_of_the_default(tmp_path_factory) -> Tree:
    """A copy of the default's object tree, brought up to date."""
    built = build.kernel()
    copy = tmp_path_factory.mktemp("speed") / "out"
    with build.locked(built.dir):
        subprocess.run(["cp", "-a", built.dir, copy], check=True)
    tree = Tree(build.buildable_tree(), copy)
    tree.make()
    return tree


def folders(tree: Tree) -> int:
    return len(list(tree.objects.rglob("built-in.a")))


def test_nothing_to_do_looks_into_no_folder(kernel, tmp_path):
    cost = traced(kernel, tmp_path / "log")
    objects = len(kernel.object_times())
    assert folders(kernel) > 30 and objects > 100
    assert cost.programs.count("make") == MAKES
    assert len(cost.programs) <= MAKES + OTHER_PROCESSES, cost.programs
    assert cost.opened <= objects / 2


def test_changed_number_compiles_what_mentions_it_and_configures_once(kernel, tmp_path):
    kernel.configure(LOG_BUF_SHIFT="17")
    programs = traced(kernel, tmp_path / "log").programs
    mention = [path for path in kernel.source.rglob("*.[ch]") if "build" not in path.parts[-2]
               and "CONFIG_LOG_BUF_SHIFT" in path.read_text(errors="replace")]
    assert 0 < programs.count("cc1") <= len(mention)
    assert sum(name.startswith("python3") for name in programs) <= 2
    concerned = {path.relative_to(kernel.source).parent for path in mention}
    above = {folder for path in concerned for folder in path.parents}
    assert programs.count("make") <= MAKES + len(concerned | above - {Path(".")})
    kernel.configure(LOG_BUF_SHIFT="16")
    kernel.make()


def processor_seconds(folder: Path) -> float:
    def once() -> float:
        before = os.times()
        subprocess.run(["make", "-s"], cwd=folder, env=clean_environment(), check=True,
                       stdout=subprocess.DEVNULL)
        after = os.times()
        return after.children_user + after.children_system \
            - before.children_user - before.children_system
    return min(once() for _ in range(RUNS))


def empty_make(folder: Path, count: int) -> Path:
    """A make that runs one in each of some empty folders."""
    names = [f"folder{number}" for number in range(count)]
    folder.mkdir()
    (folder / "Makefile").write_text(
        "MAKEFLAGS += -rR --no-print-directory\n.PHONY: all " + " ".join(names)
        + "\nall: " + " ".join(names) + "\n" + " ".join(names) + ":\n\t@$(MAKE) -C $@\n")
    for name in names:
        (folder / name).mkdir()
        (folder / name / "Makefile").write_text("MAKEFLAGS += -rR\nall: ;\n.PHONY: all\n")
    return folder


def test_nothing_to_do_takes_no_longer_than_an_empty_make(kernel, tmp_path, record_property):
    empty = processor_seconds(empty_make(tmp_path / "empty", folders(kernel)))
    ours = processor_seconds(kernel.objects)
    record_property("nothing to do", f"{ours:.3f} s, an empty make {empty:.3f} s")
    assert ours <= TIMES_AN_EMPTY_MAKE * empty


FAKE_LINUX = """
O ?= .
all: $(O)/a.o
tinyconfig: ; @echo CONFIG_PANIC_TIMEOUT=0 > $(O)/.config
olddefconfig: ;
$(O)/a.o: $(O)/.config ; @cp $< $@
"""


def test_build_bench_builds_a_tree_of_linux_too(tmp_path):
    (tmp_path / "Makefile").write_text(FAKE_LINUX)
    row = bench.Project(tmp_path, "tinyconfig", "PANIC_TIMEOUT").row("linux")
    assert re.fullmatch(r"linux, 1 objects +\d+\.\d +\d+\.\d{3} +\d+\.\d\d +\d+\.\d{3}", row)


def test_build_bench_says_what_a_tree_lacks(tmp_path):
    (tmp_path / "Makefile").write_text(FAKE_LINUX)
    with pytest.raises(ValueError, match="no .*NO_SUCH"):
        bench.Project(tmp_path, "tinyconfig", "NO_SUCH").row("linux")
