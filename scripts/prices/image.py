# SPDX-License-Identifier: GPL-2.0-only
"""The bytes of an image by section, exact where the sections are rounded to pages."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

SECTIONS = ("text", "rodata", "data", "bss")


@dataclass(frozen=True)
class Name:
    """A line of nm's."""

    address: int
    size: int
    kind: str


def names(elf: Path, nm: str = "nm") -> dict[str, Name]:
    """The symbols of a kernel; of local ones of the same name, the last."""
    listing = subprocess.run([nm, "-S", elf], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^([0-9a-f]+) (?:([0-9a-f]+) )?(\S) (\S+)$", listing, re.M)
    return {name: Name(int(address, 16), int(size or "0", 16), kind)
            for address, size, kind, name in found}


def section_bytes(elf: Path) -> dict[str, int]:
    """
    What the sections hold. The table of names counts as rodata. The packed
    configuration does not count: whatever is changed changes it, too.
    """
    known = names(elf)

    def between(start: str, end: str) -> int:
        return known[end].address - known[start].address if start in known else 0

    last = max((name.address + name.size for name in known.values() if name.kind in "bB"
                and name.size), default=0)
    rodata = between("__rodata_start", "__rodata_end") \
        + between("__kallsyms_start", "__kallsyms_end") \
        - between("kernel_config_data", "kernel_config_data_end")
    return {"text": between("__text_start", "__text_end"), "rodata": rodata,
            "data": between("__data_start", "__data_end"),
            "bss": max(last - known["__bss_start"].address, 0)}
