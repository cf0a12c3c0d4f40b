"""Cut a sentence into what may each be a claim: « X a fait P, dont Q, et R a fait S » holds two.

Punctuation cuts in every language; where words are tagged, conjunctions and relative words cut too, and what
is no clause of its own (apposition, relative clause, coordinated verb without subject) goes back to the one
it hangs on.
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
# what belongs to the figure before it: « 16 % », "30°"
SIGN = re.compile(r"\s?[%€$£°]")
MARKS = {"«": "»", "“": "”", "(": ")", "[": "]", "„": "“"}
LEANING = frozenset({"ADP", "ADV", "CCONJ", "SCONJ"})
CUTTING = frozenset({"CCONJ", "SCONJ"})
DANGLING = frozenset({"ADP", "CCONJ", "SCONJ", "DET"})  # no clause ends in one of these
SUBJECTS = ("nsubj", "csubj", "expl:subj", "expl")
AUXILIARIES = ("aux", "cop")
# words that are nothing without each other: a cut between them makes two fragments
BONDS = (
    *SUBJECTS,
    *AUXILIARIES,
    "obj",
    "dobj",
    "xcomp",
    "ccomp",
    "mark",
    "case",
    "det",
    "nummod",
    "fixed",
    "flat",
)
MIN_CLAUSE = 6  # « il est son ami » is a reason or an aside of the clause before it, hardly a claim
RELATIVES = ("acl:relcl", "relcl")
MIN_WORDS = 3  # dev corpus: pieces of 3 words bound claim F1 at .95, whole sentences at .66, 5 words at .89


def split(
    text: str,
    within: Range,
    tokens: Tokens,
    hinging: frozenset[str] = frozenset(),
    whole: Sequence[Range] = (),
) -> list[list[Range]]:
    """Cut a range of a text into clauses, and each into the fragments that may be matched alone.

    Args:
        text: The article's text.
        within: Content of one statement inside one sentence.
        tokens: The article's tokens; `pos` "X" means untagged.
        hinging: Lemmas that make a clause a mere condition or aim of another (« si », « afin »).
        whole: Ranges that are never cut (« quarante et une »).

    Returns:
        For each clause its fragments in order, without punctuation or white space at their ends; a clause
        runs from its first to its last. Untagged words are one clause.
    """
    cut = fragments(text, within, tokens, whole)
    if not is_tagged(tokens, within):
        return [cut] if cut else []
    return _clauses(cut, within, tokens, hinging)


def fragments(text: str, within: Range, tokens: Tokens, whole: Sequence[Range] = ()) -> list[Range]:
    """The smallest pieces: between marks, conjunctions and relative words, of `MIN_WORDS` at least."""
    inner = {
        c for c in (*_marks(text, within), *_joints(within, tokens)) if not any(a < c < b for a, b in whole)
    }
    cuts = sorted({within[0], *inner, within[1]})
    out: list[Range] = []
    for start, end in pairwise(cuts):
        if out and (_n_words(text, out[-1]) < MIN_WORDS or _n_words(text, (start, end)) < MIN_WORDS):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    trimmed = [piece for start, end in out if (piece := _trim(text, start, end)) is not None]
    return [(start, _with_sign(text, end, within[1])) for start, end in trimmed]


def _with_sign(text: str, end: int, limit: int) -> int:
    """« 52,4 % » keeps its sign."""
    sign = SIGN.match(text, end, limit)
    return sign.end() if sign else end


def _marks(text: str, within: Range) -> list[int]:
    return [within[0] + m.end() for m in BREAK.finditer(text[within[0] : within[1]])]


def _joints(within: Range, tokens: Tokens) -> list[int]:
    """Where a conjunction, relative word or participle opens, with words before it (« après que »)."""
    found = _inside(tokens, within)
    out = []
    for k in found:
        if _opens_noun_clause(tokens, k):
            out.append(tokens.starts[k])
        elif tokens.pos[k] in CUTTING or "PronType=Rel" in tokens.morphs[k]:
            while k - 1 > found.start and tokens.pos[k - 1] in LEANING:
                k -= 1  # noqa: PLW2901
            out.append(tokens.starts[k])
    return out


def _opens_noun_clause(tokens: Tokens, k: int) -> bool:
    """« un vase | enfoui au jardin », « il est venu | pour signer »: a participle or an infinitive's mark."""
    participle = "VerbForm=Part" in tokens.morphs[k] and tokens.deps[k].startswith("acl")
    return participle or (tokens.pos[k] == "ADP" and tokens.deps[k] == "mark")


