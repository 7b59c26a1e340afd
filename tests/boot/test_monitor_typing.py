# SPDX-License-Identifier: GPL-2.0-only
"""Typing at the monitor's prompt over the serial line."""

import random

import pytest

from harness import build, qemu
from harness.paths import LONG
from harness.serial import ExpectError

UP, DOWN, RIGHT, LEFT = (f"\x1b[{letter}" for letter in "ABCD")
HOME, END, DELETE = "\x1b[H", "\x1b[F", "\x1b[3~"
COMMANDS = 10_000 if LONG else 2_000
BURSTS = 25 if LONG else 8  # of 4 KB
LINE_MAX = 511  # LINE_EDITOR_MAX without the NUL


@pytest.fixture(scope="module")
def guest():
    with qemu.boot(build.kernel().image, cmdline="loglevel=6", limit=900) as running:
        running.expect(qemu.PROMPT)
        yield running


def entered(guest, keys):
    """Type keys and Enter; the words that echo then prints."""
    guest.send(keys + "\n")
    said = guest.expect(r"^<(.*)>$")[1]
    guest.expect(qemu.PROMPT)
    return said


@pytest.mark.parametrize("keys", [
    "echo '<help>'",
    "ehco '<help>'" + HOME + RIGHT + DELETE + RIGHT + "h",
    "cho '<help>'\x01e",
    "echo '<hp>'" + LEFT * 3 + "el",
    "echo '<helpXX\x7f\x08>'",
    "echo '<heXXlp>'" + LEFT * 6 + "\x04\x04",
    "echo '<help>' junk junk\x17\x17",
    "junk \x15echo '<help>'",
    "echo '<help>' junk" + LEFT * 5 + "\x0b",
    "'<help>'\x15echo \x19",
    "echo '<help>'\x02\x02\x06\x06\x05",
    "echo '<help>' \x1b[24;80R\x1b[5~",
], ids=repr)
def test_editing_keys_make_the_same_line(guest, keys):
    assert entered(guest, keys) == "help"


def test_escape_sequences_may_come_in_pieces(guest):
    for byte in "cho '<split>'" + HOME + "e":
        guest.send(byte)
    assert entered(guest, "") == "split"


def test_an_interrupt_drops_the_line(guest):
    guest.send("panic\x03")
    guest.expect(r"\^C$")
    guest.expect(qemu.PROMPT)
    assert entered(guest, "echo '<alive>'") == "alive"


def test_words_may_be_quoted(guest):
    assert guest.command(r"""echo "a  b" 'c"d' e\ f "g\"h" ''""") == 'a  b c"d e f g"h '


def test_history_brings_lines_back(guest):
    entered(guest, "echo '<one>'")
    entered(guest, "echo '<two>'")
    assert entered(guest, UP) == "two"
    assert entered(guest, UP + UP) == "one"
    assert entered(guest, "\x10\x10\x0e") == "one"
    assert entered(guest, UP + UP + DOWN + DOWN + "echo '<draft>'") == "draft"


def test_history_holds_a_repeated_line_once(guest):
    for _ in range(3):
        entered(guest, "echo '<again>'")
    assert guest.command("history").count("<again>") == 1


def test_search_finds_an_old_line(guest):
    entered(guest, "echo '<needle>'")
    entered(guest, "echo '<hay>'")
    assert entered(guest, "\x12needl") == "needle"


def test_tab_completes_and_lists(guest):
    guest.send("vers\t\n")
    guest.expect("^Exo-OS ")
    guest.expect(qemu.PROMPT)
    guest.send("po\t")
    guest.expect("poweroff ")
    guest.send("\x15he\t\x15")
    guest.send("h\t")
    guest.expect(r"^hang  help  hexdump  history +$")
    guest.expect(qemu.PROMPT)
    guest.send("\x15\n")
    guest.expect(qemu.PROMPT)


def test_tab_rings_when_nothing_fits(guest):
    guest.send("frob\t")
    guest.expect("frob\a")
    guest.send("\x15\n")
    guest.expect(qemu.PROMPT)


def test_a_line_longer_than_the_row_is_entered_whole(guest):
    text = "".join(str(n % 10) for n in range(300))
    assert entered(guest, f"echo '<{text}>'") == text


def test_an_over_long_line_rings_and_loses_nothing(guest):
    head = "echo '<"
    kept = "x" * (LINE_MAX - len(head) - 3)
    guest.send(head + kept)
    guest.send(">'")
    guest.send("y" * 300)
    for _ in range(299):
        guest.expect("\a")
    # The one y that fitted stands behind the quote: drop it.
    assert entered(guest, "\x7f") == kept


def test_characters_beyond_ascii_pass(guest):
    assert entered(guest, "echo '<héllo €uro 🐧>'") == "héllo €uro 🐧"
    assert entered(guest, "echo '<é🐧>'" + LEFT * 2 + "\x7f") == "é"


def answers(guest, word):
    """Whether echo works; bytes sent too fast for the input queue are lost."""
    for _ in range(20):
        guest.send(f"\x03\x03echo '<{word}>'\n")
        try:
            guest.expect(f"^<{word}>$", timeout=3)
            return True
        except ExpectError:
            continue
    return False


def test_binary_junk_leaves_the_prompt_answering(guest):
    generator = random.Random(5)
    for burst in range(BURSTS):
        guest.serial.send_bytes(generator.randbytes(4096))
        assert answers(guest, burst)


def test_thousands_of_commands_in_a_row(guest):
    for number in range(0, COMMANDS, 10):
        batch = range(number, number + 10)
        guest.send("".join(f"echo {n}\n" for n in batch))
        for n in batch:
            guest.expect(f"^{n}$")
    guest.expect(qemu.PROMPT)


def test_without_history_and_completion_their_keys_ring():
    kernel = build.kernel(symbols={"KMON_HISTORY": "n", "KMON_COMPLETION": "n"})
    with qemu.boot(kernel.image) as guest:
        guest.expect(qemu.PROMPT)
        guest.command("echo one")
        for key in (UP, DOWN, "\x12", "\t"):
            guest.send(key)
            guest.expect("\a")
        assert guest.command("echo two") == "two"


def test_without_the_monitor_the_kernel_idles():
    kernel = build.kernel(symbols={"KMON": "n"})
    with qemu.boot(kernel.image) as guest:
        guest.expect("built ")
        guest.wait_halted()
        assert "exo>" not in guest.log
