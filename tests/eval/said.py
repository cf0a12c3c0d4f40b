"""Who says what on the seeds: contents by their place in the raw page, then who said them and to whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from recoupe.text.names import fold

SAME = 0.5  # characters shared of those in either
MIN_WORD = 4  # letters of a word that tells one medium from another: « forum », not « avec »
WORD = re.compile(r"\w+")
Row = dict[str, Any]
Found = Mapping[str, Sequence[tuple[tuple[int, int], Row]]]


def figures(found: Found, gold: Row, same_name: Any) -> dict[str, float]:
    """F1 of core contents; of those found, right speakers and exact chains; how many traps were taken.

    Args:
        found: Statements with their ranges in the raw page, by document.
        gold: `statements.json` of the seeds.
        same_name: Whether two names may be one person's, as the scorer of the corpus compares them.

    Returns:
        A find on an item that is not core counts neither way.
    """
    quotes = gold["quotes"]
    mine = {
        doc: [x for x in found[doc] if x[1]["report_type"] != "none"] for doc in {g["doc"] for g in quotes}
    }
    core = [g for g in quotes if g["core"]]
    pairs = hits(core, mine)
    used = {row["id"] for _, row in pairs}
    loose = [(doc, span) for doc, rows in mine.items() for span, row in rows if row["id"] not in used]
    neutral = sum(any(not g["core"] and _is_at(g, doc, span) for g in quotes) for doc, span in loose)
    predicted = sum(map(len, mine.values())) - neutral
    chains = [is_chain(row["chain"], g, same_name) for g, row in pairs]
    return {
        "statements.f1": 2 * len(pairs) / (predicted + len(core)) if core else 0.0,
        "statements.speaker": _share([is_speaker(row["chain"][0], g, same_name) for g, row in pairs]),
        "statements.chain": _share(chains),
        "statements.traps": float(sum(_is_taken(trap, found) for trap in gold["traps"])),
    }


def hits(core: Sequence[Row], mine: Found) -> list[tuple[Row, Row]]:
    """Each core item with the statement that shares most of its place, in the gold's order."""
    out: list[tuple[Row, Row]] = []
    used: set[str] = set()
    for g in core:
        free = [(span, row) for span, row in mine[g["doc"]] if row["id"] not in used]
        best = max(free, key=lambda x: _iou(x[0], (g["start"], g["end"])), default=None)
        if best is not None and _is_at(g, g["doc"], best[0]):
            used.add(best[1]["id"])
            out.append((g, best[1]))
    return out


def is_speaker(name: str, gold: Row, same_name: Any) -> bool:
    """Whether a first hop is the gold's speaker; of one whom nothing names, its words must be the text's.

    Example:
        >>> item = {"speaker": "unnamed report", "speaker_mention": {"text": "un rapport"}}
        >>> is_speaker("Rapport", item, lambda a, b: a == b)
        True
    """
    speaker = gold["speaker"]
    if isinstance(speaker, str) and speaker[:1].islower() and gold["speaker_mention"]:
        return set(_words(name)) <= set(_words(gold["speaker_mention"]["text"]))
    return all(same_name(name, one) for one in ([speaker] if isinstance(speaker, str) else speaker))


def is_chain(chain: Sequence[str], gold: Row, same_name: Any) -> bool:
    """Whether every hop before the outlet is right, none missing and none too many.

    A medium is the gold's when it shares a telling word with it: the gold names them in English
    (« une interview avec Ada Roy » is the « Ada Roy podcast »).
    """
    hops, wanted = chain[:-1], gold["chain"][:-1]
    if len(hops) != len(wanted) or not hops or not is_speaker(hops[0], gold, same_name):
        return False
    return all(same_name(a, b) or _shares(a, b) for a, b in zip(hops[1:], wanted[1:], strict=True))


def _shares(a: str, b: str) -> bool:
    return any(len(w) >= MIN_WORD for w in set(_words(a)) & set(_words(b)))


def _words(name: str) -> list[str]:
    return WORD.findall(fold(name))


def _is_taken(trap: Row, found: Found) -> bool:
    """Whether a span that says nothing was read as said; a refusal to comment is a record of its own."""
    return any(
        _is_at(trap, trap["doc"], span)
        for span, row in found.get(trap["doc"], ())
        if row["report_type"] != "none" and not row["no_comment"]
    )


def _is_at(item: Row, doc: str, span: tuple[int, int]) -> bool:
    return item["doc"] == doc and _iou(span, (item["start"], item["end"])) >= SAME


def _iou(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / ((a[1] - a[0]) + (b[1] - b[0]) - shared)


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 0.0
