"""Whom the seeds mean: `python -m tests.eval meant` measures names, titles and metonyms found.

A mention is found when one of ours covers at least half of both; « same » is the pairwise F1 of those found.
« text » leaves out what stands outside the body: headlines and bylines, which are read as headings, and
teasers, which are not read.
`metonyms.places_taken` is the share of plain places that were read as governments.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.eval.measures import (
    EVAL,
    SAME,
    Figures,
    MissingGold,
    Row,
    SeedPage,
    best_span,
    pair_f1,
    run_and_export,
    seed_pages,
    spans_of,
)
from tests.gold import SHARED

Gold = tuple[str, Row]


def figures(work: Path) -> Figures:
    """Run the seeds and compare what they mean with the hand annotation.

    Raises:
        MissingGold: If the shared folder is not here.
    """
    if not SHARED.exists():
        raise MissingGold(str(SHARED))
    rows = [
        json.loads(line) for line in run_and_export(SHARED / "seeds", work).read_text("utf-8").splitlines()
    ]
    pages = seed_pages(rows)
    gold = _gold(lambda m: m["mention_type"] in ("name", "nominal"))
    kept = [
        (doc, m) for doc, m in gold if m["start"] in pages[doc].place and m["end"] - 1 in pages[doc].place
    ]
    ids = _found(pages, rows, gold)
    metonyms = _gold(lambda m: m["mention_type"] == "metonym")
    places = _gold(lambda m: m["mention_type"] == "name" and m["type"] in ("PLACE", "COUNTRY"))
    told = [_form(pages, rows, g) == "metonym" for g in metonyms]
    taken = [_form(pages, rows, g) == "metonym" for g in places]
    return {
        "names_titles.found": _share(ids),
        "names_titles.found.text": _share(_found(pages, rows, kept)),
        "names_titles.same": pair_f1([(m["id"], i) for (_, m), i in zip(gold, ids, strict=True) if i]),
        "metonyms.told": _share(told),
        "metonyms.places_taken": _share(taken),
    }


def _gold(is_wanted: Callable[[Row], bool]) -> list[Gold]:
    table = json.loads((EVAL / "seeds" / "entities.json").read_text("utf-8"))
    return [
        (d["doc"], m) for d in table["docs"] for m in d["mentions"] if m["region"] == "body" and is_wanted(m)
    ]


def _found(pages: dict[str, SeedPage], rows: list[Row], gold: Iterable[Gold]) -> list[Any]:
    """Entity id of the mention found for each, None where there is none."""
    found = spans_of(pages, rows, "mention")
    best = (best_span(found.get(doc, []), (m["start"], m["end"])) for doc, m in gold)
    return [row["entity_id"] if overlap >= SAME else None for overlap, row in best]


def _form(pages: dict[str, SeedPage], rows: list[Row], gold: Gold) -> str | None:
    doc, m = gold
    overlap, row = best_span(spans_of(pages, rows, "mention").get(doc, []), (m["start"], m["end"]))
    return row["form"] if overlap >= SAME else None


def _share(of: list[Any]) -> float:
    return sum(map(bool, of)) / len(of) if of else 1.0
