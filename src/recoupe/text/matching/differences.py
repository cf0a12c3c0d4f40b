"""Where two accounts of one story part: rival figures, days that cannot both be right, and what is denied.

Few and right beats many: everything that may be a difference gets a chance from what speaks for it
(`differences.toml`, points as data), and the surest few are shown, of each difference one pair of places, of
the surest figures and days two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

import numpy as np

from recoupe.text.matching.days import days
from recoupe.text.matching.denials import denials
from recoupe.text.matching.figures import figures
from recoupe.text.matching.ground import Candidate, Difference, Ground, Key, Lot
from recoupe.text.matching.points import Points, chance_of, chances_of, read_points
from recoupe.text.matching.retold import retold

MODEL = "differences"
PER_DENIAL = 2  # one denial may answer two articles
ALMOST = 0.3  # part of the likeliest place's chance from which one told earlier is shown in its stead
TWICE = 0.5  # chance from which a figure or a day is shown at its likeliest other place too
TENTH = 0.1  # chances less than this apart may come in any order

Weighed = tuple[float, Candidate]


def candidates(ground: Ground) -> Iterator[Candidate]:
    """Everything that may be a difference."""
    for lot in (*figures(ground), *days(ground)):
        yield from lot
    yield from denials(ground)
    yield from retold(ground)


def differences(ground: Ground) -> list[Difference]:
    """What differs in a story, surest first."""
    models = read_points(MODEL)
    weighed = [x for find in (figures, days) for x in _likely(models, list(find(ground)))]
    weighed += [(weigh(models, c), c) for find in (denials, retold) for c in find(ground)]
    return [
        c.difference for chance, c in choose(weighed) if c.sure or chance >= models[c.difference.type].least
    ]


def _likely(models: Mapping[str, Points], lots: Sequence[Lot]) -> Iterator[Weighed]:
    """Of each difference all that tell of it, where one of them may come before what is shown."""
    least = min(points.least for points in models.values()) - TENTH
    chances = [chances_of(models[lot.type], lot.signs) for lot in lots]
    likely = [lot.keys[chance >= least] for lot, chance in zip(lots, chances, strict=True)]
    told = np.unique(np.concatenate([*likely, np.zeros(0, dtype=np.intp)]))
    for lot, chance in zip(lots, chances, strict=True):
        for k in np.isin(lot.keys, told).nonzero()[0].tolist():
            yield float(chance[k]), lot.candidate(k)


def weigh(models: Mapping[str, Points], c: Candidate) -> float:
    """The chance that a candidate is a difference, 1 for what is sure."""
    return 1.0 if c.sure else chance_of(models[c.difference.type], c.signs)


def choose(weighed: Sequence[Weighed]) -> list[Weighed]:
    """Of candidates that tell of one difference one, or two of the surest; likeliest first.

    Returns:
        Each with the chance of the likeliest that tells of the same, a second one with its own.
    """
    out: list[Weighed] = []
    taken: set[Key] = set()
    voices: Counter[str] = Counter()
    ordered = sorted(weighed, key=_order)
    by_key: dict[Key, list[Weighed]] = defaultdict(list)
    for chance, c in ordered:
        for key in c.keys:
            by_key[key].append((chance, c))
    for chance, likeliest in ordered:
        if _is_taken(likeliest, taken) or voices[likeliest.voice] >= PER_DENIAL:
            continue
        shown = [(chance, likeliest)]
        if not likeliest.voice and not likeliest.sure:
            shown = _placed(chance, [x for x in _alike(likeliest, by_key) if not _is_taken(x[1], taken)])
        taken |= likeliest.keys | {key for _, c in shown for key in (*c.keys, _places(c.difference))}
        voices[likeliest.voice] += bool(likeliest.voice)
        out += shown
    return out


def _alike(c: Candidate, by_key: Mapping[Key, Sequence[Weighed]]) -> list[Weighed]:
    """What tells of the same difference, itself too, likeliest first."""
    some = [x for key in sorted(c.keys) for x in by_key[key]]
    return [x for x in some if x[1].difference.relation == c.difference.relation]


def _placed(chance: float, alike: Sequence[Weighed]) -> list[Weighed]:
    """The earliest of the likely places, and the likeliest other one of what is surest."""
    told = min((c for k, c in alike if k >= ALMOST * chance), key=_told)
    others = [(k, c) for k, c in alike if c is not told and _places(c.difference) != _places(told.difference)]
    return [(chance, told), *(others[:1] if chance >= TWICE else [])]


def _is_taken(c: Candidate, taken: Set[Key]) -> bool:
    return bool((c.keys | {_places(c.difference)}) & taken)


def _told(c: Candidate) -> tuple[int, int, int]:
    """What the earliest articles tell comes first."""
    a, b = c.difference.a, c.difference.b
    return a.article + b.article, a.start, b.start


def _order(weighed: Weighed) -> tuple[float, int, int, int, int]:
    """Likeliest first; of chances within a tenth, which say no more, the place that was told first."""
    chance, c = weighed
    a, b = c.difference.a, c.difference.b
    return -round(chance, 1), a.article, a.start, b.article, b.start


def _places(d: Difference) -> Key:
    return "places", *sorted(f"{s.article}:{s.start}" for s in (d.a, d.b))
