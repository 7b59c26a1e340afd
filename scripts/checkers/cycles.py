# SPDX-License-Identifier: GPL-2.0-only
"""No header includes itself, by whatever way round."""

from checkers.includes import includes, kernel_files, resolve
from checkers.source import Finding, Tree


def check(tree: Tree) -> list[Finding]:
    graph = {name: _targets(tree, name) for name in kernel_files(tree, ".h")}
    done: set[str] = set()
    findings = []
    for start in graph:
        cycle = _find_cycle(graph, start, [], done)
        if cycle:
            findings.append(Finding(cycle[0], 1, "include cycle: " + " -> ".join(cycle)))
    return findings


def _targets(tree: Tree, name: str) -> list[str]:
    found = (resolve(tree, name, written, quoted) for _, written, quoted in includes(tree, name))
    return [target for target in found if target]


def _find_cycle(graph: dict[str, list[str]], node: str, path: list[str],
                done: set[str]) -> list[str] | None:
    if node in path:
        return path[path.index(node):] + [node]
    if node in done:
        return None
    for target in graph.get(node, []):
        cycle = _find_cycle(graph, target, path + [node], done)
        if cycle:
            return cycle
    done.add(node)
    return None
