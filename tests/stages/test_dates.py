from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe import lang
from recoupe.nlp.rules import RuleTagger
from recoupe.records import Dating, Dossier, Published, Story, Timex
from recoupe.stages.dates import Dated, date_expressions, date_in_story
from recoupe.text.dates.calendar import easter
from tests.stages.articles import annotated

MONTHS = tuple(lang.LANGUAGES["fr"].timex.words["month"])
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
FRENCH_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def stated(on: str) -> Published:
    return Published(at=on, source="json-ld", earliest=on[:10], latest=on[:10], certainty="explicit")


def read(text: str, on: str | None = "2026-03-11", *, language: str = "fr") -> Dated:
    article, annotations, _ = annotated(text, language, RuleTagger(language))
    article = msgspec.structs.replace(article, published=stated(on) if on else None)
    return date_expressions(article, annotations, pack=lang.LANGUAGES.get(language, lang.FALLBACK))


def by_text(dated: Dated) -> dict[str, Timex]:
    return {t.text: t for t in dated.timexes}


def values(text: str, on: str | None = "2026-03-11") -> list[str]:
    return [t.value for t in read(text, on).timexes]


# --- the record -----------------------------------------------------------------------------------------


def test_record_says_what_a_value_rests_on() -> None:
    found = by_text(read("Le 3 mars 2026, la digue céda. Hier, le maire parla ; la veille, il se taisait."))
    assert found["Le 3 mars 2026"].anchor == "explicit"
    assert found["Le 3 mars 2026"].certainty == "explicit"
    assert found["Hier"].anchor == "publication"
    assert found["Hier"].certainty == "resolved"
    assert found["la veille"].anchor == found["Hier"].id
    assert found["la veille"].value == "2026-03-09"


def test_interval_of_days_is_inclusive() -> None:
    found = by_text(read("Il pleuvait en février ; la grève durera trois jours."))
    assert (found["février"].earliest, found["février"].latest) == ("2026-02-01", "2026-02-28")
    assert (found["trois jours"].earliest, found["trois jours"].latest) == (None, None)


def test_night_reaches_into_the_next_day() -> None:
    night = by_text(read("L'eau a monté dans la nuit de dimanche à lundi."))["la nuit de dimanche à lundi"]
    assert (night.value, night.earliest, night.latest) == ("2026-03-08TNI", "2026-03-08", "2026-03-09")


def test_night_of_the_last_day_of_the_calendar_ends_with_it() -> None:
    timexes = read("Signé le 9999-12-31, perdu dans la nuit. Il jura lundi soir, puis au lendemain.").timexes
    assert [t.value for t in timexes[:2]] == ["9999-12-31", "9999-12-31TNI"]
    assert {(t.earliest, t.latest) for t in timexes[:2]} == {("9999-12-31", "9999-12-31")}


def test_feast_near_the_end_of_the_calendar_is_borne() -> None:
    assert values("À Pâques, tout finit.", "9999-12-31") == ["9999-03-28"]


def test_day_inside_a_longer_expression_is_one_of_its_own() -> None:
    evening, day = read("Le quai a brûlé lundi soir.").timexes
    assert (evening.text, evening.value, evening.type) == ("lundi soir", "2026-03-09TEV", "TIME")
    assert (day.text, day.value, day.type) == ("lundi", "2026-03-09", "DATE")


def test_expressions_stand_in_text_order_with_distinct_ids() -> None:
    timexes = read("À 18 h lundi, puis hier matin vers 9 h 30, enfin demain.").timexes
    assert [t.start for t in timexes] == sorted(t.start for t in timexes)
    assert len({t.id for t in timexes}) == len(timexes)


# --- anchors --------------------------------------------------------------------------------------------


def test_time_of_day_belongs_to_the_last_day_told_of_or_the_one_that_follows() -> None:
    assert values("Le vote a lieu samedi 14 mars. Rendez-vous à 18 h 30.")[-1] == "2026-03-14T18:30"
    assert values("Vers 14 h 20 lundi, le portique a cédé.")[0] == "2026-03-09T14:20"


def test_day_told_of_in_a_quotation_stays_there() -> None:
    text = "« Je l'ai dit le 2 février », jure-t-elle. La direction s'est tue dans la matinée."
    assert values(text)[-1] == "2026-03-11TMO"


