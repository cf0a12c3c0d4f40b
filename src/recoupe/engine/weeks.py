"""The collection week by week: which articles stand in which, and what a stage reads of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from sys import intern

import msgspec

from recoupe.errors import NotFound
from recoupe.ids import digest, make_id
from recoupe.pipeline import Gather
from recoupe.records import (
    Carry,
    Closed,
    Dating,
    Decision,
    Derivation,
    Placing,
    Published,
    Record,
    Signature,
    Window,
)
from recoupe.store.dossier import decisions_about
from recoupe.store.kinds import encode
from recoupe.store.port import R, Store
from recoupe.text.likeness.weeks import (
    PROFILE_WEEKS,
    Frame,
    day_of,
    frames,
    is_loose,
    week_of,
    weeks_back,
)

LOOSE = "loose"  # unit of what has no date of its own
NEWEST = 2000  # dated articles with which an article without a date is compared, the newest ones
SIGN = "sign"  # the stage that signatures come from


class Weeks:
    """Articles by week of publication, from what a store holds when this is made.

    Signatures of the weeks at hand are kept, so that going through all weeks in order reads each but once.

    Args:
        store: Only read.
        stages: Names of the stages whose outputs are read, by the kind they give.
    """

    def __init__(self, store: Store, stages: Mapping[type[Record], str]) -> None:
        self._store = store
        self._stages = stages
        self._signed = store.outputs(stages[Signature])
        self._kept: dict[str, tuple[Signature, ...]] = {}
        self._closed: dict[str, tuple[Closed, str]] = {}
        self._carry: tuple[str, Carry | None, str] | None = None
        self._window: Window | None = None

    # --- which articles -------------------------------------------------------------------------------

    @cached_property
    def _days(self) -> dict[str, tuple[str | None, bool]]:
        """Day of publication of each article, and whether it does not even tell the week."""
        dated = (d for d in self._store.scan(Dating) if d.article_id in self._signed)
        return {d.article_id: (_shared_day(d.published), is_loose(d.published)) for d in dated}

    @cached_property
    def _by_week(self) -> dict[str, list[str]]:
        """Ids of the articles of each week, sorted."""
        placed = {p.article_id: p.day for p in self._store.all(Placing)}
        by_week: dict[str, list[str]] = {}
        for article_id in sorted(self._days):
            day, _ = self._days[article_id]
            by_week.setdefault(week_of(placed.get(article_id) or day), []).append(article_id)
        return dict(sorted(by_week.items()))

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {week: self._digest_of(ids) for week, ids in self._by_week.items()}

    def _digest_of(self, article_ids: Iterable[str]) -> str:
        return digest(f"{article_id} {self._signed[article_id]}" for article_id in article_ids)

    @cached_property
    def frames(self) -> dict[str, Frame]:
        """Every week with articles, oldest first."""
        return {f.week: f for f in frames({week: len(ids) for week, ids in self._by_week.items()})}

    # --- what has no date -----------------------------------------------------------------------------

    @cached_property
    def _loose(self) -> tuple[list[str], list[str]]:
        """Articles whose date does not tell the week, and the newest of those whose date does."""
        loose = [article_id for article_id, (_, is_so) in self._days.items() if is_so]
        if not loose:
            return [], []
        days = sorted((day or "", a) for a, (day, is_so) in self._days.items() if not is_so)
        dated = [article_id for _, article_id in days[-NEWEST:]]
        return sorted(loose), sorted(dated)

    def loose_inputs(self) -> str | None:
        """Digest of what placing reads; None when every article has a date."""
        loose, dated = self._loose
        return digest([self._digest_of(loose), self._digest_of(dated)]) if loose else None

    def load_loose(self) -> Window:
        """Articles without a date, and before them those that have one."""
        loose, dated = self._loose
        return Window(week=LOOSE, articles=self._read(loose), before=self._read(dated))

    # --- one week -------------------------------------------------------------------------------------

    def inputs(self, stage: Gather, week: str) -> str:
        """Digest of what a stage reads in a week; those before it must be done."""
        frame = self.frames[week]
        parts = [self._digests[w] for w in (*frame.before, "", *frame.beside, "", week) if w]
        if Carry in stage.gives:
            made = self._store.outputs(self._stages[Derivation])
            parts += [made.get(w, "") for w in self._derived(frame)]
            parts += [str(frame.last), self._carried(frame, anew=True)[1]]
            parts += [made for _, made in self._closed_before(frame)]
            parts += [digest([encode(d)]) for d in self._decisions(week)]
        return digest(parts)

    def load(self, stage: Gather, week: str) -> Window:
        """What a stage reads in a week."""
        frame = self.frames[week]
        window = self._shared(frame)
        if Carry not in stage.gives:
            return window
        ids = [a for w in self._derived(frame) for a in self._by_week[w]]
        return msgspec.structs.replace(
            window,
            derivations=self._store.of_each(Derivation, ids),
            carried=self._carried(frame)[0],
            closed=tuple(closed for closed, _ in self._closed_before(frame)),
            decisions=self._decisions(week),
        )

    def _shared(self, frame: Frame) -> Window:
        """What every stage reads in a week: kept until the next one is asked for."""
        if self._window is None or self._window.week != frame.week:
            self._window = None  # it goes before the next one comes
            needed = {frame.week, *frame.before, *frame.beside}
            self._kept = {w: kept for w, kept in self._kept.items() if w in needed}
            self._window = Window(
                week=frame.week,
                articles=self._signatures(frame.week),
                before=tuple(s for w in frame.before for s in self._signatures(w)),
                beside=tuple(s for w in frame.beside for s in self._signatures(w)),
                last=frame.last,
            )
        return self._window

    def _derived(self, frame: Frame) -> tuple[str, ...]:
        return (frame.week,) if frame.follows is None else (frame.follows, frame.week)

    def _signatures(self, week: str) -> tuple[Signature, ...]:
        if week not in self._kept:
            self._kept[week] = self._read(self._by_week[week])
        return self._kept[week]

    def _read(self, article_ids: Iterable[str]) -> tuple[Signature, ...]:
        return self._store.of_each(Signature, list(article_ids))

    def _carried(self, frame: Frame, *, anew: bool = False) -> tuple[Carry | None, str]:
        """What the week before handed on, with its digest; kept from the one question to the other."""
        if anew or self._carry is None or self._carry[0] != frame.week:
            carried = None if frame.follows is None else self._one(Carry, make_id("carry", frame.follows))
            self._carry = (frame.week, carried, _digest(carried))
        return self._carry[1:]

    def _closed_before(self, frame: Frame) -> list[tuple[Closed, str]]:
        """What was closed in the weeks before, each with its digest; kept, since week after week reads it."""
        weeks = weeks_back(frame.week, self.frames, PROFILE_WEEKS)
        self._closed = {week: kept for week, kept in self._closed.items() if week in weeks}
        for week in weeks:
            if week not in self._closed:
                closed = self._one(Closed, make_id("closed", week))
                if closed is not None:
                    self._closed[week] = (closed, _digest(closed))
        return [self._closed[week] for week in weeks if week in self._closed]

    def _one(self, kind: type[R], record_id: str) -> R | None:
        try:
            return self._store.one(kind, record_id)
        except NotFound:  # that week failed
            return None

    # --- decisions ------------------------------------------------------------------------------------

    @cached_property
    def _decided(self) -> list[tuple[int, int, Decision]]:
        """Decisions about stories with the numbers of the first and the last week they have a say in."""
        number = {week: k for k, week in enumerate(self.frames)}
        week_by_article = {a: week for week, ids in self._by_week.items() for a in ids}
        out = []
        for decision in decisions_about(self._store, "story"):
            touched = _articles(decision)
            weeks = [number[week_by_article[a]] for a in touched if a in week_by_article]
            if weeks:
                out.append((min(weeks), max(weeks) + 1, decision))
        return out

    def _decisions(self, week: str) -> tuple[Decision, ...]:
        at = list(self.frames).index(week)
        return tuple(decision for first, last, decision in self._decided if first <= at <= last)


def _articles(decision: Decision) -> Sequence[str]:
    return [
        *(place.article_id for target in decision.targets for place in target.evidence),
        *(target.id for target in decision.targets if target.kind == "article"),
    ]


def _shared_day(published: Published | None) -> str | None:
    """A day as one string for all its articles: a long list of them is then short."""
    day = day_of(published)
    return None if day is None else intern(day)


def _digest(record: Record | None) -> str:
    return "" if record is None else digest([encode(record)])
