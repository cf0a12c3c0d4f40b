"""Signatures hold wording outside quotations, terms without stop words, figures and publication days."""

from __future__ import annotations

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.stages.sign import SHINGLE_WIDTH
from recoupe.text.similarity import unpack_hashes
from tests.stages.signatures import signed, written

BRIDGE = (
    "Le pont de Morlac fermera lundi pour 1 200 usagers, a annoncé la préfète. « Nous ne pouvons plus "
    "attendre une seule semaine », a déclaré Odile Brac."
)


def test_wording_leaves_quotations_out() -> None:
    other = BRIDGE.replace("plus attendre une seule semaine", "rien promettre à personne ici")
    a, b = signed(written("a", BRIDGE)), signed(written("b", other))
    assert a.shingles == b.shingles
    assert a.quotes != b.quotes


def test_a_term_in_quotes_is_wording() -> None:
    made = signed(written("a", "Le chantier dit « du siècle » commence demain à Morlac."))
    assert not made.quotes
    assert len(unpack_hashes(made.shingles)) == made.n_words - SHINGLE_WIDTH + 1


def test_terms_have_no_stop_words_and_the_headline_counts() -> None:
    bare = dict(signed(written("a", BRIDGE)).terms)
    headed = dict(signed(written("a", BRIDGE, headline="Le pont fermé")).terms)
    assert "le" not in bare
    assert headed["pont"] == bare["pont"] + 2


def test_figures_in_digits_and_words_are_one() -> None:
    made = signed(written("a", "Trente tonnes et 1 200 euros, soit 3,5 fois plus."))
    assert made.numbers == ("30", "1200", "3.5")


def test_questions_and_answers_are_left_out() -> None:
    article = written("a", BRIDGE + "\n\nQue se passe-t-il ? Le pont de Morlac ferme pour 900 jours.")
    body, faq = article.paragraphs
    marked = msgspec.structs.replace(article, paragraphs=(body, msgspec.structs.replace(faq, label="faq")))
    made, short = signed(marked), signed(written("a", BRIDGE))
    assert (made.shingles, made.terms, made.numbers) == (short.shingles, short.terms, short.numbers)
    assert made.rows == short.rows


def test_an_article_without_text_or_date_is_signed() -> None:
    made = signed(written("a", "", day=None))
    assert (made.n_words, made.published_at, made.earliest, made.headline) == (0, None, None, None)
    assert not np.frombuffer(made.vector, dtype="<f2").any()


@settings(deadline=None)
@given(st.text(alphabet='ab «»“”"\n.0123 ', max_size=80))
def test_any_marks_can_be_signed(text: str) -> None:
    assert signed(written("a", text)).n_words <= len(text)