def test_day_named_in_passing_is_no_anchor_for_the_next_sentence() -> None:
    text = "Elle cite la lettre du 2 février. Le communiqué de la veille la contredit."
    assert values(text)[-1] == "2026-03-10"


def test_eve_starts_anew_with_each_paragraph() -> None:
    assert values("Lundi, il neigeait.\n\nLa veille, le préfet avait salé.")[-1] == "2026-03-10"


def test_same_month_and_that_year_are_those_told_of() -> None:
    assert values("En janvier 2025, le pont ferme. Ce même mois, le bac coule.") == ["2025-01", "2025-01"]
    assert values("Élu en 2016, il perd. Cette année-là, tout brûle.") == ["2016", "2016"]


def test_month_in_brackets_is_of_the_year_before_them() -> None:
    assert values("Deux fuites en 2017 (en janvier et en octobre).") == ["2017", "2017-01", "2017-10"]


def test_day_of_the_month_is_of_the_month_told_of() -> None:
    assert values("Rappelé le 3 février, le lot fut jeté le 5.") == ["2026-02-03", "2026-02-05"]


def test_first_days_of_a_list_and_of_a_range_have_its_month() -> None:
    assert values("Ouvert du 28 février au 3 mars.") == ["2026-02-28", "2026-03-03"]
    assert values("Les 6 et 13 avril, la mairie ferme.") == ["2026-04-06", "2026-04-13"]


# --- checks ---------------------------------------------------------------------------------------------


def test_weekday_and_day_that_disagree_are_flagged() -> None:
    found = read("La séance du lundi 10 mars fut houleuse.").timexes[0]
    assert (found.value, found.certainty) == ("2026-03-10", "assumed")
    assert found.rule == "date, weekday disagrees"


@pytest.mark.parametrize(
    "text",
    [
        "Lise, 38 ans, a gagné 3-2.",
        "Un docker de 34 ans est blessé.",
        "Il a été élu par 2 000 voix.",
        "Le prix est de 1990 euros.",
        "Les moins de 18 ans entrent.",
        "Une seconde fois, il échoua.",
    ],
)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    assert values(text) == []


# --- the day of publication -----------------------------------------------------------------------------


def test_stated_day_of_publication_is_kept_as_written() -> None:
    dating = read("Hier, il pleuvait.", "2026-03-11T00:30:00+01:00").dating
    assert dating.published == stated("2026-03-11T00:30:00+01:00")
    assert values("Hier, il pleuvait.", "2026-03-11T00:30:00+01:00") == ["2026-03-10"]


def test_publication_is_inferred_from_the_latest_day_written() -> None:
    made = read("Élue en 2021, la maire a démissionné le 4 mai 2024. Mardi, elle se taisait.", None)
    published = made.dating.published
    assert published is not None
    assert (published.earliest, published.latest) == ("2024-05-04", "2024-05-11")
    assert (published.source, published.certainty) == ("inferred", "assumed")
    assert by_text(made)["Mardi"].certainty == "assumed"
    assert by_text(made)["le 4 mai 2024"].certainty == "explicit"


def test_publication_is_inferred_from_a_weekday_and_day_that_agree() -> None:
    published = read("Depuis 2021, il doutait. Jeudi 7 novembre, il a cédé.", None).dating.published
    assert published is not None
    assert published.earliest == "2024-11-07"


def test_years_alone_do_not_date_an_article() -> None:
    made = read("Né en 1961, il vit à Lille depuis 1987. Hier, il pêchait le 3 mai.", None)
    assert made.dating.published is None
    assert by_text(made)["Hier"].value == ""
    assert by_text(made)["le 3 mai"].value == "XXXX-05-03"
    assert by_text(made)["le 3 mai"].earliest is None


def test_language_without_pack_or_table_still_gives_dates_in_figures() -> None:
    assert [t.value for t in read("Op 2026-02-06 en 7/2/2026.", language="nl").timexes] == [
        "2026-02-06",
        "2026-02-07",
    ]


def test_small_tables_read_the_weekday_of_the_week() -> None:
    assert [t.value for t in read("Am Montag brannte es.", language="de").timexes] == ["2026-03-09"]
    assert [t.value for t in read("Во вторник был пожар.", language="ru").timexes] == ["2026-03-10"]


# --- properties -----------------------------------------------------------------------------------------


ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


