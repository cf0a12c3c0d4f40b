from __future__ import annotations

import inspect
import typing

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe import records
from recoupe.records import Excerpt, OriginMerge, Record, Span
from recoupe.store.kinds import KINDS


def kinds() -> list[type[Record]]:
    return [
        kind
        for _, kind in inspect.getmembers(records, inspect.isclass)
        if issubclass(kind, Record) and kind is not Record
    ]


@given(st.integers(-5, 50), st.integers(-5, 50))
def test_spans_are_never_empty_or_negative(start: int, end: int) -> None:
    if 0 <= start < end:
        assert Span(start=start, end=end).end == end
    else:
        with pytest.raises(ValueError, match="span"):
            Span(start=start, end=end)


def test_spans_are_checked_when_decoded() -> None:
    with pytest.raises(msgspec.ValidationError, match="span"):
        msgspec.json.decode(b'{"start": 4, "end": 4}', type=Span)


@given(st.text(min_size=1, alphabet=st.characters(codec="utf-8")), st.integers(0, 9))
def test_excerpts_measure_their_text(text: str, start: int) -> None:
    excerpt = Excerpt(start=start, end=start + len(text), text=text)
    assert msgspec.json.decode(msgspec.json.encode(excerpt), type=Excerpt) == excerpt
    with pytest.raises(ValueError, match="measure"):
        Excerpt(start=start, end=start + len(text) + 1, text=text)


def test_spans_go_by_place() -> None:
    assert sorted([Span(start=3, end=9), Span(start=0, end=9), Span(start=0, end=2)]) == [
        Span(start=0, end=2),
        Span(start=0, end=9),
        Span(start=3, end=9),
    ]


@pytest.mark.parametrize("kind", kinds())
def test_records_are_frozen_and_strict(kind: type[Record]) -> None:
    config = kind.__struct_config__
    assert config.frozen
    assert config.forbid_unknown_fields
    assert kind.__doc__


@pytest.mark.parametrize("kind", kinds())
def test_collections_are_tuples(kind: type[Record]) -> None:
    for name, hint in typing.get_type_hints(kind).items():
        assert typing.get_origin(hint) not in (list, set, dict), f"{kind.__name__}.{name}"


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind.__struct_config__.gc is False])
def test_only_leaves_go_without_garbage_collection(kind: type[Record]) -> None:
    for name, hint in typing.get_type_hints(kind).items():
        assert typing.get_origin(hint) is not tuple, f"{kind.__name__}.{name}"


@pytest.mark.parametrize("kind", KINDS)
def test_stored_kinds_have_an_id_and_their_owner(kind: type[Record]) -> None:
    fields = kind.__struct_fields__
    assert fields[0] == "id"
    owner = KINDS[kind].owner
    assert owner is None or owner in fields


def test_from_is_written_as_from() -> None:
    merge = OriginMerge(rule="same_speaker", from_="a", into="b")
    assert msgspec.json.encode(merge) == b'{"rule":"same_speaker","from":"a","into":"b"}'
    assert msgspec.json.decode(msgspec.json.encode(merge), type=OriginMerge) == merge
