"""Names that a tagger misses, found by what a language knows: bodies, newspapers, ages, places, repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.records import EntityType, Excerpt, Statement
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.name import CAPITAL, Name
from recoupe.stages.corefer.words import Vocabulary, known_bodies, lower
from recoupe.text.names import PARTICLES, fold, is_acronym_of

# « Union des marins de Brévaux (UMB) »: the words before, and capitals in brackets
BRACKETED = re.compile(r"((?:[\w'’-]+\s+){1,10})\((?:[a-z]{1,2}[ '’])?([A-Z][A-Za-z]{1,9})\)")
CAPITALISED = re.compile(r"(?<![\w’'-])[^\W\d_a-zß-öø-ÿ][\w-]+")
SMALL_POS = ("NOUN", "ADJ", "VERB", "ADV", "DET", "ADP")  # of words that no tagger takes for a name
RUN = re.compile(
    r"(?<![\w-])[^\W\d_a-zß-öø-ÿа-яё][\w’'&-]*(?:\s(?:[a-z]{1,3}\s)?[^\W\d_a-zß-öø-ÿа-яё][\w’'&-]*)*"
)
ORIGIN = re.compile(r"(?:([\w]+)\s|([\w]+['’]))([^\W\d_a-zß-öø-ÿ][\w-]+)")
FIRST = re.compile(r"([\w'’-]+)\s")
MAX_TITLE = 8  # words of a body's official name behind its noun
MIN_REPEAT = 3  # a shorter name (« Le ») is too often a word

# « des Labors Aquanalys », « Verein Anderland »
APPOSED = re.compile(r"(?<!\w)([A-ZÄÖÜ]\w+)\s(?=([A-ZÄÖÜ][\w-]+))")
# « Y. Roux (Force Rail) »: a body in brackets
BRACKETS = re.compile(
    r"\(([^\W\d_a-zß-öø-ÿ][\w’'-]+(?: [^\W\d_a-zß-öø-ÿ][\w’'-]+)+)\)"
    r"|(?<=[^\W\d_] )\(([^\W\d_a-zß-öø-ÿ][\w’'-]+(?: [a-zà-ÿ][\w’'-]+){1,3})\)"  # « X (Merzieu en commun) »
)


def bracketed(text: str) -> list[Name]:
    """Bodies in brackets behind a name: « Y. Roux (Force Rail) »."""
    found = ((m, 1 if m[1] else 2) for m in BRACKETS.finditer(text))
    return [Name(start=m.start(k), end=m.end(k), text=m[k], type="ORG") for m, k in found]


def aged(text: str, words: Vocabulary) -> list[Name]:
    """First names with an age: « Lina, 13 ans »."""
    return [
        Name(start=m.start(1), end=m.end(1), text=m[1], type="PER")
        for m in words.aged.finditer(text)
        if m[1] not in words.never
    ]


def long_forms(text: str) -> list[Name]:
    """« agence de sûreté des ponts (ASP) »: capitals in brackets make the words before them a name."""
    out = []
    for m in BRACKETED.finditer(text):
        parts = list(re.finditer(r"[^\s'’]+['’]?", m[1]))
        for part in parts:
            at = m.start(1) + part.start()
            words = text[at : m.end(1)].rstrip()
            if (
                is_acronym_of(m[2], words)
                and fold(part.group()) not in PARTICLES
                and len(fold(part.group())) > 1
            ):
                out.append(Name(start=at, end=at + len(words), text=words, type="ORG"))
                out.append(Name(start=m.start(2), end=m.end(2), text=m[2], type="ORG"))
                break
    return out


def institutions(text: str, words: Vocabulary) -> list[Name]:
    """Bodies whose names the language or every language knows."""
    found = [*words.institutions.finditer(text), *known_bodies().finditer(text)]
    return [Name(start=m.start(), end=m.end(), text=m[0], type="ORG") for m in found]


def kinds_before(text: str, words: Vocabulary) -> list[Name]:
    """« des Labors Aquanalys »: where every noun has a capital, a word behind a body's noun is its name."""
    if not words.strip_kinds:
        return []
    out = []
    for m in APPOSED.finditer(text):
        body = words.bodies.get(lower(m[1]))
        if body and not body.proper and m[2] not in words.never and lower(m[2]) not in words.bodies:
            out.append(Name(start=m.start(2), end=m.end(2), text=m[2], type=body.type))
    return out


