"""Signatures hold wording outside quotations, terms without stop words, figures and publication days."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.records import Signature, Timex
from recoupe.stages.sign import SHINGLE_WIDTH
from recoupe.text.likeness.features import SORTS
from recoupe.text.similarity import unpack_hashes
from tests.stages.signatures import signed, written

BRIDGE = (
    "Le pont de Morlac fermera lundi pour 1 200 usagers, a annoncé la préfète. « Nous ne pouvons plus "
    "attendre une seule semaine », a déclaré Odile Brac."
)


def features(signature: Signature, sort: str) -> list[str]:
    at, names = SORTS.index(sort), signature.features.split("\n") if signature.features else []
    return names[sum(signature.sizes[:at]) : sum(signature.sizes[: at + 1])]


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
    bare, headed = signed(written("a", BRIDGE)), signed(written("a", BRIDGE, headline="Le pont fermé"))
    terms = features(bare, "term")
    assert "le" not in terms
    assert headed.weights[features(headed, "term").index("pont")] > bare.weights[terms.index("pont")]


def test_figures_in_digits_and_words_are_one() -> None:
    made = signed(written("a", "Trente tonnes et 1 200 euros, soit 3,5 fois plus."))
    assert features(made, "figure") == ["1200", "3.5", "30"]


def test_what_is_told_of_older_days_counts_less() -> None:
    news = "Le pont de Morlac ferme aujourd'hui. Un bac attend les camions. La barge Aurore a coulé ici"
    now, then = written("a", news + "."), written("a", news + " le 3 mars.")
    at = news.index("La barge")
    recalled = Timex(
        id="timex-1", article_id=then.id, start=at, end=at + 30, text="", type="DATE", value="2026-03-03",
        anchor="explicit", rule="day", certainty="explicit", earliest="2026-03-03", latest="2026-03-03",
    )  # fmt: skip
    a, b = signed(now), signed(then, timexes=[recalled])
    assert b.weights[features(b, "term").index("barg")] < a.weights[features(a, "term").index("barg")]
    assert b.weights[features(b, "term").index("bac")] == a.weights[features(a, "term").index("bac")]


def test_the_event_is_of_a_day_shortly_before_publication() -> None:
    text = "Le pont a fermé dimanche. Il avait été fermé le 3 mars."
    days = [("2026-05-03", 17), ("2026-03-03", 48)]
    timexes = [
        Timex(
            id=f"timex-{day}", article_id="a", start=at, end=at + 6, text="", type="DATE", value=day,
            anchor="publication", rule="day", certainty="resolved", earliest=day, latest=day,
        )
        for day, at in days
    ]  # fmt: skip
    assert signed(written("a", text), timexes=timexes).event_day == "2026-05-03"
    assert signed(written("a", text), timexes=timexes[1:]).event_day is None


def test_two_texts_with_a_dozen_words_in_common_share_a_part_of_their_sketches() -> None:
    run = "la barge chargée de gravier bleu attend depuis trois jours devant le vieux ponton de bois"
    a = signed(written("a", f"Ce matin encore, au petit jour, {run}, et personne ne vient."))
    b = signed(written("b", f"On nous écrit de Morlac que {run} sans que nul ne s'en soucie."))
    assert set(unpack_hashes(a.sketch).tolist()) & set(unpack_hashes(b.sketch).tolist())
    assert set(unpack_hashes(a.sketch).tolist()) <= set(unpack_hashes(a.shingles).tolist())


def test_questions_and_answers_are_left_out() -> None:
    article = written("a", BRIDGE + "\n\nQue se passe-t-il ? Le pont de Morlac ferme pour 900 jours.")
    body, faq = article.paragraphs
    marked = msgspec.structs.replace(article, paragraphs=(body, msgspec.structs.replace(faq, label="faq")))
    made, short = signed(marked), signed(written("a", BRIDGE))
    assert (made.shingles, made.features, made.weights) == (short.shingles, short.features, short.weights)
    assert made.rows == short.rows


def test_an_article_without_text_or_date_is_signed() -> None:
    made = signed(written("a", "", day=None))
    assert (made.n_words, made.published_at, made.earliest, made.headline) == (0, None, None, None)
    assert not np.frombuffer(made.vector, dtype="<f2").any()


@settings(deadline=None)
@given(st.text(alphabet='ab «»“”"\n.0123 ', max_size=80))
def test_any_marks_can_be_signed(text: str) -> None:
    assert signed(written("a", text)).n_words <= len(text)


@pytest.mark.parametrize(
    ("byline", "signed_by_a_person"),
    [
        ("Odile Brac", True),
        ("Par Odile Brac et Jean Le Goff", True),
        ("Айгуль Сатова", True),
        ("La rédaction", False),
        ("Le Guetteur", False),
        ("service des sports", False),
        (None, False),
    ],
)
def test_a_byline_is_a_persons_full_name_or_not(byline: str | None, signed_by_a_person: bool) -> None:
    article = msgspec.structs.replace(written("a", "Le bac est à quai."), byline=byline)
    assert signed(article).signed is signed_by_a_person
