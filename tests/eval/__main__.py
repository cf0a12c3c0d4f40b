"""`make eval`: prints every figure beside its floor; `--raise` writes floors that have risen."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.eval.floors import FLOORS, UPPER, load, new, save
from tests.eval.measures import SETS, Figures, MissingGold, digest


def main() -> int:
    """Measure every set, or those named; exit status 1 when a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; all when none is named"
    )
    parser.add_argument("--raise", dest="higher", action="store_true", help="write higher floors")
    parser.add_argument("--only", help="print only figures whose name starts so")
    options = parser.parse_args()
    floors, below = load(), 0
    for name in options.sets or SETS:
        measure, files = SETS[name]
        try:
            with tempfile.TemporaryDirectory() as work:
                figures = measure(Path(work))
        except MissingGold as missing:
            print(f"{name}: skipped, {missing} is not here")
            continue
        below += show(name, figures, floors[name].floors if name in floors else {}, options.only or "")
        if options.higher:
            floors[name] = floors.get(name, new(figures)).raised(figures, digest(files()))
    if options.higher:
        save(floors)
        print(f"written: {FLOORS}")
    return 1 if below else 0


def show(name: str, figures: Figures, floors: dict[str, float], prefix: str) -> int:
    """Print one set; returns how many figures are below their floor."""
    below = 0
    print(f"\n{name}")
    for key, value in figures.items():
        if not key.startswith(prefix):
            continue
        floor = floors.get(key)
        bad = floor is not None and (value > floor if key in UPPER else value < floor)
        below += bad
        beside = "" if floor is None else f"floor {floor:.3f}"
        print(f"  {key:36} {value:8.3f}  {beside}{'  BELOW' if bad else ''}")
    return below


if __name__ == "__main__":
    sys.exit(main())
