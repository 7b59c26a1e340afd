# SPDX-License-Identifier: GPL-2.0-only
"""The image for a stick starts from a disk and a stick, as `make usb` says it was tested."""

import pytest

from harness import build, qemu


@pytest.fixture(name="image", scope="module")
def usb_image():
    built = build.kernel()
    with build.locked(built.dir):
        build.make("usb", objtree=built.dir, cc=built.cc, variables=["INITRD="])
    return built.dir / "exo.img"


def expect_started(guest: qemu.Guest) -> None:
    guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
    assert "(multiboot2)" in guest.command("mem")


def test_image_for_a_stick_starts_from_a_disk(image):
    with qemu.boot(disk=image) as guest:
        expect_started(guest)


def test_image_for_a_stick_starts_from_a_stick(image):
    stick = ["-device", "qemu-xhci", "-device", "usb-storage,drive=stick",
             "-drive", f"if=none,id=stick,format=raw,snapshot=on,file={image}"]
    with qemu.boot(extra=stick) as guest:
        guest.leave_menu()
        expect_started(guest)
