# SPDX-License-Identifier: GPL-2.0-only
"""Every option does something: flipped, it changes the image and what a boot shows.

symbol_behaviour.toml says what, for each symbol. `make check` flips a slice
chosen by the commit, `make check-long` flips them all.
"""

import os
import re
import time
import tomllib
from pathlib import Path

import pytest

from harness import build, qemu, seed
from harness.paths import SLOWNESS, SRCTREE, TEST_DIR

TABLE = tomllib.loads((Path(__file__).parent / "symbol_behaviour.toml").read_text())
KEYS = {"set", "with", "boot", "cmdline", "mem", "machine", "initrd", "type", "before", "after",
        "differs", "build_only", "changes"}
SLICE = 5
SETTLE_LIMIT = 30 * SLOWNESS
# With it, any flip at all would change the image.
SHOWS_ALL = {"IKCONFIG": "n"}


def test_every_symbol_with_a_prompt_has_an_entry(exo):
    exo.done("alldefconfig")
    result = exo.python(
        "import kconfiglib; tree = kconfiglib.Kconfig('Kconfig');"
        "print(*(s.name for s in tree.unique_defined_syms if any(n.prompt for n in s.nodes)))")
    symbols = set(result.split())
    assert symbols - set(TABLE) == set(), "add an entry for these to symbol_behaviour.toml"
    assert set(TABLE) - symbols == set(), "these entries are of no symbol"


@pytest.mark.parametrize("name", sorted(TABLE))
def test_entry_says_what_changes(name):
    entry = TABLE[name]
    assert set(entry) <= KEYS
    shown = {"before", "after", "differs"} & set(entry)
    assert bool(shown) != ("build_only" in entry), "either a boot shows it, or build_only says why"


def filled_in(settings: dict[str, str]) -> dict[str, str]:
    """Settings with a folder of somebody's files, and who that is, in place of the words."""
    folder = TEST_DIR / "config/folder"
    folder.mkdir(parents=True, exist_ok=True)
    user, group = os.getuid() or 1000, os.getgid() or 1000
    (folder / "owned").write_text("by somebody\n")
    os.chown(folder / "owned", user, group)
    words = {"FOLDER": str(folder), "USER": str(user), "GROUP": str(group)}
    return {name: words.get(value, value) for name, value in settings.items()}


def flipped_value(name: str, base: build.Build) -> str:
    return "n" if base.config.get(name, "n") == "y" else "y"


@pytest.mark.parametrize("name", seed.pick(sorted(TABLE), SLICE, "symbol flips"))
def test_flipping_a_symbol_changes_the_image_and_what_a_boot_shows(name):
    entry = TABLE[name]
    settings = SHOWS_ALL | filled_in(entry.get("with", {}))
    base = build.kernel(symbols=settings)
    change = filled_in(entry.get("set", {})) or {name: flipped_value(name, base)}
    flipped = build.kernel(symbols=settings | change)
    assert changed_file(base, entry) != changed_file(flipped, entry)
    if "build_only" in entry:
        return
    before, after = observe(base, entry), observe(flipped, entry)
    if "differs" in entry:
        one, other = (re.search(entry["differs"], seen) for seen in (before, after))
        assert one and other and one[1] != other[1], f"{entry['differs']}: {one} and {other}"
    for seen, unseen, pattern in ((before, after, entry.get("before")),
                                  (after, before, entry.get("after"))):
        if pattern:
            assert re.search(pattern, seen, re.M), f"{pattern} is not in:\n{seen}"
            assert not re.search(pattern, unseen, re.M), f"{pattern} is in:\n{unseen}"


def changed_file(built: build.Build, entry: dict) -> bytes:
    name = entry.get("changes", "exo")
    if name == "exo.iso":
        with build.locked(built.dir):
            build.make("iso", objtree=built.dir, cc=built.cc)
    return (built.dir / name).read_bytes()


def observe(built: build.Build, entry: dict) -> str:
    """Boot, type, wait for the end; everything that was seen."""
    image = {"iso": built.iso} if entry.get("boot") == "iso" else {"kernel": built.image}
    initrd = SRCTREE / entry["initrd"] if "initrd" in entry else None
    try:
        guest = qemu.boot(cmdline=entry.get("cmdline", ""), mem=entry.get("mem", "128M"),
                          machine=entry.get("machine", "pc"), initrd=initrd, **image)
    except RuntimeError as refusal:
        return str(refusal)
    with guest:
        for line in entry.get("type", []):
            guest.expect(qemu.PROMPT)
            guest.send(line + "\n")
        end = settle(guest)
        rows = [] if end.startswith("[exit") else guest.screen()
        return "\n".join([guest.log, *(f"screen| {row}" for row in rows), end])


def settle(guest: qemu.Guest) -> str:
    """Wait until QEMU ends or the processor stays halted; which of them."""
    deadline = time.monotonic() + SETTLE_LIMIT
    previous = None
    while time.monotonic() < deadline:
        try:
            return f"[exit {guest.wait_exit(0.3).status}]"
        except qemu.ExpectError:
            pass
        try:
            state = guest.cpu_state()
        except qemu.QmpError:
            continue  # it ends just now
        now = (state.rip, state.halted, len(guest.log))
        if state.halted and now == previous:
            return "[idle]" if state.interrupts_on else "[stopped]"
        previous = now
    return "[running]"
