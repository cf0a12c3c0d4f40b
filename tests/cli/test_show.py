from __future__ import annotations

import msgspec
import pytest

from recoupe.cli.show import watch
from recoupe.errors import NotFound
from recoupe.messages import Messages
from recoupe.view.rows import StoryView
from recoupe.view.story import view_story
from tests.accounts import records


def test_a_watched_account_is_printed_again_when_it_changes() -> None:
    story = view_story(records())
    other = msgspec.structs.replace(story, headline="La passerelle est fermée")
    seen: list[StoryView | None] = [story, story, None, other, other]
    printed: list[str] = []

    def load() -> StoryView:
        if not seen:
            raise KeyboardInterrupt
        view = seen.pop(0)
        if view is None:
            raise NotFound("story", "gone for a moment")
        return view

    watch(load, lambda view: printed.append(view.headline), Messages("en"), sleep=lambda _: None)
    assert printed == [story.headline, "La passerelle est fermée"]


def test_what_breaks_while_watching_is_not_hidden() -> None:
    def load() -> StoryView:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        watch(load, lambda _: None, Messages("en"), sleep=lambda _: None)
