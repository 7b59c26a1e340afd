# SPDX-License-Identifier: GPL-2.0-only
"""Deflate data (RFC 1951) written by hand, to err in one place only."""

import struct
import zlib

HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\x03"


class Deflate:
    """Raw deflate data, written bit by bit."""

    def __init__(self):
        self.bits = []

    def number(self, value, count):
        """Lowest bit first, as all but codes are sent."""
        self.bits += [value >> i & 1 for i in range(count)]
        return self

    def code(self, value, count):
        """Highest bit first."""
        self.bits += [value >> i & 1 for i in reversed(range(count))]
        return self

    def block(self, kind):
        """The header of a last block."""
        return self.number(1, 1).number(kind, 2)

    def fixed(self, symbol):
        """A literal or length in the fixed code (RFC 1951, 3.2.6)."""
        if symbol < 144:
            return self.code(0x30 + symbol, 8)
        if symbol < 256:
            return self.code(0x190 + symbol - 144, 9)
        if symbol < 280:
            return self.code(symbol - 256, 7)
        return self.code(0xc0 + symbol - 280, 8)

    def dynamic(self, literals, distances, lengths):
        """
        The header of a dynamic block: how many codes of each kind, their
        lengths as a list of numbers 0 to 15 and (symbol, bits, value) for
        runs. The lengths themselves all have codes of five bits, or four.
        """
        order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        self.block(2).number(literals - 257, 5).number(distances - 1, 5).number(15, 4)
        for symbol in order:  # 13 codes of 4 bits and 6 of 5 bits make a full set
            self.number(4 if symbol < 13 else 5, 3)
        for entry in lengths:
            symbol, bits, value = entry if isinstance(entry, tuple) else (entry, 0, 0)
            if symbol < 13:
                self.code(symbol, 4)
            else:
                self.code(26 + symbol - 13, 5)
            self.number(value, bits)
        return self

    def gzip(self, text=b""):
        """As a gzip file that claims to hold text."""
        padded = self.bits + [0] * (-len(self.bits) % 8)
        data = bytes(sum(bit << i for i, bit in enumerate(padded[at:at + 8]))
                     for at in range(0, len(padded), 8))
        return HEADER + data + struct.pack("<II", zlib.crc32(text), len(text))


def zeros(count):
    """A run of that many codes of length 0: 11 to 138."""
    return (18, 7, count - 11)
