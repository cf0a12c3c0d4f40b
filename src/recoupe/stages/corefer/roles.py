"""Roles that the text gives to a name: « la maire, Aude Kerviel », « Aude Kerviel, maire de Prazols »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.words import Vocabulary, lower

REACH = 12  # words looked at before a name for the role it stands with
STOPS = frozenset('«»“”"();:!?.—–')
NAME_POS = frozenset(("NOUN", "ADJ", "PROPN", "DET", "ADP", "NUM", "X", "PUNCT", "ADV"))


def find_roles(
    text: str, n: Name, grid: Grid, words: Vocabulary
) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Roles that stand with one mention, before it (« la maire, X ») and behind (« X, maire de »).

    Yields:
        The head noun's key, the lower-case phrase, and the range that holds it and the name.
    """
    known = words.roles if n.type == "PER" else words.bodies
    for start, end in role_ranges(text, n, grid, words):
        phrase = lower(text[start:end]).strip(" ,")
        if not phrase or phrase.endswith("'") or phrase.split()[-1] in words.links:
            continue
        head = head_of(lower(text[_noun_at(start, end, grid, words) : end]), words)
        if head is not None and head in known:
            yield head, phrase, (min(start, n.start), max(end, n.end))


def role_ranges(text: str, n: Name, grid: Grid, words: Vocabulary) -> tuple[tuple[int, int], tuple[int, int]]:
    """Ranges of the role phrases before and behind a mention; empty where there is none."""
    return _role_before(text, n, grid, words), _role_after(text, n, grid, words)


def _noun_at(start: int, end: int, grid: Grid, words: Vocabulary) -> int:
    """Offset of the noun that heads a phrase: its first, or its last before « of » where heads come last."""
    nouns: list[int] = []
    k = grid.at(start)
    while k < len(grid.starts) and grid.starts[k] < end:
        if words.head_last and nouns and grid.tokens.pos[k] in ("ADP", "PUNCT"):
            break
        if grid.tokens.pos[k] in ("NOUN", "PROPN"):
            nouns.append(grid.starts[k])
        k += 1
    if not nouns:
        return start
    return nouns[-1] if words.head_last else nouns[0]


def _role_before(text: str, n: Name, grid: Grid, words: Vocabulary) -> tuple[int, int]:
    """Range of the role phrase before a name, from its noun on; empty when there is none."""
    nothing = (0, 0)
    civil = words.civil_before.search(text, max(0, n.start - 14), n.start)
    end = civil.start() if civil else n.start
    last, commas, seen = nothing, 0, 0
    for k, piece in grid.before(end, text):
        seen += 1
        if seen > REACH or piece in STOPS or grid.tokens.pos[k] not in NAME_POS:
            break
        if piece == ",":
            commas += 1
            if commas > 1 or grid.tokens.ends[k] < end - 2:
                break
            continue
        word = lower(piece)
        if word in words.links and k > 0 and grid.tokens.pos[k - 1] in ("NOUN", "PROPN", "ADJ"):
            continue  # « porte-parole de la Compagnie des eaux »
        if word in words.determiners and not _is_after_link(text, grid, k, words):
            return grid.starts[k + 1], end
        if word in words.roles or word in words.bodies:
            last = (grid.starts[k], end)
    return last


def _is_after_link(text: str, grid: Grid, k: int, words: Vocabulary) -> bool:
    if k == 0:
        return False
    return lower(text[grid.starts[k - 1] : grid.tokens.ends[k - 1]]) in words.complements


def _role_after(text: str, n: Name, grid: Grid, words: Vocabulary) -> tuple[int, int]:
    """Range of the role phrase behind a name and a comma; empty when there is none."""
    if text[n.end : n.end + 2] != ", ":
        return 0, 0
    start, end, found, opened = 0, 0, False, False
    for seen, (k, piece) in enumerate(grid.after(n.end + 2, text)):
        word = lower(piece)
        acts = grid.tokens.pos[k] in ("VERB", "AUX", "PRON", "SCONJ")
        if acts and opened:
            return 0, 0  # « après les propos de X, le président du club s'est tu »: another person acts
        if piece in STOPS or piece == "," or acts or seen > REACH:
            break
        if seen == 0 and word in words.links:
            break  # « le portrait de X, du célèbre artiste »
        if word in words.determiners and not found:
            if seen:
                break  # « X, a reçu le préfet »
            opened = word not in words.indefinites
            continue
        start = start or grid.starts[k]
        found = found or word in words.roles
        if not found and seen >= 2:  # noqa: PLR2004 - determiner, adjective, then the noun
            break
        end = grid.tokens.ends[k]
    return (start, end) if found else (0, 0)


def head_of(phrase: str, words: Vocabulary) -> str | None:
    """Key of the role or body noun that heads a phrase: the longest known at the first known place."""
    parts = re.findall(r"[\w-]+'?", phrase)
    for k in range(len(parts)):
        for size in (3, 2, 1):
            piece = " ".join(parts[k : k + size]).removeprefix("ex-")
            if piece in words.roles:
                return words.roles[piece].key
            if piece in words.bodies:
                return piece
    return None
