# SPDX-License-Identifier: GPL-2.0-only
"""Single targets, tools of other makers, and what is shipped."""

import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from build_tree import Tree
from harness.paths import SRCTREE, clean_environment

VERSION = (SRCTREE / "VERSION").read_text().split()[0]


def test_single_files_and_folders(tree: Tree) -> None:
    tree.make("core/alpha.o", "core/beta.i", "core/alpha.s")
    made = {str(p.relative_to(tree.source)) for p in tree.source.rglob("*.[ois]")}
    assert made == {"core/alpha.o", "core/beta.i", "core/alpha.s",
                    "arch/x86_64/kernel/asm-offsets.s"}
    assert "alpha:" in (tree.source / "core/alpha.s").read_text()
    assert 'return "beta"' in (tree.source / "core/beta.i").read_text()
    tree.make("lib/")
    assert (tree.source / "lib/built-in.a").exists()
    assert not (tree.source / "core/built-in.a").exists()


def test_single_assembly_file(tree: Tree) -> None:
    assert "NASM    arch/x86_64/boot/start.o" in tree.make("arch/x86_64/boot/start.o")


def test_unknown_target_is_an_error(tree: Tree) -> None:
    assert "No rule to make target" in tree.fails("no-such-target")
    assert "No rule to make target" in tree.fails("core/no-such-file.o")


def test_compile_commands_name_each_c_file(built: Tree) -> None:
    built.make("compile_commands.json")
    entries = json.loads((built.source / "compile_commands.json").read_text())
    assert {entry["file"] for entry in entries} == {
        "core/core.c", "core/alpha.c", "core/beta.c", "core/deep/deep.c", "lib/epsilon.c"}
    entry = next(e for e in entries if e["file"] == "core/beta.c")
    (built.source / "core/beta.o").unlink()
    subprocess.run(entry["command"], shell=True, cwd=entry["directory"], check=True)
    assert (built.source / "core/beta.o").exists()


@pytest.mark.parametrize("index", ["tags", "TAGS", "cscope"])
def test_indexes_know_functions(tree: Tree, index: str) -> None:
    tree.make(index)
    if index == "cscope":
        found = subprocess.run(["cscope", "-d", "-k", "-L", "-1", "core_start"], text=True,
                               cwd=tree.source, capture_output=True, check=True).stdout
    else:
        found = (tree.source / index).read_text()
    assert "core/core.c" in found and "core_start" in found


def test_version_goals_print_one_line(tree: Tree) -> None:
    tree.make("defconfig")
    for value in ('"-a b"', '"-a/b"', """"-it's\"""", '"-a#b"'):
        tree.configure(LOCALVERSION=value)
        assert f"CONFIG_LOCALVERSION={value} cannot be part of the names" in tree.fails()
    tree.configure(LOCALVERSION='"-acme"')
    assert tree.make("kernelversion") == f"{VERSION}\n"
    assert tree.make("-s", "kernelrelease") == f"{VERSION}-acme\n"
    assert tree.make("image_name") == "exo\n"
    tree.make()
    header = (tree.source / "include/generated/version.h").read_text()
    assert f'#define EXO_RELEASE "{VERSION}-acme"' in header
    assert '#define EXO_CODENAME "Linux Crusher"' in header


@pytest.mark.parametrize("arguments", [
    ("CC=clang",), ("LLVM=1",), ("CROSS_COMPILE=x86_64-linux-gnu-",),
    ("LLVM=1", "CROSS_COMPILE=x86_64-linux-gnu-"),
    ("CC=gcc", "LD=ld.lld"), ("ARCH=x86",), ("CC=/usr/bin/gcc",),
])
def test_other_tools_build_and_are_tracked(tree: Tree, arguments: tuple[str, ...]) -> None:
    tree.make(*arguments)
    assert "core_start" in (tree.source / "System.map").read_text()
    assert tree.make(*arguments) == ""


@pytest.mark.parametrize("arguments", [(), ("LLVM=1",), ("CC=clang",)])
def test_link_time_optimisation(tree: Tree, arguments: tuple[str, ...]) -> None:
    tree.make("defconfig")
    tree.configure(LTO="y")
    tree.make(*arguments)
    symbols = (tree.source / "System.map").read_text()
    assert "T start" in symbols
    assert tree.make(*arguments) == ""
    first = tree.images()
    tree.make("clean")
    tree.make(*arguments)
    assert tree.images() == first


