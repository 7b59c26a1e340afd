# SPDX-License-Identifier: GPL-2.0-only
"""A folder is looked into when something that it was made from has changed, and not else."""

import shutil
import time
from pathlib import Path

import pytest

from build_tree import Tree

FOLDERS = ("arch/x86_64", "arch/x86_64/boot", "core", "core/deep", "lib")
# A rule whose command is not remembered, and one whose command is.
UNTRACKED = """
always-y += copy.txt
$(prefix)copy.txt: $(src)/given.txt
\tcp $< $@
"""
TRACKED = """
always-y += copy.txt
quiet_cmd_copy = COPY    $@
      cmd_copy = cp $< $@
$(prefix)copy.txt: $(src)/given.txt FORCE
\t$(call if_changed,copy)
"""
# One that runs a program built for it.
BY_A_PROGRAM = """
hostprogs := tool
always-y += copy.txt
quiet_cmd_copy = COPY    $@
      cmd_copy = $(prefix)tool < $< > $@
$(prefix)copy.txt: $(src)/given.txt $(prefix)tool FORCE
\t$(call if_changed,copy)
"""
TOOL = "#include <stdio.h>\nint main(void) { int c; while ((c = getchar()) != EOF) putchar(c); }\n"


@pytest.fixture(name="telling")
def telling_tree(tree: Tree) -> Tree:
    """A built tree, each folder of which tells when it is looked into."""
    for folder in FOLDERS:
        tree.append(f"{folder}/Makefile", "$(info look: $(obj))\n")
    tree.make()
    return tree


def looked_into(tree: Tree, *arguments: str) -> set[str]:
    lines = tree.make(*arguments).splitlines()
    return {line.removeprefix("look: ") for line in lines if line.startswith("look: ")}


def test_all_are_looked_into_first_and_none_without_a_change(tree):
    for folder in FOLDERS:
        tree.append(f"{folder}/Makefile", "$(info look: $(obj))\n")
    assert looked_into(tree) == set(FOLDERS)
    assert looked_into(tree) == set()


@pytest.mark.parametrize("changed, expected", [
    ("lib/epsilon.c", {"lib"}),
    ("core/deep/deep.c", {"core", "core/deep"}),
    ("core/Makefile", {"core"}),
    ("include/fixture/beta.h", {"core", "core/deep"}),
    ("arch/x86_64/boot/start.asm", {"arch/x86_64", "arch/x86_64/boot"}),
    ("scripts/Makefile.build", set(FOLDERS)),
    ("lib/epsilon.o", {"lib"}),
    ("core/deep/.deep.o.cmd", {"core", "core/deep"}),
])
def test_a_file_concerns_its_folder_and_those_above(telling, changed, expected):
    (telling.source / changed).touch()
    assert looked_into(telling) == expected
    assert looked_into(telling) == set()


@pytest.mark.parametrize("gone, expected", [
    ("lib/epsilon.o", {"lib"}),
    ("lib/.epsilon.o.cmd", {"lib"}),
    ("lib/built-in.a", {"lib"}),
    ("core/deep/built-in.a", {"core", "core/deep"}),
    ("core/.made.rules", {"core"}),
    ("core/deep/.made.rules", {"core", "core/deep"}),
    ("core/deep/.made.done", {"core", "core/deep"}),
])
def test_what_is_gone_is_made_again(telling, gone, expected):
    images = telling.images()
    (telling.source / gone).unlink()
    assert looked_into(telling) == expected
    assert looked_into(telling) == set()
    assert (telling.source / gone).exists() or ".made." in gone
    assert telling.images() == images


def test_symbols_concern_folders_whose_makefile_or_sources_name_them(telling):
    telling.configure(GAMMA="y")
    assert looked_into(telling) == {"core"}
    telling.configure(EPSILON="0x30")
    assert looked_into(telling) == {"lib"}


def test_what_is_given_on_the_command_line_concerns_all(telling):
    assert looked_into(telling, "KCFLAGS=-DX") == set(FOLDERS)
    assert looked_into(telling, "KCFLAGS=-DX", "V=1") == set()
    assert looked_into(telling) == set(FOLDERS)
    assert looked_into(telling, "-B") == set(FOLDERS)
    for _ in range(2):
        assert looked_into(telling, "C=2", "CHECK=true") == set(FOLDERS)


def test_makefile_that_another_includes_counts(telling):
    (telling.source / "lib/more.mk").write_text("ccflags-y += -DFIRST\n")
    telling.append("lib/Makefile", "include $(src)/more.mk\n")
    telling.make()
    (telling.source / "lib/more.mk").write_text("ccflags-y += -DSECOND\n")
    assert telling.compiled() == {"lib/epsilon.o"}


@pytest.mark.parametrize("rule, looks", [(UNTRACKED, {"lib"}), (TRACKED, set()),
                                         (BY_A_PROGRAM, set())])
def test_own_rules_are_followed(telling, rule, looks):
    given, copy = (telling.source / "lib" / name for name in ("given.txt", "copy.txt"))
    given.write_text("one\n")
    (telling.source / "lib/tool.c").write_text(TOOL)
    telling.append("lib/Makefile", rule)
    telling.make()
    assert looked_into(telling) == looks
    given.write_text("two\n")
    assert looked_into(telling) == {"lib"} and copy.read_text() == "two\n"
    copy.unlink()
    assert looked_into(telling) == {"lib"} and copy.exists()
    (telling.source / "lib/tool.c").touch()
    assert looked_into(telling) == ({"lib"} if looks or rule == BY_A_PROGRAM else set())


