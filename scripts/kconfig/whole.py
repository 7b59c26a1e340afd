# SPDX-License-Identifier: GPL-2.0-only
"""Files that are never seen half-written.

A file is written beside its place, brought to the disk and renamed.
"""

import os


def write_if_changed(path: str, text: str, durable: bool = False) -> bool:
    """Put text into path in one step; whether that changed anything."""
    path = os.path.realpath(path)
    data = text.encode("utf-8", "surrogateescape")
    try:
        with open(path, "rb") as file:
            if file.read() == data:
                return False
    except FileNotFoundError:
        pass
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise
    return True
