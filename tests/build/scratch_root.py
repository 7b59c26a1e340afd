# SPDX-License-Identifier: GPL-2.0-only
"""A root file system with just enough in it to install packages: BusyBox and a GRUB of words."""

import os
import shutil
import subprocess
from pathlib import Path

# Debian's runs the scripts of /etc/grub.d in the same way, after asking for real disks.
UPDATE_GRUB = """#!/bin/sh
export pkgdatadir=/lib GRUB_DEVICE_BOOT=/dev/sda1
for script in /etc/grub.d/*; do
    if [ -x "$script" ]; then "$script"; fi
done > /boot/grub.cfg
"""
GRUB_LIBRARY = """
prepare_grub_to_access_device() { echo "search --no-floppy --fs-uuid --set=root 1234"; }
make_system_path_relative_to_its_root() { echo "$1"; }
"""
# Maintainer scripts run in a chroot, which takes root, or a user namespace.
AS_ROOT = [] if os.getuid() == 0 else ["unshare", "--map-root-user"]


class ScratchRoot:
    """Packages of Debian or RPM go in and out; `menu` is what GRUB would show."""

    def __init__(self, folder: Path):
        self.folder = folder
        for name in ("bin", "dev", "usr/sbin", "lib", "boot", "etc/default", "var/lib/dpkg/updates",
                     "var/lib/dpkg/info", "var/lib/rpm", "tmp"):
            (folder / name).mkdir(parents=True)
        for name in ("dev/null", "var/lib/dpkg/status"):
            (folder / name).touch()
        shutil.copy("/bin/busybox", folder / "bin/busybox")
        for name in ("sh", "sed", "cat"):
            (folder / "bin" / name).symlink_to("busybox")
        (folder / "lib/grub-mkconfig_lib").write_text(GRUB_LIBRARY)
        (folder / "etc/default/grub").write_text('GRUB_CMDLINE_EXO="quiet panic=reboot"\n')
        update = folder / "usr/sbin/update-grub"
        update.write_text(UPDATE_GRUB)
        update.chmod(0o755)

    def dpkg(self, *arguments: str | Path) -> str:
        return self._run("dpkg", f"--root={self.folder}", "--force-unsafe-io", *arguments)

    def rpm(self, *arguments: str | Path) -> str:
        return self._run("rpm", f"--root={self.folder}", "--nodeps", *arguments)

    def _run(self, *command: str | Path) -> str:
        done = subprocess.run([*AS_ROOT, *command], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False,
                              env=os.environ | {"DEBIAN_FRONTEND": "noninteractive",
                                                "LC_ALL": "C.UTF-8"})
        assert done.returncode == 0, done.stdout
        return done.stdout

    @property
    def menu(self) -> str:
        """GRUB's menu, which GRUB itself must be able to read unless it is empty."""
        path = self.folder / "boot/grub.cfg"
        if path.stat().st_size:
            subprocess.run(["grub-script-check", path], check=True)
        return path.read_text()

    def files(self) -> set[str]:
        """What packages have put into /boot, /etc/grub.d and /usr/include."""
        found = set()
        for below in ("boot", "etc/grub.d", "usr/include", "usr/lib"):
            found |= {str(path.relative_to(self.folder))
                      for path in (self.folder / below).rglob("*") if path.is_file()}
        return found - {"boot/grub.cfg"}
