"""The pages in a real headless Chromium: they open, their links lead to the words, nothing complains."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

pytest.importorskip("litestar", reason="the extra `web` is not installed")

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright

from recoupe.store.sqlite import SqliteStore
from recoupe.web.app import make_app
from tests.accounts import GAZETTE, OUTLETS, STORY, TEXTS, fill

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
START_S = 10.0
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("browser") / "s.sqlite"
    with closing(socket.create_server(("127.0.0.1", 0))) as listener, SqliteStore(path) as store:
        running = uvicorn.Server(uvicorn.Config(make_app(fill(store)), log_level="error"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        until = time.monotonic() + START_S
        while not running.started and time.monotonic() < until:
            time.sleep(0.05)
        assert running.started
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    opened = browser.new_page(locale="fr-FR", viewport=PHONE)
    opened.on("console", note)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.close()
    assert not complaints


def test_a_reader_comes_from_the_list_to_the_words_of_an_article(server: str, page: Page) -> None:
    page.goto(server)
    page.click(f"a[href*='{STORY}']")
    page.click(f"a[href*='/articles/{GAZETTE}'][href*='#s'] >> nth=0")
    start, end = (int(n) for n in page.url.rpartition("#s")[2].split("-"))
    marked = page.locator(f"[id='s{start}-{end}']")
    assert marked.is_visible()
    assert TEXTS[GAZETTE][start:end].split()[0] in marked.inner_text()


@pytest.mark.parametrize("path", ["/", f"/stories/{STORY}", f"/articles/{GAZETTE}"])
def test_a_page_fits_a_phone(server: str, page: Page, path: str) -> None:
    page.goto(server + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_article_text_is_shown_and_never_run(server: str, page: Page) -> None:
    page.goto(f"{server}/stories/{STORY}")
    assert "<b>c'est fini</b>" in page.inner_text("body")
    assert page.evaluate("[...document.scripts].map(s => new URL(s.src).pathname)") == ["/keys.js"]


def test_the_raw_page_is_text(server: str, browser: Browser) -> None:
    context = browser.new_context()
    answer = context.request.get(f"{server}/articles/{GAZETTE}/raw")
    assert answer.headers["content-type"].startswith("text/plain")
    assert OUTLETS[GAZETTE]
    context.close()
