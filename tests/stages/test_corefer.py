"""Who is meant, and who had it from whom: names, titles, pronouns, documents, chains."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.ids import make_id
from recoupe.lang import FALLBACK, LANGUAGES
from recoupe.nlp.rules import RuleTagger
from recoupe.records import (
    Channel,
    Cluster,
    Dating,
    EntityType,
    Mention,
    Published,
    SourceKind,
    Statement,
)
from recoupe.stages.corefer import Coreference, corefer
from recoupe.text.spans import excerpt
from tests.stages.articles import annotated

TAGGER = RuleTagger("fr")
BODIES: tuple[tuple[str, EntityType], ...] = (
    ("Otan", "ORG"),
    ("Fed", "ORG"),
    ("Banque de France", "ORG"),
    ("CGT", "ORG"),
)


def said(text: str, content: str, source: str, kind: SourceKind, **more: object) -> Statement:
    """A statement whose source stands after its content, or else first in the text."""
    start = text.index(content)
    at = text.find(source, start + len(content))
    at = at if at >= 0 else text.rindex(source, 0, start)
    return Statement(
        id=make_id("statement", text, start, source),
        article_id=make_id("article", text),
        start=start,
        end=start + len(content),
        text=content,
        report_type="indirect",
        modality="asserted",
        source_kind=kind,
        rule="hand",
        zone="body",
        source=excerpt(text, at, at + len(source)),
        **more,  # type: ignore[arg-type]
    )


def read(
    text: str, *statements: Statement, names: tuple[tuple[str, EntityType], ...] = (), **changes: object
) -> Coreference:
    """Corefer over a text without a model: names as a tagger might give them."""
    article, annotations, _ = annotated(text, "fr", TAGGER)
    mentions = [
        Mention(
            id=make_id("mention", text, name),
            article_id=article.id,
            start=text.index(name),
            end=text.index(name) + len(name),
            text=name,
            type=kind,
            form="name",
        )
        for name, kind in names
    ]
    import msgspec

    article = msgspec.structs.replace(article, **changes)
    dating = Dating(id="d", article_id=article.id, published=None)
    return corefer(article, annotations, mentions, statements, dating, pack=LANGUAGES["fr"])


def hops(found: Coreference, k: int = 0) -> list[str]:
    return [h.name for h in found.chains[k].hops]


def clusters(found: Coreference) -> set[str]:
    return {c.name for c in found.clusters if c.named}


def test_a_title_is_no_part_of_a_name_and_tells_the_gender() -> None:
    text = "Mme Aude Kerviel a fermé le pont."
    found = read(text, names=(("Mme Aude Kerviel", "PER"),))
    (mention,) = found.mentions
    assert mention.text == "Aude Kerviel"
    assert found.clusters[0].gender == "f"


def test_a_name_cut_in_two_is_joined_and_a_surname_found_again() -> None:
    text = "Yannick Le Gall proteste. M. Le Gall attend une réponse."
    found = read(text, names=(("Yannick", "PER"), ("Le Gall", "PER")))
    assert [m.text for m in found.mentions] == ["Yannick Le Gall", "Le Gall"]
    assert clusters(found) == {"Yannick Le Gall"}


def test_an_acronym_belongs_to_its_long_form() -> None:
    text = "L'Union des marins de Brévaux (UMB) appelle à la grève. L'UMB refuse le plan."
    found = read(text)
    (body,) = [c for c in found.clusters if c.type == "ORG"]
    assert body.name == "Union des marins de Brévaux"
    assert body.aliases == ("UMB",)


def test_a_noun_belongs_to_the_name_of_its_body() -> None:
    text = "Le ministère de la Pêche a promis une aide. La laiterie Desmaret attend."
    found = read(text, names=(("Pêche", "LOC"), ("Desmaret", "PER")))
    assert {"ministère de la Pêche", "laiterie Desmaret"} <= clusters(found)


def test_father_and_son_stay_two() -> None:
    text = "Marc Aubry a fondé la scierie. Paul Aubry la dirige."
    assert clusters(read(text, names=(("Marc Aubry", "PER"), ("Paul Aubry", "PER")))) == {
        "Marc Aubry",
        "Paul Aubry",
    }


@pytest.mark.parametrize(
    ("text", "content", "source", "kind"),
    [
        (
            "La maire, Aude Kerviel, se tait. Le pont fermera, a dit la maire.",
            "Le pont fermera",
            "la maire",
            "title",
        ),
        (
            "Aude Kerviel, maire de Merzieu, se tait. Le pont fermera, a dit l'édile.",
            "Le pont fermera",
            "l'édile",
            "title",
        ),
        ("Aude Kerviel se tait. Le pont fermera, a-t-elle dit.", "Le pont fermera", "elle", "pronoun"),
        (
            "Aude Kerviel se tait. Le pont fermera, a dit Mme Kerviel.",
            "Le pont fermera",
            "Mme Kerviel",
            "named",
        ),
    ],
)
def test_titles_and_pronouns_are_read(text: str, content: str, source: str, kind: SourceKind) -> None:
    found = read(text, said(text, content, source, kind), names=(("Aude Kerviel", "PER"),))
    assert hops(found) == ["Aude Kerviel", "Le Fanal"]


def test_a_pronoun_takes_its_gender_not_its_neighbour() -> None:
    text = "Aude Kerviel a reçu Marc Aubry. Le pont fermera, a-t-elle dit. Il rouvrira, a-t-il promis."
    first = said(text, "Le pont fermera", "elle", "pronoun")
    second = said(text, "Il rouvrira", "il", "pronoun")
    found = read(text, first, second, names=(("Aude Kerviel", "PER"), ("Marc Aubry", "PER")))
    assert hops(found, 0)[0] == "Aude Kerviel"
    assert hops(found, 1)[0] == "Marc Aubry"


def test_a_title_that_nobody_bears_is_a_thing_without_a_name() -> None:
    text = "Marc Aubry attend. La route fermera, a annoncé la préfète."
    found = read(text, said(text, "La route fermera", "la préfète", "title"), names=(("Marc Aubry", "PER"),))
    assert hops(found) == ["Préfète", "Le Fanal"]
    (title,) = [c for c in found.clusters if not c.named]
    assert title.roles == ("préfète",)


def test_a_lawyer_counts_the_client() -> None:
    text = "Marc Aubry se tait. Il est innocent, affirme son avocate, Me Inès Maldan."
    source = "son avocate, Me Inès Maldan"
    names: tuple[tuple[str, EntityType], ...] = (("Marc Aubry", "PER"), ("Me Inès Maldan", "PER"))
    found = read(text, said(text, "Il est innocent", source, "named"), names=names)
    assert hops(found) == ["Marc Aubry", "Inès Maldan", "Le Fanal"]


def test_a_body_speaks_through_its_spokesperson() -> None:
    text = "Le chantier reprendra, selon un porte-parole de Caldex."
    statement = said(text, "Le chantier reprendra", "un porte-parole de Caldex", "title")
    assert hops(read(text, statement, names=(("Caldex", "ORG"),))) == ["Caldex", "Le Fanal"]


def test_a_document_bears_the_name_of_its_body() -> None:
    text = "Le pont est fissuré, selon un rapport de Caldex. Il faut le fermer, ajoute le document."
    first = said(text, "Le pont est fissuré", "un rapport de Caldex", "document")
    second = said(text, "Il faut le fermer", "le document", "document")
    found = read(text, first, second, names=(("Caldex", "ORG"),))
    assert hops(found, 0) == hops(found, 1) == ["Caldex (rapport)", "Le Fanal"]
    assert found.chains[0].hops[0].kind == "document"


def test_an_indefinite_document_is_not_the_last_speakers() -> None:
    text = "Le pont tient, dit Marc Aubry. Il penche, selon un rapport."
    first = said(text, "Le pont tient", "Marc Aubry", "named")
    second = said(text, "Il penche", "un rapport", "document")
    assert hops(read(text, first, second, names=(("Marc Aubry", "PER"),)), 1) == ["Rapport", "Le Fanal"]


def test_nested_statements_give_one_chain_innermost_first() -> None:
    text = "Marc Aubry raconte que le pont penche selon Aude Kerviel."
    outer = said(text, "le pont penche selon Aude Kerviel", "Marc Aubry", "named")
    inner = said(text, "le pont penche", "Aude Kerviel", "named", parent_id=outer.id)
    found = read(text, outer, inner, names=(("Marc Aubry", "PER"), ("Aude Kerviel", "PER")))
    assert hops(found, 1) == ["Aude Kerviel", "Marc Aubry", "Le Fanal"]


def test_a_channel_is_carried_on_for_its_speaker_and_marked() -> None:
    text = "Marc Aubry l'a dit dans un podcast. Le pont penche, dit Marc Aubry. Il tombera, selon Marc Aubry."
    at = text.index("un podcast")
    channel = Channel(medium="podcast", excerpt=excerpt(text, at, at + 10))
    first = said(text, "Le pont penche", "Marc Aubry", "named", channel=channel)
    second = said(text, "Il tombera", "Marc Aubry", "named")
    found = read(text, first, second, names=(("Marc Aubry", "PER"),))
    assert hops(found, 1) == ["Marc Aubry", "un podcast", "Le Fanal"]
    assert [h.inferred for h in found.chains[1].hops] == [False, True, False]
    assert found.chains[1].occasion is not None


def test_whom_a_source_told_passed_it_on() -> None:
    text = "Luc Mérou a confié à Ada Roy que le vase est faux. Ada Roy assure que tout est vrai."
    told = said(text, "le vase est faux", "Luc Mérou", "named", addressee=excerpt(text, 21, 28))
    other = said(text, "tout est vrai", "Ada Roy", "named")
    found = read(text, told, other, names=(("Luc Mérou", "PER"), ("Ada Roy", "PER")))
    assert hops(found) == ["Luc Mérou", "Ada Roy", "Le Fanal"]
    assert found.chains[0].hops[1].inferred


def test_magistrates_mean_their_court_and_they_after_them_too() -> None:
    text = "La Cour des comptes a lu. Les magistrats relèvent un trou. Ils évoquent une fuite."
    one = said(text, "un trou", "Les magistrats", "title")
    two = said(text, "une fuite", "Ils", "pronoun")
    found = read(text, one, two, names=(("Cour des comptes", "ORG"),))
    assert hops(found)[0] == hops(found, 1)[0] == "Cour des comptes"


def test_a_pronoun_that_cannot_be_read_names_nobody() -> None:
    text = "Elle affirme que tout va bien."
    found = read(text, said(text, "tout va bien", "Elle", "pronoun"))
    first = found.chains[0].hops[0]
    assert (first.name, first.kind) == ("?", "anonymous")


def test_an_agency_that_is_credited_is_a_relay_a_translator_is_not() -> None:
    text = "Le pont penche, dit Marc Aubry."
    statement = said(text, "Le pont penche", "Marc Aubry", "named")
    names: tuple[tuple[str, EntityType], ...] = (("Marc Aubry", "PER"),)
    assert hops(read(text, statement, names=names, credit="avec AFP")) == ["Marc Aubry", "AFP", "Le Fanal"]
    assert hops(read(text, statement, names=names, credit="Traduit du russe")) == ["Marc Aubry", "Le Fanal"]


def test_nobody_named_and_the_outlet_itself() -> None:
    text = "Le pont penche, selon une source proche du dossier. Nous demandons un contrôle."
    hidden = said(text, "Le pont penche", "une source proche du dossier", "anonymous")
    own = said(text, "un contrôle", "Nous", "pronoun")
    found = read(text, hidden, own)
    assert found.chains[0].hops[0].kind == "anonymous"
    assert [(h.name, h.kind) for h in found.chains[1].hops] == [
        ("Le Fanal", "organisation"),
        ("Le Fanal", "outlet"),
    ]


def test_a_seat_of_power_is_a_metonym() -> None:
    text = "Le Kremlin a démenti."
    (mention,) = read(text).mentions
    assert (mention.text, mention.form, mention.type) == ("Kremlin", "metonym", "ORG")


WORDS = st.lists(
    st.sampled_from(
        [
            "Aude",
            "Kerviel",
            "la",
            "maire,",
            "le",
            "rapport",
            "de",
            "Caldex.",
            "« non »",
            "(UMB)",
            "d'Orne",
            "\n\n",
        ]
    ),
    max_size=25,
).map(" ".join)


@settings(deadline=None)  # the first call reads the tables, however busy the machine
@given(WORDS)
def test_any_words_give_clusters_that_hold_every_mention_once(text: str) -> None:
    article, annotations, mentions = annotated(text, "es", RuleTagger("es"))
    dating = Dating(id="d", article_id=article.id, published=None)
    found = corefer(article, annotations, mentions, (), dating, pack=FALLBACK)
    held = [i for c in found.clusters for i in c.mention_ids]
    assert sorted(held) == sorted({m.id for m in found.mentions})
    assert all(text[m.start : m.end] == m.text for m in found.mentions)


def cluster_of(found: Coreference, text: str) -> Cluster:
    """The cluster of the mention that holds these words."""
    (mention,) = [m for m in found.mentions if m.text == text]
    (cluster,) = [c for c in found.clusters if mention.id in c.mention_ids]
    return cluster


def dated(
    text: str, day: str | None, names: tuple[tuple[str, EntityType], ...] = (), *statements: Statement
) -> Coreference:
    """Corefer over a text that was published on a day."""
    article, annotations, _ = annotated(text, "fr", TAGGER)
    mentions = [
        Mention(
            id=make_id("mention", text, name), article_id=article.id, start=text.index(name),
            end=text.index(name) + len(name), text=name, type=kind, form="name",
        )
        for name, kind in names
    ]  # fmt: skip
    published = (
        Published(at=day, source="text", earliest=day, latest=day, certainty="explicit") if day else None
    )
    dating = Dating(id="d", article_id=article.id, published=published)
    return corefer(article, annotations, mentions, statements, dating, pack=LANGUAGES["fr"])


@pytest.mark.parametrize(
    ("title", "day", "fact"),
    [
        ("Le président russe", "2009-06-01", "person dmitri-medvedev"),
        ("Le président russe", "2024-06-01", "person vladimir-poutine"),
        ("Le dirigeant chinois", "2024-06-01", "person xi-jinping"),
        ("Le 46e président", "2024-06-01", "person joe-biden"),
        ("Le président russe", None, None),
        ("Le secrétaire général de l'Otan", "2025-06-01", "person mark-rutte"),
        ("Le président de la Fed", "2024-03-12", "person jerome-powell"),
        ("Le gouverneur de la Banque de France", "2024-03-12", "person francois-villeroy-de-galhau"),
        ("La secrétaire générale de la CGT", "2024-03-12", "person sophie-binet"),
    ],
)
def test_an_office_means_who_held_it_on_the_articles_day(
    title: str, day: str | None, fact: str | None
) -> None:
    found = dated(
        f"{title} a parlé hier soir.",
        day,
        tuple(body for body in BODIES if body[0] in title),
    )
    assert cluster_of(found, title).fact == fact


def test_the_president_elect_is_found_among_those_named() -> None:
    text = "Donald Trump et Joe Biden se sont parlé. Le président élu a remercié son prédécesseur."
    names: tuple[tuple[str, EntityType], ...] = (("Donald Trump", "PER"), ("Joe Biden", "PER"))
    assert cluster_of(dated(text, "2024-11-10", names), "Le président élu").name == "Donald Trump"
    assert cluster_of(dated(text, "2020-11-20", names), "Le président élu").name == "Joe Biden"


def test_a_title_beside_a_name_is_that_person() -> None:
    found = dated("La maire de Merzieu, Aude Kerviel, a reçu le préfet Marc Aubry.", None,
                  (("Merzieu", "LOC"), ("Aude Kerviel", "PER"), ("Marc Aubry", "PER")))  # fmt: skip
    assert cluster_of(found, "La maire de Merzieu").name == "Aude Kerviel"
    assert cluster_of(found, "le préfet").name == "Marc Aubry"


def test_the_adjective_of_a_country_is_the_country() -> None:
    found = dated("La Russie attend. La marine russe manœuvre, dit-on en russe.", None)
    (adjective,) = [m for m in found.mentions if m.form == "demonym"]
    assert cluster_of(found, "russe").fact == "territory RU"
    assert adjective.start == found.mentions[-1].start


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Les relations entre Moscou et Kiev se tendent.", "metonym"),
        ("La réponse de Moscou tarde.", "metonym"),
        ("Il s'est rendu à Moscou hier.", "name"),
        ("Il vit près de Moscou.", "name"),
    ],
)
def test_a_capital_is_a_government_where_it_is_a_party(text: str, form: str) -> None:
    (mention,) = [m for m in dated(text, None).mentions if m.text == "Moscou"]
    assert mention.form == form


def test_an_order_without_an_author_is_the_only_prefects() -> None:
    text = "La préfète, Aude Kerviel, se tait. La route ferme, aux termes d'un arrêté."
    found = read(
        text, said(text, "La route ferme", "un arrêté", "document"), names=(("Aude Kerviel", "PER"),)
    )
    assert hops(found)[0] == "Aude Kerviel"


def test_figures_of_a_body_are_said_by_its_adjective() -> None:
    text = "La préfecture du Vernois compte. Mille marcheurs, d'après les chiffres préfectoraux."
    names: tuple[tuple[str, EntityType], ...] = (("Vernois", "LOC"),)
    found = read(text, said(text, "Mille marcheurs", "les chiffres préfectoraux", "title"), names=names)
    assert hops(found)[0] == "préfecture du Vernois (chiffres)"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("À l'Élysée, on promet que la route rouvrira.", "Élysée"),
        ("Chez Norlys, on promet que la route rouvrira.", "Norlys"),
        ("On promet que la route rouvrira chez Norlys.", "On"),
    ],
)
def test_on_in_a_body_that_opens_the_sentence_is_the_body(text: str, who: str) -> None:
    names: tuple[tuple[str, EntityType], ...] = (("Norlys", "ORG"),) if "Norlys" in text else ()
    source = "on" if ", on" in text else "On"
    found = read(text, said(text, "la route rouvrira", source, "anonymous"), names=names)
    assert hops(found)[0] == who


def test_the_latter_is_the_last_person_named() -> None:
    text = "Marc Aubry a reçu Paul Lanson. Le pont fermera, a dit ce dernier."
    names: tuple[tuple[str, EntityType], ...] = (("Marc Aubry", "PER"), ("Paul Lanson", "PER"))
    assert (
        hops(read(text, said(text, "Le pont fermera", "ce dernier", "pronoun"), names=names))[0]
        == "Paul Lanson"
    )


TWO: tuple[tuple[str, EntityType], ...] = (("Marc Aubry", "PER"), ("Paul Lanson", "PER"))


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        ("Marc Aubry tient Paul Lanson comme un frère.", "un frère", "Paul Lanson"),
        ("Marc Aubry est un ami. Paul Lanson le sait.", "un ami", "Marc Aubry"),
        ("Marc Aubry a prié pour Paul Lanson, parce qu'il est son ami.", "son ami", "Paul Lanson"),
        ("La sœur de Marc Aubry est une amie. Paul Lanson le sait.", "une amie", None),
        ("Paul Lanson et Marc Aubry ont dormi chez son oncle.", "son oncle", "Oncle"),
        ("Le boulanger Marc Aubry a fermé. Paul Lanson a vu son boulanger.", "son boulanger", "Marc Aubry"),
        ("Paul Lanson connaît le boulanger Marc Aubry, dit-on. Marc Aubry a vu son boulanger.",
         "son boulanger", "Boulanger"),
        ("Paul Lanson et Marc Aubry ont perdu sa garde.", "sa garde", None),
    ],
)  # fmt: skip
def test_a_predicate_and_a_possessive_mean_somebody(text: str, words: str, who: str | None) -> None:
    found = read(text, names=TWO)
    at = text.index(words)
    told = {m.id for m in found.mentions if (m.start, m.end) == (at, at + len(words))}
    assert [c.name for c in found.clusters if told & set(c.mention_ids)] == ([who] if who else [])


def test_whom_a_possessive_points_at_is_no_speaker() -> None:
    text = "Marc Aubry a vu son oncle. Le pont fermera, a-t-il dit."
    found = read(text, said(text, "Le pont fermera", "il", "pronoun"), names=TWO[:1])
    assert hops(found)[0] == "Marc Aubry"


def test_a_document_has_the_body_that_the_text_says_issued_it() -> None:
    text = "Selon la feuille affichée hier soir par la commission, mille voix manquent."
    found = read(text, said(text, "mille voix manquent", "la feuille affichée", "document"))
    assert hops(found)[0] == "Commission (feuille)"


def test_a_german_compound_and_apposition_give_their_names() -> None:
    from recoupe.lang import FALLBACK

    text = "Erste Analysen des Labors Brennau betreffen das Norlys-Werk. Das Umweltministerium schweigt."
    article, annotations, mentions = annotated(text, "de", RuleTagger("de"))
    dating = Dating(id="d", article_id=article.id, published=None)
    found = corefer(article, annotations, mentions, (), dating, pack=FALLBACK)
    assert {"Brennau", "Norlys", "Umweltministerium"} <= {c.name for c in found.clusters}


def test_the_people_around_somebody_are_a_body_of_their_own() -> None:
    text = "L'administration Lanson a refusé, dit M. Lanson. Pierre Lanson se tait."
    found = dated(text, None, (("Pierre Lanson", "PER"),))
    body = cluster_of(found, "L'administration Lanson")
    assert (body.type, body.named) == ("ORG", False)
    assert clusters(found) == {"Pierre Lanson"}


def test_an_occasion_says_who_was_told() -> None:
    text = "« Le pont tiendra », a confié Ada Roy au maire, Luc Mur. Luc Mur a répété ces mots."
    at = text.index("maire, Luc Mur")
    told = excerpt(text, at, at + len("maire, Luc Mur"))
    statement = said(text, "Le pont tiendra", "Ada Roy", "named", addressee=told)
    (chain,) = read(text, statement, names=(("Ada Roy", "PER"), ("Luc Mur", "PER"))).chains
    assert chain.occasion is not None
    assert (chain.occasion.to, chain.occasion.medium) == ("Luc Mur", None)


def test_a_title_in_front_is_borne_by_who_speaks_just_behind() -> None:
    text = (
        "Inès Maldan s'est tue. Le patron du port s'est expliqué. « Je reste », a dit Marc Aubry. "
        "L'armateur attend. Le dirigeant nie tout retard."
    )
    found = read(
        text,
        said(text, "Je reste", "Marc Aubry", "named"),
        said(text, "tout retard", "Le dirigeant", "title"),
        names=(("Inès Maldan", "PER"), ("Marc Aubry", "PER")),
    )
    assert hops(found, 1)[0] == "Marc Aubry"
    (aubry,) = (c for c in found.clusters if c.name == "Marc Aubry")
    assert "patron du port" in aubry.roles


@pytest.mark.parametrize(
    ("source", "kind", "chain"),
    [
        ("une porte-parole de Caldex, Inès Maldan", "named", ["Caldex", "Inès Maldan"]),
        ("Inès Maldan, porte-parole de Caldex", "named", ["Inès Maldan"]),
        ("un porte-parole", "title", ["Caldex"]),
    ],
)
def test_a_spokesperson_named_last_passes_on_the_bodys_words(
    source: str, kind: SourceKind, chain: list[str]
) -> None:
    text = f"Caldex ferme. Le four est froid, assure {source}."
    found = read(
        text,
        said(text, "Le four est froid", source, kind),
        names=(("Caldex", "ORG"), *((("Inès Maldan", "PER"),) if "Inès" in source else ())),
    )
    assert hops(found)[: len(chain)] == chain
    assert len(found.chains[0].hops) == len(chain) + 1


def test_an_officer_without_a_name_speaks_for_the_body() -> None:
    text = "L'Union nationale des pêcheurs proteste. Le quai est vide, tonne son secrétaire général."
    found = read(
        text,
        said(text, "Le quai est vide", "son secrétaire général", "title"),
        names=(("Union nationale des pêcheurs", "ORG"),),
    )
    assert hops(found)[0] == "Union nationale des pêcheurs"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Selon Radio Merzieu, le pont est fermé.", "Radio Merzieu"),
        ("Le lac est bas au barrage de Merzieu.", "Merzieu"),
        ("Luc Roche (Merzieu en commun) est élu.", "Merzieu en commun"),
    ],
)
def test_names_that_a_tagger_misses_are_found_by_their_words(text: str, name: str) -> None:
    names = (("barrage de Merzieu", "LOC"),) if "barrage" in text else ()
    assert name in clusters(read(text, names=names))  # type: ignore[arg-type]


def test_who_comes_from_somewhere_is_nobodys_name() -> None:
    text = "Awa Kerjean a gagné. Elle repart, promet la Bretonne."
    found = read(text, said(text, "Elle repart", "la Bretonne", "title"), names=(("Awa Kerjean", "PER"),))
    assert hops(found)[0] == "Awa Kerjean"
    assert clusters(found) == {"Awa Kerjean"}


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("le président de la Fed", "le président de la BCE", (("Fed", "ORG"), ("BCE", "ORG"))),
        ("le président du Cercle Vauban", "le président de l'Étoile d'Or",
         (("Cercle Vauban", "ORG"), ("Étoile d'Or", "ORG"))),
        ("le maire de Merzieu", "la maire de Prazols", (("Merzieu", "LOC"), ("Prazols", "LOC"))),
        ("le maire de Merzieu", "le maire de Prazols", (("Merzieu", "LOC"), ("Prazols", "LOC"))),
    ],
)  # fmt: skip
def test_one_office_at_two_bodies_is_two_persons(
    first: str, second: str, names: tuple[tuple[str, EntityType], ...]
) -> None:
    text = (
        f"Le vote est acquis, a dit {first}. Le budget suivra, a dit {second}. Rien ne presse, a dit {first}."
    )
    again = text.rindex(first)
    found = read(
        text,
        said(text, "Le vote est acquis", first, "title"),
        said(text, "Le budget suivra", second, "title"),
        said(text, "Rien ne presse", first, "title"),
        names=names,
    )
    of = {m.id: c.id for c in found.clusters for m in found.mentions if m.id in c.mention_ids}
    meant = {m.start: of[m.id] for m in found.mentions if m.form == "nominal"}
    assert meant[text.index(first)] == meant[again]
    assert meant[text.index(second)] != meant[again]


@pytest.mark.parametrize(
    ("title", "fact"),
    [
        ("le président de la Fed", "person jerome-powell"),
        ("le gouverneur de la Banque de France", "person francois-villeroy-de-galhau"),
        ("la secrétaire générale de la CGT", "person sophie-binet"),
    ],
)
def test_an_office_that_speaks_means_who_held_it(title: str, fact: str) -> None:
    text = f"Rien ne changera avant la fin mars, a dit {title} hier."
    names = tuple(body for body in BODIES if body[0] in title)
    found = dated(text, "2024-03-12", names, said(text, "Rien ne changera", title, "title"))
    assert cluster_of(found, title).fact == fact
