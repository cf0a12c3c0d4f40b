"""`make bench`: how fast, how much memory, and how well beside the peers.

The first argument picks a bench by name, the others are its own: `make bench ARGS="dates --runs 3"`.
Without a name the whole program is measured.
"""

from __future__ import annotations

import sys
from importlib import import_module

# name -> module with `main(arguments) -> exit status`, imported only when picked: peers need not be installed
BENCHES = {
    "copies": "tests.bench.copies",
    "claims": "tests.bench.claims",
    "dates": "tests.bench.dates",
    "mutants": "tests.bench.mutants",
    "entities": "tests.bench.entities",
    "face": "tests.bench.face",
    "pages": "tests.bench.extractors",
    "statements": "tests.bench.statements",
    "whole": "tests.bench.whole",
}


def main(arguments: list[str]) -> int:
    """Run the bench that the first argument names; « whole » without one."""
    named = arguments[:1] if arguments[:1] and arguments[0] in BENCHES else []
    status: int = import_module(BENCHES[named[0] if named else "whole"]).main(arguments[len(named) :])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
