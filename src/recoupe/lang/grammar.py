"""A table of time expressions compiled to one pass over a text: leftmost first, then longest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

import msgspec
import regex

from recoupe.errors import LexiconError
from recoupe.lang.pack import LanguagePack, read_table
from recoupe.lang.timex import Rule, TimexTable

SMALL = ("de", "es", "it", "ru")  # languages with a table of dates and without a pack
ANY = "und"  # dates in figures, for every other language
REACH = 48  # characters read before an expression for its preposition: « au plus tard d'ici à la fin du »

PLACE = re.compile(r"(?<!\?P)<([a-z]+)(\d?)>")  # <month>, <month2>; a group's own (?P<month> is no place
GROUP = re.compile(r"\(\?P<(\w+)>")  # (?P<month>
START = re.compile(r"(?<!\w)(?='?\w)")  # where an expression may start: a word, or the apostrophe of « '98 »
LOOKS = re.compile(r"\(\?(?:!|<=|<!)")  # what looks beyond the first characters of an expression
PROBE = 3  # characters: 1,600 openings in 17,600 words of French news, two rules each on average
JOINT = re.compile(r"[ -]+")  # « vingt et un », « vingt-trois »

# one character each, so that offsets stay: apostrophes, hyphens, spaces that are no plain space
FOLD = str.maketrans(
    dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("‐‑–—", "-") | dict.fromkeys("\u00a0\u202f\u2009\t", " ")
)

Words = Mapping[str, int | str]


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """An expression as found.

    Attributes:
        start, end: Offsets with the determiner, without the preposition.
        rule: What found it.
        sense: What its groups mean: numbers, codes of the table, or the figures as written.
        inner: Offsets of the day words inside it, when they are an expression of their own.
    """

    start: int
    end: int
    rule: Rule
    sense: dict[str, int | str]
    inner: tuple[int, int] | None = None


class Compiled(msgspec.Struct, frozen=True, kw_only=True):
    """A rule with its patterns; `opening` tells whether some characters may begin one of its expressions."""

    rule: Rule
    pattern: re.Pattern[str]
    opening: regex.Pattern[str]
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None


class Grammar(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A compiled table; `opening` as that of any of its rules, `forward` … are None where not said."""

    table: TimexTable
    rules: tuple[Compiled, ...]
    opening: regex.Pattern[str]
    determiner: re.Pattern[str] | None
    forward: re.Pattern[str] | None
    backward: re.Pattern[str] | None
    future: re.Pattern[str] | None
    past: re.Pattern[str] | None
    complement: re.Pattern[str] | None
    ahead: re.Pattern[str] | None

    def find(self, folded: str) -> Iterator[Match]:
        """Every expression of a folded text, in order, none overlapping another."""
        after = 0
        for hit in START.finditer(folded):
            start = hit.start()
            if start < after or not (rules := opened_by(self, folded[start : start + PROBE])):
                continue
            found = self._longest(folded, start, after, rules)
            if found is not None:
                after = found.end
                if found.rule.do != "none":
                    yield found

    def _longest(self, folded: str, start: int, after: int, rules: tuple[Compiled, ...]) -> Match | None:
        best: tuple[Compiled, re.Match[str]] | None = None
        rank = (start, False)
        for compiled in rules:
            m = compiled.pattern.match(folded, start)
            if m and (m.end(), compiled.before is not None) > rank and _fits(compiled, folded, m):
                best, rank = (compiled, m), (m.end(), compiled.before is not None)
        if best is None:
            return None
        rule, m = best[0].rule, best[1]
        left = self._determined(folded, start, after) if rule.determiner else start
        inner = m.span("inner") if m.groupdict().get("inner") else None
        return Match(start=left, end=m.end(), rule=rule, sense=self._sense(m), inner=inner)

    def _determined(self, folded: str, start: int, after: int) -> int:
        """Where the determiner before an expression starts, or `start`."""
        if self.determiner is None:
            return start
        m = self.determiner.search(folded, max(after, start - REACH), start)
        return m.start() if m else start

    def _sense(self, m: re.Match[str]) -> dict[str, int | str]:
        words = self.table.words
        out: dict[str, int | str] = {}
        for name, text in m.groupdict().items():
            if text is None or name == "inner":
                continue
            kind = name.rstrip("0123456789")
            if kind in words and text in words[kind]:
                out[name] = words[kind][text]
            elif kind == "n":
                out[name] = read_number(text, words.get("number", {}))
            else:
                out[name] = int(text) if text.isdecimal() else text
        return out