def written(day: date) -> list[str]:
    month, weekday = FRENCH_MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    number = "1er" if day.day == 1 else str(day.day)
    return [
        f"le {number} {month} {day.year}",
        f"le {weekday} {number} {month} {day.year}",
        f"{weekday} {number} {month} {day.year}",
        f"{weekday}, le {number} {month} {day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        day.isoformat(),
    ]


def written_in_english(day: date) -> list[str]:
    month, weekday = ENGLISH_MONTHS[day.month - 1], day.strftime("%A")
    ending = "th" if day.day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return [
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{weekday}, {month} {day.day}, {day.year}",
        f"{weekday} {day.day} {month} {day.year}",
        f"the {day.day}{ending} of {month} {day.year}",
        f"{month} {day.day}{ending}, {day.year}",
        f"{month[:3]}. {day.day}, {day.year}" if month not in ("May", "June", "July") else day.isoformat(),
        f"{day.day:02}/{day.month:02}/{day.year}",
        day.isoformat(),
    ]


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_date_written_out_comes_back_as_itself(day: date) -> None:
    for form in written(day):
        assert values(f"Signé {form}, puis rangé.") == [day.isoformat()]


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_english_date_written_out_comes_back_as_itself(day: date) -> None:
    for form in written_in_english(day):
        found = read(f"It was signed on {form}, and filed.", language="en").timexes
        assert [t.value for t in found] == [day.isoformat()], form


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_periods_written_out_come_back_as_themselves(day: date) -> None:
    month, quarter = FRENCH_MONTHS[day.month - 1], (day.month - 1) // 3 + 1
    ordinals = ("premier", "deuxième", "troisième", "quatrième")
    for form, value in {
        f"en {month} {day.year}": f"{day.year}-{day.month:02}",
        f"au mois de {month} {day.year}" if month[0] not in "ao" else f"en {month} {day.year}": (
            f"{day.year}-{day.month:02}"
        ),
        f"en {day.year}": str(day.year),
        f"au {ordinals[quarter - 1]} trimestre {day.year}": f"{day.year}-Q{quarter}",
        f"au {ordinals[(day.month - 1) // 6]} semestre {day.year}": f"{day.year}-H{(day.month - 1) // 6 + 1}",
        f"à l'automne {day.year}": f"{day.year}-FA",
        f"durant les années {day.year // 10 * 10}": f"{day.year // 10}X",
        f"à la mi-{month} {day.year}": f"{day.year}-{day.month:02}",
        f"à Noël {day.year}": f"{day.year}-12-25",
        f"à Pâques {day.year}": easter(day.year).isoformat(),
    }.items():
        assert values(f"La salle fut ouverte {form}, puis fermée.") == [value], form


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_time_of_day_comes_back_with_its_day(day: date, hour: int, minute: int) -> None:
    number = "1er" if day.day == 1 else str(day.day)
    on = f"le {number} {FRENCH_MONTHS[day.month - 1]} {day.year}"
    for clock in (f"{hour} h {minute:02}", f"{hour}h{minute:02}", f"{hour:02}:{minute:02}"):
        found = values(f"La sirène a sonné {on} à {clock}.")
        assert found[-1] == f"{day.isoformat()}T{hour:02}:{minute:02}", clock


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(1, 400))
def test_days_ago_and_days_ahead_are_counted(day: date, n: int) -> None:
    on = day.isoformat()
    unit = "jour" if n == 1 else "jours"
    assert values(f"Le pont a cédé il y a {n} {unit}.", on) == [(day - timedelta(days=n)).isoformat()]
    assert values(f"Le pont rouvrira dans {n} {unit}.", on) == [(day + timedelta(days=n)).isoformat()]


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(-90, 90))
def test_weekday_and_day_find_their_year(day: date, away: int) -> None:
    told = day + timedelta(days=away)
    number = "1er" if told.day == 1 else str(told.day)
    form = f"{WEEKDAYS[told.weekday()]} {number} {FRENCH_MONTHS[told.month - 1]}"
    assert values(f"Le pont ferme {form}.", day.isoformat()) == [told.isoformat()]


