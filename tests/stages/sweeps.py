"""The stages of a collection over signatures at hand, week by week, as the runner takes them there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from recoupe.records import (
    Carry,
    Closed,
    Decision,
    Derivation,
    Record,
    Signature,
    Story,
    StoryChange,
    StoryLink,
    Window,
)
from recoupe.stages.copies import copies
from recoupe.stages.place import place
from recoupe.stages.stories import stories
from recoupe.text.likeness.timeline import DAY_LENGTH, in_order, order_key
from recoupe.text.likeness.weeks import LOOSE, PROFILE_WEEKS, UNDATED, frames, week_of, weeks_back

R = TypeVar("R", bound=Record)


class Swept(msgspec.Struct, frozen=True):
    """What the sweep gave."""

    derivations: tuple[Derivation, ...]
    stories: tuple[Story, ...]
    changes: tuple[StoryChange, ...]
    links: tuple[StoryLink, ...]

    @property
    def groups(self) -> set[frozenset[str]]:
        return {frozenset(s.article_ids) for s in self.stories}


def sweep(signatures: Iterable[Signature], decisions: Sequence[Decision] = ()) -> Swept:
    """Take signatures through `place`, `copies` and `stories`."""
    by_week = weeks_of(list(signatures))
    derivations: dict[str, tuple[Derivation, ...]] = {}
    given: list[Record] = []
    closed: dict[str, Closed] = {}
    carried: dict[str, Carry] = {}
    for frame in frames({week: len(mine) for week, mine in by_week.items()}):
        near = [s for week in frame.before for s in by_week[week]]
        window = Window(
            week=frame.week,
            articles=tuple(by_week[frame.week]),
            before=tuple(near),
            beside=tuple(s for week in frame.beside for s in by_week[week]),
            last=frame.last,
        )
        derivations[frame.week] = copies(window)
        made = stories(
            msgspec.structs.replace(
                window,
                derivations=(*derivations.get(frame.follows or "", ()), *derivations[frame.week]),
                carried=carried.get(frame.follows or ""),
                closed=tuple(closed[w] for w in weeks_back(frame.week, by_week, PROFILE_WEEKS)),
                decisions=tuple(decisions),
            )
        )
        closed[frame.week] = of(made, Closed)[0]
        carried[frame.week] = of(made, Carry)[0]
        given += made
    return Swept(
        tuple(sorted((d for ds in derivations.values() for d in ds), key=lambda d: (d.article_id, d.id))),
        tuple(of(given, Story)),
        tuple(of(given, StoryChange)),
        tuple(of(given, StoryLink)),
    )


def weeks_of(signatures: Sequence[Signature]) -> dict[str, list[Signature]]:
    """Signatures by week, in order of publication."""
    loose = [s for s in signatures if is_loose(s)]
    dated = [s for s in signatures if not is_loose(s)]
    placed = {p.article_id: p.day for p in place(Window(week="", articles=tuple(loose), before=tuple(dated)))}
    by_week: dict[str, list[Signature]] = {}
    for s in in_order(signatures):
        day = None if s.published_at is None else order_key(s.published_at)[:DAY_LENGTH]
        by_week.setdefault(week_of(placed.get(s.article_id, day)), []).append(s)
    return dict(sorted(by_week.items()))


def is_loose(s: Signature) -> bool:
    """As `weeks.is_loose` says of a publication date."""
    if s.earliest is None or s.latest is None:
        return True
    from datetime import date

    return (date.fromisoformat(s.latest) - date.fromisoformat(s.earliest)).days > LOOSE


def of(records: Iterable[Record], kind: type[R]) -> list[R]:
    """Records of one kind."""
    return [record for record in records if isinstance(record, kind)]


__all__ = ["UNDATED", "Swept", "of", "sweep", "weeks_of"]
