"""Origins are counted, not outlets: each rule alone, the invariants as properties, whole small stories."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.lang import packs
from recoupe.records import Corroboration, Dossier
from recoupe.stages.claims import claims
from recoupe.stages.corroborate import Corroborated, Count, corroborate, origins
from recoupe.text.matching.evidence import Evidence
from recoupe.text.matching.forms import are_forms
from tests.dossiers import BRIDGE, laid, untagged


def named(article: str, source: str, **more: object) -> Evidence:
    base = Evidence(
        article_id=article,
        outlet=f"Journal {article}",
        order=ord(article[0]),
        voice="named",
        source=source,
        name=source,
    )
    return msgspec.structs.replace(base, **more)


def unnamed(article: str, **more: object) -> Evidence:
    return named(article, "", voice="none", name=f"Journal {article}", **more)


def anonymous(article: str, **more: object) -> Evidence:
    return named(article, "", voice="anonymous", name="", **more)


def interval(*evidence: Evidence) -> tuple[int, int, int]:
    count = origins(evidence)
    return count.minimum, count.maximum, count.unknown


def rules(*evidence: Evidence) -> set[str]:
    return {m.rule for m in origins(evidence).merges}


# --- one rule at a time ------------------------------------------------------------------------------


def test_two_outlets_one_speaker() -> None:
    assert interval(named("a", "odile brac"), named("b", "odile brac")) == (1, 1, 0)
    assert rules(named("a", "odile brac"), named("b", "odile brac")) == {"same_speaker"}


def test_part_of_a_name_is_the_same_name() -> None:
    assert interval(named("a", "odile brac-morel"), named("b", "brac")) == (1, 1, 0)


def test_a_source_that_another_article_names_joins_her_and_nobody_else_with_her() -> None:
    mayor, chief = named("a", "odile brac"), named("b", "rené caule")
    called = named("c", "odile brac", voice="role", name="Maire", known_as="Odile Brac")
    assert interval(chief, mayor, called) == interval(mayor, chief) == (2, 2, 0)
    found = {o.name: o.article_ids for o in origins((chief, mayor, called)).origins}
    assert found == {"odile brac": ("a", "c"), "rené caule": ("b",)}
    (alone,) = origins((called,)).origins
    assert alone.name == "Odile Brac"


def test_two_speakers() -> None:
    assert interval(named("a", "odile brac"), named("b", "luc mérou")) == (2, 2, 0)


def test_who_may_speak_of_something_else_is_no_second_origin_for_certain() -> None:
    doubted = named("b", "luc mérou", doubtful=True)
    assert interval(named("a", "odile brac"), doubted) == (1, 2, 0)
    assert rules(named("a", "odile brac"), doubted) == {"doubtful"}
    assert interval(doubted, named("c", "ida roy", doubtful=True)) == (1, 2, 0)
    assert interval(named("a", "luc mérou"), doubted) == (1, 1, 0)


def test_nobody_named() -> None:
    assert interval(unnamed("a"), unnamed("b")) == (0, 2, 0)


def test_unattributed_beside_a_named_origin() -> None:
    assert interval(named("a", "odile brac"), unnamed("b")) == (1, 2, 0)


def test_unattributed_in_the_same_article_rests_on_its_origin() -> None:
    assert interval(named("a", "odile brac"), unnamed("a")) == (1, 1, 0)


@pytest.mark.parametrize("kind", ["identical", "syndicated", "excerpt", "translation", "rewrite"])
def test_a_copy_adds_nothing_whoever_it_names(kind: str) -> None:
    for copy in (unnamed("b"), anonymous("b"), named("b", "luc mérou")):
        below = msgspec.structs.replace(copy, ancestors={"a": kind})
        assert interval(named("a", "odile brac"), below) == (1, 1, 0)
        assert rules(named("a", "odile brac"), below) == {kind}


def test_a_copy_of_an_article_without_the_claim_counts() -> None:
    assert interval(unnamed("b", ancestors={"a": "rewrite"})) == (0, 1, 0)


def test_same_wire_and_same_outlet() -> None:
    assert interval(unnamed("a", wire="afp"), unnamed("b", wire="afp")) == (0, 1, 0)
    assert interval(unnamed("a", outlet="Journal x"), unnamed("b", outlet="journal X")) == (0, 1, 0)


def test_titles_of_one_publisher_are_one_where_nobody_is_named() -> None:
    a, b = unnamed("a", family="quais"), unnamed("b", family="quais")
    assert interval(a, b) == (0, 1, 0)
    assert rules(a, b) == {"same_family"}
    assert interval(a, unnamed("c", family="ports")) == (0, 2, 0)
    assert interval(named("a", "odile brac", family="quais"), unnamed("b", family="quais")) == (1, 1, 0)
    assert interval(unnamed("a"), unnamed("b")) == (0, 2, 0)  # not known is not the same


def test_anonymous_sources_add_nothing_to_the_minimum() -> None:
    assert interval(anonymous("a"), unnamed("b")) == (0, 2, 1)
    assert interval(named("a", "odile brac"), anonymous("b")) == (1, 2, 1)


def test_a_bare_role_is_no_second_origin() -> None:
    assert interval(named("a", "odile brac"), named("b", "la maire", voice="role")) == (1, 1, 0)
    assert interval(named("b", "la maire", voice="role"), named("c", "un élu", voice="role")) == (1, 1, 0)


def test_who_was_told_is_no_second_origin() -> None:
    told = named("a", "odile brac", told=frozenset({"luc mérou"}), concerned=True)
    assert interval(told, named("b", "luc mérou")) == (1, 1, 0)
    assert [o.name for o in origins([told, named("b", "luc mérou")]).origins] == ["luc mérou"]


def test_the_same_words_are_one_text() -> None:
    words = "le pont ferme lundi pour trois longs mois"
    assert interval(named("a", "odile brac", words=words), named("b", "luc mérou", words=words)) == (1, 1, 0)
    short = "le pont ferme lundi"
    assert interval(named("a", "odile brac", words=short), named("b", "luc mérou", words=short)) == (2, 2, 0)


def test_quoted_by_an_outlet_of_the_set() -> None:
    assert interval(named("a", "odile brac"), named("b", "journal a", name="Journal a")) == (1, 1, 0)


def test_whoever_it_names_what_came_through_an_outlet_of_the_set_rests_on_it() -> None:
    through = ("L'Agence X", "Le Journal a")
    assert interval(anonymous("a"), anonymous("b", relays=through)) == (0, 1, 1)
    assert rules(named("a", "odile brac"), named("b", "luc mérou", relays=through)) == {"quoted_relay"}
    back = named("a", "odile brac", relays=("Journal b",)), named("b", "luc mérou", relays=("Journal a",))
    assert interval(*back) == (1, 1, 0)  # who quote each other are not both dropped
    assert [o.name for o in origins(back).origins] == ["odile brac"]


def test_who_says_the_contrary_of_the_first_who_is_named_is_no_second_origin() -> None:
    first, other = named("a", "odile brac"), named("b", "luc mérou", negative=True)
    assert interval(first, other) == (1, 1, 0)
    assert rules(first, other) == {"contrary"}
    assert interval(unnamed("a", negative=True), named("b", "luc mérou"), named("c", "paul lang")) == (
        2,
        3,
        0,
    )


def test_a_denial_adds_no_origin() -> None:
    assert interval(named("a", "odile brac"), named("b", "luc mérou", denied=True)) == (1, 1, 0)
    assert interval(named("b", "luc mérou", denied=True)) == (0, 0, 0)
    assert interval(named("b", "luc mérou", denied=True, negative=True)) == (1, 1, 0)


def test_a_question_block_is_never_support() -> None:
    assert interval(named("a", "odile brac"), unnamed("b", supports=False)) == (1, 1, 0)


def test_a_witness_is_a_named_origin() -> None:
    seen = named("a", "journal a", kind="witness", first_hand=True)
    count = origins([seen, unnamed("b")])
    assert (count.minimum, count.maximum) == (1, 2)
    assert count.origins[0].first_hand


# --- invariants --------------------------------------------------------------------------------------

NAMES = ["odile brac", "brac", "luc mérou", "selmat", "journal a", "journal b"]
one = st.builds(
    lambda article, voice, name, denied, supports, wire, negative, relays: named(
        article,
        "" if voice in {"none", "anonymous"} else name,
        voice=voice,
        name="" if voice == "anonymous" else f"Journal {article}" if voice == "none" else name,
        denied=denied,
        supports=supports,
        wire=wire,
        negative=negative,
        relays=relays,
    ),
    st.sampled_from("abcde"),
    st.sampled_from(["named", "role", "anonymous", "none"]),
    st.sampled_from(NAMES),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, "afp"]),
    st.booleans(),
    st.sampled_from([(), ("Journal a",), ("Journal b", "Journal c")]),
)
many = st.lists(one, min_size=1, max_size=8)


@given(many, st.data())
def test_a_copy_never_raises_the_count(evidence: list[Evidence], data: st.DataObject) -> None:
    copied = data.draw(st.sampled_from([e.article_id for e in evidence]))
    planted = [
        msgspec.structs.replace(
            e, article_id="z", outlet="Journal z", order=200, ancestors={**e.ancestors, copied: "identical"}
        )
        for e in evidence
        if e.article_id == copied
    ]
    before, after = origins(evidence), origins([*evidence, *planted])
    assert after.minimum <= before.minimum
    assert after.maximum <= before.maximum
    assert after.unknown <= before.unknown


@given(many)
def test_an_unattributed_article_never_raises_the_minimum(evidence: list[Evidence]) -> None:
    if all(e.denied for e in evidence if e.supports):
        return  # what nobody has put yet becomes a claim by it: another question
    assert origins([*evidence, unnamed("z")]).minimum <= origins(evidence).minimum


@given(many, st.randoms(use_true_random=False))
def test_order_does_not_matter(evidence: list[Evidence], random: object) -> None:
    shuffled = list(evidence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sizes(origins(shuffled)) == sizes(origins(evidence))


@given(many)
def test_the_interval_holds(evidence: list[Evidence]) -> None:
    count = origins(evidence)
    assert 0 <= count.minimum == len(count.origins) <= count.maximum
    assert count.unknown <= count.maximum - count.minimum


def sizes(count: Count) -> tuple[int, int, int, tuple[str, ...]]:
    return count.minimum, count.maximum, count.unknown, tuple(o.name for o in count.origins)


# --- whole stories -----------------------------------------------------------------------------------


def checked(dossier: Dossier) -> tuple[Corroborated, dict[str, Corroboration]]:
    table = laid(dossier)
    made = claims(dossier, table, packs=packs())
    both = corroborate(dossier, made, table, packs=packs())
    assert [c.claim_id for c in both.corroborations] == [c.id for c in made]
    return both, {
        x.text: c for c, claim in zip(both.corroborations, made, strict=True) for x in claim.appearances
    }


def test_one_origin_behind_three_outlets() -> None:
    _, by_text = checked(untagged(BRIDGE))
    closing = by_text["le pont de Varenne fermera lundi 11 mai"]
    # the rewrite adds nothing, nor does the third article, which has it word for word
    assert (closing.outlets, closing.origins_min, closing.origins_max) == (3, 1, 1)
    assert [o.name for o in closing.origins] == ["Odile Brac"]
    assert {m.rule for m in closing.merges} == {"rewrite", "same_words"}
    assert closing.modality == "planned"


def test_lost_attribution_and_hardened_modality_are_drift() -> None:
    story = msgspec.json.decode(msgspec.json.encode(BRIDGE))
    story["articles"][0]["statements"][1]["modality"] = "conditional"
    story["articles"][1]["statements"] = []
    _, by_text = checked(untagged(story))
    drift = by_text["Le pont compte 23 fissures"].drift
    assert {(d.kind, d.origin_modality, d.modality) for d in drift} == {
        ("modality", "conditional", "asserted")
    }


def test_rival_figures_and_an_answered_denial_differ() -> None:
    both, _ = checked(untagged(BRIDGE))
    assert {(c.type, c.a.text, c.b.text) for c in both.contradictions} == {
        ("number", "Le pont compte 23 fissures", "Le pont compte 32 fissures"),
        ("polarity", "la pile nord serait rompue", "toute rupture de la pile nord"),
    }


def test_a_rounded_figure_is_no_difference() -> None:
    story = msgspec.json.decode(msgspec.json.encode(BRIDGE))
    story["articles"][2]["paragraphs"] = ["Le pont compte une vingtaine de fissures, a dit Luc Mérou."]
    story["articles"][2]["statements"][0]["content"] = "Le pont compte une vingtaine de fissures"
    both, _ = checked(untagged(story))
    assert [c.relation for c in both.contradictions if c.type == "number"] == ["refinement"]


def test_planted_copies_of_a_story_raise_nothing() -> None:
    story = msgspec.json.decode(msgspec.json.encode(BRIDGE))
    before, _ = checked(untagged(story))
    for k, article in enumerate(list(story["articles"])):
        copy = {**article, "id": f"copy{k}", "outlet": f"Copie {k}", "published": "2026-06-01T00:00:00+02:00"}
        story["articles"].append({**copy, "relation": {"type": "identical", "of": [article["id"]]}})
    after = {c.claim_id: c for c in checked(untagged(story))[0].corroborations}
    for c in before.corroborations:
        copied = after[c.claim_id]
        assert copied.outlets > c.outlets
        assert (copied.origins_min, copied.origins_max) <= (c.origins_min, c.origins_max)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("signale", "signalement", True),
        ("corrige", "corriger", True),
        ("deroute", "deroulee", False),
        ("heure", "heurts", False),
        ("vote", "votes", True),
        ("su", "surveiller", False),
    ],
)
def test_forms_of_one_word(a: str, b: str, same: bool) -> None:
    assert are_forms(a, b) is same


def test_a_person_may_say_that_two_sources_are_one_origin_or_that_one_is_two() -> None:
    brac, lang = said_by("Odile Brac", 0), said_by("Paul Lang", 1)
    assert origins([brac, lang]).minimum == 2
    one = [msgspec.structs.replace(e, decided=frozenset({"d"})) for e in (brac, lang)]
    assert (origins(one).minimum, [m.rule for m in origins(one).merges]) == (1, ["decided"])
    same = [said_by("Odile Brac", 0), said_by("Odile Brac", 1)]
    two = [msgspec.structs.replace(e, apart=frozenset({("d", n)})) for n, e in enumerate(same)]
    assert (origins(same).minimum, origins(two).minimum) == (1, 2)


def test_what_a_source_mentions_in_passing_is_no_second_origin() -> None:
    """« depuis la pollution du 9 mars, a dit la maire »: others told of it before."""
    told = msgspec.structs.replace(said_by("Odile Brac", 0))
    passing = msgspec.structs.replace(said_by("Paul Lang", 1), weak=True)
    assert [o.name for o in origins([told, passing]).origins] == ["Odile Brac"]
    outlet = Evidence(article_id="article-0", outlet="Le Matin", order=0)
    assert sizes(origins([outlet, passing]))[:2] == (0, 2)


def test_a_body_known_by_its_role_is_not_folded_into_a_witness() -> None:
    witness = msgspec.structs.replace(said_by("Léa Roux", 0), kind="witness", first_hand=True)
    body = msgspec.structs.replace(said_by("la préfecture", 1), voice="role", kind="organisation")
    assert origins([witness, body]).minimum == 2


def said_by(name: str, order: int) -> Evidence:
    return Evidence(
        article_id=f"article-{order}",
        outlet=f"Outlet {order}",
        order=order,
        voice="named",
        source=name.lower(),
        name=name,
    )
