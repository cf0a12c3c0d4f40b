"""`recoupe watch` and `recoupe run URL` as a user calls them, against a site on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from recoupe.records import Article, Rejection
from recoupe.store import open_store
from tests.gold import ROOT
from tests.inputs.server import Handler, Site, article, feed, serving

ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    "RECOUPE_LANG": "en",
    "RECOUPE_MODELS_FR": "rules",
    "NO_COLOR": "1",
}
HERE = ("--delay", "0", "--allow-private", "127.0.0.1")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as site:
        yield site


def command(*words: str, cwd: Path) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-m", "recoupe", *words],
        cwd=cwd,
        env=ENVIRONMENT,
        text=True,
        stdout=pipe,
        stderr=pipe,
    )


def call(*words: str, cwd: Path) -> tuple[int, str, str]:
    with command(*words, cwd=cwd) as process:
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err


def test_a_poll_killed_half_way_goes_on(site: Site, tmp_path: Path) -> None:
    site.add("/flux.xml", feed(*((site.url(f"/{k}"), "") for k in range(5))))
    reached = threading.Event()

    def stuck(_: Handler) -> None:
        reached.set()
        time.sleep(30)

    for k in range(5):
        site.add(
            f"/{k}", article(f"Passerelle {k}", extra=f"Le chantier numéro {k} durera {k + 2} semaines.")
        )
    site.routes["/2"] = stuck
    words = (
        "watch",
        site.url("/flux.xml"),
        "--once",
        "--delay",
        "0",
        "--allow-private",
        "127.0.0.1",
        "--json",
    )
    with command(*words, cwd=tmp_path) as process:
        assert reached.wait(60)
        process.kill()
        process.communicate()
    assert process.returncode == -9
    asked = dict(site.asked)
    assert asked["/1"] == 1
    site.add("/2", article("Passerelle 2", extra="Le chantier numéro 2 durera 4 semaines."))
    status, out, err = call(*words, cwd=tmp_path)
    assert status == 0, err
    row = json.loads(out)
    assert row["queue"] == {"done": 5}
    assert row["round"]["fetched"] == 3
    assert (site.asked["/0"], site.asked["/1"], site.asked["/2"]) == (1, 1, 2)
    assert site.asked["/flux.xml"] == 1  # it is not due again
    with open_store(str(tmp_path / "recoupe.sqlite"), create=False) as store:
        assert {a.url for a in store.all(Article)} == {site.url(f"/{k}") for k in range(5)}
        assert {a.outlet for a in store.all(Article)} == {"Le Phare"}
    status, out, err = call("watch", "--once", *HERE, cwd=tmp_path)
    assert status == 0, err
    assert "0 feeds polled" in out


def test_a_feed_given_to_run_is_fetched_and_what_it_may_not_ask_is_said(site: Site, tmp_path: Path) -> None:
    site.add("/flux.xml", feed((site.url("/a"), ""), (site.url("/out"), ""), (site.url("/self"), "")))
    site.add("/a", article("Un"))
    site.redirect("/out", "http://169.254.169.254/latest/meta-data/")
    site.redirect("/self", "http://[::1]/")
    url = site.url("/flux.xml")
    status, _, err = call("run", url, "--delay", "0", cwd=tmp_path)
    assert status == 0, err
    assert site.asked == {}  # this machine is private too, until the user says otherwise
    status, out, err = call("run", url, *HERE, "--json", cwd=tmp_path)
    assert status == 0, err
    told = json.loads(out)
    assert told["articles"] == 1
    assert {r["page"]: r["reason"] for r in told["refused"] if r["page"] != url} == {
        site.url("/out"): "private_address",
        site.url("/self"): "private_address",
    }
    with open_store(str(tmp_path / "recoupe.sqlite"), create=False) as store:
        assert {r.reason for r in store.all(Rejection)} == {"private_address"}


def test_wrong_use_is_said(tmp_path: Path) -> None:
    for words, said in (
        (("watch", "--once"), "no feed to follow"),
        (("watch", "nowhere.opml"), "nowhere.opml"),
        (("watch", "http://a.example/f", "--allow-private", "a/b"), "a/b"),
    ):
        status, _, err = call(*words, cwd=tmp_path)
        assert status == 2
        assert said in err
