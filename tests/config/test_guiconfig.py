# SPDX-License-Identifier: GPL-2.0-only
"""guiconfig in a window, on a screen in memory, with the keyboard."""

import os
import subprocess
import time
from typing import Iterator

import pytest

from harness.paths import SLOWNESS
from workspace import DRIVER, PYTHON, Workspace

LIMIT = 60 * SLOWNESS
TITLE = "A tree to test the driver with"


@pytest.fixture(name="display")
def screen_in_memory() -> Iterator[str]:
    """The name of the screen, which the server chooses."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1200x900x24",
               "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL) as server:
        os.close(write_end)
        with open(read_end, encoding="ascii") as number:
            yield f":{number.readline().strip()}"
        server.terminate()


def xdotool(display: str, *words: str) -> str:
    return subprocess.run(["xdotool", *words], env=os.environ | {"DISPLAY": display}, check=True,
                          text=True, capture_output=True, timeout=LIMIT).stdout.strip()


def press_until(holds, display: str, window: str, *keys: str) -> None:
    """Again and again, for a window that is shown does not listen to keys yet."""
    end = time.monotonic() + LIMIT
    while not holds():
        assert time.monotonic() < end, f"{keys} did nothing"
        xdotool(display, "windowfocus", window, "key", *keys)
        time.sleep(0.3)


def test_a_changed_option_is_saved_from_the_window(tree: Workspace, display: str):
    tree.done("alldefconfig")
    command = [PYTHON, str(DRIVER), "guiconfig"]
    with subprocess.Popen(command, cwd=tree.folder, env=tree.environment(DISPLAY=display),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True) as process:
        try:
            window = xdotool(display, "search", "--sync", "--onlyvisible", "--name", TITLE)
            press_until(lambda: tree.values().get("NET") == "y", display, window,
                        "Up", "Up", "Down", "y", "ctrl+s")
            xdotool(display, "key", "Escape")
            said, _ = process.communicate(timeout=LIMIT)
        finally:
            process.kill()
    assert process.returncode == 0 and "Traceback" not in said
    assert ".config written" in said


def test_without_a_display_it_says_so(tree: Workspace):
    assert "make menuconfig needs none" in tree.refused("guiconfig", DISPLAY="")


def test_without_tk_it_says_what_to_install(tree: Workspace, tmp_path):
    (tmp_path / "tkinter.py").write_text("raise ImportError\n")
    assert "install python3-tk" in tree.refused("guiconfig", PYTHONPATH=str(tmp_path))
