# SPDX-License-Identifier: GPL-2.0-only
"""Files by name, typed at the monitor."""

import re

import pytest

from harness import build, qemu


@pytest.fixture(scope="module", name="kernel")
def default_kernel():
    return build.kernel()


@pytest.fixture(name="guest")
def running(kernel):
    with qemu.boot(kernel.image, cmdline="loglevel=4") as guest:
        guest.expect(qemu.PROMPT)
        yield guest


def names(guest, command="ls"):
    """{name: first letters} of a listing."""
    rows = (line.split() for line in guest.command(command).splitlines())
    return {row[5]: row[0] for row in rows}


def silent(guest, *commands):
    for command in commands:
        assert guest.command(command) == "", command


def test_text_goes_into_files_and_comes_back(guest):
    silent(guest, "echo one two > f", "echo three >> f")
    assert guest.command("cat f") == "one two\nthree"
    silent(guest, 'echo "a  b" > f')
    assert guest.command("cat f f") == "a  b\na  b"
    silent(guest, "echo > f")
    assert guest.command("ls f").split()[4:] == ["1", "f"]
    assert guest.command("echo x > no/f") == "echo: no such thing"


def test_names_come_move_and_go(guest):
    before = names(guest)
    silent(guest, "mkdir d d/e", "touch d/f", "ln d/f g", "ln -s d/f l", "mv d/e e")
    assert names(guest) == before | {"d": "drwxr-xr-x", "e": "drwxr-xr-x", "g": "-rw-r--r--",
                                     "l": "lrwxrwxrwx"}
    assert "l -> d/f" in guest.command("ls l")
    assert guest.command("tree d") == "d\n  f"
    assert guest.command("rmdir d") == "rmdir: not empty"
    assert guest.command("rm d") == "rm: is a directory"
    assert guest.command("rm g nothing l") == "not done: nothing\nrm: no such thing"
    silent(guest, "rm l d/f", "rmdir d e")
    assert names(guest) == before


def test_stat_counts_links_and_bytes(guest):
    silent(guest, "echo 12345 > f", "ln f g")
    said = guest.command("stat g")
    assert said.startswith("g: -rw-r--r--, mode 644, links 2, owner 0, group 0\nsize 6, blocks 8,")
    times = [float(t) for t in re.findall(r"^(?:accessed|modified|changed +) ([\d.]+)$", said,
                                          re.MULTILINE)]
    assert len(times) == 3 and times[0] <= times[1] <= times[2]


def test_a_mounted_tmpfs_is_limited_busy_and_gone(guest):
    silent(guest, "mkdir m", "echo below > m/f", "mount tmpfs m size=4k")
    assert "tmpfs on /m type tmpfs (rw)" in guest.command("mount").splitlines()
    assert re.search(r"^tmpfs +4 +4 +\d+ +\d+ /m$", guest.command("df"), re.MULTILINE)
    silent(guest, "echo above > m/f")
    assert guest.command("echo more > m/g") == "echo: no space left"
    assert guest.command("mv m/f f") == "mv: in another filesystem"
    silent(guest, "umount m")
    assert guest.command("cat m/f") == "below"
    assert guest.command("umount m").startswith("umount: invalid argument")
    silent(guest, "mkdir n", "mount -b m n")
    assert guest.command("cat n/f") == "below"
    assert guest.command("mount nofs m") == "mount: no such device"


def test_a_mounted_tmpfs_becomes_read_only_larger_and_writable(guest):
    silent(guest, "mkdir r", "mount tmpfs r size=4k", "echo one > r/f", "mount -r r ro")
    assert "tmpfs on /r type tmpfs (ro)" in guest.command("mount").splitlines()
    assert guest.command("echo two > r/f") == "echo: mounted read-only"
    assert guest.command("rm r/f") == "rm: mounted read-only"
    silent(guest, "mount -r r size=8k", "echo two > r/g")
    assert guest.command("echo three > r/h") == "echo: no space left"
    assert guest.command("mount -r r nothing=1") == "mount: invalid argument"
    assert guest.command("cat r/f") == "one"
    silent(guest, "umount r")


def test_a_kernel_without_a_filesystem_says_so():
    kernel = build.kernel(symbols={"TMPFS": "n"})
    with qemu.boot(kernel.image) as guest:
        guest.expect("vfs: no filesystem for the root")
        guest.expect(qemu.PROMPT)
        assert guest.command("ls") == "ls: no such thing"
        assert guest.command("mkdir a") == "mkdir: no such thing"
        assert guest.command("mount tmpfs /") == "mount: no such thing"
