# SPDX-License-Identifier: GPL-2.0-only
"""What a result means: whether a configuration is good, and what is wrong if not."""

import re
from collections import Counter
from dataclasses import dataclass

from matrix.configurations import Configuration
from matrix.recipe import Recipe

# Places and numbers differ where the mistake is the same.
_PLACE = re.compile(r"0x[0-9a-f]+|\d+|/[\w./-]+/")


@dataclass
class Verdict:
    """A configuration with its result."""

    configuration: Configuration
    stage: str = ""  # where it failed; empty if nowhere
    complaint: str = ""
    log: str = ""
    result: dict | None = None
    guilty: Recipe | None = None  # the smallest recipe that fails in the same way
    like: str = ""  # the configuration that was narrowed instead of this one

    @property
    def name(self) -> str:
        return self.configuration.name

    @property
    def failed(self) -> bool:
        return bool(self.stage)

    @property
    def signature(self) -> tuple[str, str]:
        return signature(self.stage, self.complaint)


def signature(stage: str, complaint: str) -> tuple[str, str]:
    """The same for failures that look alike."""
    return stage, _PLACE.sub("#", complaint)


def judge(configurations: list[Configuration], results: dict[str, dict]) -> list[Verdict]:
    return [_judge(each, results) for each in configurations]


def _judge(configuration: Configuration, results: dict[str, dict]) -> Verdict:
    if configuration.refused:
        return Verdict(configuration, "configure", configuration.refused.splitlines()[0],
                       configuration.refused)
    result = results.get(configuration.name)
    if result is None:
        return Verdict(configuration, "lost", "no machine brought a result")
    verdict = Verdict(configuration, result["stage"], result["complaint"], result["log"], result)
    reference = results.get(configuration.reference)
    if not verdict.failed and reference and not reference["stage"] \
            and same_bytes(result, reference):
        verdict.stage = "no effect"
        verdict.complaint = f"changes no byte of {configuration.reference}"
    return verdict


def same_bytes(result: dict, reference: dict) -> bool:
    both = result["digests"].keys() & reference["digests"].keys()
    return all(result["digests"][name] == reference["digests"][name] for name in both)


def explanation(verdict: Verdict) -> list[str]:
    """Lines: which symbols are to blame."""
    if verdict.guilty is None:
        return []
    lines = [f"guilty: {settings_text(verdict.guilty)}"]
    return lines + [f"as in {verdict.like}"] if verdict.like else lines


def settings_text(recipe: Recipe) -> str:
    settings = " ".join(f"{name}={value}" for name, value in recipe.settings)
    return f"{settings}, upon {recipe.goal}"


def totals(verdicts: list[Verdict]) -> str:
    """The line that CI reads last."""
    failed = sum(verdict.failed for verdict in verdicts)
    stages = Counter(verdict.stage for verdict in verdicts if verdict.failed)
    details = ", ".join(f"{count} {stage}" for stage, count in sorted(stages.items()))
    line = f"{len(verdicts) - failed} passed, {failed} failed"
    return f"{details}\n{line}" if details else line
