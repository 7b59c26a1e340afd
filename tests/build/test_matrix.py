# SPDX-License-Identifier: GPL-2.0-only
"""
The configuration farm, on a kernel that boots in no time and has mistakes: two
symbols do not compile together, one stops the boot, one has no effect.
"""

import contextlib
import getpass
import json
import os
import shutil
import socket
import subprocess
import xml.etree.ElementTree as xml
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator

import pytest

from build_tree import copy_sources
from harness.paths import LONG, clean_environment

HERE = Path(__file__).parent
SOURCES = ("Makefile", "VERSION", "include/exo/kconfig.h", "scripts/", "tests/harness/")
ONLY = "x86_64_defconfig allyesconfig on-STALL on-IDLE on-SOAK"
SSHD = "/usr/sbin/sshd"


@dataclass
class Tree:
    """Sources, and what `make matrix` does there."""

    source: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.source / "build-matrix"

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["make", *arguments], cwd=self.source, text=True,
                              env=clean_environment(**self.environment),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)

    def matrix(self, *variables: str) -> subprocess.CompletedProcess[str]:
        return self.make("matrix", "MATRIX_RANDOM=0", *variables)

    def results(self) -> dict[str, dict]:
        found = [json.loads(path.read_text()) for path in self.folder.glob("results/*.json")]
        return {name: result for result in found for name in result["names"]}

    def cases(self) -> dict[str, xml.Element | None]:
        """The failure of each case in the JUnit file, None for those that passed."""
        return {case.get("name"): case.find("failure")
                for case in xml.parse(self.folder / "junit.xml").iter("testcase")}


def copy_fixture(folder: Path) -> Tree:
    shutil.copytree(HERE / "matrix_fixture", folder)
    copy_sources(folder, SOURCES)
    return Tree(folder)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return copy_fixture(tmp_path / "tree")


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tree, str]:
    """A farm that has run, on two stand-ins for machines; what it printed."""
    folder = tmp_path_factory.mktemp("farm")
    tree = copy_fixture(folder / "tree")
    (folder / "bin").mkdir()
    (folder / "bin/ssh").symlink_to(HERE / "stand_in_ssh.sh")
    tree.environment = {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
                        "STAND_IN_FOLDER": str(folder)}
    (folder / "machines").write_text("1/north\n1/south\n")
    done = run_farm(tree)
    assert done.returncode == 2, done.stdout
    return tree, done.stdout


def run_farm(tree: Tree) -> subprocess.CompletedProcess[str]:
    return tree.matrix(f"MATRIX_ONLY={ONLY}", "MATRIX_SSHLOGIN=../machines")


def jobs_of_machines(tree: Tree) -> str:
    logs = tree.source.parent.glob("*.log")
    return "".join(path.read_text() for path in logs)


def test_each_configuration_has_its_verdict(farm):
    tree, printed = farm
    stages = {name: "" if failure is None else failure.get("type")
              for name, failure in tree.cases().items()}
    assert stages == {"allyesconfig": "build", "on-STALL": "boot", "on-IDLE": "no effect",
                      "on-SOAK": "", "reference": "", "x86_64_defconfig": ""}, printed
    assert printed.splitlines()[-2:][0] == "3 passed, 3 failed"


def test_two_symbols_that_fail_together_are_found_and_no_others(farm):
    tree, printed = farm
    assert "guilty: PHASE=y RINSE=y, upon x86_64_defconfig\n" in printed
    fragment = (tree.folder / "reproducers/allyesconfig.config").read_text()
    assert fragment == "CONFIG_PHASE=y\nCONFIG_RINSE=y\n"


def test_a_kernel_that_stops_is_found_and_why(farm):
    tree, printed = farm
    assert "on-STALL: boot: it stopped: halted with interrupts off" in printed
    assert "guilty: STALL=y, upon x86_64_defconfig\n" in printed


def test_a_symbol_without_effect_is_a_failure(farm):
    assert "on-IDLE: no effect: changes no byte of reference\n" in farm[1]


def test_the_command_that_is_shown_fails_in_the_same_way(farm, tmp_path):
    tree, printed = farm
    shown = next(line for line in printed.splitlines() if "/allyesconfig.config" in line)
    goals = shown.replace("build/allyesconfig", str(tmp_path)).split()
    assert goals[0] == "make"
    failed = tree.make(*goals[1:])
    assert failed.returncode != 0
    assert "PHASE and RINSE do not go together" in failed.stdout


def test_results_tell_sizes_and_digests(farm):
    results = farm[0].results()
    assert results["on-SOAK"]["size"]["text"] >= results["reference"]["size"]["text"]
    assert results["on-SOAK"]["digests"]["exo"] != results["reference"]["digests"]["exo"]
    assert results["on-IDLE"]["digests"] == results["reference"]["digests"]
    assert results["reference"]["log"] == "exo> "


def test_the_page_stands_alone(farm):
    page = (farm[0].folder / "report.html").read_text()
    assert "http" not in page and "src=" not in page and "<link" not in page
    for name in farm[0].cases():
        assert f">{name}<" in page
    assert "guilty: PHASE=y RINSE=y" in page