def newspapers(text: str, words: Vocabulary) -> list[Name]:
    """Newspapers and stations by the words that only their names hold (« Radio Cimes »)."""
    return [Name(start=m.start(), end=m.end(), text=m[0], type="ORG") for m in words.newspaper.finditer(text)]


def called(text: str, outlet: str) -> list[Name]:
    """Places where an outlet names itself."""
    if len(outlet) < MIN_REPEAT or not CAPITAL.match(outlet):
        return []
    found = re.finditer(rf"(?<![\w-]){re.escape(outlet)}(?![\w-])".replace("'", "['’]"), text)
    return [Name(start=m.start(), end=m.end(), text=m[0], type="ORG") for m in found]


def entitled(text: str, grid: Grid, words: Vocabulary) -> list[Name]:
    """« la Ligue professionnelle », « l'Union nationale des marins »: a body's noun and what follows."""
    if words.strip_kinds or words.head_last:
        return []
    out = []
    for m in CAPITALISED.finditer(text):
        body = words.bodies.get(lower(m[0]))
        if body is None or not body.proper or body.type != "ORG" or _opens_sentence(m.start(), grid):
            continue
        end = _last_of(m.end(), text, grid, words)
        if end > m.end():
            out.append(Name(start=m.start(), end=end, text=text[m.start() : end], type="ORG"))
    return out


def _opens_sentence(at: int, grid: Grid) -> bool:
    return bool(grid.sentences) and at <= grid.sentences[grid.sentence_at(at)].start + 1


def _last_of(at: int, text: str, grid: Grid, words: Vocabulary) -> int:
    """End of the adjectives and complements behind a noun."""
    end, linked = at, False
    for seen, (k, piece) in enumerate(grid.after(at, text)):
        word, pos = lower(piece), grid.tokens.pos[k]
        if seen >= MAX_TITLE:
            break
        if word in words.links or (linked and word in ("la", "l'", "les")):
            linked = True
            continue
        if pos in ("NOUN", "PROPN") and (linked or pos == "PROPN"):
            end, linked = grid.tokens.ends[k], False
        elif (pos == "ADJ" or word in words.places.by_adjective) and not linked and piece.islower():
            end = grid.tokens.ends[k]
        else:
            break
    return end


def quoted_names(
    text: str, names: Sequence[Name], statements: Sequence[Statement], words: Vocabulary
) -> list[Name]:
    """Who is quoted in capitals has a name, whatever a tagger thinks (« a spokeswoman for Norlys Foods »)."""
    taken = {k for n in names for k in range(n.start, n.end)}
    out = []
    for source in (s.source for s in statements if s.source):
        if taken.isdisjoint(range(source.start, source.end)) and not is_inhabitant(source.text, words):
            out += _capitalised_in(text, source, words)
    return out


def _capitalised_in(text: str, source: Excerpt, words: Vocabulary) -> list[Name]:
    out = []
    for m in RUN.finditer(text, source.start, source.end):
        start = m.start()
        while (first := FIRST.match(text, start, m.end())) and _is_small(first[1], words):
            start = first.end()
        piece = text[start : m.end()]
        alone = " " not in piece
        if (
            not piece
            or _is_small(piece, words)
            or lower(piece) in words.places.by_adjective
            or (alone and (words.strip_kinds or start == source.start))
        ):
            continue
        before = lower(text[source.start : start]).split()
        is_body = start > source.start and before[-1] in words.determiners
        out.append(Name(start=start, end=m.end(), text=piece, type="ORG" if is_body else "PER"))
    return out


def _is_small(word: str, words: Vocabulary) -> bool:
    """A word that is no name by itself, though a sentence that opens with it gives it a capital."""
    known = lower(word)
    small = known in words.determiners or known in words.possessives or known in words.pronouns
    return (
        small or word in words.never or known in words.roles or known in words.bodies or known in words.links
    )


