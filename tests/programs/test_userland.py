# SPDX-License-Identifier: GPL-2.0-only
"""What make does with the userland: run, iso, and when there is no BusyBox."""

import shutil
import subprocess
from pathlib import Path

import pexpect
import pytest
from session import PROMPT

from harness import build, qemu
from harness.paths import SRCTREE, clean_environment

BUSYBOX = Path("/bin/busybox")
LIMIT = 3 * qemu.EXPECT_LIMIT


def arguments(built: build.Build, *more: str) -> list[str]:
    return ["-C", str(build.buildable_tree()), f"O={built.dir}", f"CC={built.cc}", *more]


def make(built: build.Build, *more: str) -> subprocess.CompletedProcess:
    with build.locked(built.dir):
        return subprocess.run(["make", *arguments(built, *more)], text=True, capture_output=True,
                              env=clean_environment(), check=False)


def started(built: build.Build, *more: str) -> pexpect.spawn:
    return pexpect.spawn("make", arguments(built, *more), env=clean_environment(TERM="dumb"),
                         timeout=LIMIT, encoding="utf-8", codec_errors="replace",
                         dimensions=(25, 80))


@pytest.mark.parametrize("target", ("run", "run-iso", "run-microvm"))
def test_make_run_ends_at_the_shell(target):
    built = build.kernel()
    assert built.userland.exists()
    with build.locked(built.dir):
        child = started(built, target)
        child.expect("The programs here are those of BusyBox")
    try:
        child.expect(PROMPT)
        child.send("uname -s\r")
        child.expect("Linux\r")
        child.expect(PROMPT)
        child.send("poweroff\r")
        child.expect("Requesting system poweroff")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
    finally:
        child.close(force=True)


def test_without_busybox_make_run_says_so_and_ends_at_the_monitor():
    built = build.kernel()
    child = started(built, "run", "BUSYBOX=/none")
    try:
        child.expect("No userland: there is no /none")
        child.expect("exo> ")
    finally:
        child.close(force=True)


def test_the_iso_has_it_unless_told_otherwise():
    built = build.kernel()
    assert make(built, "iso").returncode == 0
    whole = (built.dir / "exo.iso").stat().st_size
    with qemu.boot(iso=built.dir / "exo.iso") as guest:
        guest.expect(PROMPT, LIMIT)
    assert make(built, "iso", "INITRD=").returncode == 0
    assert whole - (built.dir / "exo.iso").stat().st_size >= BUSYBOX.stat().st_size // 4
    with qemu.boot(iso=built.dir / "exo.iso") as guest:
        guest.expect(qemu.PROMPT, LIMIT)


@pytest.mark.parametrize("settings", ({"USERLAND": False}, {"INITRAMFS_SOURCE": "usr/demos"}),
                         ids=("off", "replaced"))
def test_the_configuration_leaves_it_out(settings):
    built = build.kernel(symbols=settings)
    done = make(built, "iso", "BUSYBOX=/none")
    assert done.returncode == 0, done.stderr
    with qemu.boot(iso=built.dir / "exo.iso") as guest:
        guest.expect(qemu.PROMPT, LIMIT)


@pytest.mark.parametrize("program, says", (("/none", "'/none' does not exist"),
                                           ("/bin/ls", "'/bin/ls' is linked dynamically")))
def test_an_iso_that_would_lack_it_is_not_made(program, says):
    built = build.kernel(symbols={"LOCALVERSION": "-no-busybox"})
    done = make(built, "iso", f"BUSYBOX={program}")
    assert done.returncode != 0
    assert f"*** {says}. The userland takes a static BusyBox: scripts/setup" in done.stderr
    assert not (built.dir / "exo.iso").exists()


def test_the_same_bytes_come_from_anywhere(tmp_path):
    """Another path of the sources, umask, times and owner's name."""
    built = build.kernel()
    copy = tmp_path / "a longer path".replace(" ", "-")
    for part in ("scripts", "usr"):
        shutil.copytree(SRCTREE / part, copy / part)
    for path in (copy / "usr/root").rglob("*"):
        path.chmod(0o700)
    applets = tmp_path / "applets"
    with open(applets, "wb") as file:
        subprocess.run([copy / "scripts/applets.sh", BUSYBOX], stdout=file, check=True)
    command = ["python3", copy / "scripts/initramfs", "--output", tmp_path / "archive",
               "--source-tree", copy, "--gzip", "--date", date_of(built), "--",
               copy / "usr/userland.list", applets]
    subprocess.run(command, check=True, cwd=tmp_path,
                   env=clean_environment(BUSYBOX=str(BUSYBOX), TZ="Pacific/Chatham"))
    assert (tmp_path / "archive").read_bytes() == built.userland.read_bytes()


def date_of(built: build.Build) -> str:
    """What make took for SOURCE_DATE_EPOCH."""
    assert built.userland.exists()
    words = (built.dir / "usr/.userland.cpio.gz.cmd").read_text().split()
    return words[words.index("--date") + 1]
