# SPDX-License-Identifier: GPL-2.0-only
"""Programs do not pay more than on Linux, whose figures are stored, nor is it larger."""

import pytest

import compare
import comparison
import document
import footprint
import linux_figures
import peers
from harness import build, programs

MEAN_AT_LEAST = 2.5  # against the tuned kernel

# A tuned Linux takes 250 million, 40 MB and 3.4 MB.
BOOT_INSTRUCTIONS = 20_000_000
RAM_MB = 8
SMALL_BYTES, TINY_BYTES = 300 << 10, 60 << 10


@pytest.fixture(name="linux", scope="module")
def stored_linux() -> dict[str, linux_figures.Linux]:
    return linux_figures.load()


def test_no_row_is_behind_linux(linux):
    rows = peers.run(build.kernel(compare.CONFIG).image, programs.CMDLINE)
    for name, kernel in linux.items():
        assert not comparison.summary(rows, kernel).behind, name
    assert set(rows) >= set(linux["tuned"].rows)
    assert comparison.summary(rows, linux["tuned"]).mean >= MEAN_AT_LEAST


def test_the_first_program_starts_soon_after_the_kernel():
    image = build.kernel(compare.CONFIG).image
    assert footprint.boot_instructions(image, compare.WORDS) <= BOOT_INSTRUCTIONS


def test_little_ram_is_enough_for_a_shell():
    assert footprint.shell_boots(build.kernel(compare.CONFIG).image, compare.WORDS, RAM_MB)


def test_the_smallest_kernel_runs_every_row(linux):
    small = build.kernel(compare.SMALL).image
    assert set(peers.run(small, programs.CMDLINE)) >= set(linux["tuned"].rows)
    assert small.stat().st_size <= SMALL_BYTES


def test_the_tiny_kernel_is_tiny():
    assert build.kernel(compare.TINY).image.stat().st_size <= TINY_BYTES


def test_the_documentation_shows_the_stored_figures(linux):
    text = document.block(document.PAGE.read_text(), "linux")
    for name, kernel in linux.items():
        assert f"{name}: {kernel.kernel};" in text
        for row, figures in kernel.rows.items():
            assert f"| {figures.median:.0f} |" in next(
                line for line in text.splitlines() if line.startswith(f"| {row} |"))
