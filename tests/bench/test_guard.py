# SPDX-License-Identifier: GPL-2.0-only
"""No row may get worse unnoticed, and the figures depend on the code alone."""

import re

import pytest

import baseline
import document
import flat
import guard
import measure
from harness import build

# Rows that take large blocks of frames.
FRAME_ROWS = ("frame.alloc_", "kernel_stack.", "heap.large_block")
# Names are hashed with the address of their directory: chains of many differ a little.
CROWDED = re.compile(r"vfs\.\w+\[100000\]")


@pytest.fixture(name="run", scope="module")
def one_run() -> measure.Run:
    return measure.measure()


def test_no_row_is_worse_than_its_baseline_or_its_best(run):
    guard.assert_no_worse({name: row.median for name, row in run.rows.items()}, run.toolchain)


def test_more_objects_do_not_make_it_slower(run):
    found = flat.problems({name: row.median for name, row in run.rows.items()})
    assert not found, "\n".join(["", *found])


def test_a_context_switch_takes_at_most_twelve_instructions(run):
    """The row is of two switches, a jump and what the function around one costs."""
    around = run.rows["sched.no_context_switch"].median
    assert run.rows["sched.two_context_switches"].median - around <= 2 * 12 + 1


def test_a_yield_between_two_threads_takes_at_most_ninety_instructions(run):
    assert run.rows["sched.yield[2]"].median <= 90


def test_a_message_one_way_takes_at_most_150_instructions(run):
    assert run.rows["named_channel.one_way[8]"].median <= 150


def test_a_call_and_its_reply_take_at_most_350_instructions(run):
    assert run.rows["named_channel.call_and_reply[8]"].median <= 350


def test_the_toolchain_of_continuous_integration_is_known():
    assert baseline.load()[baseline.REFERENCE]


def test_a_second_run_differs_in_no_figure(run):
    assert measure.measure() == run


@pytest.mark.early
def test_figures_depend_on_neither_folder_layout_nor_console_output(run):
    elsewhere = build.kernel(measure.CONFIG, symbols={"LOCALVERSION": "-elsewhere",
                                                      "SPLASH": False})
    again = measure.measure(elsewhere, cmdline="loglevel=3")
    # Ticks fall elsewhere, which a row with interrupts on may show in its extremes.
    assert figures(again, depends_on_frames=False) == figures(run, depends_on_frames=False)
    # An image of another size leaves other frames free, so bitmaps have other words, and
    # a large block is part of a larger one or not.
    assert (figures(again, depends_on_frames=True)
            == pytest.approx(figures(run, depends_on_frames=True), rel=0.25))


def figures(run: measure.Run, depends_on_frames: bool) -> dict[str, int]:
    return {name: row.median for name, row in run.rows.items()
            if bool(name.startswith(FRAME_ROWS) or CROWDED.match(name)) == depends_on_frames}


def test_figures_of_a_selection_are_those_of_the_whole(run):
    part = measure.measure(pattern="printf.*")
    assert part.rows == {name: row for name, row in run.rows.items()
                         if name.startswith("printf.")}


def test_the_documentation_shows_the_baseline():
    text = document.PAGE.read_text()
    assert document.block(text, "rows") == document.rows_table(
        baseline.load()[baseline.REFERENCE]), "run make bench-baseline"
