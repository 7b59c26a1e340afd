# SPDX-License-Identifier: GPL-2.0-only
"""
Measure prices: build the base once, then for each flip a copy of it, in which make
builds only what the flip concerns. Several at a time; each price is kept at once, so
that an interrupted run goes on where it was.
"""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Iterator, Mapping, Sequence

from prices import book, probe
from prices.flips import Flip
from prices.image import section_bytes

from harness import build, qemu  # (probe has set the path)
import measure

UNCOPIED = shutil.ignore_patterns("*.iso", "userland.cpio*")


class Workshop:
    """A folder with the base's object tree, the archive for boots, and copies for flips."""

    def __init__(self, folder: Path, config: str, cc: str = "gcc", jobs: int = build.JOBS):
        self.folder, self.cc, self.jobs = folder, cc, jobs
        self.base = folder / "base"
        folder.mkdir(parents=True, exist_ok=True)
        self._build(self.base, config, jobs)
        self.archive = probe.archive_in(folder)
        self.toolchain = measure.toolchain(compiler(self.base), measure.qemu_version())

    def prices(self, flips: Sequence[Flip]) -> Iterator[tuple[Flip, book.Price | Exception]]:
        """As they become known; of one that fails, the error."""
        base = self._figures(self.base)
        with ThreadPoolExecutor(self.jobs) as pool:
            waiting = {pool.submit(self._price, flip, base): flip for flip in flips}
            try:
                for done in as_completed(waiting):
                    error = done.exception()
                    if error and not isinstance(error, (build.BuildError, OSError)):
                        raise error
                    yield waiting[done], error or done.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _price(self, flip: Flip, base: dict) -> book.Price:
        copy = self.folder / flip.name
        shutil.rmtree(copy, ignore_errors=True)
        try:
            shutil.copytree(self.base, copy, symlinks=True, ignore=UNCOPIED)
            self._build(copy, flip.config, 1)
            flipped = self._figures(copy)
        finally:
            shutil.rmtree(copy, ignore_errors=True)
        more, less = (flipped, base) if flip.turned_on else (base, flipped)
        return book.Price(**book.difference(more, less), others=tuple(flip.others),
                          toolchain=self.toolchain, identity=flip.identity(self.toolchain))

    def _build(self, objtree: Path, config: str, jobs: int) -> None:
        objtree.mkdir(exist_ok=True)
        dotconfig = objtree / ".config"
        if not dotconfig.exists() or dotconfig.read_text() != config:
            dotconfig.write_text(config)
        build.make("all", objtree=objtree, cc=self.cc, jobs=jobs)

    def _figures(self, objtree: Path) -> dict:
        return section_bytes(objtree / "exo.elf") | start_up(objtree, self.archive)


def known(flip: Flip, prices: Mapping[str, book.Price], toolchain: str) -> bool:
    """Is there a price, of the same flip by the same tools?"""
    return flip.name in prices and prices[flip.name].identity == flip.identity(toolchain)


def start_up(objtree: Path, archive: Path) -> dict:
    """Nothing is known of a kernel that QEMU cannot start, as it has no PVH entry."""
    try:
        done = probe.start_up(objtree, archive)
    except (probe.ProbeError, measure.BenchError, qemu.ExpectError):
        return {"boot": None, "ram_kb": None}
    return {"boot": done.instructions, "ram_kb": done.ram_kb}


def compiler(objtree: Path) -> str:
    """ "gcc 12.2": repairs do not change the code that is made."""
    line = (objtree / "include/config/cc-version").read_text()
    version = re.search(r"(\d+\.\d+)\.\d+", re.sub(r"\(.*?\)", "", line))
    return f"{'clang' if 'clang' in line else 'gcc'} {version[1] if version else line.strip()}"
