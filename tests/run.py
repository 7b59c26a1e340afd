#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Run groups of tests, all of them unless some are named:

    tests/run.py [GROUP...] [-- PYTEST-ARGUMENTS...]

A group is a folder beside this file and has a budget of seconds on two cores.
The last line is "N passed, N failed, N skipped". The exit status is 0 if
nothing failed, something ran, and, in CI (CI=true), nothing was skipped.

A few tests that failed are run once more, one at a time: on a busy machine a
guest may be late. What passes then is counted as passed, and named: it is
unsteady, which is a bug of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).resolve().parent
WORKERS = "2"
AGAIN_MAX = 3  # failures of a group; more are no accident
SLOW_SECONDS = 15  # tests that are named for it


@dataclass(frozen=True)
class Group:
    """A folder of tests."""

    name: str
    budget: int  # seconds


GROUPS = (Group("static", 40), Group("host", 80), Group("config", 80), Group("build", 280),
          Group("boot", 240), Group("programs", 300), Group("load", 120), Group("bench", 120))


@dataclass
class Count:
    """Outcomes of tests."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)  # for pytest, FILE::TEST

    def add(self, other: "Count") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main(arguments: list[str]) -> int:
    names, extra = _split(arguments)
    known = {group.name: group for group in GROUPS}
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"no group {' '.join(unknown)}; there are: {' '.join(known)}")
    total = Count()
    times = []
    for group in [known[name] for name in names] or GROUPS:
        print(f"=== {group.name}", flush=True)
        start = time.monotonic()
        total.add(run_group(group, extra))
        times.append((group, time.monotonic() - start))
    print_times(times)
    good = verdict(total)
    print(total)
    return 0 if good else 1


def run_group(group: Group, extra: list[str]) -> Count:
    count = run_pytest(group, [group.name, *extra], WORKERS)
    if not 0 < len(count.failures) <= AGAIN_MAX or len(count.failures) != count.failed:
        return count
    print(f"=== {group.name}, what failed once more", flush=True)
    again = run_pytest(group, count.failures, "1")
    if again.passed + again.failed != count.failed:
        return count  # not the same tests
    for test in set(count.failures) - set(again.failures):
        print(f"unsteady: {test}")
    return Count(count.passed + again.passed, again.failed, count.skipped)


def run_pytest(group: Group, what: list[str], workers: str) -> Count:
    """Run @what, files, tests and options, below this folder."""
    with tempfile.TemporaryDirectory(prefix="exo-tests-") as scratch:
        report = Path(scratch) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist", "loadgroup",
                   "-p", "no:cacheprovider", "--rootdir", str(TESTS), "--tb=short", "-ra",
                   "--durations=10", f"--durations-min={SLOW_SECONDS}",
                   f"--junitxml={report}", *what]
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        status = subprocess.run(command, cwd=TESTS, env=environment, check=False).returncode
        count = read_report(report)
    if status != 0 and count.failed == 0:
        print(f"{group.name}: pytest ended with status {status}")
        count.failed = 1  # nothing collected, a broken conftest, an interrupt ...
    return count


def read_report(path: Path) -> Count:
    """Count the outcomes in pytest's JUnit file."""
    count = Count()
    if not path.exists():
        return count
    for case in xml.parse(path).iter("testcase"):
        outcomes = {child.tag for child in case}
        if outcomes & {"failure", "error"}:
            count.failed += 1
            file = case.get("classname", "").replace(".", "/") + ".py"
            count.failures.append(f"{file}::{case.get('name')}")
        elif "skipped" in outcomes:
            count.skipped += 1
        else:
            count.passed += 1
    return count


def verdict(total: Count) -> bool:
    in_ci = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    if in_ci and total.skipped:
        print("in CI every test must run: a skip is a failure")
        return False
    if total.passed + total.failed == 0:
        print("no test ran")
        return False
    return total.failed == 0


def print_times(times: list[tuple[Group, float]]) -> None:
    for group, seconds in times:
        over = "" if seconds <= group.budget else "  over budget"
        print(f"{group.name:8} {seconds:5.0f} s of {group.budget} s{over}")


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
