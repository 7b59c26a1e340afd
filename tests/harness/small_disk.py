# SPDX-License-Identifier: GPL-2.0-only
"""A disk of a few KB, which only the script that runs on it sees."""

import os
import subprocess
from pathlib import Path

import pytest

from harness.paths import SLOWNESS, clean_environment

# To mount takes root, or a user namespace.
_APART = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-root-user"])]


def run(folder: Path, kilobytes: int, script: str,
        **environment: str) -> subprocess.CompletedProcess[str]:
    """
    Run a shell script while `folder` is such a disk; what is on it goes with the script.
    Skips where nobody may mount anything.
    """
    folder.mkdir(exist_ok=True)
    tried = subprocess.run([*_APART, "mount", "-t", "tmpfs", "none", folder], check=False,
                           capture_output=True)
    if tried.returncode:
        pytest.skip("nothing can be mounted here")
    mount = f'mount -t tmpfs -o size={kilobytes}k none "$0"\ncd "$0"\n'
    return subprocess.run([*_APART, "sh", "-ec", mount + script, folder], text=True, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=300 * SLOWNESS,
                          env=clean_environment(**environment))
