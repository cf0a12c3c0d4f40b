"""The log of stories: each line's reason is the one that the pairs give."""

from __future__ import annotations

import numpy as np

from recoupe.records import StoryChange
from recoupe.text.likeness.changes import Grouping, changes
from recoupe.text.likeness.linkage import Edges
from recoupe.text.likeness.resemblance import Resemblance
from tests.stages.test_stories import MADE, story_of

STAYED, LEFT = MADE[0], MADE[1]


def log(likeness: list[float]) -> StoryChange:
    """The line of an article that stood in the story of another and leaves it; they are that much alike."""
    whole = story_of(MADE, STAYED.article_id)
    alone = [story_of([signature], signature.article_id) for signature in (STAYED, LEFT)]
    edges = Edges(
        later=np.full(len(likeness), 1),
        earlier=np.full(len(likeness), 0),
        content=np.array(likeness, dtype=np.float64),
        nearness=np.ones(len(likeness)),
    )
    now = Grouping((STAYED, LEFT), [[0], [1]], alone, Resemblance((STAYED, LEFT)))
    (line,) = changes("2026-W19", {s.article_id: whole for s in (STAYED, LEFT)}, now, edges)
    return line


def test_what_leaves_a_story_is_said_to_be_too_little_like_it() -> None:
    line = log([0.19])
    assert line.action == "split"
    assert line.article_ids == (LEFT.article_id,)
    assert "nearest of another story" in line.why
    assert "(likeness 0.19)" in line.why


def test_what_leaves_a_story_may_share_nothing_with_it() -> None:
    assert log([]).why == "nothing of the weeks before shares more than a few words with it"
