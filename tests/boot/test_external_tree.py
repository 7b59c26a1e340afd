# SPDX-License-Identifier: GPL-2.0-only
"""samples/external, from a copy outside the source tree: built, booted and tested."""

import re
import shutil
import subprocess

from harness import build
from harness.paths import SRCTREE, clean_environment


def test_the_sample_passes_its_own_tests(tmp_path):
    """make check-external builds it through the harness and asks all that it can do."""
    sample = tmp_path / "sample"
    shutil.copytree(SRCTREE / "samples/external", sample)
    before = sorted(sample.rglob("*"))
    done = subprocess.run(["make", "-C", build.buildable_tree(), f"O={tmp_path / 'out'}",
                           f"EXT={sample}", "check-external"], text=True, capture_output=True,
                          env=clean_environment(), check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^3 passed in ", done.stdout, re.MULTILINE)
    assert sorted(sample.rglob("*")) == before
