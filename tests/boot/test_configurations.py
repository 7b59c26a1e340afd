# SPDX-License-Identifier: GPL-2.0-only
"""The whole space of configurations boots: its corners, what we ship, random points."""

import re

import pytest

from harness import alive, build, qemu, seed

CORNERS = ("allnoconfig", "allyesconfig")
RANDOM = 20
BUILT = seed.pick(range(RANDOM), 6, "random configurations")  # as in tests/build


@pytest.mark.parametrize("cc", build.COMPILERS)
@pytest.mark.parametrize("config", (*CORNERS, *build.defconfigs()))
def test_corners_and_defconfigs(config, cc):
    alive.expect_alive(build.kernel(config, cc=cc))


@pytest.mark.parametrize("number", BUILT if build.LONG else BUILT[:5])
def test_random_configurations(number):
    """The first of those that tests/build chose, by the same compilers."""
    config_seed = seed.numbers("randconfig", RANDOM)[number]
    cc = build.COMPILERS[number % 2]
    alive.expect_alive(build.kernel("randconfig", seed=config_seed, cc=cc))


def test_a_kernel_without_anything_is_silent_and_idles():
    with qemu.boot(**alive.bootable(build.kernel("allnoconfig"))) as guest:
        state = guest.wait_halted()
        assert state.interrupts_on
        assert re.sub(f"(?s).*{qemu.MENU_LEFT}", "", guest.log) == ""
        guest.assert_no_reset()
