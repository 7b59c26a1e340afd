# SPDX-License-Identifier: GPL-2.0-only
"""What kernels of Linux need, measured once (make bench-linux) and kept in linux.json."""

import hashlib
import json
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Mapping

import footprint
import linux_kernel
import measure
import peers
from harness import programs, qemu

STORE = Path(__file__).with_name("linux.json")
WORDS = "console=ttyS0 quiet mitigations=off panic=-1"
CMDLINE = f"{WORDS} rdinit=/bin/sh -- /init"


@dataclass(frozen=True)
class Linux:
    """A kernel of Linux and its figures."""

    kernel: str  # its name and version, as it says itself
    image: str  # hash of its image
    config: str  # hash of its configuration, or ""
    command: str
    qemu: str
    rows: peers.Table
    footprint: footprint.Footprint


def measured(kernel: linux_kernel.Kernel) -> Linux:
    return Linux(version(kernel.image), digest(kernel.image),
                 digest(kernel.config) if kernel.config else "",
                 CMDLINE, f"{measure.qemu_version()} {' '.join(arguments())}",
                 peers.run(kernel.image, CMDLINE),
                 footprint.measure_kernel(kernel.image, WORDS))


def arguments() -> list[str]:
    """What the figures depend on of QEMU's command line."""
    return ["-accel", "tcg", "-icount", measure.ICOUNT, "-cpu", measure.CPU, *measure.STEADY,
            "-smp", "1", "-m", peers.MEMORY]


def version(image: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        archive = programs.pack(Path(folder), "uname -srv")
        with qemu.boot(image, initrd=archive, cmdline=CMDLINE, mem=peers.MEMORY,
                       cpu=measure.CPU, icount=measure.ICOUNT, extra=measure.STEADY,
                       limit=peers.LIMIT) as guest:
            return programs.output(guest, peers.LIMIT).strip()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load(path: Path = STORE) -> dict[str, Linux]:
    """Those that are stored, by name."""
    if not path.exists():
        return {}
    return {name: _from_json(fields) for name, fields in json.loads(path.read_text()).items()}


def _from_json(fields: Mapping) -> Linux:
    rows = {row: peers.Figures(*figures) for row, figures in fields["rows"].items()}
    return Linux(**{**fields, "rows": rows,
                    "footprint": footprint.Footprint(**fields["footprint"])})


def save(kernels: Mapping[str, Linux], path: Path = STORE) -> None:
    stored = {name: asdict(kernel) for name, kernel in sorted(kernels.items())}
    for fields in stored.values():
        fields["rows"] = {row: list(figures.values()) for row, figures in fields["rows"].items()}
    path.write_text(_with_short_lists(json.dumps(stored, indent=1)) + "\n")


def _with_short_lists(text: str) -> str:
    """A row's figures on one line."""
    return re.sub(r"\[\s+([\d.]+),\s+([\d.]+),\s+([\d.]+)\s+\]", r"[\1, \2, \3]", text)
