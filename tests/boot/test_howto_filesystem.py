# SPDX-License-Identifier: GPL-2.0-only
"""Documentation/howto-add-a-filesystem.md, followed to the letter."""

from harness import pages, qemu

PAGE = "howto-add-a-filesystem.md"


def test_the_filesystem_of_the_page_works(tmp_path):
    """Its commands print what it says; it can be mounted, read, and not be written."""
    tree = pages.copy_of_the_tree(tmp_path / "source", "build/uptimefs")
    pages.follow(PAGE, tree)
    pages.assert_examples_hold(PAGE, tree)
    with qemu.boot(tree / "build/uptimefs/exo") as guest:
        guest.expect(qemu.PROMPT)
        for command in ("mkdir u", "mount uptimefs u", "mkdir v", "mount uptimefs v"):
            assert guest.command(command) == ""
        first, second = (int(guest.command(f"cat {name}/uptime")) for name in "uv")
        assert 0 <= first <= second
        assert guest.command("ls u").split()[0::5] == ["-r--r--r--", "uptime"]
        assert guest.command("tree u") == "u\n  uptime"
        assert guest.command("rm u/uptime") == "rm: not permitted"
        assert guest.command("mkdir u/d") == "mkdir: not permitted"
        assert guest.command("cat u/none") == "cat: no such thing"
        assert guest.command("umount u v") == ""
        assert guest.command("ls u") == ""


def test_the_page_names_each_file_once():
    files = [block.file for block in pages.blocks(PAGE)]
    assert files == ["fs/uptimefs/uptimefs.c", "fs/Kconfig", "fs/uptimefs/Makefile", "fs/Makefile",
                     "scripts/checkers/layers.conf", "tests/config/symbol_behaviour.toml"]
