# SPDX-License-Identifier: GPL-2.0-only
"""PCI: every device that QEMU has is found, with what QEMU says of it, by each way."""

import re

import pytest

import firmware_tables
import loader_data
from harness import build, qemu

PORTS = "configuration space by ports"
ECAM = "configuration space by ECAM"

NETWORK = ["-device", "e1000"]
BRIDGE = ["-device", "pci-bridge,id=b,chassis_nr=1", "-device", "e1000,bus=b,addr=4"]
# Bridges three deep, a device with several functions, one with 64-bit memory.
TREE = ["-device", "pcie-root-port,id=port1,chassis=1,addr=3.0,multifunction=on",
        "-device", "pcie-root-port,id=port2,chassis=2,addr=3.1",
        "-device", "x3130-upstream,id=up,bus=port1",
        "-device", "xio3130-downstream,id=down,bus=up,chassis=3",
        "-device", "e1000e,bus=down",
        "-device", "virtio-rng-pci,bus=port2",
        "-device", "pcie-pci-bridge,id=old", "-device", "e1000,bus=old,addr=5"]
MACHINES = {
    "pc": ("pc", NETWORK, "", PORTS),
    "pc_bridge": ("pc", BRIDGE, "", PORTS),
    "q35": ("q35", TREE, "", ECAM),
    "q35_ports": ("q35", TREE, "pci=nommconf", PORTS),
    "q35_noacpi": ("q35", TREE, "noacpi", PORTS),
}


def boot(name: str) -> qemu.Guest:
    machine, devices, cmdline, _ = MACHINES[name]
    return qemu.boot(build.kernel().image, machine=machine, cmdline=cmdline, extra=devices)


def tree_of(buses: list[dict]) -> list[dict]:
    """The devices of query-pci, those behind bridges included, by address."""
    found = []
    for bus in buses:
        for device in bus["devices"]:
            found.append(device)
            if "pci_bridge" in device:
                found += tree_of([{"devices": device["pci_bridge"].get("devices", [])}])
    return sorted(found, key=lambda d: (d["bus"], d["slot"], d["function"]))


def address_of(device: dict) -> str:
    return f"{device['bus']:02x}:{device['slot']:02x}.{device['function']}"


def blocks(said: str) -> dict[str, list[str]]:
    """What lspci -v prints of each device: its line, and those below."""
    return {text.split(" ")[0]: text.split("\n") for text in said.split("\n\n") if text}


def size_text(size: int) -> str:
    for unit in ("", "K", "M", "G"):
        if size < 1024:
            return f"{size}{unit}"
        size //= 1024
    raise ValueError(size)


def expected_lines(device: dict) -> set[str]:
    """What lspci -v must print of a device that QEMU describes."""
    lines = set()
    if device["id"].get("subsystem-vendor"):
        lines.add(f"\tSubsystem: {device['id']['subsystem-vendor']:04x}:"
                  f"{device['id']['subsystem']:04x}")
    for region in device["regions"]:
        size = f" [size={size_text(region['size'])}]"
        assigned = region["address"] != -1
        if region["type"] == "io":
            lines.add(f"\tI/O ports at {region['address']:04x}{size}")
        elif region["bar"] != 6 and assigned:
            width = 64 if region["mem_type_64"] else 32
            kind = "prefetchable" if region["prefetch"] else "non-prefetchable"
            lines.add(f"\tMemory at {region['address']:08x} ({width}-bit, {kind}){size}")
    if "pci_bridge" in device:
        bus = device["pci_bridge"]["bus"]
        lines.add(f"\tBus: primary={bus['number']:02x}, secondary={bus['secondary']:02x}, "
                  f"subordinate={bus['subordinate']:02x}")
    return lines


@pytest.fixture(name="machine", scope="module", params=MACHINES)
def each_machine(request):
    """A guest, QEMU's devices, and how their registers are to be reached."""
    with boot(request.param) as guest:
        guest.expect(qemu.PROMPT)
        yield guest, tree_of(guest.qmp.execute("query-pci")), MACHINES[request.param][3]


