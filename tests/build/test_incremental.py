# SPDX-License-Identifier: GPL-2.0-only
"""What is built again after a change: the right files and no other."""

import pytest

from build_tree import Tree

ALL = {"arch/x86_64/boot/start.o", "lib/epsilon.o", "core/core.o", "core/alpha.o",
       "core/beta.o", "core/deep/deep.o"}
ALL_C = ALL - {"arch/x86_64/boot/start.o"}


def test_second_make_prints_nothing_and_writes_nothing(built: Tree) -> None:
    before = built.times()
    assert built.make() == ""
    assert built.times() == before


def test_second_make_iso_writes_nothing(built: Tree) -> None:
    built.make("iso")
    before = built.times()
    assert built.make("iso") == ""
    assert built.times() == before


@pytest.mark.parametrize("symbol, value, users", [
    ("ALPHA", "7", {"core/alpha.o"}),
    ("BETA", '"# $(x) \'y\' %s"', {"core/beta.o", "core/deep/deep.o"}),
    ("GAMMA", "y", {"core/gamma.o"}),
    ("DELTA", "y", {"arch/x86_64/boot/start.o"}),
    ("EPSILON", "0x20", {"lib/epsilon.o"}),
    ("LOCALVERSION", '"-test"', set()),
    ("OPTIMIZE_SIZE", "y", ALL_C),
    ("KALLSYMS", "n", set()),
])
def test_symbol_rebuilds_the_files_that_mention_it(built: Tree, symbol: str, value: str,
                                                   users: set[str]) -> None:
    before = built.images()
    built.configure(**{symbol: value})
    if symbol == "OPTIMIZE_SIZE":
        built.configure(OPTIMIZE_SPEED="n")
    assert built.compiled() == users
    assert (built.images() == before) == (symbol == "LOCALVERSION")
    assert built.make() == ""


def test_incremental_build_equals_clean_one(built: Tree) -> None:
    first = built.images()
    built.configure(ALPHA="9", GAMMA="y", BETA='"other"', KALLSYMS="n")
    built.make()
    incremental = built.images()
    built.make("clean")
    built.make()
    assert built.images() == incremental != first
    built.configure(ALPHA="1", GAMMA="n", BETA='"beta"', KALLSYMS="y")
    built.make()
    assert built.images() == first


def test_flag_of_one_file_rebuilds_that_file(built: Tree) -> None:
    built.edit("core/Makefile", "-DBETA_FLAG", "-DBETA_FLAG=2")
    assert built.compiled() == {"core/beta.o"}


def test_flag_of_a_folder_rebuilds_the_folder(built: Tree) -> None:
    built.append("core/Makefile", "ccflags-y += -DCORE\n")
    assert built.compiled() == {"core/core.o", "core/alpha.o", "core/beta.o"}


def test_removed_flag_is_gone(built: Tree) -> None:
    built.append("core/Makefile", "CFLAGS_REMOVE_alpha.o := -O2\n")
    assert built.compiled() == {"core/alpha.o"}
    assert " -O2 " not in (built.source / "core/.alpha.o.cmd").read_text()


def test_kcflags_reach_the_compiler_and_are_tracked(built: Tree) -> None:
    assert built.compiled("KCFLAGS=-DFROM_OUTSIDE='\"a b\"'") == ALL_C
    assert built.make("KCFLAGS=-DFROM_OUTSIDE='\"a b\"'") == ""
    assert built.compiled() == ALL_C


def test_header_rebuilds_its_users(built: Tree) -> None:
    built.append("include/fixture/beta.h", "/* changed */\n")
    assert built.compiled() == {"core/beta.o", "core/deep/deep.o"}


def test_deleted_header_rebuilds_its_users(built: Tree) -> None:
    (built.source / "include/fixture/beta.h").unlink()
    built.edit("core/beta.c", "#include <fixture/beta.h>\n", "#define BETA_TEXT \"\"\n")
    built.edit("core/deep/deep.c", "#include <fixture/beta.h>\n", "#define BETA_TEXT \"\"\n")
    assert built.compiled() == {"core/beta.o", "core/deep/deep.o"}


def test_assembly_follows_numbers_taken_from_c(built: Tree) -> None:
    users = {"core/core.o", "core/alpha.o", "core/beta.o", "core/deep/deep.o", "lib/epsilon.o"}
    built.append("include/fixture/shared.h", "/* changed */\n")
    assert built.compiled() == users
    built.edit("include/fixture/shared.h", "int second;", "int second;\n\tint third;")
    assert built.compiled() == users | {"arch/x86_64/boot/start.o"}


def test_removed_source_leaves_the_image(built: Tree) -> None:
    built.configure(GAMMA="y")
    built.make()
    assert "gamma_value" in (built.source / "System.map").read_text()
    built.configure(GAMMA="n")
    built.make()
    assert "gamma_value" not in (built.source / "System.map").read_text()


def test_failed_compilation_is_tried_again(built: Tree) -> None:
    built.configure(ALPHA="5")
    built.append("core/alpha.c", "#ifndef FIXED\n#error broken\n#endif\n")
    assert "broken" in built.fails()
    assert "broken" in built.fails()
    assert built.compiled("KCFLAGS=-DFIXED") >= {"core/alpha.o"}


def test_warning_is_an_error(built: Tree) -> None:
    built.append("core/alpha.c", "static int unused;\n")
    assert "unused" in built.fails()
    assert "unused" in built.make("W=1"), "W=1 shows warnings and goes on"


def test_edited_kconfig_updates_the_configuration(built: Tree) -> None:
    built.edit("Kconfig", "default 1\n", "default 2\n")
    built.configure(ALPHA="2")
    assert built.compiled() == {"core/alpha.o"}


def test_other_compiler_behind_the_same_name_rebuilds(tree: Tree) -> None:
    fake = tree.source / "fake-cc"
    fake.write_text('#!/bin/sh\n# 1\nexec gcc "$@"\n')
    fake.chmod(0o755)
    tree.make(f"CC={fake}")
    assert tree.make(f"CC={fake}") == ""
    fake.write_text('#!/bin/sh\ncase $1 in --version) echo newer gcc ;; *) exec gcc "$@" ;; esac\n')
    assert tree.compiled(f"CC={fake}") == ALL_C


def test_v2_names_the_reason(built: Tree) -> None:
    built.configure(ALPHA="42")
    assert "core/alpha.o: CONFIG_ALPHA was 1, is 42" in built.make("V=2")
    built.append("core/alpha.c", "/* changed */\n")
    assert "core/alpha.o: newer: core/alpha.c" in built.make("V=2")
    assert "command changed, with: -DX=1" in built.make("V=2", "KCFLAGS=-DX=1")
    assert "command changed, without: -DX=1" in built.make("V=2")
    (built.source / "core/alpha.o").unlink()
    assert "core/alpha.o: it does not exist" in built.make("V=2")


def test_v1_shows_commands(tree: Tree) -> None:
    output = tree.make("V=1")
    assert "gcc -MMD" in output and "nasm -f elf64" in output
    assert "  CC  " not in output


def test_silent_make_prints_nothing(tree: Tree) -> None:
    tree.make("-s", "defconfig")
    assert tree.make("-s") == ""
