"""What an extractor hands over: the spans of one attribution, not yet a record."""

from __future__ import annotations

import msgspec

from recoupe.lang.cues import Cue
from recoupe.records import Modality
from recoupe.text.spans import Range


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One attribution as character ranges.

    Attributes:
        content, cue, source: Character ranges; the content may still hold marks at its ends.
        rule: Name of the extractor.
        rank: Lower wins where two contents are the same words.
        row: Lexicon row of the cue, if one.
        modality: Set where the construction decides it.
        is_inside: The cue stands between quotation marks: somebody quotes somebody.
    """

    content: Range
    rule: str
    rank: int
    cue: Range | None = None
    source: Range | None = None
    row: Cue | None = None
    modality: Modality | None = None
    is_inside: bool = False
    no_comment: bool = False
