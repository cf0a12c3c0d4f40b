from __future__ import annotations

from recoupe.messages import Messages
from recoupe.view.chains import group_chains
from recoupe.view.story import view_story
from recoupe.view.tree import draw, grow
from tests.accounts import records


def test_copies_hang_under_what_they_copy() -> None:
    (group,) = group_chains(view_story(records()))
    tree = [first + label for first, _, label in draw(grow(Messages("en"), group.lines))]
    assert tree == [
        "Inès Ferrand (press conference, 4 May 2026)",
        "└─ La Gazette de Lormont [1]  ◐ conditional",
        "   └─ L'Écho du Pont [2] (rewrite)  ● asserted",
    ]
