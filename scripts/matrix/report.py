# SPDX-License-Identifier: GPL-2.0-only
"""
What came out: lines on the terminal, JUnit XML for CI, a page to read, and for
each failure a fragment that repeats it.
"""

import xml.etree.ElementTree as xml
from pathlib import Path

from kconfig import store
from matrix import page
from matrix.recipe import Kitchen, command
from matrix.verdict import Verdict, explanation, totals


class Report:
    """Writes the files of a farm, below its folder."""

    def __init__(self, folder: Path, kitchen: Kitchen, variables: tuple[str, ...]):
        self.folder, self.kitchen, self.variables = folder, kitchen, variables

    def write(self, verdicts: list[Verdict]) -> None:
        """All but what is printed; removes the reproducers of a former run."""
        for old in (self.folder / "reproducers").glob("*.config"):
            old.unlink()
        commands = {verdict.name: self._reproducer(verdict) for verdict in verdicts
                    if verdict.failed}
        self._write("junit.xml", junit(verdicts, commands))
        self._write("report.html", page.html(verdicts, commands))
        self.commands = commands

    def print(self, verdicts: list[Verdict]) -> None:
        for verdict in verdicts:
            if verdict.failed:
                print(f"\n{verdict.name}: {verdict.stage}: {verdict.complaint}")
                print("".join(f"  {line}\n" for line in explanation(verdict)), end="")
                print(f"  {self.commands[verdict.name]}")
        print(f"\n{self.folder}/report.html, junit.xml")
        print(totals(verdicts))

    def _reproducer(self, verdict: Verdict) -> str:
        """The command that repeats a failure; what it needs is written down."""
        recipe = verdict.guilty or verdict.configuration.recipe
        fragment = ""
        if recipe.settings:
            path = self.folder / f"reproducers/{verdict.name}.config"
            path.parent.mkdir(exist_ok=True)
            store.write_if_changed(str(path), self.kitchen.fragment(recipe.settings))
            fragment = str(path.resolve())
        line = " ".join([command(recipe, f"build/{verdict.name}", fragment), *self.variables])
        if verdict.stage == "boot":
            line += f" && make O=build/{verdict.name} run INITRD= CMDLINE=panic=exit"
        return line

    def _write(self, name: str, text: str) -> None:
        store.write_if_changed(str(self.folder / name), text, durable=True)


def junit(verdicts: list[Verdict], commands: dict[str, str]) -> str:
    failed = sum(verdict.failed for verdict in verdicts)
    suite = xml.Element("testsuite", name="matrix", tests=str(len(verdicts)),
                        failures=str(failed), errors="0", skipped="0")
    for verdict in verdicts:
        seconds = sum(verdict.result["seconds"].values()) if verdict.result else 0
        case = xml.SubElement(suite, "testcase", classname="matrix", name=verdict.name,
                              time=f"{seconds:.1f}")
        if verdict.failed:
            lines = [*explanation(verdict), commands[verdict.name], "", verdict.log]
            failure = xml.SubElement(case, "failure", type=verdict.stage,
                                     message=_printable(verdict.complaint))
            failure.text = _printable("\n".join(lines))
    return xml.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _printable(text: str) -> str:
    """XML has no escape sequences, nor other control characters."""
    return "".join(c if c.isprintable() or c in "\n\t" else "?" for c in text)
