# SPDX-License-Identifier: GPL-2.0-only
"""scripts/config, diffconfig and merge_config, used as Linux's are."""

import pytest


def config(tree, *arguments: str, **extra: str) -> str:
    result = tree.script("config", *arguments, **extra)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture
def lines(tree):
    """A small .config; call the result to read its lines back."""
    tree.write(".config", "# a remark", "CONFIG_NET=y", "# CONFIG_TOOL is not set",
               'CONFIG_NAME="a b"', "CONFIG_DEPTH=8")
    return lambda: tree.dotconfig.read_text().splitlines()


@pytest.mark.parametrize("command, line", [
    (["--enable", "TOOL"], "CONFIG_TOOL=y"),
    (["-e", "CONFIG_TOOL"], "CONFIG_TOOL=y"),
    (["--disable", "NET"], "# CONFIG_NET is not set"),
    (["-d", "NET"], "# CONFIG_NET is not set"),
    (["--set-val", "DEPTH", "9"], "CONFIG_DEPTH=9"),
    (["--set-val", "NET", "n"], "# CONFIG_NET is not set"),
    (["--set-str", "NAME", r'q"\x'], r'CONFIG_NAME="q\"\\x"'),
    (["--enable", "NEW"], "CONFIG_NEW=y"),
])
def test_command_sets_the_line(tree, lines, command, line):
    before = len(lines())
    config(tree, *command)
    assert line in lines()
    assert len(lines()) == before + ("NEW" in line)


def test_line_stays_in_its_place(tree, lines):
    config(tree, "--disable", "NET")
    assert lines()[0] == "# a remark" and lines()[1] == "# CONFIG_NET is not set"


def test_name_that_begins_like_another_is_left_alone(tree, lines):
    tree.write(".config", "CONFIG_NET=y", "CONFIG_NETS=y")
    config(tree, "--disable", "NET")
    assert lines() == ["# CONFIG_NET is not set", "CONFIG_NETS=y"]


@pytest.mark.parametrize("name, state", [
    ("NET", "y"), ("TOOL", "n"), ("NAME", "a b"), ("DEPTH", "8"), ("GONE", "undef")])
def test_state_prints_the_value(tree, lines, name, state):
    before = lines()
    assert config(tree, "--state", name) == state + "\n"
    assert lines() == before


def test_undefine_removes_the_line(tree, lines):
    config(tree, "--undefine", "NET", "-u", "TOOL")
    assert not any("NET" in line or "TOOL" in line for line in lines())


def test_commands_are_carried_out_in_order(tree, lines):
    assert config(tree, "-d", "NET", "-s", "NET", "-e", "NET", "-s", "NET") == "n\ny\n"


def test_string_with_quotes_reads_back(tree, lines):
    assert config(tree, "--set-str", "NAME", 'a"b\\c', "-s", "NAME") == 'a"b\\c\n'


def test_other_file_may_be_named(tree, lines):
    tree.write("other", "CONFIG_NET=y")
    config(tree, "--file", "other", "-d", "NET")
    assert (tree.folder / "other").read_text() == "# CONFIG_NET is not set\n"
    config(tree, "-e", "TOOL", KCONFIG_CONFIG="other")
    assert "CONFIG_TOOL=y" in (tree.folder / "other").read_text()
    assert "CONFIG_NET=y" in lines()


def test_other_characters_than_line_feeds_end_no_line(tree):
    text = 'CONFIG_NAME="a\u2028b\x0cc\x85d"\nCONFIG_NET=y\n'
    tree.dotconfig.write_text(text)
    config(tree, "-d", "NET")
    assert tree.dotconfig.read_text() == text.replace("CONFIG_NET=y", "# CONFIG_NET is not set")


@pytest.mark.parametrize("question, answer", [
    ("--why", "  cannot be set:\n    depends on TOOL (=n), port/Kconfig:20"),
    ("--fix", "scripts/config --enable TOOL --enable FAST"),
    ("--trace", "FAST=n                           none      port/Kconfig:18"),
])
def test_question_is_answered_as_make_does(tree, question, answer):
    tree.done("defconfig")
    said = config(tree, question, "FAST")
    assert answer in said and said == tree.done(question[2:], SYM="FAST")


def test_question_is_about_the_changes_before_it_and_the_file_that_is_named(tree):
    tree.done("defconfig", KCONFIG_CONFIG="other")
    said = config(tree, "--file", "other", "-e", "TOOL", "--fix", "FAST", "-e", "FAST",
                  "--trace", "FAST", APPLY="1")
    assert "FAST=y takes no other change" in said and "FAST=y  " in said
    assert "CONFIG_FAST=y\n" in (tree.folder / "other").read_text()
    assert not tree.dotconfig.exists()


