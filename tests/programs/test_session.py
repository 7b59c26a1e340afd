# SPDX-License-Identifier: GPL-2.0-only
"""A session at the userland's shell, over the serial line; session.py has the lines."""

import re

import pytest
import session
from session import Session

from harness import build, qemu

ENOUGH_MB = 16


@pytest.fixture(name="shell")
def shell_of_a_guest():
    built = build.kernel()
    with qemu.boot(built.image, initrd=built.userland, cmdline="quiet nosplash",
                   limit=4 * qemu.BOOT_LIMIT) as guest:
        yield Session(guest)


def test_every_line_prints_what_it_prints_on_linux(shell):
    wrong = []
    for name in session.STEPS:
        try:
            session.have(shell, name)
        except qemu.ExpectError:
            raise
        except AssertionError as error:
            wrong.append(str(error))
    assert not wrong, "\n".join(wrong)


def test_keys_stop_and_end_jobs(shell):
    session.control_jobs(shell)
    assert shell.type("jobs") == ""


@pytest.mark.parametrize("command, end", (("poweroff", "guest-shutdown"),
                                          ("reboot", "guest-reset")))
def test_commands_end_the_system(shell, command, end):
    shell.send_line(command)
    assert shell.guest.wait_exit().status == 0
    assert shell.guest.shutdown_reason == end


def test_control_alt_delete_restarts_in_an_orderly_way(shell):
    shell.guest.send_keys("ctrl-alt-delete")
    shell.guest.expect("The system is going down NOW!")
    assert shell.guest.wait_exit().status == 0
    assert shell.guest.shutdown_reason == "guest-reset"


def test_a_shell_is_on_the_screen_too(shell):
    shell.guest.expect_screen("^exo:~#$")
    shell.guest.send_keys(*"tty", "\n")
    shell.guest.expect_screen("^/dev/tty0$")
    assert shell.type("tty") == "/dev/console"


def test_with_console_it_is_the_only_shell():
    built = build.kernel()
    with qemu.boot(built.image, initrd=built.userland, cmdline="quiet console=ttyS0") as guest:
        assert Session(guest).type("ps | grep -c '[s]creen-shell'") == "0"


def test_halt_stops_the_processor(shell):
    shell.send_line("halt")
    shell.guest.expect("Requesting system halt")
    shell.guest.wait_halted(idle=False)


def test_a_shell_that_ends_is_started_again(shell):
    shell.send_line("exit")
    shell.expect_prompt()
    assert shell.type("echo $HOME") == "/root"


def test_programs_talk_over_a_channel(tmp_path):
    """The pair of usr/demos, by libexo."""
    built = build.kernel()
    files = ["dir /usr 755 0 0\ndir /usr/bin 755 0 0\n"]
    files += [f"file /usr/bin/{name} {built.programs}/{name} 755 0 0\n"
              for name in ("echo_server", "echo_client")]
    (tmp_path / "list").write_text("".join(files))
    archive = build.initramfs(tmp_path / "archive", built.userland, tmp_path / "list")
    with qemu.boot(built.image, initrd=archive, cmdline="quiet nosplash") as guest:
        shell = Session(guest)
        shell.type("echo_server /shout & sleep 1")
        assert shell.type("echo_client /shout hello channel") == "hello: HELLO\nchannel: CHANNEL"
        assert shell.type("echo_client /shout; wait $!; echo $?").startswith("0\n")
        assert shell.type("echo_client /shout") == ("echo_client: /shout: "
                                                    "No such file or directory")


def test_little_memory_is_enough(record_property):
    """The smallest machine that comes to the prompt, to the megabyte."""
    built = build.kernel()
    least = next((mb for mb in range(3, ENOUGH_MB + 1) if prompts(built, mb)), None)
    assert least is not None, f"it does not come with {ENOUGH_MB} MB"
    record_property("smallest machine with a shell's prompt, MB", least)


def prompts(built: build.Build, megabytes: int) -> bool:
    with qemu.boot(built.image, initrd=built.userland, mem=f"{megabytes}M",
                   cmdline="quiet nosplash panic=exit") as guest:
        said = guest.serial.read_until(rf"{session.PROMPT}|{qemu.PROMPT}|panic:|halted",
                                       session.LIMIT)
        return re.search(r"BusyBox v", said) is not None
