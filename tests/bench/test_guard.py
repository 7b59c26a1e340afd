# SPDX-License-Identifier: GPL-2.0-only
"""No row may get worse unnoticed, and the figures depend on the code alone."""

import pytest

import baseline
import document
import measure
from harness import build

# What must not cost more when there is more of it; the first size is the small case.
FLAT = ("file_table.close_and_reopen_the_middle", "file_table.get_and_put",
        "file_table.install_and_close", "file_table.next_in_use",
        "frame.alloc_256_and_free", "frame.alloc_and_free", "heap.hundred_blocks",
        "heap.kmalloc_and_kfree", "heap.replace_a_block", "list.rotate",
        "named_channel.call_to_one_of_many_servers", "named_channel.open_and_close",
        "named_channel.send_and_receive_queued", "sched.yield",
        "timer.next", "timer.restart", "timer.start_and_cancel",
        "vfs.create_close_and_unlink", "vfs.create_one_and_unlink_the_oldest",
        "vfs.lookup_of_three_components", "vfs.mkdir_and_rmdir", "vfs.open_and_close",
        "vfs.rename_there_and_back", "vfs.stat", "vfs.stat_far_below_the_root",
        "vfs.stat_of_any", "vfs.stat_of_nothing", "vmalloc.page_and_free")
FLAT_RATIO = 1.3


@pytest.fixture(name="run", scope="module")
def one_run() -> measure.Run:
    return measure.measure()


def test_no_row_is_worse_than_its_baseline_or_its_best(run):
    table = baseline.load().get(run.toolchain)
    if table is None:
        pytest.skip(f"no baseline for {run.toolchain}; make bench prints the figures")
    found = baseline.problems({name: row.median for name, row in run.rows.items()}, table)
    assert not found, "\n".join(
        ["", *found, "If this is meant: make bench-baseline, and say why in the commit."])


@pytest.mark.parametrize("bench", FLAT)
def test_more_objects_do_not_make_it_slower(run, bench):
    small, *larger = [row.median for name, row in run.rows.items()
                      if name.startswith(f"{bench}[")]
    assert larger and max(larger) <= FLAT_RATIO * small


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


def test_figures_depend_on_neither_folder_layout_nor_console_output(run):
    elsewhere = build.kernel(measure.CONFIG, symbols={"LOCALVERSION": "-elsewhere",
                                                      "SPLASH": False})
    again = measure.measure(elsewhere, cmdline="loglevel=3")
    # Ticks fall elsewhere, which a row with interrupts on may show in its extremes.
    assert ({name: row.median for name, row in again.rows.items()}
            == {name: row.median for name, row in run.rows.items()})


def test_figures_of_a_selection_are_those_of_the_whole(run):
    part = measure.measure(pattern="printf.*")
    assert part.rows == {name: row for name, row in run.rows.items()
                         if name.startswith("printf.")}


def test_the_documentation_shows_the_baseline():
    text = document.PAGE.read_text()
    assert document.block(text, "rows") == document.rows_table(
        baseline.load()[baseline.REFERENCE]), "run make bench-baseline"
