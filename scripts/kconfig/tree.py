# SPDX-License-Identifier: GPL-2.0-only
"""The Kconfig tree, and everything that was asked of it."""

import os
import sys

import kconfiglib

from kconfig import assignments, external, paths, renamed, store


class Tree(kconfiglib.Kconfig):
    """kconfiglib's tree, with its requests kept and its files written whole.

    asked      {symbol name: the request that counts, the last one}
    history    every request in the order given
    malformed  lines that are no request
    rejected   [(request, reason)]: unknown symbols, values of the wrong type
    notes      lines: what was read in another way than it was written
    replaced   [(request, later request of the same file that contradicts it)]
    origins    {symbol name: (value, file:line)} remembered beside .config
    came_from  the .config that it was begun with, or ""
    loaded, loaded_values  for the interfaces: whether .config could be read,
               and {symbol: what it asked for}
    """

    def __init__(self, root: str = ""):
        self.reset_requests()
        self.origins, self.came_from = {}, ""
        os.environ.setdefault("srctree", ".")
        super().__init__(root or external.kconfig_root(), warn_to_stderr=False)
        external.refuse_shared_symbols(self)
        self._warn_assign_no_prompt = False  # the report says it better

    def reset_requests(self) -> None:
        self.asked, self.history = {}, []
        self.malformed, self.rejected, self.replaced, self.notes = [], [], [], []

    def ask_file(self, path: str, kind: str) -> None:
        """Apply a file of assignments, on top of what was asked before."""
        text, told = assignments.read_text(path)
        self.notes += told
        self.ask_text(text, path, kind)

    def ask_text(self, text: str, path: str, kind: str) -> None:
        requests, malformed = assignments.parse(text, path, kind)
        requests, told = renamed.carry_over(requests, self._defines)
        self.malformed += malformed
        self.notes += told
        for request in requests:
            self.ask(request)

    def _defines(self, name: str) -> bool:
        return name in self.syms and bool(self.syms[name].nodes)

    def ask(self, request) -> None:
        if not self._defines(request.name):
            self.rejected.append((request, self._unknown(request.name)))
            return
        symbol = self.syms[request.name]
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
        """Without a file name, a .config that cannot be read counts as empty."""
        if replace:
            self.unset_values()
            self._warn_assign_no_prompt = False  # unset_values() turns it on
            self.reset_requests()
        self.loaded = True
        try:
            message = start_from(self, filename or paths.config_file())
        except OSError as error:
            if filename:
                raise
            self.loaded, message = False, f"{error}; starting from the defaults"
        # the interfaces offer to save when any symbol is missing
        self.missing_syms = [(request.name, request.text) for request, _ in self.rejected]
        self.missing_syms += [("", each.text) for each in self.malformed]
        self.loaded_values = {symbol: symbol.user_value for symbol in self.unique_defined_syms}
        return message

    def write_config(self, filename=None, header=None, save_old=True, verbose=None) -> str:
        return store.write_config(self, filename or paths.config_file())

    def write_min_config(self, filename, header=None) -> str:
        return store.write_minimal(self, filename)


def start_from(tree: Tree, config: str) -> str:
    """Apply a .config; where there is none, the default defconfig. Says which."""
    if os.path.exists(config):
        tree.ask_file(config, "config")
        tree.origins, tree.came_from = store.read_origins(), config
        return f"{config} loaded"
    default = paths.defconfig_path(paths.DEFAULT_DEFCONFIG)
    tree.ask_file(default, "defconfig")
    return f"no {config}: starting from {default}"


def load_current() -> Tree:
    """The tree with the present .config."""
    tree = Tree()
    message = start_from(tree, paths.config_file())
    if not tree.came_from:
        print(message, file=sys.stderr)
    tell_notes(tree)
    return tree


def tell_notes(tree: Tree) -> None:
    """Print them, once."""
    for note in tree.notes:
        print(note, file=sys.stderr)
    tree.notes = []
