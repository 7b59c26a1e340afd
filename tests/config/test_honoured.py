# SPDX-License-Identifier: GPL-2.0-only
"""Asked, got, reason: no request is ever dropped in silence."""

import pytest


def refusal(tree, *lines):
    """What applying a defconfig of some lines says; it must fail."""
    message = tree.refused(tree.defconfig(*lines))
    assert "nothing was written" in message
    assert not tree.dotconfig.exists()
    return message


def test_honoured_requests_are_not_reported(tree):
    message = tree.done(tree.defconfig("CONFIG_NET=y", "CONFIG_DEPTH=64", 'CONFIG_NAME="x"'))
    assert "asked" not in message
    assert tree.values()["DEPTH"] == "64"


def test_unmet_dependency_is_named_with_its_line(tree):
    message = refusal(tree, "CONFIG_NET=y", "CONFIG_FAST=y")
    assert "asked   CONFIG_FAST=y   (" in message and "test_defconfig:3)" in message
    assert "got     n" in message
    assert "depends on TOOL (=n), port/Kconfig:20" in message
    assert "TOOL is n: no default, base/Kconfig:13" in message


def test_dependencies_are_followed_through_three_files(tree):
    message = refusal(tree, "CONFIG_DEPTH=9")
    chain = ["depends on DRIVER (=n), port/Kconfig:2", "DRIVER is n: unmet dependencies, "
             "net/Kconfig:5", "depends on NET (=n), net/Kconfig:3",
             "NET is n: no default, base/Kconfig:8"]
    places = [message.find(link) for link in chain]
    assert -1 not in places and places == sorted(places), message


def test_the_line_that_turned_a_dependency_off_is_named(tree):
    message = refusal(tree, "# CONFIG_NET is not set", "CONFIG_DEPTH=9")
    assert "NET is n: asked for, " in message and "test_defconfig:2" in message


def test_unknown_symbol_suggests_the_nearest(tree):
    message = refusal(tree, "CONFIG_DRIVR=y")
    assert "no Kconfig file defines it (did you mean DRIVER?)" in message


def test_symbol_unlike_any_other_gets_no_suggestion(tree):
    message = refusal(tree, "CONFIG_ZZZZZZZZ=y")
    assert "no Kconfig file defines it" in message and "did you mean" not in message


def test_symbol_without_prompt_names_who_sets_it(tree):
    message = refusal(tree, "CONFIG_HELPER=y")
    assert "HELPER has no prompt (base/Kconfig:19)" in message
    assert "selected by TOOL (=n), base/Kconfig:15" in message


def test_number_without_prompt_names_its_default(tree):
    message = refusal(tree, "CONFIG_RATE=50")
    assert "got     100" in message
    assert "its default gives 100, base/Kconfig:44" in message


@pytest.mark.parametrize("value, got", [("65", "8"), ("0", "8"), ("-1", "8")])
def test_number_out_of_range_is_refused_with_the_range(tree, value, got):
    message = refusal(tree, "CONFIG_NET=y", f"CONFIG_DEPTH={value}")
    assert f"asked   CONFIG_DEPTH={value}" in message and f"got     {got}" in message
    assert "outside its range 1..64, port/Kconfig:13" in message


@pytest.mark.parametrize("value", ["1", "64"])
def test_both_ends_of_a_range_are_inside(tree, value):
    tree.done(tree.defconfig("CONFIG_NET=y", f"CONFIG_DEPTH={value}"))
    assert tree.values()["DEPTH"] == value


def test_hex_out_of_range_is_refused(tree):
    message = refusal(tree, "CONFIG_NET=y", "CONFIG_PORT=0x1000")
    assert "outside its range 0x100..0xfff, port/Kconfig:6" in message


@pytest.mark.parametrize("line, reason", [
    ("CONFIG_NET=yes", "not y or n"),
    ("CONFIG_NET=m", "there are no modules"),
    ("CONFIG_NET=", "not y or n"),
    ("CONFIG_NAME=bare", "a string needs double quotes"),
    ('CONFIG_NAME="open', "a string needs double quotes"),
    ("CONFIG_RATE=ten", "not a decimal number"),
    ("CONFIG_DEPTH=0x10", "not a decimal number"),
    ("CONFIG_PORT=0xgg", "not a hexadecimal number"),
    ("# CONFIG_DEPTH is not set", "only a bool can be 'not set'"),
])
def test_value_of_the_wrong_type_is_refused(tree, line, reason):
    assert reason in refusal(tree, line)


@pytest.mark.parametrize("line", [
    "NET=y", "CONFIG_NET", "CONFIG_NET = y", " CONFIG_NET=y", "<<<<<<< HEAD",
    "#CONFIG_NET is not set", "# CONFIG_NET is not set.", "CONFIG_NET is not set",
])
def test_malformed_line_is_refused(tree, line):
    message = refusal(tree, line)
    assert "the exact form is" in message or "not of the form CONFIG_NAME=value" in message
    assert "test_defconfig:2" in message


