from __future__ import annotations

from urllib.parse import unquote

from recoupe.view.fragments import live_link

URL = "https://example.org/page#menu"


def at(text: str, words: str) -> str | None:
    start = text.rindex(words)
    return live_link(URL, text, start, start + len(words))


def test_a_short_quotation_is_given_whole() -> None:
    assert at("Le pont ferme. Il rouvrira.", "Il rouvrira.") == (
        "https://example.org/page#:~:text=Il%20rouvrira."
    )


def test_a_long_one_by_its_ends() -> None:
    words = "un deux trois quatre cinq six sept huit neuf dix onze douze"
    assert at(f"Avant. {words}. Après.", words) == (
        "https://example.org/page#:~:text=un%20deux%20trois%20quatre,dix%20onze%20douze"
    )


def test_what_stands_there_twice_is_given_with_what_is_around_it() -> None:
    link = at("La maire ment. Selon le préfet, rien. La maire ment encore un peu.", "La maire ment")
    assert link is not None
    assert unquote(link).endswith("text=le préfet, rien.-,La maire ment,-encore un peu.")


def test_signs_with_a_meaning_are_encoded() -> None:
    link = at("Port-Valmer, dit-on & redit-on", "Port-Valmer, dit-on & redit-on")
    assert link is not None
    assert link.partition("text=")[2].count(",") == 0
    assert "-" not in link.partition("text=")[2]
    assert "&" not in link


def test_only_pages_of_the_web_have_links() -> None:
    assert live_link("javascript:alert(1)", "abc", 0, 3) is None
    assert live_link(None, "abc", 0, 3) is None
    assert live_link("file:///etc/passwd", "abc", 0, 3) is None
