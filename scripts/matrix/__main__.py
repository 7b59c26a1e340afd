# SPDX-License-Identifier: GPL-2.0-only
"""
The configuration farm; `make matrix` is the usual way in.

    matrix run              build and boot, narrow failures, report
    matrix list             the names of the configurations
    matrix job FILE RESULT  one job, on the machine where it is to run

Documentation/matrix.md explains it.
"""

import argparse
import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

RANDOM = 20


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # make ... | head
    parser = argparse.ArgumentParser(prog="matrix", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    goals = parser.add_subparsers(dest="goal", required=True)
    for goal in ("run", "list"):
        _add_selection(goals.add_parser(goal))
    _add_farm(goals.choices["run"])
    job = goals.add_parser("job")
    job.add_argument("file", type=Path)
    job.add_argument("result", type=Path)
    options = parser.parse_args(arguments)
    return {"run": run, "list": listing, "job": one_job}[options.goal](options)


def _add_selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=_number, help="of the random configurations")
    parser.add_argument("--random", type=int, default=RANDOM, help="how many of them")
    parser.add_argument("--only", nargs="*", default=[], help="patterns of names")


def _add_farm(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, default=Path("build-matrix"))
    parser.add_argument("--sshlogin", type=_from_where_make_began,
                        help="file of machines, as GNU parallel's")
    parser.add_argument("--remote-folder", help="where jobs run on them")
    parser.add_argument("--jobs", help="at a time and machine, as GNU parallel's")
    parser.add_argument("--make", nargs="*", default=[], help="variables for make")


def _from_where_make_began(name: str) -> Path:
    return Path(os.environ.get("RUN_FROM", "."), name)


def _number(text: str) -> int:
    return int(text, 0)


def one_job(options: argparse.Namespace) -> int:
    from matrix import job
    job.run(options.file, options.result)
    return 0


def _selected(options: argparse.Namespace, kitchen) -> list:
    from harness import seed
    from matrix.configurations import Lister
    number = seed.number("matrix") if options.seed is None else options.seed
    print(f"MATRIX_SEED={number:#x}", file=sys.stderr)
    found = Lister(kitchen, ROOT).configurations(number, options.random, options.only)
    if not found:
        sys.exit(f"MATRIX_ONLY={' '.join(options.only)} is no configuration;"
                 " make matrix-list tells which there are")
    return found


def _kitchen():
    from kconfiglib import KconfigError
    from matrix.recipe import Kitchen
    try:
        return Kitchen(ROOT)
    except KconfigError as error:
        sys.exit(f"matrix: {error}")


def listing(options: argparse.Namespace) -> int:
    for configuration in _selected(options, _kitchen()):
        print(configuration.name)
    return 0


def run(options: argparse.Namespace) -> int:
    from matrix import narrow, verdict
    from matrix.farm import Farm, FarmError
    from matrix.report import Report
    kitchen = _kitchen()
    configurations = _selected(options, kitchen)
    try:
        with Farm(_farm_options(options)) as farm:
            results = farm.run(each for each in configurations if not each.refused)
            verdicts = verdict.judge(configurations, results)
            narrow.narrow_all(verdicts, kitchen, farm)
            report = Report(options.folder, kitchen, tuple(options.make))
            report.write(verdicts)
    except FarmError as error:
        sys.exit(f"matrix: {error}")
    except KeyboardInterrupt:
        print("\nmatrix: interrupted; the next run goes on from here", file=sys.stderr)
        return 130
    report.print(verdicts)
    return 1 if any(each.failed for each in verdicts) else 0


def _farm_options(options: argparse.Namespace):
    from matrix.farm import Options
    given = {"remote_folder": options.remote_folder, "jobs": options.jobs}
    return Options(options.folder, options.sshlogin, variables=tuple(options.make),
                   **{name: value for name, value in given.items() if value})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
