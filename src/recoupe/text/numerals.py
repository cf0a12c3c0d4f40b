"""Figures in digits or in words, put together to values: « vingt-trois », « 1,5 Mio. », « двух тысяч »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

from recoupe.text.sums import HUNDRED, Kind, Sum, Word

# "31", "4 387", "230 000", "25.000", "230'000", "3,4", "2.7"; white space or a mark between groups of three
DIGITS = r"\d{1,3}(?:[\s.,'’]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
GROUP = 3  # digits between the marks of thousands
TOKEN = re.compile(rf"(?P<digits>{DIGITS})|[^\W\d_]+")
START = 2  # letters by which words that may be numbers written as one are told from others
BLANK = re.compile(r"\s*[-‐‑]?\s*")  # what stands between the words of one figure: never a comma
JOINT = re.compile(r"[\s-]+([^\W\d_]+)[\s-]+|\s+([^\W\d_])['’]")
THOUSAND, MILLION = 1000, 1_000_000
YEARS = range(1901, 2100)  # « neunzehnhundertneunundachtzig »: a figure in words so near to ours is a year
NAMED = re.compile(r"[-‑](?=[^\W\d_])(?![a-zß-öø-ÿа-яёіїєґ])")
PRICE = re.compile(r"[$€£]\s?[\d.,]+\s?$")


class Numeral(msgspec.Struct, frozen=True):
    """A figure where it stands; `blurred` when a word of it is no exact one (« trentaine »)."""

    start: int
    end: int
    value: float
    blurred: bool


class Numerals(msgspec.Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """The words a language makes figures of; all empty for a language that is not known.

    Attributes:
        decimal: The mark before decimals, "" where it is not known.
        numbers: Words that count by themselves (« trente » 30, « doscientos » 200, « полтора » 1.5).
        scales: Words that multiply what stands before them (« cent », « mille », « Millionen »).
        short: Abbreviated scales in this case (« Mio », « bn »); of one letter behind digits alone (« 3 M »).
        priced: Such behind a price alone (« £5m »).
        collectives: Round figures that are nouns (« trentaine » 30, « Dutzend » 12).
        halves: Words that add a half (« et demi », « с половиной »).
        inside: What stands for a number only in words written as one (Italian « cent » of « centotto »).
        joints: What joins the parts of such words (German « und »).
        glued: Whether numbers are written as one word.
        joining: Words between a ten and what is added to it (« vingt et un »).
        following: Words between hundreds or thousands and what is added to them (« two hundred and six »).
        linking: Words between a collective and its scale (« une dizaine de milliers »).
        vague: Forms that are no figure without a number before them (« des milliers »).
        governing: Words after which such a form is one all the same (« более тысячи »).
        several: Words after which a scale alone is none (« several hundred »).
        ordinal_digits: Regular expression of what makes digits an ordinal (« 21st »), "" for nothing.
        ordinal_words: Regular expression of a word that makes what stands before it one (« vingt-deuxième »).
    """

    decimal: str = ""
    numbers: Mapping[str, float] = {}
    scales: Mapping[str, float] = {}
    short: Mapping[str, float] = {}
    priced: Mapping[str, float] = {}
    collectives: Mapping[str, float] = {}
    halves: frozenset[str] = frozenset()
    inside: Mapping[str, float] = {}
    joints: frozenset[str] = frozenset()
    glued: bool = False
    joining: frozenset[str] = frozenset()
    following: frozenset[str] = frozenset()
    linking: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    governing: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()
    ordinal_digits: str = ""
    ordinal_words: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Every word that figures are made of, the longest first."""
        found = [rf"(?P<figure>{DIGITS})"]
        for name, held in (("short", self.short), ("priced", self.priced)):
            letters = either(w for w in held if len(w) == 1)  # « 3 M », but « drei Mio. » too
            longer = either(w for w in held if len(w) > 1)
            place = rf"(?:(?<=\d)|(?<=\d\s))(?:{letters})|(?<![^\W\d_])(?:{longer})"
            found.append(rf"(?P<{name}>(?-i:{place}))(?![^\W\d_])(?:\.(?=\s\w))?")
        plain = (*self.numbers, *self.scales, *self.collectives, *self.halves)
        if plain:
            found.append(rf"(?<!\w)(?P<word>{either(plain)})(?!\w)")
        if self.glued:
            found.append(rf"(?<!\w)(?P<glued>(?:{either(self.parts)})+)(?!\w)")
        return re.compile("|".join(found), re.IGNORECASE)

    @cached_property
    def heads(self) -> frozenset[str]:
        """What the words of figures begin with, up to a blank or an apostrophe."""
        tables = (self.numbers, self.scales, self.short, self.priced, self.collectives, self.halves)
        return frozenset(m.group() for table in tables for w in table if (m := TOKEN.match(w.lower())))

    @cached_property
    def starts(self) -> frozenset[str]:
        """The first letters of numbers written as one word."""
        return frozenset(part[:START] for part in self.parts) if self.glued else frozenset()

    def may_begin(self, token: re.Match[str]) -> bool:
        """May a token begin a word of a figure? Cheap, for most do not."""
        word = token.group().lower()
        return token["digits"] is not None or word in self.heads or word[:START] in self.starts

    @cached_property
    def parts(self) -> Mapping[str, float]:
        """What words written as one are made of; 0 for joints."""
        joints = dict.fromkeys(self.joints, 0.0)
        return {
            w: v for w, v in {**self.numbers, **self.scales, **self.inside, **joints}.items() if " " not in w
        }

    @cached_property
    def ordinal(self) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
        """What makes digits and what makes words an ordinal, right behind them."""
        joints = "|".join(map(re.escape, sorted(self.joining | self.following)))
        words = rf"[\s‑-]+(?:(?:{joints})[\s‑-]+)?(?:{self.ordinal_words})(?!\w)"
        return (
            re.compile(self.ordinal_digits) if self.ordinal_digits else None,
            re.compile(words, re.IGNORECASE) if self.ordinal_words else None,
        )


