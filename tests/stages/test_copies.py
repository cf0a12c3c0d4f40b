"""Copies have one parent, a direction and evidence; quoting one speech is no copy."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.records import Derivation, Signature
from tests.stages.signatures import signed, written
from tests.stages.sweeps import sweep

DISPATCH = (
    "Le pont de Morlac, long de 340 mètres, fermera lundi matin aux camions, a annoncé la préfète Odile "
    "Brac. Des fissures ont été relevées sur trois piles lors d'un contrôle mené en avril par les ingénieurs "
    "du département. Les travaux dureront au moins sept semaines et coûteront deux millions d'euros. Un bac "
    "sera mis à la disposition des habitants de la rive gauche, dont beaucoup travaillent à la scierie. Le "
    "maire de Morlac demande que les commerçants du bourg soient dédommagés avant la fin du mois de juin."
)
HALF = DISPATCH[: DISPATCH.index("Un bac")]
OWN = (
    "Sur le marché, hier, on ne parlait que de cela. Jeanne tient la boulangerie depuis trente ans et voit "
    "déjà sa clientèle fondre. Personne ici ne comprend pourquoi il a fallu attendre le printemps pour agir."
)
SPEECH = (
    "« Nous ne laisserons personne au bord de la route, et chaque habitant de cette vallée aura son bac, "
    "son bus et son indemnité avant la Saint-Jean, je m'y engage devant vous ce soir »"
)
MORNING, NOON, NIGHT = "2026-05-04T08:00+02:00", "2026-05-04T12:00+02:00", "2026-05-04T20:00+02:00"


def copies(signatures: Iterable[Signature]) -> tuple[Derivation, ...]:
    return sweep(signatures).derivations


def only(*signatures: Signature) -> Derivation:
    (found,) = copies(signatures)
    return found


def test_a_reprint_is_identical_and_the_later_one() -> None:
    a, b = signed(written("a", DISPATCH, day=NOON)), signed(written("b", DISPATCH, day=MORNING))
    found = only(a, b)
    assert (found.article_id, found.from_article_id) == (a.article_id, b.article_id)
    assert (found.type, found.share) == ("identical", 1.0)


def test_agency_text_with_cuts_is_syndicated() -> None:
    a = signed(written("a", DISPATCH, day=MORNING, credit="AFP"))
    b = signed(written("b", HALF, day=NOON, credit="avec AFP", outlet="La Rive"))
    assert only(a, b).type == "syndicated"


def test_an_agency_is_known_by_its_record_however_the_credit_is_written() -> None:
    a = msgspec.structs.replace(signed(written("a", DISPATCH, day=MORNING)), wire="afp")
    b = msgspec.structs.replace(signed(written("b", HALF, day=NOON, outlet="La Rive")), wire="afp")
    assert only(a, b).type == "syndicated"
    c = signed(written("c", DISPATCH, day=NIGHT, outlet="Le Bac", credit="(d'après l'AFP)"))
    own = msgspec.structs.replace(a, credit=None)  # the agency's own page
    other = msgspec.structs.replace(b, credit="AFP", shingles=own.shingles, sketch=own.sketch)
    parents = {
        d.article_id: d.from_article_id for d in copies([own, other, msgspec.structs.replace(c, wire="afp")])
    }
    assert parents[c.article_id] == a.article_id


def told_again(name: str, source: Signature, text: str, **facts: object) -> Signature:
    """An article with sentences that mean what those of another do, and words of its own."""
    made = signed(written(name, text, day=NIGHT, outlet="Le Ragot"))
    return msgspec.structs.replace(
        made,
        rows=source.rows,
        scale=source.scale,
        vector=source.vector,
        dimensions=source.dimensions,
        **facts,
    )


RETOLD = (
    "À Morlac, plus un camion ne passera dès lundi. Odile Brac l'a décidé. Trois piles sont malades, et il "
    "faudra 7 semaines au département pour les soigner. L'addition: 2 millions. Morlac attend son bac."
)


def test_an_article_without_voices_follows_the_one_whose_sentences_and_details_it_has() -> None:
    source = signed(written("a", DISPATCH, day=MORNING))
    other = signed(written("b", f"Le pont de Morlac ferme. {OWN}", day=NOON, outlet="La Rive"))
    again = told_again("c", source, RETOLD)
    found = [d for d in copies([source, other, again]) if d.article_id == again.article_id]
    assert [(d.type, d.from_article_id) for d in found] == [("rewrite", source.article_id)]
    assert "what no other of them has" in found[0].evidence


def test_who_lets_others_speak_or_signs_with_names_of_his_own_tells_nothing_again() -> None:
    source = signed(written("a", DISPATCH, day=MORNING))
    voices = told_again("c", source, RETOLD, quotes=signed(written("q", SPEECH)).quotes)
    assert not [d for d in copies([source, voices]) if d.type == "rewrite"]
    names = f"{RETOLD} Gaspard Tillou, Berthe Lascaux et Anatole Quercy viendront avec Firmin Vaudel."
    assert [d for d in copies([source, told_again("d", source, names)]) if d.type == "rewrite"]
    assert not [
        d for d in copies([source, told_again("e", source, names, signed=True)]) if d.type == "rewrite"
    ]


def test_the_first_print_is_what_is_told_again() -> None:
    source = signed(written("a", DISPATCH, day=MORNING))
    reprint = signed(written("b", DISPATCH, day=NOON, outlet="La Rive"))
    (found,) = [d for d in copies([source, reprint, told_again("c", source, RETOLD)]) if d.type == "rewrite"]
    assert found.from_article_id == source.article_id


def test_part_of_an_article_inside_another_is_an_excerpt() -> None:
    a = signed(written("a", DISPATCH, day=MORNING))
    b = signed(written("b", HALF + " " + OWN, day=NOON, outlet="La Rive"))
    found = only(a, b)
    assert (found.article_id, found.type) == (b.article_id, "excerpt")
    assert 0.4 < found.share < 0.8
    assert "runs of five words" in found.evidence


def test_an_article_put_together_from_two_has_both() -> None:
    a = signed(written("a", DISPATCH, day=MORNING))
    b = signed(written("b", OWN, day=MORNING, outlet="La Rive"))
    both = signed(written("c", HALF + " " + OWN, day=NOON, outlet="Le Bac"))
    found = copies([a, b, both])
    assert {(d.from_article_id, d.type) for d in found} == {
        (a.article_id, "aggregate"),
        (b.article_id, "aggregate"),
    }
    assert {d.article_id for d in found} == {both.article_id}
    assert all("in none of its other sources" in d.evidence for d in found)


def test_two_reports_that_quote_one_speech_are_no_copies() -> None:
    a = signed(written("a", f"{HALF} {SPEECH}, a lancé Odile Brac.", day=MORNING))
    b = signed(written("b", f"{OWN} {SPEECH}, a promis la préfète.", day=NOON, outlet="La Rive"))
    assert not copies([a, b])


def test_without_dates_the_credit_tells_the_direction() -> None:
    a = signed(written("a", DISPATCH, day=None, credit="La Rive"))
    b = signed(written("b", DISPATCH + " " + OWN, day=None, outlet="La Rive"))
    assert only(a, b).article_id == a.article_id


def test_the_credited_outlet_is_the_parent() -> None:
    a = signed(written("a", DISPATCH, day=MORNING))
    b = signed(written("b", DISPATCH, day=NOON, outlet="La Rive"))
    c = signed(written("c", DISPATCH, day=NIGHT, outlet="Le Bac", credit="La Rive"))
    parents = {d.article_id: d.from_article_id for d in copies([a, b, c])}
    assert parents == {b.article_id: a.article_id, c.article_id: b.article_id}


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_order_of_the_input_changes_nothing(order: tuple[int, ...]) -> None:
    made = [
        signed(written("a", DISPATCH, day=MORNING)),
        signed(written("b", HALF, day=NOON, outlet="La Rive")),
        signed(written("c", DISPATCH, day=None, outlet="Le Bac")),
        signed(written("d", OWN, day=NIGHT, outlet="Le Quai")),
    ]
    assert copies([made[k] for k in order]) == copies(made)


@settings(deadline=None)
@given(st.lists(st.sampled_from([DISPATCH, HALF, OWN, HALF + " " + OWN, ""]), max_size=6), st.data())
def test_an_article_has_one_parent_or_is_put_together_and_no_ring(
    texts: list[str], data: st.DataObject
) -> None:
    days = st.sampled_from([None, MORNING, NOON, "2026-05-04"])
    made = [signed(written(str(k), text, day=data.draw(days))) for k, text in enumerate(texts)]
    parents: dict[str, list[Derivation]] = {}
    for d in copies(made):
        parents.setdefault(d.article_id, []).append(d)
    for several in parents.values():
        assert len(several) == 1 or {d.type for d in several} == {"aggregate"}
    for start in parents:
        todo, seen = [start], set()
        while todo:
            for d in parents.get(todo.pop(), ()):
                assert d.from_article_id != start
                if d.from_article_id not in seen:
                    seen.add(d.from_article_id)
                    todo.append(d.from_article_id)


@settings(deadline=None)
@given(st.sampled_from([DISPATCH, HALF + " " + OWN]), st.sampled_from([MORNING, NOON, NIGHT, None]))
def test_an_exact_copy_is_always_found(text: str, day: str | None) -> None:
    made = [signed(written("a", text, day=MORNING)), signed(written("d", OWN, day=NOON, outlet="Le Quai"))]
    on = day and day[:10]
    twin = msgspec.structs.replace(
        made[0], article_id="article-twin", published_at=day, earliest=on, latest=on
    )
    assert {"article-twin", made[0].article_id} in [
        {d.article_id, d.from_article_id} for d in copies([*made, twin])
    ]
