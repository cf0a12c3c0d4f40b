"""`python -m tests.eval.pairs`: fits the model of pairs to the corpus, and scores it on stories left out.

With `--write` the model fitted to all stories replaces the one that is shipped.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np

from recoupe.lang import packs
from recoupe.lang.laying import lay_out
from recoupe.nlp.use import SentenceEncoder
from recoupe.records import Article, Dossier, Story
from recoupe.store.dossier import dossier_of
from recoupe.store.sqlite import SqliteStore
from recoupe.text.matching import pairing
from recoupe.text.matching.clusters import average_link
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.table import Table, pairings
from recoupe.text.matching.trees import Trees, chances
from tests.eval.boosting import Bools, Fitting, Floats, fit
from tests.eval.measures import recoupe, scorer
from tests.gold import SHARED

MODEL = Path(pairing.__file__).parent / f"{pairing.MODEL}.toml"
HELD = (
    0.5  # share of the shorter of two spans from which a proposition is a gold appearance, as `score.py` asks
)


class Example(msgspec.Struct, frozen=True):
    """A gold story with its propositions and every pair of them.

    Attributes:
        held: For each proposition the gold appearances it holds.
        same: Is the pair one gold claim?
        rival: Have the two rival figures, so that they are kept apart whatever the model says?
        gold: For each gold appearance its claim and its article.
        entangled: Pairs of claims that share words of one article: joining them is neither right nor wrong.
    """

    held: list[set[int]]
    table: Floats
    places: list[tuple[int, int]]
    same: Bools
    rival: Bools
    gold: list[tuple[str, str]]
    entangled: set[frozenset[str]]


def examples(store: Path) -> dict[str, Example]:
    """Every gold story of a store that holds the corpus, by name."""
    score, out, encoder = scorer("score"), {}, SentenceEncoder()
    gold = {s["story_id"]: s for s in score.load(SHARED / "corpus", "/dev/null")[0]}
    of_article = {a["id"]: name for name, story in gold.items() for a in story["articles"]}
    with SqliteStore(store) as opened:
        for story in opened.all(Story):
            dossier = dossier_of(opened, story)
            name = of_article[_stem(dossier.articles[0])]
            table = lay_out(dossier, packs=packs(), embed=encoder.embed)
            out[name] = _example(score, gold[name], dossier, table)
    return out


def _stem(article: Article) -> str:
    return Path(article.page).stem


def _example(score: ModuleType, story: Mapping[str, Any], dossier: Dossier, table: Table) -> Example:
    text = {_stem(a): score.Text(a.text) for a in dossier.articles}
    articles = {a["id"]: a for a in story["articles"]}
    gold, spans = [], []
    for claim in story["claims"]:
        for x in claim["appearances"]:
            gold.append((claim["id"], x["article"]))
            near = articles[x["article"]]["paragraphs"][x["p"]]
            spans.append(text[x["article"]].find(x["text"], near) if x["article"] in text else None)
    flat = [p for side in table.sides for p in side.pieces]
    stems = [_stem(view.article) for view in table.seen]
    held = [_held(score, text[stems[p.article]], stems[p.article], p, gold, spans) for p in flat]
    claimed = [{gold[k][0] for k in some} for some in held]
    rows, places, rival = [], [], []
    firsts = [0, *itertools.accumulate(len(side.pieces) for side in table.sides)]
    for i, j, pair in pairings(table):
        found = pairing.features(pair)
        for a, b in np.ndindex(found.shape[:2]):
            rows.append(found[a, b])
            places.append((firsts[i] + a, firsts[j] + b))
            rival.append(pairing.have_rival_figures(pair.a.pieces[a], pair.b.pieces[b]))
    return Example(
        held=held,
        table=np.array(rows),
        places=places,
        same=np.array([bool(claimed[i] & claimed[j]) for i, j in places]),
        rival=np.array(rival),
        gold=gold,
        entangled={
            frozenset((gold[i][0], gold[j][0]))
            for i, j in itertools.combinations(range(len(gold)), 2)
            if gold[i][1] == gold[j][1] and spans[i] and spans[j] and score.cover(spans[i], spans[j]) >= 0.3
        },
    )


def _held(
    score: ModuleType,
    text: Any,
    stem: str,
    piece: Piece,
    gold: Sequence[tuple[str, str]],
    spans: Sequence[Any],
) -> set[int]:
    mine = text.range(piece.start, piece.end)
    return {
        k for k, span in enumerate(spans) if gold[k][1] == stem and span and score.cover(span, mine) >= HELD
    }


def left_out(stories: Mapping[str, Example], fitting: Fitting) -> dict[str, Floats]:
    """Chances of each story's pairs under a model that has not seen the story."""
    return {name: _under(_fitted(stories, fitting, without=name), stories[name]) for name in stories}


