"""What only looks like a difference stands in a list of its own, under its own name."""

from __future__ import annotations

import msgspec
import pytest

from recoupe.cli.account import AccountPrinter
from recoupe.messages import Messages
from recoupe.records import Contradiction
from recoupe.view.story import StoryRecords, view_story
from recoupe.view.wording import write_kind, write_why
from tests.accounts import records

FR, EN = Messages("fr"), Messages("en")


def turned(**fields: object) -> StoryRecords:
    """The small account with its one difference made something else."""
    given = records()
    only: Contradiction = msgspec.structs.replace(given.contradictions[0], **fields)
    account = msgspec.structs.replace(
        given.account, contradiction_ids=(), **{f"{only.relation}_ids": (only.id,)}
    )
    return msgspec.structs.replace(given, account=account, contradictions=(only,))


@pytest.mark.parametrize(
    ("fields", "french", "english"),
    [
        ({"relation": "apparent", "on": "actor"}, "un autre acteur", "another actor"),
        ({"relation": "apparent", "on": "period"}, "une autre période", "another period"),
        ({"relation": "refinement"}, "précision", "more exact"),
        ({"relation": "later"}, "état plus tardif", "later state"),
    ],
)
def test_what_is_no_contradiction_is_kept_apart_and_named(
    fields: dict[str, object], french: str, english: str
) -> None:
    story = view_story(turned(**fields))
    assert story.differences == ()
    (row,) = story.nuances
    assert french in write_kind(FR, row)
    assert english in write_kind(EN, row)
    printed = "\n".join(
        AccountPrinter(EN, story, width=90, rows=None, is_all=True, parts=("differs",)).differs()
    )
    assert EN("account.nuances") in printed
    assert printed.index(EN("account.no_differences")) < printed.index(english)


def test_a_contradiction_goes_by_its_type_alone() -> None:
    (row,) = view_story(records()).differences
    assert write_kind(EN, row) == EN(f"difference.{row.type}")


def test_days_and_plans_have_words() -> None:
    (row,) = view_story(turned(relation="later", type="date", why="planned: 2026-05-11")).nuances
    assert "2026-05-11" in write_why(FR, row)
    (row,) = view_story(turned(relation="refinement", type="date", why="date: 2026-05 / 2026-05-11")).nuances
    assert write_why(EN, row) == "2026-05 and 2026-05-11"
