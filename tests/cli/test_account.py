from __future__ import annotations

import msgspec

from recoupe.cli.account import AccountPrinter, rank_telling
from recoupe.messages import Messages
from recoupe.view.rows import ClaimRow
from recoupe.view.story import view_story
from tests.accounts import records


def claim(number: int, outlets: int, low: int, high: int, text: str = "Le pont ferme") -> ClaimRow:
    row = view_story(records()).claims[0]
    counted = msgspec.structs.replace(row.corroboration, outlets=outlets, origins_min=low, origins_max=high)
    return msgspec.structs.replace(row, number=number, corroboration=counted, text=text)


def test_what_has_fewest_origins_for_its_outlets_tells_most() -> None:
    claims = [
        claim(1, 1, 1, 1),
        claim(2, 5, 0, 1),
        claim(3, 4, 2, 3),
        claim(4, 5, 1, 1, text="à fermer le pont"),
        claim(5, 4, 1, 1),
        claim(6, 4, 1, 1),
    ]
    assert [c.number for c in rank_telling(claims)] == [5, 6, 3, 4, 2, 1]


def test_a_claim_of_one_article_takes_two_lines_unless_all_is_asked_for() -> None:
    story = view_story(records())
    one = story.claims[1]
    alone = msgspec.structs.replace(
        one,
        appearances=one.appearances[:1],
        corroboration=msgspec.structs.replace(one.corroboration, outlets=1),
    )
    story = msgspec.structs.replace(story, claims=(story.claims[0], alone))
    say = Messages("en")
    usual = "\n".join(AccountPrinter(say, story, width=100).said())
    assert "In one article only" in usual
    assert "   2  Deux câbles" in usual
    assert "· La Gazette de Lormont [1] ·" in usual
    every = "\n".join(AccountPrinter(say, story, width=100, is_all=True).said())
    assert "In one article only" not in every


def test_only_the_parts_asked_for_are_written() -> None:
    story = view_story(records())
    lines = list(AccountPrinter(Messages("en"), story, width=100, rows=1, parts=("differs",)).lines())
    text = "\n".join(lines)
    assert "WHAT DIFFERS" in text
    assert "THE ARTICLES" not in text
