"""Quotation marks: which opens, which closes, what stands between, whatever the text does."""

from __future__ import annotations

import re

import msgspec

STOPS = (".", ",", "!", "?", "…")
PAIRS = {"‘": "’", "«": "»", "“": "”", "„": "“", "‹": "›", "‟": "”", "»": "«"}
OPENERS = frozenset("«“„‹‟")
CLOSERS = frozenset("»”›")
STRAIGHT = '"'
SINGLE, APOSTROPHE = "‘", "’"  # the British mark, whose end is an apostrophe too
MARKS = OPENERS | CLOSERS | {STRAIGHT, SINGLE, APOSTROPHE}
PARAGRAPH = re.compile(r"[^\n]+")
MAX_DEPTH = 4  # deeper marks are noise, never speech


class Quotation(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """Marks that belong together.

    Attributes:
        start, end: The marks included.
        inner_start, inner_end: What stands between them, white space at its ends left out; not empty.
        depth: 0 for the outermost marks.
        is_balanced: False where a mark is missing and the paragraph's end closed the quotation.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    is_balanced: bool = True


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Pair the quotation marks of a text.

    « », “ ”, „ “, ‹ ›, ‘ ’ and straight " are read, nested too, and reversed » « where the text uses them so.
    A ‘ opens only where a ’ that is no apostrophe closes it.
    A mark left open is closed by the end of its paragraph; when the next paragraph opens with the same mark
    again (the press's way to go on quoting), each paragraph gives a quotation of its own. A closing mark
    without an opening one is skipped. Never raises.

    Returns:
        Quotations with something between their marks, by start, outer before inner.

    Example:
        >>> [text[q.inner_start : q.inner_end] for text in ["« Je pars “demain” », dit-il."]
        ...  for q in find_quotations(text)]
        ['Je pars “demain”', 'demain']
    """
    out: list[Quotation] = []
    for paragraph in PARAGRAPH.finditer(text):
        out += _pair(text, paragraph.start(), paragraph.end())
    return tuple(sorted(out, key=lambda q: (q.start, -q.end)))


def _pair(text: str, start: int, end: int) -> list[Quotation]:
    out: list[Quotation] = []
    open_marks: list[tuple[int, str]] = []
    for at in range(start, end):
        mark = text[at]
        if mark not in MARKS:
            continue
        level = _closes(text, at, end, open_marks)
        if level is not None:
            for left, _ in open_marks[level + 1 :]:  # « a “b » : the inner mark was never closed
                out += _quotation(text, left, at, len(open_marks), is_balanced=False)
            out += _quotation(text, open_marks[level][0], at + 1, level, is_balanced=True)
            del open_marks[level:]
        elif _opens(text, at, start, end) and len(open_marks) < MAX_DEPTH:
            open_marks.append((at, STRAIGHT if mark == STRAIGHT else PAIRS[mark]))
    for level, (left, _) in enumerate(open_marks):
        out += _quotation(text, left, end, level, is_balanced=False)
    return out


def _closes(text: str, at: int, end: int, open_marks: list[tuple[int, str]]) -> int | None:
    """Index of the open mark that the mark at `at` closes, or None."""
    mark = text[at]
    if mark == APOSTROPHE and not _closes_single(text, at, end):
        return None
    for level in range(len(open_marks) - 1, -1, -1):
        if open_marks[level][1] == mark:
            # « a « b » : a repeated opener of the reversed kind opens again when a word follows directly
            return level
    # “ typed for ” at the end of a word: “ oui “
    if mark == "“" and open_marks and open_marks[-1][1] == "”" and not _word_follows(text, at):
        return len(open_marks) - 1
    return None


def _closes_single(text: str, at: int, end: int) -> bool:
    """« don’t » closes nothing, nor « the workers’ hall’ » its first: a mark behind a stop goes before it."""
    if _word_follows(text, at):
        return False
    if text[at - 1 : at] in STOPS:
        return True
    return not any(
        text[k] == APOSTROPHE and text[k - 1] in STOPS and not _word_follows(text, k)
        for k in range(at + 1, end)
    )


def _opens_single(text: str, at: int, start: int, end: int) -> bool:
    """« said: ‘Go.’ »; not « rock ‘n’ roll », « the ‘90s », nor one that nothing closes."""
    is_free = at == start or text[at - 1].isspace() or text[at - 1] in '([«“"'
    is_word = at + 1 < end and text[at + 1].isalpha() and text[at + 2 : at + 3] != APOSTROPHE
    return (
        is_free
        and is_word
        and any(text[k] == APOSTROPHE and _closes_single(text, k, end) for k in range(at + 1, end))
    )


def _opens(text: str, at: int, start: int, end: int) -> bool:
    mark = text[at]
    if mark == SINGLE:
        return _opens_single(text, at, start, end)
    if mark in OPENERS:
        return True
    if mark == "»":  # »Ja«, sagte er
        return _word_follows(text, at) and (at == start or text[at - 1].isspace() or text[at - 1] in "([")
    return mark == STRAIGHT and not (at > start and text[at - 1].isdigit())  # 21" is inches


def _word_follows(text: str, at: int) -> bool:
    return at + 1 < len(text) and text[at + 1].isalnum()


def _quotation(text: str, start: int, end: int, depth: int, *, is_balanced: bool) -> list[Quotation]:
    left, right = start + 1, end - 1 if is_balanced else end
    while left < right and (text[left].isspace() or text[left] in "\u202f\u00a0"):
        left += 1
    while right > left and text[right - 1].isspace():
        right -= 1
    if left >= right:
        return []
    return [
        Quotation(
            start=start, end=end, inner_start=left, inner_end=right, depth=depth, is_balanced=is_balanced
        )
    ]


def is_quoted(quotations: tuple[Quotation, ...], at: int) -> bool:
    """Tell whether a place of the text stands between marks."""
    return any(q.start < at < q.end for q in quotations)
