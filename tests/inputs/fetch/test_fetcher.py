"""Politeness: robots.txt, one request at a time to a host, pauses, tries."""

from __future__ import annotations

import threading
import time
from itertools import pairwise

import pytest

from recoupe.inputs.fetch.address import read_allowed
from recoupe.inputs.fetch.client import Answer, Client
from recoupe.inputs.fetch.fetcher import Fetcher
from recoupe.inputs.refusals import Refused
from tests.inputs.server import Handler, Site, article

PAGE = article("Un")


def fetcher(delay_s: float = 0.0, total_s: float = 5.0) -> Fetcher:
    allowed = read_allowed(["127.0.0.0/8"])
    return Fetcher(Client(agent="recoupe/test", allowed=allowed, total_s=total_s), delay_s=delay_s)


def test_robots_txt_is_asked_once_and_obeyed(site: Site) -> None:
    site.add("/robots.txt", b"User-agent: recoupe\nDisallow: /prive/\n\nUser-agent: *\nDisallow: /")
    site.add("/a", PAGE)
    site.add("/prive/b", PAGE)
    one = fetcher()
    assert one.fetch(site.url("/a")).body == PAGE
    with pytest.raises(Refused, match="forbids /prive/b") as refused:
        one.fetch(site.url("/prive/b"))
    assert refused.value.reason == "robots"
    assert site.asked == {"/robots.txt": 1, "/a": 1}


def test_a_redirect_to_a_forbidden_page_is_not_followed(site: Site) -> None:
    site.add("/robots.txt", b"User-agent: *\nDisallow: /prive/")
    site.redirect("/a", "/prive/b")
    with pytest.raises(Refused) as refused:
        fetcher().fetch(site.url("/a"))
    assert refused.value.reason == "robots"
    assert site.asked["/prive/b"] == 0


def test_a_robots_txt_that_is_not_there_forbids_nothing_and_one_that_fails_forbids_all(site: Site) -> None:
    site.add("/a", PAGE)
    assert fetcher().fetch(site.url("/a")).body == PAGE
    site.add("/robots.txt", b"", 500)
    with pytest.raises(Refused) as refused:
        fetcher().fetch(site.url("/a"), tries=1)
    assert (refused.value.reason, refused.value.may_pass) == ("http_error", True)


def test_one_host_is_asked_at_the_pace_that_it_is_due(site: Site) -> None:
    site.add("/robots.txt", b"User-agent: *\nCrawl-delay: 0.3")
    for k in range(3):
        site.add(f"/{k}", PAGE)
    one = fetcher(delay_s=0.1)
    urls = [site.url(f"/{k}") for k in range(3)]
    assert all(isinstance(a, Answer) for _, a in one.fetch_all(urls, one.fetch, str))
    at = [moment for path, moment in site.times if path != "/robots.txt"]
    assert [path for path, _ in site.times] == ["/robots.txt", "/0", "/1", "/2"]
    assert min(b - a for a, b in pairwise(at)) > 0.25


def test_hosts_are_asked_side_by_side_and_each_in_order(site: Site) -> None:
    together = threading.Barrier(2, timeout=5)

    def wait(_: Handler) -> tuple[int, dict[str, str], bytes]:
        together.wait()  # only two hosts at once get over it
        return 200, {"Content-Type": "text/html"}, PAGE

    for k in range(3):
        site.routes[f"/{k}"] = wait
    urls = [site.url(f"/{k}", host) for host in ("127.0.0.2", "127.0.0.3") for k in range(3)]
    one = fetcher()
    found = list(one.fetch_all(urls, one.fetch, str))
    assert all(isinstance(a, Answer) for _, a in found)
    for host in ("127.0.0.2", "127.0.0.3"):
        assert [u for u, _ in found if host in u] == [u for u in urls if host in u]


def test_a_slow_host_holds_up_no_other(site: Site) -> None:
    def slow(_: Handler) -> None:
        time.sleep(20)

    site.routes["/slow"] = slow
    site.add("/a", PAGE)
    one = fetcher(total_s=2.0)
    urls = [site.url("/slow", "127.0.0.2"), *(site.url("/a", f"127.0.0.{n}") for n in range(3, 9))]
    found = list(one.fetch_all(urls, lambda url: one.fetch(url, tries=1), str))
    assert [isinstance(a, Answer) for _, a in found] == [True] * 6 + [False]
    assert isinstance(found[-1][1], Refused)
    assert found[-1][1].reason == "timeout"


def test_tries_again_what_may_pass(site: Site) -> None:
    answers = iter([503, 200])
    site.routes["/a"] = lambda _: (next(answers), {"Retry-After": "0.1"}, PAGE)
    one = fetcher()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recoupe.inputs.fetch.fetcher.BACKOFF_S", 0.05)
        assert one.fetch(site.url("/a")).body == PAGE
    site.add("/gone", b"", 410, X="1")
    with pytest.raises(Refused):
        one.fetch(site.url("/gone"))
    assert site.asked["/gone"] == 1


def test_a_closed_fetcher_asks_nobody(site: Site) -> None:
    site.add("/a", PAGE)
    with fetcher(delay_s=3600) as one:
        one.fetch_all([], one.fetch, str)
    with pytest.raises(Refused, match="stopped"):
        one.fetch(site.url("/a"))
