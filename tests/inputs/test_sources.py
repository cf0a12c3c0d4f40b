"""Archives, rows, streams and addresses come out as pages, each with what is known of it."""

from __future__ import annotations

import gzip
import io
import json
import uuid
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from recoupe.inputs.fetch.address import read_allowed
from recoupe.inputs.fetch.client import Client
from recoupe.inputs.fetch.fetcher import Fetcher
from recoupe.inputs.files import read_paths
from recoupe.inputs.inflate import Peekable
from recoupe.inputs.sources import read_sources
from recoupe.inputs.web import Web
from recoupe.records import Page, Rejection
from tests.inputs.server import Site, article, bomb, feed, never_ending

PAGE = article("Un")


def web(total_s: float = 5.0) -> Web:
    client = Client(agent="recoupe/test", allowed=read_allowed(["127.0.0.0/8"]), total_s=total_s)
    return Web(Fetcher(client, delay_s=0))


def pages(found: Iterable[Page | Rejection]) -> list[Page]:
    return [p for p in found if isinstance(p, Page)]


def reasons(found: Iterable[Page | Rejection]) -> dict[str, str]:
    return {r.page: r.reason for r in found if isinstance(r, Rejection)}


def stream(content: bytes) -> Peekable:
    return io.BufferedReader(io.BytesIO(content))


# --- archives ----------------------------------------------------------------------------------------


def warc(*records: tuple[str, str, bytes], packed: bool = True) -> bytes:
    """A crawl: (URL, head of the answer, body)."""
    blocks = [record("warcinfo", "", b"software: test\r\n", "application/warc-fields")]
    for url, head, body in records:
        answer = "\r\n".join(["HTTP/1.1 " + head.replace("\n", "\r\n"), "", ""]).encode() + body
        blocks.append(record("response", url, answer, "application/http; msgtype=response"))
    return b"".join(gzip.compress(block) if packed else block for block in blocks)


def record(kind: str, url: str, block: bytes, content_type: str) -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2026-03-04T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


HTML_HEAD = "200 OK\nContent-Type: text/html; charset=windows-1252"
CRAWL = (
    ("https://phare.example/1", HTML_HEAD, PAGE),
    ("https://phare.example/2", f"{HTML_HEAD}\nContent-Encoding: gzip", gzip.compress(article("Deux"))),
    ("https://phare.example/x.png", "200 OK\nContent-Type: image/png", b"\x89PNG"),
    ("https://phare.example/gone", "404 Not Found\nContent-Type: text/html", PAGE),
    ("https://phare.example/moved", "302 Found\nLocation: /1", b""),
)


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_gives_its_pages(tmp_path: Path, packed: bool) -> None:
    file = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    file.write_bytes(warc(*CRAWL, packed=packed))
    found = pages(read_paths([tmp_path]))
    assert [p.url for p in found] == ["https://phare.example/1", "https://phare.example/2"]
    assert [p.content for p in found] == [PAGE, article("Deux")]
    assert found[0].location == f"{file}#https://phare.example/1"
    assert found[0].charset == "windows-1252"


def test_a_wacz_gives_the_pages_of_its_archives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "case.wacz", "w") as packed:
        packed.writestr("archive/data.warc.gz", warc(*CRAWL))
        packed.writestr("pages/pages.jsonl", "{}")
    assert [p.url for p in pages(read_paths([tmp_path]))] == [
        "https://phare.example/1",
        "https://phare.example/2",
    ]


def test_broken_archives_give_what_they_have_and_say_so(tmp_path: Path) -> None:
    whole = warc(*CRAWL)
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "none.warc").write_bytes(b"WARC/1.0\r\nbroken")
    (tmp_path / "bomb.warc.gz").write_bytes(gzip.compress(b"WARC/1.0\r\n" + b"\x00" * 50_000_000))
    (tmp_path / "none.wacz").write_bytes(b"PK\x03\x04")
    with zipfile.ZipFile(tmp_path / "bomb.wacz", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("archive/data.warc", b"\x00" * 20_000_000)
    found = list(read_paths([tmp_path]))
    told = {Path(name.partition("#")[0]).name: reason for name, reason in reasons(found).items()}
    assert told["bomb.warc.gz"] == told["bomb.wacz"] == "bomb"
    assert told["none.wacz"] == "unreadable"
    assert any(p.url == "https://phare.example/1" for p in pages(found))


# --- rows --------------------------------------------------------------------------------------------


def test_rows_of_scrapers_are_pages(tmp_path: Path) -> None:
    rows = [
        {
            "url": "https://phare.example/1",
            "html": PAGE.decode(),
            "outlet": "Le Phare",
            "published": "2026-03-04",
        },
        {"url": "https://quai.example/2", "text": "Un texte.\n\nEn deux lignes.", "lang": "fr", "score": 3},
        {"url": "https://quai.example/3"},
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\nnot json\n[1]\n"
    (tmp_path / "rows.ndjson").write_text(lines, "utf-8")
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(json.dumps(rows[1]).encode()))
    found = list(read_paths([tmp_path / "rows.ndjson", tmp_path / "packed.jsonl.gz"]))
    first, second = pages(found)
    assert (first.url, first.outlet, first.published, first.media_type, first.stated_by) == (
        "https://phare.example/1", "Le Phare", "2026-03-04", "html", "manifest",
    )  # fmt: skip
    assert (second.media_type, second.language, second.charset) == ("text", "fr", "utf-8")
    name = str(tmp_path / "rows.ndjson")
    assert reasons(found) == {
        f"{name}#3": "empty",
        f"{name}#5": "unreadable",
        f"{name}#6": "unreadable",
        f"{tmp_path / 'packed.jsonl.gz'}#1": "duplicate",
    }


def test_a_packed_page_is_unpacked_and_a_packed_bomb_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<p>" + b" " * 50_000_000))
    found = list(read_paths([tmp_path]))
    assert [p.content for p in pages(found)] == [PAGE]
    assert list(reasons(found).values()) == ["bomb"]


def test_a_folder_makes_no_requests(tmp_path: Path, site: Site) -> None:
    (tmp_path / "flux.xml").write_bytes(feed((site.url("/a"), "")))
    found = list(read_sources([str(tmp_path)], web=web()))
    assert list(reasons(found).values()) == ["unsupported_type"]
    assert not site.asked


# --- streams -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "n_pages"),
    [
        (PAGE, 1),
        (gzip.compress(PAGE), 1),
        (b"Un texte.\n\nSans balises.", 1),
        (warc(*CRAWL), 2),
        (warc(*CRAWL, packed=False), 2),
        (json.dumps({"url": "https://a.example/", "text": "Un."}).encode() + b"\n", 1),
    ],
)
def test_a_stream_is_what_its_first_bytes_show(content: bytes, n_pages: int) -> None:
    found = list(read_sources(["-"], web=web(), stdin=stream(content)))
    assert len(pages(found)) == n_pages
    assert all(p.location.startswith("stdin") for p in pages(found))


