# SPDX-License-Identifier: GPL-2.0-only
"""make explain-size: every byte is somebody's, or named as nobody's."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from harness import build
from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "scripts"))

from explain_size.linker_map import MapError, parse  # noqa: E402  (the path must be set first)
from explain_size.owners import ALWAYS, owners  # noqa: E402

MAP = """
Linker script and memory map

.text           0x0000000000001000       0x40 load address 0x0000000000001000
 *(.text .text.*)
 .text          0x0000000000001000       0x10 mm/frame.o
 *fill*         0x0000000000001010        0x8
 .text.a_name_that_is_long
                0x0000000000001018       0x20 built-in.a(lib/ring.o)
                                         0x30 (size before relaxing)
 .text          0x0000000000001038        0x0 lib/empty.o

.debug_info     0x0000000000000000       0x99
 .debug_info    0x0000000000000000       0x99 mm/frame.o
"""
MAP_OF_LLVM = """\
             VMA              LMA     Size Align Out     In      Symbol
               0                0   100000     1 . = 0x100000
ffffffff80101000           101000       40    64 .text
ffffffff80101000           101000        0     1         __text_start = .
ffffffff80101000           101000       10    16         built-in.a(mm/frame.o):(.text)
ffffffff80101000           101000        8     1                 frame_alloc
ffffffff80101018           101018       20     8         built-in.a(lib/ring.o):(.text)
ffffffff80101038           101038        0     1         lib/empty.o:(.text)
               0                0       99     1 .debug_info
               0                0       99     1         built-in.a(mm/frame.o):(.debug_info)
"""
MAKEFILES = {
    "Kbuild": "obj-y += mm/\nobj-$(CONFIG_NET) += net/ \\\n\ta.o\n",
    "mm/Makefile": "obj-y += frame.o\nobj-$(CONFIG_SLAB) += slab.o\n"
                   "obj-$(and $(CONFIG_SLAB),$(CONFIG_KTEST)) += slab_test.o\n",
    "net/Makefile": "obj-y += ip.o\nifdef CONFIG_TCP\nobj-y += tcp.o\nendif\n"
                    "udp-y := udp.o\nudp-$(CONFIG_UDP6) += udp6.o\nobj-y += $(udp-y)\n",
}


@pytest.mark.parametrize("text", [MAP, MAP_OF_LLVM])
def test_pieces_of_a_map_are_read(text):
    found = parse(text)
    assert found.sections == {".text": 0x40}
    assert [(piece.file, piece.size) for piece in found.pieces] == \
        [("mm/frame.o", 0x10), ("lib/ring.o", 0x20)]
    assert found.unattributed(".text") == 0x10


def test_other_maps_are_refused():
    with pytest.raises(MapError, match="this is none"):
        parse("Archive member included to satisfy reference by file (symbol)\n")


def test_objects_belong_to_the_last_symbol_of_their_line_or_to_their_folder(tmp_path):
    for name, text in MAKEFILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert owners(tmp_path) == {
        "mm/frame.o": ALWAYS, "mm/slab.o": "SLAB", "mm/slab_test.o": "KTEST", "a.o": "NET",
        "net/ip.o": "NET", "net/tcp.o": "TCP", "net/udp.o": "NET",
        "net/udp6.o": "UDP6"}


def explained(kernel: build.Build) -> dict[str, int]:
    """The sums at the end."""
    with build.locked(kernel.dir):
        said = build.make("explain-size", "COUNT=0", objtree=kernel.dir, cc=kernel.cc)
    return {name: int(size) for name, size in
            re.findall(r"^(attributed|unattributed|the image)\D.*?(\d+)$", said, re.M)}


def loaded(elf: Path) -> int:
    """What size says of the sections that are loaded."""
    listing = subprocess.run(["size", "-A", elf], capture_output=True, text=True,
                             check=True).stdout
    return sum(int(size) for size, address in
               re.findall(r"^\.\S+ +(\d+) +(\d+)$", listing, re.M) if int(address))


@pytest.mark.parametrize("config, cc", [("x86_64_defconfig", "gcc"), ("tiny_defconfig", "gcc"),
                                        ("tiny_defconfig", "clang")])  # the last by LLVM's linker
def test_sums_are_those_of_size(config, cc):
    kernel = build.kernel(config, cc=cc)
    sums = explained(kernel)
    assert sums["the image"] == loaded(kernel.elf)
    assert sums["attributed"] + sums["unattributed"] == sums["the image"]
    assert 0 < sums["unattributed"] < sums["the image"] // 10


def test_every_object_of_the_default_is_known_to_the_makefiles():
    kernel = build.kernel()
    with build.locked(kernel.dir):
        build.make("explain-size", objtree=kernel.dir)
        pieces = parse((kernel.dir / ".exo.map").read_text()).pieces
    files = {piece.file for piece in pieces} - {".exo.kallsyms.o"}
    assert files - set(owners(SRCTREE)) == set() and len(files) > 100
