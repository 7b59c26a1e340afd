# SPDX-License-Identifier: GPL-2.0-only
"""Where a kernel's image begins, and that the stub there changes nothing else."""

import struct

import pytest

import entry

ENTRY = 0x100020


def elf(note_kind: int = entry.PVH_NOTE, address: int = ENTRY) -> bytes:
    """Two program headers: a note, and a segment of 256 bytes at 0x100000, offset 0x400."""
    note = struct.pack("<III", 4, 8, note_kind) + b"Xen\0" + address.to_bytes(8, "little")
    headers = struct.pack("<IIQQQQQQ", entry.PT_NOTE, 4, 0x200, 0, 0, len(note), len(note), 4)
    headers += struct.pack("<IIQQQQQQ", entry.PT_LOAD, 5, 0x400, 0, 0x100000, 256, 256, 4096)
    head = b"\x7fELF".ljust(32, b"\0") + struct.pack("<Q", 64)
    head = head.ljust(56, b"\0") + struct.pack("<H", 2)
    head = (head.ljust(64, b"\0") + headers).ljust(0x200, b"\0")
    return head + note.ljust(0x200, b"\0") + 256 * b"\x90"


def bzimage(jump: int = 0x6A) -> bytes:
    return bytes(0x200) + bytes([0xEB, jump]) + b"HdrS" + bytes(0x400)


def test_elf_begins_where_its_pvh_note_says():
    assert entry.entry(elf()) == (0x420, 32)


def test_bzimage_begins_where_its_first_jump_leads():
    assert entry.entry(bzimage()) == (0x202 + 0x6A, 16)


@pytest.mark.parametrize("image", [b"", b"MZ" + bytes(0x300), elf(note_kind=4),
                                   elf(address=0x100100), elf(address=0xFFFFF)])
def test_other_images_are_refused(image):
    with pytest.raises(entry.EntryError):
        entry.entry(image)


@pytest.mark.parametrize("image,bits", [(elf(), 32), (bzimage(), 16)])
def test_only_the_entry_is_replaced(image, bits):
    offset, _ = entry.entry(image)
    code = entry.stub(bits)
    assert entry.patched(image) == image[:offset] + code + image[offset + len(code):]


def test_in_16_bit_mode_the_stub_shifts_32_bits():
    assert entry.stub(16).count(b"\x66\xc1\xe8\x08") == 4
    assert b"\x66" not in entry.stub(32)
