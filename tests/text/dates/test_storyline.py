"""A timeline joins what tells of one deed of one actor on days that meet, and nothing else."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest

from recoupe.ids import make_id
from recoupe.lang import LANGUAGES
from recoupe.nlp.spacy import MODELS, SpacyTagger
from recoupe.records import (
    Appearance,
    Claim,
    Dating,
    Dossier,
    Event,
    Excerpt,
    Modality,
    Published,
    Statement,
    Story,
    TimelineEntry,
)
from recoupe.stages.dates import date_expressions
from recoupe.text.dates.clocks import When, open_span
from recoupe.text.dates.storyline import Sayings, timeline
from tests.stages.articles import annotated

SAYINGS = {code: Sayings(pack.verbs.saying, pack.verbs.giving) for code, pack in LANGUAGES.items()}


@cache
def tagger() -> SpacyTagger:
    return SpacyTagger(MODELS["fr"], language="fr")


def stated(on: str) -> Published:
    return Published(at=on, source="manifest", earliest=on, latest=on, certainty="explicit")


def told(
    *texts: str, on: str = "2026-03-11", modality: Modality = "asserted", events: tuple[Event, ...] = ()
) -> tuple[TimelineEntry, ...]:
    """The timeline of a story of these articles, each sentence a claim in the outlet's own voice."""
    made = [annotated(text, "fr", tagger()) for text in texts]
    articles = tuple(msgspec.structs.replace(a, published=stated(on)) for a, _, _ in made)
    statements, claims = [], []
    for article, (_, notes, _) in zip(articles, made, strict=True):
        for s in notes.sentences:
            statement = Statement(
                id=make_id("statement", article.id, s.start),
                article_id=article.id,
                start=s.start,
                end=s.end,
                text=article.text[s.start : s.end],
                report_type="none",
                modality=modality,
                source_kind="outlet",
                rule="own",
                zone="body",
            )
            statements.append(statement)
            claims.append(claim_of(statement, statement.start, statement.end))
    dossier = Dossier(
        story=Story(id="story-x", headline="x", article_ids=tuple(a.id for a in articles)),
        articles=articles,
        annotations=tuple(n for _, n, _ in made),
        vectors=(),
        datings=tuple(Dating(id=a.id, article_id=a.id, published=a.published) for a in articles),
        timexes=tuple(
            t
            for a, (_, n, _) in zip(articles, made, strict=True)
            for t in date_expressions(a, n, pack=LANGUAGES["fr"]).timexes
        ),
        mentions=tuple(m for _, _, mentions in made for m in mentions),
        statements=tuple(statements),
        clusters=(),
        chains=(),
        entities=(),
        derivations=(),
    )
    return timeline(dossier, claims, events, sayings=SAYINGS)


def claim_of(statement: Statement, start: int, end: int) -> Claim:
    at = start - statement.start
    appearance = Appearance(
        article_id=statement.article_id,
        start=start,
        end=end,
        text=statement.text[at : at + end - start],
        statement_id=statement.id,
        modality=statement.modality,
        zone="body",
    )
    return Claim(
        id=f"claim-{statement.id}", story_id="story-x", text=appearance.text, appearances=(appearance,)
    )


def days(entries: tuple[TimelineEntry, ...]) -> list[tuple[str, str, str]]:
    return [(e.earliest, e.latest, e.role) for e in entries]


# --- one happening ----------------------------------------------------------------------------------------


def test_one_deed_of_one_actor_on_one_day_is_one_entry() -> None:
    (entry,) = told(
        "Claire Morvan a démissionné lundi 9 mars.", "Lundi, Claire Morvan a démissionné sans un mot."
    )
    assert (entry.earliest, len(entry.claim_ids), len(entry.others)) == ("2026-03-09", 2, 1)


def test_words_lent_and_words_received_are_one_saying() -> None:
    (entry,) = told(
        "Le 7 mars 2026, Claire Morvan a lancé un appel au dialogue.",
        "Paul Lanteau a reçu un message de Claire Morvan, samedi 7 mars.",
    )
    assert (entry.earliest, len(entry.claim_ids)) == ("2026-03-07", 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Claire Morvan a démissionné lundi.", "Paul Lanteau a démissionné lundi."),  # another actor
        ("Claire Morvan a démissionné lundi.", "Claire Morvan a pleuré lundi."),  # another deed
        ("Claire Morvan a démissionné lundi.", "Claire Morvan a démissionné mardi."),  # another day
        (
            "Claire Morvan a démissionné en 2024.",
            "Claire Morvan a démissionné en 2024 aussi.",
        ),  # a year says little
        (
            "Claire Morvan a démissionné lundi.",
            "Claire Morvan démissionne depuis lundi.",
        ),  # a bound is no day
    ],
)
def test_what_differs_stays_apart(first: str, second: str) -> None:
    assert len(told(first, second)) == 2


