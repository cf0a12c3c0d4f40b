"""A tagger without a model, for languages that have none installed: words, sentences, capitalised names.

Never silence: a German or Russian article still gives sentences, quotations and names to the later stages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.nlp.port import Tagged
from recoupe.nlp.stops import StopTable, is_unfinished, stops_for
from recoupe.records import EntityType, Span, Tokens

# « l'eau », « 1,5 » are one word each
WORD = re.compile(r"\d+(?:[.,]\d+)+(?!\w)|\w+(?:[-’'.]\w+)*|[^\w\s]")
CAPITAL = r"[^\W\d_a-zß-öø-ÿа-яёїієґ]"
CLOSING = "»«”“‘’\"')"  # German prints »…« and „…“, so that each mark may close
# a letter pair (initials, « J. Roche », end none), a figure or a sign, or a closing mark before the stop
BEFORE_STOP = rf"(?:(?<=[^\W\d_]{{2}}[.!?…])|(?<=[\d%€$][.!?…])|(?<=[\w%!?…][{CLOSING}][.!?…]))"
# closing marks, white space, then a capital or opening mark: « … im Graben. 112 Reisende »; not « Art. 5 »
SENTENCE_END = re.compile(
    rf"{BEFORE_STOP}[{CLOSING}]*\s+(?=[«“„»‚‘\"'(¿¡]?\s?{CAPITAL})|(?<=[^\W\d_]{{4}}[.!?…])\s+(?=\d)"
)
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
    stops = stops_for(language)
    words = _words(text, stops)
    n = len(words)
    sentences = _sentences(text, stops)
    return Tagged(
        tokens=Tokens(
            starts=tuple(start for start, _ in words),
            ends=tuple(end for _, end in words),
            lemmas=tuple(text[start:end].lower() for start, end in words),
            pos=("X",) * n,
            morphs=("",) * n,
            deps=("",) * n,
            heads=tuple(range(n)),
        ),
        sentences=tuple(sentences),
        names=tuple(_names(text, sentences, language)),
    )


def _words(text: str, stops: StopTable) -> list[tuple[int, int]]:
    """Words and signs; a stop that ends no sentence belongs to its word (« 12. März », « J. Roche »)."""
    out: list[tuple[int, int]] = []
    for m in WORD.finditer(text):
        after = m.end() + 1
        is_inner = (
            m[0] == "." and out and out[-1][1] == m.start() and text[m.end() : after].isspace()
        ) and is_unfinished(text, m.end(), after, stops)
        if is_inner:
            out[-1] = out[-1][0], m.end()
        else:
            out.append((m.start(), m.end()))
    return out


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


def _sentences(text: str, stops: StopTable) -> list[Span]:
    out, start = [], 0
    ends = [(m.start(), m.end()) for m in SENTENCE_END.finditer(text)]
    for end, after in [*(e for e in ends if not is_unfinished(text, *e, stops)), (len(text), len(text))]:
        closed = end + len(text[end:after]) - len(text[end:after].lstrip(CLOSING))
        piece = text[start:closed]
        if piece.strip():
            left = len(piece) - len(piece.lstrip())
            out.append(Span(start=start + left, end=start + len(piece.rstrip())))
        start = after
    return out
