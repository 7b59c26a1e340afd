# SPDX-License-Identifier: GPL-2.0-only
"""Builds that are killed, run out of disk or run twice at a time; what the next one makes of it."""

import resource
import subprocess
import time
from pathlib import Path

import pytest

from build_tree import IMAGES, MakeError, Tree
from harness import small_disk
from harness.paths import SLOWNESS, clean_environment

# A compiler that acts on files beside it: `kill-at` and `wait-at` name an object.
COMPILER = """#!/bin/sh
words=" $* "
here=${0%/*}
named() {
    [ -e "$here/$1" ] && read -r name < "$here/$1" || return
    case $words in *" $name "*) ;; *) return 1 ;; esac
}
gcc "$@" || exit
if named kill-at; then
    rm "$here/kill-at"
    kill -9 0
fi
while named wait-at; do
    sleep 0.05
done
"""
WAITING = "Another make builds in "


@pytest.fixture
def compiler(tmp_path: Path) -> Path:
    path = tmp_path / "cc"
    path.write_text(COMPILER)
    path.chmod(0o755)
    return path


def start(tree: Tree, *arguments: str, **how) -> subprocess.Popen:
    """make in a process group of its own."""
    return subprocess.Popen(["make", *arguments], cwd=tree.source, env=clean_environment(),
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, start_new_session=True, **how)


def kill_at(tree: Tree, compiler: Path, name: str) -> None:
    """Run make and kill it and all it started when an object has just been compiled."""
    (compiler.parent / "kill-at").write_text(name + "\n")
    with start(tree, f"CC={compiler}") as make:
        make.communicate(timeout=300 * SLOWNESS)
    assert make.returncode == -9


def test_build_killed_after_any_compilation_is_finished_by_the_next(tree, compiler):
    tree.make(f"CC={compiler}")
    expected = tree.images()
    for name in sorted(tree.object_times()):
        if name.startswith(("core/", "lib/")):
            tree.make("clean")
            kill_at(tree, compiler, name)
            tree.make(f"CC={compiler}")
            assert tree.images() == expected, name
    assert tree.make(f"CC={compiler}") == ""


def test_object_whose_dependencies_were_not_saved_is_made_again(tree, compiler):
    """Killed when alpha.o was there, but the list of what it includes was the old one."""
    tree.append("core/alpha.c", "#if CONFIG_ALPHA > 5\n#include <fixture/beta.h>\n#endif\n")
    tree.make(f"CC={compiler}")
    tree.configure(ALPHA="7")
    kill_at(tree, compiler, "core/alpha.o")
    tree.append("include/fixture/beta.h", "/* changed */\n")
    assert "core/alpha.o" in tree.compiled(f"CC={compiler}")


@pytest.mark.parametrize("kilobytes", [0, 1, 2, 8])
def test_build_on_a_full_disk_fails_and_is_finished_when_there_is_room(built, kilobytes):
    expected = built.images()
    built.make("clean")
    limit = kilobytes * 1024
    with start(built, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))) as make:
        said, _ = make.communicate(timeout=300 * SLOWNESS)
    assert make.returncode == 2, said
    built.make()
    assert built.images() == expected and built.make() == ""


@pytest.mark.parametrize("kilobytes", [40, 120, 200])
def test_build_on_a_disk_that_is_enlarged_is_finished(built, tmp_path, kilobytes):
    """One that is full by then with headers, objects, or what is linked of them."""
    expected = built.images()
    built.make("mrproper")
    result = small_disk.run(tmp_path / "disk", kilobytes, f"""
        make="make -s -C {built.source} O={tmp_path}/disk"
        status=0
        $make || status=$?
        test $status = 2
        mount -o remount,size=64m {tmp_path}/disk
        $make
        $make 2>&1 | cmp - /dev/null
        mkdir {tmp_path}/left
        cp {' '.join(IMAGES)} {tmp_path}/left""")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No space left on device" in result.stderr
    assert Tree(built.source, tmp_path / "left").images() == expected


def wait_until(holds, what: str) -> None:
    end = time.monotonic() + 60 * SLOWNESS
    while not holds():
        assert time.monotonic() < end, f"{what} did not happen"
        time.sleep(0.02)


def test_second_make_in_one_folder_waits_for_the_first(tree, compiler, tmp_path):
    tree.output = tmp_path / "out"
    tree.make(f"CC={compiler}")
    expected = tree.images()
    tree.make("clean")
    hold = compiler.parent / "wait-at"
    hold.write_text("core/alpha.o\n")
    arguments = (f"O={tree.output}", f"CC={compiler}")
    with start(tree, *arguments) as first:
        wait_until((tree.output / "core/alpha.o").exists, "the first compilation")
        with start(tree, *arguments) as second:
            assert second.stdout.readline() == f"{WAITING}{tree.output}; waiting for its end\n"
            hold.unlink()
            for make in (first, second):
                said, _ = make.communicate(timeout=300 * SLOWNESS)
                assert make.returncode == 0, said
    assert said == "", "the second one finds nothing to do"
    assert tree.images() == expected


def test_other_folders_and_configuration_goals_wait_for_nobody(tree, compiler, tmp_path):
    tree.output = tmp_path / "out"
    tree.make("defconfig")
    hold = compiler.parent / "wait-at"
    hold.write_text("core/alpha.o\n")
    with start(tree, f"O={tree.output}", f"CC={compiler}") as first:
        wait_until((tree.output / "core/alpha.o").exists, "the first compilation")
        assert WAITING not in Tree(tree.source, tmp_path / "other").make()
        assert WAITING not in tree.make("olddefconfig", "help")
        hold.unlink()
        first.communicate(timeout=300 * SLOWNESS)


def test_failure_behind_a_wait_is_a_failure(built):
    with pytest.raises(MakeError, match="No rule to make target 'core/nothing.o'"):
        built.make("core/nothing.o")


def test_what_runs_keeps_nobody_waiting(tree, tmp_path):
    """The machine that `make run` starts is a script here that builds in the same folder."""
    machine = tmp_path / "machine"
    machine.write_text(f"#!/bin/sh\nenv -u BUILDING_IN -u MAKEFLAGS make -C {tree.source} && "
                       "echo built beside it\n")
    machine.chmod(0o755)
    said = tree.make("run", f"QEMU={machine}", "INITRD=")
    assert "built beside it" in said and WAITING not in said


def test_runs_with_different_settings_build_one_after_the_other(tree, tmp_path):
    tree.output = tmp_path / "out"
    tree.make("defconfig")
    runs = [start(tree, f"O={tree.output}", "run", f"KCFLAGS=-DNUMBER={number}", "QEMU=true",
                  "INITRD=", "-j4") for number in range(6)]
    for run in runs:
        with run:
            said, _ = run.communicate(timeout=300 * SLOWNESS)
            assert run.returncode == 0, said
            assert said.count("CC      core/alpha.o") == 1, said


@pytest.mark.parametrize("given", ["MEM=1G", "CMDLINE=a b=c", "QEMU_ARGS=-smp 2"])
def test_what_only_matters_to_the_machine_has_nothing_looked_into(built, given):
    before = built.times()
    said = built.make("run", "QEMU=true", "INITRD=", given)
    assert "CC " not in said
    assert built.times() == before
