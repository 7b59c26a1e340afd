# SPDX-License-Identifier: GPL-2.0-only
"""Unpacking gzip data, good, damaged and random, against zlib."""

import struct
import zlib

import pytest

from deflate import Deflate, zeros
from harness import seed
from harness.paths import LONG
from host_build import build_program, run_program

MUTATIONS = 20_000 if LONG else 1_500
SUCCESS, EINVAL, EBADMSG = 0, -22, -74


@pytest.fixture(name="gunzip")
def gunzip_function(tmp_path):
    """Unpack a list of inputs in one run: (result, length, crc, unread) of each."""
    program = build_program("gunzip_batch", host=["tests/host/gunzip_batch.c"],
                            kernel=["lib/inflate.c", "lib/gunzip.c", "lib/crc32.c"])

    def gunzip(inputs):
        batch = tmp_path / "batch"
        batch.write_bytes(b"".join(struct.pack("<I", len(i)) + i for i in inputs))
        done = run_program(program, batch)
        assert done.returncode == 0, done.stdout[-500:] + done.stderr
        results = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
        assert len(results) == len(inputs)
        return results
    return gunzip


def packed(text, level=9, strategy=zlib.Z_DEFAULT_STRATEGY, window=15):
    packer = zlib.compressobj(level, zlib.DEFLATED, 16 + window, 9, strategy)
    return packer.compress(text) + packer.flush()


def texts(rng):
    """Empty, tiny, repetitive, incompressible, and longer than the window."""
    words = [bytes(rng.choices(b"abcdefgh", k=rng.randint(2, 9))) for _ in range(400)]
    prose = b" ".join(rng.choices(words, k=40_000))
    return [b"", b"x", b"\0" * 300_000, bytes(range(256)) * 300, rng.randbytes(100_000),
            prose, prose + rng.randbytes(33_000) + prose, b"CONFIG_X=y\n" * 2_000]


def test_unpacks_what_zlib_packed(gunzip):
    rng = seed.generator("gunzip")
    cases = [(packed(text, level, strategy, window), text)
             for text in texts(rng) for level, window in ((0, 15), (1, 9), (6, 15), (9, 15))
             for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FIXED, zlib.Z_HUFFMAN_ONLY,
                              zlib.Z_RLE)]
    results = gunzip([data for data, _ in cases])
    expected = [(SUCCESS, len(text), zlib.crc32(text), 0) for _, text in cases]
    assert results == expected


def test_header_fields_are_skipped_and_the_rest_left(gunzip):
    body = packed(b"text")[10:]
    header = b"\x1f\x8b\x08%c\0\0\0\0\0\x03"
    extra, name, comment = b"\x03\x00abc", b"file\0", b"why\0"
    inputs = [header % 0x1e + extra + name + comment + b"\0\0" + body + b"next",
              header % 8 + name + body, header % 0x20 + body, b"\x1f\x8b\x07" + body, b"",
              header % 4 + b"\xff\xff", header % 8 + b"unterminated"]
    results = gunzip(inputs)
    good = (SUCCESS, 4, zlib.crc32(b"text"))
    assert results[:2] == [good + (4,), good + (0,)]
    assert [r[0] for r in results[2:]] == [EINVAL] * 5


def test_every_cut_is_noticed(gunzip):
    data = packed(b"to be cut " * 20 + bytes(range(256)))
    results = gunzip([data[:length] for length in range(len(data))])
    assert {result for result, *_ in results} == {EINVAL}


def test_wrong_checksum_or_length_is_noticed(gunzip):
    data = packed(b"sum")
    results = gunzip([data[:-8] + bytes([data[-8] ^ 1]) + data[-7:],
                      data[:-1] + bytes([data[-1] ^ 1])])
    assert [r[0] for r in results] == [EBADMSG] * 2