def test_question_that_has_no_answer_fails(tree):
    tree.done("defconfig")
    result = tree.script("config", "--why", "DRIVR", "-d", "NET")
    assert result.returncode == 1 and "did you mean DRIVER?" in result.stderr
    assert "Traceback" not in result.stderr and tree.values()["NET"] == "n"


@pytest.mark.parametrize("arguments, message", [
    (["--frob", "NET"], "unknown command '--frob'"),
    (["--enable"], "--enable needs 1 argument"),
    (["--set-val", "NET"], "--set-val needs 2 arguments"),
    (["--module", "NET"], "there are no modules"),
    (["--enable", "A B"], "'A B' is not the name of a symbol"),
    (["--file", "nowhere", "-e", "NET"], "nowhere"),
])
def test_wrong_use_is_refused(tree, lines, arguments, message):
    before = lines()
    result = tree.script("config", *arguments)
    assert result.returncode == 1 and message in result.stderr
    assert "Traceback" not in result.stderr and lines() == before


def test_what_the_script_sets_is_checked_by_olddefconfig(tree):
    tree.done("defconfig")
    config(tree, "--enable", "FAST")
    assert "depends on TOOL (=n), port/Kconfig:20" in tree.done("olddefconfig")


def test_diffconfig_shows_old_and_new(tree):
    tree.write("old", "CONFIG_A=y", "CONFIG_B=1", "CONFIG_C=y")
    tree.write("new", "# CONFIG_A is not set", "CONFIG_B=2", "CONFIG_D=y")
    result = tree.script("diffconfig", "old", "new")
    assert result.stdout.splitlines() == [" A y -> n", " B 1 -> 2", "-C y", "+D y"]
    assert result.returncode == 1


def test_diffconfig_compares_with_the_old_config_by_default(tree):
    tree.done("defconfig")
    tree.done("deep.config")
    assert tree.script("diffconfig").stdout == " DEPTH 16 -> 32\n"


def test_diffconfig_of_equal_files_is_silent(tree):
    tree.write("old", "CONFIG_A=y")
    result = tree.script("diffconfig", "old", "old")
    assert (result.returncode, result.stdout) == (0, "")


def test_diffconfig_fragment_turns_old_into_new(tree):
    tree.done("defconfig", "fast.config")
    wanted = tree.values()
    (tree.folder / "new").write_text(tree.dotconfig.read_text())
    tree.done("defconfig")
    (tree.folder / "old").write_text(tree.dotconfig.read_text())
    fragment = tree.script("diffconfig", "-m", "old", "new").stdout
    (tree.folder / "turn.config").write_text(fragment)
    tree.done("turn.config")
    assert tree.values() == wanted


def merge(tree, *arguments: str):
    return tree.script("kconfig/merge_config", *arguments)


def test_merge_puts_later_files_over_earlier_ones(tree):
    result = merge(tree, "defconfigs/x86_64_defconfig", "defconfigs/fragments/deep.config")
    assert result.returncode == 0 and tree.values()["DEPTH"] == "32"
    assert "DEPTH: 16 (defconfigs/x86_64_defconfig:3) becomes 32" in result.stdout


def test_merge_reports_what_is_not_honoured(tree):
    tree.write("wish", "CONFIG_FAST=y")
    result = merge(tree, "defconfigs/x86_64_defconfig", "wish")
    assert result.returncode == 1 and "depends on TOOL (=n)" in result.stderr
    assert not tree.dotconfig.exists()


def test_merge_of_text_only_reads_no_kconfig_file(tree):
    tree.write("one", "CONFIG_X=1", "CONFIG_Y=y")
    tree.write("two", "CONFIG_X=2")
    assert merge(tree, "-m", "one", "two").returncode == 0
    assert tree.dotconfig.read_text() == "CONFIG_X=2\nCONFIG_Y=y\n"


def test_merge_with_n_leaves_out_the_rest(tree):
    tree.write("one", "CONFIG_NET=y")
    merge(tree, "-n", "one")
    assert tree.values()["DRIVER"] == "n"


def test_merge_writes_into_another_folder(tree):
    (tree.folder / "out").mkdir()
    merge(tree, "-O", "out", "defconfigs/x86_64_defconfig")
    assert (tree.folder / "out/.config").exists() and not tree.dotconfig.exists()
