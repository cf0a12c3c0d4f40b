"""Polling: what is new is fetched once, what is not is not asked for again, and a kill loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from recoupe.errors import StoreBusy, StoreError
from recoupe.inputs.fetch.address import read_allowed
from recoupe.inputs.fetch.client import Client
from recoupe.inputs.fetch.fetcher import Fetcher
from recoupe.inputs.fetch.queue import Queue
from recoupe.inputs.fetch.watch import MAX_TRIES, Round, Watch
from recoupe.inputs.refusals import Refused
from recoupe.records import Page, Rejection
from tests.inputs.server import Handler, Site, article, feed

EVERY_S = 900.0


class Clock:
    """Goes when it is told to."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(tmp_path: Path, clock: Clock) -> Iterator[Queue]:
    with Queue(tmp_path / "q.watch.sqlite", clock=clock) as queue:
        yield queue


@pytest.fixture
def watch(queue: Queue) -> Watch:
    client = Client(agent="recoupe/test", allowed=read_allowed(["127.0.0.1"]), total_s=2.0)
    return Watch(queue, Fetcher(client, delay_s=0), every_s=EVERY_S)


def nothing() -> None:
    """Tell nobody."""


def ready(queue: Queue) -> tuple[list[Page], list[Rejection]]:
    found = list(queue.ready())
    queue.taken([p.location if isinstance(p, Page) else p.page for p in found])
    return [p for p in found if isinstance(p, Page)], [p for p in found if isinstance(p, Rejection)]


def go(watch: Watch) -> Round:
    return watch.fetch(watch.poll(nothing), nothing)


def test_what_is_new_is_fetched_once(site: Site, queue: Queue, watch: Watch, clock: Clock) -> None:
    source = '<source url="https://quai.example/rss">Le Quai</source>'
    site.add("/f.xml", feed((site.url("/a"), source)))
    site.add("/a", article("Un"))
    site.add("/b", article("Deux"))
    queue.follow([site.url("/f.xml")])
    done = go(watch)
    assert (done.lists, done.new, done.fetched) == (1, 1, 1)
    (page,), refused = ready(queue)
    assert (page.url, page.outlet, page.stated_by, page.content) == (
        site.url("/a"), "Le Quai", "feed", article("Un"),
    )  # fmt: skip
    assert refused == []
    assert go(watch) == Round()  # not due
    clock.now += EVERY_S
    site.add("/f.xml", feed((site.url("/b"), ""), (site.url("/a"), "")))
    assert (go(watch).new, site.asked["/a"], site.asked["/b"]) == (1, 1, 1)
    assert [p.location for p in ready(queue)[0]] == [site.url("/b")]


def test_a_feed_that_is_unchanged_sends_nothing(site: Site, queue: Queue, watch: Watch, clock: Clock) -> None:
    asked: list[tuple[str | None, str | None]] = []

    def route(handler: Handler) -> tuple[int, dict[str, str], bytes]:
        asked.append((handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]))
        if handler.headers["If-None-Match"] == '"1"':
            return 304, {}, b""
        stamp = {"ETag": '"1"', "Last-Modified": "Wed, 04 Mar 2026 08:00:00 GMT"}
        return 200, {"Content-Type": "text/xml", **stamp}, feed((site.url("/a"), ""))

    site.routes["/f.xml"] = route
    queue.follow([site.url("/f.xml")])
    rounds = []
    for _ in range(3):
        rounds.append(watch.poll(nothing))
        clock.now += EVERY_S
    assert [(r.lists, r.unchanged) for r in rounds] == [(1, 0), (1, 1), (1, 1)]
    assert asked == [(None, None)] + [('"1"', "Wed, 04 Mar 2026 08:00:00 GMT")] * 2


