"""Names of languages without a tagger: titles and nouns taken off, names in quotation marks found."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from recoupe.records import EntityType, Mention
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.words import Vocabulary, lower
from recoupe.text.names import fold

FULL = 2  # words of a first name and a surname
MIN_NOUN = 5  # letters of a noun that may end a longer one (« Museums|leiterin »), or too many words would
# « am Oberen See », « die Deutsche Bahn »: an adjective behind a determiner belongs to the name
ADJECTIVE = re.compile(r".*(?:en|em|es|e)")
# « газета «Заречье» »: a small word, then a capitalised piece that no stop closes
QUOTED = re.compile(r"(?<=[а-яёіїєґ]\s)«([А-ЯЁІЇЄҐ][\w’'-]*(?:\s[\w’'-]+){0,3})»")
# a lone capitalised word: « Roncey » in « Roncey schweigt »
LONE = re.compile(r"(?<![\w’'-])[^\W\d_a-zß-öø-ÿа-яёїієґ][a-zß-öø-ÿа-яёїієґ’'-]{3,}(?![\w-])")
BEFORE = re.compile(r"(\w+)\s$")
CASES = ("", "а", "я", "й", "ь")  # endings of Russian first names in the nominative


def without_title(text: str, mention: Mention, words: Vocabulary) -> Mention:
    """The name in a capitalised run: « Museumsleiterin Käthe Brodersen », « Luc von Trainer Enno Paschke ».

    Where nouns have capitals, the noun behind a determiner is none of the name (« die Reederei Tamsen »).
    """
    start, kind = mention.start, mention.type
    if words.strip_kinds and (of := mention.text.rfind(" von ")) > 0:
        start += of + len(" von ") if not is_first_name(mention.text.split()[0], words) else 0
    while " " in text[start : mention.end]:
        parts = text[start : mention.end].split()
        found = _title(text, start, parts, words)
        if found is None:
            break
        start += len(parts[0]) + 1
        kind = found
    if start == mention.start:
        return mention
    return msgspec.structs.replace(mention, start=start, text=text[start : mention.end], type=kind)


def _title(text: str, start: int, parts: list[str], words: Vocabulary) -> EntityType | None:
    """What the rest of a run is if its first word is no part of the name; None where it is."""
    if is_first_name(parts[0], words):
        return None
    if len(parts) > FULL and is_first_name(parts[1], words):
        return "PER"  # « Oberärztin Swantje Oltmann »
    if not words.strip_kinds:
        return "PER" if lower(parts[0]) in words.roles else None
    noun = _compound(lower(parts[0]), words)
    if noun is not None:
        body = words.bodies.get(noun)
        return "PER" if body is None else body.type if not body.proper or noun != lower(parts[0]) else None
    before = text[:start].rsplit(maxsplit=1)[-1:]
    is_determined = bool(before) and lower(before[0]) in words.determiners
    return "PER" if is_determined and not ADJECTIVE.fullmatch(parts[0]) else None


def _compound(word: str, words: Vocabulary) -> str | None:
    """The noun of a list that a German word is, or ends in: « innen|ministerium »."""
    ends = (word[k:] for k in range(max(1, len(word) - MIN_NOUN + 1)))
    return next((end for end in ends if end in words.roles or end in words.bodies), None)


def is_first_name(word: str, words: Vocabulary) -> bool:
    """Whether a word is a common first name, in a Slavic case too (« Тамары »)."""
    if fold(word) in words.genders:
        return True
    return not word.isascii() and any(fold(word[:-1] + end) in words.genders for end in CASES)


def possible(text: str, names: Sequence[Name], words: Vocabulary) -> dict[str, list[tuple[int, int]]]:
    """Places of capitalised words that may be names, by word: what only the collection can tell.

    Not what a determiner opens where nouns have capitals (« der Zug »), nor a word of the tables.
    """
    taken = {k for n in names for k in range(n.start, n.end)}
    out: dict[str, list[tuple[int, int]]] = {}
    for m in LONE.finditer(text):
        if m.start() not in taken and not _is_noun(text, m, words):
            out.setdefault(m[0], []).append(m.span())
    return out


def _is_noun(text: str, m: re.Match[str], words: Vocabulary) -> bool:
    low = lower(m[0])
    tables = (words.roles, words.bodies, words.pronouns, words.determiners, words.links, words.genders)
    if m[0] in words.never or any(low in table for table in tables) or low.endswith(words.thing_endings):
        return True
    before = BEFORE.search(text, max(0, m.start() - 20), m.start()) if words.strip_kinds else None
    opener = lower(before[1]) if before else ""
    return opener in words.determiners or opener in words.possessives or opener in words.indefinites


def quoted(text: str) -> list[Name]:
    """Bodies and newspapers that stand in quotation marks, as Russian writes them."""
    return [Name(start=m.start(1), end=m.end(1), text=m[1], type="ORG") for m in QUOTED.finditer(text)]
