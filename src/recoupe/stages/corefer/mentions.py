"""Names of an article, corrected: spans without titles, types by vote, missed repeats found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from recoupe.records import Article, EntityType, Mention
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.vote import ACRONYM, vote
from recoupe.stages.corefer.words import Vocabulary, known_bodies, lower
from recoupe.text.names import PARTICLES, fold, is_acronym_of

MARKS = re.compile(r"[«»“”„\"\n()\[\]]")
CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿа-яёїієґ]")
# « T-311 », « IIIe », « A7 » : codes and ordinals, not names
CODE = re.compile(r"[A-Z]{1,2}-?\d[\w-]*|[IVXLC]+e|\d.*")
# « Union des marins de Brévaux (UMB) »: the words before, and capitals in brackets
BRACKETED = re.compile(r"((?:[\w'’-]+\s+){1,10})\((?:[a-z]{1,2}[ '’])?([A-Z][A-Za-z]{1,9})\)")
# « ANSSI », « NightPost », « Ober-Lahr »
MARKED = re.compile(r"[A-ZÄÖÜ]{2,}|\w*[a-zß-öø-ÿ][A-ZÄÖÜ]\w*|\w+-[A-ZÄÖÜ].*")
MIN_REPEAT = 3  # a shorter name (« Le ») is too often a word


def find_names(article: Article, mentions: Sequence[Mention], words: Vocabulary) -> list[Name]:
    """Correct a tagger's names and add those it missed.

    Returns:
        Names in text order, seats of power as metonyms. They do not overlap, except that a place may stand in
        the name of a body (« Vernois » in « préfecture du Vernois »).
    """
    text = article.text
    names = [n for m in mentions if m.form == "name" and (n := _trim(text, m, words))]
    names = _join(text, _apart([*names, *_aged(text, words)]), words)
    names = [piece for n in names for piece in _split(text, n, words)]
    names = _apart(
        [
            *_long_forms(text),
            *_bracketed(text),
            *names,
            *_institutions(text, words),
            *_kinds_before(text, words),
        ]
    )
    names = [_with_noun(text, n, words) for n in names]
    _address(text, names, words)
    names = _join(text, _apart([*names, *_repeats(text, names, words)]), words)
    names = _apart([*names, *_territories(text, words)])
    _address(text, names, words)
    vote(text, names, words)
    wide = {n.range: w for n in names if (w := _widen(text, n, words))}
    kept = [n for n in names if n.range not in wide or n.type == "LOC"]
    return sorted([*kept, *wide.values()], key=lambda n: n.range)


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
    piece = text[start:end]
    if end <= start or not CAPITAL.search(piece) or CODE.fullmatch(piece) or piece in words.never:
        return None
    if len(piece) == 1 or (" " not in piece and lower(piece) in words.roles):
        return None
    return Name(start=start, end=end, text=piece, type=mention.type)


def _keeps_article(piece: str, mention: Mention, words: Vocabulary) -> bool:
    """« Le Goff » and « Le Phare du Vernois » begin with their article."""
    return piece[:1].isupper() and (mention.type == "PER" or _is_press(piece, words))


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
    if gap != " " or " " in last.text:
        return False
    return fold(last.text) in words.genders or (last.type == n.type == "PER")


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
    return Name(start=found.start(1), end=name.end, text=text[found.start(1) : name.end], type=body.type)


# « des Labors Aquanalys », « Verein Anderland »
APPOSED = re.compile(r"(?<!\w)([A-ZÄÖÜ]\w+)\s(?=([A-ZÄÖÜ][\w-]+))")
# « Y. Roux (Force Rail) »: a body in brackets
BRACKETS = re.compile(r"\(([^\W\d_a-zß-öø-ÿ][\w’'-]+(?: [^\W\d_a-zß-öø-ÿ][\w’'-]+)+)\)")


def _bracketed(text: str) -> list[Name]:
    return [Name(start=m.start(1), end=m.end(1), text=m[1], type="ORG") for m in BRACKETS.finditer(text)]


def _aged(text: str, words: Vocabulary) -> list[Name]:
    return [
        Name(start=m.start(1), end=m.end(1), text=m[1], type="PER")
        for m in words.aged.finditer(text)
        if m[1] not in words.never
    ]


def _long_forms(text: str) -> list[Name]:
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


def _institutions(text: str, words: Vocabulary) -> list[Name]:
    found = [*words.institutions.finditer(text), *known_bodies().finditer(text)]
    return [Name(start=m.start(), end=m.end(), text=m[0], type="ORG") for m in found]


def _kinds_before(text: str, words: Vocabulary) -> list[Name]:
    """« des Labors Aquanalys »: where every noun has a capital, a word behind a body's noun is its name."""
    if not words.strip_kinds:
        return []
    out = []
    for m in APPOSED.finditer(text):
        body = words.bodies.get(lower(m[1]))
        if body and not body.proper and m[2] not in words.never and lower(m[2]) not in words.bodies:
            out.append(Name(start=m.start(2), end=m.end(2), text=m[2], type=body.type))
    return out


def _address(text: str, names: list[Name], words: Vocabulary) -> None:
    """Note « M. » and « Mme » before a name: a person, of that gender."""
    for n in names:
        if m := words.civil_before.search(text, max(0, n.start - 14), n.start):
            n.civil, n.type = True, "PER"
            n.gender = words.civil[m[1]]


def _repeats(text: str, names: list[Name], words: Vocabulary) -> list[Name]:
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


def _territories(text: str, words: Vocabulary) -> list[Name]:
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
