# SPDX-License-Identifier: GPL-2.0-only
"""Typing on the PS/2 keyboard: layouts, keys, and machines without one."""

import random
import re
import time

import pytest

from harness import build, qemu

US_SIGNS = r"""~!@#$%^&*()_+{}|:"<?`-=[]\;,./"""
FR_SIGNS = r"""~#{[|`\^@]}&"(-_)=$*!:;,.?/%+<1234567890"""
FR_LETTERS = "éèçàù§°£µ²€"


def boot(*arguments, **options) -> qemu.Guest:
    """On guest time: a key is held for 20 ms however busy this machine is, and never repeats."""
    return qemu.boot(*arguments, icount=qemu.GUEST_TIME, limit=600, **options)


@pytest.fixture(name="guest", scope="module")
def us_guest():
    with boot(build.kernel().image, cmdline="loglevel=6") as running:
        running.expect(qemu.PROMPT)
        yield running


@pytest.fixture(name="french", scope="module")
def fr_guest():
    image = build.kernel(symbols={"KEYMAP_FR": "y"}).image
    with boot(image, cmdline="loglevel=6") as running:
        running.expect(qemu.PROMPT)
        yield running


def entered(guest) -> str:
    """Press Enter; what the typed echo printed, on the serial line and on the screen."""
    guest.send_keys("\n")
    said = guest.expect(r"^<(.*)>$")[1]
    guest.expect(qemu.PROMPT)
    if said.isascii():
        guest.expect_screen(rf"^<{re.escape(said)}>$")
    return said


def press(guest, name: str, down: bool) -> None:
    """Press or release a key at once."""
    key = {"type": "qcode", "data": name}
    guest.qmp.execute("input-send-event",
                      events=[{"type": "key", "data": {"down": down, "key": key}}])


# --- Layouts


@pytest.mark.parametrize("text", [US_SIGNS, "The quick brown fox 0123456789"])
def test_a_us_keyboard_types_what_is_printed_on_it(guest, text):
    guest.type(f"echo '<{text}>'")
    assert entered(guest) == text


@pytest.mark.parametrize("text", [FR_SIGNS, FR_LETTERS, "Portez ce vieux whisky 42"])
def test_a_french_keyboard_types_what_is_printed_on_it(french, text):
    french.type(f"echo '<{text}>'", layout="fr")
    assert entered(french) == text


def test_accents_are_typed_before_their_letter(french):
    french.type("echo '<", layout="fr")
    for keys, letter in ((("bracket_left", "e"), "ê"), (("shift-bracket_left", "i"), "ï"),
                         (("bracket_left", " "), r"\^")):
        french.send_keys(*keys)
        french.expect(letter)
    french.type(">'", layout="fr")
    assert entered(french) == "êï^"


def test_caps_lock_gives_capitals_with_and_without_accents(french):
    french.type("echo '<", layout="fr")
    french.send_keys("caps_lock")
    for key, letter in (("e", "E"), ("é", "É"), ("&", "&"), ("A", "a")):
        french.send_keys(key, layout="fr")
        french.expect(letter)
    french.send_keys("caps_lock")
    french.type("e>'", layout="fr")
    assert entered(french) == "EÉ&ae"


# --- Keys


def test_a_line_is_edited_by_the_keys_of_the_keyboard(guest):
    guest.type("cho '<abX>'")
    guest.send_keys("left", "left", "\b")
    guest.type("c")
    guest.send_keys("home")
    guest.type("e")
    guest.send_keys("end")
    assert entered(guest) == "abc"
    guest.type("Xecho '<d>'")
    guest.send_keys("home", "delete")
    assert entered(guest) == "d"


def test_keys_of_the_keypad_follow_num_lock(guest):
    guest.type("cho '<")
    guest.send_keys("kp_7")  # Home
    guest.type("e")
    guest.send_keys("kp_1")  # End
    guest.send_keys("num_lock")
    for name, character in (("kp_7", "7"), ("kp_decimal", "."), ("kp_add", "+"),
                            ("kp_divide", "/")):
        guest.send_keys(name)
        guest.expect(re.escape(character))
    guest.send_keys("num_lock")
    guest.type(">'")
    guest.send_keys("kp_enter")
    assert guest.expect(r"^<(.*)>$")[1] == "7.+/"
    guest.expect(qemu.PROMPT)


def test_history_and_interrupt(guest):
    guest.type("echo '<one>'")
    assert entered(guest) == "one"
    guest.send_keys("up")
    guest.expect("one")
    assert entered(guest) == "one"
    guest.type("panic")
    guest.send_keys("ctrl-c")
    guest.expect(r"\^C$")
    guest.expect(qemu.PROMPT)
    assert guest.command("echo alive") == "alive"


def test_function_and_unused_keys_leave_nothing_behind(guest):
    for keys in (("f1", "f5"), ("f6", "f12"), ("insert", "pgup"), ("pgdn", "print"),
                 ("pause",), ("menu", "meta_l"), ("shift-tab", "alt-q")):
        guest.send_keys(*keys)
    guest.type("echo '<clean>'")
    assert entered(guest) == "clean"


def test_a_flood_of_keys_leaves_the_prompt_answering(guest):
    """QEMU loses bytes in the middle of sequences, releases among them."""
    generator = random.Random(7)
    modifiers = ["shift", "shift_r", "ctrl", "ctrl_r", "alt", "alt_r"]
    others = ["a", "spc", "up", "left", "f1", "kp_5", "print", "pause", "esc", "pgup"]
    for _ in range(2000):
        press(guest, generator.choice(modifiers + others), generator.choice((True, False)))
    time.sleep(0.5)
    for name in (*modifiers, "a"):  # some may be held for ever
        guest.send_keys(name)
    guest.send_keys("ctrl-c")
    guest.expect(r"\^C$")
    guest.expect(qemu.PROMPT)
    guest.type("echo '<alive>'")
    assert entered(guest) == "alive"