def mutate(rng, data):
    """Flip bits, or overwrite or remove some bytes, behind the header."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(10, len(data))
        kind = rng.randrange(4)
        if kind < 2:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 2:
            data[at:at + 3] = rng.randbytes(3)
        elif len(data) > 30:
            del data[at:at + rng.randint(1, 3)]
    return bytes(data)


def judged_by_zlib(data):
    """(accepted, text length, unread), text length None when refused."""
    unpacker = zlib.decompressobj(31)
    try:
        text = unpacker.decompress(data)
    except zlib.error:
        return (False, None, None)
    if not unpacker.eof:
        return (False, None, None)
    return (True, len(text), len(unpacker.unused_data))


def test_damage_is_judged_as_by_zlib(gunzip):
    rng = seed.generator("gunzip damage")
    text = b" ".join(rng.choices([b"alpha", b"beta", b"gamma", b"delta"], k=60))
    originals = [packed(text), packed(text, strategy=zlib.Z_FIXED), packed(text, level=0),
                 packed(rng.randbytes(300)), packed(text + bytes(40_000))]
    inputs = [mutate(rng, rng.choice(originals)) for _ in range(MUTATIONS)]
    for data, (result, length, _, unread) in zip(inputs, gunzip(inputs)):
        accepted = result == SUCCESS
        ours = (accepted, length if accepted else None, unread if accepted else None)
        assert ours == judged_by_zlib(data), data.hex()


# Literals a and end of block, both one bit long, and nothing between.
A_AND_END = [zeros(97), 1, zeros(138), zeros(20), 1]
END = 256

ACCEPTED = {
    "a copy from as far back as there is text":
        (Deflate().block(1).fixed(97).fixed(257).code(0, 5).fixed(END), b"aaaa"),
    "an empty stored block": (Deflate().block(0).number(0, 5).number(0xffff0000, 32), b""),
    "no distance code at all":
        (Deflate().dynamic(257, 1, A_AND_END + [0]).code(0, 1).code(1, 1), b"a"),
    "one distance code of one bit":
        (Deflate().dynamic(258, 1, [zeros(97), 1, zeros(138), zeros(20), 2, 2, 1])
         .code(0, 1).code(3, 2).code(0, 1).code(2, 2), b"aaaa"),
}

# With the reason that zlib gives: each is wrong in the one way it is meant to be.
REFUSED = {
    "block type 3":
        ("invalid block type",
         Deflate().block(3)),
    "a stored length that its complement denies":
        ("invalid stored block lengths",
         Deflate().block(0).number(0, 5).number(0xfffe0000, 32)),
    "a copy from before the text":
        ("invalid distance too far back",
         Deflate().block(1).fixed(97).fixed(257).code(1, 5).fixed(END)),
    "a copy at the very start":
        ("invalid distance too far back",
         Deflate().block(1).fixed(257).code(0, 5).fixed(END)),
    "length symbol 286":
        ("invalid literal/length code",
         Deflate().block(1).fixed(97).fixed(286).code(0, 5).fixed(END)),
    "length symbol 287":
        ("invalid literal/length code",
         Deflate().block(1).fixed(97).fixed(287).code(0, 5).fixed(END)),
    "distance symbol 30":
        ("invalid distance code",
         Deflate().block(1).fixed(97).fixed(257).code(30, 5).number(0, 14).fixed(END)),
    "distance symbol 31":
        ("invalid distance code",
         Deflate().block(1).fixed(97).fixed(257).code(31, 5).number(0, 14).fixed(END)),
    "287 literal codes":
        ("too many length or distance symbols",
         Deflate().dynamic(287, 1, A_AND_END + [zeros(31)]).code(1, 1)),
    "31 distance codes":
        ("too many length or distance symbols",
         Deflate().dynamic(257, 31, A_AND_END + [zeros(31)]).code(1, 1)),
    "a run that goes on past the last code":
        ("invalid bit length repeat",
         Deflate().dynamic(257, 1, A_AND_END + [(17, 3, 0)]).code(1, 1)),
    "a run one longer than the codes":
        ("invalid bit length repeat",
         Deflate().dynamic(257, 2, A_AND_END + [(17, 3, 0)]).code(1, 1)),
    "a repetition of nothing":
        ("invalid bit length repeat",
         Deflate().dynamic(257, 1, [(16, 2, 0), zeros(94)] + A_AND_END[1:] + [0]).code(1, 1)),
    "no end of block":
        ("invalid code -- missing end-of-block",
         Deflate().dynamic(257, 1, [zeros(97), 1, 1, zeros(138), zeros(19), 0, 0]).code(0, 1)),
    "too many codes":
        ("invalid literal/lengths set",
         Deflate().dynamic(257, 1, [zeros(97), 1, 1, zeros(138), zeros(19), 1, 0]).code(0, 1)),
    "literal codes left over":
        ("invalid literal/lengths set",
         Deflate().dynamic(257, 1, [zeros(97), 2, zeros(138), zeros(20), 2, 0]).code(1, 2)),
    "distance codes left over":
        ("invalid distances set",
         Deflate().dynamic(257, 2, A_AND_END + [2, 2]).code(1, 1)),
    "too many distance codes":
        ("invalid distances set",
         Deflate().dynamic(257, 3, A_AND_END + [1, 1, 1]).code(1, 1)),
    "the unused half of a single distance code":
        ("invalid distance code",
         Deflate().dynamic(258, 1, [zeros(97), 1, zeros(138), zeros(20), 2, 2, 1])
         .code(0, 1).code(3, 2).code(1, 1).code(2, 2)),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_the_unusual_is_accepted(gunzip, name):
    deflate, text = ACCEPTED[name]
    data = deflate.gzip(text)
    assert judged_by_zlib(data) == (True, len(text), 0)
    assert gunzip([data]) == [(SUCCESS, len(text), zlib.crc32(text), 0)]


@pytest.mark.parametrize("name", REFUSED)
def test_the_malformed_is_refused(gunzip, name):
    reason, deflate = REFUSED[name]
    data = deflate.gzip() + bytes(20)
    with pytest.raises(zlib.error, match=reason):
        zlib.decompress(data, 31)
    assert gunzip([data])[0][0] == EINVAL


def test_random_deflate_data_is_survived(gunzip):
    rng = seed.generator("gunzip noise")
    header = packed(b"")[:10]
    inputs = [header + rng.randbytes(rng.randint(1, 200)) for _ in range(MUTATIONS)]
    assert all(result in (SUCCESS, EINVAL, EBADMSG) for result, *_ in gunzip(inputs))
