"""Two full names of people: one person's or not, by sound and by what is known of first names."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec
from rapidfuzz.distance import Indel

from recoupe.lang.naming import first_names
from recoupe.text.names import SHORT, VOWELS, bones_of, fold, is_latin, readings, skeleton, sound, words_of

Alike = Literal["same name", "initial", "shorter name", "other spelling", "one slip"]

ACROSS = 0.75  # across alphabets vowels are guesses: « Жумабаева » / « Joumabaïev » .82
WITHIN = 0.82  # in one alphabet: « Gorbatchev » / « Gorbatchov » .88, « Müller » / « Möller » .80
GIVEN = 0.85  # first names: « Volodymyr » / « Volodimir » 1, « Elena » / « Elina » .80
SLIPPED = 0.75  # a consonant more, less or another: « Goaziou » / « Goazion » .77
LONG = 6  # sounds from which a surname may be one consonant away (« Goaziou » / « Goazion »)
DIFFERENT, SLIP, ALIKE, EQUAL = range(4)
# « Daniel » / « Danielle », « Lucien » / « Lucienne »: another person, however alike;
# « Stev » / « Steve » is none, no French masculine ends so
FEMININE = ("e", "ne", "le", "te", "ette", "a", "ia")
MASCULINE_ENDINGS = tuple("bdeklmnrst")


class Known(msgspec.Struct, frozen=True):
    """First names by sound: what they are equal to in other languages, and that they are names at all."""

    sounds: frozenset[str]
    genders: dict[str, str]
    group: dict[str, int]


@cache
def _known() -> Known:
    table = first_names()
    listed = (*table.feminine, *table.masculine)
    group = {r: k for k, names in enumerate(table.same) for n in names for r in readings(fold(n))}
    women, men = ({fold(n) for n in names} for names in (table.feminine, table.masculine))
    genders = dict.fromkeys(women - men, "f") | dict.fromkeys(men - women, "m")
    return Known(frozenset(sound(fold(n)) for n in listed), genders, group)


def compare_people(a: str, b: str) -> Alike | None:
    """Tell whether two full names can be one person's, and by which rule.

    First names must agree (equal, alike, the same in another language, or an initial), and every surname
    part of the shorter name must have its counterpart in the longer, in order. A lone surname is not enough.

    Example:
        >>> compare_people("Aude Kerviel", "Aude Kerviel-Roux")
        'shorter name'
        >>> compare_people("Daniel Roche", "Danielle Roche") is None
        True
        >>> compare_people("Anton Tschechow", "Антон Чехов"), compare_people("Luc Marchand", "Luc Marchal")
        ('other spelling', 'one slip')
    """
    left, right = words_of(a), words_of(b)
    if not (left[1:] and right[1:]) or fold(a) == fold(b):
        return "same name" if left[1:] and right[1:] else None
    across = is_latin(a) != is_latin(b)
    initial = _is_initial(left[0], right[0])
    if not (initial or _is_same_given(left[0], right[0], across=across)):
        return None
    short, long = sorted((left[1:], right[1:]), key=len)
    shorter = len(short) < len(long)
    grade = _align(short, long, across=across)
    if grade == DIFFERENT or (shorter and grade != EQUAL):
        return None
    rule: Alike = "shorter name" if shorter else "other spelling"
    return "one slip" if grade == SLIP else "initial" if initial else rule


def _align(short: tuple[str, ...], long: tuple[str, ...], *, across: bool) -> int:
    """Worst grade when each word of `short` takes its best place in `long`, left to right."""
    worst, at = EQUAL, 0
    for word in short:
        places = ((_grade(word, other, across=across), -k) for k, other in enumerate(long[at:], at))
        best, place = max(places, default=(DIFFERENT, 0))
        worst, at = min(worst, best), -place + 1
    return worst


def _grade(a: str, b: str, *, across: bool) -> int:
    """How alike two words of surnames are."""
    left, right = readings(a), readings(b)
    if set(left) & set(right):
        return EQUAL
    return max(_grade_sounds(x, y, across=across) for x in left for y in right)


def _grade_sounds(a: str, b: str, *, across: bool) -> int:
    bones = bones_of(a), bones_of(b)
    if min(len(a), len(b)) <= SHORT:
        return ALIKE if across and bones[0] == bones[1] else DIFFERENT
    if bones[0][:1] != bones[1][:1] or (bones[0] != bones[1] and sorted(bones[0]) == sorted(bones[1])):
        return DIFFERENT  # « Macron » / « Marcon »: consonants that change places make another name
    near = Indel.normalized_similarity(a, b)
    if across:
        return ALIKE if near >= ACROSS else DIFFERENT
    if bones[0] == bones[1]:
        return ALIKE if near >= WITHIN and _pattern(a) == _pattern(b) else DIFFERENT
    return SLIP if near >= SLIPPED and max(len(a), len(b)) >= LONG else DIFFERENT


def _pattern(heard: str) -> str:
    """Where vowels stand among the consonants: « Garnier » is no « Grenier »."""
    shape = VOWELS.sub("v", heard)
    while "vv" in shape:
        shape = shape.replace("vv", "v")
    return "".join("v" if ch == "v" and heard else "c" for ch in shape)


def _is_initial(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) == 1 and short in (long[:1], sound(long)[:1])


def _is_same_given(a: str, b: str, *, across: bool) -> bool:
    """First names: equal in sound, or one name in two languages; two names of the list are two."""
    known = _known()
    if len({known.genders.get(n, "") for n in (a, b)} - {""}) > 1:
        return False  # « Michael » / « Michelle » sound alike in French
    left, right = readings(a), readings(b)
    groups = (
        {known.group[r] for r in left if r in known.group},
        {known.group[r] for r in right if r in known.group},
    )
    if set(left) & set(right) or groups[0] & groups[1]:
        return across or not _is_gender_pair(a, b)
    if {sound(a), sound(b)} <= known.sounds:
        return False
    if across:
        return skeleton(a) == skeleton(b) or _near(left, right) >= ACROSS
    return not _is_gender_pair(a, b) and skeleton(a) == skeleton(b) and _near(left, right) >= GIVEN


def _near(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    return max(
        Indel.normalized_similarity(x, y) if min(len(x), len(y)) > SHORT and x[:1] == y[:1] else 0.0
        for x in left
        for y in right
    )


def _is_gender_pair(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if short.endswith("c") and long == f"{short[:-1]}que":  # « Frédéric » / « Frédérique »
        return True
    if short[:-1] == long[:-1] and {short[-1:], long[-1:]} == {"a", "o"}:  # « Mario » / « Maria »
        return True
    return short.endswith(MASCULINE_ENDINGS) and any(long == short + end for end in FEMININE)
