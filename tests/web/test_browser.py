"""The pages in a real headless Chromium, over the shipped corpus: links, keys, filters, print, axe."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("litestar", reason="the extra `web` is not installed")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from recoupe.cli.desk import Desk
from recoupe.messages import Messages
from recoupe.records import Article, Claim, Entity, Story
from recoupe.settings import Settings
from recoupe.store.sqlite import SqliteStore
from recoupe.web.access import Access
from tests.bench.facestore import make_store
from tests.web.browsing import (
    ARGUMENTS,
    HOSTILE,
    MANY,
    PHONE,
    context_of,
    quiet_page,
    read_store,
    serve,
)

TOKEN = "a-token-for-the-browser"  # noqa: S105  # of no server
APPLY_S = 90.0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def store(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    assert browser.is_connected()  # without one there is no need to read anything
    with read_store(tmp_path_factory.mktemp("browser")) as store:
        yield store


@pytest.fixture(scope="module")
def server(store: SqliteStore) -> Iterator[str]:
    settings = Settings(store=store.location, processes=1)
    access = Access(edit=True, token=TOKEN, requests_per_minute=MANY)
    with serve(store, access, Desk(settings, Messages("en"))) as url:
        yield url


@pytest.fixture(scope="module")
def strike(store: SqliteStore) -> str:
    """The story with most articles."""
    return max(store.all(Story), key=lambda s: len(s.article_ids)).id


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with context_of(browser) as context, quiet_page(context) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with context_of(browser, viewport=PHONE) as context, quiet_page(context) as opened:
        yield opened


def person(store: SqliteStore) -> str:
    """Somebody who speaks in the articles."""
    found = store.find_entities("Aumont", 1)
    return found[0] if found else next(iter(store.all(Entity))).id


def every_path(store: SqliteStore, strike: str) -> dict[str, str]:
    """An address of every kind of page."""
    article = store.one(Story, strike).article_ids[0]
    single = min(store.all(Story), key=lambda s: len(s.article_ids)).id
    claim = store.of(Claim, strike)[1].id
    return {
        "list": "/",
        "search": "/?words=greve&one_origin=1",
        "nothing": "/?words=zzzz",
        "story": f"/stories/{strike}",
        "claim": f"/stories/{strike}?claim={claim}",
        "single": f"/stories/{single}",
        "article": f"/articles/{article}",
        "left out": f"/articles/{article}?left_out=1",
        "plain": f"/articles/{article}?plain=1",
        "person": f"/entities/{person(store)}",
        "compare": f"/stories/{strike}/compare",
        "dossier": f"/stories/{strike}/dossier",
        "help": "/help",
    }


# --- a reader's way ----------------------------------------------------------------------------------


def test_who_said_it_first_and_does_anyone_else_in_three_clicks(server: str, page: Page) -> None:
    page.goto(server)
    with page.expect_navigation():
        page.click("[data-open] >> nth=0")  # a story
    with page.expect_navigation():
        page.click(".claim .sentence >> nth=2")  # its third claim
    drawing = page.locator(".opened svg")
    assert drawing.is_visible()
    assert drawing.locator(".box.origin, .box.hop, .box.nobody").count() >= 1
    assert "→" in page.inner_text(".claim.open .ratio")
    with page.expect_navigation():
        page.click(".opened blockquote a >> nth=0")  # the words themselves
    start, end = re.findall(r"\d+", page.url.rpartition("#s")[2])
    assert page.locator(f"[id='s{start}-{end}']").is_visible()


def test_keys_do_what_the_page_does(server: str, page: Page) -> None:
    page.goto(server)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "words"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.inner_text("[data-row] >> nth=0")
    assert page.evaluate("document.activeElement.innerText").strip() == first.strip()
    page.keyboard.press("o")
    page.wait_for_url("**/stories/**")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**claim=*")
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.querySelector('svg') !== null")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("u")
    page.wait_for_url(server + "/")


def test_keys_are_letters_where_one_writes(server: str, page: Page) -> None:
    page.goto(server)
    page.fill("#words", "")
    page.type("#words", "jko/?")
    assert page.input_value("#words") == "jko/?"


def submit(page: Page) -> None:
    with page.expect_navigation():
        page.click(".search button")


def test_search_and_filters(server: str, page: Page) -> None:
    page.goto(server)
    n = page.locator("[data-row]").count()
    page.fill("#words", "dockers greves")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert 1 <= page.locator("[data-row]").count() < n
    assert "dockers" in page.inner_text("[data-row]")
    page.goto(server)
    page.fill("[name=since]", "2026-06-01")
    submit(page)
    assert 1 <= page.locator("[data-row]").count() < n
    page.goto(server)
    page.check("[name=one_origin]")
    page.check("[name=disputed]")
    page.select_option("[name=language]", "en")
    submit(page)
    assert page.locator(".flag").count() >= page.locator("[data-row]").count()
    with page.expect_navigation():
        page.click("text=tous les sujets")
    assert page.locator("[data-row]").count() == n


def test_a_name_is_found_however_it_is_spelt(server: str, store: SqliteStore, page: Page) -> None:
    page.goto(f"{server}/?words=Omont")  # Aumont
    assert page.locator(f".found a[href*='{person(store)}']").count() == 1
    with page.expect_navigation():
        page.click(".found a >> nth=0")
    assert "Aumont" in page.inner_text("h1")


def test_what_was_left_out_is_shown_on_demand(
    server: str, store: SqliteStore, strike: str, page: Page
) -> None:
    article = next(a for a in store.some(Article, store.one(Story, strike).article_ids) if a.left_out)
    page.goto(f"{server}/articles/{article.id}")
    assert page.locator(".left-out-here").count() == 0
    with page.expect_navigation():
        page.click(".tools a >> nth=0")
    assert page.locator(".left-out-here").count() == len(article.left_out)


def test_two_outlets_stand_side_by_side(server: str, strike: str, page: Page) -> None:
    page.goto(f"{server}/stories/{strike}/compare")
    page.select_option("[name=b]", index=2)
    submit(page)
    chosen = page.eval_on_selector("[name=b]", "e => e.options[e.selectedIndex].text")
    assert page.inner_text(".heads p:last-child") == chosen


def test_everything_works_without_scripts(server: str, strike: str, browser: Browser) -> None:
    with context_of(browser, java_script_enabled=False) as context, quiet_page(context) as page:
        page.goto(f"{server}/stories/{strike}")
        with page.expect_navigation():
            page.click(".claim .sentence >> nth=1")
        assert page.locator(".claim.open svg").is_visible()
        with page.expect_navigation():
            page.click(".top >> text=English")
        assert "What is said" in page.content()


def test_an_address_of_a_claim_lasts(server: str, strike: str, page: Page) -> None:
    page.goto(f"{server}/stories/{strike}")
    sentence = page.inner_text(".claim.open .sentence")
    page.goto(server + str(page.get_attribute(".opened a[href*='/at/'] >> nth=0", "href")))
    assert page.inner_text(".claim.open .sentence") == sentence


# --- every page --------------------------------------------------------------------------------------


def test_every_page_suits_a_phone_both_languages_and_says_its_own(
    server: str, store: SqliteStore, strike: str, phone: Page
) -> None:
    for name, path in every_path(store, strike).items():
        for language in ("fr", "en"):
            phone.goto(f"{server}{path}{'&' if '?' in path else '?'}lang={language}")
            assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
            assert phone.evaluate("document.documentElement.lang") == language
            assert len(phone.content()) < 100_000, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(
    server: str, store: SqliteStore, strike: str, browser: Browser, scheme: str
) -> None:
    with context_of(browser, color_scheme=scheme) as context, quiet_page(context) as page:
        for name, path in every_path(store, strike).items():
            page.goto(f"{server}{path}{'&' if '?' in path else '?'}token={TOKEN}")
            found = Axe().run(page)
            assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def test_the_focus_is_seen(server: str, page: Page) -> None:
    page.goto(server)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_print_gives_a_numbered_dossier(server: str, strike: str, page: Page) -> None:
    page.goto(f"{server}/stories/{strike}/dossier")
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert page.locator(".evidence li").count() > 10
    numbers = page.eval_on_selector_all(".evidence li", "rows => rows.map(row => row.value)")
    assert numbers == list(range(1, len(numbers) + 1))
    assert re.search(r"SHA-256 [0-9a-f]{64}", page.inner_text(".sources"))
    assert "Comment c'est compté" in page.content().replace("&#39;", "'")
    assert page.pdf().startswith(b"%PDF")


# --- pages that are up to no good --------------------------------------------------------------------


def test_hostile_text_is_shown_and_runs_nothing(server: str, store: SqliteStore, phone: Page) -> None:
    articles = [a for a in store.all(Article) if a.page.startswith("hostile") or "hostile" in a.page]
    assert articles
    for article in articles:
        story = store.story_id(article.id)
        paths = [f"/articles/{article.id}?left_out=1", "/?words=pont"]
        paths += [f"/stories/{story}", f"/stories/{story}/dossier?all=1"] if story else []
        for path in paths:
            phone.goto(server + path)
            phone.wait_for_timeout(50)
            assert phone.evaluate("window.hacked") is None
            assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
            links = phone.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
            assert not [link for link in links if not link.startswith(("/", "#", "http"))]
            assert phone.locator("img, iframe, object, embed").count() == 0
            assert not re.search("[\u202a-\u202e\u2066-\u2069]", phone.inner_text("body"))
    phone.goto(f"{server}/articles/{articles[0].id}")
    shown = " ".join(phone.inner_text("body").split())
    assert "<script>window.hacked = 1</script>" in shown
    assert "⟨U+202E⟩" in phone.inner_text("body") or "\u202e" not in articles[0].text
    assert HOSTILE[:20] in shown


def test_the_raw_page_is_text_to_keep(server: str, store: SqliteStore, browser: Browser) -> None:
    article = next(iter(store.all(Article)))
    with context_of(browser) as context:
        answer = context.request.get(f"{server}/articles/{article.id}/raw")
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.headers["content-disposition"].startswith("attachment")


# --- deciding ----------------------------------------------------------------------------------------


def wait_for_heading(page: Page, url: str, name: str) -> None:
    """Ask until a page has a heading: a run that replaces what it shows may take it away for a moment."""
    until = time.monotonic() + APPLY_S
    while f"<h1><bdi>{name}</bdi></h1>" not in page.context.request.get(url).text():
        assert time.monotonic() < until, f"no heading {name!r} at {url}"
        page.wait_for_timeout(500)
    page.goto(url)
    assert page.inner_text("h1") == name


def test_a_name_is_changed_in_the_page_and_changed_back(server: str, store: SqliteStore, page: Page) -> None:
    url = f"{server}/entities/{person(store)}"
    page.goto(f"{url}?token={TOKEN}")
    before = page.inner_text("h1")
    page.fill("[name=value]", "Thierry A., adjoint")
    with page.expect_navigation():
        page.click("text=Renommer")
    page.goto(f"{server}/decisions")
    assert "Thierry A., adjoint" in page.inner_text(".history")
    wait_for_heading(page, url, "Thierry A., adjoint")
    page.goto(f"{server}/decisions")
    with page.expect_navigation():
        page.click("text=Annuler")
    assert page.locator(".history .gone").count() == 1
    wait_for_heading(page, url, before)


# --- empty, and large --------------------------------------------------------------------------------


def test_an_empty_store_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    with (
        SqliteStore(tmp_path / "e.sqlite") as empty,
        serve(empty) as url,
        context_of(browser) as context,
        quiet_page(context) as page,
    ):
        page.goto(url)
        assert "recoupe run" in page.inner_text("main")
        assert Axe().run(page).violations_count == 0


def test_a_story_of_two_hundred_articles_is_read_in_parts(browser: Browser, tmp_path: Path) -> None:
    _, large, _ = make_store(tmp_path / "l.sqlite", 200)
    with (
        SqliteStore(tmp_path / "l.sqlite") as store,
        serve(store) as url,
        context_of(browser, viewport=PHONE) as context,
        quiet_page(context) as page,
    ):
        page.goto(f"{url}/stories/{large}")
        assert len(page.content()) < 100_000
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        with page.expect_navigation():
            page.click("#articles .turn a[rel=next]")
        assert page.locator("#articles .articles > li").first.get_attribute("value") == "21"
        page.goto(f"{url}/stories/{large}")
        with page.expect_navigation():
            page.click("#said .turn a[rel=next]")
        assert "said=2" in page.url
        assert len(page.content()) < 100_000
