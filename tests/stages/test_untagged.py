"""Languages without a tagger: who says what by commas, brackets and small words; names without titles."""

from __future__ import annotations

import pytest

from tests.eval.blind.score import read_by_stages


def said(text: str, language: str) -> list[tuple[str | None, str]]:
    statements = read_by_stages(text, language).statements
    return [(s.source.text if s.source else None, s.text) for s in statements if s.report_type != "none"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Er ist dem Amt zufolge frei.", ("dem Amt", "Er ist dem Amt zufolge frei")),
        ("de", "Angaben der Post zufolge fehlt ein Paket.", ("Post", "fehlt ein Paket")),
        ("de", "Die Zahl stimmt, Anwohnern zufolge.", ("Anwohnern", "Die Zahl stimmt")),
        ("de", "Gestern hat der Wirt jeden Streit bestritten.", ("der Wirt", "jeden Streit")),
        ("de", "Wie der Zoo bestätigt hat, lebt das Kalb.", ("der Zoo", "lebt das Kalb")),
        ("es", "La sal subió. Así lo confirmó el molino.", ("el molino", "La sal subió")),
        ("it", "Il lago, secondo Ada, è secco.", ("Ada", "Il lago, secondo Ada, è secco")),
        ("ru", "В мэрии пояснили, что каток закрыт.", ("мэрии", "каток закрыт")),
        ("uk", "Каток зачинено. Про це повідомляє газета.", ("газета", "Каток зачинено")),
    ],
)  # fmt: skip
def test_a_construction_gives_source_and_content(language: str, text: str, expected: tuple[str, str]) -> None:
    assert expected in said(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Rat gab zwei Gärten frei."),
        ("es", "El sabor cambia según la temporada de lluvias."),
        ("ru", "В Москве выпал снег."),
    ],
)
def test_nobody_reports_where_nobody_speaks(language: str, text: str) -> None:
    assert said(text, language) == []


def test_reported_mood_goes_on_from_the_last_speaker_into_the_next_paragraph() -> None:
    text = "„Das Eis trägt“, sagte der Förster.\n\nMan habe es zweimal gemessen."
    assert ("der Förster", "Man habe es zweimal gemessen") in said(text, "de")


def test_a_verb_without_subject_reports_the_last_speaker() -> None:
    text = "El guarda dijo que el lobo volvió. También aseguró que nadie lo vio."
    assert ("El guarda", "nadie lo vio") in said(text, "es")


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("de", "Die Brauerei Hollmark mied die Wirtin Heike Sandvoss.", {"Hollmark", "Heike Sandvoss"}),
        ("de", "Das Haus hatte im Winter keine Heizung, und die Bewohner froren.", set()),
        ("ru", "Об этом пишет «Южный маяк».", {"Южный маяк"}),
        ("ru", "Школу открыла Глава Нина Баркова.", {"Нина Баркова"}),
    ],
)  # fmt: skip
def test_names_stand_without_titles_and_nouns(language: str, text: str, names: set[str]) -> None:
    assert {m.text for m in read_by_stages(text, language).mentions if m.form == "name"} == names


def test_words_that_may_be_names_are_kept_apart_from_names_and_nouns() -> None:
    reading = read_by_stages("Der Zug hielt. Hollmark schweigt, und die Mühle ruht.", "de")
    assert [m.text for m in reading.mentions if m.form == "possible"] == ["Hollmark"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Jede Absprache bestreitet der Verein.", ("der Verein", "Jede Absprache")),
        ("de", "Ina Lohse, die den Fall kennt, hält das für Unsinn.", ("Ina Lohse", "das für Unsinn")),
        ("de", "Jan Roth sagte dem Sender Radio Lahn dagegen, er sei krank.", ("Jan Roth", "er sei krank")),
        ("de", "„Nein“, sagte Wirtin Ina Lohse der Zeitung.", ("Wirtin Ina Lohse", "Nein")),
        ("de", "„Jetzt reicht es“, polterte der Wirt.", ("der Wirt", "Jetzt reicht es")),
        ("de", "Es fehlt Geld. Das geht aus dem Brief hervor, den er hat.", ("dem Brief", "Es fehlt Geld")),
        ("de", "Am Montag will der Wirt klagen.", ("der Wirt", "Am Montag will der Wirt klagen")),
        ("es", "«Nos mienten siempre», bramó la vecina.", ("la vecina", "Nos mienten siempre")),
        ("es", "«La vi salir», cuenta a este diario la enviada.", ("la enviada", "La vi salir")),
        ("es", "Los pescadores aseguran que el mar subió.", ("Los pescadores", "el mar subió")),
        ("es", "La jueza dijo que llovía. El freno habría fallado.", ("La jueza", "El freno habría fallado")),
        ("it", "Un'operatrice ha riferito che il gas era aperto.", ("Un'operatrice", "il gas era aperto")),
        ("ru", "«Лёд тонкий», — сказал газете «Заря» лесник.", ("лесник", "Лёд тонкий")),
        ("uk", "«Лід тонкий», — сказав агентству РУМ лісник.", ("лісник", "Лід тонкий")),
    ],
)  # fmt: skip
def test_what_stands_between_a_verb_and_its_speaker_is_passed_over(
    language: str, text: str, expected: tuple[str, str]
) -> None:
    assert expected in said(text, language)


@pytest.mark.parametrize(
    ("language", "text", "modality"),
    [
        ("de", "Laut dem Wirt soll der Dieb geflohen sein.", "conditional"),
        ("de", "Laut dem Wirt soll das Fest im Mai beginnen.", "planned"),
        ("de", "Der Pilot will einen Knall gehört haben.", "conditional"),
        ("de", "Laut dem Wirt werde der Saal wieder öffnen.", "planned"),
        ("es", "Las partes se verán el martes, según la gaceta.", "planned"),
        ("es", "«Firmó sin ninguna duda», dijo el juez.", "asserted"),
        ("es", "«Nadie firmó», dijo el juez.", "denied"),
        ("it", "Secondo Ada Neri, i soci disporrebbero di un terzo.", "conditional"),
        ("it", "«Torneremo a marzo», dice Ada Neri.", "planned"),
        ("it", "«È l'ora del supremo sforzo», dice Ada Neri.", "asserted"),
        ("ru", "«Мост не закрыт», — сказал мэр.", "denied"),
    ],
)
def test_how_firmly_a_language_without_a_tagger_puts_it(language: str, text: str, modality: str) -> None:
    assert [s.modality for s in read_by_stages(text, language).statements if s.report_type != "none"] == [
        modality
    ]