def _fitted(stories: Mapping[str, Example], fitting: Fitting, without: str = "") -> Trees:
    used = [story for name, story in stories.items() if name != without]
    table = np.concatenate([s.table for s in used])
    return fit(pairing.FEATURES, table, np.concatenate([s.same for s in used]), fitting)


def _under(trees: Trees, story: Example) -> Floats:
    return chances(trees, pairing.FEATURES, story.table)


def counts(story: Example, chance: Floats, threshold: float) -> tuple[int, int, int]:
    """Pairs of gold appearances rightly joined, wrongly joined, and missed, as `score.py` counts them."""
    scores = {
        place: -np.inf if rival else float(p)
        for place, p, rival in zip(story.places, chance, story.rival, strict=True)
        if rival or p > pairing.LEAST
    }
    groups: dict[int, set[int]] = {}
    for n, group in enumerate(average_link(len(story.held), scores, threshold)):
        for k in group:
            for appearance in story.held[k]:
                groups.setdefault(appearance, set()).add(n)
    right = wrong = missed = 0
    for (i, (c, a)), (j, (d, b)) in itertools.combinations(enumerate(story.gold), 2):
        if a == b:
            continue
        together = bool(groups.get(i, set()) & groups.get(j, set()))
        right += together and c == d
        wrong += together and c != d and frozenset((c, d)) not in story.entangled
        missed += c == d and not together
    return right, wrong, missed


def encode(trees: Trees) -> str:
    """A model as its TOML file."""
    rows = [
        "  [["
        + ", ".join(f'["{name}", {bound}, {str(above).lower()}]' for name, bound, above in leaf.questions)
        + f"], {leaf.points}],"
        for leaf in trees.leaves
    ]
    head = "# sum of small decision trees over pairs of propositions; points are log-odds; see docs/claims.md"
    return "\n".join([head, f"bias = {trees.bias}", "leaves = [", *rows, "]", ""])


def main() -> None:
    """Print precision, recall and F1 over the stories left out, at several thresholds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store that holds the corpus; else one is made")
    parser.add_argument("--write", action="store_true", help="replace the shipped model")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        stories = examples(options.store or _made(Path(work)))
    fitting = Fitting()
    chance = left_out(stories, fitting)
    for threshold in (0.08, 0.1, 0.12, 0.14, 0.16, 0.2, 0.25):
        right, wrong, missed = (
            sum(column)
            for column in zip(*(counts(s, chance[n], threshold) for n, s in stories.items()), strict=True)
        )
        p, r = right / max(1, right + wrong), right / max(1, right + missed)
        f1 = 2 * p * r / max(p + r, 1e-9)
        sys.stdout.write(f"threshold {threshold:.2f}  precision {p:.3f}  recall {r:.3f}  F1 {f1:.3f}\n")
    if options.write:
        MODEL.write_text(encode(_fitted(stories, fitting)), "utf-8")


def _made(work: Path) -> Path:
    with redirect_stdout(StringIO()):
        scorer("render").main(str(SHARED / "corpus"), str(work / "pages"))
    recoupe("run", work / "pages", "--store", work / "store.sqlite", "--quiet")
    return work / "store.sqlite"


if __name__ == "__main__":
    main()
