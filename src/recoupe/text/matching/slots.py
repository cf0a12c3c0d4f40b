"""Who does what to whom, where: what two propositions must not fill with different names.

Only what both name can part them: a pronoun or a title that is resolved to the same one agrees, one that is
not resolved is unknown. Who speaks is no slot: two voices may tell one thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from recoupe.records import EntityType, Mention
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.propositions import WORD
from recoupe.text.matching.views import View, inside, tokens_inside
from recoupe.text.similarity import fold, sound_key
from recoupe.text.spans import Range

LETTERS = 3  # of a word of a name from which it tells names apart: « de », « la », « J. » do not
SUBJECT = "nsubj"
PASSIVE = "pass"  # « nsubj:pass », « nsubjpass »: who undergoes it

Names = frozenset[str]
Calling = Mapping[str, Names]


class Slots(msgspec.Struct, frozen=True):
    """What fills the slots of one proposition: keys of who is meant, and how the words of their names sound.

    Attributes:
        persons: Persons named in its clause.
        places, bodies: Places and bodies named in it.
        beside: Places and bodies named in its clause.
        subjects: The persons who do what it tells, where names are known for them.
        known: All that its clause and its sentence mean, and who says it.
    """

    persons: Names
    places: Names
    bodies: Names
    beside: Names
    subjects: Names
    known: Names


def calling(seen: Sequence[View]) -> Calling:
    """What everybody with a name is known by in a story: the key, and how the words of each name sound.

    Two keys of one person who was not recognised share a word, however it is written.
    """
    out: dict[str, set[str]] = defaultdict(set)
    for view in seen:
        for m in view.mentions:
            if m.form == "name" and m.id in view.names:
                key = view.names[m.id]
                out[key] |= {key, *_sounds(m.text)}
    return {key: frozenset(names) for key, names in out.items()}


def _sounds(name: str) -> set[str]:
    return {"~" + sound_key(w) for w in WORD.findall(fold(name)) if len(w) >= LETTERS}


def slots(view: View, piece: Piece, called: Calling) -> Slots:
    """Read the slots of one proposition.

    Args:
        view: Its article.
        piece: The proposition.
        called: Of the whole story, as `calling` gives it.
    """
    within = piece.start, piece.end
    clause = piece.clause or within
    sentence = view.annotations.sentences[piece.sentence]
    near = inside(view.mentions, (min(clause[0], sentence.start), max(clause[1], sentence.end)))
    known = {k for m in near for k in _means(view, m, called)}
    if piece.speaker:
        known |= called.get(piece.speaker, {piece.speaker})
    return Slots(
        persons=_named(view, clause, "PER", called),
        places=_named(view, within, "LOC", called),
        bodies=_named(view, within, "ORG", called),
        beside=_named(view, clause, "LOC", called) | _named(view, clause, "ORG", called),
        subjects=_subjects(view, piece, called),
        known=frozenset(known),
    )


def _means(view: View, mention: Mention, called: Calling) -> Names:
    key = view.names.get(mention.id)
    return frozenset() if key is None else called.get(key, frozenset((key,)))


def _named(view: View, within: Range, kind: EntityType, called: Calling) -> Names:
    found = [m for m in inside(view.mentions, within) if m.form == "name" and m.type == kind]
    return frozenset(k for m in found for k in _means(view, m, called))


def _subjects(view: View, piece: Piece, called: Calling) -> Names:
    """Who does what it tells: persons with a name, « je » being who speaks."""
    tokens = view.annotations.tokens
    near = inside(view.mentions, (piece.start, piece.end))
    found: set[str] = set()
    for k in tokens_inside(view.annotations, (piece.start, piece.end)):
        if tokens.deps[k].startswith(SUBJECT) and PASSIVE not in tokens.deps[k]:
            held = next((m for m in near if m.start <= tokens.starts[k] < m.end), None)
            found |= _person(view, held, called) or _i(piece, tokens.morphs[k], called)
    return frozenset(found)


def _person(view: View, mention: Mention | None, called: Calling) -> Names:
    """Names of a person whom the story names somewhere."""
    if mention is None or mention.type != "PER":
        return frozenset()
    return called.get(view.names.get(mention.id, ""), frozenset())


def _i(piece: Piece, morph: str, called: Calling) -> Names:
    if piece.speaker is None or "Person=1" not in morph or "Number=Sing" not in morph:
        return frozenset()
    return called.get(piece.speaker, frozenset())
