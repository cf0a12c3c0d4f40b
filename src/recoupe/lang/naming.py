"""Names that no single language owns: territories, and the title tables of languages without a pack."""

from __future__ import annotations

from functools import cache

import msgspec

from recoupe.errors import LexiconError
from recoupe.lang.pack import LanguagePack, read_table
from recoupe.lang.titles import TitleTable

ANY = "any"  # key of the names that all languages use


class Territory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country: ISO 3166 code, what the languages call it, and what stands for its government.

    Attributes:
        wikidata: None where no second source confirmed an id.
        names: By language, CLDR's name first; under `any` those that every language uses (« USA »).
        adjectives: By language, with the words for inhabitants.
        seats: Buildings and streets that speak for a part of the government (« le Kremlin »), by its key.
    """

    id: str
    names: dict[str, tuple[str, ...]]
    adjectives: dict[str, tuple[str, ...]] = {}
    capitals: tuple[str, ...] = ()
    seats: dict[str, tuple[str, ...]] = {}
    wikidata: str | None = None

    def called(self, language: str) -> tuple[str, ...]:
        """Its names in one language; in a language the table does not know, all of them."""
        if language in self.names:
            return (*self.names[language], *self.names.get(ANY, ()))
        return self.all_names

    @property
    def all_names(self) -> tuple[str, ...]:
        """Its names in every language, French first."""
        return tuple(dict.fromkeys(n for names in self.names.values() for n in names))


class TerritoryTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All territories of the file."""

    territory: tuple[Territory, ...]


@cache
def territories() -> tuple[Territory, ...]:
    """Every territory, by code."""
    return read_table("any", "territories", TerritoryTable).territory


@cache
def _titles(language: str) -> TitleTable | None:
    try:
        return read_table(language, "titles", TitleTable)
    except LexiconError:
        return None


def titles_for(language: str, pack: LanguagePack) -> TitleTable:
    """Title table of an article's language.

    Args:
        language: ISO 639-1 code of the article.
        pack: The article's pack, or the fallback of a language that has none.

    Returns:
        The pack's own table when it speaks the language; else the small table shipped for the language; an
        empty one when there is neither, so that no French word is read into another language.
    """
    if pack.code == language:
        return pack.titles
    return _titles(language) or TitleTable()


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of body or place, and how the languages say it.

    `is_body` marks a body that is the same one everywhere (« ONU », « UN », « ООН »); the first
    `french` forms are French.
    """

    id: str
    forms: tuple[str, ...]
    is_body: bool = False
    french: int = 1


class KindTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All kinds of the file.

    Attributes:
        small: Words that say nothing in a name, beside the particles of people's names.
        place_heads: First parts of a place's hyphened name (« Saint-Ouen »).
        place_links: Words after which a place's name may be cut (« Vitry » for « Vitry-sur-Orne »).
    """

    kind: tuple[Kind, ...]
    small: tuple[str, ...]
    place_heads: tuple[str, ...]
    place_links: tuple[str, ...]


@cache
def kinds() -> KindTable:
    """Kinds, and the small words between them."""
    return read_table("any", "kinds", KindTable)


class FirstNames(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Common first names by gender; `same` are one name as several languages write it."""

    feminine: tuple[str, ...]
    masculine: tuple[str, ...]
    same: tuple[tuple[str, ...], ...] = ()


@cache
def first_names() -> FirstNames:
    """First names of every language in one table: people travel."""
    return read_table("any", "first_names", FirstNames)
