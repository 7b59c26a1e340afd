# SPDX-License-Identifier: GPL-2.0-only
"""Each file says its licence in its first lines."""

import re

from checkers.source import Finding, Tree

LINE = "SPDX-License-Identifier: GPL-2.0-only"

# Files that have no place for a comment, or whose licence is themselves.
_EXEMPT = re.compile(r"(^|/)(COPYING|VERSION|README(\.md)?|CHANGELOG(\.md)?)$"
                     r"|\.(md|ppm|bin|cpio|gz|json|txt|log|elf|iso)$|_defconfig$"
                     r"|^tests/.*/(corpus|fixtures|data)/|^usr/root/etc/(group|motd|passwd)$")


def check(tree: Tree) -> list[Finding]:
    findings = []
    for name in tree.files:
        if _EXEMPT.search(name) or not (tree.root / name).stat().st_size:
            continue
        if LINE not in "\n".join(tree.text(name).splitlines()[:3]):
            findings.append(Finding(name, 1, f"no '{LINE}' in the first three lines"))
    return findings
