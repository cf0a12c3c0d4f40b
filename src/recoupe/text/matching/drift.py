"""What became of a claim on its way: put more firmly, its source dropped, a figure rounded, a detail added.

An account is nearer to the origin than another when it names the source and the other does not, when the
other is its copy, or when the other has the same source's words through more hands. Nothing here says that
what was added is wrong: it says that no account nearer to the origin holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from recoupe.records import Appearance, ArticleExcerpt, Claim, Drift, Excerpt, Mention, Modality, Timex
from recoupe.text.matching.evidence import Evidence, title_key
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.propositions import WORD
from recoupe.text.matching.table import Table
from recoupe.text.matching.views import View, inside
from recoupe.text.quantities import BLUR, ROUNDING, Quantity
from recoupe.text.similarity import fold

FIRMNESS: dict[Modality, int] = {
    "possible": 0,
    "conditional": 1,
    "asserted": 2,
}  # planned and denied are no degrees
ONE_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # a value of one day
FEW = 3  # up to so many is also said in other words: « triplé », « une fois », « à deux »
DAY = 10  # letters of « 2026-05-11 »
TYPES = {"PER", "ORG", "LOC"}


class Told(msgspec.Struct, frozen=True):
    """One place where a claim is made.

    Attributes:
        article: Place of its article in the table.
        n_hops: How many hands its chain goes through.
    """

    appearance: Appearance
    evidence: Evidence
    article: int
    n_hops: int


class Facts(msgspec.Struct, frozen=True):
    """What an article holds: figures, days and names, wherever they stand.

    Attributes:
        days: First and last ISO day of each date, its publication included.
        words: Folded words of its text.
    """

    values: frozenset[float]
    days: tuple[tuple[str, str], ...]
    names: frozenset[str]
    words: frozenset[str]


class Reading:
    """The articles of a story as drift reads them; what an article holds is gathered when first asked for."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.place: Mapping[str, int] = {v.article.id: k for k, v in enumerate(table.seen)}
        self._facts: dict[int, Facts] = {}

    def told(self, claim: Claim, evidence: Sequence[Evidence]) -> list[Told]:
        """The places of a claim with what vouches for each."""
        out = []
        for x, e in zip(claim.appearances, evidence, strict=True):
            k = self.place[x.article_id]
            chain = self.table.seen[k].chains.get(x.statement_id)
            out.append(Told(x, e, k, len(chain.hops) if chain else 1))
        return out

    def view(self, article: int) -> View:
        """An article with what hangs on it."""
        return self.table.seen[article]

    def pieces(self, x: Told) -> list[Piece]:
        """The propositions of an appearance."""
        within = x.appearance.start, x.appearance.end
        return [p for p in self.table.sides[x.article].pieces if within[0] < p.end and p.start < within[1]]

    def facts(self, article: int) -> Facts:
        """What an article holds."""
        if article not in self._facts:
            self._facts[article] = _facts(self.view(article), self.table.sides[article].pieces)
        return self._facts[article]


def _facts(view: View, pieces: Sequence[Piece]) -> Facts:
    published = view.article.published
    own = [(published.at[:DAY], published.at[:DAY])] if published else []
    days = [(t.earliest[:DAY], t.latest[:DAY]) for t in view.timexes if t.earliest and t.latest]
    text = f"{view.article.headline or ''} {view.article.text}"
    return Facts(
        values=frozenset(v for p in pieces for v in p.values),
        days=(*own, *days),
        names=frozenset(view.names.values()),
        words=frozenset(WORD.findall(fold(text))),
    )


def drift(claim: Claim, evidence: Sequence[Evidence], reading: Reading) -> tuple[Drift, ...]:
    """What appearances of a claim make of it, those that change most first for each.

    The origin's modality is the weakest that an appearance with a source gives it; an appearance without a
    source is attribution lost when an earlier or the same article names one.
    """
    told = reading.told(claim, evidence)
    sourced = [x for x in told if x.evidence.voice != "none" and x.evidence.supports]
    if not sourced:
        return ()
    out = list(_put_otherwise(told, sourced))
    for x in told:
        if not x.evidence.supports or x.evidence.denied:
            continue
        nearer = [s for s in sourced if not s.evidence.denied and _is_nearer(s, x)]
        if nearer:
            out += (*_rounded(reading, x, nearer), *_added(reading, x, nearer))
    return tuple(out)


def _put_otherwise(told: Sequence[Told], sourced: Sequence[Told]) -> Iterator[Drift]:
    """Appearances put more firmly than at the origin, or whose attribution was lost."""
    sourced = [x for x in sourced if x.appearance.modality in FIRMNESS]
    weakest = min((x.appearance.modality for x in sourced), key=lambda m: FIRMNESS[m], default=None)
    if weakest is None:
        return
    first = min(x.evidence.order for x in sourced)
    for x in told:
        modality = x.appearance.modality
        if x.evidence.voice != "none" or modality not in FIRMNESS or x.evidence.order < first:
            continue
        place = x.appearance
        yield Drift(
            article_id=place.article_id,
            start=place.start,
            end=place.end,
            kind="modality" if FIRMNESS[modality] > FIRMNESS[weakest] else "attribution",
            origin_modality=weakest,
            modality=modality,
        )