def test_every_device_is_listed(machine):
    guest, devices, way = machine
    assert f"pci: {len(devices)} devices, {way}\n" in guest.log
    listed = [re.sub(r" \(rev ..\)", "", line) for line in guest.command("lspci -n").splitlines()]
    assert listed == [f"{address_of(device)} {device['class_info']['class']:04x}: "
                      f"{device['id']['vendor']:04x}:{device['id']['device']:04x}"
                      for device in devices]


def test_names_are_those_of_the_classes(machine):
    guest, devices, _ = machine
    names = [line.split(" ", 1)[1].split(":")[0] for line in guest.command("lspci").splitlines()]
    wanted = {0x600: "Host bridge", 0x601: "ISA bridge", 0x604: "PCI bridge",
              0x106: "SATA controller", 0x101: "IDE interface", 0x680: "Bridge",
              0xC05: "SMBus", 0x200: "Ethernet controller", 0x300: "VGA compatible controller",
              0xFF: "Unassigned class"}
    classes = [device["class_info"]["class"] for device in devices]
    assert names == [wanted[number] for number in classes]


def test_addresses_and_interrupts_are_those_that_firmware_gave(machine):
    guest, devices, _ = machine
    said = blocks(guest.command("lspci -v") + "\n")
    assert list(said) == [address_of(device) for device in devices]
    ranges = 0
    for device in devices:
        lines = said[address_of(device)]
        expected = expected_lines(device)
        assert expected <= set(lines), "\n".join(lines)
        shown = [line for line in lines if re.match("\t(Memory|I/O ports) at", line)]
        assert len(shown) == len([r for r in device["regions"] if r["bar"] != 6])
        ranges += len(shown)
        flags = next(line for line in lines if line.startswith("\tFlags: "))
        if device["irq_pin"]:
            assert flags.endswith(f", IRQ {device['irq']}")
        else:
            assert "IRQ" not in flags
    assert ranges >= 4


def test_roms_are_found_and_off(machine):
    guest, devices, _ = machine
    said = blocks(guest.command("lspci -v") + "\n")
    roms = {address_of(d): r["size"] for d in devices for r in d["regions"] if r["bar"] == 6}
    assert roms
    for address, size in roms.items():
        assert re.search(rf"^\tExpansion ROM at .* \[disabled\] \[size={size_text(size)}\]$",
                         "\n".join(said[address]), re.MULTILINE)


def test_looking_changes_nothing():
    """The registers are the same without the kernel having looked."""
    with boot("q35") as guest:
        guest.expect(qemu.PROMPT)
        after = guest.human("info pci")
    with qemu.boot(build.kernel().image, machine="q35", cmdline="pci=off", extra=TREE) as guest:
        guest.expect("pci: off by the command line")
        guest.expect(qemu.PROMPT)
        assert guest.command("lspci") == "lspci: no such device"
        assert guest.human("info pci") == after


def test_both_ways_show_the_same():
    seen = []
    for name in ("q35", "q35_ports"):
        with boot(name) as guest:
            guest.expect(MACHINES[name][3])
            guest.expect(qemu.PROMPT)
            addresses = [line.split()[0] for line in guest.command("lspci").splitlines()]
            seen.append([guest.command(f"lspci -vxxx -s {address}") for address in addresses])
    assert seen[0] == seen[1]
    assert any("Capabilities: [" in said for said in seen[0])


def test_ecam_reaches_all_registers():
    """The first extended capability of e1000e is error reporting, at 0x100."""
    with boot("q35") as guest:
        guest.expect(qemu.PROMPT)
        where = next(address_of(d) for d in tree_of(guest.qmp.execute("query-pci"))
                     if d["id"]["device"] == 0x10D3)
        guest.send(f"lspci -xxxx -s {where}\n")
        guest.expect("^ff0:(?: [0-9a-f]{2}){16}$")
        rows = re.findall(r"^[0-9a-f]{2,3}:((?: [0-9a-f]{2}){16})$", guest.log, re.MULTILINE)
    registers = bytes.fromhex("".join(rows))
    assert len(registers) == 4096
    assert registers[:4] == b"\x86\x80\xd3\x10"
    assert int.from_bytes(registers[0x100:0x102], "little") == 0x0001


