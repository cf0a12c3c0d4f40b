"""Lawyers and spokespeople: whose words they pass on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from recoupe.lang.titles import Duty
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.roles import head_of, role_ranges
from recoupe.stages.corefer.words import Vocabulary, lower

VOICES = ("counsel", "spokesperson")


class Voices:
    """Who speaks for whom in one article; what is learned of a voice holds for all it says later."""

    def __init__(
        self, text: str, group_of: Mapping[tuple[int, int], Group], grid: Grid, words: Vocabulary
    ) -> None:
        self.text = text
        self.group_of = group_of
        self.grid = grid
        self.words = words
        self._clients: dict[int, Group] = {}

    def duty(self, phrase: str) -> Duty | None:
        """What the role noun that heads a lower-case phrase makes of its bearer."""
        head = head_of(phrase, self.words)
        return self.words.roles[head].duty if head in self.words.roles else None

    def is_counsel(self, g: Group) -> bool:
        """Tell whether the text calls somebody a lawyer."""
        before = self.words.counsel_before
        titled = any(before.search(self.text, max(0, n.start - 10), n.start) for n in g.names)
        return titled or any(self.duty(role) == "counsel" for role in g.roles)

    def speaks_for_others(self, g: Group, before: str = "") -> bool:
        """Tell whether somebody is a lawyer or spokesperson by the text's or these words."""
        return any(self.duty(phrase) in VOICES for phrase in (before, *g.roles))

    def passes_on(self, title: str) -> bool:
        """Tell whether a title beside a name says that the words are another's.

        A lawyer's always does. A spokesperson's does where it comes first and the name only completes it
        (« une porte-parole de Norlys, X »); « X, porte-parole de Norlys » speaks in her own name.
        """
        duty = self.duty(title)
        return duty == "counsel" or (duty == "spokesperson" and title.rstrip().endswith(","))

    def learn(self, voice: Group, client: Group) -> None:
        """Note for whom somebody speaks; what the text said first stands."""
        self._clients.setdefault(id(voice), client)

    def client_of(self, voice: Group) -> Group | None:
        """For whom somebody speaks; None for everybody else and where the text does not tell."""
        return self._clients.get(id(voice))

    def look_for_clients(self, client_named: Callable[[str, int], Group | None]) -> None:
        """Read « l'avocate de X, Y » and « Y, porte-parole de X » wherever they stand.

        Args:
            client_named: Whom a common noun means (« l'avocat de la championne »), by words and place.
        """
        for range_ in sorted(self.group_of):
            voice = self.group_of[range_]
            if voice.type == "PER" and self.speaks_for_others(voice):
                name = Name(start=range_[0], end=range_[1], text=self.text[slice(*range_)], type="PER")
                for start, end in role_ranges(self.text, name, self.grid, self.words):
                    if not self.passes_on(lower(self.text[start:end])):
                        continue
                    client = self._in(start, end, voice) or self._noun_in(start, end, client_named)
                    if client is not None and client is not voice:
                        self.learn(voice, client)

    def _in(self, start: int, end: int, voice: Group) -> Group | None:
        inside = [
            g for (a, b), g in sorted(self.group_of.items()) if start <= a and b <= end and g is not voice
        ]
        return next((g for g in inside if g.type in ("PER", "ORG")), inside[0] if inside else None)

    def _noun_in(
        self, start: int, end: int, client_named: Callable[[str, int], Group | None]
    ) -> Group | None:
        phrase = lower(self.text[start:end])
        link = self.words.linked.search(phrase)
        return client_named(phrase[link.end() :], start) if link else None
