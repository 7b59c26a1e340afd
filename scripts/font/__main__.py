# SPDX-License-Identifier: GPL-2.0-only
"""python3 scripts/font FONT OUTPUT: the C source of CONFIG_FONT_FILE."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from font import psf, source, supplement

PACKAGE = "console-setup-linux"


def load(path: str) -> psf.Font:
    """The font of a file, complete as the console shows it. Raises FontError."""
    font = psf.parse(psf.read(path))
    supplement.add_to(font)
    return font


def main(path: str, output: str) -> int:
    try:
        text = source.c_source(load(path), Path(path).name)
    except psf.FontError as error:
        print(f"*** CONFIG_FONT_FILE={path}: {error}; Debian's package {PACKAGE} has fonts",
              file=sys.stderr)
        return 1
    Path(output).write_text(text, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