def test_the_filter_selects():
    with boot("q35") as guest:
        guest.expect(qemu.PROMPT)
        everything = guest.command("lspci").splitlines()
        for text, pattern in (("00:", "00:"), ("1f", "..:1f"), ("1f.2", r"..:1f\.2"),
                              ("00:03.1", r"00:03\.1"), (".0", r"..:..\.0"), ("ff:", "nobody")):
            assert guest.command(f"lspci -s {text}").splitlines() == \
                [line for line in everything if re.match(pattern, line)]
        for wrong in ("-s", "-s 20", "-s 00:1f.8", "-z", "1f"):
            assert guest.command(f"lspci {wrong}").startswith("lspci: invalid argument\nusage: ")


def test_another_word_is_refused():
    with qemu.boot(build.kernel().image, cmdline="pci=maybe") as guest:
        guest.expect('bad value in "pci=maybe"')
        guest.expect("pci: [0-9]+ devices")


def test_without_memory_for_the_list_there_are_none():
    kernel = build.kernel(symbols={"FAULT_INJECTION": "y"})
    with qemu.boot(kernel.image, cmdline="fail_alloc=3@pci_scan") as guest:
        guest.expect(r"\] pci_init failed: error 12$")
        guest.expect(qemu.PROMPT)
        assert guest.command("lspci") == "lspci: no such device"
        guest.assert_no_reset()


def test_grub_leads_to_the_same():
    with qemu.boot(iso=build.kernel().iso, machine="q35", extra=TREE) as guest:
        guest.expect(ECAM, timeout=2 * qemu.EXPECT_LIMIT)
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
        assert len(guest.command("lspci").splitlines()) == \
            len(tree_of(guest.qmp.execute("query-pci")))


def test_microvm_has_none():
    """Its firmware connects no interrupts, so the log is seen when a test's end prints it."""
    kernel = build.kernel(fragments=["ktest.config"])
    with qemu.boot(kernel.image, machine="microvm", cmdline="ktest=pci_config") as guest:
        guest.expect(r"\] pci: none found$")
        assert guest.wait_exit().debug_exit is not None


# --- Firmware that is wrong

MCFG_ENTRY = 44
BUSES_BEFORE_BEGIN = b"\x09\x08"

# Where the entry is changed, to what, what the log says.
DAMAGE = {
    "in_ram": (0, (0x1000000).to_bytes(8, "little"), "is not reserved in the memory map"),
    "in_hole": (0, (0x90000000).to_bytes(8, "little"), "is not reserved in the memory map"),
    "crooked": (0, (0xB0000800).to_bytes(8, "little"), "is at a fraction of a MB"),
    "beyond": (0, (0xFFFFFFFFFFF00000).to_bytes(8, "little"), "runs out of memory"),
    "segment": (8, b"\x01\x00", "is of another segment"),
    "buses": (10, BUSES_BEFORE_BEGIN, "ends before it begins"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_table_that_is_wrong_leaves_the_ports(damage):
    offset, value, message = DAMAGE[damage]
    with loader_data.at_pvh_entry(build.kernel(), machine="q35") as guest:
        table = next(t for t in firmware_tables.read_tables(guest.gdb.read)
                     if t.signature == "MCFG")
        data = bytearray(table.data)
        data[MCFG_ENTRY + offset:MCFG_ENTRY + offset + len(value)] = value
        data[9] = 0
        data[9] = -sum(data) % 256
        guest.gdb.write(table.address, bytes(data))
        guest.gdb.cont()
        guest.expect(f"pci: MCFG: .* ignored: it {message}")
        guest.expect(PORTS)
        guest.expect(qemu.PROMPT)
        guest.assert_no_reset()
