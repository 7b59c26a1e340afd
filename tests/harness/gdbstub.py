# SPDX-License-Identifier: GPL-2.0-only
"""
A client of QEMU's gdb stub: enough to stop at an address, alter memory and
registers and go on (the GDB manual's appendix "Remote Serial Protocol").
"""

import socket
import time
from pathlib import Path

# The order of registers in gdb's amd64 description.
_NAMES = ("rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip".split())
REGISTERS = {name: number for number, name in enumerate(_NAMES)} | {"eflags": 17}
_CHUNK = 1024  # bytes of memory a packet, well below the stub's limit


class GdbError(Exception):
    """The stub refused, or did not answer in time."""


class Gdb:
    """The guest is stopped while this client holds it."""

    def __init__(self, path: Path, timeout: float):
        self._timeout = timeout
        self._buffer = b""
        self._socket = _connect(path, timeout)
        self.command("?")
        # QEMU reads and writes single registers only for clients that asked for XML.
        self.command("qXfer:features:read:target.xml:0,1")

    def break_at(self, address: int) -> None:
        self._expect_ok(f"Z1,{address:x},1")

    def clear_break(self, address: int) -> None:
        self._expect_ok(f"z1,{address:x},1")

    def cont(self) -> None:
        """Let the guest run; it stays so until wait_stop() or stop()."""
        self._send("c")

    def wait_stop(self) -> None:
        """Wait until a breakpoint is hit."""
        self._receive()

    def run_to(self, address: int) -> None:
        """Run until address is about to be executed."""
        self.break_at(address)
        self.cont()
        self.wait_stop()
        self.clear_break(address)
        if self.register("rip") != address:
            raise GdbError(f"stopped at {self.register('rip'):#x}, not at {address:#x}")

    def stop(self) -> None:
        self._socket.sendall(b"\x03")
        self._receive()

    def register(self, name: str) -> int:
        answer = bytes.fromhex(self.command(f"p{REGISTERS[name]:x}"))
        return int.from_bytes(answer, "little")

    def set_register(self, name: str, value: int) -> None:
        size = 4 if name == "eflags" else 8
        self._expect_ok(f"P{REGISTERS[name]:x}={value.to_bytes(size, 'little').hex()}")

    def read(self, address: int, size: int) -> bytes:
        """Memory at the address as the guest sees it now (physical before paging)."""
        data = b""
        while len(data) < size:
            count = min(_CHUNK, size - len(data))
            answer = self.command(f"m{address + len(data):x},{count:x}")
            data += bytes.fromhex(answer)
        return data

    def write(self, address: int, data: bytes) -> None:
        for start in range(0, len(data), _CHUNK):
            part = data[start:start + _CHUNK]
            self._expect_ok(f"M{address + start:x},{len(part):x}:{part.hex()}")

    def command(self, text: str) -> str:
        self._send(text)
        answer = self._receive()
        if answer == "" or (answer.startswith("E") and len(answer) == 3):
            raise GdbError(f"{text}: {answer or 'not known'}")
        return answer

    def close(self) -> None:
        self._socket.close()

    def _expect_ok(self, text: str) -> None:
        answer = self.command(text)
        if answer != "OK":
            raise GdbError(f"{text}: {answer}")

    def _send(self, text: str) -> None:
        checksum = sum(text.encode()) & 0xFF
        self._socket.sendall(f"${text}#{checksum:02x}".encode())

    def _receive(self) -> str:
        """The next packet, acknowledged; acknowledgements of ours are skipped."""
        while True:
            start, end = self._buffer.find(b"$"), self._buffer.find(b"#")
            if 0 <= start < end and len(self._buffer) >= end + 3:
                packet = self._buffer[start + 1:end].decode("ascii")
                self._buffer = self._buffer[end + 3:]
                self._socket.sendall(b"+")
                return packet
            try:
                data = self._socket.recv(4096)
            except TimeoutError:
                raise GdbError("no answer from the gdb stub") from None
            if not data:
                raise GdbError("the gdb stub is gone")
            self._buffer += data


def _connect(path: Path, timeout: float) -> socket.socket:
    deadline = time.monotonic() + timeout
    while True:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(path))
            connection.settimeout(timeout)
            return connection
        except OSError as error:
            connection.close()
            if time.monotonic() > deadline:
                raise GdbError(f"cannot reach the gdb stub: {error}") from error
            time.sleep(0.01)
