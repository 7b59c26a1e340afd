#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Fuzz kernel code on the build machine:

    fuzz.py TARGET [SECONDS]

runs clang's libFuzzer on tests/host/fuzz/TARGET_fuzz.c, beginning with the inputs
in corpus/TARGET. What it finds new is kept in TEST_DIR/host/fuzz/TARGET; an input
that fails is named crash-... there. Without clang the inputs are changed by
mutate.c, as `make check` has it.
"""

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from harness.paths import TEST_DIR  # noqa: E402  (the path must be set first)
from host_build import GCC, LIBFUZZER, Toolchain, build_program  # noqa: E402

FOLDER = Path(__file__).parent
HERE = "tests/host/fuzz/"


def _files(folder: str, names: str) -> list[str]:
    return [f"{folder}/{name}.c" for name in names.split()]


@dataclass(frozen=True)
class Target:
    """What TARGET_fuzz.c is linked to, and compiled with."""

    kernel: tuple[str, ...]
    host: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


MODEL = (HERE + "kernel_model.c",)
MODEL_FLAGS = ("-isystem", "arch/x86_64/include", "-DCONFIG_HEAP=1", "-DCONFIG_MEMORY=1",
               "-DCONFIG_THREADS=1", "-DCONFIG_FILE=1")
TREE = (
    *_files("fs", "attributes create credentials dentry dentry_cache dentry_hash directory file "
                  "file_lock fs_context inode io_iter mount mount_tree open path_text path_walk "
                  "permission range_lock remount rename root special_file superblock test_tree "
                  "unlink"),
    *_files("fs/tmpfs", "directory file inode names options pages super"),
    "kernel/cpu.c", "lib/hash.c", "mm/radix_tree.c", "mm/shared_memory.c")
CHANNELS = (
    *_files("ipc", "channel channel_call channel_fast channel_make channel_message channel_name "
                   "channel_pages channel_send channel_serve channel_table queue_account"),
    "fs/credentials.c", "fs/file.c", "fs/io_iter.c", "kernel/cpu.c", "lib/hash.c",
    *_files("tests/host/fuzz", "blocking_model channel_model"))
CPIO = (*_files("fs/initramfs", "archive cpio gzip"), *_files("lib", "inflate gunzip crc32"))
TARGETS = {
    "channel": Target(CHANNELS, MODEL,
                      ("-Itests/host/fuzz/include", *MODEL_FLAGS, "-DCONFIG_CHANNEL=1")),
    "control": Target(("net/socket_control.c",)),
    "cpio": Target(CPIO, flags=("-DCONFIG_INITRAMFS_GZIP=1",)),
    "elf": Target(("kernel/proc/elf.c",), flags=("-isystem", "arch/x86_64/include")),
    "path_walk": Target((*TREE, *_files("tests/host/fuzz",
                                        "tree_model tree_model_names tree_model_walk")),
                        MODEL, (*MODEL_FLAGS, "-DCONFIG_VFS=1", "-DCONFIG_TMPFS=1")),
}


def corpus(name: str) -> list[Path]:
    return sorted((FOLDER / "corpus" / name).iterdir())


def build(name: str, tools: Toolchain = GCC) -> Path:
    target = TARGETS[name]
    program = f"{name}_fuzz" if tools is GCC else f"{name}_{tools.cc}_fuzz"
    return build_program(program, kernel=(*target.kernel, f"{HERE}{name}_fuzz.c"),
                         host=target.host if tools is LIBFUZZER else
                         (*target.host, HERE + "mutate.c"),
                         flags=target.flags, tools=tools)


def run_libfuzzer(name: str, seconds: int) -> int:
    found = TEST_DIR / "host/fuzz" / name
    found.mkdir(parents=True, exist_ok=True)
    return subprocess.run([build(name, LIBFUZZER), f"-max_total_time={seconds}",
                           f"-artifact_prefix={found}/", "-print_final_stats=1", found,
                           FOLDER / "corpus" / name], check=False).returncode


def run_mutations(name: str, seconds: int) -> int:
    program, end = build(name), time.monotonic() + seconds
    seed = status = 0
    while status == 0 and time.monotonic() < end:
        seed += 1
        status = subprocess.run([program, str(seed), "1000", *corpus(name)],
                                check=False).returncode
    print(f"{name}: {seed} times 1000 inputs")
    return status


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in TARGETS:
        sys.exit(f"which target? There are: {' '.join(TARGETS)}")
    seconds = int(arguments[1]) if len(arguments) > 1 else 60
    run = run_libfuzzer if shutil.which("clang") else run_mutations
    return run(arguments[0], seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
