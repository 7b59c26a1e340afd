# SPDX-License-Identifier: GPL-2.0-only
"""
Programs for a guest: compile them, pack them with BusyBox and bash, run shell
lines there. What runs on Exo-OS runs on Linux as well, so that both can be compared:

    archive = programs.pack(folder, 'echo hello', {"bin/abi": program})
    with qemu.boot(kernel.image, initrd=archive, cmdline=programs.CMDLINE) as guest:
        print(programs.output(guest))
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Mapping, Sequence

from harness.build import locked
from harness.paths import SLOWNESS, SRCTREE, TEST_DIR
from harness.qemu import Guest

BUSYBOX = Path("/bin/busybox")  # package busybox-static
BASH = Path("/bin/bash-static")  # package bash-static
CFLAGS = ("-static", "-Os", "-Wall", "-Wextra", "-Werror", "-Wno-array-bounds")
# Scripts are an option of the kernel, so process 1 is no script.
CMDLINE = "quiet panic=exit rdinit=/bin/sh -- /init"
SILENT = CMDLINE.replace("quiet", "loglevel=1")  # not even what went wrong
RUN_LIMIT = 120 * SLOWNESS

BEGIN, END = "=== begin", "=== end"

# Process 1. Linux has mounted nothing yet; that Exo-OS has does no harm.
INIT = f"""export PATH=/bin HOME=/ TERM=linux
/bin/busybox mkdir -p /proc /dev /tmp
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox --install -s /bin
[ -e /dev/fd ] || ln -s /proc/self/fd /dev/fd
[ -e /dev/stdin ] || ln -s fd/0 /dev/stdin
[ -e /dev/stdout ] || ln -s fd/1 /dev/stdout
[ -e /dev/stderr ] || ln -s fd/2 /dev/stderr
cd /
echo "{BEGIN}"
. /run.sh
echo "{END}"
poweroff -f
"""

# `look MOMENT` tells of memory, once the dead are buried.
LOOK = """
look() { sleep 1; echo "== $1"; cat /proc/meminfo; ls /proc | grep -c '^[0-9]'; }
"""


def compile_c(name: str, sources: Sequence[Path], flags: Sequence[str] = CFLAGS) -> Path:
    """A static program of @sources by musl-gcc, made anew when one is younger."""
    program = TEST_DIR / "programs" / name
    with locked(program):
        newest = max(path.stat().st_mtime_ns for path in sources)
        if not program.exists() or program.stat().st_mtime_ns < newest:
            program.parent.mkdir(parents=True, exist_ok=True)
            made = [str(path) for path in sources if path.suffix == ".c"]
            subprocess.run(["musl-gcc", *flags, "-o", program, *made], check=True)
    return program


def pack(folder: Path, script: str, files: Mapping[str, Path] | None = None) -> Path:
    """An archive in @folder with BusyBox, @files by their names there, and @script to run."""
    (folder / "init").write_text(INIT)
    (folder / "run.sh").write_text(script + "\n")
    wanted = {"init": folder / "init", "run.sh": folder / "run.sh", "bin/busybox": BUSYBOX,
              **(files or {})}
    return write_archive(folder, wanted, ("slink bin/sh busybox 777 0 0",))


def write_archive(folder: Path, files: Mapping[str, Path], lines: Sequence[str] = ()) -> Path:
    """An archive in @folder: @files by their names there, /dev/console, /tmp and @lines."""
    folders = sorted({str(parent) for name in files for parent in Path(name).parents
                      if str(parent) != "."} | {"dev", "proc"})
    recipe = [f"dir {name} 755 0 0" for name in folders]
    recipe += ["dir tmp 1777 0 0", "nod dev/console 600 0 0 c 5 1", *lines]
    recipe += [f"file {name} {path.resolve()} 755 0 0" for name, path in files.items()]
    (folder / "files").write_text("\n".join(recipe) + "\n")
    archive = folder / "programs.cpio"
    subprocess.run([sys.executable, SRCTREE / "scripts/initramfs", "--output", archive,
                    "--source-tree", SRCTREE, "--date", "0", "--", folder / "files"],
                   check=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    return archive


def output(guest: Guest, limit: float = RUN_LIMIT) -> str:
    """What the script printed."""
    guest.expect(rf"^{BEGIN}\n", limit)
    return guest.serial.read_until(rf"^{END}$", limit)


def free_kb(printed: str, moment: str) -> int:
    """What a script with LOOK @printed of free memory at that moment."""
    found = re.search(rf"^== {moment}$.*?^MemFree: +(\d+) kB$", printed, re.M | re.S)
    assert found, printed
    return int(found[1])
