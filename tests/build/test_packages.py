# SPDX-License-Identifier: GPL-2.0-only
"""Packages: what is in them, that they install and go away, and that they are reproducible."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from build_tree import Tree, copy_sources
from harness import qemu
from harness.paths import clean_environment
from scratch_root import ScratchRoot

RELEASE = "0.6.0-Acme_1"
NAMED = "0.6.0-acme-1"  # in the names of Debian packages
IMAGE = f"exo-image-{NAMED}_0.6.0-1_amd64.deb"
DEBS = {IMAGE, f"exo-image-{NAMED}-dbg_0.6.0-1_amd64.deb", "exo-headers_0.6.0-1_amd64.deb"}
RPMS = {f"exo-image-{RELEASE}-0.6.0-1.x86_64.rpm", f"exo-image-{RELEASE}-dbg-0.6.0-1.x86_64.rpm",
        "exo-headers-0.6.0-1.x86_64.rpm"}
TAR = f"exo-{RELEASE}-x86_64.tar.gz"
IN_IMAGE = {f"boot/exo-{RELEASE}", f"boot/System.map-{RELEASE}", f"boot/config-{RELEASE}",
            f"etc/grub.d/11_exo-{RELEASE}"}
WHEN = "1600000000"


def configured(source: Path, output: Path, **symbols: str) -> Tree:
    """The smallest kernel for GRUB, with a name that packages cannot have as it is."""
    tree = Tree(source, output)
    tree.make("tiny_defconfig")
    tree.configure(**{"LOCALVERSION": '"-Acme_1"', "BOOT_MULTIBOOT2": "y"} | symbols)
    tree.make("-s", "olddefconfig")
    return tree


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources as somebody has cloned them."""
    folder = tmp_path_factory.mktemp("packages") / "source"
    copy_sources(folder, ("",))
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *command],
                       cwd=folder, check=True,
                       env=clean_environment(GIT_COMMITTER_DATE="2020-01-01T00:00:00Z"))
    return folder


@pytest.fixture(scope="module")
def packed(committed: Path) -> Tree:
    """All packages, in the object tree."""
    tree = configured(committed, committed.parent / "out")
    for goal in ("bindeb-pkg", "rpm-pkg", "tar-pkg", "sbom"):
        tree.make(goal, SOURCE_DATE_EPOCH=WHEN)
    return tree


def test_packages_and_nothing_else_are_left(packed: Tree) -> None:
    names = {path.name for path in packed.objects.iterdir()}
    assert names >= DEBS | RPMS | {TAR, "exo.spdx.json"}
    assert ".package" not in names
    with tarfile.open(packed.objects / TAR) as tar:
        assert {each.name for each in tar if each.isfile()} == IN_IMAGE
        assert {each.uid for each in tar} == {0}
    assert packed.make("-s") == "", "packing builds nothing anew"


def test_packages_are_the_same_bytes_elsewhere(packed: Tree, tmp_path: Path) -> None:
    shutil.copytree(packed.source, tmp_path / "another/source")
    again = configured(tmp_path / "another/source", tmp_path / "another-output")
    before = os.umask(0o077)
    try:
        for goal in ("sbom", "tar-pkg", "rpm-pkg", "bindeb-pkg"):
            again.make(goal, SOURCE_DATE_EPOCH=WHEN, TZ="Pacific/Chatham", USER="bob")
    finally:
        os.umask(before)
    for name in (*DEBS, *RPMS, TAR, "exo.spdx.json"):
        first, second = packed.objects / name, again.objects / name
        assert first.read_bytes() == second.read_bytes(), name


def test_debian_packages_install_upgrade_and_go(packed: Tree, tmp_path: Path) -> None:
    root = ScratchRoot(tmp_path / "root")
    root.dpkg("--install", *(packed.objects / name for name in DEBS))
    assert root.files() >= IN_IMAGE | {f"usr/lib/debug/boot/exo-{RELEASE}",
                                       "usr/include/exo-os/uapi/channel.h"}
    assert f"multiboot2 /boot/exo-{RELEASE} quiet panic=reboot\n" in root.menu
    assert "search --no-floppy" in root.menu and "module2" not in root.menu
    packed.make("bindeb-pkg", "PACKAGE_REVISION=2", f"PACKAGE_FOLDER={tmp_path / 'not yet'}")
    root.dpkg("--install", tmp_path / "not yet" / IMAGE.replace("-1_amd64", "-2_amd64"))
    status = (root.folder / "var/lib/dpkg/status").read_text()
    assert re.search(rf"Package: exo-image-{NAMED}\nStatus: install ok installed\n.*?"
                     r"Version: 0\.6\.0-2\n", status, re.DOTALL)
    root.dpkg("--remove", f"exo-image-{NAMED}")
    assert "menuentry" not in root.menu
    assert root.files() & IN_IMAGE == {f"etc/grub.d/11_exo-{RELEASE}"}, "kept until purged"
    root.dpkg("--purge", f"exo-image-{NAMED}", f"exo-image-{NAMED}-dbg", "exo-headers")
    assert root.files() == set()


