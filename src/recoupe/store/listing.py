"""Which stories a reader asks for."""

from __future__ import annotations

import msgspec


class StoryQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What a story must have to be listed; a field that is empty asks for nothing.

    Attributes:
        words: All of them stand in one of its articles, in any form, or they name somebody in it.
        outlet: One of its articles is by this outlet.
        language: One of its articles is in this language.
        since, until: ISO days; its span of time and this one meet.
        one_origin: A claim of several outlets rests on one origin at most.
        disputed: Two of its articles differ.
        entity_id: Some of its articles name this person, body or place.
    """

    words: str = ""
    outlet: str = ""
    language: str = ""
    since: str = ""
    until: str = ""
    one_origin: bool = False
    disputed: bool = False
    entity_id: str = ""


class StoryList(msgspec.Struct, frozen=True):
    """Part of a list: (id, place among all stories from 1) newest first, and how many there are in all."""

    found: tuple[tuple[str, int], ...]
    n_found: int


EVERY_STORY = StoryQuery()
