# SPDX-License-Identifier: GPL-2.0-only
"""Archives for the kernel: stored ones and those like them before the reader."""

from pathlib import Path

from harness import seed
from harness.paths import LONG
from host_build import build_program, run_program

READER = ("fs/initramfs/archive.c", "fs/initramfs/cpio.c", "fs/initramfs/gzip.c",
          "lib/inflate.c", "lib/gunzip.c", "lib/crc32.c")
CORPUS = sorted((Path(__file__).parent / "fuzz/corpus/cpio").iterdir())


def test_the_corpus_and_what_is_like_it_is_read_soundly(tmp_path, monkeypatch):
    program = build_program("cpio_fuzz", host=["tests/host/fuzz/cpio_main.c"],
                            kernel=[*READER, "tests/host/fuzz/cpio_fuzz.c"],
                            flags=("-DCONFIG_INITRAMFS_GZIP=1",))
    monkeypatch.chdir(tmp_path)
    rounds = 4_000 * (30 if LONG else 1)
    done = run_program(program, str(seed.number("cpio")), str(rounds), *CORPUS)
    failed = (tmp_path / "failed").read_bytes().hex()
    assert done.returncode == 0 and not done.stderr, done.stdout + done.stderr + failed
