# SPDX-License-Identifier: GPL-2.0-only
"""
The files of /proc, read as the tools of Linux read them, and compared with what
the monitor's own commands say of the same.
"""

import re
import time

import pytest

from harness import build, qemu

# The times of /proc/stat, in its order.
CPU_TIMES = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest",
             "guest_nice")


@pytest.fixture(scope="module", name="kernel")
def default_kernel():
    return build.kernel()


@pytest.fixture(scope="module", name="guest")
def running(kernel):
    with qemu.boot(kernel.image, cmdline="loglevel=4 panic=exit", cpu="max") as guest:
        guest.expect(qemu.PROMPT)
        yield guest


def read(guest, name):
    return guest.command(f"cat /proc/{name}")


def meminfo(guest):
    """{name: kilobytes}, each line as free(1) wants it."""
    rows = [re.fullmatch(r"(\w+): +(\d+) kB", line) for line in read(guest, "meminfo").splitlines()]
    assert all(rows), rows
    return {row[1]: int(row[2]) for row in rows}


def stat(guest):
    """{first word: numbers} of /proc/stat."""
    rows = [line.split() for line in read(guest, "stat").splitlines()]
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0]: [int(number) for number in row[1:]] for row in rows}


def uptime(guest):
    found = re.fullmatch(r"(\d+\.\d\d) (\d+\.\d\d)", read(guest, "uptime"))
    assert found
    return float(found[1]), float(found[2])


def loadavg(guest):
    found = re.fullmatch(r"(\d+\.\d\d) (\d+\.\d\d) (\d+\.\d\d) (\d+)/(\d+) (\d+)",
                         read(guest, "loadavg"))
    assert found
    return [float(n) for n in found.group(1, 2, 3)], [int(n) for n in found.group(4, 5, 6)]


def cpuinfo(guest):
    rows = [re.fullmatch(r"([^\t:]+)\t*: ?(.*)", line)
            for line in read(guest, "cpuinfo").splitlines() if line]
    assert all(rows)
    return {row[1]: row[2] for row in rows}


def test_version_and_command_line(guest):
    assert re.fullmatch(r"Linux version 6\.1\.0-exo \((gcc|clang) .*\) #1 .* \d+\.\d+\.\d+.*",
                        read(guest, "version"))
    assert read(guest, "cmdline") == "loglevel=4 panic=exit"
    name, release = read(guest, "version").split()[0:3:2]
    assert read(guest, "sys/kernel/ostype") == name
    assert read(guest, "sys/kernel/osrelease") == release


def test_the_host_name_is_what_was_written(guest):
    assert read(guest, "sys/kernel/hostname") == "(none)"
    assert guest.command("echo exo-1 > /proc/sys/kernel/hostname") == ""
    assert read(guest, "sys/kernel/hostname") == "exo-1"
    assert guest.command("echo lab > /proc/sys/kernel/domainname") == ""
    assert read(guest, "sys/kernel/domainname") == "lab"


def test_memory_is_what_mem_says(guest):
    frames = dict(reversed(line.split(" KB  ")) for line in guest.command("mem").splitlines()
                  if re.match(r" +\d+ KB  (RAM|reserved|free)$", line))
    memory = meminfo(guest)
    assert memory["MemTotal"] == int(frames["RAM"]) - int(frames["reserved"])
    assert memory["MemFree"] == pytest.approx(int(frames["free"]), abs=64)
    assert memory["MemAvailable"] <= memory["MemTotal"]
    used = sum(memory[part] for part in ("Slab", "KernelStack", "Cached"))
    assert 0 < used <= memory["MemTotal"] - memory["MemFree"]
    assert memory["VmallocUsed"] < memory["VmallocTotal"] == 512 << 20


def test_files_in_memory_are_shared_and_cached(guest):
    before = meminfo(guest)
    assert guest.command("echo text > /a") == guest.command("echo text > /b") == ""
    after = meminfo(guest)
    assert after["Shmem"] - before["Shmem"] == 8
    assert after["Cached"] - before["Cached"] == 8
    assert guest.command("rm /a /b") == ""
    assert meminfo(guest)["Shmem"] == before["Shmem"]


