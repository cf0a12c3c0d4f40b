"""Decisions in the page: who may take them, what they say, that they can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from litestar.testing import TestClient

from recoupe.decisions import in_force
from recoupe.records import Cluster, Decision, Entity, Member, Mention
from recoupe.store.port import Unit
from recoupe.store.sqlite import SqliteStore
from recoupe.web.access import Access, Guard
from recoupe.web.app import make_app
from tests.accounts import ECHO, GAZETTE, NOTE, STORY, fill

TOKEN = "a-token-for-the-tests"  # noqa: S105  # of no server
BASE = "http://127.0.0.1:8640"


class Kept:
    """A desk that only keeps."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []
        self.is_applying = False

    def history(self) -> tuple[Decision, ...]:
        return tuple(self.decisions)

    def add(self, decisions: Sequence[Decision]) -> None:
        self.decisions += decisions


def add_people(store: SqliteStore) -> None:
    made: list[Mention | Cluster] = []
    for n, (name, article_id) in enumerate((("Inès Ferrand", GAZETTE), ("I. Ferrand", ECHO))):
        made.append(
            Mention(
                id=f"mention-{n}", article_id=article_id, start=0, end=4, text="La m", type="PER", form="name"
            )
        )
        made.append(
            Cluster(
                id=f"cluster-{n}",
                article_id=article_id,
                name=name,
                type="PER",
                mention_ids=(f"mention-{n}",),
                aliases=(),
            )
        )
    store.commit("more", 1, Unit("more", "1"), made)
    entities = [
        Entity(
            id=f"entity-{n}",
            name=name,
            type="PER",
            aliases=(),
            members=(Member(cluster_id=f"cluster-{n}", rule="initial", evidence=name),),
        )
        for n, name in enumerate(("Inès Ferrand", "I. Ferrand"))
    ]
    store.commit("link", 1, Unit("collection", "1"), entities)


@pytest.fixture
def desk() -> Kept:
    return Kept()


@pytest.fixture
def client(tmp_path: Path, desk: Kept) -> Iterator[TestClient[Guard]]:
    with SqliteStore(tmp_path / "s.sqlite") as store:
        fill(store)
        add_people(store)
        app = make_app(store, Access(edit=True, token=TOKEN), desk)
        with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
            yield client


def sign_in(client: TestClient[Guard]) -> str:
    """Open the address that holds the token; gives what the forms must bring back."""
    answer = client.get(f"/stories/{STORY}?lang=fr&token={TOKEN}")
    assert answer.status_code == 200
    assert str(answer.url) == f"{BASE}/stories/{STORY}?lang=fr"
    found = re.search(r'name="_csrf_token" value="(\w+)"', answer.text)
    assert found
    return found[1]


def post(client: TestClient[Guard], csrf: str, action: str, **fields: str | list[str]) -> int:
    form = {"_csrf_token": csrf, "action": action, "back": "/help", **fields}
    return client.post("/decide", data=form, follow_redirects=False).status_code


def test_nobody_decides_without_the_token(client: TestClient[Guard], desk: Kept) -> None:
    assert "_csrf_token" not in client.get(f"/stories/{STORY}").text
    assert client.get("/decisions").status_code == 403
    assert client.get(f"/?token={TOKEN}x").status_code == 401
    client.cookies.set("recoupe_token", "made up")
    assert post(client, "x" * 128, "rename", id="entity-0", value="X") == 403
    assert desk.decisions == []


def test_a_form_of_another_site_is_refused(client: TestClient[Guard], desk: Kept) -> None:
    sign_in(client)
    assert post(client, "", "rename", id="entity-0", value="X") == 403
    assert post(client, "0" * 128, "rename", id="entity-0", value="X") == 403
    assert desk.decisions == []


def test_the_token_leads_nowhere_else(client: TestClient[Guard]) -> None:
    answer = client.get(f"//evil.example/?token={TOKEN}", follow_redirects=False)
    assert not answer.headers.get("location", "/").startswith("//")
    assert "HttpOnly" in client.get(f"/?token={TOKEN}", follow_redirects=False).headers["set-cookie"]
    csrf = sign_in(client)
    form = {"_csrf_token": csrf, "action": "rename", "id": "entity-0", "value": "X", "back": "//evil.example"}
    assert client.post("/decide", data=form, follow_redirects=False).headers["location"] == "/"


