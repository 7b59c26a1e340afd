# SPDX-License-Identifier: GPL-2.0-only
"""The archive that the build makes of CONFIG_INITRAMFS_SOURCE, read by the program cpio."""

import gzip
import os
import subprocess
import zlib
from pathlib import Path

import pytest

from build_tree import Tree, copy_sources

FOLDER = "usr/"
MADE = "CPIO    usr/initramfs_data"
DATE = "1600000000"
LIST = """\
# What a small system needs.
dir /dev 0755 0 0

nod /dev/console 0600 0 5 c 5 1
nod dev/disk 0660 0 6 b 259 1
dir etc 0755 0 0
file /etc/motd ${TEXTS}/motd 0644 1 2 /etc/issue etc/issue.net
slink /etc/link ../dev/null 0777 3 4
pipe /pipe 0640 0 0
sock /sock 0755 0 0
"""


@pytest.fixture(scope="module")
def shared_tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    folder = tmp_path_factory.mktemp("initramfs")
    copy_sources(folder / "source", ("",))
    return Tree(folder / "source", folder / "out")


@pytest.fixture
def kernel(shared_tree: Tree) -> Tree:
    shared_tree.make("defconfig")
    return shared_tree


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "motd").write_text("hello\n")
    (tmp_path / "files").write_text(LIST)
    return tmp_path


def source(kernel: Tree, *names: str | Path, **symbols: str) -> None:
    kernel.configure(INITRAMFS_SOURCE='"' + " ".join(map(str, names)) + '"', **symbols)


def build(kernel: Tree, **environment: str) -> str:
    return kernel.make(FOLDER, SOURCE_DATE_EPOCH=DATE, **environment)


def data(kernel: Tree) -> bytes:
    return (kernel.objects / "usr/initramfs_data").read_bytes()


def listing(archive: bytes) -> list[str]:
    """A line for each member: mode, links, owner, group, size or device, and name."""
    done = subprocess.run(["cpio", "--quiet", "-itvn"], input=archive, check=True,
                          capture_output=True, env={**os.environ, "TZ": "UTC", "LC_ALL": "C"})
    assert b"Sep 13  2020" in done.stdout or not done.stdout
    lines = done.stdout.decode().replace("Sep 13  2020 ", "").replace(", ", ",").splitlines()
    return [" ".join(line.replace(",  ", ",").split()) for line in lines]


def unpacked(archives: bytes) -> bytes:
    """All parts without their packing and the zeros behind it."""
    text = b""
    while b"\x1f\x8b\x08" in archives:
        plain, _, _ = archives.partition(b"\x1f\x8b\x08")
        unpacker = zlib.decompressobj(31)
        text += plain + unpacker.decompress(archives[len(plain):])
        archives = unpacker.unused_data.lstrip(b"\0")
    return text + archives


def test_nothing_is_built_in_without_a_source(kernel):
    source(kernel)
    build(kernel)
    assert not list((kernel.objects / "usr").glob("*.o"))


def test_a_list_makes_what_it_says(kernel, texts):
    source(kernel, texts / "files")
    build(kernel, TEXTS=str(texts))
    assert listing(data(kernel)) == [
        "drwxr-xr-x 2 0 0 0 dev",
        "crw------- 1 0 5 5,1 dev/console",
        "brw-rw---- 1 0 6 259,1 dev/disk",
        "drwxr-xr-x 2 0 0 0 etc",
        "-rw-r--r-- 3 1 2 0 etc/motd",
        "-rw-r--r-- 3 1 2 0 etc/issue",
        "-rw-r--r-- 3 1 2 6 etc/issue.net",
        "lrwxrwxrwx 1 3 4 11 etc/link -> ../dev/null",
        "prw-r----- 1 0 0 0 pipe",
        "srwxr-xr-x 1 0 0 0 sock"]


def test_a_folder_is_taken_as_it_is_but_for_who_built_it(kernel, tmp_path):
    folder = tmp_path / "folder"
    (folder / "b/c").mkdir(parents=True)
    (folder / "b/c").chmod(0o1700)
    (folder / "b/one").write_text("1")
    (folder / "a").hardlink_to(folder / "b/one")
    (folder / "l").symlink_to("/nowhere")
    source(kernel, folder, INITRAMFS_ROOT_UID="-1", INITRAMFS_ROOT_GID="-1")
    build(kernel)
    assert listing(data(kernel)) == [
        "drwxr-xr-x 2 0 0 0 b", "drwx-----T 2 0 0 0 b/c", "-rw-r--r-- 2 0 0 0 a",
        "-rw-r--r-- 2 0 0 1 b/one", "lrwxrwxrwx 1 0 0 8 l -> /nowhere"]


def test_several_sources_follow_each_other(kernel, tmp_path, texts):
    (tmp_path / "d").mkdir()
    (tmp_path / "d/f").write_text("f")
    (tmp_path / "first").write_text("dir /d 0700 0 0\n")
    source(kernel, tmp_path / "first", tmp_path / "d")
    build(kernel)
    own = data(kernel)
    assert [line.split()[-1] for line in listing(own)] == ["d", "f"]
    packed = gzip.compress(own, mtime=0)
    (tmp_path / "ready.cpio").write_bytes(own)
    (tmp_path / "ready.cpio.gz").write_bytes(packed)
    source(kernel, tmp_path / "ready.cpio", tmp_path / "ready.cpio.gz", tmp_path / "d")
    build(kernel)
    assert data(kernel).startswith(own + packed + bytes(-len(packed) % 4) + b"070701")
    assert [line.split()[-1] for line in listing(unpacked(data(kernel)))] == ["d", "f"]
    assert unpacked(data(kernel)).count(b"TRAILER") == 3


