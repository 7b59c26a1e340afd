# SPDX-License-Identifier: GPL-2.0-only
"""shellcheck has nothing to say about the shell scripts."""

import json
import subprocess

from checkers.source import Finding, Tree


def check(tree: Tree) -> list[Finding]:
    scripts = tree.shell_scripts()
    if not scripts:
        return []
    done = subprocess.run(["shellcheck", "--format=json", "--external-sources", *scripts],
                          cwd=tree.root, capture_output=True, text=True, check=False)
    return [Finding(item["file"], item["line"], f"SC{item['code']}: {item['message']}")
            for item in json.loads(done.stdout or "[]")]
