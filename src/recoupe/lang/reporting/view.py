"""An article's words as the reporting rules read them: tokens with their text, sentences whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import pairwise

import msgspec

from recoupe.records import Annotations, Article, ParagraphLabel
from recoupe.text.datelines import find_dateline
from recoupe.text.quotes import Quotation, find_quotations

SENTENCE_END = ".!?…"
# « …deux lettres. Selon », not « M. Roche », « J. Roche » or « art. 5 »
STOP_AND_CAPITAL = re.compile(
    r"(?:[^\W\d_]{2}|[»”“\d\s%€$£°])[.!?…](?:[\s\u00a0]?[»”\"])?(\s+)(?=[«“„\"]?\s?[A-ZÀ-ÖØ-Þ])"
)
IMPERFECT = re.compile(r"(?<!f)(?<!tr)(?:ait|aient)$")  # « méritait », not « fait », « distrait »
PRESENT_FEATURES = "Mood=Ind|Tense=Pres|VerbForm=Fin"
# « confié », « dite », « ouvert », « prises »; « arbore », « réclame » are finite, whatever the tagger says
PARTICIPLE = re.compile(r"(?:é|i|u|s|t)(?:e?s?)$|ant$")
IMPERFECT_FEATURES = "Mood=Ind|Tense=Imp|VerbForm=Fin"
FUTURE = re.compile(r"r(?:a|ont)$")  # « saisira »; of past tenses only those of « -rer » end so
FUTURE_FEATURES = "Mood=Ind|Tense=Fut|VerbForm=Fin"
CLOSING = "»”\")’'"
OPENING = '«“„"'


class Word(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One token; `low` is lower-cased with straight apostrophes and without a leading hyphen."""

    i: int
    start: int
    end: int
    low: str
    text: str
    lemma: str
    pos: str
    morph: str
    dep: str
    head: int

    @property
    def is_finite(self) -> bool:
        """A finite verb or auxiliary."""
        return self.pos in ("VERB", "AUX") and ("VerbForm=Fin" in self.morph or "Mood=" in self.morph)

    @property
    def is_infinitive(self) -> bool:
        """A verb in the infinitive."""
        return "VerbForm=Inf" in self.morph

    @property
    def is_suffix(self) -> bool:
        """A pronoun that hangs on its verb (« -t-elle »)."""
        return self.text.startswith("-") and len(self.text) > 1


class Unit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A sentence, or several that one quotation holds together.

    `first` and `last` are token indices, half-open.
    """

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    zone: ParagraphLabel


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Words, units and quotations of one article.

    `is_tagged` is False without parts of speech; `names` are the places where a name begins.
    """

    text: str
    words: tuple[Word, ...]
    units: tuple[Unit, ...]
    quotations: tuple[Quotation, ...]
    language: str
    is_tagged: bool
    names: frozenset[int] = frozenset()

    def quotation_at(self, at: int) -> Quotation | None:
        """The outermost quotation that holds a place, marks included."""
        for q in self.quotations:
            if q.start <= at < q.end:
                return q
            if q.start > at:
                break
        return None

    def first_at(self, at: int) -> int:
        """Index of the first word that starts at or after a place."""
        return bisect_left(self.words, at, key=lambda w: w.start)


def read(
    article: Article,
    annotations: Annotations,
    *,
    euphonic: tuple[str, ...] = (),
    elided: tuple[tuple[str, str], ...] = (),
) -> View:
    """Lay out an article for the reporting rules.

    Sentences that a parser cut inside quotation marks, or before a small letter, are joined again.

    Args:
        article: Its text.
        annotations: Its tokens and sentences.
        euphonic: Sounds that taggers take for subjects.
        elided: Words that lose their vowel before an apostrophe, with their word classes (« d », ADP).
    """
    words = _words(article.text, annotations, article.language, euphonic)
    words = _rejoined(words, dict(elided)) if elided else words
    quotations = find_quotations(article.text)
    outer = tuple(q for q in quotations if q.depth == 0)
    return View(
        text=article.text,
        words=words,
        units=tuple(_units(article, annotations, words, outer)),
        quotations=quotations,
        language=article.language,
        is_tagged=any(w.pos != "X" for w in words[:50]),
    )