def test_both_machines_worked_and_nothing_is_left_there(farm):
    tree, _ = farm
    for name in ("north", "south"):
        assert "start.sh" in (tree.source.parent / f"{name}.log").read_text()
        remote = tree.source.parent / name / ".cache/exo-matrix"
        assert [path for path in remote.rglob("*") if path.is_file()] == []


def test_what_has_a_result_is_not_done_again(farm):
    tree, printed = farm
    before = jobs_of_machines(tree).count("start.sh")
    again = run_farm(tree)
    assert jobs_of_machines(tree).count("start.sh") == before
    assert again.stdout.splitlines()[-2] == printed.splitlines()[-2]
    lost, half = sorted(tree.folder.glob("results/*.json"))[:2]
    lost.unlink()
    half.write_text(half.read_text()[:40])
    run_farm(tree)
    assert lost.exists() and json.loads(half.read_text())


def test_a_machine_that_is_down_does_not_lose_a_job(farm):
    tree, _ = farm
    (tree.source.parent / "machines").write_text("1/down\n1/north\n")
    path = next(path for path in tree.folder.glob("results/*.json")
                if "on-SOAK" in json.loads(path.read_text())["names"])
    path.unlink()
    run_farm(tree)
    assert tree.cases()["on-SOAK"] is None


def test_without_machines_the_jobs_run_here_and_a_change_starts_anew(tree):
    done = tree.matrix("MATRIX_ONLY=x86_64_defconfig")
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "1 passed, 0 failed"
    first = set(tree.folder.glob("results/*.json"))
    (tree.source / "core/core.c").write_text("#error broken\n")
    assert "x86_64_defconfig: build: " in tree.matrix("MATRIX_ONLY=x86_64_defconfig").stdout
    assert len(set(tree.folder.glob("results/*.json")) - first) > 0
    assert len(list(tree.folder.glob("*.tar"))) == 1


def test_a_warning_is_a_failure(tree):
    with open(tree.source / "core/Makefile", "a", encoding="utf-8") as file:
        file.write("CFLAGS_core.o += -Wno-error -Wunused-macros -DX=1\n")
    with open(tree.source / "core/core.c", "a", encoding="utf-8") as file:
        file.write("#warning think again\n")
    printed = tree.matrix("MATRIX_ONLY=allnoconfig").stdout
    assert "allnoconfig: build: " in printed and "think again" in printed


def test_random_configurations_come_from_the_seed(tree):
    def listing(seed: str) -> list[str]:
        return tree.make("matrix-list", f"MATRIX_SEED={seed}", "MATRIX_RANDOM=3",
                         "MATRIX_ONLY=random-*").stdout.splitlines()[1:]

    assert len(listing("7")) == 3
    assert listing("7") == listing("0x7") != listing("8")


def test_mistakes_are_told(tree, tmp_path):
    assert "MATRIX_ONLY=no-such" in tree.matrix("MATRIX_ONLY=no-such").stdout
    assert "there is no such file" in tree.matrix("MATRIX_SSHLOGIN=nowhere").stdout
    (tmp_path / "parallel").write_text("#!/bin/sh\necho not what you think\n")
    (tmp_path / "parallel").chmod(0o755)
    tree.environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    assert "GNU parallel is not installed" in tree.matrix().stdout


def test_two_farms_in_one_folder_are_one_too_many(tree):
    tree.folder.mkdir()
    with subprocess.Popen(["flock", tree.folder / "lock", "cat"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as other:
        other.stdin.write("locked\n")
        other.stdin.flush()
        assert other.stdout.readline() == "locked\n"
        assert "another make matrix works in" in tree.matrix("MATRIX_ONLY=allnoconfig").stdout
        other.stdin.close()


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server of ssh that lets in who runs this test; its line for GNU parallel."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name],
                       check=True)
    options = {"Port": port, "ListenAddress": "127.0.0.1", "HostKey": folder / "host",
               "AuthorizedKeysFile": folder / "user.pub", "StrictModes": "no", "UsePAM": "no",
               "PidFile": "none", "PermitRootLogin": "yes", "MaxStartups": 100}
    os.makedirs("/run/sshd", exist_ok=True)
    command = [SSHD, "-D", "-e", "-f", "/dev/null"]
    for name, value in options.items():
        command += ["-o", f"{name}={value}"]
    with open(folder / "sshd.log", "wb") as log, \
            subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            yield (f"ssh -i {folder}/user -p {port} -o StrictHostKeyChecking=no"
                   f" -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
                   f" {getpass.getuser()}@127.0.0.1\n")
        finally:
            process.terminate()


if LONG:  # it starts a server
    def test_a_real_ssh_works_as_the_stand_in_does(tree, tmp_path):
        assert os.path.exists(SSHD), "install openssh-server, which is not for everybody"
        with server(tmp_path) as machine:
            (tmp_path / "machines").write_text(machine)
            done = tree.matrix("MATRIX_ONLY=x86_64_defconfig on-SOAK",
                               "MATRIX_SSHLOGIN=../machines", f"MATRIX_REMOTE={tmp_path}/remote")
        assert done.stdout.splitlines()[-1] == "3 passed, 0 failed", done.stdout
        assert not list((tmp_path / "remote").rglob("*.json"))
