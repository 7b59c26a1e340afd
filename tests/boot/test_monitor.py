# SPDX-License-Identifier: GPL-2.0-only
"""What the monitor's commands print, against facts known from outside."""

import re
import time

import pytest

from harness import build, qemu

COMMANDS = {
    None: {"help", "echo", "clear"},
    "KMON_HISTORY": {"history"},
    "KMON_INFO": {"version", "cpu", "options", "consoles"},
    "KMON_CONFIG": {"config"},
    "KMON_LOG": {"dmesg"},
    "KMON_MEMORY": {"mem", "pages", "slab"},
    "KMON_PEEK": {"peek", "poke"},
    "KMON_IRQ": {"irq"},
    "KMON_THREADS": {"objects", "ps", "sched"},
    "KMON_TIME": {"date", "timers", "uptime"},
    "KMON_CRASH": {"panic", "fault", "hang"},
    "KMON_POWER": {"reboot", "poweroff"},
    "KMON_ACPI": {"acpi"},
    "KMON_FILES": {"cat", "df", "hexdump", "ln", "ls", "mkdir", "mount", "mv", "rm", "rmdir",
                   "stat", "touch", "tree", "umount"},
    "KMON_CHANNEL": {"channels"},
    "KMON_PCI": {"lspci"},
    "KMON_KEYBOARD": {"keyboard"},
    "HEAP_DEBUG": {"leaks"},
    "FAULT_INJECTION": {"failalloc"},
    "BENCH": {"bench"},
}
GROUPS = [group for group in COMMANDS if group]


@pytest.fixture(scope="module")
def full():
    return build.kernel(symbols={"KMON_PEEK": "y"})


@pytest.fixture(scope="module")
def guest(full):
    """One guest for all tests that leave it as it was."""
    with qemu.boot(full.image, cmdline="loglevel=6") as running:
        running.expect(qemu.PROMPT)
        yield running


def listed(guest):
    return {line.split()[0] for line in guest.command("help").splitlines()}


def release(kernel):
    header = (kernel.dir / "include/generated/version.h").read_text()
    return re.search(r'EXO_RELEASE "(.*)"', header)[1]


def number(pattern, text):
    found = re.search(pattern, text, re.MULTILINE)
    assert found, f"no {pattern!r} in:\n{text}"
    return int(found[1], 0)


# --- The groups


@pytest.mark.parametrize("chosen", [GROUPS[::2], GROUPS[1::2]], ids=["even", "odd"])
def test_help_lists_the_commands_of_the_chosen_groups(chosen):
    symbols = {group: "y" if group in chosen else "n" for group in GROUPS}
    kernel = build.kernel(symbols=symbols)
    with qemu.boot(kernel.image) as guest:
        guest.expect(qemu.PROMPT)
        assert listed(guest) == set.union(COMMANDS[None], *(COMMANDS[g] for g in chosen))


def test_help_explains_every_command(guest):
    for name in listed(guest):
        assert guest.command(f"help {name}").startswith(f"usage: {name}")


# --- Facts


def test_version_names_release_and_compiler(guest, full):
    said = guest.command("version")
    assert said.startswith(f"Exo-OS {release(full)} ")
    assert re.search(r"\(gcc [\d.]+\)", said)


def test_config_is_the_configuration_of_the_build(guest, full):
    config = (full.dir / ".config").read_text()
    assert guest.command("config") + "\n" == config


def test_config_with_a_pattern_prints_the_lines_that_match(guest, full):
    lines = (full.dir / ".config").read_text().splitlines()
    expected = [line for line in lines if "kmon_" in line.lower()]
    assert guest.command("config kmon_").splitlines() == expected
    assert guest.command("config NO_SUCH_SYMBOL") == ""


@pytest.mark.parametrize("megabytes", [32, 300])
def test_mem_adds_up_to_the_memory_of_the_machine(full, megabytes):
    with qemu.boot(full.image, mem=f"{megabytes}M") as guest:
        guest.expect(qemu.PROMPT)
        said = guest.command("mem")
    usable = number(r"^ +(\d+) KB  usable", said[said.index("totals"):])
    assert megabytes * 1024 - 1024 < usable <= megabytes * 1024


