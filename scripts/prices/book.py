# SPDX-License-Identifier: GPL-2.0-only
"""
prices.json: what was measured last, and of which configuration by which tools.

It is part of the tree, as the figures of the benchmarks are, so that the menu shows
prices at once. A price whose identity is no longer that of its flip is stale.
"""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

PATH = Path(__file__).with_name("prices.json")


@dataclass(frozen=True)
class Price:
    """
    What a kernel with the symbol has more than one without it: bytes by section,
    instructions to start up, and KB of RAM then in use. The latter are None if one
    of the two did not start up.
    """

    text: int
    rodata: int
    data: int
    bss: int
    boot: int | None
    ram_kb: int | None
    others: tuple[str, ...] = ()
    toolchain: str = ""
    identity: str = ""

    @property
    def bytes(self) -> int:
        return self.text + self.rodata + self.data + self.bss

    @property
    def image(self) -> int:
        """Bytes that the file grows by: bss is not in it."""
        return self.text + self.rodata + self.data


def read(path: Path | str = PATH) -> dict[str, Price]:
    """None before the first run; a file that is broken is an error that says so."""
    path = Path(path)
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {name: Price(**{**price, "others": tuple(price["others"])})
                for name, price in stored.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{path.name} is damaged: take it from git, or remove it and"
                         f" run make prices ({error})") from error


def write(prices: dict[str, Price], path: Path = PATH) -> None:
    """In one step, a symbol a line and sorted: a diff shows what changed."""
    lines = [f" {json.dumps(name)}: {json.dumps(asdict(prices[name]))}" for name in sorted(prices)]
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def difference(more: dict, less: dict) -> dict:
    """What one kernel has more than the other, figure by figure."""
    return {each: None if more[each] is None or less[each] is None else more[each] - less[each]
            for each in (field.name for field in fields(Price)) if each in more}
