"""Bodies across languages: kinds are translated, proper words are not; a town is not its hospital."""

import pytest

from recoupe.lang.bodies import body_key, compare_bodies, is_agency, is_unique

ONE = [
    ("préfecture du Vernois", "Prefectura del Vernois"),
    ("hôpital de Merzieu", "Krankenhaus von Merzieu"),
    ("ministère de la Santé", "Gesundheitsministerium"),
    ("Russie", "Россия"),
    ("OTAN", "NATO"),
    ("NightPost", "Night Post"),
    ("Union des marins de Brévaux", "UMB"),
    ("Luméris", "Lumeris"),
]
TWO = [
    ("Merzieu", "hôpital de Merzieu"),
    ("Canal Est", "Canal Sud"),
    ("Norlys", "Norlys Vega"),
    ("Kremlin", "Maison Blanche"),
    ("Vienne", "Berne"),
    ("musée du Vernois", "préfecture du Vernois"),
    ("ministère de la Santé", "ministère de la Culture"),
]


@pytest.mark.parametrize(("a", "b"), ONE)
def test_one_body(a: str, b: str) -> None:
    assert compare_bodies((a,), (b,), are_places=False)
    assert compare_bodies((b,), (a,), are_places=False)


@pytest.mark.parametrize(("a", "b"), TWO)
def test_two_bodies(a: str, b: str) -> None:
    assert compare_bodies((a,), (b,), are_places=False) is None
    assert compare_bodies((b,), (a,), are_places=False) is None


def test_a_place_may_lose_its_noun_or_its_river() -> None:
    assert compare_bodies(("terminal des Salanques",), ("Salanques",), are_places=True) == "shorter name"
    assert compare_bodies(("Vitry",), ("Vitry-sur-Orne",), are_places=True) == "shorter name"


def test_some_names_mean_one_thing_everywhere() -> None:
    assert is_unique("Франция")
    assert is_unique("ООН")
    assert not is_unique("ministère de la Santé")
    assert is_agency("Agence France-Presse")
    assert body_key("") == ()
