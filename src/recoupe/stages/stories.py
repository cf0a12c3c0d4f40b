"""Window -> Stories: a week's articles join the stories of the weeks before, or open their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from recoupe.ids import make_id
from recoupe.records import Carry, Closed, OpenStory, Profile, Record, Story, Window
from recoupe.text.likeness.affairs import find_links, profiles_of
from recoupe.text.likeness.changes import Grouping, changes
from recoupe.text.likeness.compared import compared
from recoupe.text.likeness.decided import Decided, apply_decided, read_decided
from recoupe.text.likeness.linkage import Edges, Linkage
from recoupe.text.likeness.sets import Sets
from recoupe.text.likeness.timeline import order_key

VERSION = 9

# a rewrite is known by what it is about: no evidence beside its likeness; an aggregate is about several
SAME_STORY = ("identical", "syndicated", "excerpt", "translation")
MIN_COPIED = 0.5  # of the article: with less it may have only its background from there
THRESHOLD = 0.145  # 52 stories alike from .13 to .15; lower ones join stories of a stream of hundreds a day
UNDATED = 0.8  # nearness of articles of which nothing tells the time: as three days apart
# candidates
LOOK_BACK = 12  # articles with the same feature before it that an article is compared with
NEIGHBOURS = 16  # candidates before it that an article is compared with
BREADTH = 12  # neighbours an article of a big story can have known: more are not asked of it
MIN_LIKENESS = 0.1  # edges below are left out: the mean takes pairs without an edge as unlike


def stories(window: Window) -> tuple[Record, ...]:
    """Group the articles of a week, with those of the weeks before, by the event that they tell of.

    Words, rare names, days and figures make two articles alike, and so does their meaning, in whatever
    language; what everybody in the collection writes about counts little. Articles that appeared long after
    one another are less alike. A copy stands with its original. The articles of this week and of the last are
    grouped afresh each week, so that what one more article shows can join two stories or part one; older
    articles stay where they are. What a person decided goes before all of it.

    Returns:
        What the next week reads (`Carry`), the stories to which no later article can come, with links to
        earlier episodes, and the lines of the log. The same whatever the order of the input.
    """
    week = _Week(window)
    groups = week.groups()
    grown = week.grown(groups)
    kept, closed = week.parted(groups, grown)
    profiles = [s.profile for s in closed]
    links = find_links(profiles, [p for week in window.closed for p in week.profiles])
    named = [week.renamed(s.story) for s in closed]
    now = Grouping(week.ordered, groups, [s.story for s in grown], week.resemblance, week.decided)
    log = changes(window.week, week.before(), now, week.edges)
    left = Closed(id=make_id("closed", window.week), week=window.week, profiles=tuple(profiles))
    return (week.carry(kept), left, *named, *links, *log)


class _Week:
    """One week's articles beside those of the weeks before, and the stories that these are in."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._compared = compared(window)
        self.ordered, self._first = self._compared.ordered, self._compared.first
        self._place, self.resemblance = self._compared.place, self._compared.resemblance
        self._carried = window.carried.stories if window.carried is not None else ()
        self._free = self._free_from()
        self._decided: Decided = read_decided(window.decisions)
        self._went_on = self._goes_on()
        self.new = self._new_edges()
        self.edges = self._carried_edges().and_also(self.new)

    def _free_from(self) -> frozenset[str]:
        """Articles that are grouped afresh: this week's, and those of the week that handed on."""
        mine = {s.article_id for s in self._window.articles}
        carried = self._window.carried
        if carried is not None:
            mine |= set(carried.article_ids[carried.n_before :])
        return frozenset(mine)

    # --- how alike ------------------------------------------------------------------------------------

    def _new_edges(self) -> Edges:
        """Pairs of this week's articles with others that may tell of one event, with their likeness.

        Those much alike stay though far apart in time: they tell that a cluster is not of another's time.
        """
        later, earlier, _ = self.resemblance.candidates(self._first, reach=LOOK_BACK, most=NEIGHBOURS)
        content = self.resemblance.contents(later, earlier)
        nearness = self.resemblance.nearness(later, earlier)
        alike = (content >= THRESHOLD) | (content * np.nan_to_num(nearness, nan=1) >= MIN_LIKENESS)
        return Edges(later, earlier, content, nearness).kept(alike)

    def _carried_edges(self) -> Edges:
        carried = self._window.carried
        ids, raw = ((), b"") if carried is None else (carried.article_ids, carried.pairs)
        place = np.array([*(self._place.get(article_id, -1) for article_id in ids), -1])
        later, earlier = place[np.frombuffer(raw, dtype="<u4").reshape(-1, 2).T.astype(np.int64)]
        content, nearness = (
            np.frombuffer(column, dtype="<f4").astype(np.float64)
            for column in ((b"", b"") if carried is None else (carried.content, carried.nearness))
        )
        edges = Edges(later, earlier, content, np.where(nearness < 0, np.nan, nearness))
        return edges.kept((later >= 0) & (earlier >= 0))

    # --- grouping -------------------------------------------------------------------------------------

    def groups(self) -> list[list[int]]:
        """Articles of each story, by their places in the window."""
        sets = Sets(len(self.ordered))
        apply_decided(self._decided, sets, self._place)
        for open_story in self._carried:
            here = [self._place[a] for a in open_story.story.article_ids if a in self._place]
            sets.join(k for k in here if self.ordered[k].article_id not in self._free)
        for d in self._window.derivations:
            pair = (d.article_id, d.from_article_id)
            if (
                d.type in SAME_STORY
                and d.share >= MIN_COPIED
                and all(a in self._place and a not in self._decided.moved for a in pair)
            ):
                sets.join(self._place[a] for a in pair)
        linkage = Linkage(sets.groups(), unknown=UNDATED, breadth=BREADTH, apart=sets.apart)
        # what a person moved draws nothing after it
        moved = [self._place[a] for a in self._decided.moved if a in self._place]
        bound = np.isin(self.edges.later, moved) | np.isin(self.edges.earlier, moved)
        return linkage.clusters(self.edges.kept(~bound), THRESHOLD)

    @property
    def decided(self) -> frozenset[str]:
        """Articles of which a person decided with which others they stand."""
        return self._decided.moved | self._decided.waited_for.keys()

    def before(self) -> Mapping[str, Story]:
        """Story of each article as the week before left it."""
        return {a: s.story for s in self._carried for a in s.story.article_ids}

    def grown(self, groups: Sequence[Sequence[int]]) -> list[OpenStory]:
        """The story of each group, with its articles from before the window."""
        told = [self._story(group) for group in groups]
        new = [k for k, (_, profile) in enumerate(told) if profile is None]
        made = profiles_of([(told[k][0].id, [self.ordered[place] for place in groups[k]]) for k in new])
        first = dict(zip(new, made, strict=True))
        return [OpenStory(story=story, profile=known or first[k]) for k, (story, known) in enumerate(told)]

    def _story(self, group: Sequence[int]) -> tuple[Story, Profile | None]:
        """The story of a group, and its profile where it has one already."""
        members = [self.ordered[k] for k in group]
        older = [s for m in members for s in self._went_on.get(m.article_id, ())]
        here = tuple([s.article_id for s in members])
        if [s.story.article_ids for s in older] == [here]:  # nothing came to it, and nothing went
            return older[0].story, older[0].profile
        older = sorted(older, key=lambda s: (order_key(s.story.first_published_at), s.story.id))
        seen = {a for s in older for a in s.story.article_ids if a not in self._place}
        old_ids = [a for s in older for a in s.story.article_ids if a in seen]
        ids = (*dict.fromkeys(old_ids), *here)
        story_id = make_id("story", ids[0])
        known = next((s for s in older if s.story.id == story_id), None)
        instants = [s.published_at for s in members if s.published_at is not None]
        headlines = [s.headline for s in members if s.headline is not None]
        if known and old_ids:
            instants = [i for i in (known.story.first_published_at, *instants) if i is not None]
        story = Story(
            id=story_id,
            headline=known.story.headline if known and old_ids else (headlines or [members[0].outlet])[0],
            article_ids=ids,
            first_published_at=instants[0] if instants else None,
            last_published_at=instants[-1] if instants else None,
        )
        return story, known.profile if known else None

    def _goes_on(self) -> dict[str, list[OpenStory]]:
        """By article, the stories that go on where it stands: with the first of their articles at hand.

        One without any goes on with the articles that a person decided to be one with it.
        """
        out: dict[str, list[OpenStory]] = {}
        for open_story in self._carried:
            ids = open_story.story.article_ids
            here = next((a for a in ids if a in self._place), None)
            if here is None:
                wanted = {b for a in ids for b in self._decided.waited_for.get(a, ()) if b in self._place}
                here = min(wanted, key=self._place.__getitem__, default=None)
            if here is not None:
                out.setdefault(here, []).append(open_story)
        return out

    def parted(
        self, groups: Sequence[Sequence[int]], grown: Sequence[OpenStory]
    ) -> tuple[list[OpenStory], list[OpenStory]]:
        """Stories that may still grow, and those that are closed."""
        taken = {a for s in grown for a in s.story.article_ids}
        gone = [s for s in self._carried if s.story.article_ids[0] not in taken and not self._here(s)]
        if self._window.last:
            return [], [*gone, *grown]
        waiting = [s for s in gone if self._is_waited_for(s)]
        return [*grown, *waiting], [s for s in gone if s not in waiting]

    def _here(self, open_story: OpenStory) -> bool:
        return any(a in self._place for a in open_story.story.article_ids)

    def _is_waited_for(self, open_story: OpenStory) -> bool:
        """A person decided that it is one with articles that have not come yet."""
        known = set(open_story.story.article_ids)
        return any(self._decided.waited_for.get(a, frozenset()) - known for a in known)

    # --- what comes of it -----------------------------------------------------------------------------

    def renamed(self, story: Story) -> Story:
        """The story as a person called it."""
        called = [self._decided.names[a] for a in story.article_ids if a in self._decided.names]
        return msgspec.structs.replace(story, headline=called[0]) if called else story

    def carry(self, kept: Sequence[OpenStory]) -> Carry:
        """What the next week reads."""
        new = self.new
        return Carry(
            id=make_id("carry", self._window.week),
            week=self._window.week,
            stories=tuple(sorted(kept, key=lambda s: s.story.id)),
            article_ids=tuple(s.article_id for s in self.ordered),
            n_before=self._first,
            pairs=np.stack([new.later, new.earlier], axis=1).astype("<u4").tobytes(),
            content=new.content.astype("<f4").tobytes(),
            nearness=np.nan_to_num(new.nearness, nan=-1).astype("<f4").tobytes(),
        )
