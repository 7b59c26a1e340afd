# SPDX-License-Identifier: GPL-2.0-only
"""The Kconfig tree, and everything that was asked of it."""

import os

import kconfiglib

from kconfig import assignments, paths, store


class Tree(kconfiglib.Kconfig):
    """kconfiglib's tree, with its requests kept and its files written whole.

    asked      {symbol name: the request that counts, the last one}
    history    every request in the order given
    malformed  lines that are no request
    rejected   [(request, reason)]: unknown symbols, values of the wrong type
    replaced   [(request, later request of the same file that contradicts it)]
    """

    def __init__(self, root: str = "Kconfig"):
        self.reset_requests()
        os.environ.setdefault("srctree", ".")
        super().__init__(root, warn_to_stderr=False)

    def reset_requests(self) -> None:
        self.asked, self.history = {}, []
        self.malformed, self.rejected, self.replaced = [], [], []

    def ask_file(self, path: str, kind: str) -> None:
        """Apply a file of assignments, on top of what was asked before."""
        requests, malformed = assignments.read(path, kind)
        self.malformed += malformed
        for request in requests:
            self.ask(request)

    def ask(self, request) -> None:
        symbol = self.syms.get(request.name)
        if symbol is None or not symbol.nodes:
            self.rejected.append((request, self._unknown(request.name)))
            return
        if request.text == "n" and symbol.orig_type != kconfiglib.BOOL:
            if request.kind != "config":
                self.rejected.append((request, "only a bool can be 'not set'"))
            return
        value, wrong = assignments.parse_value(symbol, request.text)
        if wrong:
            self.rejected.append((request, wrong))
            return
        self._remember(symbol, request)
        symbol.set_value(value)
        if symbol.choice and value == "y":
            symbol.choice.set_value(value)

    def _unknown(self, name: str) -> str:
        defined = (symbol.name for symbol in self.unique_defined_syms)
        return "no Kconfig file defines it" + paths.nearest(name, defined)

    def _remember(self, symbol, request) -> None:
        before = self.asked.get(symbol.name)
        if before and before.path == request.path and before.text != request.text:
            self.replaced.append((before, request))
        if symbol.choice and request.text == "y":
            self._drop_chosen_before(symbol, request)
        self.asked[symbol.name] = request
        self.history.append(request)

    def _drop_chosen_before(self, symbol, request) -> None:
        """Choosing one member takes back the choice of another."""
        for other in symbol.choice.syms:
            before = self.asked.get(other.name)
            if other is symbol or before is None or before.text != "y":
                continue
            if before.path == request.path:
                self.replaced.append((before, request))
            del self.asked[other.name]

    # What menuconfig and guiconfig call; the rest of the package does not.

    def load_config(self, filename=None, replace=True, verbose=None) -> str:
        filename = filename or paths.config_file()
        if replace:
            self.unset_values()
            self.reset_requests()
        start_from(self, filename)
        self.missing_syms = [(request.name, request.text) for request, _ in self.rejected]
        return f"Loaded {filename}"

    def write_config(self, filename=None, header=None, save_old=True, verbose=None) -> str:
        return store.write_config(self, filename or paths.config_file())

    def write_min_config(self, filename, header=None) -> str:
        return store.write_minimal(self, filename)


def start_from(tree: Tree, config: str) -> None:
    """Apply a .config; where there is none, the default defconfig."""
    if os.path.exists(config):
        tree.ask_file(config, "config")
        return
    default = paths.defconfig_path(paths.DEFAULT_DEFCONFIG)
    print(f"no {config}: starting from {default}")
    tree.ask_file(default, "config")


def load_current() -> Tree:
    tree = Tree()
    start_from(tree, paths.config_file())
    return tree