def test_a_held_key_repeats():
    with boot(build.kernel().image) as guest:
        guest.expect(qemu.PROMPT)
        guest.type("echo '<")
        guest.send_keys("x", hold_ms=1000)
        guest.expect("x{22}")
        guest.type("y")
        guest.type(">'")
        repeated = entered(guest)
    # At once, after 250 ms, and then every 33.
    assert re.fullmatch("x{23,24}y", repeated), repeated


def test_lamps_follow_the_locks(tmp_path):
    trace = tmp_path / "trace"
    with boot(build.kernel().image,
              extra=["-trace", "ps2_set_ledstate", "-D", str(trace)]) as guest:
        guest.expect(qemu.PROMPT)
        guest.send_keys("caps_lock")
        guest.send_keys("num_lock")
        guest.send_keys("caps_lock")
        guest.type("x")
    lamps = re.findall(r"ledstate (\d+)$", trace.read_text(), re.MULTILINE)
    assert lamps[-4:] == ["0", "4", "6", "2"]


def wait_for_lamps(guest, wanted: str) -> str:
    """What the command says once it names these lamps."""
    deadline = time.monotonic() + qemu.EXPECT_LIMIT
    while True:
        said = guest.command("keyboard")
        if re.search(rf"^lamps +{wanted}$", said, re.MULTILINE):
            return said
        assert time.monotonic() < deadline, said


def test_the_command_tells_of_keyboard_and_lamps(guest, french):
    guest.send_keys("caps_lock", "num_lock")
    said = wait_for_lamps(guest, "num caps")
    guest.send_keys("caps_lock", "num_lock")
    wait_for_lamps(guest, "off")
    assert re.search(r"^layout +US$", said, re.MULTILINE)
    assert re.search(r"^keyboard +present, id ab41, 0 commands failed$", said, re.MULTILINE)
    assert re.search(r"^bytes +\d+ received, 0 dropped, 0 damaged$", said, re.MULTILINE)
    assert re.search(r"^keys +0 unread$", said, re.MULTILINE)
    assert re.search(r"^layout +FR$", french.command("keyboard"), re.MULTILINE)


def test_control_alt_delete_restarts_the_machine():
    with boot(build.kernel().image) as guest:
        guest.expect(qemu.PROMPT)
        guest.send_keys("ctrl-alt-delete")
        assert guest.wait_exit().status == 0
        assert "SHUTDOWN" in guest.qmp.event_names()


# --- Beside the serial line, and without what it is usually with


def test_serial_line_and_keyboard_type_into_the_same_line(guest):
    guest.send("echo '<")
    guest.expect("<")
    guest.type("a")
    guest.send("b")
    guest.expect("b")
    guest.type("c>'")
    assert entered(guest) == "abc"
    assert guest.command("echo serial") == "serial"


def test_without_a_serial_line_the_monitor_is_used_by_keyboard():
    with boot(build.kernel().image, serial=False) as guest:
        guest.expect_screen(r"^exo>$")
        guest.send_keys(*"echo hi")
        guest.expect_screen(r"^exo> echo hi$")
        guest.send_keys("\n")
        guest.expect_screen(r"^hi$")


def test_without_threads_keys_are_worked_on_while_idle():
    with boot(build.kernel(symbols={"THREADS": "n"}).image) as guest:
        guest.expect(qemu.PROMPT)
        guest.type("echo '<idle>'")
        assert entered(guest) == "idle"


def test_what_grub_left_behind_does_no_harm():
    with boot(iso=build.kernel().iso) as guest:
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
        guest.type("echo '<grub>'")
        assert entered(guest) == "grub"


def test_every_interrupt_of_the_keyboard_has_a_byte(guest):
    guest.type("irq")
    guest.send_keys("\n")
    line = guest.expect(r"^ +1 +(\d+) +(\d+) +(\d+)  i8042$")
    guest.expect(qemu.PROMPT)
    assert int(line[1]) > 0 and (line[2], line[3]) == ("0", "0")


# --- Machines without one

ABSENT = {
    "command line": ({"cmdline": "i8042=off"}, "off by the command line"),
    "firmware says so": ({"machine": "q35,i8042=off"}, "none, says the firmware"),
    "nobody answers": ({"machine": "pc,i8042=off"}, "none"),
}


@pytest.mark.parametrize("how", ABSENT)
def test_without_a_controller_the_serial_line_works(how):
    options, said = ABSENT[how]
    with boot(build.kernel().image, **options) as guest:
        guest.expect(f"i8042: {said}$")
        guest.expect(qemu.PROMPT)
        assert "ps2_keyboard" not in guest.log
        assert "i8042" not in guest.command("irq")
        assert guest.command("keyboard") == "keyboard: no such device"


def test_another_word_is_refused():
    with boot(build.kernel().image, cmdline="i8042=maybe") as guest:
        guest.expect('bad value in "i8042=maybe"')
        guest.expect("i8042: port 0x60")


def test_microvm_has_none():
    """Read from the log in memory: where interrupts do not work, the line stops early."""
    with boot(build.kernel().image, machine="microvm") as guest:
        guest.expect("serial_8250: ttyS0")
        deadline = time.monotonic() + qemu.EXPECT_LIMIT
        while b"i8042: none" not in guest.memory(0, 32 << 20):
            assert time.monotonic() < deadline
            time.sleep(0.2)
