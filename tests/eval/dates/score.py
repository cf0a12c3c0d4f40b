"""Scores of a set of sentences in which time expressions stand in brackets with their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from recoupe.lang import FALLBACK, LANGUAGES
from recoupe.nlp.port import Tagger
from recoupe.nlp.rules import RuleTagger
from recoupe.nlp.spacy import MODELS, SpacyTagger
from recoupe.records import Published
from recoupe.stages.dates import date_expressions
from tests.stages.articles import annotated

FOLDER = Path(__file__).parent
LANGUAGE = {"english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it"}
MARKED = re.compile(r"\[([^\[\]=]+)=([^\[\]=]+)\]")  # [last week=2026-W10]

Found = tuple[int, int, str]  # start, end, TIMEX3 value


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A text, the day it is read on, and what stands in it."""

    text: str
    on: str
    language: str
    wanted: tuple[Found, ...]


def read_all(path: Path) -> list[Sentence]:
    """Read a set; lines that begin with # are remarks."""
    language = LANGUAGE[path.stem]
    lines = path.read_text("utf-8").splitlines()
    return [read_line(line, language) for line in lines if line and not line.startswith("#")]


def read_line(line: str, language: str) -> Sentence:
    """Read one line.

    Example:
        >>> read_line("2026-03-11 | It rained [yesterday=2026-03-10].", "en").wanted
        ((10, 19, '2026-03-10'),)
    """
    on, _, marked = line.partition(" | ")
    text, wanted, at = "", [], 0
    for m in MARKED.finditer(marked):
        text += marked[at : m.start()]
        wanted.append((len(text), len(text) + len(m[1]), m[2]))
        text += m[1]
        at = m.end()
    return Sentence(text=text + marked[at:], on=on, language=language, wanted=tuple(wanted))


@cache
def tagger(language: str) -> Tagger:
    """The tagger a run would use."""
    return SpacyTagger(MODELS[language], language=language) if language in MODELS else RuleTagger(language)


def found_in(sentence: Sentence) -> list[Found]:
    """What is read in a sentence; a day inside a longer expression is not counted a second time."""
    article, notes, _ = annotated(sentence.text, sentence.language, tagger(sentence.language))
    day = sentence.on
    published = Published(at=day, source="manifest", earliest=day, latest=day, certainty="explicit")
    article = msgspec.structs.replace(article, published=published)
    made = date_expressions(article, notes, pack=LANGUAGES.get(sentence.language, FALLBACK)).timexes
    out: list[Found] = []
    for t in made:
        if not out or t.end > out[-1][1]:
            out.append((t.start, t.end, t.value))
    return out


def pairs(found: list[Found], wanted: Iterable[Found]) -> Iterator[tuple[Found | None, Found | None]]:
    """Each wanted beside the first that overlaps it, then what is left over."""
    left = list(found)
    for w in wanted:
        f = next((f for f in left if f[0] < w[1] and w[0] < f[1]), None)
        if f is not None:
            left.remove(f)
        yield f, w
    for f in left:
        yield f, None


def score(sentences: Iterable[Sentence]) -> dict[str, float]:
    """Strict, relaxed and value F1 from 0 to 1."""
    total = strict = relaxed = value = 0
    for s in sentences:
        for f, w in pairs(found_in(s), s.wanted):
            total += (f is not None) + (w is not None)
            if f is not None and w is not None:
                relaxed += 2
                strict += 2 * (f[:2] == w[:2])
                value += 2 * (f[2] == w[2])
    return {
        "strict": strict / total if total else 0.0,
        "relaxed": relaxed / total if total else 0.0,
        "value": value / total if total else 0.0,
    }


def misses(sentences: Iterable[Sentence]) -> Iterator[str]:
    """What was read otherwise than wanted, a line each."""
    for s in sentences:
        for f, w in pairs(found_in(s), s.wanted):
            if f is None or w is None or f[2] != w[2]:
                yield f"{_write(s, w)}  read {_write(s, f)}  | {s.text}"


def _write(sentence: Sentence, found: Found | None) -> str:
    return f"{sentence.text[found[0] : found[1]]!r} {found[2]}" if found else "nothing"
