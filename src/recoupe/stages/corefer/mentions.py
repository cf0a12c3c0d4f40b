"""Names of an article, corrected: spans without titles, types by vote, missed repeats found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from recoupe.records import Article, EntityType, Mention, Statement
from recoupe.stages.corefer import finds
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.name import CAPITAL, Name
from recoupe.stages.corefer.untitled import quoted, without_title
from recoupe.stages.corefer.vote import ACRONYM, vote
from recoupe.stages.corefer.words import Vocabulary, lower
from recoupe.text.names import fold

MARKS = re.compile(r"[«»“”„\"\n()\[\]]")
# « T-311 », « IIIe », « A7 » : codes and ordinals, not names
BYNAME = (" le ", " la ", " l'", " l’")
CODE = re.compile(r"[A-Z]{1,2}-?\d[\w-]*|[IVXLC]+e|\d.*")
# « ANSSI », « NightPost », « Ober-Lahr »
MARKED = re.compile(r"[A-ZÄÖÜ]{2,}|\w*[a-zß-öø-ÿ][A-ZÄÖÜ]\w*|\w+-[A-ZÄÖÜ].*")

REACH = 20  # characters of a title before its last noun: « (ancien chef) de gare »


def find_names(
    article: Article,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    grid: Grid,
    words: Vocabulary,
) -> list[Name]:
    """Correct a tagger's names and add those it missed.

    Args:
        article: Cleaned text.
        mentions: Names as the tagger found them.
        statements: Who is quoted in capitals has a name.
        grid: Tokens of the text.
        words: What its language knows.

    Returns:
        Names in text order, seats of power as metonyms. They do not overlap, except that a place may stand in
        the name of a body (« Vernois » in « préfecture du Vernois »).
    """
    text = article.text
    tagged = mentions if grid.is_tagged else [without_title(text, m, words) for m in mentions]
    whole = (_until_verb(text, m, grid, words) for m in tagged if m.form == "name")
    names = [n for m in whole for n in _trimmed(text, m, words)]
    names = [n for n in names if not finds.is_common(text, n, grid, words)]
    inhabitants = [s.source for s in statements if s.source and finds.is_inhabitant(s.source.text, words)]
    names = [n for n in names if not any(i.start <= n.start and n.end <= i.end for i in inhabitants)]
    names = _join(text, _apart([*names, *finds.aged(text, words)]), words)
    names = [piece for n in names for piece in _split(text, n, words)]
    names = _apart(
        [
            *finds.long_forms(text),
            *finds.bracketed(text),
            *names,
            *finds.institutions(text, words),
            *finds.kinds_before(text, words),
            *finds.newspapers(text, words),
            *finds.called(text, article.outlet),
            *finds.entitled(text, grid, words),
            *finds.places_after(text, words),
            *quoted(text),
        ]
    )
    names = _apart([*names, *finds.quoted_names(text, names, statements, words)])
    names = [_with_noun(text, n, words) for n in names]
    _address(text, names, words)
    names = _join(text, _apart([*names, *finds.repeats(text, names, words)]), words)
    names = _apart([*names, *finds.territories(text, words)])
    _address(text, names, words)
    vote(text, names, words)
    wide = {n.range: w for n in names if (w := _widen(text, n, words))}
    kept = [n for n in names if n.range not in wide or n.type == "LOC" or _is_body(n, words)]
    places = finds.places_within([*kept, *wide.values()], words)
    taken = {n.range for n in (*kept, *wide.values())}
    return sorted(
        [*kept, *wide.values(), *(p for p in places if p.range not in taken)], key=lambda n: n.range
    )


def _until_verb(text: str, mention: Mention, grid: Grid, words: Vocabulary) -> Mention:
    """« Norlys gagnait 3 », « Agence des eaux selon un avis »: what a tagger took in behind a name."""
    for k, piece in grid.after(mention.start, text):
        start = grid.starts[k]
        if start >= mention.end:
            break
        following = lower(text[grid.tokens.ends[k] : mention.end]).split()[:1]
        acts = "VerbForm=Fin" in grid.tokens.morphs[k]
        adds = grid.tokens.pos[k] == "ADP" and lower(piece) not in words.links
        if (
            start > mention.start
            and piece.islower()
            and (acts or (adds and {*following} & words.indefinites))
        ):
            end = mention.start + len(text[mention.start : start].rstrip())
            return msgspec.structs.replace(mention, end=end, text=text[mention.start : end])
    return mention


def _trimmed(text: str, mention: Mention, words: Vocabulary) -> list[Name]:
    """What is left of a tagger's name; « Vernois, Anne Kerviel » are two."""
    cut = mention.text.find(", ")
    if cut < 0:
        return [n] if (n := _trim(text, mention, words)) else []
    at = mention.start + cut + 2
    first = msgspec.structs.replace(mention, end=at - 2, text=mention.text[:cut])
    rest = msgspec.structs.replace(mention, start=at, text=mention.text[cut + 2 :])
    first_type: EntityType = "LOC" if mention.type == "PER" and " " not in first.text else mention.type
    first = msgspec.structs.replace(first, type=first_type)
    return [*([n] if (n := _trim(text, first, words)) else []), *_trimmed(text, rest, words)]


