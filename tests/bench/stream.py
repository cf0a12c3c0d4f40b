"""A made stream of signatures: events that begin every day, each told by a few articles, some of them copies.

Words follow the usual law of few frequent and many rare ones; names are shared by many events. A seed fixes
every choice, so the same number always gives the same stream. Texts are not made: what copies and stories
read of an article is its signature.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.ids import make_id
from recoupe.records import Dating, Published, Signature
from recoupe.stages.sign import SKETCH_WINDOW

PER_DAY = 300  # articles: twenty outlets of fifteen articles
BEGIN = datetime(2020, 1, 6, tzinfo=UTC)  # a Monday
VOCABULARY, NAMES = 60_000, 8_000
EVENT_WORDS, EVENT_NAMES = 70, 9  # that its articles draw from
WORDS, SAID, NAMED = 150, 45, 6  # features of an article; how many of them its event's
SHINGLES, SENTENCES, DIMENSIONS = 330, 12, 512
VOICELESS = 5  # every fifth article quotes nobody, as in the corpus: it may be another's told again
COPIED = 0.2  # of the articles after the first of an event

Keys = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]


class Told(msgspec.Struct, frozen=True):
    """One article of the stream, and the event it tells of."""

    signature: Signature
    dating: Dating
    event: int
    copy_of: str | None


class _Event(msgspec.Struct):
    number: int
    begins: float
    words: Keys
    names: Keys
    vector: npt.NDArray[np.float32]
    left: int
    wording: Hashes | None = None
    first: str | None = None


class Stream:
    """Articles day after day."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = np.random.default_rng(seed)
        self._dice = random.Random(seed)  # noqa: S311
        rank = np.arange(1, VOCABULARY + 1)
        self._zipf = (1 / rank) / (1 / rank).sum()
        self._cumulated = np.cumsum(self._zipf)
        self._noise = self._chance.normal(size=(512, DIMENSIONS)).astype(np.float32)
        self._rows = self._chance.integers(-127, 128, size=1 << 20, dtype=np.int8).tobytes()
        self._events: list[_Event] = []
        self._n = 0

    def articles(self, n: int) -> Iterator[Told]:
        """The first `n` articles of the stream."""
        for number in range(n):
            day, slot = divmod(number, PER_DAY)
            at = BEGIN + timedelta(days=day, seconds=slot * (86_000 // PER_DAY))
            yield self._article(number, at)

    def _article(self, number: int, at: datetime) -> Told:
        event = self._pick(number)
        copied = event.first if event.wording is not None and self._dice.random() < COPIED else None
        wording, names = self._wording(event, copied), self._named(event)
        article_id = make_id("article", "stream", number)
        terms = np.unique(np.concatenate([self._said(event), self._words(WORDS - SAID)]))
        day = at.date().isoformat()
        happened = (BEGIN + timedelta(days=int(event.begins))).date()
        days = np.array([happened.toordinal()], dtype=np.uint32)
        figures = self._chance.integers(0, 2000, 3).astype(np.uint32)
        parts = [terms, names, days, figures]
        keys = np.concatenate([k + np.uint32(sort * 100_000_000) for sort, k in enumerate(parts)])
        labels = [f"w{k}" for k in terms] + [f"n{k}" for k in names] + [happened.isoformat()]
        vector = event.vector + 1.2 * self._noise[number % len(self._noise)]
        cut = self._dice.randrange(len(self._rows) - SENTENCES * DIMENSIONS)
        signature = Signature(
            id=make_id("signature", article_id),
            article_id=article_id,
            outlet=f"Outlet {self._dice.randrange(20)}",
            language="fr" if self._dice.random() < 0.8 else "en",
            n_words=SHINGLES + 40,
            shingles=np.unique(wording).astype("<u8").tobytes(),
            sketch=_sketch(wording).astype("<u8").tobytes(),
            quotes=b"" if number % VOICELESS == 0 else self._quotes(),
            features="\n".join([*labels, *map(str, figures)]),
            sizes=(len(terms), len(names), 1, 3),
            keys=(keys * np.uint32(2654435761)).astype("<u4").tobytes(),
            weights=self._chance.integers(24, 90, len(keys)).astype(np.uint8).tobytes(),
            details=(keys[len(terms) :] * np.uint32(2654435761)).astype("<u4").tobytes(),
            dimensions=DIMENSIONS,
            vector=vector.astype("<f2").tobytes(),
            scale=np.full(SENTENCES, 0.01, dtype="<f4").tobytes(),
            rows=self._rows[cut : cut + SENTENCES * DIMENSIONS],
            days=1 << (happened.toordinal() % 64),
            event_day=happened.isoformat(),
            headline=f"Headline {number}",
            earliest=day,
            latest=day,
            published_at=at.isoformat(timespec="seconds"),
        )
        if event.wording is None:
            event.wording, event.first = wording, article_id
        published = Published(
            at=signature.published_at or "",
            source="meta",
            earliest=day,
            latest=day,
            certainty="explicit",
        )
        dating = Dating(id=make_id("dating", article_id), article_id=article_id, published=published)
        return Told(signature, dating, event.number, copied)

    def _pick(self, number: int) -> _Event:
        """An event that goes on, or a new one; the older an event, the seldomer it comes back."""
        today = number / PER_DAY
        self._events = [e for e in self._events if e.left > 0 and today - e.begins < 8]
        if self._events and self._dice.random() < 0.75:
            weights = [2.0 ** -(today - e.begins) for e in self._events]
            event = self._dice.choices(self._events, weights)[0]
        else:
            event = _Event(
                self._n,
                today,
                self._words(EVENT_WORDS),
                self._chance.integers(0, NAMES, EVENT_NAMES).astype(np.uint32),
                self._chance.normal(size=DIMENSIONS).astype(np.float32),
                1 + int(self._chance.geometric(0.2)),
            )
            self._n += 1
            self._events.append(event)
        event.left -= 1
        return event

    def _quotes(self) -> bytes:
        return self._chance.integers(0, 1 << 62, 20).astype("<u8").tobytes()

    def _words(self, n: int) -> Keys:
        return np.searchsorted(self._cumulated, self._chance.random(n)).astype(np.uint32)

    def _said(self, event: _Event) -> Keys:
        return self._chance.choice(event.words, SAID, replace=False)

    def _named(self, event: _Event) -> Keys:
        return np.unique(self._chance.choice(event.names, NAMED))

    def _wording(self, event: _Event, copied: str | None) -> Hashes:
        """Hashes of shingles in text order; a copy has half or more of its original's."""
        own = self._chance.integers(0, 1 << 62, SHINGLES).astype(np.uint64)
        if copied is None or event.wording is None:
            return own
        kept = self._dice.randint(SHINGLES // 2, SHINGLES)
        return np.concatenate([event.wording[:kept], own[: SHINGLES - kept]])


def _sketch(wording: Hashes) -> Hashes:
    return np.unique(np.lib.stride_tricks.sliding_window_view(wording, SKETCH_WINDOW).min(axis=1))