def _morph(form: str, lemma: str, pos: str, morph: str) -> str:
    """A French word's features, but « méritait » is no participle and « saisira » no past tense."""
    if pos not in ("VERB", "AUX"):
        return morph
    if "VerbForm=Part" in morph and IMPERFECT.search(form):
        return IMPERFECT_FEATURES
    if "VerbForm=Part" in morph and not PARTICIPLE.search(form):
        return PRESENT_FEATURES
    if "VerbForm=Fin" in morph and FUTURE.search(form) and not lemma.endswith("rer"):
        return FUTURE_FEATURES
    return PRESENT_FEATURES if "VerbForm=Inf" in morph and not form.endswith(("r", "re")) else morph


def _words(text: str, annotations: Annotations, language: str, euphonic: tuple[str, ...]) -> tuple[Word, ...]:
    t = annotations.tokens
    return tuple(
        Word(
            i=i,
            start=t.starts[i],
            end=t.ends[i],
            low=text[t.starts[i] : t.ends[i]].lower().replace("’", "'").lstrip("-")
            or text[t.starts[i] : t.ends[i]],
            text=text[t.starts[i] : t.ends[i]],
            lemma=t.lemmas[i],
            pos="PART" if text[t.starts[i] : t.ends[i]] in euphonic else t.pos[i],
            morph=_morph(text[t.starts[i] : t.ends[i]], t.lemmas[i], t.pos[i], t.morphs[i])
            if language == "fr"
            else t.morphs[i],
            dep="dep" if text[t.starts[i] : t.ends[i]] in euphonic else t.deps[i],
            head=t.heads[i],
        )
        for i in range(len(t.starts))
    )


def _rejoined(words: tuple[Word, ...], elided: Mapping[str, str]) -> tuple[Word, ...]:
    """« parle d'« une erreur » »: before marks the tagger parts an elided word from its apostrophe."""
    cut = {
        w.i for w, after in pairwise(words) if w.low in elided and after.low == "'" and after.start == w.end
    }
    if not cut:
        return words
    place: dict[int, int] = {}
    out: list[Word] = []
    for w in words:
        place[w.i] = len(out) - (w.i - 1 in cut)
        if w.i in cut:
            after = words[w.i + 1]
            low, text = f"{w.low}'", w.text + after.text
            out.append(msgspec.structs.replace(w, end=after.end, low=low, text=text, pos=elided[w.low]))
        elif w.i - 1 not in cut:
            out.append(w)
    return tuple(msgspec.structs.replace(w, i=k, head=place[w.head]) for k, w in enumerate(out))


def _units(
    article: Article, annotations: Annotations, words: tuple[Word, ...], outer: tuple[Quotation, ...]
) -> list[Unit]:
    starts = [w.start for w in words]
    out: list[Unit] = []
    for number, paragraph in enumerate(article.paragraphs):
        spans = [
            (max(s.start, paragraph.start), min(s.end, paragraph.end))
            for s in annotations.sentences
            if s.start < paragraph.end and s.end > paragraph.start
        ]
        opened = find_dateline(article.text, paragraph.start)
        for begin, end in _split(article.text, _join(article.text, spans, outer), outer):
            start = max(begin, opened.end) if opened is not None else begin
            if start >= end:
                continue
            out.append(
                Unit(
                    start=start,
                    end=end,
                    first=bisect_left(starts, start),
                    last=bisect_left(starts, end),
                    paragraph=number,
                    zone=paragraph.label,
                )
            )
    return out


def _join(text: str, spans: list[tuple[int, int]], outer: tuple[Quotation, ...]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if start >= end:
            continue
        if out and (_is_inside(start, outer) or _goes_on(text, out[-1], start)):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _split(text: str, spans: list[tuple[int, int]], outer: tuple[Quotation, ...]) -> list[tuple[int, int]]:
    """Cut where a stop and a capital show a sentence that the parser ran over."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        at = start
        for m in STOP_AND_CAPITAL.finditer(text, start, end):
            if not _is_inside(m.end(), outer) and text[m.end() :].strip():
                out.append((at, m.start(1)))
                at = m.end(1)
        out.append((at, end))
    return [(a, b) for a, b in out if text[a:b].strip()]


def _is_inside(at: int, outer: tuple[Quotation, ...]) -> bool:
    return any(q.start < at < q.end for q in outer)


def _goes_on(text: str, before: tuple[int, int], start: int) -> bool:
    """The parser cut where no sentence ends: no stop before, or a small letter after."""
    last = text[before[0] : before[1]].rstrip().rstrip(CLOSING + " \u00a0\u202f")
    if not last or last[-1] not in SENTENCE_END + ":;":
        return True
    first = next((c for c in text[start:] if not c.isspace()), "")
    if last[-1] == ":" and first in OPENING:  # « Ada Roy abonde : « … » »
        return True
    return first.islower() or first in ",;»”)"
