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
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec

from recoupe.engine.worker import one_thread
from recoupe.lang import packs
from recoupe.lang.laying import lay_out
from recoupe.nlp.use import SentenceEncoder
from recoupe.records import Dossier, Entity, Story
from recoupe.stages.claims import claims
from recoupe.stages.corroborate import corroborate
from recoupe.store.dossier import dossier_of
from recoupe.store.sqlite import SqliteStore
from recoupe.text.similarity import Matrix
from tests.bench.meter import fixed_loop
from tests.eval.measures import recoupe, scorer
from tests.gold import SHARED

SIZES = (6, 24, 50, 200, 2000)
WARM = 4  # articles of a story that is not measured
OWN = re.compile(
    rb'"((?:article|page|annotations|vectors|names|dating|timex|mention|statement|cluster|chain)-[0-9a-f]+)"'
)
OF_ARTICLE = "annotations vectors datings timexes mentions statements clusters chains"
PARTS = ("articles", *OF_ARTICLE.split())


class Timed:
    """An encoder that adds up the processor time it takes."""

    def __init__(self) -> None:
        self._encoder = SentenceEncoder()
        self.cpu_s = 0.0

    def embed(self, sentences: Sequence[str]) -> Matrix:
        began = time.process_time()
        found = self._encoder.embed(sentences)
        self.cpu_s += time.process_time() - began
        return found


class Cost(msgspec.Struct, frozen=True):
    """Seconds of processor time: vectors of what was not known yet, the rest of the table, and so on."""

    vectors: float
    table: float
    claims: float
    origins: float

    def __str__(self) -> str:
        return "  ".join(f"{name} {getattr(self, name):6.2f} s" for name in Cost.__struct_fields__)


def main(arguments: list[str]) -> int:
    """Print milliseconds an article for each size; exit status 0."""
    parser = argparse.ArgumentParser(prog="tests.bench claims")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--store", type=Path, help="a store that holds the corpus; else one is made")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        given = _stories(options.store or _made(Path(work)))
    _measured(_grown(given, WARM), Timed())  # models and tables are read
    for size in options.sizes:
        n_claims, cost = _measured(_grown(given, size), Timed())
        known = 1000 * (cost.table + cost.claims + cost.origins) / size
        each = f"{known:5.1f} ms an article, {known + 1000 * cost.vectors / size:5.1f} with vectors"
        sys.stdout.write(
            f"{size:5} articles {n_claims:5} claims  {cost}  {each}, loop {fixed_loop():.2f} s\n"
        )
        sys.stdout.flush()
    return 0


def _measured(dossier: Dossier, encoder: Timed) -> tuple[int, Cost]:
    """How many claims a story has, and what it costs with an encoder that has not read it."""
    encoder.embed(["warm"])
    encoder.cpu_s = 0.0
    start = time.process_time()
    with one_thread():
        table = lay_out(dossier, packs=packs(), embed=encoder.embed)
        laid = time.process_time()
        made = claims(dossier, table, packs=packs())
        found = time.process_time()
        corroborate(dossier, made, table, packs=packs())
        end = time.process_time()
    return len(made), Cost(encoder.cpu_s, laid - start - encoder.cpu_s, found - laid, end - found)


def _made(work: Path) -> Path:
    scorer("render").main(str(SHARED / "corpus"), str(work / "pages"))
    recoupe("run", work / "pages", "--store", work / "store.sqlite", "--quiet")
    return work / "store.sqlite"


def _stories(store: Path) -> list[Dossier]:
    with SqliteStore(store) as opened:
        return [dossier_of(opened, story) for story in opened.all(Story)]


def _grown(given: list[Dossier], size: int) -> Dossier:
    """One story of so many articles: those of the given stories, one after the other, under other ids."""
    copies = [_under(given[k % len(given)], k // len(given), f"{k:04}", k) for k in range(size)]
    entities: dict[str, list[Entity]] = defaultdict(list)
    for e in (e for copy in copies for e in copy.entities):
        entities[e.id].append(e)
    both = {part: tuple(x for copy in copies for x in getattr(copy, part)) for part in PARTS}
    named = tuple(
        msgspec.structs.replace(some[-1], members=tuple(m for e in some for m in e.members))
        for some in entities.values()
    )
    return msgspec.structs.replace(copies[0], entities=named, **both)


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
