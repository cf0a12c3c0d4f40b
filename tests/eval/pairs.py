"""`python -m tests.eval.pairs`: fits the model of pairs to gold stories, and scores it on those left out.

With `--write` the model fitted to all stories replaces the one that is shipped instead.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
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
from recoupe.records import Article, Story
from recoupe.store.dossier import dossier_of
from recoupe.store.sqlite import SqliteStore
from recoupe.text.matching import pairing
from recoupe.text.matching.clusters import Compared, average_link
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.table import Table, compared, pairings
from recoupe.text.matching.trees import Trees, chances
from tests.eval.boosting import Bools, Fitting, Floats, fit
from tests.eval.measures import ASIDE, MORE, WIDE, recoupe, scorer
from tests.gold import SHARED

MODEL = Path(pairing.__file__).parent / f"{pairing.MODEL}.toml"
SETS = {"corpus": SHARED / "corpus", "aside": ASIDE, "more": MORE, "wide": WIDE}
HELD = (
    0.5  # share of the shorter of two spans from which a proposition is a gold appearance, as in `score.py`
)
ENTANGLED = 0.3  # the same from which two gold spans share words
HARD = 0.6  # share of a story's pairs that are least alike: nearly all of them two claims
EASY = 7  # of those so many are left out of the fitting for each one kept
N_FOLDS = 6
THRESHOLDS = (0.2, 0.25, 0.3)


class Example(msgspec.Struct, frozen=True):
    """Articles of one story, with their propositions and every pair of them.

    Attributes:
        source: Name of the set it is from.
        story: Name of the gold story.
        held: For each proposition the gold appearances it holds.
        same: Is the pair one gold claim?
        counts: How many pairs each row stands for in the fitting.
        bound: What the shipped rules leave of a chance: 1 all, 0 none, minus infinity for rival figures.
        gold: For each gold appearance its claim and its article.
        entangled: Pairs of claims that share words of one article: joining them is neither right nor wrong.
        compared: Over how many pairs two groups agree on average.
    """

    source: str
    story: str
    held: list[set[int]]
    table: Floats
    places: list[tuple[int, int]]
    same: Bools
    counts: Floats
    bound: Floats
    gold: list[tuple[str, str]]
    entangled: set[frozenset[str]]
    compared: Compared


def examples(name: str, store: Path) -> list[Example]:
    """Every gold story of a set, in a store that holds it; whole, whatever became of it there."""
    score, encoder = scorer("score"), SentenceEncoder()
    gold = score.load(SETS[name], "/dev/null")[0]
    with SqliteStore(store) as opened:
        ids = {_stem(article): article.id for article in opened.all(Article)}
        stories = [
            Story(
                id=story["story_id"],
                headline=story["title"],
                article_ids=tuple(ids[a["id"]] for a in story["articles"] if a["id"] in ids),
            )
            for story in gold
        ]
        tables = [lay_out(dossier_of(opened, story), packs=packs(), embed=encoder.embed) for story in stories]
    return [_example(score, name, story, table) for story, table in zip(gold, tables, strict=True)]


def _stem(article: Article) -> str:
    return Path(article.page).stem


def _example(score: ModuleType, name: str, story: Mapping[str, Any], table: Table) -> Example:
    text = {_stem(view.article): score.Text(view.article.text) for view in table.seen}
    articles = {a["id"]: a for a in story["articles"]}
    gold, spans = [], []
    for claim, x in ((c, x) for c in story["claims"] for x in c["appearances"]):
        gold.append((f"{story['story_id']}/{claim['id']}", x["article"]))
        near = articles[x["article"]]["paragraphs"][x["p"]]
        spans.append(text[x["article"]].find(x["text"], near) if x["article"] in text else None)
    stems = [_stem(view.article) for view in table.seen]
    held = [_held(score, text[stems[p.article]], stems[p.article], p, gold, spans) for p in table.flat]
    entangled = {
        frozenset((gold[i][0], gold[j][0]))
        for i, j in itertools.combinations(range(len(gold)), 2)
        if gold[i][1] == gold[j][1] and spans[i] and spans[j] and score.cover(spans[i], spans[j]) >= ENTANGLED
    }
    rows, places, bounds = [], [], []
    for i, j, pair in pairings(table):
        met = pairing.compare([pair])[0]
        left = pairing.bound(pair, met)
        rows.append(met.features.reshape(-1, len(pairing.FEATURES)))
        bounds.append(left.ravel())
        places += [(table.firsts[i] + int(a), table.firsts[j] + int(b)) for a, b in np.ndindex(left.shape)]
    claimed = [frozenset(gold[k][0] for k in some) for some in held]
    same = np.array([bool(claimed[i] & claimed[j]) for i, j in places])
    vague = np.array(
        [any(frozenset((c, d)) in entangled for c in claimed[i] for d in claimed[j]) for i, j in places]
    )
    bound = np.concatenate(bounds)
    found = np.concatenate(rows)
    counts = np.where((vague & ~same) | (bound <= 0), 0.0, _counts(found, same))
    over = compared(table, range(len(table.flat)))
    return Example(name, story["story_id"], held, found, places, same, counts, bound, gold, entangled, over)


def _counts(table: Floats, same: Bools) -> Floats:
    """All pairs that might be one claim count once; of the others one in `EASY` stands for that many."""
    lead = table[:, pairing.FEATURES.index("lead")]
    hard = same | (lead > np.quantile(lead, HARD))
    return np.where(hard, 1.0, np.where(np.arange(len(same)) % EASY == 0, float(EASY), 0.0))


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


def left_out(stories: Sequence[Example], fitting: Fitting, part: Callable[[Example], str]) -> list[Floats]:
    """Chances of each story's pairs under a model that has seen nothing of its part."""
    fitted = {
        name: _fitted([s for s in stories if part(s) != name], fitting)
        for name in dict.fromkeys(part(s) for s in stories)
    }
    return [_under(fitted[part(story)], story) for story in stories]


