"""Episodes of one affair: stories that are not one event, and share what few other stories do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
import numpy as np

from recoupe.ids import make_id
from recoupe.records import Profile, Signature, StoryLink
from recoupe.text.likeness.features import HIGHEST, STEP, Lines, unpack_keys
from recoupe.text.likeness.neighbours import Indices, in_groups, may_be_among, rarity, spread, starts_of

MOST_MEMBERS = 3  # first articles of a story that its profile is made of
MOST_FEATURES = 24  # of a profile
KEY_BYTES = 4
MIN_HELD = 0.5  # of these articles that say a feature, for it to be the story's and not one article's
MOST_KNOWN = 20  # stories with the same feature looked at, the latest ones
MIN_SHARED = 4  # features that two episodes share, two of them words of names
MIN_NAMES = 2
MIN_AFFAIR = (
    0.3  # cosine of profiles: the four pairs of episodes in the corpus .31 to .45, other pairs below .2
)
MOST_EARLIER = 5  # earlier episodes shown of a story, those most alike


class Likely(msgspec.Struct, frozen=True):
    """Another episode that was found."""

    other: Profile
    likeness: float
    shared: tuple[str, ...]


def profiles_of(stories: Sequence[tuple[str, Sequence[Signature]]]) -> list[Profile]:
    """Sum up what stories are about.

    Args:
        stories: Id of each, and its articles in order of publication; at least one.
    """
    if not stories:
        return []
    said = _Said([group[:MOST_MEMBERS] for _, group in stories])
    out = []
    for k, (story_id, group) in enumerate(stories):
        words, keys, weights, n_names = said.best(k)
        out.append(
            Profile(
                story_id=story_id,
                first_day=next((s.earliest for s in group if s.earliest is not None), ""),
                features=words,
                keys=keys,
                weights=weights,
                n_names=n_names,
            )
        )
    return out


class _Said:
    """The features of some stories: a line for each feature of each story, the best of a story first.

    Args:
        first: First articles of each story.
    """

    def __init__(self, first: Sequence[Sequence[Signature]]) -> None:
        members = [s for group in first for s in group]
        n_members = np.array([len(group) for group in first], dtype=np.int64)
        sizes = np.array([s.sizes for s in members], dtype=np.int64)
        starts = np.cumsum(sizes.sum(axis=1)) - sizes.sum(axis=1)
        weights = np.frombuffer(b"".join(s.weights for s in members), dtype=np.uint8).astype(np.int64)
        member, place = _heaviest(sizes, weights)
        story = np.repeat(np.arange(len(first)), n_members)[member]
        keys = unpack_keys(b"".join(s.keys for s in members))[starts[member] + place]
        lines, order = in_groups(story.astype(np.uint64) << np.uint64(32) | keys)
        begins = starts_of(lines)
        one = order[begins]  # where the first article says it
        held = np.diff(np.append(begins, len(order)))
        total = np.add.reduceat(weights[(starts[member] + place)[order]], begins)
        at, n_terms = place[one], sizes[member[one], 0]
        is_name = (at >= n_terms) & (at < n_terms + sizes[member[one], 1])
        kept = np.flatnonzero(held >= MIN_HELD * n_members[story[one]])
        kept = kept[np.lexsort((keys[one][kept], -total[kept], ~is_name[kept], story[one][kept]))]
        kept = kept[_rank(story[one][kept]) < MOST_FEATURES]
        mine = story[one][kept]
        self._keys = keys[one][kept].astype("<u4").tobytes()
        self._weights = np.maximum(1, total[kept] // n_members[mine]).astype(np.uint8).tobytes()
        self._words = Lines(members).at(member[one][kept], at[kept])
        self._n_names = np.bincount(mine, is_name[kept], minlength=len(first)).astype(np.int64).tolist()
        self._ends = np.searchsorted(mine, np.arange(len(first) + 1)).tolist()

    def best(self, story: int) -> tuple[str, bytes, bytes, int]:
        """The best features of a story, names first, then the heaviest, as a `Profile` keeps them.

        Returns:
            Words, keys, weights, and how many are words of names.
        """
        begin, end = self._ends[story : story + 2]
        words = "\n".join(self._words[begin:end])
        keys = self._keys[KEY_BYTES * begin : KEY_BYTES * end]
        return words, keys, self._weights[begin:end], self._n_names[story]


def _rank(groups: Indices) -> Indices:
    """For each entry how many of its group stand before it, in groups that are sorted."""
    begins = starts_of(groups)
    return np.arange(len(groups)) - np.repeat(begins, np.diff(np.append(begins, len(groups))))


def _heaviest(sizes: Indices, weights: Indices) -> tuple[Indices, Indices]:
    """Member and place of the heaviest words and of all other features of articles, given end to end."""
    counts = sizes.sum(axis=1)
    member = np.repeat(np.arange(len(sizes)), counts)
    place = spread(np.zeros(len(sizes), dtype=np.int64), counts)
    is_term = place < sizes[member, 0]
    # one number to sort by: member, words before all else, heaviest first, place
    rank = np.where(is_term, HIGHEST - weights, HIGHEST + 1)
    ordered = np.sort((member << 40) | (rank << 24) | place)
    member, place = ordered >> 40, ordered & ((1 << 24) - 1)
    starts = np.cumsum(counts) - counts
    kept = (np.arange(len(ordered)) - starts[member] < MOST_FEATURES) | (place >= sizes[member, 0])
    return member[kept], place[kept]


def find_links(closed: Sequence[Profile], known: Sequence[Profile]) -> tuple[StoryLink, ...]:
    """Find the episodes that came before some stories, or between them.

    Args:
        closed: Stories that are looked at.
        known: Stories that were closed before them, not too long ago.

    Returns:
        Two links for each pair, one from either story; sorted by id.
    """
    index = _Index([*known, *closed], len(known))
    out = [link for profile, likely in index.links() for link in _both_ways(profile, likely)]
    return tuple(sorted({link.id: link for link in out}.values(), key=lambda link: link.id))


class _Index:
    """Profiles by what they hold.

    Args:
        profiles: Those that were closed before, then those that are asked for.
        first: Place of the first that is asked for.
    """

    def __init__(self, profiles: Sequence[Profile], first: int) -> None:
        self.profiles, self._first = profiles, first
        keys = [p.keys for p in profiles]  # those of half a year: each is taken up but once
        self._flat = unpack_keys(b"".join(keys))
        self._sizes = np.array(list(map(len, keys)), dtype=np.int64) // self._flat.itemsize
        self._sorted = np.sort(self._flat)
        self._known: dict[int, dict[int, float]] = {}

    def links(self) -> Iterator[tuple[Profile, Likely]]:
        """The stories that are asked for, each with the other episodes of its affair, most alike first."""
        found: dict[int, list[Likely]] = {}
        for place, other in self._pairs():
            likely = self._likely(place, other)
            if likely is not None:
                found.setdefault(place, []).append(likely)
        for place, several in found.items():
            best = sorted(several, key=lambda f: (-f.likeness, f.other.story_id))[:MOST_EARLIER]
            yield from ((self.profiles[place], likely) for likely in best)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Stories that are asked for with others that hold several of their features."""
        owner = np.repeat(np.arange(len(self.profiles)), self._sizes)
        kept = may_be_among(self._flat, self._flat[owner >= self._first])  # most keys are of none of them
        owner = owner[kept]
        grouped, order = in_groups(self._flat[kept])
        begins = starts_of(grouped)
        held = np.diff(np.append(begins, len(order)))
        holders, group = owner[order], np.repeat(np.arange(len(begins)), held)
        asked = np.flatnonzero(holders >= self._first)
        looked_at = np.minimum(held, MOST_KNOWN)  # the last that hold a key
        sizes = looked_at[group[asked]]
        others = holders[spread((begins + held - looked_at)[group[asked]], sizes)]
        places = np.repeat(holders[asked], sizes)
        codes, _ = in_groups((places * len(self.profiles) + others)[places != others])
        begins = starts_of(codes)
        often = np.diff(np.append(begins, len(codes))) >= MIN_SHARED
        for code in codes[begins][often].tolist():
            yield divmod(code, len(self.profiles))

    def _vector(self, place: int) -> dict[int, float]:
        if place not in self._known:
            self._known[place] = self._weigh(place)
        return self._known[place]

    def _weigh(self, place: int) -> dict[int, float]:
        keys = unpack_keys(self.profiles[place].keys)
        held = np.searchsorted(self._sorted, keys, "right") - np.searchsorted(self._sorted, keys)
        said = np.frombuffer(self.profiles[place].weights, dtype=np.uint8) / STEP
        raw = said * rarity(held, len(self.profiles))
        norm = float(np.sqrt((raw * raw).sum())) or 1.0
        return dict(zip(keys.tolist(), (raw / norm).tolist(), strict=True))

    def _likely(self, place: int, other: int) -> Likely | None:
        mine, theirs = self._vector(place), self._vector(other)
        shared = [key for key in mine if key in theirs]
        profile, keys = self.profiles[place], unpack_keys(self.profiles[place].keys).tolist()
        names = set(keys[: profile.n_names])
        likeness = sum(mine[key] * theirs[key] for key in shared)
        if likeness < MIN_AFFAIR or len(shared) < MIN_SHARED or len(names & set(shared)) < MIN_NAMES:
            return None
        words = dict(zip(keys, profile.features.split("\n"), strict=True))
        best = sorted(shared, key=lambda key: (-mine[key] * theirs[key], key))
        return Likely(self.profiles[other], likeness, tuple(words[key] for key in best[:6]))


def _both_ways(profile: Profile, likely: Likely) -> Iterator[StoryLink]:
    pair = sorted((profile, likely.other), key=lambda p: (p.first_day or "9999", p.story_id))
    why = f"both tell of {', '.join(likely.shared)} (likeness {likely.likeness:.2f})"
    first, second = pair
    yield _link(first, second, "later", why)
    yield _link(second, first, "earlier", why)


def _link(one: Profile, other: Profile, relation: Literal["earlier", "later"], why: str) -> StoryLink:
    return StoryLink(
        id=make_id("link", one.story_id, other.story_id),
        story_id=one.story_id,
        other_id=other.story_id,
        relation=relation,
        why=why,
    )
