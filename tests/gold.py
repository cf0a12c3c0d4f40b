"""Gold stories as records: the articles a perfect `clean` would give, for tests of one stage alone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from recoupe.ids import make_id
from recoupe.records import Article, Paragraph, Published

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("RECOUPE_SHARED", ROOT.parent / "shared"))


def stories(folder: Path) -> list[dict[str, Any]]:
    """Every gold story of a corpus folder, by file name."""
    return [json.loads(f.read_text("utf-8")) for f in sorted(folder.glob("*.json"))]


def article_of(gold: dict[str, Any]) -> Article:
    """The article of one gold entry: its paragraphs are the text, its metadata are stated."""
    text = "\n\n".join(gold["paragraphs"])
    paragraphs, at = [], 0
    for p in gold["paragraphs"]:
        paragraphs.append(
            Paragraph(start=at, end=at + len(p), label="body", page_start=at, page_end=at + len(p))
        )
        at += len(p) + 2
    day = gold["published"][:10]
    return Article(
        id=make_id("article", gold["id"]),
        page_id=make_id("page", gold["id"]),
        page=gold["id"] + ".html",
        outlet=gold["outlet"],
        outlet_from="manifest",
        domain=gold["domain"],
        language=gold["lang"],
        text=text,
        paragraphs=tuple(paragraphs),
        left_out=(),
        charset="utf-8",
        headline=gold["headline"],
        byline=gold["byline"],
        credit=gold["credit"],
        published=Published(
            at=gold["published"], source="json-ld", earliest=day, latest=day, certainty="explicit"
        ),
    )
