# SPDX-License-Identifier: GPL-2.0-only
"""The image for a stick starts from a disk, as `make usb` says it was tested."""

from harness import build, qemu


def test_image_for_a_stick_starts_from_a_disk():
    built = build.kernel()
    with build.locked(built.dir):
        build.make("usb", objtree=built.dir, cc=built.cc)
    with qemu.boot(disk=built.dir / "exo.img") as guest:
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
        assert "(multiboot2)" in guest.command("mem")