def test_kernel_of_a_package_starts_from_grubs_menu(packed: Tree, tmp_path: Path) -> None:
    root = ScratchRoot(tmp_path / "root")
    root.dpkg("--install", packed.objects / IMAGE)
    assert root.menu.count("menuentry") == 1
    disc = tmp_path / "disc/boot"
    shutil.copytree(root.folder / "boot", disc)
    (disc / "grub").mkdir()
    found = root.menu.replace("--fs-uuid --set=root 1234", f"--file --set=root /boot/exo-{RELEASE}")
    (disc / "grub/grub.cfg").write_text("set timeout=0\n" + found.replace(" quiet ", " "))
    subprocess.run(["grub-mkrescue", "-o", tmp_path / "disc.iso", disc.parent], check=True,
                   capture_output=True)
    with qemu.boot(iso=tmp_path / "disc.iso", menu=True) as guest:
        guest.expect(re.escape(f"Exo-OS {RELEASE}"))
        guest.expect("panic=reboot")


def test_kernel_that_grub_cannot_start_has_no_entry(committed: Path, tmp_path: Path) -> None:
    tree = configured(committed, tmp_path / "out", BOOT_MULTIBOOT2="n")
    for goal in ("bindeb-pkg", "rpm-pkg", "tar-pkg", "iso"):
        assert "CONFIG_BOOT_MULTIBOOT2 is off" in tree.make(goal, SOURCE_DATE_EPOCH=WHEN)
    with tarfile.open(tree.objects / TAR) as tar:
        assert not any("grub.d" in each.name for each in tar)
    root = ScratchRoot(tmp_path / "debian")
    root.dpkg("--install", tree.objects / IMAGE)
    rpm_root = ScratchRoot(tmp_path / "rpm")
    rpm_root.rpm("--install", tree.objects / f"exo-image-{RELEASE}-0.6.0-1.x86_64.rpm")
    for each in (root, rpm_root):
        assert each.files() == {name for name in IN_IMAGE if "grub.d" not in name}


def test_rpm_packages_install_upgrade_and_go(packed: Tree, tmp_path: Path) -> None:
    root = ScratchRoot(tmp_path / "root")
    root.rpm("--install", *(packed.objects / name for name in RPMS))
    assert root.files() >= IN_IMAGE | {"usr/include/exo-os/uapi/channel.h"}
    assert f"multiboot2 /boot/exo-{RELEASE} quiet" in root.menu
    packed.make("rpm-pkg", "PACKAGE_REVISION=2", f"PACKAGE_FOLDER={tmp_path / 'not yet'}")
    root.rpm("--upgrade", *tmp_path.glob("not yet/*-2.x86_64.rpm"))
    installed = root._run("rpm", f"--root={root.folder}", "--query", "--all").split()
    assert len(installed) == 3 and all(name.endswith("-2.x86_64") for name in installed)
    root.rpm("--erase", f"exo-image-{RELEASE}")
    assert "menuentry" not in root.menu and not root.files() & IN_IMAGE


def test_installed_userland_becomes_a_module(packed: Tree, tmp_path: Path) -> None:
    archive = tmp_path / "my archive"
    archive.write_bytes(b"the archive")
    packed.make("install", f"INITRD={archive}", f"DESTDIR={tmp_path / 'root'}")
    installed = tmp_path / f"root/boot/initrd-exo-{RELEASE}"
    assert installed.read_bytes() == b"the archive"
    script = (packed.source / "scripts/package/grub-entry.sh").read_text()
    assert 'initrd=/boot/initrd-exo-@RELEASE@\n' in script and "module2" in script


