# SPDX-License-Identifier: GPL-2.0-only
"""A link of a page leads to a file of the tree, and every page can be found from README.md."""

import os
import re
from typing import Iterator

from checkers.source import Finding, Tree

START = "README.md"
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_CODE = re.compile(r"^(?:```.*?^```$|(?: {4}|\t).*?$)|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)


def check(tree: Tree) -> list[Finding]:
    findings = []
    for name in tree.ending(".md"):
        for line, target in _links(tree, name):
            problem = _problem(tree, name, target)
            if problem:
                findings.append(Finding(name, line, problem))
    if START in tree:
        findings += [Finding(name, 1, f"no way leads here from {START}")
                     for name in tree.ending(".md") if name not in _reached(tree)
                     and name.startswith("Documentation/")]
    return findings


def _links(tree: Tree, name: str) -> Iterator[tuple[int, str]]:
    """(line, target) of each link within the tree; code is no link."""
    text = _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found.group(0)), tree.text(name))
    for found in _LINK.finditer(text):
        if not _ELSEWHERE.match(found.group(1)):
            yield text.count("\n", 0, found.start()) + 1, found.group(1)


def _file(name: str, target: str) -> str:
    """The file a link of a page leads to, relative to the root of the tree."""
    path = target.partition("#")[0]
    return os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name


def _problem(tree: Tree, name: str, target: str) -> str:
    file, heading = _file(name, target), target.partition("#")[2]
    if file not in tree and not any(each.startswith(file + "/") for each in tree.files):
        return f"the link {target} leads to no file"
    if heading and file.endswith(".md") and heading not in _anchors(tree.text(file)):
        return f"the link {target} leads to no heading"
    return ""


def _anchors(text: str) -> set[str]:
    """The headings of a page as links name them: "The same bytes" is the-same-bytes."""
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
            for heading in _HEADING.findall(_CODE.sub(_keep_inline, text))}


def _keep_inline(found: re.Match[str]) -> str:
    code = found.group(0)
    return "" if "\n" in code or code.startswith(("    ", "\t")) else code


def _reached(tree: Tree) -> set[str]:
    """The pages that links lead to, from the start and then from each other."""
    reached, ahead = set(), [START]
    while ahead:
        name = ahead.pop()
        if name in reached or name not in tree or not name.endswith(".md"):
            continue
        reached.add(name)
        ahead += [_file(name, target) for _, target in _links(tree, name)]
    return reached