def test_table_of_names_moves_no_address(built: Tree) -> None:
    def symbols(elf: str) -> list[str]:
        lines = subprocess.run(["nm", "-n", built.source / elf], capture_output=True,
                               text=True, check=True).stdout.splitlines()
        return [line for line in lines if "__kallsyms_" not in line]

    assert symbols("exo.elf") == symbols(".exo.nosyms.elf")


def test_table_of_names_holds_the_functions(built: Tree) -> None:
    table = (built.source / ".exo.kallsyms.asm").read_text()
    assert "'core_start'" in table and "'start'" in table
    assert "start.loop" not in table, "a label inside a routine is no function"


def test_unknown_architecture_is_refused(tree: Tree) -> None:
    assert "ARCH=vax is not known: x86_64" in tree.fails("ARCH=vax")


def test_each_tool_is_the_one_that_is_named(tree: Tree, tmp_path: Path) -> None:
    tools = {"AR": "gcc-ar", "CC": "gcc", "HOSTCC": "gcc", "LD": "ld", "NASM": "nasm",
             "NM": "gcc-nm", "OBJCOPY": "objcopy", "PYTHON3": "/usr/bin/python3"}
    for name, tool in tools.items():
        (tmp_path / name).write_text(f'#!/bin/sh\ntouch "$0.used"\nexec {tool} "$@"\n')
        (tmp_path / name).chmod(0o755)
    tree.make("defconfig", "all", *(f"{name}={tmp_path / name}" for name in tools))
    assert {path.stem for path in tmp_path.glob("*.used")} == set(tools)


def test_missing_tool_is_named(tree: Tree) -> None:
    assert "'no-such-cc' is not installed; scripts/setup" in tree.fails("CC=no-such-cc")
    assert "'no-such-nasm' is not installed; scripts/setup" in tree.fails("NASM=no-such-nasm")


def test_sparse_checks_what_is_compiled(tree: Tree) -> None:
    tree.edit("core/alpha.c", "CONFIG_ALPHA", "(*(int *)0 ? 1 : 0) + (int)(long)(char *)0 + 0")
    tree.append("core/gamma.c", "int exported_without_declaration;\n")
    tree.make("defconfig")
    assert "CC      core/alpha.o" in tree.make("C=1")
    checker = tree.source / "checker"
    checker.write_text('#!/bin/sh\nfor last; do :; done\necho "checked $last"\n')
    checker.chmod(0o755)
    assert "checked" not in tree.make("C=1", f"CHECK={checker}"), "nothing is compiled"
    assert "checked core/beta.c" in tree.make("C=2", f"CHECK={checker}")
    tree.append("core/beta.c", "/* changed */\n")
    output = tree.make("C=1", f"CHECK={checker}")
    assert "checked core/beta.c" in output and "checked core/alpha.c" not in output


def test_install_honours_destdir_and_path(built: Tree, tmp_path: Path) -> None:
    root = tmp_path / "the packager's root"
    assert str(root) in built.make("install", f"DESTDIR={root}")
    built.make("install", f"DESTDIR={root}", "INSTALL_PATH=/opt/exo")
    for folder in (root / "boot", root / "opt/exo"):
        assert {p.name for p in folder.iterdir()} == {
            f"exo-{VERSION}", f"System.map-{VERSION}", f"config-{VERSION}"}
        assert (folder / f"exo-{VERSION}").read_bytes() == (built.source / "exo").read_bytes()


def test_headers_of_the_build_host_stay_out(built: Tree) -> None:
    deps = (built.source / "core/.alpha.o.cmd").read_text()
    assert "/usr/include" not in deps
    assert "generated/autoconf.h" not in deps
    assert "include/config/ALPHA)" in deps


