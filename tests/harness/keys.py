# SPDX-License-Identifier: GPL-2.0-only
"""Characters as the keys of a US or French keyboard, named as QEMU's QKeyCode does."""

_PLAIN = {
    " ": "spc", "\n": "ret", "\t": "tab", "-": "minus", "=": "equal", "[": "bracket_left",
    "]": "bracket_right", ";": "semicolon", "'": "apostrophe", "`": "grave_accent",
    "\\": "backslash", ",": "comma", ".": "dot", "/": "slash", "\b": "backspace",
    "\x1b": "esc",
}
_SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./"))


# The keys of a French keyboard by what a US one has in the same place.
_PLACES = "`1234567890-=qwertyuiop]asdfghjkl;'\\zxcvbnm,./"
_FRENCH_PLAIN = dict(zip("²&é\"'(-è_çà)=azertyuiop$qsdfghjklmù*wxcvbn,;:!", _PLACES))
_FRENCH_SHIFTED = dict(zip("1234567890°+AZERTYUIOP£QSDFGHJKLM%µWXCVBN?./§", _PLACES[1:]))
_FRENCH_ALTGR = dict(zip("~#{[|`\\^@]}€", "234567890-=e"))


def chord(key: str, layout: str = "us") -> list[str]:
    """
    One character ("a", "A", "?") or a chord by names ("ctrl-c", "f1") as key
    names; the layout, "us" or "fr", says where characters are.
    """
    if len(key) > 1:
        return key.split("-")
    if layout == "fr":
        return _french_chord(key)
    if key in _SHIFTED:
        return ["shift", *chord(_SHIFTED[key])]
    if key.isupper():
        return ["shift", key.lower()]
    return [_PLAIN.get(key, key)]


def _french_chord(key: str) -> list[str]:
    if key in "<>":
        return ["less"] if key == "<" else ["shift", "less"]
    if key in _FRENCH_PLAIN:
        return chord(_FRENCH_PLAIN[key])
    if key in _FRENCH_SHIFTED:
        return ["shift", *chord(_FRENCH_SHIFTED[key])]
    if key in _FRENCH_ALTGR:
        return ["alt_r", *chord(_FRENCH_ALTGR[key])]
    return chord(key)