def test_mem_shows_the_image_where_the_linker_put_it(guest, full):
    said = guest.command("mem")
    for part in ("text", "rodata", "data", "bss"):
        start, end = (full.symbols[f"__{part}_{edge}"] for edge in ("start", "end"))
        assert re.search(rf"^  {start:016x}-{max(start, end - 1):016x} .* {part}$", said,
                         re.MULTILINE)


def test_cpu_describes_the_processor_qemu_was_told_to_be(full):
    cpu = "qemu64,model-id=Crusher 9000,family=21,model=10,stepping=3,+smap,-rdtscp"
    with qemu.boot(full.image, cpu=cpu) as guest:
        guest.expect(qemu.PROMPT)
        said = guest.command("cpu")
    assert re.search(r"^brand +Crusher 9000$", said, re.MULTILINE)
    assert "family    21 (0x15), model 10 (0xa), stepping 3" in said
    features = said[said.index("features"):said.index("cr0")].split()
    assert {"nx", "smap", "sse2"} <= set(features)
    assert not {"smep", "rdtscp", "fsgsbase"} & set(features)


def test_cpu_shows_the_control_registers_as_qemu_sees_them(guest):
    said = guest.command("cpu")
    state = guest.human("info registers")
    for register in ("CR0", "CR3", "CR4", "EFER"):
        value = int(re.search(rf"{register}=([0-9a-f]+)", state)[1], 16)
        assert number(rf"^{register.lower()} +(0x[0-9a-f]+)", said) == value
    assert re.search(r"^cr0 .* PE .*\bPG$", said, re.MULTILINE)
    assert re.search(r"^efer .* LME LMA", said, re.MULTILINE)


def test_date_is_the_date_of_the_machine(full):
    clock = ["-rtc", "base=2031-05-06T07:08:09,clock=vm"]
    with qemu.boot(full.image, extra=clock) as guest:
        guest.expect(qemu.PROMPT)
        assert re.fullmatch(r"2031-05-06 07:0[89]:\d\d UTC", guest.command("date"))


def test_uptime_counts_ticks_at_the_configured_rate(guest, full):
    said = guest.command("uptime")
    found = re.fullmatch(r"up 0 days, 00:(\d\d):(\d\d)\.(\d\d\d), (\d+) ticks, "
                         r"load average: \d+\.\d\d, \d+\.\d\d, \d+\.\d\d", said)
    assert found, said
    minutes, seconds, milliseconds, ticks = map(int, found.groups())
    elapsed = minutes * 60 + seconds + milliseconds / 1000
    assert ticks / int(full.config["HZ"]) == pytest.approx(elapsed, abs=1)
    assert guest.command("uptime") != said


def test_irq_counts_rise_with_ticks_and_keys(guest):
    def counts():
        lines = guest.command("irq").splitlines()[1:]
        return {line.split()[0]: int(line.split()[1]) for line in lines}

    before = counts()
    time.sleep(0.2)
    after = counts()
    assert after["LOC"] > before["LOC"], "timer"
    assert after["4"] > before["4"], "serial port"
    assert after["SPU"] == after["ERR"] == 0


def test_dmesg_prints_the_log(guest, full):
    log = guest.command("dmesg")
    assert re.search(rf"^\[ *\d+\.\d+\] Exo-OS {re.escape(release(full))} ", log,
                     re.MULTILINE)
    assert len(log.splitlines()) > 3
    matching = [line for line in log.splitlines() if "command line" in line.lower()]
    assert guest.command("dmesg 'COMMAND line'").splitlines() == matching != []


def test_dmesg_sets_the_console_level(guest):
    assert guest.command("dmesg -n 3") == ""
    assert "out of range" in guest.command("dmesg -n 9")
    assert "invalid argument" in guest.command("dmesg -n high")
    guest.command("dmesg -n 6")


