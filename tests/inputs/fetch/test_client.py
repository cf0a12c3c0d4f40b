"""One GET against a server that does everything it should not."""

from __future__ import annotations

import gzip
import ipaddress
import ssl
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.errors import InputError
from recoupe.inputs.fetch.address import is_public, read_allowed, read_url, resolve
from recoupe.inputs.fetch.client import Client
from recoupe.inputs.refusals import Refused
from tests.inputs.server import CERTIFICATE, Site, article, bomb, endless_head, never_ending, serving, silent

PAGE = article("Un")


def client(**kwargs: float) -> Client:
    """Allowed to ask this machine under one address and no other."""
    return Client(agent="recoupe/test", allowed=read_allowed(["127.0.0.1"]), **kwargs)  # type: ignore[arg-type]


def reason(url: str, **kwargs: float) -> str:
    with pytest.raises(Refused) as refused:
        client(**kwargs).get(url)
    return refused.value.reason


def test_gives_what_the_server_gives_and_where_it_came_from(site: Site) -> None:
    site.redirect("/a", "/b?x=1", 301)
    site.redirect("/b?x=1", site.url("/c"), 307)
    site.add("/c", PAGE, Content_Type="text/html; charset=ISO-8859-1", ETag='"7"')
    answer = client().get(site.url("/a#top"))
    assert (answer.url, answer.status, answer.body) == (site.url("/c"), 200, PAGE)
    assert (answer.media_type, answer.charset) == ("text/html", "iso-8859-1")
    assert answer.headers["etag"] == '"7"'


def test_sends_validators_and_takes_not_modified(site: Site) -> None:
    site.routes["/f"] = lambda h: (304, {}, b"") if h.headers["If-None-Match"] == '"7"' else (200, {}, b"new")
    assert client().get(site.url("/f")).body == b"new"
    again = client().get(site.url("/f"), headers={"If-None-Match": '"7"'})
    assert again.is_unchanged
    assert again.body == b""


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda b: zlib.compress(b, wbits=-15)])
def test_decompresses(site: Site, pack: object) -> None:
    encoding = "gzip" if pack is gzip.compress else "deflate"
    site.add("/a", pack(PAGE), Content_Type="text/html", Content_Encoding=encoding)  # type: ignore[operator]
    assert client().get(site.url("/a")).body == PAGE


def test_a_bomb_a_flood_and_a_foreign_compression_are_refused(site: Site) -> None:
    site.routes["/bomb"] = bomb
    site.add("/flood", b"x" * 3_000_000)
    site.add("/br", b"x", Content_Encoding="br")
    site.add("/broken", b"\x1f\x8b\x08\x00nothing", Content_Encoding="gzip")
    assert reason(site.url("/bomb")) == "bomb"
    assert reason(site.url("/flood"), max_bytes=2_000_000) == "too_large"
    assert reason(site.url("/br")) == "unsupported_type"
    assert reason(site.url("/broken")) == "unreadable"


@pytest.mark.parametrize("route", [never_ending, endless_head, silent])
def test_one_clock_ends_every_page(site: Site, route: object) -> None:
    site.routes["/slow"] = route  # type: ignore[assignment]
    began = time.monotonic()
    assert reason(site.url("/slow"), total_s=1.0) == "timeout"
    assert time.monotonic() - began < 4


def test_redirects_share_the_clock_and_end(site: Site) -> None:
    site.redirect("/loop", "/loop")
    assert reason(site.url("/loop")) == "too_many_redirects"


@pytest.mark.parametrize(
    "to",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://127.0.0.2/",
        "http://localhost:1/",
        "http://0x7f000002/",
        "http://2130706434/",
        "//10.0.0.1/",
        "http://0.0.0.0/",
    ],
)
def test_a_redirect_into_a_private_network_is_refused(site: Site, to: str) -> None:
    site.redirect("/out", to)
    assert reason(site.url("/out")) == "private_address"


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://a.example/", "gopher://127.0.0.1/", "http://u:p@a.example/"]
)
def test_a_redirect_to_another_scheme_is_refused(site: Site, to: str) -> None:
    site.redirect("/out", to)
    assert reason(site.url("/out")) == "bad_url"


