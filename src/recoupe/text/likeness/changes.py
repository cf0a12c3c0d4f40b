"""The log of stories: what became of each as a week's articles came, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from recoupe.ids import make_id
from recoupe.records import Signature, Story, StoryAction, StoryChange
from recoupe.text.likeness.features import shared_features
from recoupe.text.likeness.linkage import Likeness

SHOWN = 5  # shared features named in a line


class Grouping(msgspec.Struct, frozen=True):
    """Articles by place, the groups they stand in, and the story of each group."""

    ordered: Sequence[Signature]
    groups: Sequence[Sequence[int]]
    stories: Sequence[Story]


def changes(
    week: str, before: Mapping[str, Story], now: Grouping, edges: Iterable[tuple[int, int, Likeness]]
) -> list[StoryChange]:
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
    return [line for k in range(len(now.groups)) for line in log.lines(k)]


class _Log:
    def __init__(
        self,
        week: str,
        before: Mapping[str, Story],
        now: Grouping,
        edges: Iterable[tuple[int, int, Likeness]],
    ) -> None:
        self._week, self._before, self._now = week, before, now
        self._group_of = {place: k for k, group in enumerate(now.groups) for place in group}
        self._nearest: dict[int, tuple[float, int]] = {}
        self._outside: dict[int, tuple[float, int]] = {}
        for i, j, likeness in edges:
            value = likeness.content * (1.0 if likeness.nearness is None else likeness.nearness)
            best = self._nearest if self._group_of[i] == self._group_of[j] else self._outside
            if value > best.get(i, (0.0, 0))[0]:
                best[i] = (value, j)
        self._ids = {story.id for story in now.stories}

    def lines(self, k: int) -> Iterator[StoryChange]:
        """What happened to one story."""
        group, story = self._now.groups[k], self._now.stories[k]
        new = [place for place in group if self._id(place) not in self._before]
        came: dict[str, list[int]] = {}
        for place in group:
            was = self._before.get(self._id(place))
            if was is not None and was.id != story.id:
                came.setdefault(was.id, []).append(place)
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
        why = self._why_joined(max(places, key=lambda p: self._nearest.get(p, (0.0, 0))[0]))
        return self._line("split" if is_split else "merged", story, places, why, other_id)

    def _why_opened(self, place: int) -> str:
        if place not in self._outside:
            return "nothing of the weeks before shares more than a few words with it"
        value, other = self._outside[place]
        return f"nearest of another story is {self._title(other)} (likeness {value:.2f})"

    def _why_joined(self, place: int) -> str:
        if place not in self._nearest:
            return "it is a copy of an article of it, or a person decided so"
        value, other = self._nearest[place]
        words = ", ".join(shared_features(self._now.ordered[place], self._now.ordered[other], SHOWN))
        return f"like {self._title(other)} (likeness {value:.2f}): {words}"

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
