# SPDX-License-Identifier: GPL-2.0-only
"""
One configuration: built, measured, booted. A job is a JSON file,

    names       of the configurations that it is
    config      the text of .config
    files       whose bytes are wanted, below the object tree
    variables   for make: ["LLVM=1"]

and so is its result:

    names       as in the job
    stage       where it failed: configure, build, boot, unsteady; nothing if nowhere
    complaint   the line that says what is wrong
    log         what make printed, and the serial line
    size        {"text": ..., "data": ..., "bss": ...}
    digests     {file: SHA-256}
    seconds     {stage: ...}
    host        the machine's name

Jobs share a few object trees, in which make builds what changed from one
configuration to the next. What fails there is built once more from nothing:
if it passes then, make built too little, which is `unsteady` and a failure.
"""

import contextlib
import fcntl
import hashlib
import itertools
import json
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Iterator

from harness.paths import SRCTREE, clean_environment
from kconfig import store
from matrix import watch

MAKE_JOBS = 2
LOG_LIMIT = 20_000  # characters of a log; the end is what tells
ERROR = re.compile(r"\b(error|warning|undefined reference|Error \d)\b|^  asked ", re.IGNORECASE)


class Failure(Exception):
    """A stage that failed: its name, the complaint, the log."""

    def __init__(self, stage: str, complaint: str, log: str):
        super().__init__(complaint)
        self.stage, self.complaint, self.log = stage, complaint, log


def run(job_file: Path, result_file: Path) -> None:
    """Do a job; leave its result, whole or not at all."""
    job = json.loads(job_file.read_text())
    with object_tree() as objects:
        result = attempt(job, objects)
        if result["stage"]:
            shutil.rmtree(objects)
            again = attempt(job, objects)
            if not again["stage"]:
                again |= {"stage": "unsteady", "log": result["log"],
                          "complaint": f"only in a tree built before: {result['complaint']}"}
            result = again
    result |= {"names": job["names"], "host": socket.gethostname()}
    result_file.parent.mkdir(exist_ok=True)
    store.write_if_changed(str(result_file), json.dumps(result, indent=1) + "\n", durable=True)
    print(summary(result), flush=True)


def summary(result: dict) -> str:
    word = f"FAILS {result['stage']:9}" if result["stage"] else f"passes {'':8}"
    took = sum(result["seconds"].values())
    return f"{word} {took:6.1f} s  {' '.join(result['names'])}"


@contextlib.contextmanager
def object_tree() -> Iterator[Path]:
    """The first object tree of this checkout in which nobody works."""
    for number in itertools.count():
        objects = SRCTREE / f"build/matrix-{number}"
        objects.parent.mkdir(exist_ok=True)
        with open(f"{objects}.lock", "w", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield objects
            return


def attempt(job: dict, objects: Path) -> dict:
    """Go through the stages up to the first that fails."""
    result = {"stage": "", "complaint": "", "log": "", "size": {}, "digests": {}, "seconds": {}}
    try:
        with _timed(result, "build"):
            configure(job, objects)
            build(job, objects)
        result["size"] = measure(objects)
        result["digests"] = {name: digest(job, objects, name) for name in job["files"]}
        with _timed(result, "boot"):
            result["log"] = boot(job, objects)
    except Failure as failure:
        result |= {"stage": failure.stage, "complaint": failure.complaint, "log": failure.log}
    result["log"] = result["log"][-LOG_LIMIT:]
    return result


@contextlib.contextmanager
def _timed(result: dict, stage: str) -> Iterator[None]:
    start = time.monotonic()
    try:
        yield
    finally:
        result["seconds"][stage] = round(time.monotonic() - start, 1)


def make(job: dict, objects: Path, stage: str, *arguments: str, **environment: str) -> str:
    """Run make, silently; what it said all the same."""
    command = ["make", "-s", "-C", str(SRCTREE), f"-j{MAKE_JOBS}", f"O={objects.resolve()}",
               *job["variables"], *arguments]
    done = subprocess.run(command, env=clean_environment(SOURCE_DATE_EPOCH="0", **environment),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    if done.returncode:
        raise Failure(stage, first_error(done.stdout), done.stdout)
    return done.stdout


def first_error(output: str) -> str:
    lines = output.splitlines() or ["make failed and said nothing"]
    return next((line.strip() for line in lines if ERROR.search(line)), lines[-1])


def configure(job: dict, objects: Path) -> None:
    """Each line of .config must come true."""
    objects.mkdir(parents=True, exist_ok=True)
    (objects / ".config").write_text(job["config"])
    make(job, objects, "configure", "olddefconfig", KCONFIG_STRICT="1")


def build(job: dict, objects: Path) -> None:
    """A warning is an error; so is whatever else a silent make has to say."""
    said = make(job, objects, "build", f"CC={compiler(job)}", "all")
    if said.strip():
        raise Failure("build", first_error(said), said)


def compiler(job: dict) -> str:
    """ccache before the compiler where it is installed."""
    given = dict(variable.split("=", 1) for variable in job["variables"])
    plain = given.get("CC") or ("clang" if given.get("LLVM") == "1" else
                                given.get("CROSS_COMPILE", "") + "gcc")
    return f"ccache {plain}" if shutil.which("ccache") and "ccache" not in plain else plain


def measure(objects: Path) -> dict[str, int]:
    lines = subprocess.run(["size", objects / "exo.elf"], capture_output=True, text=True,
                           check=True).stdout.splitlines()
    return dict(zip(("text", "data", "bss"), map(int, lines[1].split())))


def digest(job: dict, objects: Path, name: str) -> str:
    if name == "exo.iso":
        make(job, objects, "build", f"CC={compiler(job)}", "iso")
    return hashlib.sha256((objects / name).read_bytes()).hexdigest()


def boot(job: dict, objects: Path) -> str:
    """By PVH; from a CD when only a boot loader can start it. The serial log."""
    image = {"kernel": objects / "exo"}
    if "CONFIG_BOOT_PVH=y" not in job["config"].splitlines():
        make(job, objects, "build", f"CC={compiler(job)}", "iso", "INITRD=")
        image = {"iso": objects / "exo.iso"}
    try:
        complaint, log = watch.boot(objects, image)
    except (OSError, RuntimeError, AssertionError) as error:
        raise Failure("boot", str(error).splitlines()[0], str(error)) from error
    if complaint:
        raise Failure("boot", complaint, log)
    return log
