"""`python -m tests.eval.differences STORE=GOLD…`: fits the points of differences, leaving out each story.

A store holds the rendered pages of a gold folder. With `--write` the points fitted to all stories replace
those that are shipped. Precision, recall and how many are shown are printed for several chances.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.lang import packs
from recoupe.lang.differing import ground_of
from recoupe.lang.laying import lay_out
from recoupe.nlp.use import SentenceEncoder
from recoupe.records import Article, Story
from recoupe.stages.claims import claims
from recoupe.store.dossier import dossier_of
from recoupe.store.sqlite import SqliteStore
from recoupe.text.matching import differences
from recoupe.text.matching.evidence import open_ledger
from recoupe.text.matching.ground import Candidate, Spot
from recoupe.text.matching.points import Points
from tests.eval.measures import scorer

MODEL = Path(differences.__file__).parent / f"{differences.MODEL}.toml"
# chances from which a difference is shown: of figures between .25 and .3 seven of 25 are right, left out
LEAST = {"number": 0.25, "date": 0.3, "polarity": 0.3}
RIDGE = {"number": 10.0, "date": 10.0, "polarity": 10.0}  # pull of every weight towards none
HELD = 0.3  # share of the shorter span that both hold, as `score.py` asks
STEPS = 30  # of Newton's method; it stands still after ten
Floats = npt.NDArray[np.float64]


class Known(msgspec.Struct, frozen=True):
    """A candidate and what gold says of it.

    Attributes:
        tensions: Gold tensions that it shows at their own places.
        same: It shows one of them, there or where the claims of its sides stand too.
        denied: One side says a claim that the other denies, listed as a tension or not.
    """

    candidate: Candidate
    tensions: frozenset[int]
    same: bool
    denied: bool = False


class Example(msgspec.Struct, frozen=True):
    """The candidates of one story, and how many tensions gold holds for it."""

    name: str
    known: list[Known]
    n_gold: int


def examples(store: Path, gold: Path) -> Iterator[Example]:
    """Every gold story, of all its articles that a store holds, even where they were not read as one."""
    score, encoder = scorer("score"), SentenceEncoder()
    with SqliteStore(store) as opened:
        read = {Path(a.page).stem: a.id for a in opened.all(Article)}
        stories = list(opened.all(Story))
        for file in sorted(gold.glob("*.json")):
            known = json.loads(file.read_text("utf-8"))
            ids = {read[a["id"]] for a in known["articles"] if a["id"] in read}
            most = max(stories, key=lambda s: len(ids & set(s.article_ids)))
            dossier = dossier_of(opened, msgspec.structs.replace(most, article_ids=tuple(sorted(ids))))
            table = lay_out(dossier, packs=packs(), embed=encoder.embed)
            made = claims(dossier, table, packs=packs())
            ground = ground_of(open_ledger(dossier), made, table, packs=packs())
            texts = [(Path(v.article.page).stem, score.Text(v.article.text)) for v in table.seen]
            truth = Truth(score, known, texts)
            looked = [truth.look(c) for c in differences.candidates(ground)]
            yield Example(known["story_id"], looked, len(known["tensions"]))


class Truth:
    """Where the tensions of a gold story stand in the articles that were read."""

    def __init__(self, score: Any, gold: Mapping[str, Any], texts: Sequence[tuple[str, Any]]) -> None:
        self._score, self._gold, self._texts = score, gold, texts
        self._place = {stem: k for k, (stem, _) in enumerate(texts)}
        self._paragraphs = {a["id"]: a["paragraphs"] for a in gold["articles"]}
        self._told = [
            (c["id"], x["modality"] == "denied", where)
            for c in gold["claims"]
            for x in c["appearances"]
            if (where := self._find(x))
        ]
        self._sides = [
            (n, [self._alike(t[side]) for side in "ab"])
            for n, t in enumerate(gold["tensions"])
            if all(self._find(t[side]) for side in "ab")
        ]

    def look(self, c: Candidate) -> Known:
        """What gold says of a candidate."""
        exact, same = set(), False
        for n, (a, b) in self._sides:
            for x, y in ((a, b), (b, a)):
                if self._at(c.difference.a, x[:1]) and self._at(c.difference.b, y[:1]):
                    exact.add(n)
                same = same or (self._at(c.difference.a, x) and self._at(c.difference.b, y))
        return Known(c, frozenset(exact), same, self._is_denied(c))

    def _is_denied(self, c: Candidate) -> bool:
        sides = [
            {(claim, denied) for claim, denied, where in self._told if self._at(spot, [where])}
            for spot in (c.difference.a, c.difference.b)
        ]
        return any((claim, not denied) in sides[1] for claim, denied in sides[0])

    def _find(self, side: Mapping[str, Any]) -> tuple[int, tuple[int, int]] | None:
        k = self._place.get(side["article"])
        if k is None:
            return None
        found = self._texts[k][1].find(side["text"], self._paragraphs[side["article"]][side["p"]])
        return (k, found) if found else None

    def _alike(self, side: Mapping[str, Any]) -> list[tuple[int, tuple[int, int]]]:
        """A side's own place first, then where its claim is made, or denied, elsewhere."""
        own = self._find(side)
        assert own is not None
        claims = {
            (c, denied)
            for c, denied, (k, r) in self._told
            if k == own[0] and self._score.cover(r, own[1]) >= HELD
        }
        return [own, *(where for c, denied, where in self._told if (c, denied) in claims)]

    def _at(self, spot: Spot, places: Sequence[tuple[int, tuple[int, int]]]) -> bool:
        mine = self._texts[spot.article][1].range(spot.start, spot.end)
        return any(k == spot.article and self._score.cover(mine, r) >= HELD for k, r in places)