def _is_nearer(s: Told, x: Told) -> bool:
    """Is an account that names the source nearer to the origin than another of another article?"""
    if s.article == x.article:
        return False
    if s.appearance.article_id in x.evidence.ancestors:
        return x.appearance.article_id not in s.evidence.ancestors
    if s.evidence.order > x.evidence.order:
        return False
    if x.evidence.voice == "none":
        return True
    return x.evidence.voice == "named" and s.evidence.source == x.evidence.source and s.n_hops < x.n_hops


def _rounded(reading: Reading, x: Told, nearer: Sequence[Told]) -> Iterator[Drift]:
    """« une trentaine » where accounts nearer to the origin have « 31 »."""
    exact = [(s, p, q) for s in nearer for p in reading.pieces(s) for q in p.counts if not q.approximate]
    for p in reading.pieces(x):
        for q in p.counts:
            found = next(((s, n, e) for s, n, e in exact if _rounds(q, e)), None)
            if found is not None and not any(q.value == e.value for _, _, e in exact):
                s, n, e = found
                yield _drift(reading, x, "rounded", (p.start + q.start, p.start + q.end), (s, n, e))


def _rounds(q: Quantity, e: Quantity) -> bool:
    """Does a figure give another less exactly: with a blurring word, or with fewer digits that count?"""
    high = max(q.value, e.value)
    apart = abs(q.value - e.value)
    if apart == 0 or (q.unit and e.unit and q.unit != e.unit):
        return False
    if q.approximate:
        return apart <= BLUR * high
    return apart <= ROUNDING * high and _digits(q.value) < _digits(e.value)


def _digits(value: float) -> int:
    """Digits that count: three of 231 000, two of 1.8."""
    return len(f"{value:.6f}".replace(".", "").strip("0"))


def _added(reading: Reading, x: Told, nearer: Sequence[Told]) -> Iterator[Drift]:
    """Figures, days and names of an appearance that the articles of no nearer account hold."""
    known = [reading.facts(k) for k in sorted({s.article for s in nearer})]
    place = x.appearance.start, x.appearance.end
    view = reading.view(x.article)
    for p in reading.pieces(x):
        for q in p.counts:
            if q.value > FEW and not any(_is_held(q.value, v) for f in known for v in f.values):
                yield _drift(reading, x, "detail", (p.start + q.start, p.start + q.end))
    for t in inside(view.timexes, place):
        if _names_a_day(t) and not any(_has_day(f, t) for f in known):
            yield _drift(reading, x, "detail", (t.start, t.end))
    languages = {reading.view(s.article).article.language for s in nearer}
    if languages == {view.article.language}:  # names of other languages may be written otherwise
        aside = _not_told(view, x)
        for m in inside(view.mentions, place):
            if _is_new(view, m, aside) and not any(_is_named(view, m, f) for f in known):
                yield _drift(reading, x, "detail", (m.start, m.end))


def _is_held(value: float, other: float) -> bool:
    return abs(value - other) <= BLUR * max(value, other)


def _names_a_day(t: Timex) -> bool:
    return t.type == "DATE" and t.role == "at" and bool(t.value and ONE_DAY.fullmatch(t.value))


def _has_day(facts: Facts, t: Timex) -> bool:
    """Does an article name a time that meets it, or the number of the day, of whatever month?"""
    meets = any(str(t.earliest)[:DAY] <= b and a <= str(t.latest)[:DAY] for a, b in facts.days)
    return meets or float(str(t.value)[-2:]) in facts.values


def _not_told(view: View, x: Told) -> set[tuple[str, ...]]:
    """Who passes the claim on is no detail of it."""
    chain = view.chains.get(x.appearance.statement_id)
    names = [h.name for h in chain.hops] if chain else []
    return {title_key(n) for n in (*names, view.article.outlet, x.evidence.name)}


def _is_new(view: View, m: Mention, aside: set[tuple[str, ...]]) -> bool:
    return m.form == "name" and m.type in TYPES and m.id in view.names and title_key(m.text) not in aside


def _is_named(view: View, m: Mention, facts: Facts) -> bool:
    """Does an article name it, or hold one of the words of its name?"""
    return view.names[m.id] in facts.names or bool(facts.words & set(WORD.findall(fold(m.text))))


def _drift(
    reading: Reading,
    x: Told,
    kind: Literal["rounded", "detail"],
    within: tuple[int, int],
    exact: tuple[Told, Piece, Quantity] | None = None,
) -> Drift:
    text = reading.view(x.article).article.text
    place = x.appearance
    return Drift(
        article_id=place.article_id,
        start=place.start,
        end=place.end,
        kind=kind,
        origin_modality=place.modality,
        modality=place.modality,
        detail=Excerpt(start=within[0], end=within[1], text=text[within[0] : within[1]]),
        nearer=_exact(reading, *exact) if exact else None,
    )


def _exact(reading: Reading, s: Told, p: Piece, q: Quantity) -> ArticleExcerpt:
    article = reading.view(s.article).article
    start, end = p.start + q.start, p.start + q.end
    return ArticleExcerpt(article_id=article.id, start=start, end=end, text=article.text[start:end])
