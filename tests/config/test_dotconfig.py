# SPDX-License-Identifier: GPL-2.0-only
"""What is written: .config never half, and for the build only what changed."""

import os
import shutil
import signal
import subprocess

import pytest

from workspace import DRIVER, PYTHON, Workspace, touch_later

# Runs the driver and kills it when it calls a function for the nth time.
KILL_AT = """
import os, runpy, signal, sys
module, name, count = os, sys.argv[1], int(sys.argv[2])
real, calls = getattr(os, name), 0
def deadly(*arguments, **keywords):
    global calls
    calls += 1
    if calls == count:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **keywords)
setattr(os, name, deadly)
sys.argv = sys.argv[3:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run_killed(tree, function: str, count: int, goal: str) -> int:
    return subprocess.run([PYTHON, "-c", KILL_AT, function, str(count), str(DRIVER), goal],
                          cwd=tree.folder, env=tree.environment(), stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, timeout=60).returncode


def temporary_files(tree) -> list:
    return list(tree.folder.rglob("*.tmp"))


@pytest.mark.parametrize("function", ["fsync", "replace", "open", "utime"])
def test_killed_at_any_step_leaves_a_whole_config(tree, function):
    tree.done("allyesconfig")
    new = tree.dotconfig.read_text()
    tree.done("alldefconfig")
    old = tree.dotconfig.read_text()
    for count in range(1, 12):
        status = run_killed(tree, function, count, "allyesconfig")
        assert tree.dotconfig.read_text() in (old, new)
        if status == 0:
            break
        tree.dotconfig.write_text(old)
    assert status == 0, "the loop must reach past the last call"


def test_killed_syncconfig_is_made_good_by_the_next(tree, tmp_path):
    """The stamp of a change must be touched even when the first try died half-way."""
    tree.done("alldefconfig")
    tree.done("syncconfig")
    tree.done("allyesconfig")
    for count in range(1, 9):
        folder = tmp_path / f"killed-{count}"
        shutil.copytree(tree.folder, folder)
        half = Workspace(folder)
        (folder / "include/config/NET").unlink(missing_ok=True)
        status = run_killed(half, "replace", count, "syncconfig")
        half.done("syncconfig")
        assert (folder / "include/config/NET").exists(), f"killed at rename {count}: forgotten"
        assert "CONFIG_NET 1" in (folder / "include/generated/autoconf.h").read_text()
        if status == 0:
            break
    assert status == 0, "the loop must reach past the last rename"


def test_full_disk_leaves_the_old_config_and_no_rubbish(tree):
    tree.done("alldefconfig")
    old = tree.dotconfig.read_text()
    script = f"ulimit -f 0; exec {PYTHON} {DRIVER} allyesconfig"
    result = subprocess.run(["bash", "-c", script], cwd=tree.folder, env=tree.environment(),
                            capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 1 and "File too large" in result.stderr
    assert tree.dotconfig.read_text() == old and not temporary_files(tree)


def hear_interrupts() -> None:
    """Who runs in the background of a shell has SIGINT ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_interrupt_from_the_keyboard_writes_nothing(tree):
    tree.write(".config", "CONFIG_NET=y")
    with subprocess.Popen([PYTHON, str(DRIVER), "oldconfig"], cwd=tree.folder,
                          env=tree.environment(), stdin=subprocess.PIPE, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          preexec_fn=hear_interrupts) as process:
        process.stdout.read(4)  # the first question is there
        process.send_signal(2)
        _, message = process.communicate(timeout=60)
    assert process.returncode == 130 and "nothing written" in message
    assert tree.dotconfig.read_text() == "CONFIG_NET=y\n"


def test_syncconfig_writes_what_make_c_and_nasm_read(tree):
    tree.done(tree.defconfig("CONFIG_NET=y", r'CONFIG_NAME="a\"b\\c$d#e`f"'))
    tree.done("syncconfig")
    include = tree.folder / "include"
    header = (include / "generated/autoconf.h").read_text()
    assert "#define CONFIG_NET 1\n" in header and "#define CONFIG_PORT 0x3f8\n" in header
    assert r'#define CONFIG_NAME "a\"b\\c$d#e`f"' in header
    assert "TOOL" not in header
    nasm = (include / "generated/autoconf.inc").read_text()
    assert "%define CONFIG_NET 1\n" in nasm
    assert r'%define CONFIG_NAME `a\"b\\c$d#e\`f`' in nasm


