"""Languages without a tagger: quotations, cues by punctuation, prepositions; nothing is lost for want of a parser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from recoupe.errors import LexiconError
from recoupe.lang.cues import CueTable
from recoupe.lang.pack import LanguagePack, read_table
from recoupe.lang.reporting.found import Found
from recoupe.lang.reporting.view import Unit, View


@cache
def _table(language: str) -> CueTable | None:
    try:
        return read_table(language, "cues", CueTable)
    except LexiconError:
        return None


def table_for(language: str, pack: LanguagePack) -> CueTable:
    """Words that report of a language: its pack's, or a list of its own, or the given pack's."""
    if language == pack.code:
        return pack.cues
    return _table(language) or pack.cues


def extract(view: View, unit: Unit, table: CueTable) -> Iterator[Found]:
    """Attributions of one sentence read by punctuation alone."""
    return iter(())
