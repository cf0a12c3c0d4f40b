"""What words are looked up by: stems without accents, and the sounds of names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from recoupe.text.names import sound, words_of
from recoupe.text.normalise import bare

WORD = re.compile(r"\w+")  # « l'Élysée ? » : l, Élysée
STEMMERS = {
    "fr": "french",
    "en": "english",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "ru": "russian",
    "pt": "portuguese",
    "nl": "dutch",
}
ASKED = ("fr", "en")  # whoever asks writes in one of the interface's languages
MIN_SOUND = 3  # letters of a name's key: shorter ones name half the collection


def stems(language: str | None, text: str | None) -> str:
    """Every word of a text as it is looked up, in order, joined by spaces.

    Example:
        >>> stems("fr", "Deux grèves supprimées")
        'deux grev supprim supprime'
    """
    return " ".join(key for word in WORD.findall(text or "") for key in _keys(language or "", word))


def query_keys(query: str) -> tuple[frozenset[str], ...]:
    """What to look for: for each word of a query the keys of which one must stand in the text.

    Example:
        >>> [sorted(keys) for keys in query_keys("Grèves !")]
        [['grev', 'greve', 'greves']]
    """
    return tuple(
        frozenset(key for language in ASKED for key in _keys(language, word)) for word in WORD.findall(query)
    )


def holds(keys: Iterable[frozenset[str]], found: frozenset[str]) -> bool:
    """Tell whether a text with these stems holds every word of a query."""
    return all(one & found for one in keys)


def excerpt(language: str, text: str, query: str, words: int = 24) -> str:
    """The part of a text around the first word of a query, cut with « … »; its beginning where there is none.

    Args:
        language: Of the text.
        text: To cut from; what is given is its own characters.
        query: What was looked for.
        words: Length of what is given.
    """
    wanted = frozenset().union(*query_keys(query))
    found = list(WORD.finditer(text))
    hit = next((i for i, m in enumerate(found) if wanted & set(_keys(language, m.group()))), 0)
    first = max(0, min(hit - words // 3, len(found) - words))
    last = min(len(found), first + words)
    if not found:
        return ""
    start = found[first].start() if first else 0
    end = found[last - 1].end() if last < len(found) else len(text)
    cut = " ".join(text[start:end].split())
    return ("…" if first else "") + cut + ("…" if last < len(found) else "")


def name_keys(names: Iterable[str]) -> tuple[str, ...]:
    """Keys that the spellings of names share, sorted: one for each word.

    Example:
        >>> name_keys(["Poutine"]) == name_keys(["Путин"])
        True
    """
    return tuple(sorted({sound(word) for name in names for word in words_of(name)} - {""}))


@lru_cache(maxsize=65536)
def _keys(language: str, word: str) -> tuple[str, ...]:
    """A word's stem with and without regard to its accents: who asks may leave them out."""
    plain = word.casefold()
    both = (bare(stem(language, plain)), stem(language, bare(plain)))
    return both if both[0] != both[1] else both[:1]


@lru_cache(maxsize=65536)
def stem(language: str, word: str) -> str:
    """Stem of a folded word; the word itself in a language without a stemmer."""
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer is not None else word


@lru_cache(maxsize=16)
def _stemmer(language: str) -> snowballstemmer.stemmer | None:
    return snowballstemmer.stemmer(STEMMERS[language]) if language in STEMMERS else None
