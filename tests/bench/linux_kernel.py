# SPDX-License-Identifier: GPL-2.0-only
"""
Kernels of Linux to be compared with, each named by a word:

    tuned                Debian 12's linux-source-6.1, built as linux-tuned.config says
    debian               Debian's kernel for virtual machines, as it is shipped
    NAME=IMAGE[,CONFIG]  any other image and, if known, its configuration

The first two come from Debian by apt, which needs no root for that. They are kept in
~/.cache/exo-os/linux (or below $XDG_CACHE_HOME), in a folder for each combination of
what they are made of, so they are fetched and built once.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable, Sequence

from harness import build
from harness.paths import clean_environment

FRAGMENT = Path(__file__).with_name("linux-tuned.config")
SOURCE_PACKAGE = "linux-source-6.1"
DEBIAN_PACKAGE = "linux-image-cloud-amd64"  # empty: it depends on the latest one

# What building takes, and the package that has it.
TOOLS = {"gcc": "gcc", "make": "make", "flex": "flex", "bison": "bison", "bc": "bc",
         "lz4": "lz4", "xz": "xz-utils", "perl": "perl"}
HEADERS = {"libelf.h": "libelf-dev"}

# Linux writes into its image when, where and by whom it was built.
ANONYMOUS = {"KBUILD_BUILD_TIMESTAMP": "1970-01-01", "KBUILD_BUILD_USER": "exo",
             "KBUILD_BUILD_HOST": "exo"}


class KernelError(Exception):
    """There is no such kernel; the message says what to do."""


@dataclass(frozen=True)
class Kernel:
    """A kernel of Linux."""

    name: str
    image: Path
    config: Path | None


def find(word: str) -> Kernel:
    """The kernel that @word means, fetched and built if it must be."""
    makers = {"tuned": tuned, "debian": debian}
    return makers[word]() if word in makers else given(word)


def given(word: str) -> Kernel:
    name, equals, paths = word.partition("=")
    image, _, config = paths.partition(",")
    if not name or not equals:
        raise KernelError(f"'{word}' is none of tuned, debian, NAME=IMAGE and NAME=IMAGE,CONFIG")
    for path in (image, *([config] if config else [])):
        if not Path(path).is_file():
            raise KernelError(f"'{word}': there is no file {path}")
    return Kernel(name, Path(image), Path(config) if config else None)


def debian() -> Kernel:
    package = re.findall(r"linux-image-\S+", package_field(DEBIAN_PACKAGE, "Depends"))[0]

    def fetch(folder: Path) -> None:
        unpack(download(package, folder), folder)
        keep(folder, next(folder.glob("boot/vmlinuz-*")), next(folder.glob("boot/config-*")))

    return cached("debian", (package, package_field(package, "Version")), fetch)


def tuned() -> Kernel:
    compiler = run(["gcc", "--version"]).splitlines()[0]
    parts = (package_field(SOURCE_PACKAGE, "Version"), FRAGMENT.read_text(), compiler)
    return cached("tuned", parts, build_tuned)


def build_tuned(folder: Path) -> None:
    check_tools()
    print(f"Building Linux in {folder}: 2 GB, and on two processors a quarter of an hour",
          flush=True)
    unpack(download(SOURCE_PACKAGE, folder), folder)
    archive = next(folder.glob("usr/src/*.tar.xz"))
    tree = folder / "linux"
    tree.mkdir()
    run(["tar", "-xf", archive, "-C", tree, "--strip-components=1"])
    make(tree, "tinyconfig")
    run(["scripts/kconfig/merge_config.sh", "-m", ".config", FRAGMENT], cwd=tree)
    make(tree, "olddefconfig")
    lost = not_honoured(FRAGMENT.read_text(), (tree / ".config").read_text())
    if lost:
        raise KernelError(f"Linux does not honour {', '.join(lost)}")
    make(tree, f"-j{build.JOBS}", "bzImage")
    keep(folder, tree / "arch/x86/boot/bzImage", tree / ".config")


def make(tree: Path, *arguments: str) -> None:
    run(["make", "-s", *arguments], cwd=tree)


def check_tools() -> None:
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    missing += [package for header, package in HEADERS.items()
                if not (Path("/usr/include") / header).exists()]
    if missing:
        raise KernelError(f"building Linux takes more: apt-get install {' '.join(missing)}")


def not_honoured(fragment: str, config: str) -> list[str]:
    """The symbols of @fragment that have another value in @config."""
    values = dict(_settings(config))
    return [name for name, value in _settings(fragment) if values.get(name, "n") != value]


def _settings(text: str) -> Iterable[tuple[str, str]]:
    for line in text.splitlines():
        if found := re.fullmatch(r"(CONFIG_\w+)=(.*)|# (CONFIG_\w+) is not set", line):
            yield (found[1], found[2]) if found[1] else (found[3], "n")


# The cache

def cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "exo-os/linux"


def key(parts: Sequence[str]) -> str:
    """Another one whenever a part is."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def cached(name: str, parts: Sequence[str], fill: Callable[[Path], None]) -> Kernel:
    """The kernel made of @parts; @fill puts one into the folder it is given, by keep()."""
    folder = cache() / f"{name}-{key(parts)}"
    with build.locked(folder):
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
                fill(Path(scratch))
                (Path(scratch) / "kept").rename(folder)
    return Kernel(name, folder / "image", folder / "config")


def keep(folder: Path, image: Path, config: Path) -> None:
    kept = folder / "kept"
    kept.mkdir()
    image.rename(kept / "image")
    config.rename(kept / "config")


# apt

def package_field(package: str, field: str) -> str:
    """What apt knows about the version of @package that it would install."""
    text = run(["apt-cache", "show", "--no-all-versions", package], hint=(
        f"apt knows no {package}: this takes Debian 12 and its package lists "
        "(apt-get update); or name an image, NAME=IMAGE"))
    found = re.search(rf"^{field}: (.*)$", text, re.MULTILINE)
    return found[1] if found else ""


def download(package: str, folder: Path) -> Path:
    run(["apt-get", "download", "-q", package], cwd=folder,
        hint=f"apt cannot fetch {package}; is there a network? Or name an image, NAME=IMAGE")
    return next(folder.glob(f"{package}_*.deb"))


def unpack(package: Path, folder: Path) -> None:
    run(["dpkg-deb", "-x", package, folder])


def run(command: Sequence[str | Path], cwd: Path | None = None, hint: str = "") -> str:
    """What @command printed; KernelError, with @hint on top, when it fails."""
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False,
                              env=clean_environment(**ANONYMOUS))
    except FileNotFoundError as error:
        raise KernelError(hint or f"{command[0]}: no such command") from error
    if done.returncode != 0:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise KernelError(f"{hint or ' '.join(map(str, command))}:\n{last}")
    return done.stdout
