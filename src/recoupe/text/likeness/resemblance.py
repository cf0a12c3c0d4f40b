"""How much two articles look like telling of one event: words, rare names, days, figures and meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.records import Signature
from recoupe.text.likeness.features import HIGHEST, SORTS, STEP, unpack_keys
from recoupe.text.likeness.neighbours import (
    PRIOR,
    Indices,
    PairWeights,
    Postings,
    Sums,
    in_groups,
    rarity,
    spread,
    starts_of,
    sums_of,
    weigh_shared,
)
from recoupe.text.likeness.timeline import Calendar
from recoupe.text.likeness.vectors import Meaning, stack_vectors

Likeness = npt.NDArray[np.float64]
Weights = npt.NDArray[np.float32]
Groups = Sequence[Sequence[int]]

# Weights of the cosines that make up likeness beside meaning, and how much of the rarest feature is thought
# beside each: with a doubt of 1, to share the only one says half. Names everybody in the collection has say
# little. From a logistic regression over pairs of one fortnight out of 27 stories (`more`, aside, corpus);
# then the smaller ones with these and 25 more moved into one week and 2 days apart.
WEIGHTS = {"term": 1.0, "name": 1.25, "day": 0.4, "figure": 0.7}
DOUBTS = {"term": 0.0, "name": 2.0, "day": 0.6, "figure": 1.0}
# What is said again and again for longer than `BRIEF` days is of no one event: a mayor, a river. A word or a
# name fades from there to the least that it counts. Plateau 14 to 21 days, least .1 to .2.
BRIEF, FADING, LASTING = 21, 14.0, 0.1
OTHER_DAYS = 0.05  # taken off two articles that both name days, and none in common
MOST_MEANING = 0.4  # meaning says « same topic »; above this it says nothing about « same event »
FADE = 12.0  # days after which likeness counts 1/e: plateau 11 to 13
GRACE = 1  # days apart that cost nothing: the evening's news is in the next day's paper
TERM, NAME, DAY = (SORTS.index(sort) for sort in ("term", "name", "day"))
COMMON = 100  # articles that hold a feature before it is too common to lead anywhere
MIN_SHARED = 0.01  # likeness that a pair has of what is rare, for it to be worth more than a glance
BLOCK = 1 << 9  # pairs or articles looked at in one go: vectors of 2 MB, which stay near the processor
MOST_GROUPS = 8  # of articles that one is held against
LAID = 32  # articles whose neighbours' features lie open at once: 2 MB of places in long texts


class Held(msgspec.Struct, frozen=True):
    """What of an article groups of others hold.

    Attributes:
        terms, details: For each group the part of the words, by how rare they are, and of the names,
            days and figures that this group holds and no other.
        lacking: For each group the part of the names, days and figures that it does not hold.
        own_names, own_days: The part of the names and of the days that no group holds.

    Of `lacking` and `own_days` one more is thought beside what there is: of few it says little that all are.
    """

    terms: list[float]
    details: list[float]
    lacking: list[float]
    own_names: float
    own_days: float


class Resemblance:
    """Likeness of articles among each other; what all of them write about counts little.

    Args:
        signatures: Articles that are compared, in order of publication; items are places in it.
        beside: Others, only to know what is rare.

    Attributes:
        calendar: When they were published.
    """

    def __init__(self, signatures: Sequence[Signature], beside: Sequence[Signature] = ()) -> None:
        every = [*signatures, *beside]
        self._n = len(signatures)
        sizes = np.fromiter(chain.from_iterable([s.sizes for s in every]), dtype=np.int64)
        sizes = sizes.reshape(-1, len(SORTS))
        self._starts = np.concatenate([[0], np.cumsum(sizes.sum(axis=1))])[: self._n + 1]
        self._sizes = sizes[: self._n]
        grouped, order = in_groups(unpack_keys(b"".join(s.keys for s in every)))
        begins = starts_of(grouped)
        held = np.diff(np.append(begins, len(grouped)))
        common = np.argsort(-held)  # common features first: what is looked up often lies close together
        self._held = held[common]  # by feature
        self._rare = rarity(self._held, len(every))
        several = held > 1  # what one article alone says has lasted no day
        holders = np.repeat(np.arange(len(every)), sizes.sum(axis=1))[order[np.repeat(several, held)]]
        lasted = np.zeros(len(held))
        lasted[several] = Calendar(every).days_covered(holders, np.cumsum(held[several]) - held[several])
        brief = _brevity(lasted)[common]
        number, ids = np.empty_like(common), np.empty(len(grouped), dtype=np.int64)
        number[common] = np.arange(len(common))
        ids[order] = np.repeat(number, held)
        mine = int(self._starts[-1])
        leads = order[np.repeat(several & (held <= COMMON), held)]
        self._leads = leads[leads < mine] if beside else leads  # entries of features that lead to others
        self._ids: Indices = ids[:mine]
        self._sort = np.repeat(np.tile(np.arange(len(SORTS), dtype=np.int8), self._n), self._sizes.ravel())
        self._said = np.frombuffer(b"".join(s.weights for s in signatures), dtype=np.uint8)
        self._weights: Weights = np.empty(mine, dtype=np.float32)
        rarest = float(rarity(np.ones(1, dtype=np.int64), len(every))[0])
        # a detail counts by its rarity twice: in a stream of hundreds a day « Monday the 4th » says nothing
        detail = self._rare * self._rare / rarest
        worth = np.concatenate(
            [self._rare * brief, detail * brief, detail]
        )  # of words, names, days and figures
        for first in range(0, self._n, BLOCK):
            self._weigh(slice(first, min(first + BLOCK, self._n)), worth, rarest)
        self._desk: Weights = np.zeros(len(self._held), dtype=np.float32)  # one article's weights by feature
        # where an article holds it, while others are looked at
        self._lies = np.zeros(len(self._held), dtype=np.int64)
        self._days = np.array([s.days for s in signatures], dtype=np.uint64)
        vectors = stack_vectors(every)
        self._meaning = Meaning(vectors[: self._n], vectors.sum(axis=0) / (len(vectors) + PRIOR))
        self.calendar = Calendar(signatures)

    def _weigh(self, items: slice, worth: Likeness, rarest: float) -> None:
        """Work out the weights of the features of some articles."""
        mine = slice(int(self._starts[items.start]), int(self._starts[items.stop]))
        sizes = self._sizes[items]
        raw = self._said[mine] / STEP
        raw *= worth.take(
            self._ids[mine] + len(self._rare) * np.minimum(self._sort[mine], DAY).astype(np.int64)
        )
        doubt = np.array([DOUBTS[s] for s in SORTS]) * rarest
        cell = np.repeat(np.arange(sizes.size), sizes.ravel())
        norms = np.bincount(cell, raw * raw, minlength=sizes.size) + np.tile(doubt**2, len(sizes))
        share = np.tile(np.sqrt(np.array([WEIGHTS[s] for s in SORTS])), len(sizes))
        norms[norms == 0] = 1.0
        self._weights[mine] = (share / np.sqrt(norms))[cell] * raw

    def candidates(self, first: int, *, reach: int, most: int, details: bool = False) -> PairWeights:
        """For each article from `first` on those before it that share the most of what is rare.

        Args:
            first: Place of the first article to ask for.
            reach: Articles with the same feature just before it that an article is compared with.
            most: Candidates kept for each article.
            details: Only names, days and figures lead to others, whatever the language.
        """
        leads = self._leads[self._sort[self._leads] != TERM] if details else self._leads
        holders = np.repeat(np.arange(self._n, dtype=np.int32), self._sizes.sum(axis=1))
        index = Postings(
            holders[leads].astype(np.int64),
            self._ids[leads].astype(np.uint64),
            self._weights[leads].astype(np.float64),
            self._n,
        )
        return weigh_shared(index, reach, most, least=MIN_SHARED, first=first)

    def content(self, item: int, others: Indices) -> Likeness:
        """Likeness of what one article tells to what others tell: about 0 for another event, 2 at most."""
        return self.contents(np.full(len(others), item), others)

    def contents(self, later: Indices, earlier: Indices) -> Likeness:
        """`content` of many pairs; those of one later article stand together."""
        out = self._products(later, earlier)
        for at in range(0, len(later), BLOCK):
            i, j = later[at : at + BLOCK], earlier[at : at + BLOCK]
            meaning = self._meaning.beyond_topic(i, j)
            mine, theirs = self._days[i], self._days[j]
            apart = (mine != 0) & (theirs != 0) & (mine & theirs == 0)
            out[at : at + BLOCK] += np.minimum(meaning, MOST_MEANING) - OTHER_DAYS * apart
        return out

    def same_topic(self, later: Indices, earlier: Indices, least: float) -> npt.NDArray[np.bool_]:
        """Are the whole texts of pairs so near each other in meaning (cosine of mean vectors)?"""
        out = [np.zeros(0, dtype=bool)]
        for at in range(0, len(later), BLOCK):
            i, j = later[at : at + BLOCK], earlier[at : at + BLOCK]
            out.append(self._meaning.cosines(i, j) >= least)
        return np.concatenate(out)

    def nearness(self, one: Indices, two: Indices) -> Likeness:
        """Factor for the time between publications of pairs, 0 to 1; NaN without a date."""
        gaps = self.calendar.days_apart(one, two)
        return np.asarray(np.exp(-np.maximum(gaps - GRACE, 0) / FADE))

    def alone(self, items: Sequence[int], grouped: Sequence[Groups]) -> list[Held]:
        """What of articles each of several groups of others holds, and none of the other groups.

        Args:
            items: Places of the articles.
            grouped: The groups of each: places of others, `MOST_GROUPS` of them at most.
        """
        out: list[Held] = []
        for first in range(0, len(items), LAID):
            some, groups = np.array(items[first : first + LAID]), grouped[first : first + LAID]
            features, sizes = self._places(some)
            which = np.repeat(np.arange(0, len(some) << MOST_GROUPS, 1 << MOST_GROUPS), sizes)
            which += self._holding(features, sizes, groups)  # by article, then by the groups that hold them
            sort = self._sort[features]
            n = len(some) << MOST_GROUPS
            rare = self._rare[self._ids[features]] * (sort == TERM)
            counts = [
                np.bincount(which[told], minlength=n) for told in (sort != TERM, sort == NAME, sort == DAY)
            ]
            tables = [column.reshape(len(some), -1) for column in (np.bincount(which, rare, n), *counts)]
            out += _held(tables, [len(each) for each in groups])
        return out

    def _holding(self, features: Indices, sizes: Indices, grouped: Sequence[Groups]) -> Indices:
        """For each feature of some articles a bit for each group that holds it.

        Args:
            features: Where they stand, one article after the other.
            sizes: How many each article has.
            grouped: The groups of each article.
        """
        others = [[other for group in groups for other in group] for groups in grouped]
        marks = [1 << k for groups in grouped for k, group in enumerate(groups) for _ in group]
        at, counts = self._places(np.array(list(chain.from_iterable(others))))
        lies, found = self._ids.take(at), np.empty(len(at), dtype=np.int64)
        ends = np.concatenate([[0], np.cumsum(counts)])[np.cumsum([0, *map(len, others)])].tolist()
        own = np.concatenate([[0], np.cumsum(sizes)]).tolist()
        for mine, theirs in zip(pairwise(own), pairwise(ends), strict=True):
            ids = self._ids[features[slice(*mine)]]
            self._lies[ids] = np.arange(mine[0] + 1, mine[1] + 1)
            self._lies.take(lies[slice(*theirs)], out=found[slice(*theirs)], mode="clip")
            self._lies[ids] = 0
        shared = np.flatnonzero(found)
        holding = np.zeros(len(features), dtype=np.int64)
        np.bitwise_or.at(holding, found[shared] - 1, np.repeat(marks, counts)[shared])
        return holding

    def _stretch(self, item: int) -> slice:
        """Where the features of an article stand."""
        return slice(int(self._starts[item]), int(self._starts[item + 1]))

    def shared(self, one: Indices, two: Indices, most: int) -> list[list[int]]:
        """For pairs the heaviest features of the first that the second holds too, by their places in it."""
        pairs, places, n = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], 0
        for at, products, sizes in self._overlaps(two, one):
            held = np.flatnonzero(products)
            pairs.append(np.repeat(np.arange(n, n + len(sizes)), sizes)[held])
            places.append(at[held])
            n += len(sizes)
        pair, at = np.concatenate(pairs), np.concatenate(places)
        # a name, a day or a figure tells more than a word
        light = HIGHEST - self._said[at].astype(np.int64) + STEP * (self._sort[at] == TERM)
        ordered = np.sort((pair << 42) | (light << 32) | (at - self._starts[one[pair]]))
        ends = np.searchsorted(ordered >> 42, np.arange(n + 1)).tolist()
        best = (ordered & 0xFFFFFFFF).tolist()
        return [best[begin : min(end, begin + most)] for begin, end in pairwise(ends)]

    def _products(self, later: Indices, earlier: Indices) -> Likeness:
        """Weighted sums of the cosines of pairs' features."""
        sums = [sums_of(products, sizes) for _, products, sizes in self._overlaps(later, earlier)]
        return np.concatenate([np.zeros(0), *sums])

    def _overlaps(self, later: Indices, earlier: Indices) -> Iterator[tuple[Indices, Weights, Indices]]:
        """What pairs have in common, some pairs at a time.

        Yields:
            Where the features of the earlier ones stand, the products of their weights with those that they
            have in the later ones, 0 where these do not hold them, and how many there are of each pair.
        """
        begins = [*starts_of(later).tolist(), len(later)]
        for first in range(0, len(begins) - 1, LAID):
            cuts = begins[first : first + LAID + 1]
            at, sizes = self._places(earlier[cuts[0] : cuts[-1]])
            lies = self._ids.take(at, mode="clip")  # no place is out of bounds: `clip` saves the check
            products = np.empty(len(at), dtype=np.float32)
            ends = np.concatenate([[0], np.cumsum(sizes)])[np.array(cuts) - cuts[0]].tolist()
            for item, (start, end) in zip(later[cuts[:-1]].tolist(), pairwise(ends), strict=True):
                mine = self._stretch(item)
                self._desk[self._ids[mine]] = self._weights[mine]
                self._desk.take(lies[start:end], out=products[start:end], mode="clip")
                self._desk[self._ids[mine]] = 0
            products *= self._weights.take(at, mode="clip")
            yield at, products, sizes

    def _places(self, items: Indices) -> tuple[Indices, Indices]:
        """Where the features of some articles stand, and how many each has."""
        sizes = self._starts[items + 1] - self._starts[items]
        return spread(self._starts[items], sizes), sizes


