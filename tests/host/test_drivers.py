# SPDX-License-Identifier: GPL-2.0-only
"""
Drivers against models of their devices, with the faults that QEMU's devices
do not have. A driver keeps state, so each test runs in its own process.
"""

import re

import pytest

from harness.paths import SRCTREE
from host_build import build_program, run_program

MODELS = "tests/host/drivers/"
INPUT = "drivers/input/"
CONTROLLER = (f"{INPUT}i8042.c lib/ring.c kernel/cpu.c kernel/deferred_work.c "
              f"{MODELS}i8042_model.c")
KEYBOARD = (f"{CONTROLLER} {INPUT}ps2_keyboard.c {INPUT}scancode_set1.c {INPUT}keyboard.c "
            f"{INPUT}key_translate.c {INPUT}key_sequence.c {INPUT}dead_key.c "
            f"{INPUT}keymap_us.c {MODELS}keyboard_machine.c")
SERIAL = ("drivers/char/serial_8250.c drivers/char/serial_8250_line.c lib/ring.c "
          f"{MODELS}uart_model.c {MODELS}serial_machine.c")
VIDEO = "drivers/video/"
# A program each: the driver and what stands in for the machine.
PROGRAMS = {
    "serial_8250": f"{SERIAL} {MODELS}serial_8250_test.c",
    "serial_8250_line": f"{SERIAL} {MODELS}serial_8250_line_test.c",
    "framebuffer_scroll": " ".join(
        str(p.relative_to(SRCTREE)) for p in sorted((SRCTREE / "drivers/tty").glob("*.c"))
        if not p.stem.endswith(("_test", "_bench", "screen_memory"))
        and not p.stem.startswith("line_") and "tty" not in p.stem)
        + f" {VIDEO}framebuffer_draw.c {VIDEO}framebuffer_mode.c {VIDEO}font.c {VIDEO}pixel.c "
        f"{MODELS}framebuffer_scroll_test.c",
    "rtc_cmos": f"drivers/time/rtc_cmos.c {MODELS}rtc_cmos_test.c",
    "local_apic": f"drivers/irqchip/local_apic.c {MODELS}local_apic_test.c",
    "local_apic_timer": f"drivers/time/local_apic_timer.c {MODELS}local_apic_timer_test.c",
    "i8042": f"{CONTROLLER} {MODELS}i8042_test.c",
    "keyboard": f"{KEYBOARD} {MODELS}keyboard_test.c",
    "ps2_keyboard": f"{KEYBOARD} {MODELS}ps2_keyboard_test.c",
    "pit": f"drivers/time/pit.c {MODELS}pit_model.c {MODELS}pit_test.c",
    "tick": "kernel/cpu.c kernel/tick.c kernel/time.c kernel/timer.c kernel/timer_wheel.c "
            f"{MODELS}tick_test.c",
    "tsc_calibrate": "drivers/time/pit.c drivers/time/tsc_calibrate.c "
                     f"drivers/time/tsc_measure.c {MODELS}pit_model.c "
                     f"{MODELS}tsc_calibrate_test.c",
    "acpi_power": "drivers/acpi/register.c drivers/acpi/power.c "
                  f"{MODELS}acpi_power_test.c",
    "pic_8259": f"drivers/irqchip/pic_8259.c {MODELS}pic_8259_test.c",
}


def all_tests() -> list[tuple[str, str]]:
    found = []
    for name in PROGRAMS:
        text = (SRCTREE / MODELS / f"{name}_test.c").read_text()
        found += [(name, f"{suite}.{test}")
                  for suite, test in re.findall(r"^KTEST\((\w+), (\w+)\)", text, re.MULTILINE)]
    return found


@pytest.mark.parametrize("program, test", all_tests())
def test_driver(program, test):
    done = run_program(build_program(program, kernel=PROGRAMS[program].split()), test)
    report = done.stdout + done.stderr
    assert done.returncode == 0 and "pass:1 fail:0 skip:0" in done.stdout, report
