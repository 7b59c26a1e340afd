# SPDX-License-Identifier: GPL-2.0-only
"""
Random choices that depend on the commit and on nothing else.

Each commit tests another slice of what is too large to test whole, and a
failure is repeated by checking that commit out, or by EXO_TEST_SEED=<hash>.
"""

import hashlib
import os
import random
import subprocess
from typing import Sequence, TypeVar

from harness.paths import LONG, SRCTREE

T = TypeVar("T")


def commit() -> str:
    """The commit's hash; in a tree without git, the VERSION file stands in."""
    given = os.environ.get("EXO_TEST_SEED")
    if given:
        return given
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=SRCTREE, text=True,
                          capture_output=True, check=False)
    if head.returncode == 0:
        return head.stdout.strip()
    return (SRCTREE / "VERSION").read_text().strip()


def number(purpose: str) -> int:
    """A 31-bit number for this commit and this purpose."""
    digest = hashlib.sha256(f"{commit()} {purpose}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def numbers(purpose: str, count: int) -> list[int]:
    return [number(f"{purpose} {i}") for i in range(count)]


def generator(purpose: str) -> random.Random:
    return random.Random(number(purpose))


def pick(items: Sequence[T], count: int, purpose: str) -> list[T]:
    """This commit's slice of items, in their order; all of them in a long check."""
    if LONG or count >= len(items):
        return list(items)
    chosen = generator(purpose).sample(range(len(items)), count)
    return [items[i] for i in sorted(chosen)]
