# SPDX-License-Identifier: GPL-2.0-only
"""CC= of two words: a cache and a helper on the net give the bytes that gcc gives."""

import socket
import subprocess
import time
from pathlib import Path
from typing import Iterator

import pytest

from build_tree import Tree
from harness.paths import SLOWNESS


@pytest.fixture
def plain(tree: Tree) -> dict[str, bytes]:
    """The images as gcc alone makes them; the tree is clean again."""
    tree.make()
    images = tree.images()
    tree.make("mrproper")
    return images


@pytest.fixture
def helper(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """(address, log) of a distccd on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "distccd.log"
    command = ["distccd", "--daemon", "--no-detach", "--allow", "127.0.0.1", "--listen",
               "127.0.0.1", "--port", str(port), "--enable-tcp-insecure", "--log-stderr"]
    with open(log, "wb") as stream, subprocess.Popen(command, stderr=stream) as daemon:
        try:
            deadline = time.monotonic() + 60 * SLOWNESS
            while not answers(port):
                assert time.monotonic() < deadline, "distccd does not listen"
                time.sleep(0.05)
            yield f"127.0.0.1:{port}", log
        finally:
            daemon.terminate()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_ccache_gives_the_same_bytes_and_remembers(tree: Tree, plain: dict[str, bytes],
                                                   tmp_path: Path) -> None:
    environment = {"CCACHE_DIR": str(tmp_path / "cache")}
    for _ in range(2):
        tree.make("CC=ccache gcc", **environment)
        assert tree.images() == plain
        assert tree.make("CC=ccache gcc", **environment) == ""
        tree.make("clean")
    statistics = subprocess.run(["ccache", "--print-stats"], capture_output=True, text=True,
                                env=environment | {"PATH": "/usr/bin:/bin"}, check=True).stdout
    counts = dict(line.split("\t") for line in statistics.splitlines())
    assert int(counts["direct_cache_hit"]) + int(counts["preprocessed_cache_hit"]) >= 5


def test_distcc_gives_the_same_bytes_from_elsewhere(tree: Tree, plain: dict[str, bytes],
                                                    helper: tuple[str, Path],
                                                    tmp_path: Path) -> None:
    address, log = helper
    (tmp_path / "distcc").mkdir()
    tree.make("-j2", "CC=distcc gcc", DISTCC_HOSTS=address, DISTCC_FALLBACK="0",
              DISTCC_DIR=str(tmp_path / "distcc"))
    assert tree.images() == plain
    assert log.read_text().count("COMPILE_OK") >= 5
