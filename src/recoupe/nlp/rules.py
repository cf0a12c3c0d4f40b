"""A tagger without a model, for languages that have none installed: words, sentences, capitalised names.

Never silence: a German or Russian article still gives sentences, quotations and names to the later stages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.nlp.port import Tagged
from recoupe.records import EntityType, Span, Tokens

WORD = re.compile(r"\w+(?:[-’'.]\w+)*|[^\w\s]")
# a stop, closing marks, white space, then a capital or an opening mark; initials (« J. Roche ») end none
SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{2}[.!?…])[»”\"')]*\s+(?=[«“„\"'(]?\s?[^\W\d_a-zа-яё])|(?<=\d[.!?…])\s+(?=[^\W\d_a-zа-яё])"
)
NAME = re.compile(
    r"(?<![\w.])[^\W\d_a-zà-öø-ÿа-яё][\w’'-]+(?:\s(?:(?:van|von|de|del|della|di|da)\s)?[^\W\d_a-zà-öø-ÿа-яё][\w’'-]+)+"
)


class RuleTagger:
    """Tokens, sentences and multi-word capitalised names, by regular expression."""

    def __init__(self, language: str) -> None:
        self._name = f"rules {language}"

    @property
    def name(self) -> str:
        """Name of the rules."""
        return self._name

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """Tag each text, see `Tagger`."""
        return [_tagged(text) for text in texts]


def _tagged(text: str) -> Tagged:
    words = list(WORD.finditer(text))
    n = len(words)
    names: list[tuple[int, int, EntityType]] = [(m.start(), m.end(), "PER") for m in NAME.finditer(text)]
    return Tagged(
        tokens=Tokens(
            starts=tuple(m.start() for m in words),
            ends=tuple(m.end() for m in words),
            lemmas=tuple(m.group().lower() for m in words),
            pos=("X",) * n,
            morphs=("",) * n,
            deps=("",) * n,
            heads=tuple(range(n)),
        ),
        sentences=tuple(_sentences(text)),
        names=tuple(names),
    )


def _sentences(text: str) -> list[Span]:
    out, start = [], 0
    for end, after in [*((m.start(), m.end()) for m in SENTENCE_END.finditer(text)), (len(text), len(text))]:
        closed = end + len(text[end:after]) - len(text[end:after].lstrip("»”\"')"))
        piece = text[start:closed]
        if piece.strip():
            left = len(piece) - len(piece.lstrip())
            out.append(Span(start=start + left, end=start + len(piece.rstrip())))
        start = after
    return out
