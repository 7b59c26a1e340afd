# SPDX-License-Identifier: GPL-2.0-only
"""
Which blocks of instructions a guest executed between two readings of its counter,
from the log that QEMU writes with -d exec,nochain,in_asm:

    IN: vfs_read                                    a block, translated
    0xffffffff80101000:  f3 0f 1e fa        endbr64
    0xffffffff80101004:  55                 pushq    %rbp
    Trace 0: 0x7f3c40 [00000000/ffffffff80101000/...]   and executed, each time

The address in the host names a block: at one in the guest another program may have
another. A block is executed at once after its translation, by which both are put
together. With -icount a block ends with an instruction that reads the counter.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Callable, Iterable

LOGGED = "exec,nochain,in_asm"

_BYTES = {f"{byte:02x}" for byte in range(256)}


@dataclass
class Block:
    """Instructions in a row."""

    address: int
    size: int = 0  # instructions
    reads_counter: bool = False


@dataclass
class Interval:
    """How often each block was executed."""

    blocks: dict[str, Block] = field(default_factory=dict)
    executed: Counter = field(default_factory=Counter)

    def add(self, key: str, block: Block) -> None:
        self.blocks[key] = block
        self.executed[key] += 1

    def items(self) -> Iterable[tuple[Block, int]]:
        return ((self.blocks[key], times) for key, times in self.executed.items())


def last_interval(log: Iterable[str], is_mark: Callable[[int], bool]) -> Interval:
    """
    What is between the last two readings of the counter in a block whose address
    is_mark() accepts; the second of them is included, as it is in what they differ by.
    Of every two the first begins an interval.
    """
    blocks: dict[str, Block] = {}
    translated: Block | None = None
    open_one: Interval | None = None
    last = Interval()
    for line in log:
        if line.startswith("Trace "):
            key = line.split(" ", 3)[2]
            if translated:
                blocks[key], translated = translated, None
            block = blocks.get(key)
            if open_one is not None and block:
                open_one.add(key, block)
            if block and block.reads_counter and is_mark(block.address):
                last, open_one = (open_one, None) if open_one is not None else (last, Interval())
        elif line.startswith("0x"):
            translated = _with_instruction(translated, line)
        elif line.startswith("IN:"):
            translated = None
    return last


def _with_instruction(block: Block | None, line: str) -> Block:
    """
    A line of a block's translation, the first of which says where it is. Bytes for
    which there was no place follow alone on the next line.
    """
    address, _, text = line.partition(":")
    block = block or Block(int(address, 16))
    words = text.split()
    if words[-1] not in _BYTES:
        block.size += 1
        block.reads_counter = words[-1] == "rdtsc"
    return block