def test_what_is_not_packed_is_packed_on_demand(kernel, tmp_path, texts):
    source(kernel, texts / "files")
    build(kernel, TEXTS=str(texts))
    plain = data(kernel)
    (tmp_path / "ready.cpio").write_bytes(plain)
    source(kernel, texts / "files", tmp_path / "ready.cpio", INITRAMFS_COMPRESSION_NONE="n",
           INITRAMFS_COMPRESSION_GZIP="y")
    build(kernel, TEXTS=str(texts))
    assert data(kernel).startswith(b"\x1f\x8b") and b"070701" not in data(kernel)
    assert unpacked(data(kernel)) == plain * 2


def test_it_is_made_again_just_when_something_in_it_changes(kernel, texts, tmp_path):
    place = tmp_path / "place"
    place.mkdir()
    (place / "strange name: 100%").write_text("x")
    source(kernel, texts / "files", place)
    steps = [lambda: (texts / "motd").write_text("changed\n"),
             lambda: (place / "strange name: 100%").write_text("y"),
             lambda: (place / "strange name: 100%").chmod(0o600),
             lambda: (place / "new").symlink_to("old"),
             lambda: (place / "new").unlink(),
             lambda: (texts / "files").write_text(LIST + "dir /more 0755 0 0\n"),
             lambda: kernel.append("scripts/initramfs/newc.py", "\n")]
    build(kernel, TEXTS=str(texts))
    for step in steps:
        step()
        assert MADE in build(kernel, TEXTS=str(texts))
        assert build(kernel, TEXTS=str(texts)) == ""
    other = tmp_path / "other"
    other.mkdir()
    (other / "motd").write_text("by another variable\n")
    assert MADE in build(kernel, TEXTS=str(other))
    assert b"by another variable" in data(kernel)


def test_the_same_bytes_come_at_any_time(kernel, texts):
    source(kernel, texts / "files", INITRAMFS_COMPRESSION_NONE="n",
           INITRAMFS_COMPRESSION_GZIP="y")
    build(kernel, TEXTS=str(texts))
    first = data(kernel)
    os.utime(texts / "motd", (0, 0))
    assert MADE in build(kernel, TEXTS=str(texts), TZ="Pacific/Chatham")
    assert data(kernel) == first


def test_relative_names_begin_at_the_build_and_then_at_the_sources(kernel):
    (kernel.source / "made.list").write_text("file /f made.text 0644 0 0\n")
    (kernel.source / "made.text").write_text("of the sources")
    source(kernel, "made.list")
    build(kernel)
    assert b"of the sources" in data(kernel)
    (kernel.objects / "made.text").write_text("of the build")
    (kernel.source / "made.list").write_text("file /f made.text 0600 0 0\n")
    build(kernel)
    assert b"of the build" in data(kernel)


BAD_LINES = {
    "fil /x y 0644 0 0": "'fil' is none of dir, file, slink, nod, pipe, sock",
    "dir /x 0755 0": "'dir' takes: NAME MODE UID GID",
    "dir /x 0755 0 0 more": "'dir' takes: NAME MODE UID GID",
    "file /x nothing 0644 0 0": "'nothing' does not exist",
    "file /x /etc 0644 0 0": "'/etc': Is a directory",
    "file /x ${NO_SUCH_VARIABLE}/x 0644 0 0": "no variable NO_SUCH_VARIABLE is set",
    "dir /x 0799 0 0": "'0799' is no mode",
    "dir /x 10755 0 0": "'10755' is no mode",
    "dir /x 0755 root 0": "'root' is no user",
    "dir /x 0755 0 -1": "'-1' is no group",
    "nod /x 0600 0 0 d 1 1": "'d' is neither c nor b",
    "nod /x 0600 0 0 c 4096 1": "'4096' is no major number",
    "dir /../x 0755 0 0": "'/../x' has '..' in it",
    "pipe /no/x 0600 0 0": "/no/x: no folder /no is made before it",
    f"pipe /{'x' * 256} 0600 0 0": "is too long",
}


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_stops_the_build_and_is_named(tmp_path, line):
    path = tmp_path / "files"
    path.write_text(f"# one\ndir /good 0755 0 0\n{line}\n")
    done = make_archive(tmp_path, path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"*** CONFIG_INITRAMFS_SOURCE: {path}:3: ")
    assert BAD_LINES[line] in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name, content, says", (
    ("x.cpio", b"0707", "neither a cpio archive (newc) nor one packed by gzip"),
    ("x.cpio.xz", b"\xfd7zXZ\0", "neither a cpio archive (newc) nor one packed by gzip"),
    ("x.cpio.gz", gzip.compress(b"", mtime=0), "packed by gzip, but INITRAMFS_GZIP is n"),
    ("list", None, "does not exist")), ids=("garbage", "xz", "gzip", "nothing"))
def test_a_source_that_cannot_be_used_is_named(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = make_archive(tmp_path, tmp_path / name)
    assert done.returncode == 1 and says in done.stderr and name in done.stderr


def make_archive(tmp_path: Path, *sources: Path) -> subprocess.CompletedProcess:
    script = Path(__file__).resolve().parents[2] / "scripts/initramfs"
    return subprocess.run(["python3", script, "--output", tmp_path / "out", "--source-tree",
                           tmp_path, "--date", DATE, *sources], text=True, capture_output=True,
                          check=False)