def test_joined_days_are_those_that_all_allow() -> None:
    (entry,) = told("En mars, Claire Morvan a démissionné.", "Claire Morvan a démissionné le 9 mars 2026.")
    assert (entry.earliest, entry.latest) == ("2026-03-09", "2026-03-09")
    assert "9 mars 2026" in entry.excerpt.text


def test_planned_never_joins_done_and_stands_after_it() -> None:
    entries = told("Claire Morvan partira vendredi.", "Claire Morvan est partie lundi.")
    assert [e.planned for e in entries] == [False, True]
    assert entries[1].earliest == "2026-03-13"


# --- order and bounds -------------------------------------------------------------------------------------


def test_finer_days_stand_before_the_coarser_that_begin_with_them() -> None:
    entries = told("En mars 2025, le pont ferme. Le 1er mars 2025, Paul Lanteau arrive. En 2024, il pleut.")
    assert [e.latest for e in entries] == ["2024-12-31", "2025-03-01", "2025-03-31"]


def test_bound_is_shown_as_one() -> None:
    (entry,) = told("Depuis le départ du maire en 2022, la salle est vide.")
    assert days((entry,)) == [("2022-01-01", "2022-12-31", "since")]


def test_time_in_a_bound_gives_way_to_the_clauses_own() -> None:
    (entry,) = told("Depuis 2022 la digue fuyait, elle a cédé lundi.")
    assert days((entry,)) == [("2026-03-09", "2026-03-09", "at")]


def test_undated_is_in_no_entry() -> None:
    assert told("Le pont est fermé.") == ()


def test_each_entry_says_when_it_was_published() -> None:
    (entry,) = told("La digue a cédé lundi.")
    assert (entry.published_earliest, entry.published_latest) == ("2026-03-11", "2026-03-11")
    assert entry.said_earliest is None


# --- three clocks -----------------------------------------------------------------------------------------


def reported(text: str, content: str, cue: str) -> tuple[TimelineEntry, ...]:
    """The timeline of one article with one reported claim."""
    article, annotations, mentions = annotated(text, "fr", tagger())
    article = msgspec.structs.replace(article, published=stated("2026-03-11"))
    start, said_at = text.index(content), text.index(cue)
    statement = Statement(
        id="statement-x",
        article_id=article.id,
        start=start,
        end=start + len(content),
        text=content,
        report_type="indirect",
        modality="asserted",
        source_kind="named",
        rule="that",
        zone="body",
        cue=Excerpt(start=said_at, end=said_at + len(cue), text=cue),
    )
    dossier = Dossier(
        story=Story(id="story-x", headline="x", article_ids=(article.id,)),
        articles=(article,),
        annotations=(annotations,),
        vectors=(),
        datings=(Dating(id="d", article_id=article.id, published=article.published),),
        timexes=date_expressions(article, annotations, pack=LANGUAGES["fr"]).timexes,
        mentions=mentions,
        statements=(statement,),
        clusters=(),
        chains=(),
        entities=(),
        derivations=(),
    )
    return timeline(dossier, [claim_of(statement, start, start + len(content))], (), sayings=SAYINGS)


def test_day_of_saying_is_not_the_day_of_the_event() -> None:
    (entry,) = reported(
        "Claire Morvan a déclaré mardi que le pont avait cédé le 2 mars.",
        "le pont avait cédé le 2 mars",
        "a déclaré",
    )
    assert (entry.clock, entry.earliest) == ("happened", "2026-03-02")
    assert (entry.said_earliest, entry.published_earliest) == ("2026-03-10", "2026-03-11")


def test_where_only_the_saying_has_a_day_the_entry_says_so() -> None:
    (entry,) = reported(
        "Claire Morvan a déclaré mardi que le pont était sûr.", "le pont était sûr", "a déclaré"
    )
    assert (entry.clock, entry.earliest) == ("said", "2026-03-10")


@pytest.mark.parametrize(
    ("role", "span"),
    [
        ("at", ("2026-01-01", "2026-01-31")),
        ("since", ("2026-01-01", "2026-03-11")),
        ("after", ("2026-01-01", "2026-03-11")),
        ("until", ("2026-01-31", "2026-01-31")),
        ("before", ("2026-01-31", "2026-01-31")),
    ],
)
def test_open_end_of_a_bound_is_publication(role: str, span: tuple[str, str]) -> None:
    when = msgspec.convert({"earliest": "2026-01-01", "latest": "2026-01-31", "role": role}, When)
    assert open_span(when, stated("2026-03-11")) == span
