# SPDX-License-Identifier: GPL-2.0-only
"""
Boot a kernel in QEMU and talk to it.

    with qemu.boot(kernel.image, cmdline="loglevel=7") as guest:
        guest.expect("exo> ")
        guest.send("version\n")

A guest lives at most `limit` seconds; then it is killed and whatever waits
for it fails with the end of the serial log. Plain TCG, never KVM: a test
must mean the same everywhere.
"""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from harness.gdbstub import Gdb
from harness.keys import chord
from harness.paths import SLOWNESS, SRCTREE
from harness.qmp import Qmp, QmpError
from harness.serial import ExpectError, Serial, listen

PROMPT = r"(?:^|(?<=\x1b\[1;1H))exo> "  # at the start of a line, or of a screen that GRUB cleared
# GRUB shows the cursor, clears the screen; under UEFI the firmware does for it.
MENU_LEFT = r"(?:\x1b\[\?25h(?:\x1b\[[\d;]*[A-Z])*|\x1b\[2J\x1b\[01;01H)"
MENU_DOWN = "\x0e"
QEMU = os.environ.get("QEMU", "qemu-system-x86_64")
BOOT_LIMIT = 120 * SLOWNESS
EXPECT_LIMIT = 30 * SLOWNESS

# Time by instructions, 8 ns each, about as fast as they really run: for what
# depends on time and must not depend on how busy this machine is.
GUEST_TIME = "shift=3,sleep=off"

COM1 = 0x3F8
VGA_TEXT = 0xB8000
VGA_COLUMNS, VGA_ROWS = 80, 25
INTERRUPT_FLAG = 1 << 9

booted: list["Guest"] = []  # of the running test, for the report of a failure


@dataclass(frozen=True)
class ExitStatus:
    """How QEMU ended."""

    status: int

    @property
    def debug_exit(self) -> int | None:
        """The code written to isa-debug-exit, which makes (code << 1) | 1."""
        return self.status >> 1 if self.status > 0 and self.status & 1 else None


@dataclass
class CpuState:
    """What the human monitor's `info registers` says of one processor."""

    rip: int
    interrupts_on: bool
    halted: bool


def boot(kernel: Path | None = None, *, iso: Path | None = None, cmdline: str = "",
         initrd: Path | None = None, machine: str = "pc", cpu: str = "qemu64",
         mem: str = "128M", smp: int = 1, icount: str | None = None, gdb: bool = False,
         debug_exit: bool = True, serial: bool = True, serial_port: int = COM1,
         serial_irq: int = 4, menu: bool = False, disk: Path | None = None,
         uefi: bool = False, extra: Sequence[str] = (),
         limit: float = BOOT_LIMIT) -> "Guest":
    """
    Boot kernel by PVH, or iso (as a CD) or disk through their boot loader,
    with uefi under OVMF. With gdb the guest waits at its first instruction for
    guest.gdb.cont(). icount is the value of QEMU's option, for instance
    "shift=6,sleep=off". The ISO's menu is left by its first entry, unless menu
    is true: then it is the test's to answer.
    """
    arguments = ["-machine", machine, "-cpu", cpu, "-m", mem, "-smp", str(smp), "-accel", "tcg",
                 "-display", "none", "-no-user-config", "-nodefaults", "-no-reboot"]
    if machine.split(",")[0] != "microvm":
        arguments += ["-vga", "std"]
    if kernel is not None:
        arguments += ["-kernel", str(kernel), "-append", cmdline]
    if iso is not None:
        arguments += ["-cdrom", str(iso), "-boot", "d"]
    if disk is not None:
        arguments += ["-drive", f"format=raw,file={disk},snapshot=on"]
    if uefi:
        arguments += firmware_arguments()
    if initrd is not None:
        arguments += ["-initrd", str(initrd)]
    if icount is not None:
        arguments += ["-icount", icount]
    if debug_exit:
        arguments += ["-device", "isa-debug-exit,iobase=0xf4,iosize=4"]
    if serial:
        arguments += ["-device", f"isa-serial,chardev=line,iobase={serial_port},irq={serial_irq}"]
    guest = Guest([*arguments, *extra], serial, gdb, limit)
    has_menu = iso is not None or disk is not None
    if has_menu and serial and serial_port == COM1 and not (menu or gdb):
        guest.leave_menu()
    return guest


