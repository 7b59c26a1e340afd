# SPDX-License-Identifier: GPL-2.0-only
"""`make run` from a terminal: the prompt, a typed command, and the way out."""

import re
import subprocess

import pexpect
import pytest

from harness import build, qemu
from harness.paths import SRCTREE, clean_environment

CTRL_A = "\x01"


@pytest.mark.parametrize("target", ("run", "run-iso", "run-uefi", "run-microvm"))
def test_the_prompt_is_reached_and_left(target):
    built = build.kernel()
    if target in ("run-iso", "run-uefi"):
        assert built.iso.exists()
    limit = 3 * qemu.EXPECT_LIMIT
    arguments = ["-C", str(build.buildable_tree()), f"O={built.dir}", f"CC={built.cc}", "INITRD=",
                 target]
    child = pexpect.spawn("make", arguments, env=clean_environment(TERM="dumb"), timeout=limit,
                          encoding="utf-8", codec_errors="replace", dimensions=(25, 80))
    try:
        child.expect("[Ll]eave QEMU")
        child.expect("exo> ")
        child.send("version\r")
        child.expect("Exo-OS 0[.]6[.]0")
        child.expect("exo> ")
        child.send(CTRL_A + "x")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
    finally:
        child.close(force=True)


def test_gdb_stops_the_kernel_where_it_is_told_to():
    built = build.kernel()
    arguments = ["-C", str(build.buildable_tree()), f"O={built.dir}", f"CC={built.cc}", "INITRD=",
                 "gdb"]
    child = pexpect.spawn("make", arguments, env=clean_environment(TERM="dumb"),
                          timeout=3 * qemu.EXPECT_LIMIT, encoding="utf-8", dimensions=(25, 100))
    try:
        child.expect(r'"continue" starts it[\s\S]*\(gdb\) ')
        for typed, seen in (("hbreak start_kernel", "Hardware assisted breakpoint 1 at"),
                            ("continue", "Breakpoint 1, .*start_kernel"),
                            ("with confirm off -- kill", "Inferior 1 .* killed")):
            child.sendline(typed)
            child.expect(seen + r"[\s\S]*\(gdb\) ")
        child.sendline("quit")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
    finally:
        child.close(force=True)


@pytest.mark.parametrize("says, works", [("[    0.000000] Exo-OS\\nexo> ", True),
                                         ("KVM internal error", False), ("", False)])
def test_kvm_works_when_the_prompt_comes(tmp_path, says, works):
    emulator = tmp_path / "qemu"
    emulator.write_text(f"#!/bin/sh\nprintf '{says}'\nexec sleep {10 if works else 0}\n")
    emulator.chmod(0o755)
    done = subprocess.run([SRCTREE / "scripts/kvm_works.py", emulator, "exo"], check=False)
    assert (done.returncode == 0) == works


def test_run_falls_back_on_tcg_when_kvm_is_asked_for_and_does_not_work(tmp_path):
    """The emulator that KVM=1 finds refuses KVM, as one without /dev/kvm does."""
    emulator = tmp_path / "qemu"
    emulator.write_text('#!/bin/sh\ncase "$*" in *kvm*) exit 1;; esac\necho "started with $*"\n')
    emulator.chmod(0o755)
    built = build.kernel()
    done = subprocess.run(["make", "-C", build.buildable_tree(), f"O={built.dir}",
                           f"CC={built.cc}", "KVM=1", f"QEMU={emulator}", "run"], text=True,
                          capture_output=True, env=clean_environment(), check=False)
    assert done.returncode == 0, done.stderr
    assert "using TCG" in done.stderr
    assert re.search(r"^started with -accel tcg ", done.stdout, re.MULTILINE)


def test_run_passes_an_initrd_whose_name_has_blanks(tmp_path):
    emulator = tmp_path / "qemu"
    emulator.write_text('#!/bin/sh\nprintf "<%s>" "$@"\n')
    emulator.chmod(0o755)
    built = build.kernel()
    done = subprocess.run(["make", "-s", "-C", build.buildable_tree(), f"O={built.dir}",
                           f"CC={built.cc}", "INITRD=/an initrd's name", f"QEMU={emulator}",
                           "run"], text=True, capture_output=True, env=clean_environment(),
                          check=False)
    assert done.returncode == 0, done.stderr
    assert "<-initrd></an initrd's name>" in done.stdout
