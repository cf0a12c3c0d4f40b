"""Who says what: CPU milliseconds an article beside plain spaCy, and how well beside textacy.

Timed over the shipped corpus in French and English: plain spaCy over its texts, then the stages `attribute`
and `corefer` over what a run made of them. Scored on the passages of `tests/eval/blind`: F1 of contents that
share half their characters with the gold. textacy's `direct_quotations` reads quotations between marks alone,
so both sides are scored over these too; a paragraph that it refuses (an odd number of marks) gives nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from recoupe.engine.local import LocalEngine
from recoupe.engine.run import run
from recoupe.inputs.files import read_paths
from recoupe.lang import LANGUAGES
from recoupe.nlp.spacy import MODELS
from recoupe.records import Annotations, Article, Dating, Names
from recoupe.settings import Settings
from recoupe.stages.attribute import attribute
from recoupe.stages.corefer import corefer
from recoupe.store.sqlite import SqliteStore
from recoupe.text.quotes import find_quotations
from recoupe.text.spans import Range, iou
from tests.bench.dates import shipped
from tests.eval.blind.score import FIRST, SAME, SECOND, THIRD, Passage, compare, read

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Ready(msgspec.Struct, frozen=True):
    """One article with all that the two stages read."""

    article: Article
    annotations: Annotations
    names: Names
    dating: Dating


def main(arguments: list[str]) -> int:
    """Time and score; print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench statements", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs over the texts; medians are printed")
    options = parser.parse_args(arguments)
    import spacy

    has_peer = importlib.util.find_spec("textacy") is not None
    if not has_peer:
        print("textacy: not installed, left out")
    ready = annotate()
    for language, model in MODELS.items():
        nlp = spacy.load(model)
        print_times(
            nlp, [r for r in ready if r.article.language == language], options.runs, has_peer=has_peer
        )
        for name in (FIRST, SECOND, THIRD):
            print_scores(nlp, language, name, has_peer=has_peer)
    return 0


def annotate() -> list[Ready]:
    """The shipped corpus as a run reads it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(processes=1)
        with SqliteStore(Path(folder) / "statements.sqlite") as store, LocalEngine(settings) as engine:
            run(read_paths(shipped()), store=store, engine=engine, settings=settings)
            notes = {n.article_id: n for n in store.all(Annotations)}
            names = {n.article_id: n for n in store.all(Names)}
            datings = {d.article_id: d for d in store.all(Dating)}
            return [Ready(a, notes[a.id], names[a.id], datings[a.id]) for a in store.all(Article)]


# --- cost ---------------------------------------------------------------------------------------------


def print_times(nlp: Language, ready: Sequence[Ready], runs: int, *, has_peer: bool) -> None:
    """CPU milliseconds an article of plain spaCy, of the two stages, and of the peer over spaCy's docs."""
    texts = [r.article.text for r in ready]
    docs = list(nlp.pipe(texts))
    rows = {
        "plain spaCy": lambda: sum(len(d) for d in nlp.pipe(texts)),
        "attribute and corefer": lambda: sum(map(statements, ready)),
    }
    if has_peer:
        rows["textacy"] = lambda: sum(len(direct(d)) for d in docs)
    print(f"\n{nlp.lang}: {len(ready)} articles, CPU milliseconds an article, median of {runs}")
    for name, work in rows.items():
        print(f"  {name:24}{milliseconds(work, runs) / len(ready):8.2f}", flush=True)


def statements(ready: Ready) -> int:
    """Run both stages; how many statements they found."""
    pack = LANGUAGES[ready.article.language]
    mentions = ready.names.mentions
    found = attribute(ready.article, ready.annotations, mentions, pack=pack)
    corefer(ready.article, ready.annotations, mentions, found, ready.dating, pack=pack)
    return len(found)


def milliseconds(work: Callable[[], int], runs: int) -> float:
    """CPU milliseconds of a piece of work, median of the runs."""
    taken = []
    for _ in range(runs):
        since = time.process_time()
        work()
        taken.append(time.process_time() - since)
    return statistics.median(taken) * 1000


# --- quality ------------------------------------------------------------------------------------------


def print_scores(nlp: Language, language: str, name: str, *, has_peer: bool) -> None:
    """F1 over all that is said, and over what stands between marks alone."""
    passages = read(language, name)
    print(f"{language}, passages « {name} »: F1 over all, and of quotations alone")
    rows: dict[str, Callable[[Passage], list[Range]]] = {"recoupe": lambda p: ours(p, language)}
    if has_peer:
        rows["textacy"] = lambda p: [r for d in nlp.pipe(p.text.split("\n\n")) for r in placed(p, d)]
    for side, find in rows.items():
        found = [find(p) for p in passages]
        print(
            f"  {side:24}{f1(passages, found):8.3f}{f1(passages, found, only_direct=True):8.3f}", flush=True
        )


def ours(passage: Passage, language: str) -> list[Range]:
    """Contents that the two stages find."""
    return [(r.found.start, r.found.end) for r in compare(passage, language) if r.found is not None]


def direct(doc: Doc) -> list[Range]:
    """Contents that textacy finds in one paragraph; none where it refuses an odd number of marks."""
    extract = import_module("textacy.extract")
    try:
        return [(q.content.start_char, q.content.end_char) for q in extract.direct_quotations(doc)]
    except ValueError:
        return []


def placed(passage: Passage, doc: Doc) -> list[Range]:
    """The same with offsets of the whole passage."""
    at = passage.text.index(doc.text)
    return [(at + a, at + b) for a, b in direct(doc)]


def f1(passages: Sequence[Passage], found: Sequence[list[Range]], *, only_direct: bool = False) -> float:
    """F1 of contents that share half their characters; each find counts once."""
    n_said = n_found = hits = 0
    for passage, mine in zip(passages, found, strict=True):
        said = [(a := passage.text.index(s.content), a + len(s.content)) for s in passage.said]
        said = [r for r in said if not only_direct or is_quoted(passage.text, r)]
        left = [r for r in mine if not only_direct or is_quoted(passage.text, r)]
        n_said, n_found = n_said + len(said), n_found + len(left)
        for r in said:
            best = max(left, key=lambda x: iou(x, r), default=None)
            if best is not None and iou(best, r) >= SAME:
                hits += 1
                left.remove(best)
    return 2 * hits / (n_said + n_found) if n_said + n_found else 0.0


def is_quoted(text: str, r: Range) -> bool:
    """Whether a range stands between marks, or holds them at its ends."""
    return any(q.start <= r[0] and r[1] <= q.end for q in find_quotations(text))
