from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

from tests.accounts import GAZETTE, STORY
from tests.web.conftest import Client

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, path: str) -> Element:
    answer = client.get(path, headers={"accept-language": "fr"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return fromstring(answer.content)  # noqa: S314  # our own


def texts(feed: Element, name: str) -> list[str]:
    return [found.text or "" for found in feed.iter(f"{ATOM}{name}")]


def test_the_feed_of_stories_takes_what_the_list_takes(client: Client) -> None:
    found = feed(client, "/feed.atom")
    assert texts(found, "title")[1:] == ["La passerelle des Lices va fermer"]
    assert "1 reprise d'une seule origine" in texts(found, "summary")[0]
    assert [link.get("href", "") for link in found.iter(f"{ATOM}link")][1].endswith(f"/stories/{STORY}")
    assert texts(feed(client, "/feed.atom?language=en"), "entry") == []


def test_the_feed_of_a_story_tells_its_account_articles_and_differences(client: Client) -> None:
    found = feed(client, f"/stories/{STORY}/feed.atom")
    titles = texts(found, "title")[1:]
    assert len(titles) == 5
    assert any(title.startswith("Compte mis à jour") for title in titles)
    assert any("La Gazette de Lormont" in title for title in titles)
    assert any(title.startswith("Différence") for title in titles)
    ids = texts(found, "id")
    assert len(ids) == len(set(ids))
    assert any(GAZETTE in one for one in ids)


def test_hostile_words_are_text_in_a_feed(client: Client) -> None:
    raw = client.get(f"/stories/{STORY}/feed.atom").text
    assert "<b>c'est fini" not in raw
    assert "&lt;b&gt;c'est fini&lt;/b&gt;" in raw
    assert "\u202e" not in raw
    assert client.get("/stories/none/feed.atom").status_code == 404


def test_instants_are_those_of_atom(client: Client) -> None:
    for updated in texts(feed(client, f"/stories/{STORY}/feed.atom"), "updated"):
        assert updated[10] == "T"
        assert updated[-6] in "+-" or updated.endswith("Z")