def test_comments_and_blank_lines_are_no_requests(tree):
    assert "asked" not in tree.done(tree.defconfig("", "# a remark", "  # another", "# CONFIG_X"))


def test_choice_that_cannot_be_kept_names_what_is_chosen_instead(tree):
    message = refusal(tree, "CONFIG_RATE_HIGH=y")
    assert "got     n; RATE_LOW is chosen instead" in message
    assert "depends on NET (=n), base/Kconfig:35" in message


def test_turning_off_the_default_of_a_choice_is_refused_with_the_others(tree):
    message = refusal(tree, "CONFIG_NET=y", "# CONFIG_RATE_LOW is not set")
    assert "one member of a choice is always y" in message
    assert "choose another: RATE_HIGH" in message


def test_turning_off_what_is_selected_names_who_selects(tree):
    message = refusal(tree, "CONFIG_TOOL=y", "# CONFIG_HELPER is not set")
    assert "selected by TOOL, base/Kconfig:15" in message


def test_contradiction_within_a_file_is_refused(tree):
    message = refusal(tree, "CONFIG_NET=y", "# CONFIG_NET is not set")
    assert "a later line of the same file says so" in message and "test_defconfig:3" in message


def test_two_members_of_a_choice_in_one_file_are_refused(tree):
    message = refusal(tree, "CONFIG_NET=y", "CONFIG_RATE_LOW=y", "CONFIG_RATE_HIGH=y")
    assert "asked   CONFIG_RATE_LOW=y" in message
    assert "a later line of the same file says so" in message


def test_fragment_may_override_what_came_before(tree):
    tree.done("defconfig", "deep.config")
    assert tree.values()["DEPTH"] == "32"


def test_same_line_twice_is_no_contradiction(tree):
    tree.done(tree.defconfig("CONFIG_NET=y", "CONFIG_NET=y"))
    assert tree.values()["NET"] == "y"


def test_failed_defconfig_leaves_the_old_config_alone(tree):
    tree.done("defconfig")
    before = tree.dotconfig.read_bytes()
    tree.refused(tree.defconfig("CONFIG_NOWHERE=y"))
    assert tree.dotconfig.read_bytes() == before


def test_unmet_request_in_fragment_fails(tree):
    message = tree.refused("empty_defconfig", "deep.config")
    assert "fragments/deep.config:2" in message and "depends on DRIVER" in message


def test_requests_with_one_reason_share_it(tree):
    message = refusal(tree, "CONFIG_DEPTH=9", "CONFIG_PORT=0x200")
    assert message.count("asked  ") == 2 and message.count("  reason ") == 1


def test_olddefconfig_reports_and_goes_on(tree):
    tree.write(".config", "CONFIG_FAST=y", "CONFIG_GONE=y")
    message = tree.done("olddefconfig")
    assert "CONFIG_FAST=y" in message and "CONFIG_GONE=y" in message
    assert "FAST" not in tree.values()


@pytest.mark.parametrize("variable", ["CI", "KCONFIG_STRICT"])
@pytest.mark.parametrize("goal", ["olddefconfig", "syncconfig", "savedefconfig"])
def test_strict_environment_fails_on_unmet_requests(tree, variable, goal):
    tree.write(".config", "CONFIG_FAST=y")
    message = tree.refused(goal, **{variable: "1"})
    assert "CONFIG_FAST=y" in message
    assert tree.dotconfig.read_text() == "CONFIG_FAST=y\n"


def test_strict_can_be_switched_off(tree):
    tree.write(".config", "CONFIG_FAST=y")
    tree.done("olddefconfig", KCONFIG_STRICT="0")
    assert tree.values()["NET"] == "n"


def test_defaults_that_go_with_their_parent_are_no_failure(tree):
    tree.done("defconfig")
    tree.script("config", "--disable", "NET", "--set-val", "DEPTH", "8")
    message = tree.done("olddefconfig", CI="true")
    assert "follows other changes: DRIVER=y -> n" in message
    assert "asked" not in message


def test_value_set_by_hand_that_goes_with_its_parent_is_reported(tree):
    tree.done("defconfig")
    tree.script("config", "--disable", "NET")
    assert "asked   CONFIG_DEPTH=16" in tree.done("olddefconfig")


def test_select_of_something_unmet_is_told(tree):
    with open(tree.folder / "base/Kconfig", "a", encoding="utf-8") as file:
        file.write('\nconfig FORCE\n\tbool "Force"\n\tselect DRIVER\n')
    message = tree.done(tree.defconfig("CONFIG_FORCE=y"))
    assert "DRIVER (defined at net/Kconfig:5) has direct dependencies NET" in message
    assert "FORCE (defined at base/Kconfig:46)" in message
