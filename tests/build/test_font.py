# SPDX-License-Identifier: GPL-2.0-only
"""The font of the framebuffer console, made a part of the kernel by the build."""

import shutil

import pytest

from build_tree import Tree, copy_sources

FONTS = "/usr/share/consolefonts"
SMALL, LARGE = f"{FONTS}/Uni2-VGA16.psf.gz", f"{FONTS}/Uni2-Terminus32x16.psf.gz"
FOLDER = "drivers/video/"
OBJECT = f"{FOLDER}console_font.o"


@pytest.fixture(scope="module")
def shared_tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    folder = tmp_path_factory.mktemp("font")
    copy_sources(folder / "source", ("",))
    return Tree(folder / "source", folder / "out")


@pytest.fixture
def kernel(shared_tree: Tree) -> Tree:
    """A tree whose folder of video drivers is built with the small font."""
    shared_tree.make("defconfig")
    shared_tree.configure(FONT_FILE=f'"{SMALL}"')
    shared_tree.make(FOLDER)
    return shared_tree


def font_of(kernel: Tree) -> str:
    return (kernel.objects / FOLDER / "console_font.c").read_text()


def test_another_font_rebuilds_what_is_made_of_it(kernel):
    small = font_of(kernel)
    kernel.configure(FONT_FILE=f'"{LARGE}"')
    assert kernel.compiled(FOLDER) == {OBJECT}
    assert "Uni2-Terminus32x16.psf.gz" in font_of(kernel) and ".width = 16" in font_of(kernel)
    kernel.configure(FONT_FILE=f'"{SMALL}"')
    assert kernel.compiled(FOLDER) == {OBJECT}
    assert font_of(kernel) == small


def test_a_changed_file_is_read_again(kernel, tmp_path):
    font = tmp_path / "font.psf.gz"
    shutil.copyfile(SMALL, font)
    kernel.configure(FONT_FILE=f'"{font}"')
    assert "FONT    drivers/video/console_font.c" in kernel.make(FOLDER)
    assert kernel.make(FOLDER) == ""
    shutil.copyfile(LARGE, font)
    assert kernel.compiled(FOLDER) == {OBJECT}
    assert ".width = 16" in font_of(kernel)


def test_a_changed_script_makes_the_font_again(kernel):
    kernel.append("scripts/font/supplement.py", "\n")
    assert "FONT " in kernel.make(FOLDER)


def test_a_name_without_a_slash_in_front_is_in_the_source_tree(kernel):
    shutil.copyfile(SMALL, kernel.source / "my font.psf.gz")
    kernel.configure(FONT_FILE='"my font.psf.gz"')
    assert kernel.make("-s", FOLDER) == ""
    assert "from my font.psf.gz" in font_of(kernel)


def test_a_missing_font_stops_the_build_and_says_what_to_do(kernel):
    kernel.configure(FONT_FILE='"/nowhere/font.psf"')
    output = kernel.fails("-s", FOLDER)
    assert ("*** CONFIG_FONT_FILE=/nowhere/font.psf: No such file or directory; "
            "Debian's package console-setup-linux has fonts\n") in output
    kernel.configure(FONT_FILE=f'"{SMALL}"')
    assert kernel.make("-s", FOLDER) == ""


def test_a_malformed_font_stops_the_build_each_time(kernel, tmp_path):
    font = tmp_path / "font.psf"
    font.write_bytes(b"\x36\x04\x02\x10 and nothing more")
    kernel.configure(FONT_FILE=f'"{font}"')
    for _ in range(2):
        assert f"*** CONFIG_FONT_FILE={font}: the glyphs are cut short" in kernel.fails(FOLDER)


def test_without_the_console_no_font_is_needed(kernel):
    kernel.configure(FRAMEBUFFER_CONSOLE="n", FONT_FILE='"/nowhere/font.psf"')
    kernel.make("olddefconfig")
    assert "FONT " not in kernel.make(FOLDER)
