# SPDX-License-Identifier: GPL-2.0-only
"""Which figures the guard objects to, and what a renewal stores."""

import pytest

import baseline
import bench
import document
import measure
from baseline import Change, Stored

TABLE = {"list.walk": Stored(400, 400), "ring.push": Stored(20, 20)}

LOG = """\
bench: Acme-OS 0.5.0 Linux Crusher (gcc 12.2.0)
bench: row            min   median      p99 unit  samples
bench: list.walk       390      400      410 ticks 1000 x 1
bench: ring.push[64]    20       20       21 ticks 532 x 16
bench: 2 rows, 0 errors
"""


@pytest.mark.parametrize("walk", [412, 400, 100, 0])
def test_up_to_three_percent_is_no_objection(walk):
    assert not baseline.problems({"list.walk": walk, "ring.push": 20}, TABLE)


def test_more_than_three_percent_names_row_old_and_new_figure():
    assert baseline.problems({"list.walk": 413, "ring.push": 20}, TABLE) == [
        "list.walk: 413, worse than its baseline 400 (+3.2 %)"]


def test_short_rows_may_rise_by_one_tick():
    assert not baseline.problems({"list.walk": 400, "ring.push": 21}, TABLE)
    assert baseline.problems({"list.walk": 400, "ring.push": 22}, TABLE) == [
        "ring.push: 22, worse than its baseline 20 (+10.0 %)"]


@pytest.mark.parametrize("reference, highest", [(0, 1), (1, 2), (33, 34), (49, 50), (50, 51),
                                                (66, 67), (67, 69), (100, 103), (1000, 1030)])
def test_allowance_never_shrinks_as_rows_grow(reference, highest):
    assert baseline.allowed(reference) == highest


def test_small_steps_are_caught_by_the_best():
    crept = {"list.walk": Stored(410, 400)}
    assert not baseline.problems({"list.walk": 412}, crept)
    assert baseline.problems({"list.walk": 413}, crept) == [
        "list.walk: 413, worse than its best 400 (+3.2 %)"]


def test_new_and_vanished_rows_are_objected_to():
    assert baseline.problems({"list.walk": 400, "heap.pair": 7}, TABLE) == [
        "heap.pair: no baseline yet, 7 now", "ring.push: has gone, its baseline is 20"]


def test_a_figure_from_nothing_is_worse():
    assert baseline.problems({"x.y": 2}, {"x.y": Stored(0, 0)}) == [
        "x.y: 2, worse than its baseline 0 (from 0)"]


def test_renewal_keeps_the_best_of_small_steps():
    assert baseline.renewed({"list.walk": 410}, TABLE) == {"list.walk": Stored(410, 400)}
    assert baseline.renewed({"list.walk": 390}, TABLE) == {"list.walk": Stored(390, 390)}


def test_renewal_accepts_a_rise_from_which_the_best_begins_anew():
    table = baseline.renewed({"list.walk": 500, "ring.push": 20}, TABLE)
    assert table["list.walk"] == Stored(500, 500)
    assert not baseline.problems({"list.walk": 500, "ring.push": 20}, table)


def test_renewal_drops_what_has_gone_and_adds_what_is_new():
    assert baseline.renewed({"heap.pair": 7}, TABLE) == {"heap.pair": Stored(7, 7)}


def test_each_row_that_rose_is_named_and_no_other():
    medians = {"heap.pair": 7, "list.walk": 401, "ring.push": 19}
    assert baseline.rises(medians, TABLE) == [Change("list.walk", 400, 401)]
    assert [str(change) for change in baseline.changes(medians, TABLE)] == [
        "heap.pair: new, 7", "list.walk: 400 -> 401 (+0.2 %)", "ring.push: 20 -> 19 (-5.0 %)"]
    assert str(Change("ring.push", 20, None)) == "ring.push: gone, was 20"


