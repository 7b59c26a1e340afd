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


def defconfig_folders() -> list:
    """The source tree's, then those of the external trees."""
    from kconfig import external
    return [source_path("defconfigs"),
            *(os.path.join(tree.folder, "defconfigs") for tree in external.trees())]


def fragment_folders() -> list:
    return [os.path.join(folder, "fragments") for folder in defconfig_folders()]


def files_in(folders: list, ending: str) -> list:
    """Paths, folder by folder."""
    return [os.path.join(folder, name) for folder in folders for name in names_in(folder, ending)]


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
    known = files_in(defconfig_folders(), "_defconfig")
    for path in known:
        if os.path.basename(path) == name:
            return path
    raise ConfigurationError(f"there is no {os.path.join(defconfig_folders()[0], name)}"
                             f"{nearest(name, map(os.path.basename, known))};"
                             " see make list-defconfigs")


def fragment_path(name: str) -> str:
    """A fragment of the trees, else a path from here or from the source tree."""
    for path in (*(os.path.join(folder, name) for folder in fragment_folders()),
                 name, source_path(name)):
        if os.path.isfile(path):
            return path
    known = map(os.path.basename, files_in(fragment_folders(), ".config"))
    raise ConfigurationError(f"there is no fragment {name}{nearest(name, known)};"
                             " see make list-defconfigs")
