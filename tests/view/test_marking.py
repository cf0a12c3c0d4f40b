from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recoupe.records import Span
from recoupe.view.marking import Quoted, Token, mark

TEXT = "abcdefghijklmnopqrstuvwxyz"


def written(tokens: tuple[Token, ...]) -> str:
    return "".join(
        {"open": f"[{token.anchor or ''}|", "text": token.text, "close": "]"}[token.kind] for token in tokens
    )


def quoted(start: int, end: int) -> Quoted:
    return Quoted(start=start, end=end, sort="claim")


def test_nested_spans_nest() -> None:
    tokens = mark(TEXT, Span(start=0, end=8), [quoted(2, 4), quoted(1, 6)])
    assert written(tokens) == "a[s1-6|b[s2-4|cd]ef]gh"


def test_crossing_spans_are_cut_at_the_border_and_named_once() -> None:
    tokens = mark(TEXT, Span(start=0, end=8), [quoted(1, 4), quoted(3, 6)])
    assert written(tokens) == "a[s1-4|bc[s3-6|d]][|ef]gh"


def test_a_span_over_two_paragraphs_is_named_in_the_first() -> None:
    both = [quoted(2, 12)]
    assert written(mark(TEXT, Span(start=0, end=6), both)) == "ab[s2-12|cdef]"
    assert written(mark(TEXT, Span(start=8, end=14), both)) == "[|ijkl]mn"


spans = st.tuples(st.integers(0, 25), st.integers(1, 12)).map(lambda s: quoted(s[0], min(26, s[0] + s[1])))


@given(
    st.lists(spans, max_size=8, unique_by=lambda q: (q.start, q.end)), st.integers(0, 10), st.integers(15, 26)
)
def test_marks_keep_the_text_nest_and_name_each_span_once(found: list[Quoted], start: int, end: int) -> None:
    tokens = mark(TEXT, Span(start=start, end=end), found)
    assert "".join(token.text for token in tokens) == TEXT[start:end]
    depth = 0
    for token in tokens:
        depth += {"open": 1, "text": 0, "close": -1}[token.kind]
        assert depth >= 0
    assert depth == 0
    anchors = [token.anchor for token in tokens if token.anchor]
    assert sorted(anchors) == sorted({f"s{q.start}-{q.end}" for q in found if start <= q.start < end})
