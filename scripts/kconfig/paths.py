# SPDX-License-Identifier: GPL-2.0-only
"""Where things are: the source tree, .config, defconfigs and fragments."""

import os

DEFAULT_DEFCONFIG = "x86_64_defconfig"


class ConfigurationError(Exception):
    """A goal that cannot be carried out; the message says what to do."""


def source_tree() -> str:
    return os.environ.get("srctree") or "."


def source_path(path: str) -> str:
    return os.path.normpath(os.path.join(source_tree(), path))


def config_file() -> str:
    return os.environ.get("KCONFIG_CONFIG") or ".config"


def origins_file() -> str:
    """Beside .config: which request of a defconfig or fragment gave a value."""
    return config_file() + ".origins"


def defconfig_folder() -> str:
    return source_path("defconfigs")


def fragment_folder() -> str:
    return os.path.join(defconfig_folder(), "fragments")


def names_in(folder: str, ending: str) -> list:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(ending))
    except FileNotFoundError:
        return []


def nearest(name: str, candidates) -> str:
    """' (did you mean X?)' or nothing."""
    import difflib
    found = difflib.get_close_matches(name, list(candidates), 1)
    return f" (did you mean {found[0]}?)" if found else ""


def defconfig_path(name: str) -> str:
    path = os.path.join(defconfig_folder(), name)
    if os.path.isfile(path):
        return path
    known = names_in(defconfig_folder(), "_defconfig")
    raise ConfigurationError(f"there is no {path}{nearest(name, known)}; see make list-defconfigs")


def fragment_path(name: str) -> str:
    """A fragment of the tree, else a path from here or from the source tree."""
    for path in (os.path.join(fragment_folder(), name), name, source_path(name)):
        if os.path.isfile(path):
            return path
    known = names_in(fragment_folder(), ".config")
    raise ConfigurationError(f"there is no fragment {name}{nearest(name, known)};"
                             " see make list-defconfigs")
