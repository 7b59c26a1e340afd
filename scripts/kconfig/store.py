# SPDX-License-Identifier: GPL-2.0-only
"""What the configuration writes, none of it ever seen half-written.

A file that would not change is left alone, so that nothing is rebuilt for it.

For the build, in include/:

  config/auto.conf          CONFIG_X=value, read by make; always the last
  config/auto.conf.cmd      the Kconfig files auto.conf depends on
  config/budget.mk          what the defconfig with this configuration allows
  config/NAME               an empty stamp, touched when CONFIG_NAME changes
  generated/autoconf.h      for C
  generated/autoconf.inc    for NASM
"""

import os

import kconfiglib

from kconfig import budgets, paths
from kconfig.whole import write_if_changed

_HEADER = "Automatically generated from .config; edit that with make menuconfig."


def _keep_old(path: str) -> None:
    """Give the file that is about to be replaced the name .old as well."""
    old = os.path.realpath(path) + ".old"
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return
    write_if_changed(old, data.decode("utf-8", "surrogateescape"))


def config_text(tree) -> str:
    return tree._config_contents("# Exo-OS configuration; see Documentation/configuration.md\n")


def write_config(tree, path: str) -> str:
    text = config_text(tree)
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            if file.read() == text:
                return f"{path} is up to date"
    except FileNotFoundError:
        pass
    _keep_old(path)
    write_if_changed(path, text, durable=True)
    return f"{path} written"


def write_origins(tree, keep: bool) -> None:
    """Remember in which line a person asked for each value; trace shows it.

    keep: what was remembered of other symbols is still true.
    """
    origins = read_origins() if keep else {}
    for request in tree.asked.values():
        if request.kind != "config":
            value = tree.syms[request.name].str_value
            origins[request.name] = (value, f"{request.path}:{request.line}")
    write_if_changed(paths.origins_file(), "".join(
        f"{name}\t{where}\t{value}\n" for name, (value, where) in origins.items()))


def read_origins() -> dict:
    """{name: (value, file:line)} of what a defconfig or a fragment asked for."""
    try:
        with open(paths.origins_file(), encoding="utf-8", errors="surrogateescape") as file:
            lines = [line.rstrip("\n").split("\t", 2) for line in file]
    except FileNotFoundError:
        return {}
    return {line[0]: (line[2], line[1]) for line in lines if len(line) == 3}


def minimal_text(tree) -> str:
    return tree._min_config_contents("")


def write_minimal(tree, path: str) -> str:
    changed = write_if_changed(path, minimal_text(tree), durable=True)
    return f"{path} written" if changed else f"{path} is up to date"


def write_for_build(tree) -> None:
    os.makedirs("include/config", exist_ok=True)
    os.makedirs("include/generated", exist_ok=True)
    values = _values(tree)
    write_if_changed("include/generated/autoconf.h", _c_text(tree))
    write_if_changed("include/generated/autoconf.inc", _nasm_text(tree))
    _touch_changed(tree, values)
    write_if_changed("include/config/budget.mk", budgets.make_text(minimal_text(tree)))
    write_if_changed("include/config/auto.conf.cmd", _dependencies_text(tree))
    write_if_changed("include/config/auto.conf",
                     f"# {_HEADER}\n" + "".join(line for line in values.values()))
    os.utime("include/config/auto.conf")


def _values(tree) -> dict:
    """{name: its line in auto.conf, escaped for make}, for each symbol that has one."""
    return {symbol.name: symbol.config_string.replace("$", "$$").replace("#", "\\#")
            for symbol in tree.unique_defined_syms
            if symbol.config_string and not symbol.config_string.startswith("#")}


def _old_values() -> dict:
    try:
        with open("include/config/auto.conf", encoding="utf-8", errors="surrogateescape") as file:
            return {line[7:line.index("=")]: line for line in file
                    if line.startswith("CONFIG_") and "=" in line}
    except FileNotFoundError:
        return {}


def _touch_changed(tree, values: dict) -> None:
    """Touch the stamps; all of them when what was built before is unknown."""
    if os.path.exists("include/config/auto.conf"):
        old = _old_values()
        changed = [name for name in {**old, **values} if old.get(name) != values.get(name)]
    else:
        changed = [symbol.name for symbol in tree.unique_defined_syms]
    for name in changed:
        with open("include/config/" + name, "wb"):
            pass
        os.utime("include/config/" + name)


def _c_text(tree) -> str:
    lines = [f"/* {_HEADER} */\n"]
    for symbol in _defined(tree):
        value = symbol.str_value
        if symbol.orig_type == kconfiglib.BOOL:
            value = "1"
        elif symbol.orig_type == kconfiglib.STRING:
            value = f'"{kconfiglib.escape(value)}"'
        elif symbol.orig_type == kconfiglib.HEX and not value.lower().startswith("0x"):
            value = "0x" + value
        lines.append(f"#define CONFIG_{symbol.name} {value}\n")
    return "".join(lines)


def _nasm_text(tree) -> str:
    lines = [f"; {_HEADER}\n"]
    for symbol in _defined(tree):
        value = symbol.str_value
        if symbol.orig_type == kconfiglib.BOOL:
            value = "1"
        elif symbol.orig_type == kconfiglib.STRING:
            # only in back quotes does NASM read escapes
            value = "`" + kconfiglib.escape(value).replace("`", "\\`") + "`"
        elif symbol.orig_type == kconfiglib.HEX and not value.lower().startswith("0x"):
            value = "0x" + value
        lines.append(f"%define CONFIG_{symbol.name} {value}\n")
    return "".join(lines)


def _defined(tree) -> list:
    """The symbols C and NASM see: not a bool that is n, not a lost number."""
    return [symbol for symbol in tree.unique_defined_syms
            if symbol.config_string and not symbol.config_string.startswith("#")
            and (symbol.str_value or symbol.orig_type == kconfiglib.STRING)]


def _dependencies_text(tree) -> str:
    folder = os.path.join(paths.source_tree(), "")
    defconfigs = [path.removeprefix(folder) for path in budgets.defconfig_files()]
    files = dict.fromkeys(["Kconfig", *tree.kconfig_filenames, *defconfigs])
    listed = " \\\n".join("\t" + (name if os.path.isabs(name) else "$(srctree)/" + name)
                          for name in files)
    return (f"# {_HEADER}\n"
            f"kconfig-files := \\\n{listed}\n\n"
            "include/config/auto.conf: $(kconfig-files)\n"
            "$(kconfig-files): ;\n")
