# SPDX-License-Identifier: GPL-2.0-only
"""
Build a configuration once, whoever asks and however often.

A request (configuration, fragments, symbols, compiler) names a folder below
TEST_DIR. The folder is brought up to date when the source tree changed since
it was last built, under a file lock, so tests may ask from many processes.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping, Sequence

from harness.paths import LONG, SRCTREE, TEST_DIR, clean_environment, source_files

DEFAULT = "x86_64_defconfig"
COMPILERS = ("gcc", "clang")
JOBS = os.cpu_count() or 1


class BuildError(Exception):
    """make failed; the message ends with the last lines of its log."""


@dataclass(frozen=True)
class Build:
    """An object tree and what was asked of it."""

    dir: Path
    cc: str

    @property
    def elf(self) -> Path:
        """The kernel with its symbols."""
        return self.dir / "exo.elf"

    @property
    def image(self) -> Path:
        """The stripped kernel, as it is shipped and booted."""
        return self.dir / "exo"

    @property
    def iso(self) -> Path:
        """The GRUB image without userland, so to the monitor; built when first asked for."""
        with locked(self.dir):
            make("iso", objtree=self.dir, cc=self.cc, variables=["INITRD="])
        return self.dir / "exo.iso"

    @property
    def userland(self) -> Path:
        """The archive that boots into a shell, packed when first asked for."""
        name = "usr/userland.cpio.gz"
        with locked(self.dir):
            make(name, objtree=self.dir, cc=self.cc)
        return self.dir / name

    @property
    def programs(self) -> Path:
        """The folder of our own programs, compiled when first asked for."""
        with locked(self.dir):
            make("usr", objtree=self.dir, cc=self.cc)
        return self.dir / "usr/bin"

    @property
    def config(self) -> dict[str, str]:
        return read_config(self.dir / ".config")

    @property
    def symbols(self) -> dict[str, int]:
        """System.map: the address of each name."""
        lines = (self.dir / "System.map").read_text().splitlines()
        return {name: int(address, 16) for address, _, name in map(str.split, lines)}


def kernel(config: str = DEFAULT, fragments: Sequence[str] = (),
           symbols: Mapping[str, object] | None = None, cc: str = "gcc",
           seed: int | None = None, external: Sequence[Path] = ()) -> Build:
    """
    The kernel of a configuration: a config target of the Makefile
    ("tiny_defconfig", "allnoconfig", "randconfig" with a seed), fragments by
    name ("debug.config"), then single symbols ({"HZ_1000": "y", "CMDLINE": "quiet"};
    strings are quoted here, True and False are y and n). External trees are
    those of EXT=.
    """
    settings = {name: _as_text(value) for name, value in (symbols or {}).items()}
    objtree = TEST_DIR / _folder_name(config, fragments, settings, cc, seed, external)
    if (fragments or settings or external) and seed is None and not objtree.exists():
        less = {} if external else {"config": config, "fragments": fragments if settings else ()}
        begin_as_copy(objtree, kernel(**less, cc=cc).dir)
    with locked(objtree):
        stamp = objtree / ".built-from"
        tree = fingerprint(external)
        if not stamp.exists() or stamp.read_text() != tree:
            stamp.unlink(missing_ok=True)
            if external:
                make("syncconfig", f"EXT={':'.join(map(str, external))}", objtree=objtree, cc=cc)
            configure(objtree, config, fragments, settings, cc, seed)
            make("all", objtree=objtree, cc=cc)
            stamp.write_text(tree)
    return Build(objtree, cc)


def begin_as_copy(objtree: Path, base: Path, source: Path | None = None) -> None:
    """
    What the settings do not concern need not be built again: make knows which
    symbols each object depends on, as after a change of the configuration. With
    source, a copy of the tree, it is built from there.
    """
    with locked(objtree):
        if objtree.exists():
            return
        unfinished = objtree.with_name(f".{objtree.name}.copy")
        shutil.rmtree(unfinished, ignore_errors=True)
        with locked(base):
            shutil.copytree(base, unfinished, symlinks=True,
                            ignore=shutil.ignore_patterns(".built-from", "*.iso"))
        tree = buildable_tree()
        _move_commands(unfinished, {base: objtree, tree: source or tree})
        unfinished.rename(objtree)


def _move_commands(folder: Path, moved: Mapping[Path, Path]) -> None:
    """
    Saved commands name both trees, in options that keep them out of what is
    made. Without this make would find each of them changed.
    """
    for saved in folder.rglob("*.cmd"):
        text = saved.read_text()
        status = saved.stat()
        for old, new in moved.items():
            text = re.sub(rf"{re.escape(str(old))}(?=[/=\s])", str(new), text)
        saved.write_text(text)
        os.utime(saved, ns=(status.st_atime_ns, status.st_mtime_ns))


def configure(objtree: Path, config: str, fragments: Sequence[str],
              settings: Mapping[str, str], cc: str, seed: int | None) -> None:
    """
    Write objtree/.config and make sure that each setting was honoured. They
    are a fragment, on top of the rest: as lines of .config, choosing a member
    of a choice would contradict the line of the one chosen before.
    """
    objtree.mkdir(parents=True, exist_ok=True)
    dotconfig = objtree / ".config"
    dotconfig.unlink(missing_ok=True)
    extra = {} if seed is None else {"KCONFIG_SEED": str(seed)}
    make(config, *fragments, objtree=objtree, cc=cc, environment=extra)
    if not settings:
        return
    fragment = objtree / "settings.config"
    fragment.write_text(_fragment(settings, dotconfig.read_text()))
    make(str(fragment), objtree=objtree, cc=cc)
    got = read_config(dotconfig)
    refused = {n: (v, got.get(n, "n")) for n, v in settings.items() if got.get(n, "n") != v}
    if refused:
        raise BuildError(f"symbols not honoured (asked, got): {refused}")


def make(*targets: str, objtree: Path | None = None, cc: str = "gcc",
         environment: Mapping[str, str] | None = None, jobs: int = JOBS,
         variables: Sequence[str] = ()) -> str:
    """Run make in the source tree; return what it printed, or raise BuildError."""
    command = ["make", "-C", str(buildable_tree()), f"-j{jobs}", "--no-print-directory",
               f"CC={cc}", *variables, *targets]
    if objtree is not None:
        command.append(f"O={objtree}")
    done = subprocess.run(command, env=clean_environment(**(environment or {})), text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        tail = "\n".join(done.stdout.splitlines()[-40:])
        raise BuildError(f"{' '.join(command)} exited with {done.returncode}:\n{tail}")
    return done.stdout


def initramfs(output: Path, *sources: Path) -> Path:
    """An archive of folders, archives and lists, as for CONFIG_INITRAMFS_SOURCE."""
    subprocess.run([sys.executable, SRCTREE / "scripts/initramfs", "--output", output, "--gunzip",
                    "--source-tree", SRCTREE, "--date", "0", "--", *sources], check=True,
                   env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    return output


def buildable_tree() -> Path:
    """
    The source tree, or a mirror of it when somebody built inside it: make
    rightly refuses O= then, and his objects are not ours to clean.
    """
    if not (SRCTREE / ".config").exists() and not (SRCTREE / "include/config").exists():
        return SRCTREE
    mirror = TEST_DIR / "source"
    with locked(mirror):
        _mirror_into(mirror)
    return mirror


def _mirror_into(mirror: Path) -> None:
    wanted = source_files()
    for name in wanted:
        source, copy = SRCTREE / name, mirror / name
        if not copy.exists() or copy.stat().st_mtime_ns != source.stat().st_mtime_ns:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
    keep = set(wanted)
    for found in mirror.rglob("*"):
        if found.is_file() and str(found.relative_to(mirror)) not in keep:
            found.unlink()


def fingerprint(external: Sequence[Path] = ()) -> str:
    """Changes whenever a source file does; tests and documents do not count."""
    counted = [SRCTREE / name for name in source_files()
               if not name.startswith(("tests/", "Documentation/", "samples/"))]
    counted += [path for tree in external for path in sorted(tree.rglob("*")) if path.is_file()]
    digest = hashlib.sha256()
    for path in counted:
        status = path.stat()
        digest.update(f"{path} {status.st_mtime_ns} {status.st_size}\n".encode())
    return digest.hexdigest()


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Only one process at a time works in path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.parent / f".{path.name}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_config(path: Path) -> dict[str, str]:
    """A .config as {symbol: value}; strings without quotes, unset symbols as n."""
    values = {}
    for line in path.read_text().splitlines():
        if line.startswith("CONFIG_"):
            name, value = line[len("CONFIG_"):].split("=", 1)
            values[name] = value[1:-1] if value.startswith('"') else value
        elif line.startswith("# CONFIG_") and line.endswith(" is not set"):
            values[line.split()[1][len("CONFIG_"):]] = "n"
    return values


def defconfigs() -> list[str]:
    return sorted(p.name for p in (SRCTREE / "defconfigs").glob("*_defconfig"))


def _fragment(settings: Mapping[str, str], dotconfig: str) -> str:
    """The settings as lines; the present .config tells which ones are strings."""
    quoted = set(re.findall(r'^CONFIG_(\w+)="', dotconfig, re.M))
    lines = []
    for name, value in settings.items():
        if value == "n" and name not in quoted:
            lines.append(f"# CONFIG_{name} is not set\n")
        elif name in quoted or not _is_plain(value):
            lines.append(f'CONFIG_{name}="{value}"\n')
        else:
            lines.append(f"CONFIG_{name}={value}\n")
    return "".join(lines)


def _is_plain(value: str) -> bool:
    return value in ("y", "n") or value.lstrip("-").isdigit() or value.startswith("0x")


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "y" if value else "n"
    return str(value)


def _folder_name(config: str, fragments: Sequence[str], settings: Mapping[str, str],
                 cc: str, seed: int | None, external: Sequence[Path] = ()) -> str:
    """Readable, and different for each request."""
    parts = [config.removesuffix("_defconfig"), *(f.removesuffix(".config") for f in fragments)]
    if seed is not None:
        parts.append(str(seed))
    if settings or external:
        request = json.dumps([settings, *map(str, external)], sort_keys=True).encode()
        parts.append(hashlib.sha256(request).hexdigest()[:10])
    return "-".join([*parts, cc])


__all__ = ["Build", "BuildError", "COMPILERS", "DEFAULT", "LONG", "begin_as_copy",
           "buildable_tree", "configure", "defconfigs", "fingerprint", "kernel", "locked", "make",
           "read_config"]
