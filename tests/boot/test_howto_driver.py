# SPDX-License-Identifier: GPL-2.0-only
"""Documentation/howto-add-a-driver.md, followed to the letter."""

import re
import tomllib

from harness import pages, qemu

PAGE = "howto-add-a-driver.md"


def entries():
    """What the page adds to symbol_behaviour.toml."""
    return tomllib.loads(next(block.text for block in pages.blocks(PAGE)
                              if block.file.endswith(".toml")))


def test_the_driver_of_the_page_works(tmp_path):
    """Its commands print what it says, a missing port is noticed, and the printer prints."""
    tree = pages.copy_of_the_tree(tmp_path / "source", "build/lp")
    pages.follow(PAGE, tree)
    pages.assert_examples_hold(PAGE, tree)
    with qemu.boot(tree / "build/lp/exo") as guest:
        guest.expect(entries()["LP"]["after"])
        guest.expect(qemu.PROMPT)
    paper = tmp_path / "paper.txt"
    printer = ("-chardev", f"file,id=paper,path={paper}", "-device", "isa-parallel,chardev=paper")
    with qemu.boot(tree / "build/lp/exo", cmdline="panic=exit", extra=printer) as guest:
        guest.expect("lp: lp0 at port 0x378, irq 7$")
        guest.expect(qemu.PROMPT)
        interrupts = re.search(r"^ +7 +(\d+) +(\d+) .* lp0$", guest.command("irq"), re.MULTILINE)
        assert int(interrupts[1]) > 0 and interrupts[2] == "0"
        guest.send("panic\n")
        guest.wait_exit()
        log = guest.log
    printed = paper.read_text().replace("\r\n", "\n")
    assert printed.splitlines()[-1] == log.splitlines()[-1], "the end of the panic is missing"
    assert log.endswith(printed), "the printer has another text than the serial line"
    assert "Linux Crusher" in printed.splitlines()[0], "the log did not begin with the banner"


def test_the_page_names_each_file_once():
    files = [block.file for block in pages.blocks(PAGE)]
    assert files == ["drivers/char/lp.c", "drivers/char/Kconfig", "drivers/char/Makefile",
                     "tests/config/symbol_behaviour.toml"]
