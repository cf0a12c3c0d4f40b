"""What two articles share, in arrays, against the same counted one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recoupe.text.matching.marks import Book, joined, shared

HELD = st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=4), max_size=5)


@given(HELD, HELD)
def test_what_is_shared_is_counted_by_pair(a: list[frozenset[str]], b: list[frozenset[str]]) -> None:
    book: Book[str] = Book()
    found = shared(book.marks(a), book.marks(b))
    assert found.shape == (len(a), len(b))
    assert found.tolist() == [[float(len(p & q)) for q in b] for p in a]


@given(HELD, HELD)
def test_weights_are_summed(a: list[frozenset[str]], b: list[frozenset[str]]) -> None:
    book: Book[str] = Book()
    marks = book.marks(a), book.marks(b)
    weight = {letter: float(k) for k, letter in enumerate("abcdefg", 1)}
    found = shared(*marks, book.weights(weight))
    assert found.tolist() == [[sum(weight.get(x, 0.0) for x in p & q) for q in b] for p in a]
    assert marks[0].weighed(book.weights(weight)).tolist() == [sum(weight.get(x, 0.0) for x in p) for p in a]


@given(HELD, HELD, HELD)
def test_articles_side_by_side_share_what_each_shares(
    a: list[frozenset[str]], b: list[frozenset[str]], c: list[frozenset[str]]
) -> None:
    book: Book[str] = Book()
    one, two, three = book.marks(a), book.marks(b), book.marks(c)
    both = shared(one, joined([two, three]))
    assert np.array_equal(both, np.concatenate([shared(one, two), shared(one, three)], axis=1))
