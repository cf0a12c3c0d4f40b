"""Clauses keep what hangs on them, nothing is cut inside a figure, and no word is lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from recoupe.nlp.rules import RuleTagger
from recoupe.records import Tokens
from recoupe.text.matching.propositions import closed, has_predicate, narrowed, split
from recoupe.text.spans import Range

FINITE, RELATIVE = "VerbForm=Fin", "PronType=Rel"


def tagged(*words: tuple[str, str, str, int, str]) -> tuple[str, Tokens]:
    """A text and its tokens, from (form, pos, dependency, head, features)."""
    text, starts = "", []
    for form, *_ in words:
        text += " " if text and form not in {",", "."} else ""
        starts.append(len(text))
        text += form
    return text, Tokens(
        starts=tuple(starts),
        ends=tuple(s + len(w[0]) for s, w in zip(starts, words, strict=True)),
        lemmas=tuple(w[0].lower() for w in words),
        pos=tuple(w[1] for w in words),
        morphs=tuple(w[4] for w in words),
        deps=tuple(w[2] for w in words),
        heads=tuple(w[3] for w in words),
    )


def det(head: int) -> tuple[str, str, str, int, str]:
    return ("le", "DET", "det", head, "")


TWO = tagged(  # two subjects, two verbs, a relative clause and a coordinated verb without a subject
    det(1), ("maire", "NOUN", "nsubj", 7, ""), (",", "PUNCT", "punct", 1, ""),
    ("qui", "PRON", "nsubj", 4, RELATIVE), ("parlait", "VERB", "acl:relcl", 1, FINITE),
    ("tard", "ADV", "advmod", 4, ""), (",", "PUNCT", "punct", 1, ""), ("ferme", "VERB", "ROOT", 7, FINITE),
    det(9), ("pont", "NOUN", "obj", 7, ""), ("et", "CCONJ", "cc", 11, ""),
    ("rouvre", "VERB", "conj", 7, FINITE),
    det(13), ("port", "NOUN", "obj", 11, ""), (",", "PUNCT", "punct", 17, ""),
    ("mais", "CCONJ", "cc", 17, ""),
    ("Mérou", "PROPN", "nsubj", 17, ""), ("proteste", "VERB", "conj", 7, FINITE),
    ("toujours", "ADV", "advmod", 17, ""), ("devant", "ADP", "case", 21, ""), det(21),
    ("mairie", "NOUN", "obl", 17, ""),
)  # fmt: skip


def clauses(text: str, tokens: Tokens, hinging: frozenset[str] = frozenset()) -> list[str]:
    within = (0, len(text))
    found = [(some[0][0], some[-1][1]) for some in split(text, within, tokens, hinging)]
    return [text[slice(*narrowed(text, x, within, tokens, hinging))] for x in found]


def pieces(text: str) -> list[str]:
    tokens = RuleTagger("fr").tag([text])[0].tokens
    return [text[a:b] for some in split(text, (0, len(text)), tokens) for a, b in some]


def test_relatives_and_verbs_without_subject_stay_with_their_clause() -> None:
    assert clauses(*TWO) == [
        "le maire, qui parlait tard, ferme le pont et rouvre le port",
        "Mérou proteste toujours devant le mairie",
    ]


def test_a_condition_is_no_clause_of_its_own() -> None:
    sentence = tagged(
        ("si", "SCONJ", "mark", 3, ""), det(2), ("pont", "NOUN", "nsubj", 3, ""),
        ("cède", "VERB", "advcl", 9, FINITE), ("encore", "ADV", "advmod", 3, ""),
        ("lundi", "NOUN", "obl", 3, ""), (",", "PUNCT", "punct", 3, ""),
        det(8), ("port", "NOUN", "nsubj", 9, ""), ("ferme", "VERB", "ROOT", 9, FINITE),
        ("aussi", "ADV", "advmod", 9, ""), ("mardi", "NOUN", "obl", 9, ""), ("matin", "NOUN", "obl", 9, ""),
    )  # fmt: skip
    whole = "si le pont cède encore lundi, le port ferme aussi mardi matin"
    assert clauses(*sentence, frozenset({"si"})) == [whole]
    assert clauses(*sentence) == ["le pont cède encore lundi", "le port ferme aussi mardi matin"]


def test_the_second_of_two_subjects_keeps_its_conjunction() -> None:
    text, tokens = tagged(
        ("et", "CCONJ", "cc", 2, ""), det(2), ("maire", "NOUN", "conj", 2, ""),
        ("signent", "VERB", "ROOT", 3, FINITE),
    )  # fmt: skip
    assert narrowed(text, (0, len(text)), (0, len(text)), tokens) == (0, len(text))


def test_what_holds_no_verb_of_its_own_says_nothing() -> None:
    text, tokens = TWO
    assert has_predicate(tokens, (0, len(text)))
    assert not has_predicate(tokens, (0, text.index(",")))
    cue: Range = (text.index("proteste"), text.index("proteste") + 8)
    assert not has_predicate(tokens, (text.index("Mérou"), len(text)), [cue])


def test_brackets_and_figures_are_closed() -> None:
    text = "ce taux « trop haut » de 16 % (CRC)"
    assert text[slice(*closed(text, (0, text.index(" »")), (0, len(text))))] == "ce taux « trop haut »"
    assert text[slice(*closed(text, (8, text.index(" %")), (0, len(text))))] == "« trop haut » de 16 %"
    assert text[slice(*closed(text, (22, len(text) - 1), (0, len(text))))] == "de 16 % (CRC)"


def test_cut_at_punctuation_but_not_in_a_figure() -> None:
    assert pieces(
        "Le port a perdu 3,4 % de trafic, dont deux lignes rapides ; la mairie se tait encore."
    ) == [
        "Le port a perdu 3,4 % de trafic",
        "dont deux lignes rapides",
        "la mairie se tait encore",
    ]


def test_short_pieces_stay_with_the_one_before() -> None:
    assert pieces("La maire, Odile Brac, part.") == ["La maire, Odile Brac, part"]


@given(st.text(alphabet="abé ,;:.()«»3", max_size=80))
def test_pieces_are_in_order_apart_and_keep_every_word(text: str) -> None:
    tokens = RuleTagger("fr").tag([text])[0].tokens
    ranges = [piece for some in split(text, (0, len(text)), tokens) for piece in some]
    assert all(start < end for start, end in ranges)
    assert all(a[1] <= b[0] for a, b in pairwise(ranges))
    outside = "".join(c for k, c in enumerate(text) if not any(a <= k < b for a, b in ranges))
    assert not any(c.isalnum() for c in outside)


def test_nothing_is_cut_inside_a_figure_in_words() -> None:
    text, tokens = tagged(
        det(1), ("maire", "NOUN", "nsubj", 2, ""), ("compte", "VERB", "ROOT", 2, FINITE),
        ("quarante", "NUM", "nummod", 6, ""), ("et", "CCONJ", "cc", 5, ""), ("une", "NUM", "conj", 3, ""),
        ("brebis", "NOUN", "obj", 2, ""), ("grises", "ADJ", "amod", 6, ""),
    )  # fmt: skip
    figure = text.index("quarante"), text.index(" brebis")
    assert len(split(text, (0, len(text)), tokens)[0]) == 2
    assert split(text, (0, len(text)), tokens, whole=[figure]) == [[(0, len(text))]]
