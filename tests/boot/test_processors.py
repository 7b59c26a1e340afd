# SPDX-License-Identifier: GPL-2.0-only
"""The default kernel boots on the oldest and the newest processor model, and on several."""

import pytest

from harness import build, qemu


@pytest.mark.parametrize("machine", ("pc", "q35"))
@pytest.mark.parametrize("cpu", ("qemu64", "max"))
def test_models(machine, cpu):
    with qemu.boot(build.kernel().image, machine=machine, cpu=cpu) as guest:
        guest.expect(qemu.PROMPT)
        guest.assert_no_reset()


@pytest.mark.parametrize("iso", (False, True), ids=("pvh", "iso"))
def test_other_processors_do_no_harm(iso):
    built = build.kernel()
    image = {"iso": built.iso} if iso else {"kernel": built.image}
    with qemu.boot(**image, smp=4) as guest:
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
        assert guest.human("info cpus").count("CPU #") == 4
        guest.assert_no_reset()