def _trim(text: str, mention: Mention, words: Vocabulary) -> Name | None:
    start, end = mention.start, mention.end
    if cut := MARKS.search(text, start, end):
        end = cut.start()
    while (m := words.opening.match(text, start, end)) and not _keeps_article(
        text[start:end], mention, words
    ):
        start = m.end()
    for form in words.civil:
        if text.startswith(form, start) and text[start + len(form) : start + len(form) + 1] == " ":
            start += len(form) + 1
    start = _first_capital(text, start, end, words)
    opened = start
    start, end = _strip_common(text, start, end, words)
    if (
        words.strip_kinds
        and start > opened
        and " " not in text[start:end]
        and not MARKED.fullmatch(text[start:end])
    ):
        return None  # « Der Erlass »: where every noun has a capital, one word alone is no name
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "!&"):
        end -= 1
    if mention.type == "PER":
        end = _last_capital(text, start, end)
        start = _behind_origin(text, start, end, words)
    elif aside := words.aside.search(text, start, end):
        end = aside.start()
    piece = text[start:end]
    return Name(start=start, end=end, text=piece, type=mention.type) if _is_name(piece, words) else None


def _is_name(piece: str, words: Vocabulary) -> bool:
    """Not a code, nor a common noun that only its place or its importance gives a capital."""
    if len(piece) <= 1 or not CAPITAL.search(piece) or CODE.fullmatch(piece) or piece in words.never:
        return False
    return lower(piece) not in words.roles and lower(piece) not in words.bodies


def _keeps_article(piece: str, mention: Mention, words: Vocabulary) -> bool:
    """« Le Goff » and « Le Phare du Vernois » begin with their article."""
    is_name = mention.type == "PER" and CAPITAL.match(re.sub(r"^[^\W\d_]+['’\s]\s*", "", piece)) is not None
    return piece[:1].isupper() and (is_name or _is_press(piece, words))


def _strip_common(text: str, start: int, end: int, words: Vocabulary) -> tuple[int, int]:
    """Take off words that are no part of a name: « Der », « Werksleiter », « Montag »."""
    while (m := re.compile(r"([\w'’-]+)\s+").match(text, start, end)) and not _is_press(
        text[start:end], words
    ):
        body = words.bodies.get(lower(m[1]))
        kind = (lower(m[1]) in words.roles and text[m.end()].isupper()) or (
            body is not None and not body.proper
        )
        if m[1] not in words.never and not (kind and words.strip_kinds):
            break
        start = m.end()
    if not words.strip_kinds:
        return start, end
    compound = re.compile(r"(.+)-(\w+)").fullmatch(text, start, end)  # « Norlys-Werk »
    if compound and lower(compound[2]) in words.bodies:
        end = start + len(compound[1])
    while (m := re.compile(r"(.*\S)\s+([\w'’-]+)").fullmatch(text, start, end)) and m[2] in words.never:
        end = start + len(m[1])
    return start, end


def _is_press(piece: str, words: Vocabulary) -> bool:
    """A newspaper keeps its article when that is a capital (« Le Phare du Vernois »)."""
    parts = fold(piece).split()
    return piece[:1].isupper() and len(parts) > 1 and any(p in words.press for p in parts)


def _first_capital(text: str, start: int, end: int, words: Vocabulary) -> int:
    """Skip lower-case words at the head, but not a noun that belongs to the name (« col de »)."""
    while start < end and not CAPITAL.match(text, start):
        head = re.compile(r"[\w'’-]+").match(text, start, end)
        if head and (body := words.bodies.get(lower(head[0]))) and body.proper:
            return start
        after = re.compile(r"[^\s'’]*[\s'’]+").match(text, start, end)
        if not after:
            return end
        start = after.end()
    return start


def _last_capital(text: str, start: int, end: int) -> int:
    """Drop lower-case words behind a person's last capitalised one."""
    starts = [m.start() for m in re.finditer(r"(?<![\w'’-])[\w]", text[start:end])]
    while len(starts) > 1 and not CAPITAL.match(text, start + starts[-1]):
        end = start + starts.pop()
        while text[end - 1].isspace():
            end -= 1
    return end


