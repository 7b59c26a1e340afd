# SPDX-License-Identifier: GPL-2.0-only
"""
make prices: measure what each symbol costs in the default configuration, unless it is
known, then list it.

    SYM="KMON TTY"  only these      ALL=1   those that are known, too
    SHOW=1          only list       SORT=   image, bytes, boot or ram
"""

import argparse
import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[0] = str(ROOT / "scripts")
os.environ["srctree"] = str(ROOT)

from kconfig import paths  # noqa: E402  (the path must be set first)
from prices import book, listing, measuring  # noqa: E402  (the path must be set first)
from prices.flips import Flips  # noqa: E402


def main() -> int:
    asked = arguments()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # make ... | head
    try:
        order = listing.order_asked()
        prices = book.read()
        flips = Flips()
        names = chosen(asked.symbols, flips.names())
        if not asked.show and not renew(asked, flips, names, prices):
            return 1
    except (ValueError, measuring.build.BuildError, OSError) as error:
        print(f"*** {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("*** interrupted; what was measured is kept", file=sys.stderr)
        return 130
    print("\n".join(listing.table(prices, map(flips.flip, names), order)))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--jobs", type=int, default=measuring.build.JOBS)
    parser.add_argument("--folder", type=Path, default=Path("build-prices"))
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("symbols", nargs="*")
    return parser.parse_args()


def chosen(asked: list[str], known: list[str]) -> list[str]:
    asked = [name.removeprefix("CONFIG_") for name in asked]
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise ValueError(f"{unknown[0]} is no symbol that can be set"
                         f"{paths.nearest(unknown[0].upper(), known)}")
    return asked or known


def renew(asked: argparse.Namespace, flips: Flips, names: list[str],
          prices: dict[str, book.Price]) -> bool:
    """Measure what is stale or missing; did all succeed?"""
    workshop = measuring.Workshop(asked.folder.resolve(), flips.config, asked.cc, asked.jobs)
    for gone in set(prices) - set(flips.names()):
        del prices[gone]
    wanted = [flip for flip in map(flips.flip, names) if not flip.obstacle
              and (asked.all or not measuring.known(flip, prices, workshop.toolchain))]
    good = True
    for number, (flip, price) in enumerate(workshop.prices(wanted), 1):
        if isinstance(price, Exception):
            print(f"*** {flip.name}: {price}", file=sys.stderr)
            good = False
            continue
        prices[flip.name] = price
        book.write(prices)
        print(f"  PRICE   {flip.name} ({number} of {len(wanted)})", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
