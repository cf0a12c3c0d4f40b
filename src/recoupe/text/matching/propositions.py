"""Cut a sentence into the pieces that may each be a claim: « X a fait P, dont Q, et R » holds three.

Punctuation cuts in every language; where words are tagged, conjunctions and relative words cut too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from recoupe.records import Tokens
from recoupe.text.spans import Range

# ", " "; " ": " " – " " (" ") ": a mark with white space at one side; never the comma of « 3,4 »
BREAK = re.compile(r"[,;:—–]\s|\s(?=\()|\s[-—–]\s|(?<=\))\s")
WORD = re.compile(r"\w+")
LEANING = frozenset({"ADP", "ADV", "CCONJ", "SCONJ"})
CUTTING = frozenset({"CCONJ", "SCONJ"})
MIN_WORDS = 3  # dev corpus: pieces of 3 words bound claim F1 at .95, whole sentences at .66, 5 words at .89


def split(text: str, within: Range, tokens: Tokens) -> list[Range]:
    """Cut a range of a text into propositions.

    A piece shorter than `MIN_WORDS` stays with the piece before it (the first with the one after).

    Args:
        text: The article's text.
        within: Content of one statement inside one sentence.
        tokens: The article's tokens; `pos` "X" means untagged.

    Returns:
        Ranges in order, without punctuation or white space at their ends; empty when no word is inside.
    """
    cuts = sorted({within[0], *_marks(text, within), *_joints(within, tokens), within[1]})
    out: list[Range] = []
    for start, end in pairwise(cuts):
        if out and (_n_words(text, out[-1]) < MIN_WORDS or _n_words(text, (start, end)) < MIN_WORDS):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return [piece for start, end in out if (piece := _trim(text, start, end)) is not None]


def _marks(text: str, within: Range) -> list[int]:
    return [within[0] + m.end() for m in BREAK.finditer(text[within[0] : within[1]])]


def _joints(within: Range, tokens: Tokens) -> list[int]:
    """Where a conjunction or a relative word begins, with words before it (« après que », « parce que »)."""
    first = bisect_left(tokens.starts, within[0])
    last = bisect_left(tokens.starts, within[1])
    out = []
    for k in range(first, last):
        if tokens.pos[k] in CUTTING or "PronType=Rel" in tokens.morphs[k]:
            while k - 1 > first and tokens.pos[k - 1] in LEANING:
                k -= 1  # noqa: PLW2901
            out.append(tokens.starts[k])
    return out


def _n_words(text: str, piece: Range) -> int:
    return len(WORD.findall(text, piece[0], piece[1]))


def _trim(text: str, start: int, end: int) -> Range | None:
    """The range from its first word to its last, None when it holds none."""
    words = list(WORD.finditer(text, start, end))
    return (words[0].start(), words[-1].end()) if words else None


def holding(ranges: Sequence[Range], at: int) -> int:
    """Index of the last range that begins at or before `at`; 0 when none does.

    Example:
        >>> holding([(0, 4), (5, 9)], 6)
        1
    """
    return max(0, bisect_left(ranges, (at + 1, -1)) - 1)