@lru_cache(maxsize=1 << 14)  # a language's openings are few: asked once each instead of at every word
def opened_by(grammar: Grammar, opening: str) -> tuple[Compiled, ...]:
    """The rules that may find an expression beginning with these characters, in the table's order."""
    if not grammar.opening.match(opening, partial=True):
        return ()
    return tuple(rule for rule in grammar.rules if rule.opening.match(opening, partial=True))


def fold(text: str) -> str:
    """Lower case with plain apostrophes, hyphens and spaces; every character keeps its place.

    Example:
        >>> fold("Aujourd’hui")
        "aujourd'hui"
    """
    low = text.lower()
    if len(low) != len(text):  # « İ » grows when lowered
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(FOLD)


def read_number(text: str, words: Words) -> int | str:
    """A number in figures or words; figures with a comma stay text (« 30,4 »), unread words are "X".

    Example:
        >>> read_number("quatre-vingt-deux", {"quatre": 4, "vingt": 20, "deux": 2})
        82
    """
    if text.isdecimal():
        return int(text)
    if text[:1].isdecimal():
        return text.replace(",", ".")
    if text in words:
        return words[text]
    total = 0
    for word in JOINT.split(text):
        value = words.get(word, 0)
        if not isinstance(value, int):
            return "X"
        # « quatre-vingts », « deux cents »: a smaller number before a larger one counts it
        total = total * value if 0 < total < value else total + value
    return total or "X"


def _fits(compiled: Compiled, folded: str, m: re.Match[str]) -> bool:
    low = max(0, m.start() - REACH)
    if compiled.before is not None and not compiled.before.search(folded, low, m.start()):
        return False
    if compiled.not_before is not None and compiled.not_before.search(folded, low, m.start()):
        return False
    return compiled.not_after is None or not compiled.not_after.match(folded, m.end())


@lru_cache(maxsize=16)  # a table is compiled once in a process
def compile_table(table: TimexTable) -> Grammar:
    """Compile a table.

    Raises:
        LexiconError: If a pattern is no regular expression or names an unknown class; names the rule.
    """
    rules = tuple(_compile_rule(rule, table) for rule in table.rules)
    either = "|".join(_plain(rule.pattern, table) for rule in table.rules)
    articles = "|".join(sorted(map(re.escape, table.determiners), key=len, reverse=True))
    return Grammar(
        table=table,
        rules=rules,
        opening=regex.compile(either or "(?!)"),
        determiner=re.compile(rf"(?<!\w)(?:{articles})(?:(?<=')| )$") if articles else None,
        forward=_before(table.forward),
        backward=_before(table.backward),
        future=_within(table.future),
        past=_within(table.past),
        complement=_before(table.complement),
        ahead=re.compile(table.ahead) if table.ahead else None,
    )


def _compile_rule(rule: Rule, table: TimexTable) -> Compiled:
    try:
        return Compiled(
            rule=rule,
            pattern=re.compile(rf"(?<!\w)(?:{_expand(rule.pattern, table)})(?!\w)"),
            opening=regex.compile(_plain(rule.pattern, table)),
            before=_before(_expand(rule.before, table)),
            not_before=_before(_expand(rule.not_before, table)),
            not_after=re.compile(_expand(rule.not_after, table)) if rule.not_after else None,
        )
    except (re.error, KeyError) as wrong:
        raise LexiconError(f"{wrong!r} in the pattern", file="timex.toml", key=rule.name) from wrong


def _plain(pattern: str, table: TimexTable) -> str:
    """A pattern without names and without looking around: whatever the pattern matches, this may begin."""
    return LOOKS.sub("(?:|", GROUP.sub("(?:", _expand(pattern, table)))


def _before(pattern: str) -> re.Pattern[str] | None:
    return re.compile(rf"(?:{pattern})$") if pattern else None


def _within(words: str) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None


def _expand(pattern: str, table: TimexTable) -> str:
    """Put the words of a class, or a fragment, in the place of each `<name>`."""

    def put(m: re.Match[str]) -> str:
        kind, nth = m[1], m[2]
        if kind in table.words:
            words = sorted(table.words[kind], key=len, reverse=True)
            return f"(?P<{kind}{nth}>{'|'.join(map(re.escape, words))})"
        named = GROUP.sub(rf"(?P<\g<1>{nth}>", table.fragments[kind])
        return PLACE.sub(put, named)

    return PLACE.sub(put, pattern)


@cache
def read_language(language: str) -> TimexTable:
    """The table of a language without a pack; dates in figures where it has none.

    Raises:
        LexiconError: As `read_table`.
    """
    return read_table(language if language in SMALL else ANY, "timex", TimexTable)


def grammar_of(language: str, pack: LanguagePack) -> Grammar:
    """The compiled grammar for an article's language: the pack's own when the pack speaks it."""
    return compile_table(pack.timex if pack.code == language else read_language(language))
