"""A sentence told twice in the same words but for one thing: a figure, a day, a name, a negation.

What differs so is sure enough to need no weighing: nobody finds the same words twice by chance. More than one
thing changed is another event told alike, and a name spelt otherwise is no other name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

import msgspec

from recoupe.records import DifferenceType, Timex
from recoupe.text.matching.figures import counted as counted_in
from recoupe.text.matching.figures import excludes
from recoupe.text.matching.ground import Candidate, Difference, Ground, Spot, spot_of
from recoupe.text.matching.pieces import STEM, Piece
from recoupe.text.matching.propositions import WORD
from recoupe.text.matching.views import inside
from recoupe.text.quantities import Quantity
from recoupe.text.similarity import fold

# content words beside what changes: « le taux est à 16 % » has two; « Brac a dit non » is said by many
LEAST_WORDS: dict[DifferenceType, int] = {"number": 2, "date": 2, "polarity": 3, "place": 2, "actor": 3}
MOST = 12  # sentences of one wording that are compared: more are a formula
SPELT_ALIKE = 0.7  # share of letters in order that two spellings of one name have in common

Key = tuple[str, ...]
Change = tuple[Spot, Spot, DifferenceType, str, Key]


class Frame(msgspec.Struct, frozen=True):
    """What one statement says in one sentence, its words apart from what can be changed in it.

    Attributes:
        held: The claim or "" and the piece of each of its propositions.
    """

    article: int
    held: tuple[tuple[str, Piece], ...]
    words: frozenset[str]
    counts: dict[float, tuple[Spot, Quantity]]
    days: dict[str, tuple[Spot, Timex]]
    names: dict[str, tuple[Spot, str, str]]
    negated: bool


def retold(ground: Ground) -> Iterator[Candidate]:
    """Every two sentences of two articles that differ in one thing alone."""
    frames: dict[frozenset[str], list[Frame]] = defaultdict(list)
    for k in range(len(ground.table.seen)):
        for frame in _frames(ground, k):
            if len(frame.words) >= min(LEAST_WORDS.values()):
                frames[frame.words].append(frame)
    for some in frames.values():
        for a, b in combinations(some[:MOST], 2):
            if a.article == b.article:
                continue
            changed = [c for find in (_figure, _day, _name, _negation) for c in find(a, b)]
            if len(changed) == 1 and len(a.words) >= LEAST_WORDS[changed[0][2]]:
                one, other, kind, why, key = changed[0]
                yield Candidate(Difference(one, other, kind, why), {}, frozenset({key}), sure=True)


def _frames(ground: Ground, article: int) -> Iterator[Frame]:
    groups: dict[tuple[str, int], list[tuple[str, Piece]]] = defaultdict(list)
    for claim, _, p in ground.pieces(article):
        groups[p.statement.id, p.sentence].append((claim, p))
    for held in groups.values():
        yield _frame(ground, article, held)


def _frame(ground: Ground, article: int, held: Sequence[tuple[str, Piece]]) -> Frame:
    view = ground.table.seen[article]
    negating = ground.negating.get(view.article.language, frozenset())
    counts: dict[float, tuple[Spot, Quantity]] = {}
    days: dict[str, tuple[Spot, Timex]] = {}
    names: dict[str, tuple[Spot, str, str]] = {}
    counted: set[str] = set()
    for claim, p in held:
        spot = spot_of(claim, p)
        for q in counted_in(ground, p):
            counts.setdefault(q.value, (spot, q))
            counted |= {w[:STEM] for w in WORD.findall(fold(p.text[q.start : q.end]))}
        for t in inside(view.timexes, (p.start, p.end)):
            if t.type in {"DATE", "TIME"} and t.earliest and t.latest:
                days.setdefault(str(t.value), (spot, t))
        for m in inside(view.mentions, (p.start, p.end)):
            if m.id in view.names and m.form == "name":
                names.setdefault(view.names[m.id], (spot, m.type, m.text))
    said = {w for _, p in held for w in WORD.findall(fold(p.text))}
    bare = frozenset(w for _, p in held for w in p.bare)
    return Frame(
        article=article,
        held=tuple(held),
        words=bare - counted - {w[:STEM] for w in negating},
        counts=counts,
        days=days,
        names=names,
        negated=bool(said & negating),
    )


def _figure(a: Frame, b: Frame) -> Iterator[Change]:
    one, other = a.counts.keys() - b.counts.keys(), b.counts.keys() - a.counts.keys()
    if len(one) == len(other) == 1:
        (spot, x), (there, y) = a.counts[one.pop()], b.counts[other.pop()]
        if excludes(x, y):
            low, high = sorted((x.value, y.value))
            unit = x.unit if x.unit == y.unit else ""
            why = f"number: {x.value:g} / {y.value:g} {unit}".rstrip()
            yield spot, there, "number", why, ("number", f"{low:g}", f"{high:g}")


def _day(a: Frame, b: Frame) -> Iterator[Change]:
    one, other = a.days.keys() - b.days.keys(), b.days.keys() - a.days.keys()
    if len(one) == len(other) == 1:
        (spot, x), (there, y) = a.days[one.pop()], b.days[other.pop()]
        apart = str(x.latest) < str(y.earliest) or str(y.latest) < str(x.earliest)
        if apart and x.role == y.role:
            key = ("date", *sorted((str(x.value), str(y.value))))
            yield spot, there, "date", f"date: {x.value} / {y.value}", key


def _name(a: Frame, b: Frame) -> Iterator[Change]:
    one, other = a.names.keys() - b.names.keys(), b.names.keys() - a.names.keys()
    if len(one) == len(other) == 1:
        (spot, kind, x), (there, of, y) = a.names[one.pop()], b.names[other.pop()]
        if kind == of and not _is_one_name(x, y):
            made: DifferenceType = "place" if kind == "LOC" else "actor"
            yield spot, there, made, f"name: {x} / {y}", (made, *sorted((fold(x), fold(y))))


def _is_one_name(x: str, y: str) -> bool:
    """« Castaing » and « Mireille Castaing », « Vitkoff » and « Witkoff »."""
    a, b = fold(x), fold(y)
    shared = set(WORD.findall(a)) & set(WORD.findall(b))
    return bool(shared) or SequenceMatcher(None, a, b, autojunk=False).ratio() >= SPELT_ALIKE


def _negation(a: Frame, b: Frame) -> Iterator[Change]:
    if a.negated != b.negated:
        spots = (spot_of(*a.held[0]), spot_of(*b.held[0]))
        denied = (b if b.negated else a).held[0][1]
        marks = sorted(f.held[0][1].statement.id for f in (a, b))
        yield *spots, "polarity", f"denied: {denied.text}", ("polarity", *marks)