def fit(known: Sequence[Known], ridge: float, least: float) -> Points:
    """Points for the signs of one type of difference: logistic regression, every weight pulled to none."""
    names = sorted({name for k in known for name in k.candidate.signs})
    table = np.array([[k.candidate.signs.get(name, 0.0) for name in names] for k in known])
    same = np.array([k.same or k.denied for k in known], dtype=np.float64)
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    rows = np.column_stack([(table - mean) / spread, np.ones(len(table))])
    weights = np.zeros(rows.shape[1])
    pull = np.diag([ridge] * len(names) + [0.0])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - same) + pull @ weights
        weights -= np.linalg.solve((rows * (chance * (1 - chance))[:, None]).T @ rows + pull, slope)
    points = weights[:-1] / spread
    bias = float(weights[-1] - (points * mean).sum())
    return Points(least, round(bias, 4), {n: round(float(p), 4) for n, p in zip(names, points, strict=True)})


def fit_all(stories: Sequence[Example]) -> dict[str, Points]:
    """Points for every type."""
    return {
        kind: fit([k for s in stories for k in s.known if _is_weighed(k.candidate, kind)], RIDGE[kind], least)
        for kind, least in LEAST.items()
    }


def _is_weighed(c: Candidate, kind: str) -> bool:
    return c.difference.type == kind and not c.sure


def shown(story: Example, models: Mapping[str, Points]) -> list[tuple[float, str, Known]]:
    """What would be shown of a story at any chance, likeliest first."""
    known = {id(k.candidate): k for k in story.known}
    weighed = [
        (differences.weigh(models, c), c)
        for c in (k.candidate for k in story.known)
        if c.difference.relation == "contradiction"
    ]
    return [(chance, c.difference.type, known[id(c)]) for chance, c in differences.choose(weighed)]


def report(stories: Sequence[Example], models: Mapping[str, Mapping[str, Points]]) -> None:
    """Print how many are shown, right, and found, by type and in all; `models` by story."""
    found = [(s.name, *x) for s in stories for x in shown(s, models[s.name])]
    total = sum(s.n_gold for s in stories)
    for kind, least in LEAST.items():
        for bound in sorted({least, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5}):
            some = [x for x in found if x[2] == kind and x[1] >= bound]
            _line(f"{kind:9} from {bound:.2f}{' *' if bound == least else '  '}", some, total)
    _line("as shown", [x for x in found if x[1] >= LEAST.get(x[2], 1.0)], total)


def _line(head: str, some: Sequence[tuple[str, float, str, Known]], total: int) -> None:
    hits = {(name, n) for name, _, _, k in some for n in k.tensions}
    right = sum(k.same for _, _, _, k in some)
    sys.stdout.write(f"{head:22} shown {len(some):3}  right {right:3}  of gold {len(hits):3} / {total}\n")


def encode(models: Mapping[str, Points]) -> str:
    """Models as their TOML file."""
    lines = ["# what speaks for a difference and against it; points are log-odds; see docs/claims.md"]
    for kind, model in models.items():
        lines += ["", f"[{kind}]", f"least = {model.least}", f"bias = {model.bias}", f"[{kind}.points]"]
        lines += [f"{name} = {points}" for name, points in model.points.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print what is found with every story left out; with `--write` ship points fitted to all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "sets", nargs="+", metavar="STORE=GOLD", help="a store and the gold folder it was read from"
    )
    parser.add_argument("--write", action="store_true", help="replace the shipped points")
    options = parser.parse_args()
    by_set: dict[str, list[Example]] = {}
    for pair in options.sets:
        store, _, gold = pair.partition("=")
        by_set[gold] = list(examples(Path(store), Path(gold)))
    stories = [s for some in by_set.values() for s in some]
    left_out = {s.name: fit_all([t for t in stories if t.name != s.name]) for s in stories}
    for gold, some in by_set.items():
        sys.stdout.write(f"\n{gold}, each story left out\n")
        report(some, left_out)
    if options.write:
        MODEL.write_text(encode(fit_all(stories)), "utf-8")


if __name__ == "__main__":
    main()
