"""What a time expression is to the clause it stands in: its time, or a bound of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from recoupe.records import TimexRole, Tokens

CLIMB = 12  # heads: deeper than any clause of a news sentence; ends cycles of a broken tree
BEFORE = 10  # tokens: « depuis le départ du président de la région en »
ENDS = frozenset({"VERB", "AUX", "PUNCT"})  # where the phrase before a date begins
LOWER = frozenset({"acl", "acl:relcl", "relcl", "advcl"})  # clauses that say something of a noun or a verb


def role_of(tokens: Tokens, folded: str, at: tuple[int, int], bounds: Mapping[str, TimexRole]) -> TimexRole:
    """Read an expression's role from the words before it, else from those before what it hangs on.

    « depuis 2022 » and « depuis l'invasion du pays en 2022 » both say since when, not when.

    Args:
        tokens: Of the article, in text order.
        folded: The article's folded text.
        at: Offsets of the expression, half-open.
        bounds: Forms that make a bound (« depuis »: since), lower-cased.

    Returns:
        `at` where nothing bounds it.
    """
    first = bisect_left(tokens.starts, at[0])
    for k in range(first - 1, max(-1, first - 1 - BEFORE), -1):
        form = _form(tokens, folded, k)
        if form in bounds:
            return bounds[form]
        if tokens.pos[k] in ENDS:
            break
    last = bisect_left(tokens.starts, at[1])
    outer = next((k for k in range(first, last) if not first <= tokens.heads[k] < last), None)
    if outer is None:
        return "at"
    for k in _above(tokens, outer):
        for helper in (k, *_children(tokens, k)):
            if helper < first and tokens.pos[helper] in ("ADP", "SCONJ"):
                form = _form(tokens, folded, helper)
                if form in bounds:
                    return bounds[form]
    return "at"


def _above(tokens: Tokens, k: int) -> Iterator[int]:
    """What a token hangs on, up to and without the verb of the main clause."""
    for _ in range(CLIMB):
        above = tokens.heads[k]
        if above == k:
            return
        if tokens.pos[above] in ("VERB", "AUX") and tokens.deps[above] not in LOWER:
            return
        k = above
        yield k


def _children(tokens: Tokens, head: int) -> Iterator[int]:
    near = range(max(0, head - CLIMB), head)
    return (k for k in near if tokens.heads[k] == head)


def _form(tokens: Tokens, folded: str, k: int) -> str:
    return folded[tokens.starts[k] : tokens.ends[k]].rstrip("'")
