"""Languages without a tagger: word classes guessed from the tables, for the same rules."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import msgspec

from recoupe.errors import LexiconError
from recoupe.lang.cues import CueTable, cue_by_form
from recoupe.lang.modality import ModalityTable
from recoupe.lang.pack import LanguagePack, read_table
from recoupe.lang.reporting.view import View, Word

FINITE = "Mood=Ind|VerbForm=Fin"
PARTICIPLE = "Tense=Past|VerbForm=Part"


@cache
def _cues(language: str) -> CueTable | None:
    try:
        return read_table(language, "cues", CueTable)
    except LexiconError:
        return None


@cache
def _modality(language: str) -> ModalityTable | None:
    try:
        return read_table(language, "modality", ModalityTable)
    except LexiconError:
        return None


def tables_for(language: str, pack: LanguagePack) -> tuple[CueTable, ModalityTable]:
    """Words that report and that weaken: the pack's, or a list of the language's own, or the given pack's."""
    if language == pack.code:
        return pack.cues, pack.modality
    return _cues(language) or pack.cues, _modality(language) or pack.modality


def guess(view: View, table: CueTable, determiners: frozenset[str] = frozenset()) -> View:
    """Give untagged words the classes that the tables know: cues, auxiliaries, pronouns, prepositions.

    A determiner is one where a noun may follow: « el molino », « este diario », but not « dice este. ».
    """
    if view.is_tagged:
        return view
    forms = frozenset(cue_by_form(table))
    words = [_guessed(w, table, forms) for w in view.words]
    openers = {*determiners, *table.demonstratives} - {*table.possessives}
    for k, (w, follower) in enumerate(pairwise(words)):
        if w.low in openers and w.pos in ("X", "PRON") and follower.pos == "X":
            words[k] = msgspec.structs.replace(w, pos="DET")
    return msgspec.structs.replace(view, words=tuple(words))


def _guessed(w: Word, table: CueTable, forms: frozenset[str]) -> Word:
    if w.low in forms:
        has_ending = bool(table.participle_endings) and w.low.endswith(table.participle_endings)
        return msgspec.structs.replace(w, pos="VERB", morph=PARTICIPLE if has_ending else FINITE)
    if w.low in table.auxiliaries:
        return msgspec.structs.replace(w, pos="AUX", morph=FINITE)
    pos = (
        "PRON" if w.low in table.pronouns
        else "SCONJ" if w.low in table.complementizers
        else "ADP" if w.low in table.breaks
        else "ADV" if w.low in table.adverbs or w.low in table.negations
        else "NUM" if w.text[:1].isdigit()
        else "PUNCT" if not w.text[:1].isalnum()
        else "X"
    )  # fmt: skip
    return msgspec.structs.replace(w, pos=pos)