def test_an_empty_stream_is_a_rejection() -> None:
    assert reasons(read_sources(["-"], web=web(), stdin=stream(b""))) == {"stdin": "empty"}


def test_a_stream_of_addresses_or_a_feed_is_fetched(site: Site) -> None:
    site.add("/a", PAGE)
    for content in (f"{site.url('/a')}\n".encode(), feed((site.url("/a"), ""))):
        (page,) = pages(read_sources(["-"], web=web(), stdin=stream(content)))
        assert page.content == PAGE


# --- addresses ---------------------------------------------------------------------------------------


def test_an_opml_file_leads_to_feeds_and_they_to_pages(tmp_path: Path, site: Site) -> None:
    outlines = "".join(f'<outline xmlUrl="{site.url(f"/{n}.xml")}"/>' for n in (1, 2, 3))
    (tmp_path / "presse.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    date = "<pubDate>Wed, 04 Mar 2026 09:00:00 +0100</pubDate>"
    source = f'<source url="https://quai.example/rss">Le Quai</source>{date}'
    site.add("/1.xml", feed((site.url("/a"), source), ("/b", "")), Content_Type="application/rss+xml")
    site.add(
        "/2.xml", feed((site.url("/a"), ""), (site.url("/gone"), "")), Content_Type="application/rss+xml"
    )
    site.add("/3.xml", PAGE)
    site.add("/a", PAGE)
    site.add("/b", article("Deux"))
    found = list(read_sources([str(tmp_path / "presse.opml")], web=web()))
    first, second = sorted(pages(found), key=lambda p: p.location)
    assert (first.url, first.outlet, first.published, first.stated_by) == (
        site.url("/a"), "Le Quai", "2026-03-04T09:00:00+01:00", "feed",
    )  # fmt: skip
    assert second.outlet == "Le Phare"
    assert reasons(found) == {site.url("/3.xml"): "not_a_feed", site.url("/gone"): "http_error"}
    assert site.asked["/a"] == 1


def test_a_list_that_names_itself_ends(site: Site) -> None:
    site.add(
        "/x.xml", f"<sitemapindex><sitemap><loc>{site.url('/x.xml')}</loc></sitemap></sitemapindex>".encode()
    )
    for n in range(6):
        body = f"<sitemapindex><sitemap><loc>/{n + 1}.xml</loc></sitemap></sitemapindex>"
        site.add(f"/{n}.xml", body.encode())
    found = list(read_sources([site.url("/x.xml"), site.url("/0.xml")], web=web()))
    assert reasons(found) == {site.url("/4.xml"): "too_deep"}


def test_whatever_a_feed_leads_to_comes_out_as_it_should(site: Site) -> None:
    site.add("/robots.txt", b"User-agent: *\nDisallow: /prive")
    site.add("/good", PAGE)
    site.add("/moved", b"", 301, Location="/good?utm=1")
    site.add("/good?utm=1", article("Deux"))
    site.add("/pdf", b"%PDF-1.7", Content_Type="application/pdf")
    site.routes["/bomb"] = bomb
    site.routes["/never"] = never_ending
    site.redirect("/metadata", "http://169.254.169.254/latest/")
    site.redirect("/loopback", "http://[::1]/")
    site.redirect("/file", "file:///etc/passwd")
    paths = [
        "/good",
        "/moved",
        "/pdf",
        "/bomb",
        "/never",
        "/metadata",
        "/loopback",
        "/file",
        "/prive",
        "/none",
    ]
    site.add("/flux.xml", feed(*((site.url(path), "") for path in paths), ("mailto:a@a.example", "")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recoupe.inputs.fetch.fetcher.BACKOFF_S", 0.01)
        found = list(read_sources([site.url("/flux.xml")], web=web(total_s=1.0)))
    assert [p.url for p in pages(found)] == [site.url("/good"), site.url("/good?utm=1")]
    assert {name.removeprefix(site.url("")): reason for name, reason in reasons(found).items()} == {
        "/pdf": "unsupported_type",
        "/bomb": "bomb",
        "/never": "timeout",
        "/metadata": "private_address",
        "/loopback": "private_address",
        "/file": "bad_url",
        "/prive": "robots",
        "/none": "http_error",
        "mailto:a@a.example": "bad_url",
    }
