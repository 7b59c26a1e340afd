# SPDX-License-Identifier: GPL-2.0-only
"""report.html: one page that needs nothing beside itself, not even scripts to be read."""

import html as markup

from matrix.verdict import Verdict, explanation, totals

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em;
       color: #222; background: #fff }
h1 { font-size: 1.6em } h2 { font-size: 1.2em; margin-top: 2em }
table { border-collapse: collapse; width: 100% }
th { text-align: left; cursor: pointer; border-bottom: 2px solid #888 }
td { border-bottom: 1px solid #ddd } td, th { padding: .2em .8em .2em 0 }
.number { text-align: right; font-variant-numeric: tabular-nums }
.failed { color: #a40000 } .passed { color: #1a6b1a }
pre { background: #f4f4f4; padding: .6em; overflow: auto; max-height: 30em }
input { font: inherit; width: 20em; margin-bottom: .6em }
@media (prefers-color-scheme: dark) {
 body { color: #ddd; background: #181818 } pre { background: #262626 }
 td { border-color: #333 } .failed { color: #ff8080 } .passed { color: #80d080 } }
"""

# A click on a heading sorts by its column; the field hides what it does not match.
_SCRIPT = """
const table = document.querySelector("table"), body = table.tBodies[0];
const key = (row, column) => row.cells[column].textContent;
table.tHead.addEventListener("click", event => {
  const column = event.target.cellIndex, numbers = event.target.className === "number";
  const down = event.target.dataset.down = event.target.dataset.down === "1" ? "" : "1";
  const order = (a, b) => numbers ? key(b, column) - key(a, column)
                                  : key(a, column).localeCompare(key(b, column));
  body.append(...[...body.rows].sort((a, b) => down ? order(a, b) : order(b, a)));
});
document.querySelector("input").addEventListener("input", event => {
  for (const row of body.rows)
    row.hidden = !row.textContent.toLowerCase().includes(event.target.value.toLowerCase());
});
"""

_COLUMNS = (("configuration", ""), ("result", ""), ("text", "number"), ("data", "number"),
            ("bss", "number"), ("build s", "number"), ("boot s", "number"), ("machine", ""))


def html(verdicts: list[Verdict], commands: dict[str, str]) -> str:
    failures = "".join(_failure(each, commands[each.name]) for each in verdicts if each.failed)
    heads = "".join(f'<th class="{kind}">{name}</th>' for name, kind in _COLUMNS)
    rows = "".join(map(_row, verdicts))
    return (f'<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8">\n'
            f"<title>Configurations</title>\n<style>{_STYLE}</style>\n"
            f"<h1>Configurations</h1>\n<p>{_lines(totals(verdicts))}</p>\n"
            f"{'<h2>Failures</h2>' if failures else ''}\n{failures}"
            f'<h2>All</h2>\n<label>Show those with <input type="search"></label>\n'
            f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n"
            f"<script>{_SCRIPT}</script>\n</html>\n")


def _failure(verdict: Verdict, command: str) -> str:
    reasons = "".join(f"<p>{_text(line)}</p>\n" for line in explanation(verdict))
    return (f'<h3 id="{_text(verdict.name)}" class="failed">{_text(verdict.name)}: '
            f"{_text(verdict.stage)}</h3>\n<p>{_text(verdict.complaint)}</p>\n{reasons}"
            f"<pre>{_text(command)}</pre>\n"
            f"<details><summary>log</summary><pre>{_text(verdict.log)}</pre></details>\n")


def _row(verdict: Verdict) -> str:
    result = verdict.result or {"size": {}, "seconds": {}, "host": ""}
    name = _text(verdict.name)
    if verdict.failed:
        cells = [f'<a href="#{name}">{name}</a>',
                 f'<span class="failed">{_text(verdict.stage)}</span>']
    else:
        cells = [name, '<span class="passed">passed</span>']
    cells += [str(result["size"].get(part, "")) for part in ("text", "data", "bss")]
    cells += [str(result["seconds"].get(stage, "")) for stage in ("build", "boot")]
    cells.append(_text(result["host"]))
    return "<tr>" + "".join(f'<td class="{kind}">{cell}</td>'
                            for cell, (_, kind) in zip(cells, _COLUMNS)) + "</tr>\n"


def _text(text: str) -> str:
    return markup.escape(text)


def _lines(text: str) -> str:
    return _text(text).replace("\n", "<br>")