def test_times_add_up_and_go_on(guest):
    before, (since_start, _) = stat(guest), uptime(guest)
    time.sleep(1)
    after, (later, idle) = stat(guest), uptime(guest)
    assert len(before["cpu"]) == len(CPU_TIMES) and before["cpu"] == before["cpu0"]
    assert all(new >= old for new, old in zip(after["cpu"], before["cpu"]))
    times = dict(zip(CPU_TIMES, after["cpu"]))
    assert sum(times.values()) / 100 <= later + 0.01
    assert sum(before["cpu"]) / 100 <= since_start + 0.01 <= sum(after["cpu"]) / 100 + 0.02
    assert times["idle"] / 100 <= idle + 0.01 < later
    assert times["idle"] - before["cpu"][CPU_TIMES.index("idle")] > 20, "it slept for a second"
    assert after["ctxt"] > before["ctxt"]


def test_tasks_are_those_of_ps(guest):
    threads = [line.split() for line in guest.command("ps").splitlines()
               if re.match(r" +\d+ [RSZ] ", line)]
    _, (runnable, tasks, last) = loadavg(guest)
    counters = stat(guest)
    assert tasks == len([row for row in threads if row[0] != "0"])
    # Number 1 is kept for the first program, so there are fewer threads than numbers.
    assert last >= max(int(row[0]) for row in threads)
    assert last > counters["processes"][0] >= tasks
    assert runnable == counters["procs_running"][0] >= 1
    assert counters["procs_blocked"] == [0]


def test_the_time_of_start_is_that_of_the_calendar(guest):
    said = guest.command("date")
    now = time.mktime(time.strptime(said, "%Y-%m-%d %H:%M:%S UTC")) - time.timezone
    assert stat(guest)["btime"][0] + uptime(guest)[0] == pytest.approx(now, abs=3)


def test_interrupts_are_those_of_irq(guest):
    heading, *rows = read(guest, "interrupts").splitlines()
    assert re.fullmatch(r" {11}CPU0 *", heading)
    found = {}
    for row in rows:
        label, count, *rest = row.split()
        assert re.fullmatch(r" *\w+:", row[:row.index(":") + 1]) and rest
        found[label[:-1]] = int(count)
    said = {row.split()[0]: int(row.split()[1]) for row in guest.command("irq").splitlines()[1:]}
    assert found.keys() == said.keys()
    assert all(found[label] <= said[label] <= found[label] + 1000 for label in found)
    total, *lines = stat(guest)["intr"]
    assert total >= sum(lines) > 0
    assert all(lines[int(label)] >= found[label] for label in found if label.isdigit())


def test_the_processor_is_the_one_that_cpu_names(guest):
    said, info = guest.command("cpu"), cpuinfo(guest)
    model = re.search(r"family +(\d+) .*, model (\d+) .*, stepping (\d+)", said)
    assert model.groups() == (info["cpu family"], info["model"], info["stepping"])
    assert f"vendor    {info['vendor_id']}" in said
    assert f"brand     {info['model name']}" in said
    flags = set(info["flags"].split())
    assert {"fpu", "tsc", "pae", "nx", "lm", "syscall", "smep", "smap", "pni", "rdtscp",
            "hypervisor"} <= flags
    assert not flags & {"-", "sse3", "invariant_tsc"}
    assert float(info["bogomips"]) == pytest.approx(2 * float(info["cpu MHz"]), rel=0.001)
    assert re.fullmatch(r"\d+ bits physical, \d+ bits virtual", info["address sizes"])


