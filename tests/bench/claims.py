"""`python -m tests.bench claims`: CPU time of claims and origins, by size of the story.

Stories are made from the corpus: the articles of one story over and over under other ids and outlets, each
with other figures, so that reprints, rewrites and rival figures all occur.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from recoupe.engine.worker import one_thread
from recoupe.lang import packs
from recoupe.lang.laying import lay_out
from recoupe.nlp.use import SentenceEncoder
from recoupe.records import Dossier, Story
from recoupe.stages.claims import claims
from recoupe.stages.corroborate import corroborate
from recoupe.store.dossier import dossier_of
from recoupe.store.sqlite import SqliteStore
from tests.eval.measures import recoupe, scorer
from tests.gold import SHARED

SIZES = (6, 24, 50, 200, 2000)
OWN = re.compile(
    rb'"((?:article|page|annotations|vectors|names|dating|timex|mention|statement|cluster|chain)-[0-9a-f]+)"'
)
OF_ARTICLE = "annotations vectors datings timexes mentions statements clusters chains"
PARTS = ("articles", *OF_ARTICLE.split())


def main(arguments: list[str]) -> int:
    """Print milliseconds an article for each size; exit status 0."""
    parser = argparse.ArgumentParser(prog="tests.bench claims")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--store", type=Path, help="a store that holds the corpus; else one is made")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        given = _stories(options.store or _made(Path(work)))
    encoder = SentenceEncoder()
    encoder.embed(["warm"])
    for size in options.sizes:
        dossier = _grown(given, size)
        start = time.process_time()
        with one_thread():
            table = lay_out(dossier, packs=packs(), embed=encoder.embed)
            laid = time.process_time()
            made = claims(dossier, table, packs=packs())
            found = time.process_time()
            corroborate(dossier, made, table, packs=packs())
            end = time.process_time()
        parts = f"table {laid - start:7.2f} s  claims {found - laid:7.2f} s  origins {end - found:7.2f} s"
        each = 1000 * (end - start) / size
        sys.stdout.write(f"{size:5} articles  {len(made):5} claims  {parts}  {each:6.1f} ms an article\n")
        sys.stdout.flush()
    return 0


def _made(work: Path) -> Path:
    scorer("render").main(str(SHARED / "corpus"), str(work / "pages"))
    recoupe("run", work / "pages", "--store", work / "store.sqlite", "--quiet")
    return work / "store.sqlite"


def _stories(store: Path) -> list[Dossier]:
    with SqliteStore(store) as opened:
        return [dossier_of(opened, story) for story in opened.all(Story)]


def _grown(given: list[Dossier], size: int) -> Dossier:
    """One story of so many articles: those of the given stories, one after the other, under other ids."""
    out: Dossier | None = None
    for k in range(size):
        base = given[k % len(given)]
        copy = _under(base, k // len(given) if k >= len(given) else 0, f"{k:04}", k)
        out = copy if out is None else _joined(out, copy)
    assert out is not None
    return out


def _under(base: Dossier, turn: int, mark: str, k: int) -> Dossier:
    """One article of a story, alone, with its own ids and outlet."""
    article = base.articles[turn % len(base.articles)]
    kept = {
        part: tuple(
            x for x in getattr(base, part) if (x.id if part == "articles" else x.article_id) == article.id
        )
        for part in PARTS
    }
    alone = msgspec.structs.replace(base, derivations=(), **kept)
    raw = OWN.sub(lambda m: b'"' + m[1] + b"x" + mark.encode() + b'"', msgspec.json.encode(alone))
    made = msgspec.json.decode(raw, type=Dossier)
    articles = tuple(msgspec.structs.replace(a, outlet=f"{a.outlet} {k}") for a in made.articles)
    return msgspec.structs.replace(made, articles=articles)


def _joined(a: Dossier, b: Dossier) -> Dossier:
    entities = {e.id: e for e in a.entities}
    for e in b.entities:
        held = entities.get(e.id)
        members = (*(held.members if held else ()), *e.members)
        entities[e.id] = msgspec.structs.replace(e, members=members)
    both = {part: (*getattr(a, part), *getattr(b, part)) for part in PARTS}
    return msgspec.structs.replace(a, entities=tuple(entities.values()), **both)
