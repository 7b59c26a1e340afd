# SPDX-License-Identifier: GPL-2.0-only
"""Device files, from the monitor."""

import re

import pytest

from harness import build, qemu

# name: first letters of ls, owner, group, number
DEVICES = {
    "null": "crw-rw-rw- 1,3",
    "zero": "crw-rw-rw- 1,5",
    "full": "crw-rw-rw- 1,7",
    "random": "crw-rw-rw- 1,8",
    "urandom": "crw-rw-rw- 1,9",
    "kmsg": "crw-r--r-- 1,11",
    "tty": "crw-rw-rw- 5,0",
    "console": "crw------- 5,1",
    "ttyS0": "crw------- 4,64",
    "tty0": "crw------- 4,0",
    "tty1": "crw------- 4,1",
}


@pytest.fixture(scope="module", name="kernel")
def default_kernel():
    return build.kernel()


@pytest.fixture(name="guest")
def running(kernel):
    with qemu.boot(kernel.image, cmdline="loglevel=4") as guest:
        guest.expect(qemu.PROMPT)
        yield guest


def listed_devices(guest):
    found = {}
    for line in guest.command("ls /dev").splitlines():
        row = re.match(r"(c\S+) +1 +0 +0 +(\d+), +(\d+) (\S+)$", line)
        if row:
            found[row[4]] = f"{row[1]} {row[2]},{row[3]}"
    return found


def kmsg(guest):
    """[(priority, sequence, microseconds, text)] of what is in the log."""
    guest.send("cat /dev/kmsg\n")
    guest.expect(r"cat /dev/kmsg\r?\n")
    text = guest.expect(r"(?s)(.*the last one)").group(1)
    guest.send("\x03")
    guest.expect("cat: interrupted")
    guest.expect(qemu.PROMPT)
    rows = re.findall(r"(?m)^(\d+),(\d+),(\d+),[-c];(.*?)\r?$", text)
    return [(int(p), int(s), int(us), what) for p, s, us, what in rows]


def test_every_device_has_its_node(guest):
    assert listed_devices(guest) == DEVICES
    assert "devtmpfs on /dev type devtmpfs (rw)" in guest.command("mount").splitlines()


def test_null_and_zero_and_full(guest):
    assert guest.command("echo gone > /dev/null") == ""
    assert guest.command("cat /dev/null") == ""
    zeros = " ".join(["00"] * 8)
    assert guest.command("hexdump -n 20 /dev/zero").splitlines() == [
        f"00000000  {zeros}  {zeros}  |................|",
        f"00000010  00 00 00 00{' ' * 39}|....|",
        "00000014"]
    assert guest.command("echo more > /dev/full") == "echo: no space left"


def test_a_node_of_ones_own_is_as_good(guest):
    assert guest.command("mv /dev/null /dev/nothing") == ""
    assert guest.command("echo gone > /dev/nothing") == ""
    assert guest.command("cat /dev/null") == "cat: no such thing"


def test_a_second_mount_shows_the_same(guest):
    for command in ("mkdir d", "mount devtmpfs d", "touch d/f", "umount d"):
        assert guest.command(command) == "", command
    assert guest.command("ls /dev/f").split()[0] == "-rw-r--r--"


def test_urandom_never_repeats(guest):
    once, again = (guest.command("hexdump -n 64 /dev/urandom") for _ in range(2))
    assert len(once.splitlines()) == 5 and once != again
    assert guest.command("echo guess > /dev/urandom") == ""
    assert len(guest.command("hexdump -n 16 /dev/random").splitlines()) == 2


def test_kmsg_is_the_log_in_linux_format(guest):
    assert guest.command("echo <5>a message > /dev/kmsg") == ""
    assert guest.command("echo the last one > /dev/kmsg") == ""
    records = kmsg(guest)
    assert "Exo-OS" in records[0][3]
    assert [r[1] for r in records] == list(range(records[0][1], records[0][1] + len(records)))
    assert [r[2] for r in records] == sorted(r[2] for r in records)
    assert (records[-2][0], records[-2][3]) == (1 << 3 | 5, "a message")
    assert (records[-1][0], records[-1][3]) == (1 << 3 | 4, "the last one")
    assert "a message" in guest.command("dmesg")


def test_what_is_written_to_a_console_is_shown(guest):
    assert guest.command("echo hello > /dev/console") == "hello"
    assert guest.command("echo hello > /dev/ttyS0") == "hello"
    assert guest.command("echo on the screen only > /dev/tty0") == ""
    assert "on the screen only" in (row.strip() for row in guest.screen())


def test_what_is_typed_is_read_by_lines(guest):
    guest.send("cat /dev/console\n")
    guest.expect(r"cat /dev/console\r?\n")
    guest.send("fir\x7frst\n")
    guest.expect(r"fir\x08 \x08rst\r?\nfirst\r?\n")
    guest.send("second\n")
    guest.expect(r"second\r?\nsecond\r?\n")
    guest.send("\x04")
    guest.expect(qemu.PROMPT)
    assert guest.command("echo the monitor again") == "the monitor again"


def test_ctrl_c_ends_a_command_that_prints_or_waits(guest):
    guest.send("cat /dev/zero\n")
    guest.expect(r"\.{300}")
    guest.send("\x03")
    guest.expect(r"\.cat: interrupted")
    guest.expect(qemu.PROMPT)
    guest.send("cat /dev/console\n")
    guest.expect(r"cat /dev/console\r?\n")
    guest.send("dropped")
    guest.expect("dropped")
    guest.send("\x03")
    guest.expect(r"\^Ccat: interrupted")
    guest.expect(qemu.PROMPT)
    assert guest.command("echo still here") == "still here"


def test_without_devtmpfs_there_is_no_dev():
    kernel = build.kernel(symbols={"DEVFS": "n"})
    with qemu.boot(kernel.image) as guest:
        guest.expect(qemu.PROMPT)
        assert guest.command("ls /dev") == "ls: no such thing"
