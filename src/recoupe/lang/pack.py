"""What a language knows: typed tables read from TOML, one file a table, editable by a linguist."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TypeVar

import msgspec

from recoupe.errors import LexiconError
from recoupe.lang.boilerplate import BoilerplateTable
from recoupe.lang.cues import CueTable
from recoupe.lang.modality import ModalityTable
from recoupe.lang.numbers import NumberTable
from recoupe.lang.timex import TimexTable
from recoupe.lang.titles import TitleTable
from recoupe.lang.verbs import VerbTable
from recoupe.lang.words import WordTable

Table = TypeVar("Table", bound=msgspec.Struct)


class LanguagePack(msgspec.Struct, frozen=True, kw_only=True):
    """The tables of one language.

    Attributes:
        code: ISO 639-1.
        words: Stop words.
        numbers: Number words, and words around figures.
        boilerplate: Lines and phrases that are never the article.
        timex: Rules and words of time expressions.
        cues: Words that report.
        modality: Words that weaken, deny, plan.
        titles: Role nouns, civil titles, demonyms, metonyms.
        verbs: Predicate classes and PLOVER types.
    """

    code: str
    words: WordTable
    numbers: NumberTable
    boilerplate: BoilerplateTable
    timex: TimexTable
    cues: CueTable
    modality: ModalityTable
    titles: TitleTable
    verbs: VerbTable


def read_table(code: str, name: str, table: type[Table]) -> Table:
    """Read one lexicon file of a language.

    Args:
        code: Folder under `lang/data`.
        name: File name without `.toml`.
        table: Type that the file must fit; unknown keys are errors.

    Raises:
        LexiconError: If the file is missing, is no TOML, or does not fit `table`; names file and key.
    """
    file = f"lang/data/{code}/{name}.toml"
    try:
        raw = resources.files("recoupe").joinpath(file).read_text("utf-8")
        return msgspec.convert(tomllib.loads(raw), table)
    except FileNotFoundError as missing:
        raise LexiconError("no such lexicon", file=file) from missing
    except tomllib.TOMLDecodeError as broken:
        raise LexiconError(str(broken), file=file) from broken
    except msgspec.ValidationError as wrong:
        raise LexiconError(str(wrong), file=file) from wrong


def read_pack(code: str) -> LanguagePack:
    """Read every table of one language.

    Raises:
        LexiconError: As `read_table`.
    """
    return LanguagePack(
        code=code,
        words=read_table(code, "words", WordTable),
        numbers=read_table(code, "numbers", NumberTable),
        boilerplate=read_table(code, "boilerplate", BoilerplateTable),
        timex=read_table(code, "timex", TimexTable),
        cues=read_table(code, "cues", CueTable),
        modality=read_table(code, "modality", ModalityTable),
        titles=read_table(code, "titles", TitleTable),
        verbs=read_table(code, "verbs", VerbTable),
    )
