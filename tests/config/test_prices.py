# SPDX-License-Identifier: GPL-2.0-only
"""Prices: which configuration each symbol is measured by, and the file they are kept in."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from harness.paths import SRCTREE, clean_environment

sys.path.insert(0, str(SRCTREE / "scripts"))

from kconfig.assignments import parse  # noqa: E402  (the path must be set first)
from prices import book, listing  # noqa: E402
from prices.flips import Flips  # noqa: E402

PRICE = book.Price(text=100, rodata=20, data=3, bss=4000, boot=7, ram_kb=8,
                   toolchain="gcc 12.2, qemu 7.2")


@pytest.fixture(name="flips")
def flips_of_the_tree(monkeypatch):
    monkeypatch.setenv("srctree", str(SRCTREE))
    return Flips()


def values(config: str) -> dict[str, str]:
    return {each.name: each.text for each in parse(config, "", "config")[0]}


def test_each_flip_has_the_symbol_changed_and_what_it_names(flips):
    base = values(flips.config)
    flipped = 0
    for name in flips.names():
        flip = flips.flip(name)
        if flip.obstacle:
            assert not flip.config
            continue
        now = values(flip.config)
        assert now.get(name, "n") == ("y" if flip.turned_on else "n")
        assert base.get(name, "n") == ("n" if flip.turned_on else "y")
        flipped += 1
        others = {each for each in base.keys() | now.keys()
                  if base.get(each, "n") != now.get(each, "n")} - {name}
        bools = {each for each in others if {base.get(each, "n"), now.get(each, "n")} == {"y", "n"}}
        hidden = bools - set(flips.names())
        assert bools - hidden == set(flip.others)
    assert flipped > 60


@pytest.mark.parametrize("name, obstacle", [
    ("HZ_100", "the chosen one"), ("LOG_BUF_SHIFT", "a number or text")])
def test_what_cannot_be_flipped_says_why(flips, name, obstacle):
    assert obstacle in flips.flip(name).obstacle


def test_dependencies_are_turned_on_first_and_named(flips):
    flip = flips.flip("KASAN")
    assert flip.turned_on and flip.others == ["HEAP_DEBUG"]


def test_dependents_follow_and_are_named(flips):
    flip = flips.flip("KMON")
    assert not flip.turned_on and {"KMON_HISTORY", "KMON_LOG"} <= set(flip.others)


def test_price_is_stale_once_other_symbols_change_with_it_or_the_tools_do(flips):
    flip = flips.flip("KMON")
    fresh = replace(PRICE, identity=flip.identity(PRICE.toolchain))
    assert not listing.stale(flip, fresh)
    assert listing.stale(flip, replace(fresh, toolchain="clang 14.0, qemu 7.2"))
    assert listing.stale(flips.flip("TTY"), fresh)


def test_stored_prices_are_read_back(tmp_path):
    path = tmp_path / "prices.json"
    assert book.read(path) == {}
    prices = {"B": PRICE, "A": replace(PRICE, boot=None, ram_kb=None, others=("B", "C"))}
    book.write(prices, path)
    assert book.read(path) == prices
    assert list(json.loads(path.read_text())) == ["A", "B"]
    assert [each.name for each in tmp_path.iterdir()] == ["prices.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"A": 1}', '{"A": {"text": 1}}',
                                  '{"A": {"others": [], "unknown": 1}}'])
def test_damaged_file_is_named_and_left_alone(tmp_path, text):
    path = tmp_path / "prices.json"
    path.write_text(text)
    with pytest.raises(ValueError, match="prices.json is damaged"):
        book.read(path)
    assert path.read_text() == text


def test_listing_is_sorted_and_marks_what_is_stale(flips):
    fresh = {name: replace(PRICE, text=text, identity=flips.flip(name).identity(PRICE.toolchain))
             for name, text in (("TTY", 10), ("SPLASH", 3000), ("KALLSYMS", 200))}
    fresh["SPLASH"] = replace(fresh["SPLASH"], identity="of another time")
    names = ["TTY", "SPLASH", "KALLSYMS", "HZ_100", "PIPE"]
    lines = listing.table(fresh, map(flips.flip, names), "image")
    assert [line.split()[0] for line in lines] == \
        ["symbol", "SPLASH", "KALLSYMS", "TTY", "HZ_100", "PIPE"]
    assert lines[1].endswith("stale") and not lines[2].endswith("stale")
    assert "not measured yet" in lines[5]


def test_dearest_are_named_in_order():
    prices = {"A": PRICE, "B": replace(PRICE, boot=9), "C": replace(PRICE, boot=None)}
    named = listing.dearest(prices, ["A", "B", "C", "D"], "boot", 5)
    assert [line.split()[0] for line in named] == ["B", "A"]


def prices_goal(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(["make", "-s", "prices", "SHOW=1", *arguments], cwd=SRCTREE, text=True,
                          capture_output=True, check=False, env=clean_environment(), timeout=60)


def test_make_prices_lists_what_is_stored():
    listed = prices_goal("SYM=KMON CONFIG_TTY", "SORT=boot")
    assert listed.returncode == 0, listed.stderr
    assert {line.split()[0] for line in listed.stdout.splitlines()} == {"symbol", "KMON", "TTY"}


@pytest.mark.parametrize("wrong, said", [
    ("SYM=NO_SUCH", "NO_SUCH is no symbol that can be set"), ("SORT=colour", "SORT=colour"),
    ("SYM=heap_debugg", "(did you mean HEAP_DEBUG?)")])
def test_make_prices_refuses_what_it_does_not_know(wrong, said):
    done = prices_goal(wrong)
    assert done.returncode != 0 and said in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("goal", ["prices", "matrix-list"])
def test_list_that_nobody_reads_to_its_end_is_no_traceback(goal):
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = subprocess.run(["make", "-s", goal, "SHOW=1"], cwd=SRCTREE, text=True,
                              stdout=write_end, stderr=subprocess.PIPE, check=False,
                              env=clean_environment(), timeout=60)
    finally:
        os.close(write_end)
    assert done.returncode != 0 and "Traceback" not in done.stderr