def _held(tables: Sequence[npt.NDArray[np.number]], sizes: Sequence[int]) -> list[Held]:
    """What groups hold of articles.

    Args:
        tables: A row an article, its features by the groups that hold them, a bit a group: how rare the words
            are in all; how many names, days and figures there are; how many names; how many days.
        sizes: Number of groups of each article.
    """
    rare, details, names, days = tables
    alone = 1 << np.arange(MOST_GROUPS)
    lacking = (np.arange(1 << MOST_GROUPS)[:, None] & alone == 0).astype(np.float64)
    every = details.sum(axis=1, keepdims=True)
    columns = (
        rare[:, alone] / np.where(rare.any(axis=1), rare.sum(axis=1), 1)[:, None],
        details[:, alone] / np.maximum(every, 1),
        details @ lacking / (every + 1),
        names[:, 0] / np.maximum(names.sum(axis=1), 1),
        days[:, 0] / (days.sum(axis=1) + 1),
    )
    return [
        Held(words[:n], parts[:n], lacks[:n], own_names, own_days)
        for n, words, parts, lacks, own_names, own_days in zip(
            sizes, *(column.tolist() for column in columns), strict=True
        )
    ]


def _brevity(days: Sums) -> Sums:
    """How much features say of one event, by the days from the first that said them to the last."""
    return np.maximum(np.exp(-np.maximum(days - BRIEF, 0) / FADING), LASTING)
