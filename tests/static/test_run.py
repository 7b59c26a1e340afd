# SPDX-License-Identifier: GPL-2.0-only
"""
tests/run.py and conftest.py: what is counted, what is tried again, and who runs what.
"""

import shutil

import pytest

import run

TESTS = '''
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def tries(name):
    """How many times the test of that name has been run, this time included."""
    with open(HERE / name, "a", encoding="ascii") as file:
        file.write("x")
    return (HERE / name).stat().st_size


def test_steady():
    assert tries("steady") == 1


@pytest.mark.parametrize("word", ["a b", "c"])
def test_late(word):
    assert tries("late " + word) > LATE


@pytest.mark.skip
def test_skipped():
    assert False
'''


SHARING = '''
from pathlib import Path

import pytest


def note(name):
    with open(Path(__file__).with_name("notes"), "a", encoding="ascii") as file:
        file.write(name + "\\n")


@pytest.fixture(scope="module", params=["gcc", "clang"])
def dear(request):
    note(f"made for {request.param}")


@pytest.mark.parametrize("number", range(8))
def test_quick(number):
    note("quick")


@pytest.mark.parametrize("number", range(4))
def test_with_what_is_dear(dear, number):
    assert number != 2


@pytest.mark.early
def test_long():
    note("long")
'''


def counts(tmp_path, monkeypatch, late):
    group = tmp_path / "group"
    group.mkdir()
    (group / "test_some.py").write_text(TESTS.replace("LATE", str(late)))
    monkeypatch.setattr(run, "TESTS", tmp_path)
    return run.run_group(run.Group("group", 1), [])


@pytest.mark.parametrize("late, passed, failed", [(0, 3, 0), (1, 3, 0), (2, 1, 2)])
def test_what_fails_is_run_once_more(tmp_path, monkeypatch, capsys, late, passed, failed):
    count = counts(tmp_path, monkeypatch, late)
    assert (count.passed, count.failed, count.skipped) == (passed, failed, 1)
    unsteady = capsys.readouterr().out.count("unsteady: group/test_some.py::test_late[")
    assert unsteady == (2 if late == 1 else 0)


def test_many_failures_are_no_accident(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(run, "AGAIN_MAX", 1)
    assert counts(tmp_path, monkeypatch, late=1).failed == 2
    assert "once more" not in capsys.readouterr().out


def test_long_tests_begin_early_and_what_is_shared_is_made_once(tmp_path, monkeypatch):
    group = tmp_path / "group"
    group.mkdir()
    (group / "test_some.py").write_text(SHARING)
    shutil.copy(run.TESTS / "conftest.py", tmp_path)
    (tmp_path / "harness").symlink_to(run.TESTS / "harness")
    monkeypatch.setattr(run, "TESTS", tmp_path)
    count = run.run_pytest(run.GROUPS[0], ["group"], run.WORKERS)
    assert sorted(count.failures) == [f"group/test_some.py::test_with_what_is_dear[{name}]"
                                      for name in ("clang-2", "gcc-2")]
    notes = (group / "notes").read_text().split("\n")
    assert "long" in notes[:2]  # the other is of the other worker
    assert sorted(note for note in notes if note.startswith("made")) == [
        "made for clang", "made for gcc"]
