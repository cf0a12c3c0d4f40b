from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recoupe.ids import digest, make_id

parts = st.lists(st.none() | st.text() | st.integers(), max_size=4)


def canonical(some: list[str | int | None]) -> list[str | None]:
    return [None if part is None else str(part) for part in some]


@given(parts, parts)
def test_ids_differ_when_parts_differ(a: list[str | int | None], b: list[str | int | None]) -> None:
    assert (make_id("x", *a) == make_id("x", *b)) == (canonical(a) == canonical(b))


@given(parts)
def test_ids_name_their_kind(some: list[str | int | None]) -> None:
    assert make_id("claim", *some) != make_id("event", *some)
    kind, _, number = make_id("claim", *some).partition("-")
    assert kind == "claim"
    assert len(number) == 20
    assert int(number, 16) >= 0


def test_ids_stay_what_they_are() -> None:
    # stores hold them: a change here is a new schema
    assert make_id("story", "a", 1, None) == "story-7d04a190ba8e99e21517"


@given(st.lists(st.binary() | st.text(), max_size=4), st.lists(st.binary() | st.text(), max_size=4))
def test_digests_know_where_a_part_ends(a: list[str | bytes], b: list[str | bytes]) -> None:
    def as_bytes(some: list[str | bytes]) -> list[bytes]:
        return [p if isinstance(p, bytes) else p.encode() for p in some]

    assert (digest(a) == digest(b)) == (as_bytes(a) == as_bytes(b))
