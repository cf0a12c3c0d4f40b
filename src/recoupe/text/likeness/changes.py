"""The log of stories: what became of each as a week's articles came, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, islice

import msgspec
import numpy as np

from recoupe.ids import make_id
from recoupe.records import Signature, Story, StoryAction, StoryChange
from recoupe.text.likeness.features import Lines
from recoupe.text.likeness.linkage import Edges
from recoupe.text.likeness.neighbours import starts_of
from recoupe.text.likeness.resemblance import Resemblance

SHOWN = 5  # shared features named in a line


class Grouping(msgspec.Struct, frozen=True):
    """Articles by place, the groups they stand in, and the story of each group.

    Attributes:
        resemblance: What the articles share.
        decided: Ids of the articles of which a person decided with which others they stand.
    """

    ordered: Sequence[Signature]
    groups: Sequence[Sequence[int]]
    stories: Sequence[Story]
    resemblance: Resemblance
    decided: Collection[str] = ()


def changes(week: str, before: Mapping[str, Story], now: Grouping, edges: Edges) -> list[StoryChange]:
    """Say what is otherwise than a week ago.

    Args:
        week: Whose articles came; a part of the lines' ids.
        before: Story of each article as it was, by article id.
        now: Groups as they are.
        edges: Pairs of articles that are alike, by their places.

    Returns:
        Lines in the order of their stories, then of the articles that brought them about.
    """
    log = _Log(week, before, now, edges)
    return [line for k in log.touched for line in log.lines(k)]


class _Log:
    def __init__(self, week: str, before: Mapping[str, Story], now: Grouping, edges: Edges) -> None:
        self._week, self._before, self._now = week, before, now
        was = [before.get(signature.article_id) for signature in now.ordered]
        self._was = [None if story is None else story.id for story in was]  # id of each article's story
        group_of = np.zeros(len(now.ordered), dtype=np.int64)
        sizes = [len(group) for group in now.groups]
        group_of[list(chain.from_iterable(now.groups))] = np.repeat(np.arange(len(sizes)), sizes)
        inside = group_of[edges.later] == group_of[edges.earlier]
        self._nearest = _best(edges.kept(inside))
        self._outside = _best(edges.kept(~inside))
        ids = [story.id for story in now.stories]
        self._ids = set(ids)
        moved = [p for p, k in enumerate(group_of.tolist()) if self._was[p] != ids[k]]
        self.touched: list[int] = np.unique(group_of[moved]).tolist()  # groups to which something came
        self._words = self._shared([p for p in moved if p in self._nearest])

    def _shared(self, told: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """What articles share with those they are nearest to, heaviest first, as they write it."""
        one = np.array(told, dtype=np.int64)
        two = np.array([self._nearest[place][1] for place in told], dtype=np.int64)
        heaviest = self._now.resemblance.shared(one, two, 2 * SHOWN)  # a name may be heard twice
        sizes = [len(features) for features in heaviest]
        features = np.array(list(chain.from_iterable(heaviest)), dtype=np.int64)
        lines = Lines([self._now.ordered[place] for place in told])
        words = iter(lines.at(np.repeat(np.arange(len(told)), sizes), features))
        return {
            place: tuple(dict.fromkeys(islice(words, n)))[:SHOWN]
            for place, n in zip(told, sizes, strict=True)
        }

    def lines(self, k: int) -> Iterator[StoryChange]:
        """What happened to one story."""
        group, story = self._now.groups[k], self._now.stories[k]
        new: list[int] = []
        came: dict[str, list[int]] = {}
        for place in group:
            was = self._was[place]
            if was is None:
                new.append(place)
            elif was != story.id:
                came.setdefault(was, []).append(place)
        for other_id, places in came.items():
            yield self._came(story, other_id, places)
        if new and len(new) == len(group):
            yield self._line("opened", story, new[:1], self._why_opened(new[0]))
            new = new[1:]
        for place in new:
            yield self._line("joined", story, [place], self._why_joined(place))

    def _came(self, story: Story, other_id: str, places: Sequence[int]) -> StoryChange:
        """Articles that stood in another story."""
        is_split = other_id in self._ids
        best = max(places, key=lambda p: self._nearest.get(p, (0.0, 0))[0])
        left = is_split and self._was_alone(story, other_id)
        why = self._why_left(best) if left else self._why_joined(best)
        return self._line("split" if is_split else "merged", story, places, why, other_id)

    def _was_alone(self, story: Story, other_id: str) -> bool:
        """Whether a story is made of what left another, and of nothing that stood elsewhere before."""
        was = {self._before[a].id for a in story.article_ids if a in self._before}
        return was == {other_id}

    def _why_left(self, place: int) -> str:
        if self._id(place) in self._now.decided:
            return "a person decided so"
        return self._why_opened(place)

    def _why_opened(self, place: int) -> str:
        if place not in self._outside:
            return "nothing of the weeks before shares more than a few words with it"
        value, other = self._outside[place]
        return f"nearest of another story is {self._title(other)} (likeness {value:.2f})"

    def _why_joined(self, place: int) -> str:
        is_decided = self._id(place) in self._now.decided
        if place not in self._nearest:
            return "a person decided so" if is_decided else "it is a copy of an article of it"
        return f"{self._nearest_of(place)}{'; a person decided so' if is_decided else ''}"

    def _nearest_of(self, place: int) -> str:
        """The article of its story that one is most like, and what they share."""
        value, other = self._nearest[place]
        return f"like {self._title(other)} (likeness {value:.2f}): {', '.join(self._words[place])}"

    def _title(self, place: int) -> str:
        signature = self._now.ordered[place]
        return f"“{signature.headline or signature.article_id}” ({signature.outlet})"

    def _id(self, place: int) -> str:
        return self._now.ordered[place].article_id

    def _line(
        self, action: StoryAction, story: Story, places: Sequence[int], why: str, other_id: str | None = None
    ) -> StoryChange:
        ids = tuple(self._id(place) for place in places)
        days = [s.earliest for s in (self._now.ordered[p] for p in places) if s.earliest is not None]
        return StoryChange(
            id=make_id("change", self._week, story.id, action, other_id, *ids),
            story_id=story.id,
            on=days[0] if days else "",
            action=action,
            article_ids=ids,
            why=why,
            other_id=other_id,
        )


def _best(edges: Edges) -> dict[int, tuple[float, int]]:
    """The most alike of the earlier items of each later one, with their likeness."""
    likeness = edges.likeness
    order = np.lexsort((-likeness, edges.later))
    first = order[starts_of(edges.later[order])]
    columns = (edges.later[first], likeness[first], edges.earlier[first])
    return {i: (value, j) for i, value, j in zip(*(c.tolist() for c in columns), strict=True) if value > 0}
