#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Write compile_commands.json for the output tree in the current directory, from
the commands that the build saved in its .cmd files.
"""

import json
import os
import re
from pathlib import Path

SAVED = re.compile(r"^savedcmd_(?P<target>\S+\.o) := (?P<command>.*-c -o \S+ (?P<source>\S+\.c))")


def unquote(text: str) -> str:
    """What make would read: the inverse of make-quote."""
    return text.replace("$$", "$").replace("\\#", "#")


def entries() -> list[dict[str, str]]:
    found = []
    for path in sorted(Path(".").rglob(".*.o.cmd")):
        with open(path, encoding="utf-8") as lines:
            match = SAVED.match(lines.readline())
        if match:
            found.append({"directory": os.getcwd(), "command": unquote(match["command"]),
                          "file": match["source"], "output": match["target"]})
    return found


def main() -> None:
    Path("compile_commands.json").write_text(json.dumps(entries(), indent=1) + "\n")


if __name__ == "__main__":
    main()
