# SPDX-License-Identifier: GPL-2.0-only
"""
Gives jobs to GNU parallel and keeps each result, in a folder of its own:

    TREE.tar           the sources; TREE names what is in them
    TREE/              the same unpacked, with the object trees
    jobs/KEY.json      what is to be done; KEY stands for tree and configuration
    results/KEY.json   what came out. A result that is there is not asked for
                       again, so a farm that was stopped goes on where it was

On other machines parallel makes the same folder, brings the archive once and a
job at a time, and fetches each result.
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

from matrix import snapshot
from matrix.configurations import Configuration

START = Path(__file__).with_name("start.sh")
HALF_OF_THE_CORES = "50%"  # each job has make run two commands at a time
RETRIES = "2"  # for a machine or a line that breaks; a result, bad or good, counts


class FarmError(Exception):
    """The farm cannot run; the message says what to do."""


@dataclass(frozen=True)
class Options:
    """Where and how jobs run."""

    folder: Path
    sshlogin: Path | None = None
    remote_folder: str = ".cache/exo-matrix"  # below the home of who logs in
    jobs: str = HALF_OF_THE_CORES
    variables: tuple[str, ...] = ()


class Farm:
    """A folder of jobs and results, locked for as long as it is in use."""

    def __init__(self, options: Options):
        self.options = options
        self.folder = options.folder
        if options.sshlogin and not options.sshlogin.is_file():
            raise FarmError(f"MATRIX_SSHLOGIN={options.sshlogin}: there is no such file")
        require_parallel()
        self.tree = snapshot.name_of_tree()

    def __enter__(self) -> "Farm":
        for name in ("jobs", "results"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._lock = open(self.folder / "lock", "w", encoding="ascii")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise FarmError(f"another make matrix works in {self.folder}") from None
        self._remove_other_trees()
        if not self.archive.exists():
            snapshot.pack(self.archive)
        shutil.copy(START, self.folder)
        return self

    def __exit__(self, *_: object) -> None:
        if self.options.sshlogin:
            self._tidy_other_machines()
        self._lock.close()

    @property
    def archive(self) -> Path:
        return self.folder / f"{self.tree}.tar"

    def run(self, configurations: Iterable[Configuration]) -> dict[str, dict]:
        """The result of each configuration by its name; none for those that got lost."""
        keys: dict[str, list[Configuration]] = {}
        for configuration in configurations:
            keys.setdefault(self._key(configuration), []).append(configuration)
        missing = [key for key in keys if self._result(key) is None]
        for key in missing:
            self._write_job(key, keys[key])
        if missing:
            self._parallel(missing)
        found = {}
        for key, same in keys.items():
            result = self._result(key)
            if result is not None:
                found |= {each.name: result for each in same}
        return found

    def _key(self, configuration: Configuration) -> str:
        what = [self.tree, configuration.text, sorted(configuration.files),
                self.options.variables]
        return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:20]

    def _result(self, key: str) -> dict | None:
        """What came out; nothing if that is not known, or half of a file."""
        try:
            return json.loads((self.folder / f"results/{key}.json").read_text())
        except (FileNotFoundError, ValueError):
            return None

    def _write_job(self, key: str, same: list[Configuration]) -> None:
        job = {"names": [each.name for each in same], "config": same[0].text,
               "files": list(same[0].files), "variables": list(self.options.variables)}
        (self.folder / f"jobs/{key}.json").write_text(json.dumps(job, indent=1) + "\n")

    # GNU parallel

    def _parallel(self, keys: list[str]) -> None:
        command = ["parallel", "--will-cite", "--jobs", self.options.jobs, "--arg-file", "-"]
        if self.options.sshlogin:
            command += [*self._elsewhere(), "--retries", RETRIES, "--cleanup",
                        "--basefile", self.archive.name, "--basefile", START.name,
                        "--transferfile", "jobs/{}.json", "--return", "results/{}.json"]
        subprocess.run([*command, f"sh {START.name} {self.tree} {{}}"], cwd=self.folder,
                       input="\n".join(keys) + "\n", text=True, check=False)

    def _elsewhere(self) -> list[str]:
        return ["--sshloginfile", str(self.options.sshlogin.resolve()),
                "--workdir", self.options.remote_folder]

    def _tidy_other_machines(self) -> None:
        """Leave nothing of this tree on the machines that lent a hand."""
        subprocess.run(["parallel", "--will-cite", "--nonall", *self._elsewhere(),
                        f"rm -rf {self.tree} && rmdir jobs results"],
                       cwd=self.folder, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       check=False)

    def _remove_other_trees(self) -> None:
        for archive in self.folder.glob("*.tar"):
            if archive != self.archive:
                archive.unlink()
                shutil.rmtree(archive.with_suffix(""), ignore_errors=True)


def require_parallel() -> None:
    """Others have a program of that name, too."""
    try:
        version = subprocess.run(["parallel", "--version"], capture_output=True, text=True,
                                 check=False).stdout
    except FileNotFoundError:
        version = ""
    if "GNU parallel" not in version:
        raise FarmError("GNU parallel is not installed: make setup, or your system's package")
