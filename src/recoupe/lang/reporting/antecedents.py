"""Whom a relative pronoun stands for: « …, dit le maire, Jean Roy, qui … »."""

from __future__ import annotations

from recoupe.lang.reporting.found import Scene, Words
from recoupe.lang.reporting.phrases import phrase_before


def antecedent(s: Scene, relative: int) -> Words | None:
    """What a relative pronoun stands for; the whole speaker where an insert ends there.

    « …, dit le maire, Jean Roy, qui … » gives « le maire, Jean Roy ».
    """
    has_comma = relative - 1 > s.unit.first and s.view.words[relative - 1].text == ","
    end = relative - 1 if has_comma else relative
    speaker = next((o.source for o in s.occurrences if o.source is not None and o.source[1] == end), None)
    source = speaker or phrase_before(s.view, end, s.unit.first, s.table)
    if source is not None and source[1] < end:
        source = _name_ending(s, end) or source  # « Insuffisant pour Ada Roy, qui exige … »
    if source is not None and s.view.words[source[0]].pos == "PART":
        source = source[0] + 1, source[1] + 1  # « précise-t-elle dans un avis, qui … »: the pronoun behind it
    while source is not None and source[1] - source[0] > 1 and s.view.words[source[0]].pos == "ADP":
        source = source[0] + 1, source[1]  # « s'appuie sur un rapport, qui … »
    return _behind_agent(s, _with_name(s, source), end) if source is not None else None


def _name_ending(s: Scene, end: int) -> Words | None:
    """The person's name that ends before word `end`."""
    last = s.view.words[end - 1].end
    name = next((m for m in s.mentions if m.type == "PER" and m.end == last), None)
    first = s.view.first_at(name.start) if name is not None else s.unit.first
    is_complement = first == s.unit.first or s.view.words[first - 1].low in s.table.of
    return None if is_complement else (first, end)  # « le parquet de Lerne, qui … » is no Lerne


def _with_name(s: Scene, source: Words) -> Words:
    """« …, said Ada Roy, a surveyor who … »: the name before an apposition that the pronoun follows."""
    comma = s.word(source[0] - 1)
    if comma is None or comma.text != "," or s.word(comma.i - 1) is None:
        return source
    name = next((m for m in s.mentions if m.type == "PER" and m.end == s.view.words[comma.i - 1].end), None)
    return (s.view.first_at(name.start), source[1]) if name is not None else source


def _behind_agent(s: Scene, source: Words, end: int) -> Words:
    """« … ouverte par le parquet, qui … »: whoever did it, not what was done."""
    by = next((k for k in range(end - 1, source[0], -1) if s.view.words[k].low in s.table.by), end)
    return (by + 1, end) if by + 1 < end else source
