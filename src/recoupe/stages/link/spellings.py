"""Where names meet that may be spellings of one: under keys of sound, sifted before any two are compared."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import Indel

from recoupe.text.names import SHORT, bones_of, near_sounds, readings

NONE = array("l")


class Spellings:
    """Names by how one of their words sounds and by a context that must be equal.

    A key alone brings together ever more names as a collection grows. So all the sounds under a key are
    weighed in one call, and only names whose word is `least` alike meet.
    """

    def __init__(self, least: float) -> None:
        """Start empty; `least` is a likeness of two sounds, 0 to 1, below which the caller joins nothing."""
        self._least = least
        self._heard: list[str] = []  # a sound of each word offered
        self._names: list[int] = []  # and whose it is
        self._places: dict[
            str, array[int]
        ] = {}  # where in both lists, by key: arrays cost the collector nothing
        self._bones: dict[str, array[int]] = {}

    def meet(self, name: int, context: str, word: str) -> Iterator[int]:
        """Names already offered that have a word of a sound like this one's; then offer this name too.

        One may come more than once. Read it to the end: the name is offered last.
        """
        yield from self.ask(context, word)
        self.offer(name, context, word)

    def offer(self, name: int, context: str, word: str) -> None:
        """Let a name be found by one of its words, folded."""
        for heard in readings(word):
            for key in _keys(heard):
                _add(self._places, f"{context} {key}", len(self._heard))
            self._heard.append(heard)
            self._names.append(name)

    def ask(self, context: str, word: str) -> Iterator[int]:
        """Names that offered a word of a sound like this one's; one may come more than once.

        A sound of up to `SHORT` letters finds its equals only.
        """
        for heard in readings(word):
            for key in _keys(heard):
                places = self._places.get(f"{context} {key}", NONE)
                for place in self._sift(heard, places) if len(heard) > SHORT and places else places:
                    yield self._names[place]

    def _sift(self, heard: str, places: array[int]) -> array[int]:
        sounds = [self._heard[place] for place in places]
        weigh = Indel.normalized_similarity
        alike = process.extract(heard, sounds, scorer=weigh, score_cutoff=self._least, limit=None)
        return array("l", (places[k] for _, _, k in alike))

    def meet_across(self, name: int, context: str, word: str, *, is_latin: bool) -> Iterator[int]:
        """The same across alphabets, where vowels are guesses: names of the same consonants."""
        for bones in {bones_of(heard) for heard in readings(word)}:
            for side in (False,) if is_latin else (False, True):
                yield from self._bones.get(f"{context} {bones} {side}", NONE)
            _add(self._bones, f"{context} {bones} {is_latin}", name)


def _add(lists: dict[str, array[int]], key: str, value: int) -> None:
    if key in lists:
        lists[key].append(value)
    else:
        lists[key] = array("l", (value,))


def _keys(heard: str) -> frozenset[str]:
    return near_sounds(heard) if len(heard) > SHORT else frozenset({f"={heard}"})
