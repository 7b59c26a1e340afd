# SPDX-License-Identifier: GPL-2.0-only
"""Clock sources, ticks that pause, and machines that lack either."""

import re
import time

import pytest

from harness import build, qemu

GUEST_TIME = "shift=6,sleep=off"  # idle time passes at once
SECONDS = 10


@pytest.fixture(scope="module")
def image():
    return build.kernel().image


def timers(guest) -> dict[str, str]:
    return dict(re.findall(r"^(\w+) +(\S.*)$", guest.command("timers"), re.MULTILINE))


def seconds(found: re.Match[str]) -> float:
    days, hours, minutes, rest = found.groups()
    return ((int(days) * 24 + int(hours)) * 60 + int(minutes)) * 60 + float(rest)


UPTIME = r"up (\d+) days, (\d+):(\d+):(\d+\.\d+)"


def uptime(guest) -> float:
    return seconds(re.search(UPTIME, guest.command("uptime")))


def timer_interrupts(guest) -> tuple[int, float]:
    """
    How many there were, and when. Both are asked for at once: the guest skips
    idle time, so many seconds can pass between one command and the next.
    """
    guest.send("uptime\nirq\n")
    when = seconds(guest.expect(UPTIME))
    row = guest.expect(r"^ *\w+ +(\d+) .*(\bpit|local APIC timer)$")
    guest.expect(qemu.PROMPT)
    return int(row[1]), when


def interrupts_a_second_while_idle(guest) -> float:
    guest.expect(qemu.PROMPT)
    # A processor without RDRAND wakes for random numbers' sake, to begin with.
    while uptime(guest) < 1:
        time.sleep(0.1)
    before, began = timer_interrupts(guest)
    while uptime(guest) < began + SECONDS:
        time.sleep(0.1)
    after, ended = timer_interrupts(guest)
    return (after - before) / (ended - began)


def test_clock_is_the_time_stamp_counter(image):
    with qemu.boot(image) as guest:
        guest.expect(r"tsc: \d+\.\d{3} MHz by pit")
        guest.expect(r"time: lapic ticks at 100 Hz, not while idle")
        guest.expect(qemu.PROMPT)
        said = timers(guest)
    assert said["clock"] == "tsc"
    assert said["event"] == "lapic, no ticks while idle"


def test_rate_is_measured_right_to_a_few_parts_in_ten_thousand(image):
    """Under -icount the counter runs at 1 GHz exactly, whatever the speed of the ports."""
    for shift in (0, 3, 7):
        with qemu.boot(image, icount=f"shift={shift},sleep=off") as guest:
            mhz = float(guest.expect(r"tsc: (\d+\.\d+) MHz")[1])
        assert mhz == pytest.approx(1000, rel=0.0005), f"shift {shift}"


def test_rate_of_the_local_apic_timer_is_measured_right(image):
    """It counts at 1 GHz by QEMU's time, which is the time-stamp counter's too."""
    for shift in (0, 3, 7):
        with qemu.boot(image, icount=f"shift={shift},sleep=off") as guest:
            mhz = float(guest.expect(r"local_apic_timer: (\d+\.\d+) MHz")[1])
        assert mhz == pytest.approx(1000, rel=0.0005), f"shift {shift}"


@pytest.mark.parametrize("word, most", [("", 1), ("nolapic_timer", 22), ("noapic", 22)])
def test_idle_cpu_is_woken_only_when_the_timer_counts_no_further(image, word, most):
    with qemu.boot(image, icount=GUEST_TIME, cmdline=word) as guest:
        assert interrupts_a_second_while_idle(guest) < most


@pytest.mark.parametrize("word, event", [("nohz=off", "lapic"), ("nohz=off noapic", "pit"),
                                         ("clocksource=tick", "pit")])
def test_regular_ticks_can_be_had(image, word, event):
    with qemu.boot(image, icount=GUEST_TIME, cmdline=word) as guest:
        assert interrupts_a_second_while_idle(guest) == pytest.approx(100, rel=0.05)
        assert timers(guest)["event"] == event


def test_kernel_without_tickless_idle_ticks_regularly():
    image = build.kernel(symbols={"NO_HZ_IDLE": "n"}).image
    with qemu.boot(image, icount=GUEST_TIME) as guest:
        assert interrupts_a_second_while_idle(guest) == pytest.approx(100, rel=0.05)
        assert timers(guest)["clock"] == "tsc"


def test_ticks_can_be_the_only_clock(image):
    with qemu.boot(image, cmdline="clocksource=tick") as guest:
        guest.expect(qemu.PROMPT)
        assert "tsc: " not in guest.log
        assert timers(guest)["clock"] == "tick"
        before = uptime(guest)
        time.sleep(0.5)
        assert uptime(guest) > before


@pytest.mark.parametrize("word", ["clocksource=sundial", "nohz=maybe"])
def test_nonsense_is_reported_and_changes_nothing(image, word):
    with qemu.boot(image, cmdline=word) as guest:
        guest.expect(rf"{word}.*")
        guest.expect(qemu.PROMPT)
        assert timers(guest)["event"] == "lapic, no ticks while idle"


def test_machine_without_a_timer_boots_and_idles(image):
    """It has a local APIC, but nobody knows how fast that counts."""
    with qemu.boot(image, machine="microvm", extra=["-machine", "pit=off"]) as guest:
        guest.expect(r"tsc: nobody knows its rate")
        guest.expect(r"pit_init failed: error 19")
        guest.expect(qemu.PROMPT)
        guest.wait_halted()
        assert timers(guest)["event"] == "-"


def test_processor_without_the_counter_falls_back_on_ticks(image):
    with qemu.boot(image, cpu="qemu64,-tsc") as guest:
        guest.expect(qemu.PROMPT)
        assert timers(guest)["clock"] == "tick"