def test_a_feed_that_fails_is_asked_later_and_later(
    site: Site, queue: Queue, watch: Watch, clock: Clock
) -> None:
    site.add("/f.xml", b"", 503, X="1")
    queue.follow([site.url("/f.xml")])
    waits = []
    for _ in range(4):
        (problem,) = watch.poll(nothing).problems
        assert problem.reason == "http_error"
        wait = queue.next_in_s()
        assert wait is not None
        waits.append(wait)
        clock.now += wait
    assert waits == [EVERY_S, 2 * EVERY_S, 4 * EVERY_S, 8 * EVERY_S]
    site.add("/f.xml", feed((site.url("/a"), "")))
    assert watch.poll(nothing).new == 1


def test_a_page_that_fails_is_tried_again_and_given_up_at_last(
    site: Site, queue: Queue, watch: Watch, clock: Clock
) -> None:
    site.add("/f.xml", feed((site.url("/busy"), ""), (site.url("/gone"), "")))
    site.add("/busy", b"", 503, X="1")
    queue.follow([site.url("/f.xml")])
    done = go(watch)
    assert (done.put_off, done.refused) == (1, 1)
    for _ in range(MAX_TRIES - 1):
        clock.now += 86_400
        done = go(watch)
    assert (done.put_off, done.refused) == (0, 1)
    assert site.asked["/busy"] == MAX_TRIES
    _, refused = ready(queue)
    assert {r.page: r.reason for r in refused} == {
        site.url("/busy"): "http_error",
        site.url("/gone"): "http_error",
    }


def test_a_page_that_names_its_feed_and_an_opml_list_lead_to_feeds(
    site: Site, queue: Queue, watch: Watch, tmp_path: Path
) -> None:
    site.add("/", b'<head><link rel="alternate" type="application/rss+xml" href="/f.xml"></head>')
    site.add("/f.xml", feed((site.url("/a"), "")))
    site.add("/g.xml", feed((site.url("/b"), "")))
    queue.follow([site.url("/")])
    assert watch.poll(nothing).new == 0
    assert watch.poll(nothing).new == 1
    opml = tmp_path / "presse.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="{site.url("/g.xml")}"/></body></opml>')
    assert watch.follow_file(opml) == (site.url("/g.xml"),)
    assert watch.poll(nothing).new == 1
    opml.write_text("<opml/>")
    with pytest.raises(Refused, match="no OPML file"):
        watch.follow_file(opml)


def test_what_was_fetched_is_there_after_a_kill(
    site: Site, queue: Queue, watch: Watch, tmp_path: Path, clock: Clock
) -> None:
    """As much is committed as was done: the file, copied at any moment, is a queue that goes on."""
    site.add("/f.xml", feed(*((site.url(f"/{k}"), "") for k in range(4))))
    copies: list[Path] = []

    def copied(k: int, handler: Handler) -> tuple[int, dict[str, str], bytes]:
        return 200, {"Content-Type": "text/html"}, article(f"Page {k}")

    for k in range(4):
        site.routes[f"/{k}"] = lambda h, k=k: copied(k, h)  # type: ignore[misc]  # a default binds it

    def step() -> None:
        copies.append(tmp_path / f"copy-{len(copies)}.sqlite")
        for suffix in ("", "-wal"):
            there = tmp_path / f"q.watch.sqlite{suffix}"
            if there.exists():
                Path(f"{copies[-1]}{suffix}").write_bytes(there.read_bytes())

    queue.follow([site.url("/f.xml")])
    watch.fetch(watch.poll(nothing), step)
    assert len(copies) == 4
    for n, copy in enumerate(copies, 1):
        with Queue(copy, clock=clock) as again:
            assert again.counts() == {"due": 4 - n, "kept": n} if n < 4 else {"kept": 4}
            assert [p.url for p in again.ready() if isinstance(p, Page)] == [
                site.url(f"/{k}") for k in range(n)
            ]


def test_one_watch_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "q.watch.sqlite"
    with Queue(path), pytest.raises(StoreBusy, match="another watch"):
        Queue(path)
    with Queue(path) as again:
        assert again.lists() == []


def test_another_database_is_no_queue(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(StoreError, match="no queue"):
        Queue(path)
    (tmp_path / "text.sqlite").write_text("not a database at all" * 50)
    with pytest.raises(StoreError, match="no queue"):
        Queue(tmp_path / "text.sqlite")
