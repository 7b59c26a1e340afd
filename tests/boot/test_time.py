# SPDX-License-Identifier: GPL-2.0-only
"""Ticks, uptime and the calendar."""

import re
import time

import pytest

from harness import build, qemu


@pytest.fixture(scope="module")
def image():
    return build.kernel().image


def uptime(guest) -> tuple[float, int]:
    """Seconds and ticks, as the monitor says."""
    said = guest.command("uptime")
    found = re.search(r"up (\d+) days, (\d+):(\d+):(\d+\.\d+), (\d+) ticks", said)
    assert found, said
    days, hours, minutes = map(int, found.group(1, 2, 3))
    return ((days * 24 + hours) * 60 + minutes) * 60 + float(found[4]), int(found[5])


@pytest.mark.parametrize("hz", [100, 250, 1000])
def test_ticks_come_at_the_configured_frequency(hz):
    image = build.kernel(symbols={f"HZ_{hz}": "y"}).image
    with qemu.boot(image, icount="shift=6,sleep=off") as guest:
        guest.expect(qemu.PROMPT)
        time.sleep(0.5)  # much longer for the guest, which skips idle time
        seconds, ticks = uptime(guest)
    # A tick may be pending and not counted yet, and the divisor is rounded.
    assert ticks > 10
    assert seconds * hz == pytest.approx(ticks, rel=0.001, abs=2)


def test_uptime_follows_the_clock_on_the_wall(image):
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        wall, (guest_before, _) = time.monotonic(), uptime(guest)
        time.sleep(3)
        guest_after, _ = uptime(guest)
        passed = time.monotonic() - wall
    # A busy machine delays the answers, never the ticks by much.
    assert 2.5 <= guest_after - guest_before <= passed + 0.5


def test_guest_time_agrees_with_the_calendar(image):
    """
    Under -icount both run on the instructions executed, and an idle CPU jumps
    to its next event: seconds may pass between two commands.
    """
    with qemu.boot(image, icount="shift=6,sleep=off",
                   extra=["-rtc", "base=2025-01-01T00:00:00,clock=vm"]) as guest:
        guest.expect(qemu.PROMPT)
        before, _ = uptime(guest)
        date = re.search(r"2025-01-01 (\d+):(\d+):(\d+) UTC", guest.command("date"))
        assert date, guest.log
        hours, minutes, seconds = map(int, date.groups())
        after, _ = uptime(guest)
    assert before - 2 <= (hours * 60 + minutes) * 60 + seconds <= after + 2


@pytest.mark.parametrize("base", ["2024-02-29T23:59:50", "1999-12-31T12:00:00",
                                  "2000-02-29T00:00:30", "2038-01-19T03:14:07",
                                  "2090-12-31T22:00:00"])
def test_date_is_what_the_machine_was_given(image, base):
    day, clock = base.split("T")
    with qemu.boot(image, extra=["-rtc", f"base={base}"]) as guest:
        found = guest.expect(r"rtc: cmos says (\S+) (\d+):(\d+):(\d+) UTC")
    seconds = sum(int(n) * unit for n, unit in zip(found.group(2, 3, 4), (3600, 60, 1)))
    given = sum(int(n) * unit for n, unit in zip(clock.split(":"), (3600, 60, 1)))
    assert found[1] == day
    assert 0 <= seconds - given < 10


def test_clock_before_1970_is_reported(image):
    with qemu.boot(image, extra=["-rtc", "base=1965-01-01T00:00:00"]) as guest:
        guest.expect(r"rtc: cmos does not tell the time")
        guest.expect(qemu.PROMPT)
        assert "1965" not in guest.command("date")


def test_kernel_without_clocks_has_no_date_and_no_uptime():
    image = build.kernel(symbols={"RTC_CMOS": "n", "PIT": "n"}).image
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        assert not re.search(r"\d{4}-\d\d-\d\d", guest.command("date"))
        assert guest.command("uptime") == "uptime: no such device"


def test_idle_kernel_halts_between_ticks(image):
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        guest.wait_halted()
        _, before = uptime(guest)
        time.sleep(1)
        _, after = uptime(guest)
    assert after > before
