"""A tagger without a model, for languages that have none installed: words, sentences, capitalised names.

Never silence: a German or Russian article still gives sentences, quotations and names to the later stages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.nlp.port import Tagged
from recoupe.records import EntityType, Span, Tokens

# « l'eau », « 1,5 » are one word each
WORD = re.compile(r"\d+(?:[.,]\d+)+(?!\w)|\w+(?:[-’'.]\w+)*|[^\w\s]")
# a stop, closing marks, white space, then a capital or an opening mark; initials (« J. Roche ») end none
SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{2}[.!?…])[»”\"')]*\s+(?=[«“„\"'(]?\s?[^\W\d_a-zа-яё])|(?<=\d[.!?…])\s+(?=[^\W\d_a-zа-яё])"
    r"|(?<=[^\W\d_]{4}[.!?…])\s+(?=\d)"  # « … in den Graben. 112 Reisende »; not « Art. 5 »
)
CAPITAL = r"[^\W\d_a-zß-öø-ÿа-яёїієґ]"
# « Bianca Ferrandi », « Corriere della Riva », « AFP », « Мирская »
PARTICLES = ("van", "von", "de", "del", "della", "di", "da", "du", "of")


FRENCH = ("du", "des")  # a French name abroad: « Trains du Vernois »; « Bianca Ferrandi da Riva » are two


def _name(*particles: str) -> re.Pattern[str]:
    word = rf"{CAPITAL}[\w’'-]+"
    first = rf"(?<![\w.])(?:{CAPITAL}\.\s)?{word}(?:\s(?:{'|'.join(PARTICLES)})\s{word})?"
    return re.compile(rf"{first}(?:\s(?:(?:{'|'.join(particles)})\s)?{word})*")


NAME = _name(*FRENCH)
NAME_AMONG_NOUNS = _name("du")  # « des Labors X »: a German article is no part of a name
# « ANSSI », « NightPost », « Haute-Lande »: names wherever they stand, in German too
MARKED = re.compile(rf"{CAPITAL}{{2,}}|\w*[a-zа-яё]{CAPITAL}\w*|{CAPITAL}\w+-(?:\w+-)?{CAPITAL}.*")
OPENING = "«“„\"'(—– "
NOUNS_ARE_CAPITALS = frozenset(("de", "lb"))  # a capital says nothing there of a word that stands alone


class RuleTagger:
    """Tokens, sentences and capitalised names, by regular expression."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._name = f"rules {language}"

    @property
    def name(self) -> str:
        """Name of the rules."""
        return self._name

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """Tag each text, see `Tagger`."""
        return [_tagged(text, self._language) for text in texts]


def _tagged(text: str, language: str) -> Tagged:
    words = list(WORD.finditer(text))
    n = len(words)
    sentences = _sentences(text)
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
        sentences=tuple(sentences),
        names=tuple(_names(text, sentences, language)),
    )


def _names(text: str, sentences: list[Span], language: str) -> list[tuple[int, int, EntityType]]:
    """Capitalised words: several together anywhere, one alone inside a sentence or when marked."""
    pieces = [(s.start, text[s.start : s.end]) for s in sentences]
    opens = {start + len(piece) - len(piece.lstrip(OPENING)) for start, piece in pieces}
    out: list[tuple[int, int, EntityType]] = []
    name = NAME_AMONG_NOUNS if language in NOUNS_ARE_CAPITALS else NAME
    for m in name.finditer(text):
        alone = " " not in m[0]
        first = m.start() in opens or (m.start() and text[m.start() - 1] in OPENING[:-1])
        if alone and not MARKED.fullmatch(m[0]) and (first or language in NOUNS_ARE_CAPITALS):
            continue
        kind: EntityType = "ORG" if alone and m[0].isupper() else "PER"
        out.append((m.start(), m.end(), kind))
    return out


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
