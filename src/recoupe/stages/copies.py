"""Window -> Derivations: which article of a week comes from which, and how much of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec
import numpy as np

from recoupe.ids import make_id
from recoupe.records import Derivation, DerivationType, Signature, Window
from recoupe.text.likeness.compared import Compared, compared
from recoupe.text.likeness.neighbours import Indices, count_shared, postings_of, starts_of
from recoupe.text.likeness.renderings import MIN_SENTENCES, Source, retelling, translation
from recoupe.text.likeness.resemblance import MOST_GROUPS, Held, Likeness
from recoupe.text.likeness.timeline import is_before
from recoupe.text.likeness.vectors import sentence_rows
from recoupe.text.similarity import Hashes, fold, unpack_hashes

VERSION = 7

# the same wording
REACH = 6  # first holders of a shingle that a later holder is compared with
MIN_SKETCH = 2  # shingles of the sketch in common that are worth a look at all of them
MIN_SHARED = 10  # shingles, 14 words on end: shorter runs are set phrases
MIN_SHARE = 0.2  # corpus: copies >= .63, aggregates >= .40, any other pair <= .07
MIN_HELD = 0.5  # of the earlier text, standing in a longer one
IDENTICAL = 0.95  # of the shingles of both: what is left for a corrected name
# put together from several
MIN_PART = 0.15  # of the article, that it has from this source and from no other
MOST_PART = 0.75  # of the article, that it has from one source: with more it comes from that one
# told again, in the same language or another
WINDOW = 10  # days in which a text is translated or told again
LOOK_BACK = 24  # articles with the same name, day or figure before it that an article is compared with
NEAREST = 24  # of these, those that share most
MIN_VECTOR = 0.55  # cosine of whole texts worth aligning; corpus: translations >= .66
MIN_TOLD = 0.3  # likeness of names, days, figures and meaning; corpus: a translation and its original >= 1.4
MOST_QUOTED = 8  # runs of four quoted words: who tells again lets few speak
MAX_QUOTED = 1  # of them that no earlier article has: who tells again has no voices of his own
MOST_OF_OWN = 0.3  # of the names in an article that a person signs, which no earlier one has
TERMS_ALONE, DETAILS_ALONE, QUOTED_ALONE = 0.25, 0.5, 0.2  # weights of what one earlier text alone has
LACKING = 0.2  # weight of the names, days and figures that an article has and its source lacks
FRESH = 0.15  # weight of the days that no earlier article has: who tells again has no news of his own
LATE = 0.02  # weight of each day but the first between the two
LATEST = 8  # days after which that says no more
MIN_LIKENESS = 0.15  # corpus: a rewrite and its source >= .28; below are other events
MOST_CANDIDATES = MOST_GROUPS  # earlier articles that may be the source, those most like it
HASH_BYTES = 8


class Edge(msgspec.Struct, frozen=True):
    """One article may come from another; places in the ordered list."""

    child: int
    parent: int
    type: DerivationType
    share: float
    evidence: str


class Asked(msgspec.Struct, frozen=True):
    """An article that may tell another again.

    Attributes:
        item: Its place in the ordered list.
        groups: Earlier articles that are one text each, the first print leading.
        likeness: How much each of these looks like telling of the same event.
        quoted: Whether each has one of its quotations.
    """

    item: int
    groups: list[list[int]]
    likeness: list[float]
    quoted: list[bool]


def copies(window: Window) -> tuple[Derivation, ...]:
    """Tell which articles of a week are taken from which, of the same week or those before.

    An article has one parent, the one it has most from, unless it is put together from several; whole and
    partial reprints are found by their wording, translations and rewrites by sentences that mean the same in
    the same order. Quoting one speech is no copy: quotations are no part of the wording.

    Returns:
        Derivations sorted by article; the same whatever the order of the input.
    """
    week = _Week(compared(window))
    ordered, first = week.ordered, week.first
    found = sorted((e for e in week.edges() if e.child >= first), key=lambda e: _rank(e, ordered))
    parents: dict[int, Edge] = {}
    for edge in found:
        if edge.child not in parents and not _leads_to(edge.parent, edge.child, parents):
            parents[edge.child] = edge
    derivations = [_derivation(edge, ordered) for edge in week.with_aggregates(parents, found)]
    return tuple(sorted(derivations, key=lambda d: (d.article_id, d.id)))


def _rank(edge: Edge, ordered: Sequence[Signature]) -> tuple[int, bool, float, int, int]:
    """Best parent first: the surest sort, then the credited outlet, the greatest share, the earliest."""
    child, parent = ordered[edge.child], ordered[edge.parent]
    foreign = edge.type == "rewrite" and child.language != parent.language
    sort = (edge.type in ("translation", "rewrite")) + foreign  # wording before meaning
    return sort, not _credits(child, parent), -round(edge.share, 2), edge.parent, edge.child


def _leads_to(start: int, goal: int, parents: dict[int, Edge]) -> bool:
    """Tell whether `goal` is `start` or one of its ancestors: then an edge would close a ring."""
    at = start
    while at != goal and at in parents:
        at = parents[at].parent
    return at == goal


def _derivation(edge: Edge, ordered: Sequence[Signature]) -> Derivation:
    child, parent = ordered[edge.child].article_id, ordered[edge.parent].article_id
    return Derivation(
        id=make_id("derivation", child, parent),
        article_id=child,
        from_article_id=parent,
        type=edge.type,
        share=round(edge.share, 3),
        evidence=edge.evidence,
    )


def _directed(a: int, b: int, ordered: Sequence[Signature]) -> tuple[int, int, str]:
    """Which of two is the copy: by time, else by who credits or links whom, else the shorter, else the later.

    Returns:
        Child, parent, and what tells so.
    """
    one, two = ordered[a], ordered[b]
    before = is_before(one, two)
    if before is not None:
        return (b, a, "published later") if before else (a, b, "published later")
    signs = (
        (_credits(one, two) - _credits(two, one), "credits or links it"),
        ((one.published_at is None) - (two.published_at is None), "has no date of its own"),
        ((two.n_words > one.n_words) - (one.n_words > two.n_words), "is the shorter of two of one time"),
    )
    for sign, why in signs:
        if sign:
            return (a, b, why) if sign > 0 else (b, a, why)
    return (b, a, "stands later in the list") if a < b else (a, b, "stands later in the list")


def _credits(child: Signature, parent: Signature) -> bool:
    """Does the credit, byline or canonical link of one name the outlet of the other?"""
    if child.outlet == parent.outlet:
        return False
    if child.wire is not None and child.wire == parent.wire and parent.credit is None:
        return True  # the agency's own page
    outlet = _folded(parent.outlet)
    written = f"{_folded(child.credit or '')} | {_folded(child.byline or '')}"
    named = len(outlet) > 2 and outlet in written  # noqa: PLR2004
    return named or (child.url is not None and child.url == parent.url)


@lru_cache(maxsize=1 << 12)
def _folded(name: str) -> str:
    """`fold` of names that come again and again."""
    return fold(name)


class _Week:
    """One week's articles after those of the weeks before."""

    def __init__(self, week: Compared) -> None:
        self.ordered, self.first = week.ordered, week.first
        self._resemblance = week.resemblance
        self._hashes: dict[int, Hashes] = {}
        self._sketches: dict[int, frozenset[int]] = {}

    def edges(self) -> Iterator[Edge]:
        """Every pair that may be copy and original, the child of this week or of one before."""
        yield from self._reprints()
        yield from self._renderings()

    # --- the same wording -----------------------------------------------------------------------------

    def _shingles(self, i: int) -> Hashes:
        if i not in self._hashes:
            self._hashes[i] = unpack_hashes(self.ordered[i].shingles)
        return self._hashes[i]

    def _reprints(self) -> Iterator[Edge]:
        """Pairs that share wording outside quotations: by their sketches, then by all of it."""
        sketches = [s.sketch for s in self.ordered]
        sizes = [len(sketch) // HASH_BYTES for sketch in sketches]
        index = postings_of(unpack_hashes(b"".join(sketches)), sizes, first=self.first)
        later, earlier, shared = count_shared(index, REACH, first=self.first)
        likely = (shared >= MIN_SKETCH) & (later != earlier)
        for i, j in zip(later[likely].tolist(), earlier[likely].tolist(), strict=True):
            edge = self._reprint(*_directed(i, j, self.ordered))
            if edge is not None:
                yield edge

    def _reprint(self, child: int, parent: int, why: str) -> Edge | None:
        mine, theirs = self._shingles(child), self._shingles(parent)
        both = np.concatenate([mine, theirs])
        both.sort()
        shared = int(np.count_nonzero(both[1:] == both[:-1]))  # neither has a hash twice
        share, held = shared / len(mine), shared / len(theirs)
        if shared < MIN_SHARED or (share < MIN_SHARE and held < MIN_HELD):
            return None
        evidence = f"{shared} of {len(mine)} runs of five words outside quotations stand in it; {why}"
        kind = _reprint_type(self.ordered[child], self.ordered[parent], share, held)
        return Edge(child, parent, kind, share, evidence)

    def with_aggregates(self, parents: dict[int, Edge], found: Sequence[Edge]) -> Iterator[Edge]:
        """Each article's parent, or its several: those that it has parts from which no other parent has.

        Args:
            parents: The parent of each.
            found: All that may be parents, best first.
        """
        by_wording: dict[int, list[Edge]] = {}
        for edge in found:
            if edge.type == "excerpt":
                by_wording.setdefault(edge.child, []).append(edge)
        for child, best in sorted(parents.items()):
            several = self._several(by_wording.get(child, [])) if best.type == "excerpt" else []
            rings = any(_leads_to(e.parent, child, parents) for e in several)
            yield from [best] if rings or len(several) < 2 else several  # noqa: PLR2004

    def _several(self, edges: Sequence[Edge]) -> list[Edge]:
        """Sources that an article is put together from; fewer than two when one has nearly all of it."""
        if len(edges) < 2 or edges[0].share > MOST_PART:  # noqa: PLR2004
            return []
        mine = self._shingles(edges[0].child)
        left, out = mine, []
        for edge in edges:
            own = np.intersect1d(left, self._shingles(edge.parent), assume_unique=True)
            if len(own) >= MIN_PART * len(mine):
                left = np.setdiff1d(left, own, assume_unique=True)
                evidence = f"{edge.evidence}; {len(own)} in none of its other sources"
                out.append(Edge(edge.child, edge.parent, "aggregate", edge.share, evidence))
        return out

    # --- told again -----------------------------------------------------------------------------------

    def _renderings(self) -> Iterator[Edge]:
        """Pairs without common wording: translations, and articles told again in other words."""
        later, earlier, _ = self._resemblance.candidates(
            self.first, reach=LOOK_BACK, most=NEAREST, details=True
        )
        near = ~(self._resemblance.calendar.days_apart(later, earlier) > WINDOW)
        later, earlier = later[near], earlier[near]
        yield from self._translations(later, earlier)
        yield from self._retellings(later, earlier)

    def _translations(self, later: Indices, earlier: Indices) -> Iterator[Edge]:
        """Pairs in two languages that are about one thing, and have their sentences in the same order."""
        languages = _numbered([s.language for s in self.ordered])
        foreign = languages[later] != languages[earlier]
        later, earlier = later[foreign], earlier[foreign]
        alike = self._resemblance.same_topic(later, earlier, MIN_VECTOR)
        later, earlier = later[alike], earlier[alike]
        near = np.nan_to_num(self._resemblance.nearness(later, earlier), nan=1)
        told = self._resemblance.contents(later, earlier) * near >= MIN_TOLD
        later, earlier = later[told], earlier[told]
        for one, two in zip(later.tolist(), earlier.tolist(), strict=True):
            child, parent, why = _directed(one, two, self.ordered)
            found = translation(sentence_rows(self.ordered[child]), sentence_rows(self.ordered[parent]))
            if found is not None:
                yield Edge(child, parent, "translation", found.share, f"{found.evidence}; {why}")

    def _retellings(self, later: Indices, earlier: Indices) -> Iterator[Edge]:
        """Articles without voices of their own, each with the earlier one that it tells again, if any."""
        outlets = _numbered([s.outlet for s in self.ordered])
        voiceless = np.array([_may_retell(s) for s in self.ordered[self.first :]], dtype=bool)
        asked = voiceless[later - self.first] & (outlets[later] != outlets[earlier])
        later, earlier = later[asked], earlier[asked]
        likeness = self._resemblance.contents(later, earlier) * self._resemblance.nearness(later, earlier)
        alike = likeness >= MIN_LIKENESS
        later, earlier, likeness = later[alike], earlier[alike], likeness[alike]
        ordered = np.lexsort((earlier, -likeness, later))
        begins = starts_of(later).tolist()
        asked = [
            self._asked(int(later[start]), earlier[ordered[start:end]], likeness[ordered[start:end]])
            for start, end in pairwise([*begins, len(later)])
        ]
        told = [each for each in asked if each is not None]
        held = self._resemblance.alone([each.item for each in told], [each.groups for each in told])
        prints = [(each.item, group[0]) for each in told for group in each.groups]
        gaps = self._resemblance.calendar.days_apart(*np.array(prints, dtype=np.int64).reshape(-1, 2).T)
        late = iter((LATE * np.clip(np.nan_to_num(gaps) - 1, 0, LATEST)).tolist())
        for each, shares in zip(told, held, strict=True):
            edge = self._retelling(each, shares, [next(late) for _ in each.groups])
            if edge is not None:
                yield edge

    def _asked(self, item: int, others: Indices, likeness: Likeness) -> Asked | None:
        """The texts that an article may tell again; None where it is short, or has voices of its own.

        Args:
            item: Its place.
            others: Earlier articles that it is like, the most alike first.
            likeness: How much.
        """
        child = self.ordered[item]
        near = dict(zip(others.tolist(), likeness.tolist(), strict=True))
        sources = [j for j in near if _may_be_source(self.ordered[j], child)][:MOST_CANDIDATES]
        if not sources or _sentences(child) < MIN_SENTENCES:
            return None
        quoted, groups = self._quotes(item), self._texts(sorted(sources))
        quotes = [self._quoted_in(quoted, group) for group in groups]
        if len(quoted.difference(*quotes)) > MAX_QUOTED:
            return None
        return Asked(
            item, groups, [max(near[j] for j in group) for group in groups], [bool(each) for each in quotes]
        )

    def _retelling(self, asked: Asked, held: Held, late: Sequence[float]) -> Edge | None:
        """The text, of those that an article is like, that it tells again, by its first print."""
        child = self.ordered[asked.item]
        if child.signed and held.own_names > MOST_OF_OWN:
            return None
        prints = [self.ordered[group[0]] for group in asked.groups]
        sources = [
            Source(
                sentences=_sentences(prints[k]),
                likeness=asked.likeness[k],
                alone=TERMS_ALONE * held.terms[k]
                + DETAILS_ALONE * held.details[k]
                + QUOTED_ALONE * asked.quoted[k],
                against=LACKING * held.lacking[k] + FRESH * held.own_days + late[k],
            )
            for k in range(len(prints))
        ]
        found = retelling(sentence_rows(child, *prints), sources)
        if found is None:
            return None
        best, rendering = found
        return Edge(asked.item, asked.groups[best][0], "rewrite", rendering.share, rendering.evidence)

    def _quoted_in(self, quoted: frozenset[int], group: Sequence[int]) -> frozenset[int]:
        """Those of some quotations that stand in one of several articles."""
        return quoted and quoted & frozenset().union(*(self._quotes(j) for j in group))

    def _quotes(self, i: int) -> frozenset[int]:
        return frozenset(unpack_hashes(self.ordered[i].quotes).tolist())

    def _sketch(self, i: int) -> frozenset[int]:
        if i not in self._sketches:
            self._sketches[i] = frozenset(unpack_hashes(self.ordered[i].sketch).tolist())
        return self._sketches[i]

    def _texts(self, articles: Sequence[int]) -> list[list[int]]:
        """Articles by text: those that share most of the shorter one's wording are one; the first leads."""
        if len(articles) == 1:
            return [list(articles)]
        groups: list[tuple[frozenset[int], list[int]]] = []
        for j in articles:
            mine = self._sketch(j)
            for theirs, group in groups:
                if len(mine & theirs) >= MIN_HELD * min(len(mine), len(theirs)) > 0:
                    group.append(j)
                    break
            else:
                groups.append((mine, [j]))
        return [group for _, group in groups]


def _numbered(names: Sequence[str]) -> Indices:
    """The same number for the same name."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def _sentences(signature: Signature) -> int:
    return len(signature.rows) // max(1, signature.dimensions)


def _may_be_source(parent: Signature, child: Signature) -> bool:
    """Was one published before another, or, where days do not say so, does it let more people speak?"""
    before = is_before(parent, child)
    return len(parent.quotes) > len(child.quotes) if before is None else before


def _may_retell(signature: Signature) -> bool:
    """No agency's text, and few words in quotes."""
    said_to_be_anothers = signature.wire is not None or signature.credit is not None
    return not said_to_be_anothers and len(signature.quotes) <= MOST_QUOTED * HASH_BYTES


def _reprint_type(child: Signature, parent: Signature, share: float, held: float) -> DerivationType:
    """`syndicated` where the text is an agency's, or where a credit names neither outlet: a third party's."""
    if share >= IDENTICAL and held >= IDENTICAL and child.quotes == parent.quotes:
        return "identical"
    is_wire = child.wire is not None or parent.wire is not None
    credit = child.credit or parent.credit
    if share >= MIN_HELD and (is_wire or (credit is not None and not _credits(child, parent))):
        return "syndicated"
    return "excerpt"
