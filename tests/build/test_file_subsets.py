# SPDX-License-Identifier: GPL-2.0-only
"""
Open files, names, pipes and channels: any subset that the dependencies allow
builds and works. The configuration changes under one tree, so that the rest of
the kernel is built once.
"""

import pytest

from harness import build, qemu, seed

SYMBOLS = ("FILE", "VFS", "TMPFS", "PIPE", "CHANNEL")

# What is on, and the test suites that show it to work.
SUBSETS = {
    (): "wait",
    ("FILE",): "file",
    ("FILE", "PIPE"): "pipe",
    ("FILE", "CHANNEL"): "channel*",
    ("FILE", "PIPE", "CHANNEL"): "pipe",
    ("FILE", "VFS"): "file",
    ("FILE", "VFS", "PIPE"): "pipe",
    ("FILE", "VFS", "TMPFS"): "path_walk",
    ("FILE", "VFS", "TMPFS", "PIPE"): "fifo",
    ("FILE", "VFS", "TMPFS", "CHANNEL"): "channel*",
}


def settings_for(subset):
    """Those that are on first: what depends on one that is off cannot be set."""
    return {name: "y" for name in subset} | {
        name: "n" for name in SYMBOLS if name not in subset}


@pytest.fixture(name="objtree", scope="module")
def one_tree(tmp_path_factory):
    return tmp_path_factory.mktemp("subsets")


@pytest.mark.parametrize("subset", seed.pick(list(SUBSETS), 4, "subsets of files and ipc"),
                         ids="+".join)
def test_any_subset_builds_and_passes_its_tests(objtree, subset):
    build.configure(objtree, "minimal_defconfig", ["ktest.config"],
                    settings_for(subset) | {"BENCH": "y"}, "gcc", None)
    build.make("all", objtree=objtree)
    config = build.read_config(objtree / ".config")
    assert {name for name in SYMBOLS if config.get(name) == "y"} == set(subset)
    with qemu.boot(objtree / "exo", cmdline=f"ktest={SUBSETS[subset]}",
                   icount=qemu.GUEST_TIME) as guest:
        assert guest.wait_exit(qemu.BOOT_LIMIT).debug_exit == 0, guest.log
        assert " fail:0 skip:0" in guest.log and " pass:0 " not in guest.log
