# SPDX-License-Identifier: GPL-2.0-only
"""The serial port under load, with other settings, and when there is none."""

import re

import pytest

from harness import build, qemu

SCREEN_PROMPT = r"^exo>"  # a row ends in no blanks


@pytest.fixture(scope="module")
def image():
    return build.kernel().image


def interrupts(guest, handler: str) -> dict[str, int]:
    """The irq command's counters of the line with this handler."""
    row = re.search(rf"^ *(\d+) +(\d+) +(\d+) +(\d+) +{handler}$", guest.command("irq"),
                    re.MULTILINE)
    assert row, f"no line has the handler {handler}"
    names = ("line", "count", "unhandled", "spurious")
    return dict(zip(names, map(int, row.groups())))


def test_typing_and_printing_raise_interrupts(image):
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        before = interrupts(guest, "ttyS0")
        guest.command("echo " + "x" * 60)
        after = interrupts(guest, "ttyS0")
    assert before["line"] == 4
    assert after["count"] > before["count"] > 0
    assert after["unhandled"] == 0


def test_long_output_arrives_whole(image):
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        first = guest.command("dmesg")
        for _ in range(20):
            assert guest.command("dmesg") == first


def test_fast_typing_arrives_whole(image):
    text = "".join(chr(ord("a") + i % 26) for i in range(60))
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        for number in range(10):
            assert guest.command(f"echo {number} {text}").strip() == f"{number} {text}"


def test_a_paste_of_many_times_the_input_queue_arrives_whole(image):
    lines = [f"echo {number:04} {'x' * 60}" for number in range(1000)]
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        guest.send("\n".join(lines) + "\n")
        guest.expect("^0999 x+$", 4 * qemu.EXPECT_LIMIT)
        said = re.findall(r"^(\d+) x+$", guest.log, re.MULTILINE)
    assert said == [f"{number:04}" for number in range(1000)]


def test_last_lines_before_the_end_arrive(image):
    with qemu.boot(image, cmdline="panic=exit") as guest:
        guest.expect(qemu.PROMPT)
        guest.send("dmesg\npanic\n")
        guest.wait_exit()
        assert re.search(r"Kernel panic: .*\n(.*\n)*.*\+0x", guest.log)


def test_second_port_is_used_when_configured():
    image = build.kernel(symbols={"SERIAL_8250_PORT": "0x2f8", "SERIAL_8250_IRQ": 3}).image
    first = ["-serial", "null"]
    with qemu.boot(image, serial=False, extra=first) as guest:
        guest.expect_screen(r"exo>")
        guest.send_keys("shift-pgup")
        guest.expect_screen(r"no UART at port 0x2f8")
    with qemu.boot(image, extra=first, serial_port=0x2F8, serial_irq=3) as guest:
        guest.expect(qemu.PROMPT)
        assert interrupts(guest, "ttyS0")["line"] == 3


def test_wrong_interrupt_line_still_prints_everything():
    image = build.kernel(symbols={"SERIAL_8250_IRQ": 5}).image
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        assert re.search("irq 5", guest.log)


def test_speed_comes_from_configuration_and_command_line():
    image = build.kernel(symbols={"SERIAL_8250_BAUD": 9600}).image
    with qemu.boot(image) as guest:
        guest.expect("ttyS0.* 9600 baud")
    with qemu.boot(image, cmdline="console=ttyS0,57600") as guest:
        guest.expect("ttyS0.* 57600 baud")


def test_port_without_driver_stays_silent():
    image = build.kernel(symbols={"SERIAL_8250": "n"}).image
    with qemu.boot(image) as guest:
        guest.expect_screen(SCREEN_PROMPT)
        assert guest.log == ""


def test_output_is_polled_without_interrupt_controller():
    image = build.kernel(symbols={"PIC_8259": "n", "IO_APIC": "n"}).image
    with qemu.boot(image) as guest:
        guest.expect("serial_8250: no interrupt controller: output is polled$")
        guest.wait_halted()
        guest.assert_no_reset()
        assert "failed" not in guest.log
