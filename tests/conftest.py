# SPDX-License-Identifier: GPL-2.0-only
"""
What all groups of tests share: the harness on the path, serial logs in reports, and
who runs what. A worker is given the next test when it is done with another, so one that
takes a minute begins early: left for the end, it would keep one worker busy and the
other idle.
"""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import qemu, seed  # noqa: E402  (the path must be set first)


def pytest_report_header() -> str:
    return f"random choices from commit {seed.commit()}; repeat them by EXO_TEST_SEED"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "early: takes long, so it begins before the others")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first; in one worker those that share a fixture, which is so made once."""
    items.sort(key=lambda item: item.get_closest_marker("early") is None)
    for item in items:
        if group := sharing_group(item):
            item.add_marker(pytest.mark.xdist_group(group))


def sharing_group(item: pytest.Item) -> str:
    """A name for the tests of a module that share a fixture with the same parameters."""
    found = item._fixtureinfo.name2fixturedefs
    shared = sorted(name for name in found if found[name][-1].scope == "module")
    given = item.callspec.params if hasattr(item, "callspec") else {}
    variant = [str(given[name]) for name in shared if name in given]
    return "-".join([item.path.stem, *variant]) if shared else ""


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


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report):
    """Drop what pytest-xdist adds to names in a worker: by the rest a test can be run again."""
    if hasattr(report, "node"):
        report.nodeid = re.sub(r"@[^@\]]*$", "", report.nodeid)


def pytest_terminal_summary(terminalreporter):
    """Figures that tests recorded, record_property() of theirs."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")
