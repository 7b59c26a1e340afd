#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
make check-budgets: build and start the kernel of each defconfig, and hold it against
the budget in there. Those named, or all: check_budgets.py [NAME_defconfig...]

check_budgets.py --image FILE NAME_defconfig: what the build says of an image that is
too large; its configuration is include/config/auto.conf.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
os.environ.setdefault("srctree", str(ROOT))

from kconfig import budgets as limits  # noqa: E402  (the path must be set first)
from kconfig.paths import ConfigurationError, defconfig_path  # noqa: E402
from prices import book, budgets  # noqa: E402


def main(arguments: list[str]) -> int:
    try:
        if arguments[:1] == ["--image"]:
            return too_large(Path(arguments[1]), arguments[2])
        return check(arguments)
    except (ConfigurationError, ValueError, OSError) as error:
        print(f"*** {error}", file=sys.stderr)
        return 1


def too_large(image: Path, defconfig: str) -> int:
    allowed = limits.of_file(defconfig_path(defconfig))
    size = image.stat().st_size
    wrong = {"image": f"{image} has {size} bytes, {allowed.image_kb} KB are allowed"}
    enabled = re.findall(r"^CONFIG_(\w+)=y$", Path("include/config/auto.conf").read_text(), re.M)
    print("\n".join(budgets.complaint(defconfig, wrong, book.read(), enabled)), file=sys.stderr)
    print(f"    make explain-size tells more; the limit is in defconfigs/{defconfig};"
          " IGNORE_BUDGET=1 builds it all the same", file=sys.stderr)
    return 1


def check(names: list[str]) -> int:
    from prices import probe  # which needs the harness of the tests
    from harness import build, qemu
    known = book.read()
    status = 0
    print(budgets.HEAD)
    with tempfile.TemporaryDirectory() as folder:
        archive = probe.archive_in(Path(folder))
        for name in names or build.defconfigs():
            allowed = limits.of_file(defconfig_path(name))
            if allowed is None:
                raise ConfigurationError(f"{name} has no budget")
            try:
                kernel = build.kernel(name)
                started = probe.start_up(kernel.dir, archive)
            except (build.BuildError, probe.ProbeError, qemu.ExpectError) as error:
                raise ConfigurationError(f"{name}: {error}") from error
            figures = budgets.Figures(kernel.image.stat().st_size, started.ram_kb,
                                      started.instructions)
            print(budgets.row(name, figures, allowed), flush=True)
            wrong = budgets.broken(figures, allowed)
            enabled = [symbol for symbol, value in kernel.config.items() if value == "y"]
            if wrong:
                status = 1
                print("\n".join(budgets.complaint(name, wrong, known, enabled)),
                      file=sys.stderr, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
