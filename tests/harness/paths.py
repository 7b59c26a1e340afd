# SPDX-License-Identifier: GPL-2.0-only
"""Where things are, and how much of the long work was asked for."""

import os
import subprocess
from pathlib import Path

SRCTREE = Path(__file__).resolve().parents[2]
TEST_DIR = Path(os.environ.get("EXO_TEST_DIR", SRCTREE / "build-tests")).resolve()

# `make check-long`: every flip, every random configuration, full counts.
LONG = os.environ.get("EXO_CHECK_LONG", "") not in ("", "0")

# Every time limit is multiplied by this, for slow or crowded machines.
SLOWNESS = float(os.environ.get("EXO_TEST_SLOWNESS", "1"))

# What an outer make leaves behind would change the inner one, and so would
# CI, which makes the configuration goals stricter: a test asks for that itself.
_MAKE_LEFTOVERS = ("CI", "KCONFIG_STRICT",
                   "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "O", "V",
                   "CC", "LLVM", "KCFLAGS", "EXT", "KBUILD_OUTPUT", "srctree", "objtree",
                   "KCONFIG_CONFIG", "KCONFIG_SEED", "KCONFIG_PROBABILITY",
                   "KCONFIG_ALLCONFIG", "CMDLINE", "MEM", "QEMU_ARGS", "INITRD",
                   "RUN_FROM")


def clean_environment(**extra: str) -> dict[str, str]:
    """The environment as a user's fresh shell would give it to make."""
    env = {k: v for k, v in os.environ.items() if k not in _MAKE_LEFTOVERS}
    env["LC_ALL"] = "C.UTF-8"
    env.update(extra)
    return env


def source_files() -> list[str]:
    """Every file of the source tree, relative and sorted: tracked or about to be."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=SRCTREE, capture_output=True, check=False)
    if listing.returncode == 0:
        names = listing.stdout.decode().split("\0")
        return sorted(n for n in names if n and (SRCTREE / n).is_file())
    return _walk_tarball()


def _walk_tarball() -> list[str]:
    """An unpacked `make dist` has no git: skip what a build leaves behind."""
    built = (".o", ".a", ".d", ".cmd", ".pyc", ".elf", ".iso", ".lock")
    names = []
    for folder, folders, files in os.walk(SRCTREE):
        relative = Path(folder).relative_to(SRCTREE)
        folders[:] = [f for f in folders if not f.startswith((".git", "build"))
                      or f == "build" and relative == Path("tests")]
        names += [str(relative / f) for f in files if not f.endswith(built)]
    return sorted(names)
