"""`python -m tests.eval.blind fr`: the blind passages per construction; `--misses` shows each error."""

from __future__ import annotations

import argparse
import sys

from tests.eval.blind.score import FIRST, SECOND, THIRD, Row, by_construction, compare_all, figures

COLUMNS = ("f1", "speaker", "chain", "modality")


def main() -> int:
    """Print the figures of every construction, then those over all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=("fr", "en"))
    parser.add_argument("--set", choices=(FIRST, SECOND, THIRD), default=FIRST)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    rows = compare_all(options.language, options.set)
    show(rows, misses=options.misses)
    return 0


def show(rows: list[Row], *, misses: bool) -> None:
    """Print the figures of each construction, of all, and each error where asked."""
    _say(f"{'construction':18}{'said':>6}{'found':>7}" + "".join(f"{c:>10}" for c in COLUMNS))
    for construction, own in by_construction(rows).items():
        _say(_line(construction, own))
    _say(_line("all", rows))
    _say("  ".join(f"{name} {value:.3f}" for name, value in figures(rows).items()))
    for row in rows if misses else ():
        for problem in _problems(row):
            _say(f"{row.passage.construction:16} {problem}\n{'':17}{row.passage.text[:150]!r}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _line(name: str, rows: list[Row]) -> str:
    n_said, n_found = sum(r.said is not None for r in rows), sum(r.found is not None for r in rows)
    values = figures(rows)
    return f"{name:18}{n_said:6}{n_found:7}" + "".join(f"{values[c]:10.3f}" for c in COLUMNS)


def _problems(row: Row) -> list[str]:
    if row.said is None:
        assert row.found is not None
        return [f"EXTRA   {row.found.rule}: {row.found.text[:90]!r}"]
    if row.found is None or row.chain is None:
        return [f"MISSED  {row.said.content[:90]!r}"]
    hops = [h.name for h in row.chain.hops[:-1]]
    out = []
    if not row.has_speaker:
        out.append(
            f"SPEAKER {row.said.speaker or row.said.source!r} is {hops[:1]} ({row.chain.hops[0].kind})"
        )
    elif not row.has_chain:
        out.append(f"CHAIN   {row.said.chain or row.said.speaker or row.said.source!r} is {hops}")
    if row.said.modality != row.found.modality:
        out.append(f"MODAL   {row.said.modality} is {row.found.modality}: {row.found.text[:60]!r}")
    if row.said.medium is not None and not row.has_medium:
        out.append(f"MEDIUM  {row.said.medium} is {row.chain.occasion}")
    if row.said.no_comment != row.found.no_comment:
        out.append(f"COMMENT {row.found.text[:60]!r}")
    return out


if __name__ == "__main__":
    sys.exit(main())
