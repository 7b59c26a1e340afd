# SPDX-License-Identifier: GPL-2.0-only
"""
Archives built in and passed by boot loaders, packed by the program cpio: the
files that the monitor shows are those that went in.
"""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from harness import build, qemu
from harness.paths import SRCTREE

DATE = 1_600_000_000
FREE = re.compile(r"^ +(\d+) KB  free$", re.MULTILINE)
ALL = """\
.
  bin/
    big
    link
  dir/
    empty/
    one
    two
  pipe"""


def make_folder(folder: Path) -> Path:
    """Files of each type that needs no root."""
    for name in ("bin", "dir", "dir/empty"):
        (folder / name).mkdir(parents=True)
    (folder / "bin/big").write_bytes(b"big\n" + bytes(200_000))
    (folder / "bin/big").chmod(0o4755)
    (folder / "bin/link").symlink_to("../dir/one")
    (folder / "dir/one").write_text("one and the same\n")
    (folder / "dir/two").hardlink_to(folder / "dir/one")
    (folder / "dir/empty").chmod(0o1700)
    os.mkfifo(folder / "pipe", 0o600)
    for path in sorted(folder.rglob("*"), reverse=True):
        os.utime(path, (DATE, DATE), follow_symlinks=False)
    return folder


def cpio(folder: Path, kind: str = "newc") -> bytes:
    names = "\n".join(sorted(str(p.relative_to(folder)) for p in folder.rglob("*")))
    return subprocess.run(["cpio", "--quiet", "-o", "-H", kind, "-R", "+3:+4"], cwd=folder,
                          input=names.encode(), stdout=subprocess.PIPE, check=True).stdout


@pytest.fixture(name="archive", scope="module")
def archive_of_a_folder(tmp_path_factory) -> bytes:
    return cpio(make_folder(tmp_path_factory.mktemp("initramfs") / "folder"))


@pytest.fixture(name="initrd")
def initrd_file(tmp_path, archive) -> Path:
    path = tmp_path / "initrd"
    path.write_bytes(archive)
    return path


def tree_without_mounts(guest: qemu.Guest) -> list[str]:
    """The lines of tree, but for what the kernel mounts on /dev and /proc."""
    lines, inside = [], False
    for line in guest.command("tree").splitlines():
        if not line.startswith("   "):
            inside = line.strip() in ("dev/", "proc/")
        if not inside:
            lines.append(line)
    return lines


def expect_all(guest: qemu.Guest) -> None:
    """Everything of make_folder(), with modes, owners, links and times."""
    guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
    assert sorted(tree_without_mounts(guest)) == sorted(ALL.splitlines())
    rows = {"bin": ("drwxr-xr-x", 755, 2), "bin/big": ("-rwsr-xr-x", 4755, 1),
            "dir/empty": ("drwx-----T", 1700, 2), "dir/two": ("-rw-r--r--", 644, 2),
            "bin/link": ("lrwxrwxrwx", 777, 1), "pipe": ("prw-------", 600, 1)}
    for name, (letters, mode, links) in rows.items():
        said = guest.command(f"stat {name}")
        assert said.startswith(f"{name}: {letters}, mode {mode}, links {links}, "
                               "owner 3, group 4\n"), said
        assert f"\nmodified {DATE}.000000000\n" in said
    assert "size 200004," in guest.command("stat bin/big")
    assert guest.command("cat bin/link") == "one and the same"
    assert guest.command("cat dir/two") == "one and the same"


def make_iso(kernel: build.Build, initrd: Path, iso: Path) -> Path:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(DATE), "INITRD": str(initrd)}
    subprocess.run([SRCTREE / "scripts/package/mkiso.sh", kernel.image, iso], check=True,
                   env=environment, capture_output=True)
    return iso


# --- By each loader


@pytest.mark.parametrize("kind", ("newc", "crc", "newc in gzip"))
@pytest.mark.parametrize("machine", ("pc", "microvm"))
def test_all_files_come_by_pvh(tmp_path, kind, machine):
    archive = cpio(make_folder(tmp_path / "folder"), kind.split()[0])
    path = tmp_path / "initrd"
    path.write_bytes(gzip.compress(archive) if "gzip" in kind else archive)
    with qemu.boot(build.kernel().image, initrd=path, machine=machine) as guest:
        expect_all(guest)


