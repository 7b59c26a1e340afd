# SPDX-License-Identifier: GPL-2.0-only
"""`make run` from a terminal: the prompt, a typed command, and the way out."""

import pexpect
import pytest

from harness import build, qemu
from harness.paths import clean_environment

CTRL_A = "\x01"


@pytest.mark.parametrize("target", ("run", "run-iso"))
def test_the_prompt_is_reached_and_left(target):
    built = build.kernel()
    if target == "run-iso":
        assert built.iso.exists()
    limit = 3 * qemu.EXPECT_LIMIT
    arguments = ["-C", str(build.buildable_tree()), f"O={built.dir}", f"CC={built.cc}", target]
    child = pexpect.spawn("make", arguments, env=clean_environment(TERM="dumb"), timeout=limit,
                          encoding="utf-8", codec_errors="replace", dimensions=(25, 80))
    try:
        child.expect("[Ll]eave QEMU")
        child.expect("exo> ")
        child.send("version\r")
        child.expect("Exo-OS 0[.]5[.]0")
        child.expect("exo> ")
        child.send(CTRL_A + "x")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
    finally:
        child.close(force=True)
