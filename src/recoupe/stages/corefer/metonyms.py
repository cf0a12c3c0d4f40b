"""Places that act (« Moscou a rejeté ») and the adjectives of countries (« russe »)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.words import Vocabulary, lower
from recoupe.text.names import fold

WORD = re.compile(r"[^\W\d_][\w-]*")
PAIR = re.compile(r"\w+o-\w+$")  # « russo-américaines »: the second is an adjective of its own
LINKED = re.compile(r"\s(?:et|and|und|y|e|и|та)\s$")
WINDOW = 40  # characters before a place in which the words stand that make it a party (« aux yeux de »)
AUXILIARIES = 3  # words between a place and the verb it is the subject of (« Moscou n'a pas rejeté »)


def mark_metonyms(text: str, names: Sequence[Name], grid: Grid, words: Vocabulary) -> None:
    """Make metonyms of the capitals that speak, act or are a party; a place where things happen stays one."""
    last: Name | None = None
    for n in names:
        if n.type == "LOC" and words.places.by_name.get(fold(n.text), ("", ""))[1] == "capital":
            joined = last is not None and LINKED.fullmatch(text[last.end : n.start])
            if (joined and last is not None and last.form == "metonym") or _acts(text, n, grid, words):
                n.form, n.type = "metonym", "ORG"
            last = n


def _acts(text: str, n: Name, grid: Grid, words: Vocabulary) -> bool:
    before = lower(text[max(0, n.start - WINDOW) : n.start])
    if words.party.search(before):
        return True
    if words.place_before.search(before):
        return False
    return _is_subject(text, n, grid, words)


def _is_subject(text: str, n: Name, grid: Grid, words: Vocabulary) -> bool:
    """Subject of a verb of saying or doing; where no tagger is, the verb right behind."""
    tokens = grid.tokens
    inside = range(grid.at(n.start), max(grid.at(n.start) + 1, grid.at(n.end)))
    for k in inside:
        if k < len(grid.starts) and tokens.deps[k].startswith("nsubj"):
            return tokens.lemmas[tokens.heads[k]] in words.acts
    for _, (k, piece) in zip(range(AUXILIARIES), grid.after(n.end, text), strict=False):
        if tokens.deps[k]:
            return False
        if lower(piece) in words.acts:
            return True
    return False


def find_demonyms(text: str, groups: list[Group], words: Vocabulary) -> list[Group]:
    """Note adjectives of countries with their country; returns the countries that nothing else names.

    A language's name (« en russe ») is none.
    """
    taken = {k for g in groups for n in g.names for k in range(n.start, n.end)}
    by_fact = {g.fact: g for g in groups if g.fact and g.type == "LOC"}
    fresh: list[Group] = []
    for m in WORD.finditer(text):
        start = m.start() + (m[0].rfind("-") + 1 if PAIR.match(m[0]) else 0)
        code = words.places.by_adjective.get(lower(text[start : m.end()]))
        if code is None or m.start() in taken or _is_language(text, m, words):
            continue
        name = Name(start=start, end=m.end(), text=text[start : m.end()], type="LOC", form="demonym")
        fact = f"territory {code}"
        if fact in by_fact:
            by_fact[fact].echoes.append(name)
        else:
            by_fact[fact] = Group(type="LOC", names=[name], heads=set(), roles={}, named=False, fact=fact)
            fresh.append(by_fact[fact])
    return fresh


def find_governments(text: str, names: Sequence[Name], words: Vocabulary) -> list[Group]:
    """« l'administration X », « the X administration »: those around somebody are a body of their own."""
    by_text: dict[str, Group] = {}
    for n in names:
        before = words.government_before.search(text, max(0, n.start - WINDOW), n.start)
        after = words.government_after.match(text, n.end)
        if n.type != "PER" or not (before or after):
            continue
        start, end = (before.start(), n.end) if before else (n.start, after.end() if after else n.end)
        found = Name(start=start, end=end, text=text[start:end], type="ORG", form="nominal")
        key = fold(found.text)
        if key in by_text:
            by_text[key].names.append(found)
        else:
            by_text[key] = Group(type="ORG", names=[found], heads=set(), roles={}, named=False)
    return list(by_text.values())


def _is_language(text: str, m: re.Match[str], words: Vocabulary) -> bool:
    """« en russe », « in Russian »; in English an adjective without its capital is another word."""
    if words.capital_adjectives and m[0].islower():
        return True
    before = re.compile(r"(\w+)\s$").search(text, max(0, m.start() - 12), m.start())
    return (
        before is not None
        and lower(before[1]) in words.tongues
        and m[0].islower() != words.capital_adjectives
    )
