"""A name of an article while it is being worked on."""

from __future__ import annotations

import re

import msgspec

from recoupe.lang.titles import Gender
from recoupe.records import EntityType, MentionForm

CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿа-яёїієґ]")


class Name(msgspec.Struct):
    """A mention while it is being worked on."""

    start: int
    end: int
    text: str
    type: EntityType
    form: MentionForm = "name"
    gender: Gender | None = None
    civil: bool = False

    @property
    def range(self) -> tuple[int, int]:
        """Its place in the text."""
        return self.start, self.end
