# SPDX-License-Identifier: GPL-2.0-only
"""A QMP client of the few commands we need (QEMU's docs/interop/qmp-spec)."""

import json
import queue
import socket
import threading
import time
from pathlib import Path
from typing import Any


class QmpError(Exception):
    """QEMU refused a command, or is gone."""


class Qmp:
    """One connection; events are collected by a thread as they arrive."""

    def __init__(self, path: Path, timeout: float):
        self.events: list[dict[str, Any]] = []
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._timeout = timeout
        self._socket = _connect(path, timeout)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._next_answer()  # the greeting
        self.execute("qmp_capabilities")

    def execute(self, command: str, **arguments: Any) -> Any:
        message = {"execute": command}
        if arguments:
            message["arguments"] = arguments
        try:
            self._socket.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise QmpError(f"{command}: QEMU is gone ({error})") from error
        answer = self._next_answer()
        if "error" in answer:
            raise QmpError(f"{command}: {answer['error']['desc']}")
        return answer["return"]

    def human(self, line: str) -> str:
        """A command of the human monitor, for what QMP has no word for."""
        return self.execute("human-monitor-command", **{"command-line": line})

    def event_names(self) -> list[str]:
        return [event["event"] for event in list(self.events)]

    def close(self) -> None:
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._reader.join(self._timeout)
        self._socket.close()

    def drain(self) -> None:
        """After QEMU ended: wait until its last events were read."""
        self._reader.join(self._timeout)

    def _read(self) -> None:
        try:
            with self._socket.makefile("r", encoding="utf-8") as lines:
                for line in lines:
                    message = json.loads(line)
                    if "event" in message:
                        self.events.append(message)
                    else:
                        self._answers.put(message)
        except (OSError, ValueError):
            pass
        self._answers.put(None)

    def _next_answer(self) -> dict[str, Any]:
        try:
            answer = self._answers.get(timeout=self._timeout)
        except queue.Empty:
            raise QmpError("no answer from QEMU") from None
        if answer is None:
            raise QmpError("QEMU closed the connection")
        return answer


def _connect(path: Path, timeout: float) -> socket.socket:
    """QEMU makes the socket a moment after it starts."""
    deadline = time.monotonic() + timeout
    while True:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(path))
            return connection
        except OSError as error:
            connection.close()
            if time.monotonic() > deadline:
                raise QmpError(f"cannot reach QEMU at {path}: {error}") from error
            time.sleep(0.01)
