"""What type a name has: the tagger's guesses, outvoted by what is known."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from recoupe.lang.bodies import known
from recoupe.records import EntityType
from recoupe.stages.corefer.name import Name
from recoupe.stages.corefer.words import Vocabulary, lower
from recoupe.text.names import PARTICLES, fold, sound

ACRONYM = re.compile(r"[A-ZÉ]{2,8}")
# « Dock & Quai », « NightPost »: signs and inner capitals make a body's name
MIXED = re.compile(r"&|[a-zà-ÿ][A-Z]")
# « AS Vernois », « CHU Ambresin »: letters for what it is, then a name
LETTERS = re.compile(r"[A-ZÀ-Þ]{2,4} [A-ZÀ-Þ][a-zà-ÿ]")
# the words between two commas before a name, and behind it
CLAUSE_BEFORE = re.compile(r"(?:^|[,.;:«»“”(\n])\s*([^,.;:«»“”(\n]{3,60}), $")
CLAUSE_AFTER = re.compile(r", ([^\s,.;:«»“”(\n]+(?:\s[^\s,.;:«»“”(\n]+)?(?:\s[^\s,.;:«»“”(\n]+)?)")
REACH = 70  # characters looked at before a name for its title
MIN_LOWER = (
    3  # letters of a lower-case word that makes a body's name (« Rives claires »); shorter ones are links
)


def vote(text: str, names: list[Name], words: Vocabulary) -> None:
    """Give all mentions of one spelling one type; what is known outvotes what was guessed."""
    ballots: dict[str, Counter[EntityType]] = defaultdict(Counter)
    people = {sound(p) for n in names if _is_full(n, words) for p in fold(n.text).split()[1:]}
    for n in names:
        ballots[fold(n.text)][n.type] += 1
        kind, weight = _known_type(n, words) or _context_type(text, n, words, people)
        if kind:
            ballots[fold(n.text)][kind] += weight
    for n in names:
        votes = ballots[fold(n.text)]
        n.type = max(votes, key=lambda k: (votes[k], k))
    bodies = {fold(n.text) for n in names if n.type == "ORG" and " " not in n.text} - words.genders.keys()
    for n in names:
        if n.type == "PER" and not n.civil and fold(n.text).split()[0] in bodies and " " in n.text:
            n.type = "ORG"  # « Norlys Vega », a ship of the firm Norlys
        if n.form == "name" and words.places.by_name.get(fold(n.text), ("", ""))[1] == "seat":
            n.form = "metonym"


def _is_full(n: Name, words: Vocabulary) -> bool:
    """A person's full name, by the tagger's word or by the first name."""
    return " " in n.text and (n.type == "PER" or fold(n.text).split()[0] in words.genders)


def _is_mixed(text: str, words: Vocabulary) -> bool:
    """« Rives claires », « Dock & Quai », « NightPost »: no person is written so."""
    if MIXED.search(text):
        return True
    rest = text.split()[1:]
    return any(
        w.islower() and len(w) >= MIN_LOWER and w not in words.links and w not in PARTICLES for w in rest
    )


Vote = tuple[EntityType | None, int]


def _known_type(n: Name, words: Vocabulary) -> Vote | None:
    """What the name itself tells of its type, and how many of the tagger's guesses that outweighs."""
    parts = fold(n.text).split()
    territory = words.places.by_name.get(" ".join(parts))
    body = words.bodies.get(lower(n.text.split()[0]))
    if n.civil:
        return "PER", 9
    if territory:
        return ("ORG" if territory[1] == "seat" else "LOC"), 9
    if body and body.proper:
        return body.type, 9
    if len(parts) > 1 and parts[0] in words.genders:
        return "PER", 5
    if _is_body(n.text, parts, words) or _has_kind(n.text) or (n.type != "PER" and LETTERS.match(n.text)):
        return "ORG", 4
    return ("LOC", 4) if words.places.hyphened.match(n.text) else None


def _has_kind(name: str) -> bool:
    """« Banque Norlys », « Norlys Holding », in whatever language."""
    first, *rest = name.split()
    return bool(rest) and not known().kinds.keys().isdisjoint((fold(first), fold(rest[-1])))


def _is_body(text: str, parts: list[str], words: Vocabulary) -> bool:
    """Capitals alone, a word of the press, or letters that no person's name has."""
    acronym = ACRONYM.fullmatch(text) is not None and parts[0] not in words.genders
    return acronym or any(p in words.press for p in parts) or _is_mixed(text, words)


def _has_trade(text: str, n: Name, words: Vocabulary) -> bool:
    """« le ministre de l'Énergie, X », « X, ministre de l'Énergie »: a title beside, parted by a comma."""
    before = CLAUSE_BEFORE.search(text, max(0, n.start - REACH), n.start)
    after = CLAUSE_AFTER.match(text, n.end)
    clauses = [m[1] for m in (before, after) if m]
    return any(words.role_nouns.search(clause) for clause in clauses)


def _context_type(text: str, n: Name, words: Vocabulary, people: set[str]) -> Vote:
    """What stands beside a name that tells nothing itself: « le professeur X », « en X »."""
    before = re.findall(r"[\w-]+", lower(text[max(0, n.start - 30) : n.start].rsplit(",", 1)[-1]))[-1:]
    last = before[0] if before else ""
    alone = len(n.text.split()) == 1
    if last in words.bodies and not words.bodies[last].proper and not _has_people(text, n, words):
        return words.bodies[last].type, 4
    if weight := _person_weight(text, n, last, words, people):
        return "PER", weight
    if last in words.at:
        return "LOC", 2
    # press gives people a first name or « M. »: a lone word that is nobody's surname is a firm or a brand
    return ("ORG", 2) if alone and n.type in ("PER", "EVENT") else (None, 0)


def _has_people(text: str, n: Name, words: Vocabulary) -> bool:
    """« le clan Kerviel »: those around a person."""
    before = words.government_before.search(text, max(0, n.start - 30), n.start)
    return before is not None and len(n.text.split()) == 1


def _person_weight(text: str, n: Name, last: str, words: Vocabulary, people: set[str]) -> int:
    """How many of the tagger's guesses a title beside a name, or a surname known here, outweighs."""
    alone = len(n.text.split()) == 1
    if _has_people(text, n, words):
        return 4
    before = text[max(0, n.start - REACH) : n.start].rstrip()
    titled = last in words.roles or any(m.end() == len(before) for m in words.role_nouns.finditer(before))
    if titled and not re.match(r"\s[a-zа-яё]", text[n.end : n.end + 2]):
        return 4
    surname = people.issuperset(map(sound, fold(n.text).split())) or fold(n.text) in words.genders
    return 3 if (alone and surname) or (not alone and _has_trade(text, n, words)) else 0
