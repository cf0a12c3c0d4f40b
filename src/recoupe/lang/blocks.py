"""What reading a page takes of all languages: their lexicon, and the model that weighs its blocks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from recoupe.lang.boilerplate import compile_tables
from recoupe.lang.naming import first_names
from recoupe.lang.pack import LanguagePack, read_table
from recoupe.text.page.lexicon import Lexicon
from recoupe.text.page.model import BlockModel


@cache
def block_model() -> BlockModel:
    """Weights as `tests.eval.fit` wrote them.

    Raises:
        LexiconError: If the file is missing, does not fit, or names a sign that there is none of.
    """
    return read_table("any", "blocks", BlockModel)


def page_lexicon(packs: Mapping[str, LanguagePack], model: BlockModel | None = None) -> Lexicon:
    """Boilerplate tables of every language, compiled; `model` None takes the shipped weights."""
    tables = [packs[code].boilerplate for code in sorted(packs)]
    return compile_tables(tables, model=model or block_model(), first_names=_first_names())


@cache
def _first_names() -> frozenset[str]:
    known = first_names()
    return frozenset(name.casefold() for name in (*known.feminine, *known.masculine))
