"""`python -m tests.eval.dates`: how well time expressions are read in sentences of our own.

Strict, relaxed and value F1 as TempEval-3 counts them; `--misses` lists what was read otherwise.
"""

from __future__ import annotations

import sys

from tests.eval.dates.score import FOLDER, misses, read_all, score


def main(arguments: list[str]) -> int:
    """Score every set of the folder, or the named ones."""
    named = [a for a in arguments if not a.startswith("-")]
    for path in sorted(FOLDER.glob("*.txt")):
        if named and path.stem not in named:
            continue
        sentences = read_all(path)
        n = sum(len(s.wanted) for s in sentences)
        figures = "  ".join(f"{name} {value:.3f}" for name, value in score(sentences).items())
        sys.stdout.write(f"{path.stem}: {len(sentences)} sentences, {n} expressions  {figures}\n")
        if "--misses" in arguments:
            for line in misses(sentences):
                sys.stdout.write(f"  {line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
