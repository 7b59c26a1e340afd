# SPDX-License-Identifier: GPL-2.0-only
"""One's own program in one step: scripts/run-program, and make run with PROG=."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from harness import build, programs, qemu
from harness.paths import SRCTREE, clean_environment

RUN = SRCTREE / "scripts/run-program"
LIMIT = 4 * qemu.EXPECT_LIMIT


@pytest.fixture(name="built", scope="module")
def kernel_and_programs() -> build.Build:
    built = build.kernel()
    assert built.userland.exists() and built.programs.exists()
    return built


def run(built: build.Build, program: Path | str, *arguments: str,
        options: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
    done = subprocess.run([RUN, "--output", built.dir, *options, program, *arguments], text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT, check=False)
    done.stdout = done.stdout.replace("\r", "")
    return done


@pytest.mark.parametrize("status", (0, 42, 255))
def test_the_programs_status_is_handed_on(built, status):
    done = run(built, built.dir / "usr/bin/hello", str(status))
    assert done.stdout.startswith("Hello from a Linux program\n")
    assert done.returncode == status


@pytest.mark.parametrize("number", (9, 11))
def test_a_signal_counts_from_128(built, number):
    """
    Of process 1 the kernel lets pass only what it does not handle when it comes
    from the program itself, so what is killed is a child of a shell.
    """
    script = f"#!/bin/sh\nsh -c 'kill -{number} $$'; exit $?\n"
    assert run_script(built, script).returncode == 128 + number


def run_script(built: build.Build, text: str, **options) -> subprocess.CompletedProcess:
    script = built.dir / f"script-{os.getpid()}"
    script.write_text(text)
    return run(built, script, **options)


def test_a_script_finds_the_userland(built):
    done = run_script(built, "#!/bin/sh\necho one two | wc -w\nexit 7\n")
    assert (done.stdout.splitlines()[0], done.returncode) == ("2", 7)


def test_what_is_typed_is_read(built):
    script = built.dir / "reader"
    script.write_text("#!/bin/sh\necho ready; read a b; echo \"<$b $a>\"\n")
    with subprocess.Popen([RUN, "--output", built.dir, script], text=True, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as program:
        assert program.stdout.readline() == "ready\n"
        program.stdin.write("one two\n")
        program.stdin.flush()
        assert program.stdout.readline() == "one two\n"
        assert program.stdout.readline() == "<two one>\n"


def test_a_fault_is_a_signal(built):
    assert run(built, programs.compile_c("fault", [fault_source(built)])).returncode == 128 + 11


def fault_source(built: build.Build) -> Path:
    source = built.dir / "fault.c"
    source.write_text("int main(void) { return *(volatile char *)4096; }\n")
    return source


def test_arguments_arrive_as_they_were_given(built):
    shown = programs.compile_c("arguments", [arguments_source(built)])
    given = ["plain", "with blanks in it", "", "-x", "--", "a=b", "init=/none", "quiet"]
    done = run(built, shown, *given)
    assert done.stdout.splitlines()[:len(given)] == [f"<{word}>" for word in given]


def arguments_source(built: build.Build) -> Path:
    source = built.dir / "arguments.c"
    source.write_text('#include <stdio.h>\nint main(int n, char **v)\n'
                      '{ for (int i = 1; i < n; i++) printf("<%s>\\n", v[i]); return 0; }\n')
    return source


def test_files_come_with_it(built, tmp_path):
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/words").write_text("of a file\n")
    script = built.dir / "reader"
    script.write_text("#!/bin/sh\ncat /etc/words\n")
    done = run(built, script, options=("--files", str(tmp_path)))
    assert done.stdout.startswith("of a file\n")
    assert done.returncode == 0


def test_what_cannot_run_is_said_and_not_started(built, tmp_path):
    (tmp_path / "text").write_text("not a program\n")
    (tmp_path / "short").write_bytes(b"\x7fELF")
    for name, says, status in (
            ("absent", "there is no program", 127),
            ("text", "is neither a program (ELF) nor a script (#!)", 126),
            ("short", "is not a program for x86_64", 126),
            ("", "Is a directory", 126)):
        done = run(built, tmp_path / name)
        assert (done.stdout, done.returncode) == ("", status)
        assert re.fullmatch(r"\*\*\* .*\n", done.stderr) and says in done.stderr
    done = run(built, "/bin/ls")
    assert "is linked dynamically" in done.stderr and done.returncode == 126
    done = run(built, built.dir / "usr/bin/hello", 'a "quoted" word')
    assert "has a double quote in it" in done.stderr and done.returncode == 126


FAKE_QEMU = """#!/bin/sh
for word; do
    log=${word##*logfile=}
    [ "$log" = "$word" ] || printf '%b' "$SAYS" > "$log"
done
exit "$STATUS"
"""


@pytest.mark.parametrize("says, emulator, status", (
    ("exitcode=0x00002a00", 3, 125), ("", 0, 0), ("", 1, 125),
    ("Kernel panic: no memory", 3, 125),
    ("Attempted to kill init! exitcode=0x00000100\\nbut then\\n"
     "Kernel panic: Attempted to kill init! exitcode=0x00002a00\\r\\n", 3, 42),
    ("Kernel panic: Attempted to kill init! exitcode=0x0000008b", 3, 139)))
def test_the_kernels_last_word_counts(built, tmp_path, says, emulator, status):
    qemu_program = tmp_path / "qemu"
    qemu_program.write_text(FAKE_QEMU)
    qemu_program.chmod(0o755)
    environment = os.environ | {"SAYS": says, "STATUS": str(emulator)}
    done = subprocess.run([RUN, "--output", built.dir, "--qemu", qemu_program,
                           built.dir / "usr/bin/hello"], env=environment, text=True,
                          capture_output=True, check=False)
    assert done.returncode == status
    assert bool(done.stderr) == (status == 125)


def test_make_run_prints_the_status(built, tmp_path):
    """PROG= and FILES= begin where make was started."""
    (tmp_path / "more/etc").mkdir(parents=True)
    (tmp_path / "more/etc/word").write_text("of a file")
    (tmp_path / "reader").write_text("#!/bin/sh\necho \"$1 $2\" $(cat /etc/word)\nexit 42\n")
    done = subprocess.run(["make", "-f", build.buildable_tree() / "Makefile", f"O={built.dir}",
                           f"CC={built.cc}", "run", "PROG=./reader", "FILES=more",
                           "ARGS='two words' one"], text=True,
                          cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True,
                          env=clean_environment(), timeout=LIMIT, check=False)
    assert "two words one of a file" in done.stdout
    assert "Error 42" in done.stderr and done.returncode == 2
