"""What recoupe says to a person, in French and English: one catalogue a language, the same keys in each.

Only words of the interface are here; every other word that a reader sees comes from an article.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pkgutil import get_data  # importlib.resources takes 10 ms to import, a tenth of `--help`
from typing import Any, Literal, get_args

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "en"
VARIABLES = ("RECOUPE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as in POSIX

NO_BREAK = "\u00a0"
NARROW = "\u202f"  # the French « espace fine insécable »; also its thousands separator
# (pattern, replacement), on the interface's own French words only, never on an article's.
FRENCH_SPACES = (
    (re.compile(r" (?=:(?:\s|$))"), NO_BREAK),  # « origine : »
    (re.compile(r" (?=[;!?%»])"), NARROW),  # « 12 % »
    (re.compile(r"(?<=«) "), NARROW),
)


class Messages:
    """One language's catalogue; call it with a key to get the message.

    Keys are dotted (`section.said`). A message that depends on a number has the keys `….one` and `….other`;
    ask for it with `count`.
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._text_by_key = read_catalogue(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """Say one message, its `{names}` filled in.

        Raises:
            KeyError: If the catalogue has no such key: a mistake in the program, found by the tests.
        """
        text = self._text_by_key[key]
        return text.format(**values) if values else text

    def count(self, key: str, n: int, /, **values: object) -> str:
        """Say a message about `n` things; `{n}` is the number as this language writes it.

        Example:
            >>> Messages("fr").count("unit.outlet", 0), Messages("en").count("unit.outlet", 0)
            ('0 média', '0 outlets')
        """
        one = n in {0, 1} if self.language == "fr" else n == 1
        return self(f"{key}.{'one' if one else 'other'}", n=self.number(n), **values)

    def number(self, n: int) -> str:
        """Write a whole number with this language's thousands separator."""
        return f"{n:,}".replace(",", NARROW if self.language == "fr" else ",")

    def decimal(self, written: str) -> str:
        """Write a decimal number, given with a point, with this language's sign.

        Example:
            >>> Messages("fr").decimal("1.5"), Messages("en").decimal("1.5")
            ('1,5', '1.5')
        """
        return written.replace(".", ",") if self.language == "fr" else written

    def __contains__(self, key: str) -> bool:
        return key in self._text_by_key

    def __iter__(self) -> Iterator[str]:
        return iter(self._text_by_key)


@cache
def read_catalogue(language: Language) -> Mapping[str, str]:
    """Read a language's catalogue: dotted key to text, spaced as the language asks."""
    content = get_data("recoupe", f"locales/{language}.toml") or b""
    tables = tomllib.loads(content.decode())
    texts = dict(_flatten(tables))
    return {k: typeset_french(t) for k, t in texts.items()} if language == "fr" else texts


def typeset_french(text: str) -> str:
    r"""Set the no-break spaces that French typography asks for.

    Example:
        >>> typeset_french("« oui » : 12 %").split(" ")  # only the space after the colon may break
        ['«\u202foui\u202f»\xa0:', '12\u202f%']
    """
    for pattern, space in FRENCH_SPACES:
        text = pattern.sub(space, text)
    return text


def find_language(environment: Mapping[str, str], asked: str | None = None) -> Language:
    """Choose the interface's language: what was asked for, else the first locale variable that is set.

    Example:
        >>> find_language({"LANG": "fr_BE.UTF-8"}), find_language({"LANG": "fr_FR", "LC_ALL": "C"})
        ('fr', 'en')
    """
    value = asked or next((environment[v] for v in VARIABLES if environment.get(v)), "")
    return next((lang for lang in LANGUAGES if value.lower().startswith(lang)), DEFAULT)


def find_accepted_language(header: str) -> Language:
    """Choose the language of a page from an Accept-Language header; the first of equal weights wins.

    Example:
        >>> find_accepted_language("de, fr-CA;q=0.8, en;q=0.5"), find_accepted_language("")
        ('fr', 'en')
    """
    best, best_weight = DEFAULT, 0.0
    for part in header.split(","):
        name, _, weight_text = part.partition(";q=")
        try:
            weight = float(weight_text) if weight_text.strip() else 1.0
        except ValueError:
            continue
        found = next((lang for lang in LANGUAGES if name.strip().lower().split("-")[0] == lang), None)
        if found is not None and weight > best_weight:
            best, best_weight = found, weight
    return best


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
