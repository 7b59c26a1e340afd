# SPDX-License-Identifier: GPL-2.0-only
"""The tables of make bench-compare, of made-up figures; the file that keeps Linux's."""

import pytest

import chart
import comparison
import linux_figures
from footprint import Footprint
from peers import Figures


def rows(**medians: float) -> dict[str, Figures]:
    return {name: Figures(median - 1, median, median + 1) for name, median in medians.items()}


OURS = comparison.Ours(rows(call=100, fork=1000, ours_only=5), Footprint(2_000_000, 5, 614400),
                       Footprint(3_000_000, 4, 204800), 30720)
LINUX = linux_figures.Linux("Linux 6.1", "image hash", "config hash", "quiet", "7.2 -accel tcg",
                            rows(call=400, fork=900), Footprint(250_000_000, 40, 3_145_728))
OTHERS = {"tuned": LINUX}


def test_ratio_is_linux_for_one_of_ours_in_the_rows_of_both():
    assert comparison.ratios(OURS.rows, LINUX) == {"call": 4, "fork": 0.9}


def test_summary_has_the_geometric_mean_and_the_rows_behind():
    found = comparison.summary(OURS.rows, LINUX)
    assert found.mean == pytest.approx(3.6 ** 0.5) and found.behind == ["fork"]


def test_rows_stand_beside_linux_and_the_mean_below():
    assert comparison.rows_table(OURS, OTHERS) == [
        ["row", "Exo-OS", "tuned", ""],
        ["call", "100", "400", "4.00x"],
        ["fork", "1000", "900", "0.90x"],
        ["ours_only", "5", "-", ""],
        ["geometric mean", "", "", "1.90x"]]


def test_without_linux_our_figures_stand_alone():
    assert comparison.rows_table(OURS, {})[1] == ["call", "100"]
    assert chart.draw({})


def test_footprints_stand_side_by_side():
    assert comparison.footprint_table(OURS, OTHERS)[1:] == [
        ["instructions from entry to /init", "2000000", "3000000", "250000000"],
        ["least RAM for a shell, MB", "5", "4", "40"],
        ["image, KB", "600", "200", "3072"]]


def test_remarks_name_the_kernel_and_what_the_rows_do_not_do():
    text = "\n".join(comparison.remarks(OURS, OTHERS))
    assert "tuned: Linux 6.1; Exo-OS is behind in fork." in text
    assert "30 KB" in text and "control groups" in text


def test_columns_are_aligned_as_text_and_whole_in_markdown():
    table = [["row", "a"], ["long name", "1234"]]
    assert comparison.as_text(table) == "row             a\nlong name    1234"
    assert comparison.as_markdown(table) == "| row | a |\n| --- | ---: |\n| long name | 1234 |"


def test_stored_figures_are_read_back_as_they_were(tmp_path):
    assert not linux_figures.load(tmp_path / "absent.json")
    linux_figures.save(OTHERS, tmp_path / "linux.json")
    assert linux_figures.load(tmp_path / "linux.json") == OTHERS
    assert '"call": [399, 400, 401]' in (tmp_path / "linux.json").read_text()


def test_chart_has_a_bar_for_each_ratio_to_the_left_of_1x_where_we_are_behind():
    drawn = chart.draw({"tuned": {"call": 4, "fork": 0.5}})
    assert drawn.count("<rect") == 3  # the background is one
    assert f'<rect x="{chart.LEFT:.1f}"' in drawn
    assert f'<rect x="{chart.LEFT - chart.WIDTH / 2:.1f}"' in drawn