# --- clauses -----------------------------------------------------------------------------------------


def _clauses(
    cut: Sequence[Range], within: Range, tokens: Tokens, hinging: frozenset[str]
) -> list[list[Range]]:
    """Put fragments together until each has a subject and a finite verb of its own, or none has."""
    bonds = _bonds(tokens, within, BONDS)
    bound: list[list[Range]] = []
    for piece in cut:
        if bound and any(a < piece[0] <= b for a, b in bonds):
            bound[-1].append(piece)
        else:
            bound.append([piece])
    out: list[list[Range]] = []
    whole = False  # has the last of `out` a subject and a verb?
    for some in bound:
        alone = _stands_alone(tokens, (some[0][0], some[-1][1]), within, hinging)
        if out and not (alone and whole):
            out[-1] += some
        else:
            out.append(some)
        whole = whole or alone
    return out


def _bonds(tokens: Tokens, within: Range, names: tuple[str, ...]) -> list[Range]:
    """Places of two words each that hang together by one of these dependencies."""
    inside = _inside(tokens, within)
    places = [
        sorted((tokens.starts[k], tokens.starts[tokens.heads[k]]))
        for k in inside
        if tokens.deps[k].startswith(names) and tokens.heads[k] in inside
    ]
    return [(a, b) for a, b in places]


def _stands_alone(tokens: Tokens, piece: Range, within: Range, hinging: frozenset[str]) -> bool:
    inside = _inside(tokens, piece)
    if _n_tokens(tokens, inside) < MIN_CLAUSE or _opens_hinging(tokens, inside, hinging):
        return False
    return any(
        tokens.deps[head] not in RELATIVES and not _hinges(tokens, head, within, hinging)
        for head in _predicates(tokens, inside)
    )


def _n_tokens(tokens: Tokens, inside: range) -> int:
    return sum(tokens.pos[k] not in {"PUNCT", "SPACE"} for k in inside)


def _opens_hinging(tokens: Tokens, inside: range, hinging: frozenset[str]) -> bool:
    """« mais parce que … »: is one of the first words, up to the subject, a hinge?"""
    for k in inside:
        if tokens.lemmas[k] in hinging:
            return True
        if tokens.pos[k] not in {*LEANING, "PUNCT"}:
            return False
    return False


def _predicates(tokens: Tokens, inside: range) -> set[int]:
    """Heads of clauses whose subject and finite verb both stand inside; a relative word is no subject."""
    subjects = (k for k in inside if tokens.deps[k].startswith(SUBJECTS))
    return {tokens.heads[k] for k in subjects if not _is_relative(tokens, k)} & _finite(tokens, inside)


def _finite(tokens: Tokens, inside: range) -> set[int]:
    """The finite verbs of a range, and what a finite auxiliary or copula there makes one."""
    out = set()
    for k in inside:
        finite = "VerbForm=Fin" in tokens.morphs[k]
        if finite:
            out.add(k)
        if (finite or "VerbType=Mod" in tokens.morphs[k]) and tokens.deps[k].startswith(AUXILIARIES):
            out.add(tokens.heads[k])
    return out & set(inside)


def _hinges(tokens: Tokens, head: int, within: Range, hinging: frozenset[str]) -> bool:
    return any(
        tokens.heads[k] == head and tokens.deps[k] in {"mark", "advmod"} and tokens.lemmas[k] in hinging
        for k in _inside(tokens, within)
    )


