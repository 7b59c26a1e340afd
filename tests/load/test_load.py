# SPDX-License-Identifier: GPL-2.0-only
"""
Load tests of scheduler and files, in guest time: every instruction takes 2^shift
nanoseconds, so a run is the same on any machine, and another shift has the
timer's ticks land elsewhere.
"""

import re

import pytest

from harness import build, qemu
from harness.paths import LONG, SLOWNESS

LIMIT = 600 * SLOWNESS
SOAK_SECONDS = 60 if LONG else 10
WAKE_UPS = 2000
WAKE_UPS_OF_RR = 2000 if LONG else 400  # each takes it a tenth of a second
BASE = {"HZ_1000": "y", "LOAD_TEST": "y"}


def run_load(load, symbols=None, shift=6, mem="128M"):
    """What the kernel printed; it must have ended with "ok"."""
    kernel = build.kernel("x86_64_defconfig", symbols=BASE | (symbols or {}))
    with qemu.boot(kernel.image, cmdline=f"load={load} panic=exit", cpu="max", mem=mem,
                   icount=f"shift={shift},sleep=off", limit=LIMIT) as guest:
        status = guest.wait_exit(LIMIT)
        output = guest.log
    assert status.debug_exit == 0, f"{load} failed"
    assert re.search(rf"^load {load.split(':')[0]}: ok$", output, re.MULTILINE)
    return output


@pytest.mark.parametrize("shift", [5, 6, 7])
def test_soak(shift):
    output = run_load(f"soak:{SOAK_SECONDS}", shift=shift)
    assert re.search(r"^soak: \d{4,} rounds by \d+ threads, 0 errors$", output, re.MULTILINE)


@pytest.mark.parametrize("symbols", [{"HEAP_LIST": "y"}, {"LOCK_DEBUG": "y"}, {"SCHED_RR": "y"}],
                         ids=lambda symbols: "-".join(symbols))
def test_soak_of_another_configuration(symbols):
    output = run_load(f"soak:{SOAK_SECONDS}", symbols)
    assert "lock: " not in output, "CONFIG_LOCK_DEBUG has objected"


def latencies(wake_ups, symbols=None):
    output = run_load(f"latency:{wake_ups // 100}", symbols)
    found = re.search(r"^latency: (\d+) wake-ups, ns: p50 (\d+) p99 (\d+) max (\d+), "
                      r"within a tick (\d+)$", output, re.MULTILINE)
    assert found, output
    return [int(number) for number in found.groups()]


@pytest.mark.early
def test_wake_ups_under_load_are_quick_and_five_times_quicker_than_round_robins():
    count, p50, p99, most, within_a_tick = latencies(WAKE_UPS)
    _, _, p99_of_rr, most_of_rr, _ = latencies(WAKE_UPS_OF_RR, {"SCHED_RR": "y"})
    print(f"EMA: p50 {p50} p99 {p99} max {most} ns; round-robin: p99 {p99_of_rr} "
          f"max {most_of_rr} ns")
    assert count == WAKE_UPS
    assert within_a_tick >= count * 0.999
    assert p99 * 5 <= p99_of_rr


@pytest.mark.parametrize("bound_ms", [20, 100, 1000])
def test_nobody_starves(bound_ms):
    output = run_load("starvation:10", {"SCHED_STARVATION_MS": str(bound_ms)})
    shares = re.findall(r"^starvation: (\w+) cpu per mille (\d+) longest wait us (\d+)$", output,
                        re.MULTILINE)
    assert [name for name, _, _ in shares] == ["hot", "normal"]
    for name, per_mille, wait_us in shares:
        assert int(per_mille) >= 50, f"{name} got too little"
        assert int(wait_us) < bound_ms * 1000, f"{name} waited for too long"


def test_a_hundred_thousand_threads_in_a_row_and_ten_thousand_at_once():
    output = run_load("threads:100", mem="512M")
    assert "threads: 100000 created and ended in a row" in output
    assert "threads: 10000 alive at once, 10000 of them ran" in output


CHECKED = {"LOCK_DEBUG": "y", "HEAP_LIST": "y"}
RACES = [(shift, symbols) for symbols in ({}, CHECKED)
         for shift in ((5, 6, 7, 8) if LONG else (7,) if symbols else (6, 7, 8))]


@pytest.mark.parametrize("shift, symbols", RACES, ids=lambda value: "-".join(value)
                         if isinstance(value, dict) else str(value))
def test_the_tree_of_names_is_sound_after_races(shift, symbols):
    """With a short quantum, and more time an instruction, threads meet in more places."""
    output = run_load(f"files:{30 if LONG else 5}", {"SCHED_QUANTUM_MS": "1"} | symbols, shift)
    assert re.search(r"^files: \d{3,} operations by 8 threads, 0 errors$", output, re.MULTILINE)
    assert re.search(r"^files: [1-9]\d* mounts in the end$", output, re.MULTILINE)
    assert "files: 0 inodes and 0 pages left" in output
    assert "files: 0 heap blocks, 0 names left" in output
    assert "lock: " not in output, "CONFIG_LOCK_DEBUG has objected"
