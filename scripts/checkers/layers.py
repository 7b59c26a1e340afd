# SPDX-License-Identifier: GPL-2.0-only
"""
Code uses its own layer and those below. layers.conf says which layers there
are and where they live.

check() reads the includes. check_symbols() reads the objects of a build: the
architecture may call upward only what one header declares.
"""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from checkers.includes import includes, kernel_files, resolve
from checkers.source import Finding, Tree, allowed, without_comments

CONF = "scripts/checkers/layers.conf"
_STATEMENT = re.compile(r"Layer: (\w+)")


@dataclass
class Layers:
    """layers.conf as read."""

    rank: dict[str, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    upward: list[str] = field(default_factory=list)

    def may_use(self, user: str, used: str) -> bool:
        return user == used or self.rank[used] < self.rank[user]

    def place(self, name: str) -> str | None:
        fitting = [prefix for prefix in self.places if name.startswith(prefix)]
        return self.places[max(fitting, key=len)] if fitting else None


def read_layers(tree: Tree) -> Layers:
    layers = Layers()
    section = ""
    for number, line in tree.lines(CONF):
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0].startswith("["):
            section = words[0].strip("[]")
        elif section == "layers":
            layers.rank.update(dict.fromkeys(words, number))
        elif section == "places":
            layers.places[words[0]] = words[1]
        else:
            layers.upward.append(words[0])
    return layers


def check(tree: Tree) -> list[Finding]:
    layers = read_layers(tree)
    findings = []
    of_file: dict[str, str] = {}
    for name in kernel_files(tree, ".c", ".h", ".asm"):
        layer, wrong = _layer_of(tree, layers, name)
        findings += wrong
        if layer:
            of_file[name] = layer
    for name in of_file:
        findings += _check_includes(tree, layers, of_file, name)
    return findings


def _layer_of(tree: Tree, layers: Layers, name: str) -> tuple[str | None, list[Finding]]:
    """The layer of a file, or what is wrong about it."""
    place = layers.place(name)
    if not name.endswith(".h") or name.startswith("include/uapi/"):
        if place is None:
            return None, [Finding(name, 1, f"no place in {CONF}")]
        return place, []
    stated = _STATEMENT.search(tree.text(name)[:400])
    if stated is None:
        return None, [Finding(name, 1, "a header says its layer in its first lines: 'Layer: X'")]
    layer = stated.group(1)
    if layer not in layers.rank:
        return None, [Finding(name, 1, f"layer {layer} is not in {CONF}")]
    if place is not None and layer != place:
        return layer, [Finding(name, 1, f"says layer {layer} but lies in {place}")]
    return layer, []


def _check_includes(tree: Tree, layers: Layers, of_file: dict[str, str],
                    name: str) -> list[Finding]:
    findings = []
    pardoned = allowed(tree, "layers").get(name, set())
    for line, written, quoted in includes(tree, name):
        if written in pardoned:
            continue
        target = resolve(tree, name, written, quoted)
        if target is None:
            findings.append(Finding(name, line, f"{written} is not in the tree"))
            continue
        used = of_file.get(target)
        if used and not layers.may_use(of_file[name], used):
            findings.append(Finding(name, line, f"layer {of_file[name]} includes {written} "
                                                f"of layer {used}"))
        if quoted and not name.startswith(target.rpartition("/")[0]):
            findings.append(Finding(name, line, f"{target} is private to its folder"))
    return findings


def upward_symbols(tree: Tree) -> set[str]:
    """The functions and tables declared in the headers of [upward]."""
    names = set()
    for header in read_layers(tree).upward:
        text = without_comments(tree.text(header))
        names |= set(re.findall(r"\b(\w+)\([^()]*\);", text))
        names |= set(re.findall(r"\bextern [^;()]*\b(\w+)\[\];", text))
    return names


def check_symbols(tree: Tree, objtree: Path) -> list[Finding]:
    """Objects of the architecture need nothing above it but what is listed."""
    layers, listed = read_layers(tree), upward_symbols(tree)
    defined, needed = _read_objects(tree, layers, objtree)
    findings = []
    for source, symbols in needed.items():
        if layers.place(source) != "arch":
            continue
        for symbol in sorted(symbols - listed):
            owner = defined.get(symbol)
            if owner and not layers.may_use("arch", layers.place(owner) or "lib"):
                findings.append(Finding(source, 1, f"reaches up to {symbol}() of {owner}"))
    return findings


def _read_objects(tree: Tree, layers: Layers,
                  objtree: Path) -> tuple[dict[str, str], dict[str, set[str]]]:
    """({symbol: source that defines it}, {source: symbols it needs})"""
    defined: dict[str, str] = {}
    needed: dict[str, set[str]] = {}
    for source in kernel_files(tree, ".c", ".asm"):
        built = objtree / re.sub(r"\.(c|asm)$", ".o", source)
        if not built.exists() or layers.place(source) is None:
            continue
        listing = subprocess.run(["nm", "--extern-only", str(built)], check=True, text=True,
                                 capture_output=True).stdout
        needed[source] = set(re.findall(r" U (\w+)", listing))
        defined.update(dict.fromkeys(re.findall(r" [A-TV-Z] (\w+)", listing), source))
    return defined, needed
