# SPDX-License-Identifier: GPL-2.0-only
"""A program in a tmux window of its own: type keys, wait for text, read the status."""

import shlex
import subprocess
import time
import uuid

from harness.paths import SLOWNESS

_LIMIT = 30 * SLOWNESS


class Terminal:
    """A window of 100 by 30 that runs one command; kept until closed."""

    def __init__(self, command: list[str], cwd, environment: dict[str, str]):
        self.socket = f"exo-{uuid.uuid4().hex[:12]}"
        # tmux sets TERM itself; what the test asks for is set again inside
        settings = [f"{name}={value}" for name, value in environment.items()]
        inner = shlex.join(["env", "-i", *settings, *command])
        script = (f"trap : INT; cd {shlex.quote(str(cwd))}; {inner}; "
                  "echo \"[status $?]\"; exec sleep 600")
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30",
                   "sh", "-c", script)

    def _tmux(self, *arguments: str) -> str:
        return subprocess.run(["tmux", "-L", self.socket, *arguments], check=True, text=True,
                              capture_output=True, timeout=_LIMIT).stdout

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p", "-J")

    def wait_for(self, text: str) -> str:
        """The screen, once it shows a text."""
        end = time.monotonic() + _LIMIT
        while text not in (screen := self.screen()):
            assert time.monotonic() < end, f"'{text}' did not appear on:\n{screen}"
            time.sleep(0.05)
        return screen

    def type(self, *keys: str) -> None:
        """Send keys by tmux's names, slowly enough for a menu."""
        for key in keys:
            self._tmux("send-keys", key)
            time.sleep(0.2)

    def close(self) -> None:
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], check=False,
                       capture_output=True, timeout=_LIMIT)