def either(words: Iterable[str]) -> str:
    """A regular expression of any of these words, the longest first; spaces may be hyphens."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"[\s‑-]").replace("'", "['’ʼ]") for w in ordered) or "(?!)"


def plain(word: str) -> str:
    """A word as tables write it: lower case, one kind of apostrophe, spaces for hyphens."""
    return re.sub(r"[\s‑-]+", " ", word.lower()).replace("’", "'").replace("ʼ", "'")


def find_numerals(text: str, numerals: Numerals) -> Iterator[Numeral]:
    """Every figure but ordinals and years in words, in order; also those of the value one.

    Example:
        >>> words = Numerals(numbers={"vingt": 20, "trois": 3}, scales={"mille": 1000})
        >>> [x.value for x in find_numerals("vingt-trois mille", words)]
        [23000.0]
    """
    words = list(_words(text, numerals))
    k = 0
    while k < len(words):
        value, stop = _compose(text, words, k, numerals)
        found = words[k:stop]
        if not _is_other(text, found, value, numerals):
            blurred = any(w.kind == "collective" for w in found)
            yield Numeral(found[0].start, found[-1].end, value, blurred)
        k = stop


def _words(text: str, numerals: Numerals) -> Iterator[Word]:
    after = 0
    for token in TOKEN.finditer(text):
        at = token.start()
        if at < after or not numerals.may_begin(token) or not (m := numerals.pattern.match(text, at)):
            continue
        after = m.end()
        kind = str(m.lastgroup)
        read = _read(text, m, kind, numerals)
        if read is not None:
            yield Word(m.start(), m.end(), read[0], read[1], plain(m[kind]))


def _read(text: str, m: re.Match[str], kind: str, numerals: Numerals) -> tuple[Kind, float] | None:
    """What one match is and its value; None for what is none here."""
    word = plain(m[kind])
    if kind == "figure":
        return "digits", read_digits(m[kind], numerals.decimal)
    if kind == "short":
        return "scale", numerals.short[m[kind]]
    if kind == "priced":
        return ("scale", numerals.priced[m[kind]]) if PRICE.search(text[: m.start()]) else None
    if kind == "glued":
        value = _glued(word, numerals)
        return ("number", value) if value else None
    tables: tuple[tuple[Kind, Mapping[str, float]], ...] = (
        ("half", dict.fromkeys(numerals.halves, 0.5)),
        ("number", numerals.numbers),
        ("scale", numerals.scales),
        ("collective", numerals.collectives),
    )
    return next(((k, table[word]) for k, table in tables if word in table), None)


def _glued(word: str, numerals: Numerals) -> float:
    """Value of a number written as one word, 0 where its parts do not go together.

    A joint turns its sides round: « dreiundzwanzig » is three and twenty.
    """
    cut = _cut(word, sorted(numerals.parts, key=len, reverse=True))
    parts: list[Word] = []
    turned = False
    for part in cut:
        value = numerals.parts[part]
        if not value:
            turned = True
        elif turned and parts and parts[-1].value < value < HUNDRED:
            parts[-1] = msgspec.structs.replace(parts[-1], value=parts[-1].value + value)
            turned = False
        else:
            kind: Kind = "scale" if part in numerals.scales or value == THOUSAND else "number"
            parts.append(Word(0, 0, kind, value, part))
            turned = False
    sum_ = Sum()
    return sum_.value if parts and all(map(sum_.takes, parts)) else 0.0


def _cut(word: str, parts: Sequence[str]) -> list[str]:
    for part in parts:
        if word == part:
            return [part]
        if word.startswith(part) and (rest := _cut(word[len(part) :], parts)):
            return [part, *rest]
    return []


def _compose(text: str, words: Sequence[Word], k: int, numerals: Numerals) -> tuple[float, int]:
    """Value of the figure that begins at word `k`, and the index after its last word."""
    sum_ = Sum()
    sum_.takes(words[k])
    at = k + 1
    while at < len(words):
        gap = text[words[at - 1].end : words[at].start]
        bound = BLANK.fullmatch(gap) or _is_joined(gap, sum_, words[at], numerals)
        if not bound or not _goes_on(sum_, words, at) or not sum_.takes(words[at]):
            break
        at += 1
    return sum_.value, at


def _goes_on(sum_: Sum, words: Sequence[Word], at: int) -> bool:
    """« 2 millions 300 000 », « 2 млн 300 тыс. »; other digits begin a figure of their own."""
    if words[at].kind != "digits":
        return True
    scaled = words[at + 1].value if at + 1 < len(words) and words[at + 1].kind == "scale" else 1
    behind = sum_.last == "scale" and sum_.least >= MILLION
    return behind and THOUSAND <= words[at].value * scaled < sum_.least


def _is_joined(gap: str, sum_: Sum, word: Word, numerals: Numerals) -> bool:
    """Does a word between two others make them one figure?"""
    m = JOINT.fullmatch(gap)
    if m is None:
        return False
    joint = (m[1] or m[2]).lower()
    if word.kind in {"scale", "collective"}:
        return sum_.last == "collective" and joint in numerals.linking
    if word.kind != "number" or sum_.last == "digits":
        return False
    return joint in (numerals.joining if sum_.follows_ten() else numerals.following)


# --- what is no figure -------------------------------------------------------------------------------


def _is_other(text: str, found: Sequence[Word], value: float, numerals: Numerals) -> bool:
    """An ordinal, a year in words, a vague plural, a part of a name or a half of nothing."""
    first, last = found[0], found[-1]
    digits, words = numerals.ordinal
    ordinal = digits if last.kind == "digits" else words
    if ordinal is not None and ordinal.match(text, last.end):
        return True
    if any(w.kind == "digits" for w in found):
        return False
    if value < 1 or (value in YEARS and value % HUNDRED != 0):
        return True
    named = text[first.start].isupper() and NAMED.match(text, last.end)  # « Trois-Rivières »
    return bool(named) or _is_vague(text, found, numerals)


def _is_vague(text: str, found: Sequence[Word], numerals: Numerals) -> bool:
    if any(w.kind not in {"scale", "collective"} for w in found):
        return False
    before = frozenset(re.findall(r"[^\W\d_]+", text[: found[0].start].lower())[-1:])
    if found[0].text in {w.lower() for w in numerals.short} or before & numerals.several:
        return True
    return found[0].text in numerals.vague and not before & numerals.governing


def read_digits(figure: str, decimal: str = "") -> float:
    """Value of a figure in digits: groups of three are thousands, what follows another mark is decimals.

    Args:
        figure: The digits with their marks.
        decimal: The mark before decimals in the text's language; a single one of it is no thousands.

    Example:
        >>> read_digits("25 000"), read_digits("1,234"), read_digits("1,234", ","), read_digits("54.1")
        (25000.0, 1234.0, 1.234, 54.1)
    """
    bare = re.sub(r"[\s'’]", "", figure)
    at = max(bare.rfind("."), bare.rfind(","))
    if at < 0:
        return float(bare)
    mark, head, tail = bare[at], re.sub(r"[.,]", "", bare[:at]), bare[at + 1 :]
    alone = bare == figure and head == bare[:at] and not head.startswith("0")
    if bare.count(mark) > 1 or (alone and len(tail) == GROUP and mark != decimal):
        return float(head + tail)
    return float(f"{head}.{tail}")
