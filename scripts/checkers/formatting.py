# SPDX-License-Identifier: GPL-2.0-only
"""C files are as clang-format leaves them."""

import re
import subprocess

from checkers.source import Finding, Tree

_ERROR = re.compile(r"^(.*?):(\d+):\d+: error: ")


def check(tree: Tree) -> list[Finding]:
    names = tree.ending(".c", ".h")
    if not names:
        return []
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", "--style=file", *names],
                          cwd=tree.root, capture_output=True, text=True, check=False)
    first: dict[str, int] = {}
    for line in done.stderr.splitlines():
        found = _ERROR.match(line)
        if found:
            first.setdefault(found.group(1), int(found.group(2)))
    return [Finding(path, line, "run clang-format -i on it") for path, line in first.items()]
