# SPDX-License-Identifier: GPL-2.0-only
"""Small Kconfig files at random, with all that the language has."""

import random

COUNT = 9


def text(chance: random.Random) -> str:
    """A Kconfig file with S0 to S8; what one hangs on stands above it, so nothing goes round."""
    entries, number = ['mainmenu "At random"\n'], 0
    while number < COUNT:
        if number and chance.random() < 0.2 and number + 3 <= COUNT:
            entries.append(_choice(chance, number))
            number += 3
        else:
            entries.append(_symbol(chance, number))
            number += 1
    return "\n".join(entries)


def _symbol(chance: random.Random, number: int) -> str:
    if chance.random() < 0.15:
        return _number(chance, number)
    lines = [f"config S{number}", "\tbool" + _prompt(chance, number, 0.8)]
    lines += _depends(chance, number)
    for keyword in ("select", "imply"):
        if number + 1 < COUNT and chance.random() < 0.2:
            target = chance.randrange(number + 1, COUNT)
            lines.append(f"\t{keyword} S{target}{_condition(chance, number)}")
    for _ in range(chance.choice((0, 0, 1, 2))):
        lines.append(f"\tdefault {_expression(chance, number)}{_condition(chance, number)}")
    return "\n".join(lines) + "\n"


def _number(chance: random.Random, number: int) -> str:
    lines = [f"config S{number}", "\tint" + _prompt(chance, number, 0.8)]
    lines += _depends(chance, number)
    lines.append(f"\trange {chance.choice((0, 1, 5))} 9{_condition(chance, number)}")
    lines.append(f"\tdefault {chance.choice((1, 5, 9))}{_condition(chance, number)}")
    return "\n".join(lines) + "\n"


def _choice(chance: random.Random, number: int) -> str:
    lines = ["choice", f'\tprompt "Choice {number}"', *_depends(chance, number)]
    if chance.random() < 0.5:
        lines.append(f"\tdefault S{number + 1}{_condition(chance, number)}")
    for member in range(number, number + 3):
        lines += ["", f"config S{member}", f'\tbool "S{member}"', *_depends(chance, number)]
    return "\n".join([*lines, "", "endchoice"]) + "\n"


def _prompt(chance: random.Random, number: int, often: float) -> str:
    if chance.random() > often:
        return ""
    return f' "S{number}"' + (_condition(chance, number) if chance.random() < 0.2 else "")


def _depends(chance: random.Random, number: int) -> list[str]:
    return [f"\tdepends on {_expression(chance, number)}"] if chance.random() < 0.6 else []


def _condition(chance: random.Random, number: int) -> str:
    return f" if {_expression(chance, number)}" if chance.random() < 0.4 else ""


def _expression(chance: random.Random, number: int) -> str:
    if not number:
        return "y"
    parts = [chance.choice(("S{}", "S{}", "!S{}", "S{} = n", "S{} > 4")).format(
        chance.randrange(number)) for _ in range(chance.choice((1, 1, 2, 2, 3)))]
    joined = chance.choice((" && ", " || ")).join(parts)
    return joined if len(parts) == 1 else f"({joined})"
