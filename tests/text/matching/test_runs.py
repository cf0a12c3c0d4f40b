"""Matched fragments go back into their clauses; what states nothing gives way."""

from __future__ import annotations

import msgspec

from recoupe.records import Statement
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.runs import runs

STATEMENT = Statement(
    id="s", article_id="a", start=0, end=9, text="x" * 9, report_type="none", modality="asserted",
    source_kind="outlet", rule="own", zone="body",
)  # fmt: skip


def fragment(article: int, clause: int, text: str, says: int | None) -> Piece:
    none: frozenset[str] = frozenset()
    return Piece(
        article=article,
        start=0,
        end=1,
        sentence=clause,
        at=0.5,
        text=text,
        language="fr",
        statement=STATEMENT,
        terms=none,
        bare=none,
        names=none,
        figures=(),
        days=none,
        times=(),
        counts=(),
        core=none,
        says=says,
        speaker=None,
        clause=(clause, clause + 1),
    )


def told(flat: list[Piece], groups: list[list[int]]) -> list[list[str]]:
    return [[" ".join(p.text for p in run) for run in some] for some in runs(flat, groups)]


FIRST = [fragment(0, 1, "le pont ferme", 3), fragment(0, 1, "au col de Sarre", 0)]
SECOND = [fragment(1, 1, "le pont fermera", 3), fragment(1, 2, "près du col de Sarre", 0)]


def test_what_nobody_matched_goes_with_what_stands_before_it() -> None:
    assert told([*FIRST, *SECOND], [[0, 2], [1], [3]]) == [
        ["le pont ferme au col de Sarre", "le pont fermera"],
        ["près du col de Sarre"],
    ]


def test_what_states_nothing_gives_its_clause_up() -> None:
    flat = [*FIRST, *[msgspec.structs.replace(p, clause=(1, 2)) for p in SECOND]]
    assert told(flat, [[0, 2], [1, 3]]) == [
        ["le pont ferme au col de Sarre", "le pont fermera près du col de Sarre"]
    ]


def test_two_claims_part_a_clause() -> None:
    flat = [FIRST[0], msgspec.structs.replace(FIRST[1], says=2), *SECOND]
    assert told(flat, [[0, 2], [1, 3]]) == [
        ["le pont ferme", "le pont fermera"],
        ["au col de Sarre", "près du col de Sarre"],
    ]


def test_what_copies_say_beside_it_is_a_claim_of_its_own() -> None:
    flat = [FIRST[0], msgspec.structs.replace(FIRST[1], says=1)]
    flat += [msgspec.structs.replace(p, article=1) for p in flat]
    assert told(flat, [[0, 2], [1, 3]]) == [["le pont ferme"] * 2, ["au col de Sarre"] * 2]


def test_what_only_frames_others_words_is_no_claim() -> None:
    frame = msgspec.structs.replace(fragment(0, 3, "a détaillé la maire", 2), tells=False)
    assert told([*FIRST, frame], [[0], [1], [2]]) == [["le pont ferme au col de Sarre"]]
