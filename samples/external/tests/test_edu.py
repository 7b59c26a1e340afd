# SPDX-License-Identifier: GPL-2.0-only
"""make check-external: the driver, its command and its program on QEMU's edu device."""

from pathlib import Path

import pytest

from harness import build, programs, qemu

TREE = Path(__file__).resolve().parents[1]
DEVICE = ("-device", "edu")


@pytest.fixture(scope="module")
def kernel() -> build.Build:
    return build.kernel("edu_defconfig", external=[TREE])


def test_the_command_asks_the_device(kernel: build.Build) -> None:
    with qemu.boot(kernel.image, extra=DEVICE) as guest:
        guest.expect(r"edu: at 00:\w\w\.0$")
        guest.expect(qemu.PROMPT)
        assert guest.command("factorial 10") == "3628800"
        assert "usage: factorial NUMBER" in guest.command("factorial")


def test_a_machine_without_the_device_says_so(kernel: build.Build) -> None:
    with qemu.boot(kernel.image) as guest:
        guest.expect("edu: no device$")
        guest.expect(qemu.PROMPT)
        assert guest.command("factorial 10").startswith("factorial: no such device")


def test_the_program_asks_through_the_device_file(kernel: build.Build, tmp_path: Path) -> None:
    program = kernel.programs / "factorial"
    script = "factorial 5; factorial 0"
    archive = programs.pack(tmp_path, script, {"bin/factorial": program})
    with qemu.boot(kernel.image, initrd=archive, cmdline=programs.CMDLINE, extra=DEVICE) as guest:
        printed = programs.output(guest)
    assert printed.split() == ["120", "1"]
