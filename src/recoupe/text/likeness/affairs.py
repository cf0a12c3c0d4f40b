"""Episodes of one affair: stories that are not one event, and share what few other stories do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
import numpy as np

from recoupe.ids import make_id
from recoupe.records import Profile, Signature, StoryLink
from recoupe.text.likeness.features import STEP, unpack_keys
from recoupe.text.likeness.neighbours import rarity

MOST_MEMBERS = 3  # first articles of a story that its profile is made of
MOST_FEATURES = 24  # of a profile
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


def profile_of(story_id: str, members: Sequence[Signature]) -> Profile:
    """Sum up what a story is about.

    Args:
        story_id: Id of the story.
        members: Its first articles, in order of publication; at least one.
    """
    first = members[:MOST_MEMBERS]
    total: Counter[int] = Counter()
    held: Counter[int] = Counter()
    place: dict[int, tuple[bool, int, int]] = {}  # is it none of the names, which member's, and where there
    for m, s in enumerate(first):
        keys, n_terms = unpack_keys(s.keys).tolist(), s.sizes[0]
        names = range(n_terms, n_terms + s.sizes[1])
        for k in _heaviest(s, n_terms):
            key = keys[k]
            total[key] += s.weights[k]
            held[key] += 1
            place.setdefault(key, (k not in names, m, k))
    mine = [key for key, n in held.items() if n >= MIN_HELD * len(first)]
    best = sorted(mine, key=lambda key: (place[key][0], -total[key], key))[:MOST_FEATURES]
    words = [s.features.split("\n") for s in first]
    days = [s.earliest for s in members if s.earliest is not None]
    return Profile(
        story_id=story_id,
        first_day=days[0] if days else "",
        features="\n".join(words[place[key][1]][place[key][2]] for key in best),
        keys=np.array(best, dtype="<u4").tobytes(),
        weights=bytes(max(1, total[key] // len(first)) for key in best),
        n_names=sum(not place[key][0] for key in best),
    )


def _heaviest(signature: Signature, n_terms: int) -> list[int]:
    """Places of the heaviest words and of all other features of an article."""
    weights = np.frombuffer(signature.weights, dtype=np.uint8)
    terms = np.argsort(255 - weights[:n_terms], kind="stable")[:MOST_FEATURES]
    return [*terms.tolist(), *range(n_terms, len(weights))]


def find_links(closed: Sequence[Profile], known: Sequence[Profile]) -> tuple[StoryLink, ...]:
    """Find the episodes that came before some stories, or between them.

    Args:
        closed: Stories that are looked at.
        known: Stories that were closed before them, not too long ago.

    Returns:
        Two links for each pair, one from either story; sorted by id.
    """
    index = _Index([*known, *closed])
    out: list[StoryLink] = []
    for place in range(len(known), len(known) + len(closed)):
        for likely in index.likely(place):
            out += _both_ways(index.profiles[place], likely)
    return tuple(sorted({link.id: link for link in out}.values(), key=lambda link: link.id))


class _Index:
    """Profiles by what they hold."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.profiles = profiles
        flat = np.concatenate([unpack_keys(p.keys) for p in profiles] or [unpack_keys(b"")])
        sizes = [len(unpack_keys(p.keys)) for p in profiles]
        self._every, back, self._held = np.unique(flat, return_inverse=True, return_counts=True)
        self._order = np.argsort(back, kind="stable")  # by key, then by profile
        self._owner = np.repeat(np.arange(len(profiles)), sizes)[self._order]
        self._begins = np.concatenate([[0], np.cumsum(self._held)])
        self._known: dict[int, dict[int, float]] = {}

    def _vector(self, place: int) -> dict[int, float]:
        if place not in self._known:
            self._known[place] = self._weigh(place)
        return self._known[place]

    def _weigh(self, place: int) -> dict[int, float]:
        keys = unpack_keys(self.profiles[place].keys)
        held = self._held[np.searchsorted(self._every, keys)]
        said = np.frombuffer(self.profiles[place].weights, dtype=np.uint8) / STEP
        raw = said * rarity(held, len(self.profiles))
        norm = float(np.sqrt((raw * raw).sum())) or 1.0
        return dict(zip(keys.tolist(), (raw / norm).tolist(), strict=True))

    def _holders(self, key: int) -> list[int]:
        """The last profiles that hold a key."""
        at = int(np.searchsorted(self._every, key))
        begin, end = int(self._begins[at]), int(self._begins[at + 1])
        return [int(owner) for owner in self._owner[max(begin, end - MOST_KNOWN) : end]]

    def likely(self, place: int) -> list[Likely]:
        """Other episodes of the affair of one story, most alike first."""
        mine = self._vector(place)
        met = Counter(other for key in mine for other in self._holders(key) if other != place)
        found = [self._likely(place, other) for other, n in met.items() if n >= MIN_SHARED]
        good = [f for f in found if f is not None]
        return sorted(good, key=lambda f: (-f.likeness, f.other.story_id))[:MOST_EARLIER]

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
