"""`python -m tests.eval.abroad de`: passages without a tagger; `--misses` shows each error."""

from __future__ import annotations

import argparse
import sys

from tests.eval.abroad.score import LANGUAGES, compare_all, figures, names
from tests.eval.blind.__main__ import show


def main() -> int:
    """Print the figures of one language, each construction apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    show(compare_all(options.language), misses=options.misses)
    for name, is_one, is_found in names(options.language) if options.misses else ():
        if is_one != is_found:
            sys.stdout.write(f"{'MISSED' if is_one else 'FALSE'} name {name!r}\n")
    sys.stdout.write(
        "  ".join(f"{key} {value:.3f}" for key, value in figures(options.language).items()) + "\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
