# SPDX-License-Identifier: GPL-2.0-only
"""Characters as the keys of a US keyboard, named as QEMU's QKeyCode does."""

_PLAIN = {
    " ": "spc", "\n": "ret", "\t": "tab", "-": "minus", "=": "equal", "[": "bracket_left",
    "]": "bracket_right", ";": "semicolon", "'": "apostrophe", "`": "grave_accent",
    "\\": "backslash", ",": "comma", ".": "dot", "/": "slash", "\b": "backspace",
    "\x1b": "esc",
}
_SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./"))


def chord(key: str) -> list[str]:
    """One character ("a", "A", "?") or a chord by names ("ctrl-c", "f1") as key names."""
    if len(key) > 1:
        return key.split("-")
    if key in _SHIFTED:
        return ["shift", *chord(_SHIFTED[key])]
    if key.isupper():
        return ["shift", key.lower()]
    return [_PLAIN.get(key, key)]
