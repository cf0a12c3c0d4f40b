from __future__ import annotations

import re

import pytest

from recoupe.records import Annotations, Span, Tokens
from recoupe.text.dates.tense import Clauses, Look

AHEAD = re.compile(r"\w*evra \w+oir")
Row = tuple[str, str, str, str, str, int]  # form, lemma, part of speech, features, dependency, head


def clauses(rows: list[Row]) -> tuple[Clauses, int, int]:
    """A sentence of tokens joined by spaces, and the range of its last one."""
    starts, at = [], 0
    for form, *_ in rows:
        starts.append(at)
        at += len(form) + 1
    text = " ".join(form for form, *_ in rows)
    ends = [s + len(row[0]) for s, row in zip(starts, rows, strict=True)]
    tokens = Tokens(
        starts=tuple(starts),
        ends=tuple(ends),
        lemmas=tuple(row[1] for row in rows),
        pos=tuple(row[2] for row in rows),
        morphs=tuple(row[3] for row in rows),
        deps=tuple(row[4] for row in rows),
        heads=tuple(row[5] for row in rows),
    )
    annotations = Annotations(
        id="a", article_id="x", tagger="hand", sentences=(Span(start=0, end=len(text)),), tokens=tokens
    )
    made = Clauses(
        text,
        annotations,
        planned=("prévoir",),
        awaited=("attendre",),
        modals=("devoir", "will"),
        ahead=AHEAD,
    )
    return made, starts[-1], ends[-1]


MONDAY = ("lundi", "lundi", "NOUN", "", "obl:mod")
CASES: list[tuple[list[Row], Look]] = [
    ([("partira", "partir", "VERB", "Tense=Fut|VerbForm=Fin", "ROOT", 0), (*MONDAY, 0)], "future"),
    ([("partait", "partir", "VERB", "Tense=Imp|VerbForm=Fin", "ROOT", 0), (*MONDAY, 0)], "past"),
    ([("part", "partir", "VERB", "Tense=Pres|VerbForm=Fin", "ROOT", 0), (*MONDAY, 0)], "present"),
    ([("recevra", "recevoir", "VERB", "Tense=Past|VerbForm=Fin", "ROOT", 0), (*MONDAY, 0)], "future"),
    ([("prévue", "prévoir", "VERB", "Tense=Past|VerbForm=Part", "acl", 0), (*MONDAY, 0)], "future"),
    ([("attendue", "attendre", "VERB", "Tense=Past|VerbForm=Part", "acl", 0), (*MONDAY, 0)], "future"),
    (  # « il a attendu lundi »
        [
            ("a", "avoir", "AUX", "Mood=Ind|Tense=Pres|VerbForm=Fin", "aux:tense", 1),
            ("attendu", "attendre", "VERB", "Tense=Past|VerbForm=Part", "ROOT", 1),
            (*MONDAY, 1),
        ],
        "past",
    ),
    (  # « il aura fallu lundi »: over when it is told
        [
            ("aura", "avoir", "AUX", "Mood=Ind|Tense=Fut|VerbForm=Fin", "aux:tense", 1),
            ("fallu", "falloir", "VERB", "Tense=Past|VerbForm=Part", "ROOT", 1),
            (*MONDAY, 1),
        ],
        "past",
    ),
    (  # an infinitive that the tree hangs on a noun looks where the verb right before it looks
        [
            ("société", "société", "NOUN", "Number=Sing", "ROOT", 0),
            ("doit", "devoir", "VERB", "Mood=Ind|Tense=Pres|VerbForm=Fin", "dep", 0),
            ("partir", "partir", "VERB", "VerbForm=Inf", "acl", 0),
            (*MONDAY, 2),
        ],
        "future",
    ),
    (
        [
            ("aurait", "avoir", "AUX", "Mood=Cnd|VerbForm=Fin", "aux:tense", 1),
            ("informé", "informer", "VERB", "Tense=Past|VerbForm=Part", "ROOT", 1),
            (*MONDAY, 1),
        ],
        "past",
    ),
    (
        [
            ("serait", "être", "AUX", "Mood=Cnd|VerbForm=Fin", "aux:pass", 1),
            ("ramené", "ramener", "VERB", "Tense=Past|VerbForm=Part", "ROOT", 1),
            (*MONDAY, 1),
        ],
        "future",
    ),
    (
        [
            ("doit", "devoir", "VERB", "Tense=Pres|VerbForm=Fin", "ROOT", 0),
            ("partir", "partir", "VERB", "VerbForm=Inf", "xcomp", 0),
            (*MONDAY, 1),
        ],
        "future",
    ),
    (
        [
            ("will", "will", "AUX", "VerbForm=Fin", "aux", 2),
            ("be", "be", "AUX", "VerbForm=Inf", "auxpass", 2),
            ("held", "hold", "VERB", "Aspect=Perf|Tense=Past|VerbForm=Part", "ROOT", 2),
            (*MONDAY, 2),
        ],
        "future",
    ),
    (
        [
            ("est", "être", "AUX", "Tense=Pres|VerbForm=Fin", "aux:pass", 1),
            ("fermée", "fermer", "VERB", "Tense=Past|VerbForm=Part", "ROOT", 1),
            (*MONDAY, 1),
        ],
        "present",
    ),
    ([("annonce", "annonce", "NOUN", "", "ROOT", 0), (*MONDAY, 0)], "unknown"),
]


@pytest.mark.parametrize(("rows", "look"), CASES, ids=[" ".join(r[0] for r in rows) for rows, _ in CASES])
def test_which_way_a_clause_looks(rows: list[Row], look: Look) -> None:
    made, start, end = clauses(rows)
    assert made.look(start, end) == look


def test_past_verb_beyond_a_noun_says_nothing_of_a_bare_day() -> None:
    made, start, end = clauses(
        [
            ("annonça", "annoncer", "VERB", "Tense=Past|VerbForm=Fin", "ROOT", 0),
            ("venue", "venue", "NOUN", "", "obj", 0),
            ("lundi", "lundi", "NOUN", "", "nmod", 1),
        ]
    )
    assert made.look(start, end) == "past"
    assert made.look(start, end, bare=True) == "unknown"


def test_broken_tree_ends() -> None:
    made, start, end = clauses(
        [("a", "a", "NOUN", "", "dep", 1), ("b", "b", "NOUN", "", "dep", 0), (*MONDAY, 0)]
    )
    assert made.look(start, end) == "unknown"