def folds(stories: Sequence[Example]) -> Callable[[Example], str]:
    """Parts of a few stories each, every set dealt out evenly."""
    names = sorted({(s.source, s.story) for s in stories})
    part = {story: str(k % N_FOLDS) for k, (_, story) in enumerate(names)}
    return lambda story: part[story.story]


def _fitted(stories: Sequence[Example], fitting: Fitting) -> Trees:
    table, same, counts = (
        np.concatenate([getattr(s, name)[s.counts > 0] for s in stories])
        for name in ("table", "same", "counts")
    )
    return fit(pairing.FEATURES, table, same, fitting, counts)


def _under(trees: Trees, story: Example) -> Floats:
    return chances(trees, pairing.FEATURES, story.table)


def counts(story: Example, chance: Floats, threshold: float) -> tuple[int, int, int]:
    """Pairs of gold appearances rightly joined, wrongly joined, and missed, as `score.py` counts them."""
    left = np.where(np.isinf(story.bound), -np.inf, chance * np.where(np.isinf(story.bound), 1, story.bound))
    kept = ((left > pairing.LEAST) | (left < 0)).nonzero()[0]
    scores = {story.places[k]: float(left[k]) for k in kept}
    groups: dict[int, set[int]] = {}
    for n, group in enumerate(average_link(len(story.held), scores, threshold, story.compared)):
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
    """Print precision, recall and F1 of each set at several thresholds, by what was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--stores", type=Path, nargs="*", help=f"stores that hold {', '.join(SETS)}; else made"
    )
    parser.add_argument("--write", action="store_true", help="replace the shipped model, and score nothing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        stores = options.stores or [_made(Path(work) / name, folder) for name, folder in SETS.items()]
        stories = [e for name, store in zip(SETS, stores, strict=True) for e in examples(name, store)]
    fitting = Fitting()
    if options.write:
        MODEL.write_text(encode(_fitted(stories, fitting)), "utf-8")
        return
    for what, part in (("stories", folds(stories)), ("set", lambda story: story.source)):
        found = left_out(stories, fitting, part)
        for name, threshold in itertools.product(SETS, THRESHOLDS):
            mine = [(s, c) for s, c in zip(stories, found, strict=True) if s.source == name]
            right, wrong, missed = map(sum, zip(*(counts(s, c, threshold) for s, c in mine), strict=True))
            p, r = right / max(1, right + wrong), right / max(1, right + missed)
            sys.stdout.write(
                f"{what} left out  {name:7} threshold {threshold:.2f}  precision {p:.3f}  recall {r:.3f}"
                f"  F1 {2 * p * r / max(p + r, 1e-9):.3f}\n"
            )
            sys.stdout.flush()


def _made(work: Path, folder: Path) -> Path:
    with redirect_stdout(StringIO()):
        scorer("render").main(str(folder), str(work / "pages"))
    recoupe("run", work / "pages", "--store", work / "store.sqlite", "--quiet")
    return work / "store.sqlite"


if __name__ == "__main__":
    main()
