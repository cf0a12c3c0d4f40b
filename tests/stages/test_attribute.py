"""Statements of short texts of our own, construction by construction; and of any text, without exception."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.lang import FALLBACK, LANGUAGES
from recoupe.nlp.port import Tagger
from recoupe.nlp.rules import RuleTagger
from recoupe.nlp.spacy import MODELS, SpacyTagger
from recoupe.records import Statement
from recoupe.stages.attribute import attribute
from tests.stages.articles import annotated


@cache
def tagger(language: str) -> Tagger:
    return SpacyTagger(MODELS[language], language=language) if language in MODELS else RuleTagger(language)


def statements(text: str, language: str = "fr") -> tuple[Statement, ...]:
    article, annotations, mentions = annotated(text, language, tagger(language))
    return attribute(article, annotations, mentions, pack=LANGUAGES.get(language, FALLBACK))


def reported(text: str, language: str = "fr") -> list[tuple[str | None, str, str]]:
    """(source, content, modality) of what others say."""
    return [
        (s.source.text if s.source else None, s.text, s.modality)
        for s in statements(text, language)
        if s.report_type != "none"
    ]


FRENCH = [
    ("Le pont fermera lundi, a annoncé la mairie.", [("la mairie", "Le pont fermera lundi", "planned")]),
    ("« Le toit fuit », a-t-elle dit.", [("elle", "Le toit fuit", "asserted")]),
    (
        "Le hangar, a-t-il précisé, était vide.",
        [("il", "Le hangar, a-t-il précisé, était vide", "asserted")],
    ),
    (
        "La préfète, Ada Roy, a ordonné la fermeture du stade.",
        [("La préfète, Ada Roy", "la fermeture du stade", "asserted")],
    ),
    (
        "Selon Ada Roy, cheffe de service, le dossier aurait disparu.",
        [("Ada Roy, cheffe de service", "le dossier aurait disparu", "conditional")],
    ),
    ("Le dossier a disparu, selon un proche.", [("un proche", "Le dossier a disparu", "asserted")]),
    ("Le trésorier nie avoir vidé la caisse.", [("Le trésorier", "avoir vidé la caisse", "denied")]),
    ("L'usine dément tout licenciement.", [("L'usine", "tout licenciement", "denied")]),
    (
        "La direction chiffre la mobilisation à 12 %.",
        [("La direction", "la mobilisation à 12 %", "asserted")],
    ),
    (
        "Le maire a salué l'accord, précisant que la piscine rouvrirait en mai.",
        [
            ("Le maire", "l'accord", "asserted"),
            ("Le maire", "la piscine rouvrirait en mai", "planned"),
        ],
    ),
    (
        "« Le puits est sec », détaille la géologue, qui dit avoir alerté la mairie.",
        [
            ("la géologue", "Le puits est sec", "asserted"),
            ("la géologue", "avoir alerté la mairie", "asserted"),
        ],
    ),
    (
        "Le coffre est vide. L'information a été révélée par le notaire, Jean Vial.",
        [("le notaire, Jean Vial", "Le coffre est vide", "asserted")],
    ),
    (
        "Selon une source policière, le suspect serait en fuite. Il aurait volé un camion.",
        [
            ("une source policière", "le suspect serait en fuite", "conditional"),
            ("une source policière", "Il aurait volé un camion", "conditional"),
        ],
    ),
    (
        "« Le vent tourne », a dit le guide. « Nous rentrons demain au port. »",
        [
            ("le guide", "Le vent tourne", "asserted"),
            ("le guide", "Nous rentrons demain au port.", "asserted"),
        ],
    ),
    (
        "La gérante dément : « Nous avons fermé à l'heure. »",
        [("La gérante", "Nous avons fermé à l'heure.", "asserted")],
    ),
    (
        "Les volets étaient clos, a constaté notre journaliste.",
        [("notre journaliste", "Les volets étaient clos", "asserted")],
    ),
    (
        "Le maire affirme que le pont est sûr et que la route rouvrira.",
        [("Le maire", "le pont est sûr", "asserted"), ("Le maire", "la route rouvrira", "planned")],
    ),
    ("Le patron, interrogé, dément.", [("Le patron", "Le patron, interrogé, dément", "denied")]),
]
ENGLISH = [
    (
        "The baker's lawyer, Ada Roe, denied it.",
        [("The baker's lawyer, Ada Roe", "The baker's lawyer, Ada Roe, denied it", "denied")],
    ),
    (
        "Ada Roe, the mayor, confirmed the closure on Monday, a move her office had criticised.",
        [("Ada Roe", "the closure on Monday, a move her office had criticised", "asserted")],
    ),
    ("The bridge will close, the council said.", [("the council", "The bridge will close", "planned")]),
    ("“The roof leaks,” Ada Roy told reporters.", [("Ada Roy", "The roof leaks", "asserted")]),
    ("“The roof leaks,” said Ada Roy.", [("Ada Roy", "The roof leaks", "asserted")]),
    ("According to the union, the shed was empty.", [("the union", "the shed was empty", "asserted")]),
    ("The shed was empty, according to the union.", [("the union", "The shed was empty", "asserted")]),
    ("The treasurer denied any debt.", [("The treasurer", "any debt", "denied")]),
    ("The mayor said the road was clear.", [("The mayor", "the road was clear", "asserted")]),
]
TAGLESS = [
    ("de", "„Das Dach ist undicht“, sagte Karl Amt.", [("Karl Amt", "Das Dach ist undicht", "asserted")]),
    ("es", "«El techo gotea», dijo Ana Ruiz.", [("Ana Ruiz", "El techo gotea", "asserted")]),
    ("it", "«Il tetto perde», dice Anna Riva.", [("Anna Riva", "Il tetto perde", "asserted")]),
    ("ru", "«Крыша течёт», — сказала Анна Лось.", [("Анна Лось", "Крыша течёт", "asserted")]),
    ("pt", "«O telhado pinga», disse Ana Cruz.", [("Ana Cruz", "O telhado pinga", "asserted")]),
]


@pytest.mark.parametrize(("text", "expected"), FRENCH)
def test_french_constructions(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert reported(text) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_constructions(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert reported(text, "en") == expected


@pytest.mark.parametrize(("language", "text", "expected"), TAGLESS)
def test_quotations_are_not_lost_without_a_tagger(
    language: str, text: str, expected: list[tuple[str | None, str, str]]
) -> None:
    assert reported(text, language) == expected


TRAPS = [
    "Il est important de rappeler que la digue date de 1912.",
    "Le film « Les Heures grises » sort mercredi.",
    "La mairie parle peu de ce « vrai faux » départ.",
    "Ce silence indique une volonté de calmer le jeu.",
    "La note de service est affichée dans le hall.",
    "Le témoin a été entendu lundi.",
    "Le musée ouvre à dix heures.",
]


@pytest.mark.parametrize("text", TRAPS)
def test_nothing_is_reported(text: str) -> None:
    assert reported(text) == []
    assert [s.source_kind for s in statements(text)] == ["outlet"]


def test_a_source_that_quotes_a_source_is_its_child() -> None:
    text = "« Ada m'a raconté que le feu venait du four », a détaillé Jean Vial."
    outer, inner = (s for s in statements(text) if s.report_type != "none")
    assert (outer.source.text if outer.source else None) == "Jean Vial"
    assert inner.text == "le feu venait du four"
    assert inner.parent_id == outer.id
    assert outer.parent_id is None


SOURCES = [
    ("« Le pont tiendra », a détaillé les étapes du chantier.", None),
    ("Ces derniers mois, Ada Roy a multiplié les visites, exprimant sa colère.", "Ada Roy"),
    ("Ada Roy, interrogée par nos soins, a affirmé que le pont tiendrait.", "Ada Roy"),
    ("Ada Roy a visité le pont, a été reçue par le maire et a affirmé que rien ne bougerait.", "Ada Roy"),
    ("Le chocolatier assure que la boutique rouvrira.", "Le chocolatier"),
    ("L'un des pères, Jean Roy, affirme que le car roulait trop vite.", "L'un des pères, Jean Roy"),
]


@pytest.mark.parametrize(("text", "source"), SOURCES)
def test_a_source_is_somebody(text: str, source: str | None) -> None:
    found = {s.source.text for s in statements(text) if s.source and s.report_type != "none"}
    assert found == ({source} if source else set())


@pytest.mark.parametrize(
    "text",
    [
        "Les salaires varient selon les professions et le sexe.",
        "Selon les mesures en vigueur, les bars ferment à minuit.",
        "La hausse indique que le marché change.",
    ],
)
def test_things_report_nothing(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Selon Ada Roy dans le podcast de Jean Mur, le pont tiendra.", "le podcast de Jean Mur"),
        ("Ada Roy, lors d’une interview avec Jean, a affirmé que tout tient.", "une interview avec Jean"),
        ("Ada Roy a confirmé sur sa plateforme sociale, Grandpré, que le pont tiendra.", "Grandpré"),
        ("Lors du forum Garrigue, Ada Roy a lancé un appel et affirmé que tout va.", "forum Garrigue"),
        ("« Le pont tiendra », a dit Ada Roy devant la presse.", "devant la presse"),
        ("« Le pont tiendra », a dit Ada Roy sur X.", "X"),
        ("Ada Roy salue « un homme courageux » blessé, rappelle-t-on, lors d'un meeting.", None),
    ],
)  # fmt: skip
def test_a_channel_is_named_on_either_side_of_its_cue(text: str, channel: str | None) -> None:
    last = [s for s in statements(text) if s.report_type != "none"][-1]
    assert (last.channel.excerpt.text if last.channel else None) == channel


def test_who_was_told_is_an_addressee_with_his_name() -> None:
    text = "Jean Mur a révélé à l'envoyée pour le climat Ada Roy qu'il avait prié."
    assert [s.addressee.text for s in statements(text) if s.addressee] == ["l'envoyée pour le climat Ada Roy"]


def test_one_apostrophe_or_the_other_is_read_alike() -> None:
    text = "La maire, Ada Roy, nous a fait savoir par écrit qu'elle « découvrait » ces chiffres."
    other = text.replace("'", "’")
    assert [s.replace("’", "'") for _, s, _ in reported(other)] == [s for _, s, _ in reported(text)]


def test_a_noun_of_speech_reports() -> None:
    text = "Démenti ferme de Jean Mur, qui renvoie à son texte : rien n'a été signé."
    assert reported(text) == [("Jean Mur", "rien n'a été signé", "denied")]


def test_the_channel_is_named() -> None:
    (s,) = (x for x in statements("Le club a fermé, a annoncé Ada Roy dans un communiqué.") if x.cue)
    assert s.channel is not None
    assert s.channel.medium == "press_release"


def test_the_addressee_is_named() -> None:
    (s,) = (x for x in statements("« Le feu est éteint », a confié à la radio le capitaine Roy.") if x.cue)
    assert s.addressee is not None
    assert s.addressee.text == "la radio"
    (s,) = (x for x in statements("“The fire is out,” Ada Roy told the daily.", "en") if x.cue)
    assert s.addressee is not None
    assert s.addressee.text == "the daily"


def test_a_refusal_is_recorded_as_such() -> None:
    (s,) = (x for x in statements("La gérante n'a pas souhaité commenter.") if x.no_comment)
    assert s.source is not None
    assert s.source.text == "La gérante"


def test_source_kinds() -> None:
    kinds = {
        "Le pont est sûr, affirme Ada Roy.": "named",
        "Le pont est sûr, a-t-elle dit.": "pronoun",
        "Le pont est sûr, selon un rapport.": "document",
        "Le pont est sûr, selon une source proche du dossier.": "anonymous",
        "Le pont est sûr, selon la préfecture.": "organisation",
        "Le pont est sûr, selon les riverains.": "collective",
        "Le pont est fermé, a constaté notre journaliste.": "witness",
    }
    for text, kind in kinds.items():
        assert [s.source_kind for s in statements(text) if s.cue] == [kind], text


def test_the_outlet_speaks_for_itself_elsewhere() -> None:
    own, other = statements("Le pont date de 1912. Il est sûr, affirme Ada Roy.")
    assert (own.source_kind, own.report_type, own.cue) == ("outlet", "none", None)
    assert other.source_kind == "named"


def test_an_empty_article_has_no_statement() -> None:
    assert statements("") == ()


WORDS = st.sampled_from(
    [
        *(
            "«",
            "»",
            "“",
            "”",
            '"',
            ",",
            ".",
            ":",
            ";",
            "…",
            "—",
            "(",
            ")",
            "\n\n",
            "Le",
            "la",
            "maire",
            "Ada",
            "Roy",
        ),
        *(
            "a",
            "dit",
            "que",
            "selon",
            "affirme",
            "-t-elle",
            "nie",
            "pont",
            "ferme",
            "dément",
            "d'après",
            "n'a",
            "pas",
        ),
        *("a-t-il", "l’élue", "qui", "et", "précisant", "été", "annoncée", "par"),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=40).map(" ".join), st.sampled_from(["fr", "de", "ru"]))
def test_any_text_gives_spans_that_hold(text: str, language: str) -> None:
    article, annotations, mentions = annotated(text, language, RuleTagger(language))
    found = attribute(article, annotations, mentions, pack=LANGUAGES.get(language, FALLBACK))
    ids = {s.id for s in found}
    assert len(ids) == len(found)
    for s in found:
        assert text[s.start : s.end] == s.text
        assert s.text.strip()
        assert s.parent_id is None or s.parent_id in ids
        for e in (s.cue, s.source):
            assert e is None or text[e.start : e.end] == e.text
    assert list(found) == sorted(found, key=lambda s: (s.start, -s.end, s.id))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_tagged_text_gives_spans_that_hold(text: str) -> None:
    for s in statements(text):
        assert text[s.start : s.end] == s.text


CONSTRUCTIONS = [
    ("La juge a fini par admettre que le sceau manquait.", ("La juge", "le sceau manquait")),
    ("Le coq a chanté. C'est du moins ce qu'affirme le voisin.", ("le voisin", "Le coq a chanté")),
    ("Le hall sera vendu. Une rumeur démentie par la mairie.", ("la mairie", "Le hall sera vendu")),
    ("La promesse du maire que rien ne changerait a été tenue.", ("maire", "rien ne changerait")),
    ("Estimant être lésée, la banque a fait appel.", ("la banque", "être lésée")),
    ("Ada Roy ne plie pas et soutient que le mur tient.", ("Ada Roy", "le mur tient")),
    (
        "On apprend de source judiciaire que le coffre est vide.",
        ("de source judiciaire", "le coffre est vide"),
    ),
    (
        "« Le toit, a insisté Ada Roy, a été refait. »",
        ("Ada Roy", "Le toit, a insisté Ada Roy, a été refait."),
    ),
    ("La maire exclut pour l'heure tout recours.", ("La maire", "tout recours")),
    ("Le jury se demande pourquoi le four a cédé.", ("Le jury", "pourquoi le four a cédé")),
    ("Ada Roy : « Le canal est à sec depuis mai »", ("Ada Roy", "Le canal est à sec depuis mai")),
    ("Le mur penche, a-t-on appris auprès de la mairie.", ("la mairie", "Le mur penche")),
    ("Le mur penche, lit-on dans l'arrêté.", ("l'arrêté", "Le mur penche")),
    ("Ada Roy a publié son audit. Le puits y est jugé sec.", ("son audit", "Le puits y est jugé sec")),
    ("Le moulin est vendu. Le maire l'a confirmé hier.", ("Le maire", "Le moulin est vendu")),
    (
        "« J'ai vu la grue plier. » Ada Roy, cordiste, en tremble.",
        ("Ada Roy, cordiste", "J'ai vu la grue plier."),
    ),
    ("Jugé « bavard » par un député, le texte est rejeté.", ("un député", "bavard")),
    ("Persuadée que le four est mort, la potière a appelé.", ("la potière", "le four est mort")),
    ("L'annonce par la région d'un rappel a surpris.", ("la région", "un rappel")),
    ("L'appel des parents à boycotter la cantine échoue.", ("parents", "boycotter la cantine")),
    ("Selon Ada Roy, le blé est cher. À l'en croire, il montera.", ("Ada Roy", "il montera")),
    ("Le préfet a pour sa part exclu toute aide.", ("Le préfet", "toute aide")),
    ("Le maire a dénoncé un abandon et promis une loi.", ("Le maire", "une loi")),
    ("L'évêque appelle les deux clubs à la retenue.", ("L'évêque", "les deux clubs à la retenue")),
    ("SION (ATS) - Le col rouvrira lundi, a annoncé la commune.", ("la commune", "Le col rouvrira lundi")),
]


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS)
def test_a_construction_gives_its_source_and_content(text: str, expected: tuple[str, str]) -> None:
    assert expected in [(source, content) for source, content, _ in reported(text)]


def test_a_report_within_a_report_has_its_parent() -> None:
    text = "La procureure a indiqué que le suspect avait avoué avoir jeté la clé."
    outer, inner = (s for s in statements(text) if s.report_type != "none")
    assert (inner.text, inner.parent_id) == ("avoir jeté la clé", outer.id)
    text = "Le journal explique que, d'après l'armateur, la coque était neuve."
    outer, inner = (s for s in statements(text) if s.report_type != "none")
    assert (inner.text, inner.parent_id) == ("la coque était neuve", outer.id)


@pytest.mark.parametrize(
    ("text", "source", "relay"),
    [
        ("Le port fermera, rapporte l'agence Ouest, qui cite un docker.", "un docker", "l'agence Ouest"),
        ("Le port fermera, selon une docker citée par Le Phare.", "une docker", "Le Phare"),
        ("Le port fermera, révèle Le Phare, qui s'appuie sur un docker.", "un docker", "Le Phare"),
        ("Par la voix de son avocate, Me Ada Roy, Luc Mur nie les faits.", "Luc Mur", "Me Ada Roy"),
    ],
)
def test_who_passes_words_on_is_a_relay(text: str, source: str, relay: str) -> None:
    (s,) = (x for x in statements(text) if x.report_type != "none")
    assert s.source is not None
    assert s.relay is not None
    assert (s.source.text, s.relay.text) == (source, relay)


def test_a_sentence_may_say_why_it_names_nobody() -> None:
    kinds = {
        s.source_kind for s in statements("Un cadre, qui requiert l'anonymat, parle d'un fiasco.") if s.cue
    }
    assert kinds == {"anonymous"}


def test_y_takes_up_the_medium_of_the_sentence_before() -> None:
    text = "Luc Mur était l'invité de Radio Sud mardi. « Le feu est éteint », y a-t-il déclaré."
    (s,) = (x for x in statements(text) if x.cue)
    assert s.channel is not None
    assert (s.channel.medium, s.channel.excerpt.text) == ("interview", "Radio Sud")


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("« Personne n'est venu », raconte Ada Roy.", "asserted"),
        ("« Personne n'est venu », a répliqué Ada Roy.", "denied"),
        ("Le maire démissionnerait en mai, selon un proche.", "conditional"),
        ("Ada Roy a promis qu'aucun poste ne serait supprimé.", "planned"),
        ("Ada Roy explique que, sans cette aide, la revue aurait disparu.", "possible"),
        ("La tour, si l'on en croit le gardien, aurait bougé.", "conditional"),
        ("La banque redoute la fermeture de la gare.", "possible"),
        ("Ada Roy concède que le col aurait dû ouvrir.", "asserted"),
        ("« Aucune piste n'est écartée », assure Ada Roy.", "asserted"),
        ("La banque suspendra ses prêts, assure Ada Roy.", "planned"),
    ],
)
def test_the_cue_decides_how_firm_a_content_is(text: str, modality: str) -> None:
    assert [m for _, _, m in reported(text)] == [modality]


ANY = st.text(alphabet="«»“”„‟‹›‘’\"'aéE .,:;!?-—()\n\u00a0\u202fЯ1", max_size=80)


def assert_spans_hold(text: str, found: tuple[Statement, ...]) -> None:
    """Every span slices to its words; of what others say, a content stands apart from or within another."""
    for s in found:
        assert text[s.start : s.end] == s.text
        for e in (s.cue, s.source, s.relay, s.addressee, s.channel.excerpt if s.channel else None):
            assert e is None or text[e.start : e.end] == e.text
    said = [s for s in found if s.report_type != "none"]
    for one in said:
        for other in said:
            crosses = one.start < other.start < one.end < other.end
            assert not crosses, (one.text, other.text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(ANY, st.lists(WORDS, max_size=30).map(" ".join)), st.sampled_from(["fr", "en", "de", "und"]))
def test_contents_of_any_text_never_cross(text: str, language: str) -> None:
    article, annotations, mentions = annotated(text, language, RuleTagger(language))
    assert_spans_hold(text, attribute(article, annotations, mentions, pack=LANGUAGES.get(language, FALLBACK)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(ANY, st.lists(WORDS, max_size=30).map(" ".join)), st.sampled_from(["fr", "en"]))
def test_contents_of_any_tagged_text_never_cross(text: str, language: str) -> None:
    assert_spans_hold(text, statements(text, language))
