from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.accounts import ECHO, GAZETTE, NOTE, STORY, TEXTS
from tests.web.conftest import Client

STORY_PATH = f"/stories/{STORY}"
PAGES = ("/", STORY_PATH, *(f"/articles/{a}" for a in (GAZETTE, ECHO, NOTE)))


class Seen(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts: list[str | None] = []
        self.words = ""
        self.marked: dict[str, str] = {}
        self._open: list[str | None] = []
        self._in_ref = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "script":
            self.scripts.append(values.get("src"))
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.links.append(values.get("href") or "")
            self._in_ref = values.get("class") == "ref"
        if tag == "mark":
            self._open.append(values.get("id"))
            self.marked.setdefault(values.get("id") or "", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._open.pop()
        if tag == "a":
            self._in_ref = False

    def handle_data(self, data: str) -> None:
        self.words += data
        for anchor in self._open:
            if anchor and not self._in_ref:
                self.marked[anchor] += data


def page(client: Client, path: str, language: str = "fr") -> Seen:
    answer = client.get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    return Seen(answer.text)


def test_the_list_leads_to_the_story(client: Client) -> None:
    seen = page(client, "/")
    assert STORY_PATH in seen.links
    assert "La passerelle des Lices va fermer" in seen.words
    assert "1 reprise d'une seule origine" in seen.words


def test_the_account_holds_every_part_in_order(client: Client) -> None:
    seen = page(client, STORY_PATH)
    parts = [
        i for i in seen.ids if i in {"said", "chains", "when", "differs", "articles", "left_out", "notes"}
    ]
    assert parts == ["said", "chains", "when", "differs", "articles", "left_out", "notes"]
    words = seen.words.replace("\u00a0", " ")
    for line in (
        "2 médias → 1 origine",
        "Inès Ferrand",
        "dérive : conditionnel → affirmé",
        "conférence de presse, 4 mai 2026",
        "réécriture, 88",
        "page vide",
        "Média inconnu : l'article compte pour lui-même, sous le nom de son fichier : note.txt [3].",
    ):
        assert line in words, line


@pytest.mark.parametrize(
    ("language", "start"), [("fr", "voir la différence : "), ("en", "see the difference: ")]
)
def test_the_way_to_a_difference_says_what_differs_and_between_whom(
    client: Client, language: str, start: str
) -> None:
    words = page(client, STORY_PATH, language).words.replace("\u00a0", " ")
    said = [part.split(")")[0] + ")" for part in words.split(start)[1:]]
    assert said
    for part in said:
        assert re.fullmatch(r"[^()]+ \([^()]+ (et|and) [^()]+\)", part), part


def test_every_quoted_span_leads_to_its_characters(client: Client) -> None:
    links = {
        link for link in page(client, STORY_PATH).links if link.startswith("/articles/") and "#s" in link
    }
    assert len(links) >= 5
    for link in links:
        path, _, anchor = link.partition("#")
        start, end = map(int, anchor.removeprefix("s").split("-"))
        marked = page(client, path).marked[anchor]
        assert (
            marked.replace("⟨U+202E⟩", "\u202e").replace("⟨U+202C⟩", "\u202c")
            == (TEXTS[path.removeprefix("/articles/")][start:end])
        )


def test_ids_are_unique_and_inner_links_lead_somewhere(client: Client) -> None:
    for path in PAGES:
        seen = page(client, path)
        assert len(seen.ids) == len(set(seen.ids)), path
        assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.ids), path


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_hostile_text_is_text(client: Client, path: str, language: str) -> None:
    seen = page(client, path, language)
    assert not {"i", "iframe", "img", "style", "object", "embed"} & set(seen.tags)
    assert seen.scripts == ["/keys.js"]
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name == "style"]
    assert "<b>c'est fini</b>" not in client.get(path).text
    assert not [link for link in seen.links if not link.startswith(("/", "#", "https://www.example.org/"))]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", seen.words)


def test_hostile_text_stays_readable(client: Client) -> None:
    assert "<script>alert('x')</script> " in page(client, f"/articles/{NOTE}").words
    assert "Passerelle : <b>c'est fini</b>" in page(client, STORY_PATH).words
    assert "Accueil <i>Sport</i>" in page(client, f"/articles/{GAZETTE}?left_out=1").words


def test_the_raw_page_is_plain_text(client: Client) -> None:
    answer = client.get(f"/articles/{NOTE}/raw")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.text == TEXTS[NOTE]


def test_the_language_is_that_of_the_reader_or_the_one_asked_for(client: Client) -> None:
    assert "Ce qui est dit" in page(client, STORY_PATH, "fr-CH, en;q=0.3").words
    assert "What is said" in page(client, STORY_PATH, "de").words
    asked = page(client, f"{STORY_PATH}?lang=en", "fr")
    assert "What is said" in asked.words
    assert "/?lang=en" in asked.links
    assert f"{STORY_PATH}?lang=fr" in asked.links


@pytest.mark.parametrize("path", ["/nowhere", "/stories/story-none", "/articles/none", "/articles/none/raw"])
def test_what_is_not_there_is_404_in_the_readers_language(client: Client, path: str) -> None:
    answer = client.get(path, headers={"accept-language": "fr"})
    assert answer.status_code == 404
    assert "Rien à cette adresse." in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/style.css", "/api/stories"])
def test_every_answer_forbids_scripts_and_frames(client: Client, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "[", ""]
)
def test_another_host_is_refused(client: Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:99", "LOCALHOST", "[::1]:8640"])
def test_this_machine_is_served(client: Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_the_server_changes_nothing(client: Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, STORY_PATH).status_code == 405


def test_pages_are_small(client: Client) -> None:
    assert all(len(client.get(path).content) < 100_000 for path in PAGES)


def test_what_breaks_is_said_without_details(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("recoupe.web.pages.load_page", fail)
    answer = client.get("/", headers={"accept-language": "fr"})
    assert answer.status_code == 500
    assert "Erreur interne" in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_titles_are_escaped_once(client: Client, path: str) -> None:
    title = re.search(r"<title>(.*?)</title>", client.get(path).text)
    assert title is not None
    assert "&amp;#" not in title[1]
    assert "&amp;lt;" not in title[1]
