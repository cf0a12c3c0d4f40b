"""Table of lines and phrases that are never the article, as its TOML file must look."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from recoupe.lang.outlets import shipped
from recoupe.records import LeftOutLabel
from recoupe.text.page.furniture import LinePattern, Role
from recoupe.text.page.lexicon import Lexicon
from recoupe.text.page.metadata import Words
from recoupe.text.page.model import BlockModel
from recoupe.text.page.signature import Signing

NOTHING = r"(?!)"  # a pattern that takes nothing: a table may be empty


class LineRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a furniture line looks like.

    Attributes:
        role: `line` is furniture by itself; `opener` also announces headlines of other articles, on the same
            line or on the next ones; `closer` ends a teaser (« Lire la suite »); `tail` has nothing of the
            article after it; `faq` opens a question-and-answer block; `byline` names author or day.
        pattern: Regular expression for the whole line (an opener's: for its beginning), typographic
            apostrophes written straight, letter case ignored.
        max_chars: Longer lines are never taken for furniture.
        example: A line of our own that the rule must take.
        spare: A sentence of an article that it must not take.
    """

    role: Role
    label: LeftOutLabel
    pattern: str
    example: str
    spare: str | None = None
    max_chars: int = 160


class TranslationNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that say from which language a page was translated."""

    language: str
    pattern: str
    example: str


class CutNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line that says that a reader sees a part only; found anywhere in a line, letter case ignored."""

    pattern: str
    example: str
    spare: str | None = None


class BoilerplateTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines and phrases that are never the article of one language.

    Attributes:
        line: Furniture lines.
        hints: Left-out label (or `standfirst`, `date`) -> words in an element's class or id that say so.
        months: Month names and abbreviations as written, lower case -> 1 to 12.
        meridiem: Words after an hour -> hours to add (`pm` -> 12).
        published: Words before the day of publication, longest first.
        updated: Words before a date that is not the day of publication.
        with_agency: Words before an agency in a credit (« avec »); agencies are in `any/outlets.toml`.
        signed: What stands before the names of those who sign, regular expressions without a name.
        newsroom: A newsroom that signs, regular expressions for the whole name.
        joins: Words between two names.
        cut: Lines that say that the rest of the article is for subscribers.
        leftovers: Language -> words that no text of this language has, left over by machine translation.
        translated: Notes of translation.
    """

    line: tuple[LineRule, ...] = ()
    hints: dict[str, tuple[str, ...]] = {}
    months: dict[str, int] = {}
    meridiem: dict[str, int] = {}
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    with_agency: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    newsroom: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    cut: tuple[CutNote, ...] = ()
    leftovers: dict[str, tuple[str, ...]] = {}
    translated: tuple[TranslationNote, ...] = ()


def compile_tables(
    tables: Sequence[BoilerplateTable], *, model: BlockModel, first_names: frozenset[str] = frozenset()
) -> Lexicon:
    """Join the tables of several languages; patterns are compiled once, `re` keeps them."""
    rules = tuple(_pattern(rule) for table in tables for rule in table.line)
    hints = {word: label for table in tables for label, words in table.hints.items() for word in words}
    return Lexicon(
        rules=rules,
        openers=tuple(r.pattern for r in rules if r.role == "opener"),
        hints=hints,
        words=_words(tables, first_names),
        model=model,
    )


def _pattern(rule: LineRule) -> LinePattern:
    return LinePattern(
        role=rule.role,
        label=rule.label,
        pattern=re.compile(rule.pattern, re.IGNORECASE),
        max_chars=rule.max_chars,
    )


def _words(tables: Sequence[BoilerplateTable], first_names: frozenset[str]) -> Words:
    agencies = "|".join(map(re.escape, shipped().agency_names))
    with_agency = "|".join(re.escape(w) for t in tables for w in t.with_agency)
    published = "|".join(re.escape(w) for t in tables for w in t.published)
    updated = "|".join(re.escape(w) for t in tables for w in t.updated)
    credit = rf"(?:\b(?i:{with_agency or NOTHING}) (?:l'|the )?)?\b(?:{agencies or NOTHING})\b"
    return Words(
        months={name: n for t in tables for name, n in t.months.items()},
        meridiem={name: n for t in tables for name, n in t.meridiem.items()},
        published=re.compile(rf"\b(?:{published or NOTHING})\s*:?\s*$", re.IGNORECASE),
        updated=re.compile(rf"\b(?:{updated or NOTHING})\b", re.IGNORECASE),
        cut=tuple(re.compile(note.pattern, re.IGNORECASE) for t in tables for note in t.cut),
        credit=re.compile(credit),
        signing=_signing(tables, credit, first_names),
    )


def _signing(tables: Sequence[BoilerplateTable], credit: str, first_names: frozenset[str]) -> Signing:
    signed = "|".join(pattern for t in tables for pattern in t.signed)
    newsroom = "|".join(pattern for t in tables for pattern in t.newsroom)
    joins = "|".join(re.escape(w) for t in tables for w in t.joins)
    return Signing(
        before=re.compile(rf"(?:{signed or NOTHING})\s*(?=\S)(?<=[\s:,])", re.IGNORECASE),
        newsroom=re.compile(newsroom or NOTHING, re.IGNORECASE),
        joins=re.compile(rf"\s*[,;&/]\s*|\s+(?:{joins or NOTHING})\s+"),
        agency=re.compile(rf"\(?{credit}\)?"),
        first_names=first_names,
    )