def test_nothing_changed_is_no_change():
    assert not baseline.changes({"list.walk": 400, "ring.push": 20}, TABLE)


def test_what_was_saved_is_loaded(tmp_path):
    path = tmp_path / "baseline.json"
    assert not baseline.load(path)
    tables = {"gcc 99.1, qemu 9.0": TABLE, "gcc 12.2, qemu 7.2": {}}
    baseline.save({"gcc 99.1, qemu 9.0": TABLE}, path)
    assert baseline.load(path) == {"gcc 99.1, qemu 9.0": TABLE}
    assert '"list.walk": {"baseline": 400, "best": 400},\n' in path.read_text()
    baseline.save(tables, path)
    assert baseline.load(path) == tables


def test_the_kernels_table_is_read():
    run = measure.parse(LOG, "7.2")
    assert run.toolchain == "gcc 12.2, qemu 7.2"
    assert run.rows == {"list.walk": measure.Row(390, 400, 410, 1000, 1),
                        "ring.push[64]": measure.Row(20, 20, 21, 532, 16)}


def test_a_table_cut_short_is_refused():
    with pytest.raises(measure.BenchError, match="ended before"):
        measure.parse(LOG.replace("bench: 2 rows, 0 errors\n", ""), "7.2")
    with pytest.raises(measure.BenchError):
        measure.parse(LOG.replace("2 rows", "3 rows"), "7.2")


def test_errors_of_the_kernel_are_named():
    with pytest.raises(measure.BenchError, match="^frame.alloc: error 12$"):
        measure.parse(LOG.replace("2 rows", "3 rows") + "bench: frame.alloc   error 12\n", "7.2")


def test_a_pattern_without_a_match_is_said_to_be_one():
    assert measure.explain("bench: 0 rows, 0 errors\n") == "no benchmark matches"


PAGE = """\
<!-- rows: generated -->
old
<!-- rows end -->
words
<!-- rises: generated -->
| release |
<!-- rises end -->
"""


def test_the_page_gets_rows_and_keeps_what_rose():
    text = document.with_rows(PAGE, TABLE)
    assert document.block(text, "rows") == document.rows_table(TABLE) and "\nwords\n" in text
    for risen in ([Change("a.b", 10, 20)], [], [Change("c.d", 100, 104)]):
        text = document.with_rises(text, document.rise_lines("0.5.0", "gcc", risen))
    assert document.block(text, "rises").splitlines() == [
        "| release |", "| 0.5.0 | gcc | `a.b` | 10 | 20 | +100.0 % |",
        "| 0.5.0 | gcc | `c.d` | 100 | 104 | +4.0 % |"]


PROGRAMS_PAGE = """\
<!-- programs: generated -->

<!-- programs end -->
<!-- growth: generated -->

<!-- growth end -->
""" + PAGE


def test_a_renewal_stores_figures_and_shows_them_on_the_page(tmp_path, monkeypatch, capsys):
    page, store = tmp_path / "page.md", tmp_path / "store.json"
    page.write_text(PROGRAMS_PAGE)
    monkeypatch.setattr(document, "PAGE", page)
    medians = {"open": 100, "open_among[1]": 100, "open_among[10]": 110}
    bench.renew("gcc", medians, store, document.with_programs)
    bench.renew("gcc", medians | {"open": 101}, store, document.with_programs)
    assert baseline.load(store)["gcc"] == {
        "open": Stored(101, 100), "open_among[1]": Stored(100, 100),
        "open_among[10]": Stored(110, 110)}
    text = page.read_text()
    assert document.block(text, "programs").splitlines()[2:] == ["| `open` | 101 | 100 |"]
    assert document.block(text, "growth").splitlines()[2:] == [
        "| `open_among` | 1 | 100 | 10 | 110 | 1.10 |  |"]
    assert "`open` | 100 | 101 | +1.0 %" in document.block(text, "rises")
    assert "open: 100 -> 101 (+1.0 %), because" in capsys.readouterr().out