def firmware_arguments() -> list[str]:
    """What starts a guest under UEFI, as for `make run-uefi`."""
    found = subprocess.run([SRCTREE / "scripts/ovmf.sh"], capture_output=True, text=True,
                           check=False)
    if found.returncode != 0:
        raise RuntimeError(found.stderr)
    return found.stdout.splitlines()


class Guest:
    """A running QEMU. Leaving the `with` block ends it."""

    def __init__(self, arguments: list[str], serial: bool, gdb: bool, limit: float):
        self._folder = Path(tempfile.mkdtemp(prefix="exo-qemu-"))
        self._deadline = time.monotonic() + limit
        self._exited: ExitStatus | None = None
        self._timer = threading.Timer(limit, self._kill)
        self._timer.daemon = True
        command = self._command(arguments, serial, gdb)
        try:
            self._start(command, serial, gdb)
        except BaseException:
            self.close()
            raise
        booted.append(self)

    def __enter__(self) -> "Guest":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Talking

    @property
    def log(self) -> str:
        """Everything said on the serial line so far."""
        return self.serial.log

    def expect(self, pattern: str, timeout: float = EXPECT_LIMIT) -> re.Match[str]:
        """Wait for a regular expression (^ and $ match at lines) on the serial line."""
        return self.serial.expect(pattern, min(timeout, self._time_left()))

    def send(self, text: str) -> None:
        """Type text on the serial line; end a command with a newline."""
        self.serial.send(text)

    def command(self, line: str, timeout: float = EXPECT_LIMIT) -> str:
        """Type a monitor command at the prompt; return what it printed."""
        self.send(line + "\n")
        self.expect(rf"{re.escape(line)}\n", timeout)
        before = self.serial.read_until(PROMPT, min(timeout, self._time_left()))
        return before.removesuffix("\n")

    def leave_menu(self, entry: int = 0) -> None:
        """Take an entry of GRUB's menu at once; by itself it waits and takes the first."""
        self.expect("executed automatically", 2 * EXPECT_LIMIT)
        self.send(MENU_DOWN * entry + "\r")
        self.expect(MENU_LEFT)

    def send_keys(self, *keys: str, layout: str = "us", hold_ms: int = 20) -> None:
        """
        Press keys of the PS/2 keyboard: "a", "?", "\\n", "ctrl-c", "left". The
        layout, "us" or "fr", is that of the kernel. QEMU keeps 16 bytes that the
        guest has not fetched and loses the rest, so wait for what a few keys do.
        """
        for key in keys:
            names = [{"type": "qcode", "data": name} for name in chord(key, layout)]
            self.qmp.execute("send-key", keys=names, **{"hold-time": hold_ms})
            time.sleep(0.05)  # QEMU merges keys that overlap

    def type(self, text: str, layout: str = "us") -> None:
        """
        Type text on the PS/2 keyboard at the prompt; waits for the echo of each
        character. Keys may repeat on a busy machine unless on GUEST_TIME.
        """
        for character in text:
            self.send_keys(character, layout=layout)
            self.expect(re.escape(character))

    def inject_nmi(self) -> None:
        self.qmp.execute("inject-nmi")

    def human(self, line: str) -> str:
        return self.qmp.human(line)

    # Looking

    def memory(self, physical: int, size: int) -> bytes:
        dump = self._folder / "memory"
        self.qmp.execute("pmemsave", val=physical, size=size, filename=str(dump))
        return dump.read_bytes()

    def screen(self) -> list[str]:
        """The 80x25 text page, one string a row, blanks at the end removed."""
        page = self.memory(VGA_TEXT, VGA_COLUMNS * VGA_ROWS * 2)[::2].decode("cp437")
        page = page.replace("\0", " ")
        rows = (page[i:i + VGA_COLUMNS] for i in range(0, len(page), VGA_COLUMNS))
        return [row.rstrip() for row in rows]

    def expect_screen(self, pattern: str, timeout: float = EXPECT_LIMIT) -> re.Match[str]:
        """Wait until the text page matches."""
        deadline = time.monotonic() + min(timeout, self._time_left())
        while True:
            page = "\n".join(self.screen())
            found = re.search(pattern, page, re.MULTILINE)
            if found:
                return found
            if time.monotonic() > deadline:
                raise ExpectError(f"expected {pattern!r} on the screen:\n{page}")
            time.sleep(0.1)

    def screendump(self, path: Path) -> Path:
        """The screen's pixels as a PPM file."""
        self.qmp.execute("screendump", filename=str(path))
        return path

    def cpu_state(self) -> CpuState:
        text = self.human("info registers")
        return CpuState(rip=int(_field(text, r"\b[RE]IP=([0-9a-f]+)"), 16),
                        interrupts_on=bool(int(_field(text, r"\b[RE]?FL=([0-9a-f]+)"), 16)
                                           & INTERRUPT_FLAG),
                        halted=_field(text, r"\bHLT=([01])") == "1")

    # Waiting for an end

    def wait_exit(self, timeout: float = EXPECT_LIMIT) -> ExitStatus:
        """Wait until QEMU ends by itself."""
        try:
            status = self._process.wait(min(timeout, self._time_left()))
        except subprocess.TimeoutExpired:
            raise ExpectError(f"QEMU did not end\n{self._tail()}") from None
        self.qmp.drain()
        if hasattr(self, "serial"):
            self.serial.wait_closed(timeout)
        self._exited = ExitStatus(status)
        return self._exited

    @property
    def shutdown_reason(self) -> str | None:
        """Why QEMU ended or is about to, in QMP's words: guest-shutdown, guest-reset."""
        reasons = [event["data"]["reason"] for event in list(self.qmp.events)
                   if event["event"] == "SHUTDOWN"]
        return reasons[-1] if reasons else None

    def wait_halted(self, timeout: float = EXPECT_LIMIT, idle: bool = True) -> CpuState:
        """
        Wait until the processor halts, twice in a row at the same instruction;
        with interrupts on if it is to be idle rather than stopped. Fails when
        the machine was reset on the way.
        """
        deadline = time.monotonic() + min(timeout, self._time_left())
        previous, state = None, None
        while time.monotonic() < deadline:
            state = self._living_state()
            if state.halted and state.interrupts_on == idle:
                if previous == state.rip:
                    return state
                previous = state.rip
            time.sleep(0.05)
        raise ExpectError(f"not halted, last seen {state}\n{self._tail()}")

    def assert_no_reset(self) -> None:
        names = self.qmp.event_names()
        if "RESET" in names or "SHUTDOWN" in names or self._process.poll() is not None:
            raise ExpectError(f"the machine was reset: {names}\n{self._tail()}")

    def close(self) -> None:
        self._timer.cancel()
        self._kill()
        for part in ("qmp", "serial", "gdb"):
            if hasattr(self, part):
                getattr(self, part).close()
        if hasattr(self, "_process"):
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    # Inside

    def _command(self, arguments: list[str], serial: bool, gdb: bool) -> list[str]:
        # setpriv: QEMU must not outlive a test process that was killed.
        command = ["setpriv", "--pdeathsig", "KILL", QEMU, *arguments,
                   "-qmp", f"unix:{self._folder}/qmp,server=on,wait=off"]
        if serial:
            command += ["-chardev", f"socket,id=line,path={self._folder}/serial"]
        if gdb:
            command += ["-gdb", f"unix:{self._folder}/gdb,server=on,wait=off", "-S"]
        return command

    def _start(self, command: list[str], serial: bool, gdb: bool) -> None:
        listener = listen(self._folder / "serial")
        with listener, open(self._folder / "stderr", "wb") as stderr:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                             stdout=stderr, stderr=stderr)
            self._timer.start()
            try:
                if serial:
                    self.serial = Serial(_accept(listener, EXPECT_LIMIT))
                self.qmp = Qmp(self._folder / "qmp", EXPECT_LIMIT)
                if gdb:
                    self.gdb = Gdb(self._folder / "gdb", EXPECT_LIMIT)
            except (OSError, QmpError) as error:
                said = (self._folder / "stderr").read_text(errors="replace")
                raise RuntimeError(f"{' '.join(command)}\n{said}") from error

    def _living_state(self) -> CpuState:
        try:
            state = self.cpu_state()
        except QmpError as error:
            raise ExpectError(f"QEMU is gone: {error}\n{self._tail()}") from error
        self.assert_no_reset()
        return state

    def _time_left(self) -> float:
        return max(0.0, self._deadline - time.monotonic())

    def _tail(self) -> str:
        return self.serial.tail() if hasattr(self, "serial") else "(no serial line)"

    def _kill(self) -> None:
        if hasattr(self, "_process") and self._process.poll() is None:
            self._process.kill()


def _accept(listener: socket.socket, timeout: float) -> socket.socket:
    listener.settimeout(timeout)
    connection, _ = listener.accept()
    connection.settimeout(None)
    return connection


def _field(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise QmpError(f"no {pattern} in:\n{text}")
    return found.group(1)