def test_folder_that_asks_for_it_is_looked_into_each_time(telling):
    telling.append("core/deep/Makefile", "look-always := y\n")
    telling.make()
    assert looked_into(telling) == {"core", "core/deep"}
    telling.edit("core/deep/Makefile", "look-always := y\n", "")
    telling.make()
    assert looked_into(telling) == set()


def test_source_that_is_edited_while_it_is_compiled_is_compiled_again(telling, tmp_path):
    compiler = tmp_path / "editing-cc"
    source = telling.source / "lib/epsilon.c"
    compiler.write_text('#!/bin/sh\ngcc "$@" || exit\nsleep 0.1\n'
                        f'case "$*" in *epsilon.o*) [ -e {tmp_path}/edited ] || '
                        f'echo "/* late */" >> {source}; : > {tmp_path}/edited ;; esac\n')
    compiler.chmod(0o755)
    telling.make(f"CC={compiler}")
    assert source.read_text().endswith("/* late */\n")
    assert telling.compiled(f"CC={compiler}") == {"lib/epsilon.o"}


def test_failed_build_under_other_settings_leaves_nothing_behind(telling):
    images = telling.images()
    telling.append("lib/epsilon.c", "#ifdef BREAK\n#error broken\n#endif\n")
    telling.make()
    assert "broken" in telling.fails("KCFLAGS=-DBREAK", "-k")
    telling.make()
    assert telling.images() == images


def test_interrupted_record_is_not_trusted(telling):
    (telling.source / "lib/epsilon.c").touch()
    # As when the disk is full or the machine stops before the record is in place.
    folder = Path(telling.source / "lib/.made.new")
    folder.mkdir()
    assert telling.fails()
    folder.rmdir()
    assert looked_into(telling) == {"lib"}
    assert looked_into(telling) == set()


def test_record_without_its_end_is_not_trusted(telling):
    record = telling.source / "core/deep/.made.rules"
    record.write_text("".join(record.read_text().splitlines(keepends=True)[:-1]))
    assert looked_into(telling) == {"core", "core/deep"}
    assert looked_into(telling) == set()


def test_older_copy_that_is_newer_than_its_object_is_compiled(telling, tmp_path):
    """As rsync -t or cp -p puts it there, with the time of when it was written elsewhere."""
    copy = tmp_path / "alpha.c"
    copy.write_text((telling.source / "core/alpha.c").read_text() + "/* elsewhere */\n")
    time.sleep(0.02)
    telling.append("core/beta.c", "/* here */\n")
    assert telling.compiled() == {"core/beta.o"}
    shutil.copy2(copy, telling.source / "core/alpha.c")
    assert telling.compiled() == {"core/alpha.o"}


@pytest.mark.parametrize("name", ["with=equals", "with,comma", "w\u00efth-\u00efs"])
def test_sources_in_a_folder_of_any_name_count(tree, tmp_path, name):
    telling = Tree(tree.source.rename(tmp_path / name), tmp_path / f"output-{name}")
    telling.make()
    telling.append("core/deep/deep.c", "/* changed */\n")
    assert telling.compiled() == {"core/deep/deep.o"}
    assert telling.compiled() == set()


def test_prerequisite_that_no_compiler_names_counts(telling):
    bytes_file = telling.source / "lib/bytes.txt"
    bytes_file.write_text("abc")
    telling.append("lib/Makefile", "$(prefix)epsilon.o: $(src)/bytes.txt\n")
    telling.append("lib/epsilon.c", '__asm__(".incbin \\"lib/bytes.txt\\"");\n')
    telling.make()
    bytes_file.write_text("abcdef")
    assert telling.compiled() == {"lib/epsilon.o"}
    telling.append("lib/epsilon.c", "/* again */\n")
    assert telling.compiled() == {"lib/epsilon.o"}
    bytes_file.write_text("abcdefghi")
    assert telling.compiled() == {"lib/epsilon.o"}


def test_makefile_that_was_empty_or_another_one_beside_it_counts(telling):
    (telling.source / "more").mkdir()
    (telling.source / "more/Makefile").touch()
    telling.append("Kbuild", "obj-y += more/\n")
    telling.make()
    (telling.source / "more/more.c").write_text("const int more;\n")
    (telling.source / "more/Makefile").write_text("obj-y += more.o\n")
    assert telling.compiled() == {"more/more.o"}
    (telling.source / "more/Kbuild").write_text("obj-y += more.o\nccflags-y += -DMORE\n")
    assert telling.compiled() == {"more/more.o"}
    (telling.source / "more/Kbuild").unlink()
    assert telling.compiled() == {"more/more.o"}


def test_dry_run_sees_what_is_below(telling):
    (telling.source / "core/deep/deep.c").touch()
    assert "-o core/deep/deep.o" in telling.make("-n")
    assert telling.compiled() == {"core/deep/deep.o"}


def test_touching_instead_of_making_hides_no_later_change(telling):
    telling.make("clean")
    telling.make("-t")
    telling.make()
    images = telling.images()
    telling.append("core/deep/deep.c", "const int late = 1;\n")
    assert telling.compiled() == {"core/deep/deep.o"}
    assert telling.images() != images


def test_folder_and_one_below_it_are_asked_for_at_once(telling):
    for number in range(4):
        telling.append("core/deep/deep.c", f"/* {number} */\n")
        telling.make("-j4", "core/", "core/deep/", "core/deep/deep.o")
    assert telling.compiled() == set()