PIECES = (
    "le", "31", "du 30 au", "dernier", "il y a", "1000000", "ans", "fin", "nuit de", "à 24 h", "Pâques",
    "0001", "9999-12-31", "siècle", "XIXe", "99", ",", "(", "»", "\n\n",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*MONTHS, *WEEKDAYS, *PIECES]), max_size=12),
    st.sampled_from(["2026-02-28", "0001-01-01", "9999-12-31", None]),
)
def test_no_text_raises_and_offsets_slice(words: list[str], on: str | None) -> None:
    text = " ".join(words).strip()
    for timex in read(text, on).timexes if text else ():
        assert text[timex.start : timex.end] == timex.text
        assert (timex.earliest is None) == (timex.latest is None)
        assert timex.earliest is None or timex.latest is None or timex.earliest <= timex.latest


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["fr", "en", "de", "ru", "xx"]))
def test_any_characters_are_borne(text: str, language: str) -> None:
    if text.strip("\n"):
        read(text, language=language)


def test_interval_covers_every_day_an_inferred_publication_may_have() -> None:
    found = by_text(
        read("Le 4 mai 2024, il a plu. La semaine dernière, il gelait ; hier, il neigeait.", None)
    )
    assert found["hier"].value == "2024-05-04"
    assert (found["hier"].earliest, found["hier"].latest) == ("2024-05-03", "2024-05-10")
    assert (found["La semaine dernière"].earliest, found["La semaine dernière"].latest) == (
        "2024-04-22",
        "2024-05-05",
    )
    assert (found["Le 4 mai 2024"].earliest, found["Le 4 mai 2024"].latest) == ("2024-05-04", "2024-05-04")


# --- undated articles of a dated story --------------------------------------------------------------------


def story(texts: dict[str, str | None]) -> Dossier:
    """A dossier of articles by text, with the day each states."""
    made = [annotated(text, "fr", RuleTagger("fr")) for text in texts]
    return Dossier(
        story=Story(id="story-x", headline="x", article_ids=tuple(a.id for a, _, _ in made)),
        articles=tuple(a for a, _, _ in made),
        annotations=tuple(n for _, n, _ in made),
        vectors=(),
        datings=tuple(
            Dating(id=a.id, article_id=a.id, published=stated(on) if on else None)
            for (a, _, _), on in zip(made, texts.values(), strict=True)
        ),
        timexes=(),
        mentions=(),
        statements=(),
        clusters=(),
        chains=(),
        entities=(),
        derivations=(),
    )


def in_story(texts: dict[str, str | None]) -> list[Timex]:
    made = date_in_story(story(texts), pack_of=lambda code: lang.LANGUAGES.get(code, lang.FALLBACK))
    return [t for x in made for t in x.timexes]


def test_undated_article_is_read_with_the_days_of_its_story() -> None:
    found = in_story({"En juillet dernier, la digue a cédé.": None, "La digue a cédé.": "2025-03-22"})
    assert [(t.value, t.certainty) for t in found] == [("2024-07", "assumed")]


def test_days_allow_for_every_day_of_the_story() -> None:
    texts = {"Hier, il pleuvait.": None, "Il pleut.": "2025-03-22", "Il a plu.": "2025-03-24"}
    (found,) = in_story(texts)
    assert (found.earliest, found.latest) == ("2025-03-21", "2025-03-23")


def test_dated_articles_and_undated_stories_are_left_as_they_are() -> None:
    assert in_story({"Hier, il pleuvait.": "2025-03-22"}) == []
    assert in_story({"Hier, il pleuvait.": None, "Il pleut.": None}) == []


@pytest.mark.parametrize("on", ["2024-11-08", "2025-03-22", "2025-06-30"])
def test_last_july_is_the_one_before_publication(on: str) -> None:
    assert values("Il fut la cible d'un tir en juillet dernier.", on) == ["2024-07"]


# --- the day of speaking ----------------------------------------------------------------------------------


def test_quotation_is_read_with_the_day_it_was_said() -> None:
    assert values("« Nous l'avons su hier », a déclaré mardi le préfet.") == ["2026-03-09", "2026-03-10"]
    assert values("« Nous l'avons su hier », a déclaré le préfet.") == ["2026-03-10"]
    assert values("« Nous l'avons su hier. » Le préfet s'est tu mardi.")[0] == "2026-03-10"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Ils se sont vus au début de cette année.", ("2026-01-01", "2026-07-01")),
        ("Le dossier sera rendu à la mi-avril.", ("2026-04-08", "2026-04-23")),
        ("Le dossier sera rendu fin avril.", ("2026-04-15", "2026-04-30")),
    ],
)
def test_edge_of_a_period_narrows_its_days(text: str, days: tuple[str, str]) -> None:
    (found,) = read(text).timexes
    assert (found.earliest, found.latest) == days