def is_common(text: str, n: Name, grid: Grid, words: Vocabulary) -> bool:
    """A lone noun that only opens its sentence (« Facture annoncée »), or a minister's field."""
    if lower(n.text) in words.places.by_adjective and fold(n.text) not in words.places.by_name:
        return True
    if " " in n.text or n.text.isupper():
        return False
    k = grid.at(n.start)
    pos, dep = (grid.tokens.pos[k], grid.tokens.deps[k]) if k < len(grid.starts) else ("X", "")
    if _opens_sentence(n.start, grid) and pos in SMALL_POS and not dep.startswith("nsubj"):
        elsewhere = re.finditer(rf"(?<![\w-]){re.escape(n.text)}(?![\w-])", text)
        return all(_opens_sentence(m.start(), grid) for m in elsewhere)
    return _in_portfolio(text, n, words)


def _in_portfolio(text: str, n: Name, words: Vocabulary) -> bool:
    """« Énergie » in « le ministre de l'Énergie »."""
    return words.portfolio.search(text, max(0, n.start - 40), n.start) is not None


def is_inhabitant(piece: str, words: Vocabulary) -> bool:
    """« la Bretonne », « l'Italien »: a noun behind an article that says where somebody is from."""
    m = ORIGIN.fullmatch(piece)
    if m is None or lower(m[1] or m[2]) not in words.determiners:
        return False
    if m[3] in words.lands or fold(m[3]) in words.places.by_name:
        return False
    return words.inhabitant.fullmatch(m[3]) is not None or lower(m[3]) in words.places.by_adjective


def places_within(names: Sequence[Name], words: Vocabulary) -> list[Name]:
    """« Vernois » in « barrage de Vernois »: the place in a name that a tagger took whole."""
    out = []
    for n in names:
        body = words.bodies.get(lower(n.text).split()[0])
        m = words.tail.fullmatch(n.text) if n.type != "PER" else None
        if m and ((body and body.proper) or fold(m[1]) in words.places.by_name):
            out.append(Name(start=n.start + m.start(1), end=n.end, text=m[1], type="LOC"))
    return out


def places_after(text: str, words: Vocabulary) -> list[Name]:
    """« in Merzau »: where every noun has a capital, a lone one behind a preposition is mostly a place."""
    if not words.strip_kinds:
        return []
    out = []
    for m in words.place_ahead.finditer(text):
        known = lower(m[1])
        common = known in words.bodies or known in words.roles or known.endswith(words.thing_endings)
        if not common and m[1] not in words.never:
            out.append(Name(start=m.start(1), end=m.end(1), text=m[1], type="LOC"))
    return out


def repeats(text: str, names: list[Name], words: Vocabulary) -> list[Name]:
    """Find again what was found once: full names, and the last words of a person's."""
    kinds: dict[str, EntityType] = {}
    for n in names:
        if len(n.text) >= MIN_REPEAT and CAPITAL.search(n.text):
            kinds.setdefault(n.text, n.type)
    for n in names:
        parts = n.text.split()
        if n.type == "PER" and len(parts) > 1 and fold(parts[0]) not in words.never:
            surname = " ".join(parts[1:])
            if len(surname) > MIN_REPEAT and CAPITAL.match(surname):
                kinds.setdefault(surname, "PER")
    if not kinds:
        return []
    ordered = sorted(kinds, key=lambda w: (-len(w), w))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])")
    return [Name(start=m.start(), end=m.end(), text=m[0], type=kinds[m[0]]) for m in pattern.finditer(text)]


def territories(text: str, words: Vocabulary) -> list[Name]:
    """Countries, capitals, seats of power, and places by their hyphens."""
    known = words.places
    out = []
    for m in known.pattern.finditer(text):
        seat = known.by_name[fold(m[0])][1] == "seat"
        out.append(
            Name(
                start=m.start(), end=m.end(), text=m[0],
                type="ORG" if seat else "LOC", form="metonym" if seat else "name",
            )
        )  # fmt: skip
    out += [Name(start=m.start(), end=m.end(), text=m[0], type="LOC") for m in known.hyphened.finditer(text)]
    return out
