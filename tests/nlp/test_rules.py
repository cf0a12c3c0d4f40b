"""Languages without a model: sentences end where they end, names are found, German nouns are not names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.nlp.rules import RuleTagger


def names(text: str, language: str) -> list[str]:
    (tagged,) = RuleTagger(language).tag([text])
    return [text[start:end] for start, end, _ in tagged.names]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "El alcalde Rubén Salcedo visitó Arlanza.", ["Rubén Salcedo", "Arlanza"]),
        ("it", "Lo racconta Bianca Ferrandi da Torrelunga.", ["Bianca Ferrandi", "Torrelunga"]),
        ("ru", "Вчера об этом сообщила Ольга Мирская из Заречья.", ["Ольга Мирская", "Заречья"]),
        ("de", "Gestern sprach das NordLicht mit der Presse in Ober-Lahr.", ["NordLicht", "Ober-Lahr"]),
    ],
)
def test_names_of_a_language_without_a_model(language: str, text: str, expected: list[str]) -> None:
    assert set(expected) <= set(names(text, language))


def test_a_german_noun_alone_is_no_name() -> None:
    assert names("Gestern fiel die Brücke in den Fluss.", "de") == []


def test_sentences_do_not_end_at_initials() -> None:
    text = "Lo ha detto J. Ferrandi ieri. Poi è partito."
    (tagged,) = RuleTagger("it").tag([text])
    assert [text[s.start : s.end] for s in tagged.sentences] == [
        "Lo ha detto J. Ferrandi ieri.",
        "Poi è partito.",
    ]


@given(st.text(max_size=80))
def test_offsets_slice_the_text(text: str) -> None:
    (tagged,) = RuleTagger("es").tag([text])
    assert all(0 <= start < end <= len(text) for start, end, _ in tagged.names)
    assert all(text[s.start : s.end].strip() for s in tagged.sentences)
    assert len(tagged.tokens.starts) == len(tagged.tokens.heads)
