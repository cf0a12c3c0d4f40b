"""What the rules of one sentence look at, and what they hand over: spans, not yet records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from recoupe.lang.cues import Cue, CueTable
from recoupe.lang.reporting.heads import SILENT, Nouns, who
from recoupe.lang.reporting.view import Unit, View, Word
from recoupe.records import Mention, Modality
from recoupe.text.spans import Range

Position = Literal["insert", "subject", "gerund", "relative", "passive", "shared"]
Words = tuple[int, int]  # half-open range of word indices


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """One cue in a sentence.

    Attributes:
        verb: Index of the inflected word.
        first, last: Words of the whole cue, auxiliaries and fixed words included; half-open.
        source: Words of the speaker, or None where another cue's speaker is shared.
        position: How it stands: inserted in the content, after its subject, as a gerund, in a relative
            clause, as a passive with its agent, or sharing the subject of the cue before.
        is_negated: « n'a pas confirmé ».
        is_without: « sans évoquer de blessé ».
        only: Index of « que » in « ne recense que deux cas », which denies nothing; else None.
    """

    cue: Cue
    verb: int
    first: int
    last: int
    position: Position
    source: Words | None
    is_negated: bool = False
    is_without: bool = False
    only: int | None = None


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence with all that its rules need.

    `stops` are the words at which a content ends because another attribution begins there; `mentions` are the
    article's names and `nouns` what its language calls people and bodies.
    """

    view: View
    unit: Unit
    table: CueTable
    occurrences: Sequence[Occurrence] = ()
    stops: Sequence[int] = ()
    mentions: Sequence[Mention] = ()
    nouns: Nouns | None = None

    @property
    def text(self) -> str:
        """The whole article's text."""
        return self.view.text

    def word(self, i: int) -> Word | None:
        """Word `i` if it belongs to the sentence."""
        return self.view.words[i] if self.unit.first <= i < self.unit.last else None

    def may_speak(self, source: Words, cue: Cue | None = None) -> bool:
        """Whether words can be a source; of a noun that no list knows the cue decides, if one is given."""
        if self.nouns is None or source[0] >= source[1]:
            return self.nouns is None
        verdict = who(self.view, source, self.mentions, self.table, self.nouns)
        return verdict == "somebody" or (verdict == "unknown" and (cue is None or cue.kind not in SILENT))

    def is_known(self, source: Words) -> bool:
        """Whether words surely name somebody: a name, a pronoun, a noun of a list."""
        return (
            self.nouns is None or who(self.view, source, self.mentions, self.table, self.nouns) == "somebody"
        )

    def somebody(self, source: Range | None) -> Range | None:
        """Characters that name a source, or None when they name nobody."""
        if source is None:
            return None
        first = self.view.first_at(source[0])
        if first and self.view.words[first - 1].end > source[0]:
            first -= 1  # « -elle »: the pronoun without its hyphen
        return source if self.may_speak((first, self.view.first_at(source[1]))) else None

    def is_circumstance(self, w: Word) -> bool:
        """Whether a word opens time, place or manner, where no tagger says so (« Am Montag »)."""
        return w.low in (*self.table.times, *self.table.breaks, *self.table.adverbs)

    def words(self, first: int, last: int) -> tuple[Word, ...]:
        """Words from `first` to `last`, cut to the sentence."""
        return self.view.words[max(first, self.unit.first) : min(last, self.unit.last)]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One attribution as character ranges.

    Attributes:
        content, cue, source: Character ranges.
        rule: Name of the extractor.
        rank: Lower wins where two contents are the same words.
        row: Lexicon row of the cue, if one.
        modality: Set where the construction decides it.
        addressee: To whom it was said, as far as the words behind the cue say so.
        relay: Who passes the source's words on to the outlet (« rapporte l'AFP, qui cite un cadre »).
        is_inside: The cue stands between quotation marks: somebody quotes somebody.
    """

    content: Range
    rule: str
    rank: int
    cue: Range | None = None
    source: Range | None = None
    row: Cue | None = None
    modality: Modality | None = None
    addressee: Range | None = None
    is_inside: bool = False
    relay: Range | None = None
    no_comment: bool = False
