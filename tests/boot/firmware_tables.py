# SPDX-License-Identifier: GPL-2.0-only
"""The ACPI tables that QEMU's firmware leaves in memory, read from outside."""

import struct
from dataclasses import dataclass
from typing import Callable

HEADER_SIZE = 36
BIOS, BIOS_SIZE = 0xE0000, 0x20000


@dataclass(frozen=True)
class Table:
    """One with the usual header."""

    address: int
    data: bytes

    @property
    def signature(self) -> str:
        return self.data[:4].decode("ascii")

    @property
    def revision(self) -> int:
        return self.data[8]

    @property
    def oem(self) -> str:
        return self.data[10:16].decode("ascii")

    def number(self, offset: int, size: int) -> int:
        return int.from_bytes(self.data[offset:offset + size], "little")

    def entries(self) -> list[bytes]:
        """Of an APIC table."""
        found, at = [], 44
        while at < len(self.data):
            found.append(self.data[at:at + self.data[at + 1]])
            at += self.data[at + 1]
        return found


def find_rsdp(read: Callable[[int, int], bytes]) -> int:
    bios = read(BIOS, BIOS_SIZE)
    for at in range(0, BIOS_SIZE, 16):
        if bios[at:at + 8] == b"RSD PTR " and sum(bios[at:at + 20]) % 256 == 0:
            return BIOS + at
    raise AssertionError("no RSDP")


def read_tables(read: Callable[[int, int], bytes]) -> list[Table]:
    """The RSDT or else the XSDT, what it names, and the DSDT; read(address, size) shows memory."""
    rsdt, _, xsdt = struct.unpack("<IIQ", read(find_rsdp(read) + 16, 16))
    root, entry = (_read_table(read, rsdt), "<I") if rsdt else (_read_table(read, xsdt), "<Q")
    named = [_read_table(read, address) for (address,)
             in struct.iter_unpack(entry, root.data[HEADER_SIZE:])]
    fadt = next(table for table in named if table.signature == "FACP")
    return [root, *named, _read_table(read, fadt.number(40, 4) or fadt.number(140, 8))]


def _read_table(read: Callable[[int, int], bytes], address: int) -> Table:
    data = read(address, struct.unpack("<I", read(address + 4, 4))[0])
    assert sum(data) % 256 == 0
    return Table(address, data)