def test_each_installed_header_compiles_alone(packed: Tree, tmp_path: Path) -> None:
    packed.make("headers_install", f"INSTALL_HDR_PATH={tmp_path / 'some headers'}")
    folder = tmp_path / "some headers/include/exo-os"
    headers = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.h"))
    assert {"exo/channel.h", "exo/types.h", "uapi/unistd.h"} <= set(headers)
    for header in headers:
        subprocess.run(["musl-gcc", "-fsyntax-only", "-Wall", "-Werror", "-I", folder, "-x", "c",
                        "-"], input=f"#include <{header}>\n", text=True, check=True)


def test_bill_of_materials_names_what_is_in_the_image(packed: Tree) -> None:
    bill = json.loads((packed.objects / "exo.spdx.json").read_text())
    assert bill["spdxVersion"] == "SPDX-2.3" and bill["creationInfo"]["created"][:4] == "2020"
    files = {each["fileName"]: each for each in bill["files"]}
    assert "./init/main.c" in files and "./arch/x86_64/boot/exo.lds.S" in files
    assert not any(re.search(r"_test\.c$|generated|/usr/", name) for name in files)
    assert {each["licenseConcluded"] for each in files.values()} == {"GPL-2.0-only"}
    for name, each in files.items():
        root = packed.objects if name == "./exo" else packed.source
        data = (root / name).read_bytes()
        assert {c["algorithm"]: c["checksumValue"] for c in each["checksums"]} == {
            "SHA1": hashlib.sha1(data).hexdigest(), "SHA256": hashlib.sha256(data).hexdigest()}


def test_bill_of_materials_is_consistent(packed: Tree) -> None:
    bill = json.loads((packed.objects / "exo.spdx.json").read_text())
    known = {each["SPDXID"]: each for each in (*bill["packages"], *bill["files"])}
    assert len(known) == len(bill["packages"]) + len(bill["files"])
    for each in bill["relationships"]:
        assert each["relatedSpdxElement"] in known
        assert each["spdxElementId"] in known or each["spdxElementId"] == "SPDXRef-DOCUMENT"
    source = known["SPDXRef-Source"]
    sums = sorted(known[ref]["checksums"][0]["checksumValue"] for ref in source["hasFiles"])
    assert source["packageVerificationCode"]["packageVerificationCodeValue"] == \
        hashlib.sha1("".join(sums).encode()).hexdigest()
    assert any("gcc" in each["versionInfo"] for each in bill["packages"])


def test_source_package_builds_the_same_packages(packed: Tree, tmp_path: Path) -> None:
    """Unpacked elsewhere, without network, with nothing of this environment but the tools."""
    packed.make("srcdeb-pkg", f"PACKAGE_FOLDER={tmp_path}", SOURCE_DATE_EPOCH=WHEN)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(first) == {"exo-os_0.6.0.orig.tar.gz", "exo-os_0.6.0-1.debian.tar.xz",
                          "exo-os_0.6.0-1.dsc"}
    packed.make("srcdeb-pkg", f"PACKAGE_FOLDER={tmp_path}", SOURCE_DATE_EPOCH=WHEN)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first
    alone = ["unshare", "--net", *([] if os.getuid() == 0 else ["--map-root-user"])]
    clean = ["env", "-i", "PATH=/usr/bin:/bin:/usr/sbin:/sbin", f"HOME={tmp_path}"]
    for command, folder in ((["dpkg-source", "-x", "exo-os_0.6.0-1.dsc", "fresh"], tmp_path),
                            (["dpkg-buildpackage", "-us", "-uc", "-b"], tmp_path / "fresh")):
        done = subprocess.run([*alone, *clean, *command], cwd=folder, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, done.stdout[-3000:]
    for name in DEBS:
        assert (tmp_path / name).read_bytes() == (packed.objects / name).read_bytes(), name


def test_source_package_names_its_maintainer_letter_by_letter(packed: Tree, tmp_path: Path) -> None:
    maintainer = r"R&D / O'Neill \1 <rd@example.org>"
    packed.make("srcdeb-pkg", f"PACKAGE_FOLDER={tmp_path / 'not yet'}",
                f"PACKAGE_MAINTAINER={maintainer}", SOURCE_DATE_EPOCH=WHEN)
    description = (tmp_path / "not yet/exo-os_0.6.0-1.dsc").read_text()
    assert f"\nMaintainer: {maintainer}\n" in description