@pytest.mark.parametrize("uefi", (False, True), ids=("bios", "uefi"))
def test_all_files_come_by_multiboot2(initrd, tmp_path, uefi):
    iso = make_iso(build.kernel(), initrd, tmp_path / "iso")
    with qemu.boot(iso=iso, uefi=uefi) as guest:
        expect_all(guest)
        assert "initramfs: module 0 initrd: 8 members" in guest.log


def test_modules_are_unpacked_in_their_order(tmp_path, archive):
    """QEMU's multiboot loader is not ours: GRUB passes two modules."""
    second = tmp_path / "second"
    (second / "dir").mkdir(parents=True)
    (second / "dir/one").write_text("overridden\n")
    paths = [tmp_path / "first.cpio", tmp_path / "second.cpio"]
    paths[0].write_bytes(archive)
    paths[1].write_bytes(cpio(second))
    package = tmp_path / "package"
    shutil.copytree(SRCTREE / "scripts/package", package)
    menu = (package / "grub.cfg").read_text()
    (package / "grub.cfg").write_text(menu.replace(
        "#initrd module2 /boot/initrd initrd",
        "module2 /boot/initrd first\n\tmodule2 /boot/second second"))
    script = (package / "mkiso.sh").read_text()
    (package / "mkiso.sh").write_text(script.replace(
        'cp "$kernel" ', f'cp {paths[1]} "$work/tree/boot/second"\ncp "$kernel" '))
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(DATE), "INITRD": str(paths[0])}
    subprocess.run([package / "mkiso.sh", build.kernel().image, tmp_path / "iso"], check=True,
                   env=environment, capture_output=True)
    with qemu.boot(iso=tmp_path / "iso") as guest:
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
        assert guest.command("cat dir/one") == "overridden"
        assert guest.command("cat dir/two") == "one and the same"
        assert re.search(r"module 0 first.*\n(?:.*\n)*.*module 1 second", guest.log)


# --- Built in


def test_the_loaders_archive_overrides_the_built_in_one(tmp_path, initrd):
    listed = tmp_path / "list"
    (tmp_path / "file").write_text("built in\n")
    listed.write_text(f"dir /dir 0700 0 0\nfile /dir/one {tmp_path}/file 0600 0 0\n"
                      f"file /only {tmp_path}/file 0600 0 0\nnod /null 0666 0 0 c 1 3\n")
    kernel = build.kernel(symbols={"INITRAMFS_SOURCE": str(listed)})
    with qemu.boot(kernel.image) as guest:
        guest.expect(qemu.PROMPT)
        assert guest.command("cat dir/one") == "built in"
        assert guest.command("stat null").startswith("null: crw-rw-rw-, mode 666,")
    with qemu.boot(kernel.image, initrd=initrd) as guest:
        guest.expect(qemu.PROMPT)
        assert guest.command("cat dir/one only") == "one and the same\nbuilt in"
    with qemu.boot(kernel.image, initrd=initrd, cmdline="noinitrd") as guest:
        guest.expect(qemu.PROMPT)
        assert guest.command("cat dir/one") == "built in"
        assert guest.command("cat dir/two") == "cat: no such thing"


# --- Memory


def free_kb(guest: qemu.Guest) -> int:
    found = FREE.search(guest.command("mem"))
    assert found
    return int(found[1])


