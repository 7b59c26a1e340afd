#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Run one configuration goal: conf.py GOAL [NAME.config ...].

GOAL is what the user gave make. The current directory is the object tree;
the environment gives srctree, KCONFIG_CONFIG (default .config) and the
variables of the goal (KCONFIG_SEED, KCONFIG_PROBABILITY, KCONFIG_ALLCONFIG,
SYM, APPLY). With CI or KCONFIG_STRICT set, a request that is not honoured fails
every goal; without them, only goals that name a defconfig or a fragment.
"""

import os
import sys

sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# goal: module of this package that defines a function of that name
GOALS = {
    "syncconfig": "update",
    "olddefconfig": "update",
    "oldconfig": "update",
    "config": "update",
    "listnewconfig": "update",
    "helpnewconfig": "update",
    "defconfig": "defconfigs",
    "savedefconfig": "defconfigs",
    "checkdefconfigs": "defconfigs",
    "list-defconfigs": "defconfigs",
    "allnoconfig": "space",
    "allyesconfig": "space",
    "alldefconfig": "space",
    "randconfig": "space",
    "tinyconfig": "space",
    "menuconfig": "edit",
    "nconfig": "edit",
    "guiconfig": "edit",
    "why": "ask",
    "trace": "ask",
    "fix": "fix",
    "config-report": "page",
    "lint-kconfig": "lint",
}


def usage() -> str:
    goals = " ".join(sorted(GOALS))
    return f"usage: conf.py GOAL [NAME.config ...]\ngoals: NAME_defconfig {goals}"


def run(goal: str, arguments: list) -> int:
    """Run a goal; the exit status."""
    if goal in GOALS:
        module = __import__("kconfig." + GOALS[goal], fromlist=[goal])
        return getattr(module, goal.replace("-", "_"))(arguments)
    if goal.endswith("_defconfig"):
        from kconfig import defconfigs
        return defconfigs.named_defconfig(goal, arguments)
    if goal.endswith(".config"):
        from kconfig import defconfigs
        return defconfigs.merge_into_current([goal] + arguments)
    print(f"conf.py: unknown goal '{goal}'\n{usage()}", file=sys.stderr)
    return 2


def main(argv: list) -> int:
    if len(argv) < 2 or argv[1] in ("-h", "--help"):
        print(usage())
        return 0 if len(argv) > 1 else 2
    sys.stdout.reconfigure(errors="backslashreplace")  # where it lacks a character
    from kconfiglib import KconfigError
    from kconfig.paths import ConfigurationError
    try:
        return run(argv[1], argv[2:])
    except (ConfigurationError, KconfigError, OSError) as error:
        sys.stdout.flush()
        print(f"{argv[1]}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\n{argv[1]}: interrupted, nothing written", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv))
