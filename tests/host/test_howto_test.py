# SPDX-License-Identifier: GPL-2.0-only
"""Documentation/howto-add-a-test.md: its test passes, its report is the real one."""

import re

import pytest

from harness.paths import SRCTREE
from host_build import build_program, run_program

PAGE = SRCTREE / "Documentation/howto-add-a-test.md"
FILE = "lib/align_test.c"


def block(before):
    """The text of the first fenced block after a line."""
    return re.search(rf"{before}\n\n```\w*\n(.*?)^```$", PAGE.read_text(),
                     re.MULTILINE | re.DOTALL)[1]


@pytest.fixture(name="run")
def run_source(tmp_path):
    def run(name, text):
        source = tmp_path / FILE
        source.parent.mkdir()
        source.write_text(text)
        done = run_program(build_program(name, kernel=[str(source)]))
        return done.returncode, done.stdout.replace(str(source), FILE)
    return run


def test_the_example_passes(run):
    status, report = run("howto_test", block(f"`{FILE}`:"))
    assert status == 0 and "# Totals: pass:2 fail:0 skip:0 total:2" in report


def test_the_failing_report_is_the_real_one(run):
    text = block(f"`{FILE}`:").replace("16", "17", 1)
    status, report = run("howto_test_failing", text)
    assert status == 1 and report == block("Had the test said 17 .*, the report would be")
