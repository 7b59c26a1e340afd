# SPDX-License-Identifier: GPL-2.0-only
"""make config-report: the whole configuration as one HTML page.

It needs no network and no server. All text is in the HTML, so that it can be
read without scripts; page.js adds sorting, search and the choice of a menu.
"""

import html
import os
import re

import kconfiglib
from kconfiglib import AND, OR, expr_items, expr_str, split_expr

from kconfig import explain, paths, store
from kconfig.tree import load_current

OUTPUT = "config-report.html"
_FOLDER = os.path.dirname(os.path.abspath(__file__))
_TYPES = {kconfiglib.BOOL: "bool", kconfiglib.INT: "int", kconfiglib.HEX: "hex",
          kconfiglib.STRING: "string"}
# Heading, what it explains, and the field of a Price; empty for text
_COLUMNS = (
    ("Symbol", "", ""), ("What it is", "", ""), ("Value", "", ""),
    ("Image", "bytes of the image file", "image"), ("Text", "bytes of code", "text"),
    ("Rodata", "bytes of constants", "rodata"), ("Data", "bytes of variables", "data"),
    ("Bss", "bytes of variables that begin as zero", "bss"),
    ("Boot", "instructions to start up", "boot"), ("RAM", "KB in use after start-up", "ram_kb"))


def config_report(_arguments: list) -> int:
    """Write the page about the present .config."""
    tree = load_current()
    store.write_if_changed(OUTPUT, page_text(tree))
    print(f"{OUTPUT} written")
    return 0


def page_text(tree) -> str:
    users = _users(tree)
    flips, prices = _prices()
    items = [_item(tree, node, users, flips, prices) for node in tree.node_iter(unique_syms=True)
             if isinstance(node.item, kconfiglib.Symbol)]
    return "\n".join([
        "<!DOCTYPE html>", '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{_text(tree.mainmenu_text)}</title>",
        f"<style>\n{_asset('page.css')}</style></head><body>",
        f"<header><h1>{_text(tree.mainmenu_text)}</h1>",
        '<label>Search names, texts and help'
        ' <input id="search" type="search" title="/ comes here" autocomplete="off"></label>'
        '<span id="count"></span></header>',
        f"<nav>{_menus(tree)}</nav>",
        f"<main><table id=\"symbols\"><thead><tr>{_head()}</tr></thead>", *items,
        "</table></main>", f"<script>\n{_asset('page.js')}</script></body></html>", ""])


def _asset(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _text(text: str) -> str:
    return html.escape(text)


def _prices() -> tuple:
    from prices import book
    from prices.flips import Flips
    return Flips(), book.read(paths.source_path("scripts/prices/prices.json"))


def _users(tree) -> dict:
    """{symbol: those whose dependencies, prompts or defaults mention it}."""
    found = {}
    for node in tree.node_iter(unique_syms=True):
        if isinstance(node.item, kconfiglib.Symbol):
            for other in node.referenced:
                found.setdefault(other, []).append(node.item)
    return found


def _menu_path(node) -> list:
    path = []
    while node.parent and node.parent.parent:
        node = node.parent
        if node.prompt:
            path.insert(0, node.prompt[0])
    return path


def _menus(tree) -> str:
    """Links to the menus, nested."""
    def entries(node) -> str:
        listed = ""
        while node:
            below = entries(node.list) if node.list else ""
            if node.item == kconfiglib.MENU:
                path = " › ".join(_menu_path(node) + [node.prompt[0]])
                listed += (f'<li><a href="#" data-menu="{_text(path)}">'
                           f"{_text(node.prompt[0])}</a>{below}</li>")
            else:
                listed += re.sub(r"^<ul>|</ul>$", "", below)
            node = node.next
        return f"<ul>{listed}</ul>" if listed else ""
    return '<a href="#" data-menu="">Everything</a>' + entries(tree.top_node.list)


def _head() -> str:
    return "".join(f'<th title="{title}"{" class=number" if column else ""}>'
                   f"<button>{name}</button></th>" for name, title, column in _COLUMNS)


def _item(tree, node, users: dict, flips, prices: dict) -> str:
    """A symbol: a row of the table, and below it one with all about it."""
    symbol = node.item
    prompt = node.prompt[0] if node.prompt else ""
    price = prices.get(symbol.name) if prompt else None
    cells = [f'<td><a href="#{symbol.name}">{symbol.name}</a></td>',
             f"<td>{_text(prompt) or '<i>set by others</i>'}</td>",
             f"<td>{_text(explain.value_text(symbol))}</td>"]
    for _, _, column in _COLUMNS[len(cells):]:
        figure = getattr(price, column, None)
        cells.append(f"<td class=number>{'' if figure is None else figure}</td>")
    details = _details(tree, node, users, _price_text(symbol, prompt, flips, prices))
    return (f'<tbody id="{symbol.name}" data-menu="{_text(" › ".join(_menu_path(node)))}">'
            f"<tr class=row>{''.join(cells)}</tr>"
            f'<tr class=details><td colspan="{len(_COLUMNS)}">{details}</td></tr></tbody>')


def _price_text(symbol, prompt: str, flips, prices: dict) -> list:
    from prices import listing
    return listing.information(flips.flip(symbol.name), prices) if prompt else []


def _details(tree, node, users: dict, price: list) -> str:
    symbol = node.item
    facts = [("Menu", _text(" › ".join(_menu_path(node)))),
             ("Type", _TYPES.get(symbol.orig_type, "unknown")),
             ("Value", _text(f"{explain.value_text(symbol)}: {explain.origin(tree, symbol).text}")),
             ("Depends on", _expression(symbol.direct_dep, tree.y)),
             ("Defaults", "; ".join(_conditional(*each, tree) for each in node.orig_defaults)),
             ("Range", "; ".join(f"{_expression(low)} to {_expression(high)}"
                                 for low, high, _ in node.orig_ranges)),
             ("Selects", "; ".join(_conditional(*each, tree) for each in node.orig_selects)),
             ("Implies", "; ".join(_conditional(*each, tree) for each in node.orig_implies)),
             ("Selected by", _links(_sources(symbol.rev_dep, tree))),
             ("Mentioned by", _links(users.get(symbol, []))),
             ("Price", "<br>".join(map(_text, price))),
             ("Defined", _text(explain.place(symbol)))]
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts if value)
    return f"<pre>{_text(node.help or '')}</pre><dl>{listed}</dl>"


def _sources(condition, tree) -> list:
    return [split_expr(term, AND)[0] for term in split_expr(condition, OR) if term is not tree.n]


def _conditional(value, condition, tree) -> str:
    text = _expression(value)
    return text if condition is tree.y else f"{text} if {_expression(condition)}"


def _expression(expression, nothing=None) -> str:
    """An expression as HTML, each symbol a link to its row."""
    if expression is nothing:
        return ""
    defined = {item.name for item in expr_items(expression)
               if isinstance(item, kconfiglib.Symbol) and item.nodes}
    return re.sub(r"\w+", lambda word: _link(word[0]) if word[0] in defined else word[0],
                  _text(expr_str(expression)))


def _links(symbols) -> str:
    return " ".join(_link(name) for name in sorted({symbol.name for symbol in symbols}))


def _link(name: str) -> str:
    return f'<a href="#{name}">{name}</a>'
