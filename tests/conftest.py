# SPDX-License-Identifier: GPL-2.0-only
"""What all groups of tests share: the harness on the path, serial logs in reports."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import qemu, seed  # noqa: E402  (the path must be set first)


def pytest_report_header() -> str:
    return f"random choices from commit {seed.commit()}; repeat them by EXO_TEST_SEED"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol():
    qemu.booted.clear()
    yield


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(call):
    """A failed test shows what its guests said."""
    outcome = yield
    report = outcome.get_result()
    if report.failed and call.when == "call":
        for number, guest in enumerate(qemu.booted):
            if hasattr(guest, "serial"):
                report.sections.append((f"serial log of guest {number}", guest.log))


def pytest_terminal_summary(terminalreporter):
    """Figures that tests recorded, record_property() of theirs."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")