def test_says_whether_a_later_try_may_succeed(site: Site) -> None:
    site.add("/gone", b"", 404, X="1")
    site.add("/busy", b"", 503, Retry_After="7")
    for path, may_pass, wait in (("/gone", False, None), ("/busy", True, 7.0)):
        with pytest.raises(Refused) as refused:
            client().get(site.url(path))
        assert (refused.value.reason, refused.value.may_pass, refused.value.retry_after_s) == (
            "http_error", may_pass, wait,
        )  # fmt: skip
    assert reason("http://127.0.0.1:9/") == "private_address"
    with pytest.raises(Refused) as closed:
        client().get("http://127.0.0.1:2049/")
    assert (closed.value.reason, closed.value.may_pass) == ("unreachable", True)


# --- addresses ---------------------------------------------------------------------------------------


def test_a_name_is_resolved_once_and_the_checked_address_is_asked(site: Site) -> None:
    site.add("/a", PAGE)
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    one = Client(agent="recoupe/test", allowed=read_allowed(["127.0.0.1"]), lookup=rebinding)
    url = f"http://phare.example:{site.port}/a"
    assert one.get(url).body == PAGE
    assert asked == ["phare.example"]
    with pytest.raises(Refused, match=r"169\.254\.169\.254"):
        one.get(url)


def test_a_certificate_is_checked_against_the_name_not_the_address(tmp_path: Path) -> None:
    file = tmp_path / "phare.pem"
    file.write_text(CERTIFICATE)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(file)
    trusting = ssl.create_default_context(cafile=str(file))
    with serving(Site(tls=served)) as site:
        site.add("/a", PAGE)

        def get(host: str, tls: ssl.SSLContext | None) -> bytes:
            one = Client(
                agent="recoupe/test",
                allowed=read_allowed(["127.0.0.1"]),
                lookup=lambda h, p: ["127.0.0.1"],
                tls=tls,
            )
            return one.get(f"https://{host}:{site.port}/a").body

        assert get("phare.example", trusting) == PAGE
        for host, tls in (("quai.example", trusting), ("phare.example", None)):
            with pytest.raises(Refused, match=r"(?i)certificate") as refused:
                get(host, tls)
            assert refused.value.reason == "unreachable"


def test_one_private_address_among_public_ones_is_enough() -> None:
    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        resolve("a.example", 80, allowed=read_allowed([]), lookup=lambda h, p: ["93.184.216.34", "10.0.0.1"])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1", "::", "::1", "fe80::1", "fc00::1",
        "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1",
        "2002:a00:1::", "::10.0.0.1",
    ],
)  # fmt: skip
def test_no_private_address_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


def test_public_addresses_are() -> None:
    for address in ("93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"):
        assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_as_public_as_it_is(inner: ipaddress.IPv4Address) -> None:
    for prefix in ("::ffff:", "64:ff9b::"):
        assert is_public(ipaddress.ip_address(f"{prefix}{inner}")) == is_public(inner)


def test_what_is_allowed_is_that_and_nothing_else() -> None:
    allowed = read_allowed(["intranet.example:8080", "10.2.0.0/16", "::1"])

    def names(host: str, port: int, address: str) -> bool:
        return allowed.permits(host, port, ipaddress.ip_address(address))

    assert names("intranet.example", 8080, "10.9.9.9")
    assert not names("intranet.example", 80, "10.9.9.9")
    assert names("other.example", 80, "10.2.3.4")
    assert names("localhost", 80, "::1")
    assert not names("localhost", 80, "127.0.0.1")
    for word in ("a b", "10.0.0.0/99", "http://a.example", "a.example:x", "", "u@a.example"):
        with pytest.raises(InputError, match="is no host"):
            read_allowed([word])


@given(st.text(max_size=60), st.one_of(st.none(), st.just("https://a.example/b/")))
def test_any_words_are_an_address_or_are_refused(url: str, base: str | None) -> None:
    try:
        target = read_url(url, base)
    except Refused as refused:
        assert refused.reason == "bad_url"
    else:
        assert target.url.isascii()
        assert read_url(target.url) == target