def test_every_decision_says_what_it_is_about(client: TestClient[Guard], desk: Kept) -> None:
    csrf = sign_in(client)
    asked: list[tuple[str, dict[str, str | list[str]]]] = [
        ("rename", {"id": "entity-0", "value": "  La maire "}),
        ("merge", {"id": "entity-0", "other": "entity-1"}),
        ("keep_apart", {"id": "entity-0", "other": "entity-1"}),
        ("split", {"id": "entity-0", "ticked": ["cluster-0"]}),
        ("move", {"id": NOTE, "other": STORY}),
        ("not_same_claim", {"id": "claim-1", "ticked": [ECHO]}),
        ("keep_apart_of_places", {"id": "claim-1", "ticked": [ECHO], "other": GAZETTE}),
    ]
    for action, fields in asked:
        assert post(client, csrf, action, **fields) == 303, action
    made = [(d.action, d.about, [t.kind for t in d.targets], d.value) for d in desk.decisions]
    assert made == [
        ("rename", "entity", ["entity"], "La maire"),
        ("merge", "entity", ["entity", "entity"], None),
        ("keep_apart", "entity", ["entity", "entity"], None),
        ("split", "entity", ["entity", "entity"], None),
        ("move", "story", ["article", "story"], None),
        ("not_same_claim", "claim", ["claim", "claim"], None),
        ("keep_apart", "claim", ["origin", "origin"], None),
    ]
    last = desk.decisions[-1]
    assert [{place.article_id for place in target.evidence} for target in last.targets] == [{ECHO}, {GAZETTE}]


@pytest.mark.parametrize(
    ("action", "fields", "status"),
    [
        ("rename", {"id": "entity-0", "value": " "}, 400),
        ("rename", {"id": "entity-none", "value": "X"}, 404),
        ("merge", {"id": "entity-0", "other": "Nobody At All"}, 404),
        ("split", {"id": "entity-0"}, 400),
        ("not_same_claim", {"id": "claim-1", "ticked": [GAZETTE, ECHO]}, 400),
        ("same_origin", {"id": "claim-1", "ticked": ["0", "9"]}, 400),
        ("explode", {}, 400),
        ("undo", {"id": "decision-none"}, 404),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: TestClient[Guard], desk: Kept, action: str, fields: dict[str, str | list[str]], status: int
) -> None:
    assert post(client, sign_in(client), action, **fields) == status
    assert desk.decisions == []


def test_a_decision_is_taken_back_and_stays_in_the_history(client: TestClient[Guard], desk: Kept) -> None:
    csrf = sign_in(client)
    post(client, csrf, "rename", id="entity-0", value="<script>La maire")
    page = client.get("/decisions?lang=fr").text
    assert "La maire" in page
    assert "<script>La" not in page
    (decision,) = desk.decisions
    post(client, csrf, "undo", id=decision.id)
    assert in_force(desk.decisions) == ()
    page = client.get("/decisions?lang=fr").text
    assert "(annulée)" in page
    assert 'class="gone"' in page


def test_decisions_are_few_in_a_minute(client: TestClient[Guard]) -> None:
    csrf = sign_in(client)
    answers = [post(client, csrf, "rename", id="entity-0", value=str(n)) for n in range(62)]
    assert answers[0] == 303
    assert answers[-1] == 429


def test_an_open_server_asks_for_the_token_for_everything(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "s.sqlite") as store:
        app = make_app(fill(store), Access(is_open=True, token=TOKEN))
        with TestClient(app, base_url="http://desk.example:8640") as client:
            assert client.get("/").status_code == 401
            assert client.get("/api/stories").status_code == 401
            assert client.get("/style.css").status_code == 200
            assert client.get(f"/?token={TOKEN}").status_code == 200
            assert client.get("/api/stories").status_code == 200
            assert client.get("/decisions").status_code == 404


def test_too_many_requests_wait(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "s.sqlite") as store:
        app = make_app(fill(store), Access(requests_per_minute=3))
        with TestClient(app, base_url=BASE) as client:
            answers = [client.get("/", headers={"accept-language": "fr"}) for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert "Trop de demandes" in answers[-1].text