def _behind_origin(text: str, start: int, end: int, words: Vocabulary) -> int:
    """« la jeune Camerounaise Estelle Mbida »: where she comes from is no part of her name."""
    m = re.compile(r"([\w’'-]+)\s(?=\S+\s)").match(text, start, end)
    return m.end() if m and lower(m[1]) in words.places.by_adjective else start


def _apart(names: Iterable[Name]) -> list[Name]:
    """Keep the longer of two names that overlap; text order."""
    kept: list[Name] = []
    taken: set[int] = set()
    for n in sorted(names, key=lambda n: (n.start - n.end, n.start)):
        if taken.isdisjoint(range(n.start, n.end)):
            kept.append(n)
            taken.update(range(n.start, n.end))
    return sorted(kept, key=lambda n: n.range)


def _join(text: str, names: list[Name], words: Vocabulary) -> list[Name]:
    """Join a name that was cut in two: « Yannick » + « Le Goff », « Union des marins de » + « Brévaux »."""
    out: list[Name] = []
    for n in names:
        last = out[-1] if out else None
        gap = text[last.end : n.start] if last else "\n"
        if last and (_is_first_name(last, gap, n, words) or _is_cut(last, gap, n, words)):
            kind: EntityType = "PER" if gap == " " and last.type != "ORG" else last.type
            out[-1] = Name(start=last.start, end=n.end, text=text[last.start : n.end], type=kind)
        else:
            out.append(n)
    return out


def _is_first_name(last: Name, gap: str, n: Name, words: Vocabulary) -> bool:
    if " " in last.text:
        return False
    if gap in BYNAME and last.type == n.type == "PER" and " " not in n.text:
        return fold(last.text) in words.genders  # « Philippe le Hardi »
    if gap != " ":
        return False
    return fold(last.text) in words.genders or (last.type == n.type == "PER")


def _is_body(n: Name, words: Vocabulary) -> bool:
    """« Banque Norlys » stays a name in « conseil de la Banque Norlys »."""
    first, _, rest = lower(n.text).partition(" ")
    return n.type == "ORG" and bool(rest) and first in words.bodies


def _is_cut(last: Name, gap: str, n: Name, words: Vocabulary) -> bool:
    if last.type != "ORG" or n.type == "PER":
        return False
    if gap == " ":
        return words.dangling.fullmatch(last.text) is not None
    return words.linked.fullmatch(gap) is not None and " " in last.text


def _split(text: str, name: Name, words: Vocabulary) -> list[Name]:
    """Part « Galva de Bressy » when the first word stands alone elsewhere."""
    m = words.part.fullmatch(name.text)
    if not m or name.type == "PER" or lower(m[1]) in words.bodies:
        return [name]
    elsewhere = re.compile(rf"(?<![\w-]){re.escape(m[1])}(?!\w)")
    alone = any(
        not words.linked.match(text, f.end()) for f in elsewhere.finditer(text) if f.start() != name.start
    )
    if not alone and not words.places.hyphened.match(m[2]):
        return [name]
    return _halves(name, m)


def _halves(name: Name, m: re.Match[str]) -> list[Name]:
    at = name.start + m.start(2)
    return [
        Name(start=name.start, end=name.start + m.end(1), text=m[1], type="ORG"),
        Name(start=at, end=name.end, text=m[2], type="LOC"),
    ]


def _widen(text: str, name: Name, words: Vocabulary) -> Name | None:
    """The longer name that begins with a noun: « ministère de » + « la Pêche »; None when there is none."""
    found = words.before_name.search(text, max(0, name.start - 70), name.start)
    if not found or name.type == "PER":
        return None
    body = words.bodies.get(lower(found[0].split()[0]))
    kind: EntityType = body.type if body else "ORG"
    return Name(start=found.start(), end=name.end, text=text[found.start() : name.end], type=kind)


def _with_noun(text: str, name: Name, words: Vocabulary) -> Name:
    """Take in a noun right before that belongs to the name: « laiterie Desmaret », « collège Jean-Vilar »."""
    found = re.compile(r"(?<![\w'’-])([\w'-]+)\s$").search(text, max(0, name.start - 20), name.start)
    body = words.bodies.get(lower(found[1])) if found else None
    if not found or not body or not body.proper or ACRONYM.fullmatch(name.text):
        return name
    if any(
        m.end() == found.end(1) for m in words.role_nouns.finditer(text, found.start() - REACH, found.end(1))
    ):
        return name  # « chef de gare » + « X »
    return Name(start=found.start(1), end=name.end, text=text[found.start(1) : name.end], type=body.type)


def _address(text: str, names: list[Name], words: Vocabulary) -> None:
    """Note « M. » and « Mme » before a name: a person, of that gender."""
    for n in names:
        if m := words.civil_before.search(text, max(0, n.start - 14), n.start):
            n.civil, n.type = True, "PER"
            n.gender = words.civil[m[1]]
