# SPDX-License-Identifier: GPL-2.0-only
"""The heap over a model of the frames, in each of its configurations."""

import re

import pytest

from host_build import build_program, run_program

SLAB = "mm/slab.c mm/slab_frames.c mm/slab_cache.c mm/slab_test.c"
LIST = "mm/heap_list.c"
DEBUG = "mm/heap_debug.c mm/heap_report.c mm/heap_debug_test.c"
COMMON = "mm/fault_inject.c mm/fault_inject_test.c mm/heap_test.c kernel/cpu.c " \
    "kernel/boot_option.c"
FLAGS = "-Itests/host/heap/include -DCONFIG_HEAP=1 -DCONFIG_FAULT_INJECTION=1"
FLAGS_LIST = "-DCONFIG_HEAP_LIST=1 -DCONFIG_HEAP_SIZE_KB=10240"
# A program each: its configuration, then its sources.
PROGRAMS = {
    "slab": ("-DCONFIG_HEAP_SLAB=1", f"{SLAB} mm/krealloc.c"),
    "slab_debug": ("-DCONFIG_HEAP_SLAB=1 -DCONFIG_HEAP_DEBUG=1", f"{SLAB} {DEBUG}"),
    "list": (FLAGS_LIST, f"{LIST} mm/krealloc.c"),
    "list_debug": (f"{FLAGS_LIST} -DCONFIG_HEAP_DEBUG=1", f"{LIST} {DEBUG}"),
}
RADIX_TREE = "mm/slab.c mm/slab_frames.c mm/slab_cache.c mm/krealloc.c mm/fault_inject.c " \
    "kernel/cpu.c kernel/boot_option.c"


@pytest.mark.parametrize("name", PROGRAMS)
def test_heap(name):
    flags, sources = PROGRAMS[name]
    program = build_program(f"heap_{name}", kernel=f"{sources} {COMMON}".split(),
                            host=["tests/host/heap/frame_model.c"],
                            flags=tuple(f"{FLAGS} {flags}".split()))
    done = run_program(program)
    report = done.stdout + done.stderr
    assert done.returncode == 0 and not done.stderr, report
    totals = re.search(r"^# Totals: pass:(\d+) fail:0 skip:0", done.stdout, re.MULTILINE)
    assert totals and int(totals[1]) >= sources.count("_test.c") * 5, report


def test_radix_tree():
    """On the slab, which fails on demand."""
    flags = f"{FLAGS} {PROGRAMS['slab'][0]}"
    program = build_program("radix_tree", host=["tests/host/heap/frame_model.c"],
                            kernel=f"mm/radix_tree.c mm/radix_tree_test.c {RADIX_TREE}".split(),
                            flags=tuple(flags.split()))
    done = run_program(program)
    report = done.stdout + done.stderr
    assert done.returncode == 0 and not done.stderr, report
    assert re.search(r"^# Totals: pass:8 fail:0 skip:0", done.stdout, re.MULTILINE), report
