"""Lines that sign a text: « Propos recueillis par Jeanne Morvan », « By Nora Ashdown », « AFP, J. Roy »."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

# words inside a name that have no capital, in all languages we meet
PARTICLES = frozenset({
    "de", "du", "des", "la", "le", "von", "van", "der", "den", "zu", "di", "da", "dos", "das", "del", "della",
    "y", "e", "bin", "bint", "ben", "ibn", "al", "el", "ould", "af", "av", "ter", "ten",
})  # fmt: skip
ELIDED = re.compile(r"[dlDL]['’](?=[A-ZÀ-Ý])")
MAX_PARTS = 6  # words of one name: « Maria del Carmen de la Torre »
MAX_CHARS = 120  # of a line that signs without a word before the name
STOP = re.compile(r"(?<=[^\W\d_]{4})\.$")  # « Par Jeanne Morvan. », not « Jeanne Morvan Jr. »
CONTACT = re.compile(r"[\s|·•,–—-]*(?:\S*@\S+|https?://\S+)\s*$")  # « @jmorvan », « jeanne@phare.example »
LEADING = re.compile(r"(?:[^\W\d_]+ ){1,3}?(?=[A-ZÀ-Ý])")  # « von », « por », « texte de »: any language's
TWICE = re.compile(r"(\w.{3,}?)\s*\1")  # a name beside its picture's text: « Jeanne MorvanJeanne Morvan »
PICTURE = re.compile(r"/|©|[—–]\S")  # « Al Roy / AFP », « © Reuters »: who took a picture
EDGES = " ,;:|·•–—-"


class Signing(msgspec.Struct, frozen=True, kw_only=True):
    """What the languages at hand bring to reading signatures.

    Attributes:
        before: What stands before the names (« propos recueillis par », « by »), one pattern.
        newsroom: A newsroom that signs (« la rédaction »), one pattern for the whole name.
        joins: Between two names (« et », « and »), one pattern.
        agency: Names of agencies with what may stand before them in a credit (« avec l'AFP »), one pattern.
        first_names: Lower case; who signs without a word before the name has one of these.
    """

    before: re.Pattern[str]
    newsroom: re.Pattern[str]
    joins: re.Pattern[str]
    agency: re.Pattern[str]
    first_names: frozenset[str]


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """What a line signs with.

    Attributes:
        names: The line without what stands before and behind the names; an agency that signs alone; "" where
            there is none (« avec AFP »).
        is_said: True when words say that somebody signs here.
        credit: The agency's part, or None.
    """

    names: str
    is_said: bool
    credit: str | None


def read_signature(line: str, signing: Signing) -> Signature:
    """Take a line apart that is known to sign a text.

    Example:
        >>> read_signature("Propos recueillis par Jeanne Morvan avec AFP", example()).names
        'Jeanne Morvan'
        >>> read_signature("AFP, Jeanne Morvan", example()).credit
        'AFP'
    """
    rest = STOP.sub("", CONTACT.sub("", line.strip(EDGES)))
    rest = TWICE.sub(r"\1", rest) if TWICE.fullmatch(rest) else rest
    said = signing.before.match(rest)
    if said is not None:
        rest = rest[said.end() :].strip(EDGES)
    elif (lead := LEADING.match(rest)) and lead.group().islower() and is_person(rest[lead.end() :]):
        rest = rest[lead.end() :]
    rest, credit = _without_agency(rest, signing)
    if not rest and credit is not None and signing.before.match(credit) is None:
        rest = credit if said is not None or credit[:1].isupper() else ""  # « AFP », not « avec AFP »
    return Signature(names=_first_people(rest, signing), is_said=said is not None, credit=credit)


def _first_people(text: str, signing: Signing) -> str:
    """The part before a semicolon: « Reporting by Nora Ashdown; Editing by Tom Wetherall »."""
    first, _, _ = text.partition(";")
    return first.strip(EDGES) if is_person(next(names_in(first, signing), None) or "") else text


def is_signed(line: str, signing: Signing) -> bool:
    """Tell whether a line says that somebody signs; what stands behind the first name does not matter.

    Example:
        >>> [is_signed(s, example()) for s in ("Par Jeanne Morvan, Rome", "Par la rédaction", "Par ici")]
        [True, True, False]
    """
    if _is_too_much(line):
        return False
    found = read_signature(line, signing)
    first = next(names_in(found.names, signing), None)
    return found.is_said and (first is not None or is_newsroom(found.names, signing))


def is_signature(line: str, signing: Signing) -> bool:
    """Tell whether a line is nothing but names that sign, though no word says so.

    Names alone need a first name that is known, since « Pont Neuf » is none; beside an agency they need none.

    Example:
        >>> [is_signature(s, example()) for s in ("Jeanne Morvan", "Pont Neuf", "Ines Valdor, AFP", "AFP")]
        [True, False, True, True]
    """
    if _is_too_much(line) or PICTURE.search(line):
        return False
    rest, credit = _without_agency(CONTACT.sub("", line.strip(EDGES)), signing)
    if not rest or is_newsroom(rest, signing):
        return bool(rest) or credit is not None
    names = list(names_in(rest, signing))
    if not names or not all(names):
        return False
    return credit is not None or all(n.split()[0].casefold() in signing.first_names for n in names if n)


def names_in(text: str, signing: Signing) -> Iterator[str | None]:
    """The names that a text is made of; None for each part that is none.

    Example:
        >>> list(names_in("Jeanne Morvan, Paul Le Goff et la ville", example()))
        ['Jeanne Morvan', 'Paul Le Goff', None]
    """
    for part in signing.joins.split(text):
        if bare := part.strip(EDGES):
            yield bare if is_person(bare) else None


def is_newsroom(text: str, signing: Signing) -> bool:
    """Tell whether a name is that of a newsroom."""
    return signing.newsroom.fullmatch(text.strip()) is not None


def is_person(text: str) -> bool:
    """Tell whether words can be a person's full name: two capitals at least, particles between them.

    Example:
        >>> is_person("Jeanne de La Tour"), is_person("Le pont de la ville")
        (True, False)
    """
    words = [ELIDED.sub("", word) for word in text.split()]
    if not 2 <= len(words) <= MAX_PARTS or any(c.isdigit() for c in text):  # noqa: PLR2004 - two names
        return False
    if not (words[0][:1].isupper() and words[-1][:1].isupper()):
        return False
    return all(word[:1].isupper() or word in PARTICLES for word in words)


def _is_too_much(line: str) -> bool:
    return len(line) > MAX_CHARS or line.endswith((".", "!", "?", ":"))


def _without_agency(text: str, signing: Signing) -> tuple[str, str | None]:
    """Names and credit: « Jeanne Morvan avec AFP », « AFP, Jeanne Morvan », « Nora Ashdown, Reuters »."""
    found = signing.agency.search(text)
    if found is None:
        return text, None
    before, after = text[: found.start()].strip(EDGES + "("), text[found.end() :].strip(EDGES + ")")
    if (before and after) or is_newsroom(after, signing):
        return text, None  # « Jeanne Morvan, AFP à Brest », « Reuters staff »: left as they are
    return before or after, found.group().strip(EDGES + "()")


def example() -> Signing:
    """A few words for the examples here."""
    return Signing(
        before=re.compile(r"(?:propos recueillis )?par\s", re.IGNORECASE),
        newsroom=re.compile(r"(?:la )?rédaction", re.IGNORECASE),
        joins=re.compile(r"\s*,\s*|\s+et\s+"),
        agency=re.compile(r"(?:\bavec )?\bAFP\b"),
        first_names=frozenset({"jeanne", "paul"}),
    )