def test_options_lists_what_the_command_line_understands(guest):
    names = {line.split()[0] for line in guest.command("options").splitlines()}
    assert {"loglevel=", "console=", "panic="} <= names


def test_consoles_lists_the_serial_port(guest):
    assert re.search(r"^ +ttyS0 +enabled$", guest.command("consoles"), re.MULTILINE)


# --- Errors


def test_an_unknown_command_is_named(guest):
    assert guest.command("frobnicate now") == "frobnicate: unknown command (try help)"


@pytest.mark.parametrize("line, said", [
    ("help frobnicate", "help: no such thing"),
    ("help a b", "help: invalid argument\nusage: help [COMMAND]"),
    ("echo 'open", "a quote or a backslash has no end"),
    ("echo" + " x" * 40, "more than 32 words"),
])
def test_mistakes_are_explained_in_words(guest, line, said):
    # The row scrolls when the line is long: no waiting for an echo.
    guest.send(line + "\n")
    guest.expect("^" + re.escape(said) + "$")
    guest.expect(qemu.PROMPT)


# --- Memory


def test_peek_reads_what_the_image_holds(guest, full):
    address = full.symbols["kernel_name"]
    said = guest.command(f"peek {address:x} 1 6")
    assert said == f"{address:016x}: " + b"Exo-OS".hex(" ")


def test_poke_writes_physical_memory(guest):
    """At 80 MB, where nothing lies."""
    assert guest.command("poke -p 5000002 0x1f41 2") == ""
    assert guest.memory(0x5000000, 6) == b"\0\0\x41\x1f\0\0"
    assert guest.command("peek -p 5000000") == "0000000005000000: 1f410000"
    assert guest.command("peek ffff800005000002 2") == "ffff800005000002: 1f41"


def test_peek_reaches_devices_by_physical_address(guest):
    """The local APIC's version register: no RAM, so not in the direct map."""
    assert re.fullmatch(r"00000000fee00030: 000[0-9a-f]{2}01[0-9]",
                        guest.command("peek -p fee00030"))
    assert guest.command("peek ffff8000fee00030") == "peek: no memory is mapped there"


@pytest.mark.parametrize("line, said", [
    ("peek 0", "peek: no memory is mapped there"),
    ("peek 0123456789abcdef 1", "peek: no memory is mapped there"),
    ("peek ffff900000000000", "peek: no memory is mapped there"),
    ("peek fffffffffffffffe 2 2", "peek: no memory is mapped there"),
    ("peek -p ffffffffffff0000", "peek: no memory is mapped there"),
    ("poke 0 1", "poke: no memory is mapped there"),
    ("poke -p b8f9e 0x10000 2", "poke: out of range"),
    ("peek -p 1001 4", "peek: invalid argument"),
    ("peek -p 1000 3", "peek: invalid argument"),
    ("peek zebra", "peek: invalid argument"),
    ("peek", "peek: invalid argument"),
    ("poke -p 1000", "poke: invalid argument"),
])
def test_memory_that_cannot_be_touched_is_refused(guest, line, said):
    assert guest.command(line).splitlines()[0] == said


# --- The end


def test_reboot_resets_the_machine(full):
    with qemu.boot(full.image) as guest:
        guest.expect(qemu.PROMPT)
        guest.send("reboot\n")
        guest.expect("^rebooting$")
        assert guest.wait_exit().status == 0  # -no-reboot ends QEMU instead


def test_poweroff_switches_the_machine_off(full):
    with qemu.boot(full.image) as guest:
        guest.expect(qemu.PROMPT)
        guest.send("poweroff\n")
        guest.wait_exit()
        assert guest.shutdown_reason == "guest-shutdown"


def test_panic_stops_with_the_message(full):
    with qemu.boot(full.image, cmdline="panic=exit") as guest:
        guest.expect(qemu.PROMPT)
        guest.send("panic 'out of coffee'\n")
        guest.expect("out of coffee$")
        assert guest.wait_exit().debug_exit