def test_make_reads_back_any_string(tree):
    tree.done(tree.defconfig(r'CONFIG_NAME="a$b#c d"'))
    tree.done("syncconfig")
    tree.write("Makefile", "include include/config/auto.conf", "all:; @echo '$(CONFIG_NAME)'")
    result = subprocess.run(["make", "-s", "all"], cwd=tree.folder, capture_output=True,
                            text=True, check=True, env=tree.environment())
    assert result.stdout == '"a$b#c d"\n'


def stamps(tree) -> dict[str, int]:
    folder = tree.folder / "include/config"
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.name.isupper()}


def test_syncconfig_touches_exactly_the_stamps_of_what_changed(tree):
    tree.done("defconfig")
    tree.done("syncconfig")
    before = stamps(tree)
    tree.script("config", "--set-val", "DEPTH", "17", "--enable", "TOOL", "--enable", "FAST")
    tree.done("syncconfig")
    after = stamps(tree)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"DEPTH", "TOOL", "HELPER", "FAST"}


def test_syncconfig_touches_the_stamp_of_what_is_gone(tree):
    tree.done("defconfig")
    tree.done("syncconfig")
    before = stamps(tree)
    tree.script("config", "--disable", "DRIVER")
    tree.done("syncconfig")
    after = stamps(tree)
    assert {name for name in after if after[name] != before.get(name)} == {
        "DRIVER", "PORT", "DEPTH"}


def test_syncconfig_without_auto_conf_touches_everything(tree):
    tree.done("defconfig")
    tree.done("syncconfig")
    before = stamps(tree)
    (tree.folder / "include/config/auto.conf").unlink()
    tree.done("syncconfig")
    assert all(value != before[name] for name, value in stamps(tree).items())


def test_second_syncconfig_touches_auto_conf_only(tree):
    """make runs it because .config is newer; auto.conf must then be the newest."""
    tree.done("defconfig")
    tree.done("syncconfig")
    auto_conf = tree.folder / "include/config/auto.conf"
    os.utime(auto_conf, ns=(0, 0))
    before = {path: path.stat().st_mtime_ns for path in tree.folder.rglob("*") if path.is_file()}
    tree.done("syncconfig")
    after = {path: path.stat().st_mtime_ns for path in before}
    assert [path for path in before if before[path] != after[path]] == [auto_conf]


def test_auto_conf_depends_on_every_kconfig_file(tree):
    tree.done("defconfig")
    tree.done("syncconfig")
    tree.write("Makefile", "srctree := .", "include/config/auto.conf: ; @echo stale",
               "include include/config/auto.conf.cmd")
    command = ["make", "-q", "include/config/auto.conf"]
    auto_conf = tree.folder / "include/config/auto.conf"
    for name in ("Kconfig", "base/Kconfig", "net/Kconfig", "port/Kconfig"):
        os.utime(auto_conf)
        assert subprocess.run(command, cwd=tree.folder, check=False).returncode == 0
        touch_later(tree.folder / name, auto_conf)
        assert subprocess.run(command, cwd=tree.folder, check=False).returncode == 1, name
        os.utime(tree.folder / name, ns=(0, 0))


@pytest.mark.parametrize("content", [
    b"", b"\xff\xfe\x00\x01", b"CONFIG_NET=y", b"\r\nCONFIG_NET=y\r\n", b"CONFIG_" * 1000])
def test_any_bytes_in_config_are_survived(tree, content):
    tree.dotconfig.write_bytes(content)
    tree.done("olddefconfig")
    assert "NAME" in tree.values()


def test_config_that_is_a_folder_is_an_error_not_a_traceback(tree):
    tree.dotconfig.mkdir()
    assert ".config" in tree.refused("olddefconfig")


def test_object_tree_apart_leaves_the_source_tree_alone(tree, tmp_path):
    apart = Workspace(tmp_path / "objects", tree.folder)
    before = sorted(tree.folder.rglob("*"))
    apart.done("defconfig")
    apart.done("syncconfig")
    assert sorted(tree.folder.rglob("*")) == before
    assert apart.values()["DEPTH"] == "16"
