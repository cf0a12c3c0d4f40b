"""Annotations lie on the article's own characters, paragraph by paragraph."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recoupe.nlp.rules import RuleTagger
from recoupe.stages.annotate import annotate
from tests.fakes import TrigramEncoder
from tests.stages.articles import article_from

TEXT = "El puente de Arlanza cerró. Lo dijo Rubén Salcedo.\n\nNadie respondió en Villanueva."


def test_spans_slice_the_article() -> None:
    article = article_from(TEXT, "es")
    found = annotate(article, tagger=RuleTagger("es"), embedder=TrigramEncoder())
    assert [TEXT[s.start : s.end] for s in found.annotations.sentences] == [
        "El puente de Arlanza cerró.",
        "Lo dijo Rubén Salcedo.",
        "Nadie respondió en Villanueva.",
    ]
    assert {m.text for m in found.mentions} >= {"Arlanza", "Rubén Salcedo", "Villanueva"}
    assert all(TEXT[m.start : m.end] == m.text for m in found.mentions)


def test_a_vector_stands_for_each_sentence() -> None:
    found = annotate(article_from(TEXT, "es"), tagger=RuleTagger("es"), embedder=TrigramEncoder())
    rows = np.frombuffer(found.vectors.rows, dtype=np.float16).reshape(-1, found.vectors.dimensions)
    assert len(rows) == len(found.annotations.sentences)


@given(st.text(alphabet="aA. \n«»é", min_size=1, max_size=60).filter(lambda t: t.strip()))
def test_no_sentence_crosses_a_paragraph(text: str) -> None:
    article = article_from(text, "it")
    found = annotate(article, tagger=RuleTagger("it"), embedder=TrigramEncoder())
    for s in found.annotations.sentences:
        assert any(p.start <= s.start and s.end <= p.end for p in article.paragraphs)
    tokens = found.annotations.tokens
    assert all(0 <= head < len(tokens.starts) for head in tokens.heads)