def test_the_module_is_given_back(tmp_path):
    """Of two files of 4 MB, one takes the place of the other and both archives go."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "large").write_bytes(os.urandom(4 << 20))
    path = tmp_path / "initrd"
    path.write_bytes(cpio(folder))
    size_kb = path.stat().st_size // 1024
    with qemu.boot(build.kernel().image) as guest:
        guest.expect(qemu.PROMPT)
        without = free_kb(guest)
    with qemu.boot(build.kernel().image, initrd=path) as guest:
        guest.expect(qemu.PROMPT)
        used = without - free_kb(guest)
        assert "given back" in guest.command("mem")
        guest.command("rm large")
        rest = without - free_kb(guest)
    assert size_kb <= used <= size_kb + 128
    assert rest <= 128


def test_a_machine_of_16_mb_unpacks_4_mb(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for i in range(40):
        (folder / str(i)).write_bytes(bytes([i]) * 100_000)
    path = tmp_path / "initrd"
    for data in (cpio(folder), gzip.compress(cpio(folder))):
        path.write_bytes(data)
        with qemu.boot(build.kernel().image, initrd=path, mem="16M") as guest:
            guest.expect(qemu.PROMPT)
            assert "initramfs: module 0: 40 members, 3906 KB\n" in guest.log
            assert "problem" not in guest.log


# --- Bad archives: a message with the member's name, and the prompt


def damaged(archive: bytes) -> dict[str, tuple[bytes, str, str]]:
    """What is passed, what the log says, and a file that has come all the same."""
    def cut(name: bytes) -> bytes:
        return archive[:archive.index(name)]
    escape = archive.replace(b"dir/one\0", b"../ones\0")
    huge = bytearray(archive)
    at = archive.index(b"bin/big\0") - 110
    huge[at + 54:at + 62] = b"FFFFFFFF"
    bad = bytearray(archive)
    bad[archive.index(b"dir/two\0") - 100] = ord("z")
    packed = gzip.compress(archive)
    return {
        "cut within content": (cut(b"one and the"), '"dir/two": the archive ends within it',
                               "bin/big"),
        "cut within a name": (cut(b"link\0") + b"li", '"bin/li": the archive ends within its name',
                              "bin/big"),
        "cut within a header": (cut(b"pipe\0")[:-60],
                                "the archive ends within the header that follows", "dir/two"),
        "no trailer": (cut(b"TRAILER")[:-110], "the archive ends here, without trailer", "pipe"),
        "upwards": (escape, '"../ones": its name has ".." in it', "dir/two"),
        "4 GB": (bytes(huge), '"bin/big": the archive ends within it', "bin"),
        "letters": (bytes(bad), "the header that follows is not in hexadecimal", "bin/big"),
        "gzip cut": (packed[:len(packed) // 2], "the gzip data are damaged from here on", "bin"),
        "gzip sum": (packed[:-8] + b"\0\0\0\0" + packed[-4:],
                     "the checksum of its gzip data is wrong: what came of them may be, too",
                     "pipe"),
        "xz": (archive + b"\xfd7zXZ\0", "packed by xz, which this kernel does not unpack", "pipe"),
    }


@pytest.mark.parametrize("defect", ("cut within content", "cut within a name",
                                    "cut within a header", "no trailer", "upwards", "4 GB",
                                    "letters", "gzip cut", "gzip sum", "xz"))
def test_a_bad_archive_is_reported_and_boot_goes_on(tmp_path, archive, defect):
    data, message, survivor = damaged(archive)[defect]
    path = tmp_path / "initrd"
    path.write_bytes(data)
    with qemu.boot(build.kernel().image, initrd=path) as guest:
        guest.expect(qemu.PROMPT)
        assert re.search(rf"initramfs: module 0: .*{re.escape(message)}$", guest.log,
                         re.MULTILINE), guest.log
        assert guest.command(f"stat {survivor}").startswith(f"{survivor}: ")


def test_a_module_that_is_no_archive_is_left_alone(tmp_path):
    path = tmp_path / "initrd"
    path.write_bytes(b"something else" * 1000)
    with qemu.boot(build.kernel().image, initrd=path) as guest:
        guest.expect(qemu.PROMPT)
        assert "initramfs: module 0 is no archive of files: left alone\n" in guest.log
        assert "given back" not in guest.command("mem")


def test_names_that_do_not_print_are_shown_as_question_marks(tmp_path, archive):
    path = tmp_path / "initrd"
    path.write_bytes(archive.replace(b"dir/one\0", b"..\n/\x1b[1m"))
    with qemu.boot(build.kernel().image, initrd=path) as guest:
        guest.expect(qemu.PROMPT)
        assert '"..?/?[1m": its name does not end' in guest.log
        assert guest.command("cat dir/two") == "one and the same"
