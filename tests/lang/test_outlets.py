"""Whose a name, a domain or a credit is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.errors import LexiconError
from recoupe.lang import packs
from recoupe.lang.outlets import Outlets, read_outlets, shipped, shipped_table

WORDS = [word for pack in packs().values() for word in pack.boilerplate.with_agency]
OWN = """
[[agency]]
id = "apl"
names = ["APL", "Agence de presse locale"]

[[family]]
id = "quais"
name = "Groupe des Quais"
members = [
  { name = "Le Phare", domains = ["phare.example"] },
  { name = "Le Quai", aliases = ["lequai.example"] },
]

[[outlet]]
name = "Le Canal"
domains = ["canal.example"]
"""


@pytest.mark.parametrize(
    ("lines", "credit", "agency"),
    [
        (["Un pont ferme.", "Avec AFP"], "Avec AFP", "afp"),
        (["Un pont ferme.", "(AFP)"], "AFP", "afp"),
        (["Le pont a fermé, dit la maire. (avec Reuters)"], "avec Reuters", "reuters"),
        (["PARIS (AFP) – Le pont a fermé."], "AFP", "afp"),
        (["BERLIN, 3 mars (Reuters) - Le pont a fermé."], "Reuters", "reuters"),
        (["Un pont ferme.", "Source : Reuters"], "Source : Reuters", "reuters"),
        (["A bridge is shut.", "Source: The Associated Press"], "Source: The Associated Press", "ap"),
        (["Jeanne Morvan, avec AFP et Reuters"], "avec AFP et Reuters", "afp"),
        (["Jeanne Morvan avec l'ATS"], "avec l'ATS", "ats"),
        (["Par Jeanne Morvan / Belga"], "Belga", "belga"),
        (["Un pont ferme.", "with dpa", "Jeanne Morvan suit les travaux publics."], "with dpa", "dpa"),
    ],
)
def test_finds_a_credit_where_credits_stand(lines: list[str], credit: str, agency: str) -> None:
    assert shipped().find_credit(lines, words=WORDS) == credit
    assert shipped().agency_of(credit) == agency


@pytest.mark.parametrize(
    "line",
    [
        "Photo AFP",
        "© AFP",
        "La maire, le 3 mars (Photo AFP)",
        "La maire l'a confirmé à l'AFP.",
        "Le pont a rouvert mercredi, d'après Reuters.",
        "Reuters a publié la photo",
        "Jeanne Morvan",
        "Les APA, par Jeanne Morvan",
        "",
    ],
)
def test_a_sentence_or_a_picture_is_no_credit(line: str) -> None:
    assert shipped().find_credit(["Un pont ferme.", line], words=WORDS) is None


def test_agencies_are_counted_under_one_name() -> None:
    names = ("AFP", "avec l'Agence France-Presse", "Агентство Франс Пресс")
    assert {shipped().agency_of(name) for name in names} == {"afp"}
    assert shipped().agency_of("MAPA") is None
    assert shipped().agency_called("AFP") == "afp"
    assert shipped().agency_called("Le Phare (AFP)") is None
    assert shipped().agency_at("www.afp.com") == "afp"
    assert shipped().agency_at("notafp.com") is None


def test_the_nearest_domain_says_whose_a_page_is() -> None:
    assert shipped().family_of("Le Progrès", "c.leprogres.fr") == "ebra"
    assert shipped().family_of("RMC", "rmc.bfmtv.com") == shipped().family_of("BFM TV", "bfmtv.com")
    assert shipped().name_of("rmc.bfmtv.com") == "RMC"
    assert shipped().family_of("L'Union", None) is None  # many a paper is called so
    assert shipped().family_of("Le Monde", "lemonde.example") is None


def test_a_users_file_adds_and_goes_before() -> None:
    outlets = Outlets(shipped_table(), read_outlets(OWN, "outlets.toml"))
    assert outlets.agency_of("avec APL") == "apl"
    assert outlets.find_credit(["Un pont ferme.", "avec APL"], words=WORDS) == "avec APL"
    assert outlets.family_of("Le Quai", None) == outlets.family_of("x", "phare.example") == "quais"
    assert outlets.known_name("lequai.example") == "Le Quai"
    assert outlets.name_of("www.canal.example") == "Le Canal"
    assert outlets.agency_of("avec AFP") == "afp"


@pytest.mark.parametrize("text", ["[[agency]]\nid = 3\n", "[[agence]]\n", "x = ["])
def test_a_wrong_file_is_said_to_be_wrong(text: str) -> None:
    with pytest.raises(LexiconError, match=r"outlets\.toml"):
        read_outlets(text, "outlets.toml")


def test_shipped_facts_contradict_themselves_nowhere() -> None:
    table = shipped_table()
    domains = [d for f in table.family for o in f.members for d in o.domains]
    domains += [d for o in table.outlet for d in o.domains]
    names = [n for a in table.agency for n in a.names]
    assert len(domains) == len(set(domains))
    assert len(names) == len(set(names))
    assert not [d for d in domains if d.startswith("www.") or "/" in d or d != d.lower()]
    for ids in ([a.id for a in table.agency], [f.id for f in table.family]):
        assert len(ids) == len(set(ids))


@given(st.lists(st.text(max_size=90), max_size=4))
def test_any_lines_have_a_credit_of_their_own_or_none(lines: list[str]) -> None:
    credit = shipped().find_credit(lines, words=WORDS)
    assert credit is None or any(credit in line for line in lines)
