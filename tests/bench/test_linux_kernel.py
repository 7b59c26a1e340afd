# SPDX-License-Identifier: GPL-2.0-only
"""Kernels of Linux by their words, and the folder that keeps what was made of them."""

from pathlib import Path

import pytest

import linux_kernel


@pytest.fixture(name="cache", autouse=True)
def empty_cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "exo-os/linux"


def fill(folder: Path) -> None:
    """A made kernel, beside what was left over by making it."""
    for name in ("vmlinuz", "dotconfig", "leftover"):
        (folder / name).write_text(name)
    linux_kernel.keep(folder, folder / "vmlinuz", folder / "dotconfig")


def refuse(folder: Path) -> None:
    raise linux_kernel.KernelError(f"nothing can be made in {folder}")


def test_image_is_named_by_its_path_with_and_without_its_configuration(tmp_path):
    image, config = tmp_path / "image", tmp_path / "config"
    image.touch()
    config.touch()
    assert linux_kernel.find(f"mine={image}") == linux_kernel.Kernel("mine", image, None)
    assert linux_kernel.find(f"mine={image},{config}") == linux_kernel.Kernel("mine", image, config)


@pytest.mark.parametrize("word", ["", "mine", "=/dev/null", "mine=", "mine=/absent",
                                  "mine=/etc/passwd,/absent"])
def test_other_words_are_refused(word):
    with pytest.raises(linux_kernel.KernelError):
        linux_kernel.find(word)


def test_key_depends_on_every_part_and_on_where_parts_end():
    keys = [linux_kernel.key(parts) for parts in (("a", "b"), ("a", "c"), ("b", "b"), ("ab", ""))]
    assert len(set(keys)) == len(keys)
    assert linux_kernel.key(("a", "b")) == keys[0]


def test_kernel_is_made_once_for_the_same_parts(cache):
    kernel = linux_kernel.cached("some", ("1",), fill)
    assert kernel.image.read_text() == "vmlinuz" and kernel.config.read_text() == "dotconfig"
    assert kernel == linux_kernel.cached("some", ("1",), refuse)
    assert {path.name for path in cache.glob("some-*/*")} == {"image", "config"}
    with pytest.raises(linux_kernel.KernelError):
        linux_kernel.cached("some", ("2",), refuse)


def test_nothing_is_left_of_one_that_could_not_be_made(cache):
    with pytest.raises(linux_kernel.KernelError):
        linux_kernel.cached("some", ("1",), refuse)
    assert not [path for path in cache.iterdir() if path.is_dir()]
    assert linux_kernel.cached("some", ("1",), fill).image.exists()


def test_missing_tools_are_named_by_their_packages(monkeypatch):
    monkeypatch.setattr(linux_kernel, "TOOLS", {"sh": "dash", "no-such-tool": "tool-package"})
    monkeypatch.setattr(linux_kernel, "HEADERS", {"no-such.h": "header-package"})
    with pytest.raises(linux_kernel.KernelError, match="install tool-package header-package$"):
        linux_kernel.check_tools()


def test_failing_command_is_told_with_the_hint_and_its_last_words():
    with pytest.raises(linux_kernel.KernelError, match="is there a network.*:\nno route$"):
        linux_kernel.run(["sh", "-c", "echo no route; exit 1"], hint="is there a network?")
    with pytest.raises(linux_kernel.KernelError, match="no such command"):
        linux_kernel.run(["no-such-command"])


def test_symbols_that_are_not_honoured_are_named():
    fragment = ("CONFIG_A=y\nCONFIG_B=y\n# CONFIG_C is not set\n# CONFIG_D is not set\n"
                "CONFIG_E=100\n")
    config = "CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=y\nCONFIG_E=250\n"
    assert linux_kernel.not_honoured(fragment, config) == ["CONFIG_B", "CONFIG_C", "CONFIG_E"]
