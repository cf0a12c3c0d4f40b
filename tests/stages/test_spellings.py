"""Names meet by how a word sounds: spellings and slips do, names that only share a key do not."""

from __future__ import annotations

import pytest

from recoupe.stages.link.forms import Meeting, alike, find_forms
from recoupe.stages.link.spellings import Spellings
from tests.bench.entities import collection


@pytest.mark.parametrize(
    ("word", "other", "meets"),
    [
        ("kerdaniou", "kerdamiou", True),
        ("zelensky", "zelenski", True),
        ("roux", "roux", True),
        ("roux", "roy", False),  # a short word finds its equals only
        ("poutine", "petain", False),  # one key, another name
    ],
)
def test_words_that_sound_alike_meet_in_one_context(word: str, other: str, *, meets: bool) -> None:
    spellings = Spellings(0.75)
    spellings.offer(7, "a", other)
    assert (7 in set(spellings.ask("a", word))) == meets
    assert not set(spellings.ask("b", word))


def test_a_name_meets_those_before_it_and_not_itself() -> None:
    spellings = Spellings(0.75)
    assert not set(spellings.meet(1, "a", "kerdaniou"))
    assert set(spellings.meet(2, "a", "kerdaniou")) == {1}


def test_the_same_consonants_meet_across_alphabets_only() -> None:
    spellings = Spellings(0.75)
    assert not set(spellings.meet_across(1, "a", "maro", is_latin=True))
    assert not set(spellings.meet_across(2, "a", "mera", is_latin=True))
    assert set(spellings.meet_across(3, "a", "mero", is_latin=False)) == {1, 2}
    assert set(spellings.meet_across(4, "a", "mira", is_latin=True)) == {3}


def test_few_names_meet_however_many_there_are() -> None:
    """Most pairs that meet can be one thing's: what a growing collection adds is names, not comparisons."""
    forms = find_forms(collection(1500))
    meeting = Meeting(forms)
    met = {
        frozenset((a, b))
        for find in (meeting.alike, meeting.shorter)
        for a, form in enumerate(forms)
        for b in find(a, form)
        if a != b
    }
    assert len(met) < 2 * len({(a.names[0], b.names[0]) for a, b, _ in alike(forms)})