def test_dist_is_the_last_commit_and_builds(tree: Tree, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org",
                        *arguments], cwd=tree.source, check=True, capture_output=True,
                       env=clean_environment(GIT_COMMITTER_DATE="2020-01-01T00:00:00Z"))

    assert "no git tree" in tree.fails("dist")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "all")
    (tree.source / "not-committed").write_text("")
    archive = tree.source / f"exo-os-{VERSION}.tar.gz"
    tree.make("dist")
    first = archive.read_bytes()
    tree.make("dist")
    assert archive.read_bytes() == first
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "unpacked")
    unpacked = Tree(tmp_path / "unpacked" / f"exo-os-{VERSION}")
    assert not (unpacked.source / "not-committed").exists()
    unpacked.make("all", "iso")
    tree.make("all", "iso")
    assert unpacked.images() == tree.images()
    assert (unpacked.source / "exo.iso").read_bytes() == (tree.source / "exo.iso").read_bytes()


def test_iso_is_reproducible_and_small(built: Tree) -> None:
    built.make("iso", SOURCE_DATE_EPOCH="1600000000")
    first = (built.source / "exo.iso").read_bytes()
    assert len(first) <= 10 << 20
    (built.source / "exo.iso").unlink()
    os.utime(built.source / "exo", (0, 0))
    built.make("iso", SOURCE_DATE_EPOCH="1600000000", TZ="Pacific/Chatham")
    assert (built.source / "exo.iso").read_bytes() == first
    (built.source / "exo.iso").unlink()
    built.make("iso", SOURCE_DATE_EPOCH="1700000000")
    assert (built.source / "exo.iso").read_bytes() != first


def test_iso_carries_command_line_and_initrd(built: Tree, tmp_path: Path) -> None:
    initrd = tmp_path / "my initrd"
    initrd.write_bytes(b"the initrd")
    built.make("iso", f"INITRD={initrd}", "CMDLINE=quiet it's=a&b\\c")
    extract = ["xorriso", "-osirrox", "on", "-indev", str(built.source / "exo.iso"),
               "-extract", "/boot", str(tmp_path / "boot")]
    subprocess.run(extract, check=True, capture_output=True)
    menu = (tmp_path / "boot/grub/grub.cfg").read_text()
    assert r"multiboot2 /boot/exo debug quiet it\'s=a\&b\\c" "\n\tmodule2 /boot/initrd" in menu
    assert (tmp_path / "boot/initrd").read_bytes() == b"the initrd"
    assert (tmp_path / "boot/exo").read_bytes() == (built.source / "exo").read_bytes()


@pytest.mark.parametrize("firmware, images", [("bios uefi", ["BIOS", "UEFI"]),
                                              ("bios", ["BIOS"]), ("uefi", ["UEFI"])])
def test_iso_starts_on_the_firmware_asked_for(built: Tree, firmware: str,
                                              images: list[str]) -> None:
    built.make("iso", f"ISO_FIRMWARE={firmware}")
    report = subprocess.run(["xorriso", "-indev", str(built.source / "exo.iso"),
                             "-report_el_torito", "plain"], check=True, capture_output=True,
                            text=True).stdout
    assert re.findall(r"boot img : +\d+  (\w+)", report) == images


def test_iso_says_what_it_lacks(built: Tree, tmp_path: Path) -> None:
    assert "'floppy' is neither bios nor uefi" in built.fails("iso", "ISO_FIRMWARE=floppy")
    for firmware, package, other in (("bios", "grub-pc-bin", "uefi"),
                                     ("uefi", "grub-efi-amd64-bin", "bios")):
        said = built.fails("iso", f"ISO_FIRMWARE={firmware}", f"GRUB_FOLDER={tmp_path}")
        assert f"(Debian: {package})" in said
        assert f"ISO_FIRMWARE={other} does without it" in said


def test_usb_image_starts_like_a_disk(built: Tree) -> None:
    built.make("usb")
    image = (built.source / "exo.img").read_bytes()
    assert image[510:512] == b"\x55\xaa" and any(image[:440])


def test_setup_check_reports_and_installs_nothing(tmp_path: Path) -> None:
    done = subprocess.run([SRCTREE / "scripts/setup", "--check"], capture_output=True, text=True,
                          check=False)
    assert (done.returncode, done.stdout) == (0, "Nothing is missing.\n"), done.stdout
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "sed", "tr", "id"):
        (tools / tool).symlink_to(shutil.which(tool))
    elsewhere = subprocess.run([SRCTREE / "scripts/setup"], capture_output=True, text=True,
                               env={"PATH": str(tools)}, check=False)
    assert "not Debian" in elsewhere.stdout and "nasm" in elsewhere.stdout
