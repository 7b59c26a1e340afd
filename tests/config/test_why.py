# SPDX-License-Identifier: GPL-2.0-only
"""make why SYM=X and make trace: where each value comes from, down to the line."""


def why(tree, symbol: str) -> str:
    return tree.done("why", SYM=symbol)


def trace(tree) -> dict[str, list[str]]:
    """{NAME=value: [kind, where, ...]}"""
    lines = [line.split() for line in tree.done("trace").splitlines() if "=" in line]
    return {words[0]: words[1:] for words in lines}


def test_why_follows_dependencies_through_three_files(tree):
    tree.done("empty_defconfig")
    message = why(tree, "FAST")
    assert 'FAST "Fast", port/Kconfig:18' in message
    for link in ("depends on DRIVER (=n), port/Kconfig:2", "depends on NET (=n), net/Kconfig:3",
                 "depends on TOOL (=n), port/Kconfig:20", "TOOL is n: no default"):
        assert link in message
    assert message.index("port/Kconfig:2") < message.index("net/Kconfig:3")


def test_why_explains_what_comes_twice_once(tree):
    for name, needs in (("LEFT", "DRIVER"), ("RIGHT", "DRIVER"), ("BOTH", "LEFT && RIGHT")):
        tree.append("base/Kconfig", f"config {name}", f'\tbool "{name}"', f"\tdepends on {needs}")
    tree.done("empty_defconfig")
    message = why(tree, "BOTH")
    assert message.count("DRIVER is n: unmet dependencies, net/Kconfig:5\n") == 1
    assert message.count("DRIVER is n: unmet dependencies, net/Kconfig:5 (see above)\n") == 1
    assert message.count("depends on NET") == 1


def test_why_names_only_dependencies_that_fail(tree):
    tree.done("defconfig")
    message = why(tree, "FAST")
    assert "TOOL (=n)" in message and "NET" not in message


def test_why_takes_the_name_with_its_prefix_or_value(tree):
    tree.done("defconfig")
    assert why(tree, "CONFIG_FAST") == why(tree, "FAST") == why(tree, "FAST=y")


def test_why_of_what_can_be_changed_gives_the_command(tree):
    tree.done("defconfig")
    assert "scripts/config --enable TOOL" in why(tree, "TOOL")
    assert "scripts/config --disable NET" in why(tree, "NET")


def test_why_of_a_number_gives_its_range(tree):
    tree.done("defconfig")
    assert "can be set from 1 to 64, port/Kconfig:13" in why(tree, "DEPTH")


def test_why_of_a_choice_member_names_the_others(tree):
    tree.done("defconfig")
    assert "to turn it off, choose RATE_HIGH" in why(tree, "RATE_LOW")
    assert "RATE_LOW is chosen" in why(tree, "RATE_HIGH")


def test_why_of_a_member_not_chosen_gives_the_command_that_chooses_it(tree):
    tree.done("defconfig")
    command = "scripts/config --disable RATE_LOW --enable RATE_HIGH"
    assert f"can be chosen: {command}\n" in why(tree, "RATE_HIGH")
    tree.script("config", *command.split()[1:])
    assert "not honoured" not in tree.done("olddefconfig", CI="true")
    assert tree.values()["RATE_HIGH"] == "y"


def test_why_of_the_only_possible_choice_member_says_so(tree):
    tree.done("empty_defconfig")
    assert "the only member of its choice that can be chosen" in why(tree, "RATE_LOW")
    assert "depends on NET (=n), base/Kconfig:35" in why(tree, "RATE_HIGH")


def test_why_of_a_symbol_without_prompt_names_who_selects_it(tree):
    tree.done("defconfig", "fast.config")
    message = why(tree, "HELPER")
    assert "is y: by TOOL, base/Kconfig:15" in message
    assert "selected by TOOL (=y), base/Kconfig:15" in message


def test_why_of_a_number_outside_its_range_says_so(tree):
    tree.done("defconfig")
    assert "cannot be 65:\n    outside its range 1..64, port/Kconfig:13" in why(tree, "DEPTH=65")
    assert "can be set from 1 to 64" in why(tree, "DEPTH=64")


