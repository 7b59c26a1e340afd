# SPDX-License-Identifier: GPL-2.0-only
"""The lines of a .config, changed one at a time. Reads no Kconfig file."""

import re


def split(text: str) -> list:
    """Lines without their ends, CR LF included; no other character ends one."""
    lines = text.split("\n")
    return [line.removesuffix("\r") for line in (lines if lines[-1] else lines[:-1])]


def join(lines: list) -> str:
    return "".join(line + "\n" for line in lines)


def line_for(command: str, name: str, value: str) -> str:
    if command == "--disable" or (command, value) == ("--set-val", "n"):
        return f"# CONFIG_{name} is not set"
    if command == "--enable":
        return f"CONFIG_{name}=y"
    if command == "--set-str":
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'CONFIG_{name}="{escaped}"'
    return f"CONFIG_{name}={value}"


def matches(name: str, line: str) -> bool:
    return line.startswith(f"CONFIG_{name}=") or line == f"# CONFIG_{name} is not set"


def change(lines: list, command: str, name: str, value: str = "") -> None:
    """Replace the symbol's line in its place, else add it at the end."""
    places = [index for index, line in enumerate(lines) if matches(name, line)]
    new = [] if command == "--undefine" else [line_for(command, name, value)]
    for index in reversed(places):
        del lines[index]
    where = places[0] if places else len(lines)
    lines[where:where] = new


def state(lines: list, name: str) -> str:
    found = [line for line in lines if matches(name, line)]
    if not found:
        return "undef"
    if found[-1].startswith("#"):
        return "n"
    value = found[-1].partition("=")[2]
    if value.startswith('"'):
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value