def has_predicate(tokens: Tokens, piece: Range, cues: Sequence[Range] = ()) -> bool:
    """Does a range hold a finite verb with its own words, other than that of a report (« a-t-il dit »)?

    Args:
        tokens: The article's tokens; untagged ones are taken to say something.
        piece: The range.
        cues: Ranges of reporting words whose content stands elsewhere.
    """
    inside = _inside(tokens, piece)
    if not is_tagged(tokens, piece):
        return True
    return any(
        not tokens.deps[k].startswith(AUXILIARIES) and not any(a <= tokens.starts[k] < b for a, b in cues)
        for k in _finite(tokens, inside)
    )


# --- ends --------------------------------------------------------------------------------------------


def narrowed(
    text: str, piece: Range, within: Range, tokens: Tokens, hinging: frozenset[str] = frozenset()
) -> Range:
    """A range without conjunctions before it and function words left dangling behind it, its marks closed.

    Args:
        text: The article's text.
        piece: Fragments of one clause.
        within: What the range may grow into when it closes a bracket.
        tokens: The article's tokens.
        hinging: Lemmas that stay: « si », « afin ».
    """
    if is_tagged(tokens, piece):
        piece = _trim(text, *_bare_ends(tokens, piece, hinging)) or piece
    return closed(text, piece, within)


def _bare_ends(tokens: Tokens, piece: Range, hinging: frozenset[str]) -> Range:
    inside = _inside(tokens, piece)
    first, last = inside.start, inside.stop
    while first < last - 1 and (n := _n_leading(tokens, first, last, hinging)):
        first += n
    while last - 1 > first and _dangles(tokens, last - 1):
        last -= 1
    return tokens.starts[first], tokens.ends[last - 1]


def _n_leading(tokens: Tokens, k: int, stop: int, hinging: frozenset[str]) -> int:
    """Words from `k` on that only join: « , », « et », « qui », « alors que »; 0 for others."""
    if tokens.lemmas[k] in hinging:
        return 0
    if tokens.pos[k] == "CCONJ" and tokens.pos[tokens.heads[k]] in {"NOUN", "PROPN"}:
        return 0  # « et le maire signent »: the other subject stands before it
    if tokens.pos[k] in {*CUTTING, "PUNCT"} or _is_relative(tokens, k):
        return 1
    joined = k + 1 < stop and tokens.pos[k] in LEANING and tokens.pos[k + 1] == "SCONJ"
    return 2 if joined and tokens.lemmas[k + 1] not in hinging else 0


def _dangles(tokens: Tokens, k: int) -> bool:
    return tokens.pos[k] in DANGLING or tokens.pos[k] == "PUNCT" or _is_relative(tokens, k)


def _is_relative(tokens: Tokens, k: int) -> bool:
    return "PronType=Rel" in tokens.morphs[k]


def closed(text: str, piece: Range, within: Range) -> Range:
    """A range with the marks that close what it opens, and the sign of a figure at its end.

    Example:
        >>> closed("ce prix « trop bas » baisse", (0, 18), (0, 27))
        (0, 20)
    """
    start, end = piece
    if sign := SIGN.match(text, end, within[1]):
        end = sign.end()
    for opening, closing in MARKS.items():
        inner = text[start:end]
        if inner.count(opening) == inner.count(closing) + 1:
            after = text[end:].lstrip()
            if after.startswith(closing):
                end = len(text) - len(after) + 1
        elif inner.count(closing) == inner.count(opening) + 1:
            before = text[:start].rstrip()
            if before.endswith(opening):
                start = len(before) - 1
    if text[start:end].count('"') % 2 and text[end : end + 1] == '"' and end < within[1]:
        end += 1
    return start, end


def is_tagged(tokens: Tokens, within: Range) -> bool:
    """Are the words of a range tagged?"""
    inside = _inside(tokens, within)
    return len(inside) > 0 and all(tokens.pos[k] != "X" or tokens.deps[k] for k in inside)


def _inside(tokens: Tokens, within: Range) -> range:
    return range(bisect_left(tokens.starts, within[0]), bisect_left(tokens.starts, within[1]))


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
