"""Golden files: what the program gives for the shipped corpus, as JSON that a reviewer can read in a diff.

Ids are left out (they follow from the content); articles are named by their page. One folder a story of the
corpus; an article's records stand in the folder of the story its page was written for, a claim's and an
account's in that of the story's first article.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

from tests.eval.measures import Row, rows_of, run_and_export

GOLDEN = Path(__file__).resolve().parent
Golden = dict[str, dict[str, Any]]  # story -> file name -> content


def build(work: Path) -> Golden:
    """Run the program over the shipped corpus and fold the export into golden content."""
    pages = Path(str(resources.files("recoupe.corpus").joinpath("pages")))
    return fold(rows_of(run_and_export(pages, work)))


def fold(rows: list[Row]) -> Golden:
    """Turn an interchange file into golden content."""
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for r in rows:
        by_kind[r["kind"]].append(r)
    page = {a["id"]: Path(a["page"]).name for a in by_kind["article"]}
    out: Golden = defaultdict(lambda: defaultdict(dict))
    for a in sorted(by_kind["article"], key=lambda a: page[a["id"]]):
        out[story_of(page[a["id"]])]["articles"][page[a["id"]]] = _article(a)
    for s in sorted(
        by_kind["statement"], key=lambda s: (page[s["article_id"]], s["start"], s["end"], s["id"])
    ):
        name = page[s["article_id"]]
        out[story_of(name)]["statements"].setdefault(name, []).append(_statement(s))
    claims: dict[str, list[Row]] = defaultdict(list)
    for c in by_kind["claim"]:
        claims[c["story_id"]].append(c)
    for s in sorted(by_kind["story"], key=lambda s: page[s["article_ids"][0]]):
        first = page[s["article_ids"][0]]
        mine = sorted((_claim(c, page) for c in claims[s["id"]]), key=_order)
        out[story_of(first)]["claims"][first] = mine
        out[story_of(first)]["account"][first] = _account(s, by_kind, page)
    return {story: dict(files) for story, files in out.items()}


def story_of(page: str) -> str:
    """Story of a page of the shipped corpus (`port-strike-3.html` → `port-strike`)."""
    return re.sub(r"-\d+\.\w+$", "", page)


def _order(claim: Row) -> tuple[int, str, str]:
    return (-claim["outlets"], claim["text"], json.dumps(claim, ensure_ascii=False))


def _article(a: Row) -> Row:
    keys = ("outlet", "language", "headline", "byline", "credit", "published_at", "published_from")
    return {**{k: a[k] for k in keys}, "paragraphs": a["text"].split("\n\n")}


def _statement(s: Row) -> Row:
    cue = s["cue"]["text"] if s["cue"] else None
    return {
        "text": s["text"],
        "is": f"{s['report_type']}, {s['modality']}",
        "cue": cue,
        "chain": " → ".join(s["chain"]),
    }


def _claim(c: Row, page: dict[str, str]) -> Row:
    return {
        "text": c["text"],
        "outlets": c["outlets"],
        "origins": f"{c['origins_min']}–{c['origins_max']}, unknown {c['unknown']}",
        "named": sorted(o["name"] for o in c["origins"]),
        "merges": sorted({m["rule"] for m in c["merges"]}),
        "appearances": sorted(
            f"{page[x['article_id']]} · {x['modality']} · {x['source'] or '—'} · {x['text']}"
            for x in c["appearances"]
        ),
    }


def _account(story: Row, by_kind: dict[str, list[Row]], page: dict[str, str]) -> Row:
    inside = set(story["article_ids"])
    return {
        "headline": story["headline"],
        "articles": [page[a] for a in story["article_ids"]],
        "copies": sorted(
            f"{page[d['article_id']]} ← {page[d['from_article_id']]} · {d['type']}"
            for d in by_kind["derivation"]
            if d["article_id"] in inside
        ),
        "differences": sorted(
            f"{c['type']} · {c['a']['text']} ≠ {c['b']['text']}"
            for c in by_kind["contradiction"]
            if c["a"]["article_id"] in inside
        ),
    }


def dump(content: Any) -> str:
    """JSON as it stands in a golden file."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