def test_why_tells_a_request_that_the_config_makes_in_vain(tree):
    tree.write(".config", "CONFIG_NET=y", "CONFIG_DEPTH=65", "CONFIG_TOOL=yes", "CONFIG_FAST=y")
    assert "asked for 65, .config:2\n" in why(tree, "DEPTH")
    assert "asked for yes, .config:3: not y or n\n" in why(tree, "TOOL")
    assert "asked for y, .config:4\n" in why(tree, "FAST")
    assert "asked for" not in why(tree, "NET").replace("set by the user", "")


def test_why_of_a_dependency_that_nobody_defines_says_so(tree):
    tree.append("base/Kconfig", "config LOST", '\tbool "Lost"', "\tdepends on NOWHERE")
    tree.done("defconfig")
    assert "depends on NOWHERE (no Kconfig file defines it), base/Kconfig:48" in why(tree, "LOST")
    assert "LOST uses it, base/Kconfig:48" in tree.refused("why", SYM="NOWHERE")


def test_why_of_what_cannot_be_set_points_to_fix(tree):
    tree.done("empty_defconfig")
    assert "make fix SYM=FAST tells what to change" in why(tree, "FAST")
    assert "make fix SYM=DEPTH=VALUE tells what to change" in why(tree, "DEPTH")


def test_why_without_a_symbol_or_with_a_misspelt_one_says_what_to_do(tree):
    tree.done("defconfig")
    assert "make why SYM=" in tree.refused("why")
    assert "did you mean DRIVER?" in tree.refused("why", SYM="DRIVR")


def test_why_and_trace_write_nothing(tree):
    tree.done("defconfig")
    before = sorted(tree.folder.rglob("*"))
    why(tree, "FAST")
    trace(tree)
    assert sorted(tree.folder.rglob("*")) == before


def test_trace_tells_every_kind_of_origin(tree):
    tree.done("defconfig", "fast.config")
    tree.script("config", "--set-str", "NAME", "mine")
    tree.done("olddefconfig")
    origins = trace(tree)
    assert origins["NET=y"][0] == "defconfig"
    assert origins["NET=y"][1].endswith("defconfigs/x86_64_defconfig:2")
    assert origins["FAST=y"][0] == "fragment"
    assert origins["FAST=y"][1].endswith("fragments/fast.config:3")
    assert origins["HELPER=y"][:2] == ["select", "base/Kconfig:15"]
    assert origins["PORT=0x3f8"] == ["default", "port/Kconfig:7"]
    assert origins["RATE=100"] == ["default", "base/Kconfig:44"]
    assert origins["RATE_LOW=y"][:2] == ["default", "base/Kconfig:24"]
    assert origins['NAME="mine"'][:2] == ["user", ".config:2"]


def test_trace_tells_an_implied_value(tree):
    with open(tree.folder / "base/Kconfig", "a", encoding="utf-8") as file:
        file.write('\nconfig WISH\n\tbool "Wish"\n\timply TOOL\n')
    tree.done(tree.defconfig("CONFIG_WISH=y"))
    assert trace(tree)["TOOL=y"][:2] == ["imply", "base/Kconfig:48"]


def test_trace_of_a_choice_asks_for_the_chosen_member_only(tree):
    tree.done(tree.defconfig("CONFIG_NET=y", "CONFIG_RATE_HIGH=y"))
    origins = trace(tree)
    assert origins["RATE_HIGH=y"][0] == "defconfig"
    assert origins["RATE_LOW=n"] == ["choice", "base/Kconfig:22", "RATE_HIGH", "is", "chosen"]


def test_trace_of_one_symbol(tree):
    tree.done("defconfig")
    lines = tree.done("trace", SYM="DEPTH").splitlines()
    assert len(lines) == 1 and lines[0].startswith("DEPTH=16 ")


def test_changing_a_value_by_hand_ends_what_the_fragment_said(tree):
    tree.done("defconfig", "deep.config")
    tree.script("config", "--set-val", "DEPTH", "5")
    assert trace(tree)["DEPTH=5"][0] == "user"


def test_adding_a_fragment_keeps_the_origins_of_the_others(tree):
    tree.done("defconfig", "deep.config")
    tree.done("fast.config")
    origins = trace(tree)
    assert origins["DEPTH=32"][1].endswith("deep.config:2")
    assert origins["FAST=y"][1].endswith("fast.config:3")


def test_every_value_of_a_config_is_traced(tree):
    tree.done("defconfig", "fast.config")
    names = {entry.partition("=")[0] for entry in trace(tree)}
    assert names == set(tree.values())
