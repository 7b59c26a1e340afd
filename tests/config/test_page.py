# SPDX-License-Identifier: GPL-2.0-only
"""The page of make config-report: what is on it, and what it does in a browser."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from harness.paths import SLOWNESS, SRCTREE, clean_environment

BROWSER = shutil.which("chromium")
BROWSER_LIMIT = 120 * SLOWNESS
ALONE = re.compile(r"""(?:src|href)=(?!"#)|@import|url\(|fetch\(|XMLHttpRequest""")


@pytest.fixture(name="page")
def page_of_the_tree(exo):
    exo.done("defconfig")
    exo.done("config-report")
    return exo.folder / "config-report.html"


def browse(page: Path, *arguments: str, fragment: str = "") -> str:
    """Open a page, from the file, as any user; what chromium prints."""
    if BROWSER is None:
        pytest.skip("no chromium here; scripts/setup installs it")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900",
               "--disable-dev-shm-usage", f"--user-data-dir={page.parent / 'profile'}", *arguments]
    return subprocess.run([*command, f"file://{page}{fragment}"], capture_output=True, text=True,
                          check=True, timeout=BROWSER_LIMIT, env=clean_environment()).stdout


def after(page: Path, script: str, fragment: str = "", *options: str) -> str:
    """The page's elements once a script has acted on it like a user."""
    acted = page.with_name("acted.html")
    acted.write_text(page.read_text() + f"<script>{script}</script>")
    return browse(acted, "--dump-dom", *options, fragment=fragment)


def shown(elements: str) -> list[str]:
    """The symbols in the order of the page, without those that are hidden."""
    bodies = re.findall(r'<tbody id="(\w+)"([^>]*)>', elements)
    return [name for name, attributes in bodies if "hidden" not in attributes]


def click_heading(name: str) -> str:
    return "[...document.querySelectorAll('th button')]" \
           f".find(each => each.textContent === {json.dumps(name)}).click();"


def test_every_symbol_is_there_with_help_and_dependencies(exo, page):
    text = page.read_text()
    names = exo.python("import kconfiglib; print(*(s.name for s in"
                       " kconfiglib.Kconfig('Kconfig').unique_defined_syms))").split()
    assert shown(text) == names and len(names) > 100
    kasan = text.split('<tbody id="KASAN"')[1].split("</tbody>")[0]
    assert '<dt>Depends on</dt><dd><a href="#HEAP_DEBUG">HEAP_DEBUG</a>' in kasan
    assert "mm/Kconfig:" in kasan and "bytes of the image" in kasan
    heap_debug = text.split('<tbody id="HEAP_DEBUG"')[1].split("</tbody>")[0]
    assert '<a href="#KASAN">KASAN</a>' in heap_debug.split("<dt>Mentioned by</dt>")[1]


def test_page_needs_nothing_else(page):
    assert ALONE.findall(page.read_text()) == []


def test_texts_are_escaped(tree):
    tree.write("Kconfig", 'mainmenu "A <b> & c"', "config X", '\tstring "<script>"',
               '\tdefault "</script>"', "\thelp", "\t  Say <y>.")
    tree.defconfig()
    tree.write("defconfigs/x86_64_defconfig", "# empty")
    tree.done("config-report")
    text = (tree.folder / "config-report.html").read_text()
    assert text.count("<script>") == text.count("</script>") == 1
    for told in ("A <b> & c", "<script>", "</script>", "Say <y>."):
        assert html.escape(told) in text


def test_unchanged_page_is_not_written_again(exo, page):
    before = page.stat().st_mtime_ns
    exo.done("config-report")
    assert page.stat().st_mtime_ns == before


def test_linked_symbol_opens_and_scripts_run(page):
    elements = after(page, "", "#KMON")
    assert re.search(r'<tbody id="KMON"[^>]* class="open"', elements)
    assert elements.count('class="open"') == 1
    assert f"{len(shown(elements))} of {len(shown(elements))}" in elements


def test_linked_symbol_is_not_behind_the_headings(page):
    elements = after(page, """
        setTimeout(() => document.body.dataset.below =
            document.querySelector("#KMON .row").getBoundingClientRect().top >=
            document.querySelector("th").getBoundingClientRect().bottom, 300);
        """, "#KMON", "--virtual-time-budget=2000")
    assert 'data-below="true"' in elements


def test_columns_sort_down_up_and_back(page):
    stored = json.loads((SRCTREE / "scripts/prices/prices.json").read_text())
    by_text = sorted(stored.values(), key=lambda price: -price["text"])
    down = shown(after(page, click_heading("Text")))
    assert stored[down[0]]["text"] == by_text[0]["text"]
    assert [stored[name]["text"] for name in down if name in stored] == \
        [price["text"] for price in by_text]
    up = shown(after(page, 2 * click_heading("Text")))
    assert stored[up[0]]["text"] == by_text[-1]["text"]
    assert shown(after(page, 3 * click_heading("Text"))) == shown(page.read_text())


def test_search_and_menu_leave_what_is_wanted(page):
    searched = shown(after(page, "search.value = 'KMON history';"
                                 "search.dispatchEvent(new Event('input'));"))
    assert "KMON_HISTORY" in searched and 0 < len(searched) < 10
    chosen = shown(after(page, "[...document.querySelectorAll('nav a')]"
                               ".find(each => each.textContent === 'PCI').click();"))
    assert {"PCI", "PCI_MMCONFIG"} <= set(chosen) and "KMON" not in chosen


def test_picture_of_the_page_shows_something(page, tmp_path):
    picture = tmp_path / "page.png"
    browse(page, f"--screenshot={picture}")
    assert picture.read_bytes()[:4] == b"\x89PNG" and picture.stat().st_size > 50_000
