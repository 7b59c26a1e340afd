# SPDX-License-Identifier: GPL-2.0-only
"""The guest's serial line: everything said is kept, expect() walks through it."""

import codecs
import re
import socket
import threading
import time
from pathlib import Path

TAIL_LINES = 40


class ExpectError(AssertionError):
    """The expected text did not come; the message ends with the log's tail."""


class Serial:
    """Reads in a thread, so that the guest never waits for the test."""

    def __init__(self, connection: socket.socket):
        self._socket = connection
        # A character may come in pieces.
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._old: list[str] = []  # lines that expect() has consumed
        self._text = ""  # what followed them
        self._position = 0  # expect() has consumed this much of _text
        self._closed = False
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def log(self) -> str:
        """Everything the guest has said, carriage returns removed."""
        with self._news:
            return self._whole()

    def expect(self, pattern: str, timeout: float) -> re.Match[str]:
        """Wait for pattern in what was not yet consumed; consume up to its end."""
        return self._expect(pattern, timeout)[0]

    def read_until(self, pattern: str, timeout: float) -> str:
        """The same; returns what came before the match."""
        return self._expect(pattern, timeout)[1]

    def _expect(self, pattern: str, timeout: float) -> tuple[re.Match[str], str]:
        compiled = re.compile(pattern, re.MULTILINE)
        deadline = time.monotonic() + timeout
        with self._news:
            while True:
                found = compiled.search(self._text, self._position)
                if found:
                    before = self._text[self._position:found.start()]
                    self._consume(found.end())
                    return found, before
                left = deadline - time.monotonic()
                if self._closed or left <= 0:
                    why = "the guest is gone" if self._closed else f"not within {timeout:.0f} s"
                    raise ExpectError(f"expected {pattern!r}: {why}\n{self._tail()}")
                self._news.wait(left)

    def send(self, text: str) -> None:
        self.send_bytes(text.encode())

    def send_bytes(self, data: bytes) -> None:
        self._socket.sendall(data)

    def tail(self) -> str:
        with self._news:
            return self._tail()

    def wait_closed(self, timeout: float) -> None:
        """After QEMU ended: until its last bytes were read."""
        self._reader.join(timeout)

    def close(self) -> None:
        self._socket.close()

    def _consume(self, end: int) -> None:
        """Put whole lines aside: what is searched and grown must stay short."""
        cut = self._text.rfind("\n", 0, end) + 1
        if cut:
            self._old.append(self._text[:cut])
            self._text = self._text[cut:]
        self._position = end - cut

    def _whole(self) -> str:
        return "".join(self._old) + self._text

    def _tail(self) -> str:
        lines = self._whole().splitlines()[-TAIL_LINES:]
        return "\n".join(["--- serial log, last lines ---", *lines, "--- end ---"])

    def _read(self) -> None:
        while True:
            try:
                data = self._socket.recv(4096)
            except OSError:
                data = b""
            with self._news:
                if not data:
                    self._closed = True
                    self._news.notify_all()
                    return
                self._text += self._decoder.decode(data).replace("\r", "")
                self._news.notify_all()


def listen(path: Path) -> socket.socket:
    """A listening socket for QEMU to connect its serial port to."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen(1)
    return server