def test_mounts_are_those_of_mount(guest):
    assert guest.command('mkdir "/a b"') == ""
    assert guest.command('mount tmpfs "/a b"') == ""
    rows = [line.split(" ") for line in read(guest, "mounts").splitlines()]
    assert all(len(row) == 6 and row[4:] == ["0", "0"] for row in rows)
    places = [row[1].replace("\\040", " ") for row in rows]
    said = re.findall(r"^\S+ on (.*) type", guest.command("mount"), re.MULTILINE)
    assert places == said and "/a b" in places
    assert ["proc", "/proc", "proc", "rw,nosuid,nodev,noexec,relatime", "0", "0"] in rows
    assert guest.command('umount "/a b"') == guest.command('rmdir "/a b"') == ""
    filesystems = read(guest, "filesystems").splitlines()
    assert {"nodev\ttmpfs", "nodev\tproc"} <= set(filesystems)


def test_devices_are_those_with_nodes(guest):
    characters, blocks = read(guest, "devices").split("\n\n")
    heading, *rows = characters.splitlines()
    assert heading == "Character devices:" and blocks == "Block devices:"
    found = [re.fullmatch(r" *(\d+) (\S+)", row).groups() for row in rows]
    assert len(set(found)) == len(found)
    nodes = guest.command("ls /dev").splitlines()
    assert bool([node for node in nodes if node.startswith("c")]) == bool(found)
    assert ("1", "mem") in found


def test_kallsyms_are_the_functions_of_nm(guest, kernel):
    rows = [line.split(" ") for line in read(guest, "kallsyms").splitlines()]
    assert all(len(row) == 3 and row[1] == "t" for row in rows)
    addresses = [int(row[0], 16) for row in rows]
    assert addresses == sorted(set(addresses))
    known = kernel.symbols
    start, end = known["__text_start"], known["__text_end"]
    everywhere = {(address, name) for name, address in known.items()}
    text = {address for name, address in known.items()
            if start <= address < end and "." not in name}
    assert text <= set(addresses)
    strange = [row for row in rows if (int(row[0], 16), row[2]) not in everywhere
               and row[2] not in known]
    assert not strange


def test_channels_without_any_are_a_heading(guest):
    assert read(guest, "channels").split() == [
        "mode", "uid", "gid", "senders", "receivers", "messages", "capacity", "calls", "name"]


def test_what_is_not_there_and_what_cannot_be_written(guest):
    assert read(guest, "nothing") == "cat: no such thing"
    assert guest.command("mkdir /proc/x") == "mkdir: no such thing"
    assert guest.command("rm /proc/stat") == "rm: not permitted"


def test_load_averages_rise_under_load_and_fall_in_idleness(kernel):
    """
    In guest time the serial line keeps the CPU busy: a byte takes 87 us. The
    idle CPU jumps from one event to the next, over many samples.
    """
    with qemu.boot(kernel.image, cmdline="loglevel=4", icount="shift=6,sleep=off") as guest:
        guest.expect(qemu.PROMPT)
        assert guest.command("ln -s /proc/kallsyms k") == ""
        before, _ = uptime(guest)
        # Typed ahead, so that the CPU is not idle in between.
        guest.send("cat k k k k k k k k\n" * 2 + "cat /proc/uptime /proc/loadavg\n")
        said = guest.expect(r"^(\d+\.\d\d) \d+\.\d\d\n(\d+\.\d\d) (\d+\.\d\d) (\d+\.\d\d) ", 120)
        busy, one, five, fifteen = map(float, said.groups())
        guest.expect(qemu.PROMPT)
        assert busy - before > 6, "not even one sample"
        assert 1 >= one > five > fifteen > 0
        start = now = uptime(guest)[0]
        while now < start + 1000:
            time.sleep(0.1)
            now, idle = uptime(guest)
        assert idle > 900
        assert loadavg(guest)[0][0] == 0


def test_a_kernel_with_the_old_controller_and_no_exact_clock():
    with qemu.boot(build.kernel().image, cmdline="loglevel=4 noapic clocksource=tick") as guest:
        guest.expect(qemu.PROMPT)
        up, idle = uptime(guest)
        assert idle <= up
        assert "cpu MHz" not in cpuinfo(guest)
        rows = read(guest, "interrupts").splitlines()
        assert any(re.match(r" +0: +\d+ +\S+ +0-edge ", row) for row in rows)
        assert sum(stat(guest)["cpu"]) > 0
