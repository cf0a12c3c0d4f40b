"""What the browser tests share: a store read from shipped pages and hostile ones, a server, a Chromium."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from recoupe.engine.local import LocalEngine
from recoupe.engine.run import run
from recoupe.inputs.files import read_paths
from recoupe.settings import Settings
from recoupe.store.port import Store
from recoupe.store.sqlite import SqliteStore
from recoupe.web.access import Access
from recoupe.web.app import make_app
from recoupe.web.deciding import Decide

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
START_S = 20.0
PHONE = ViewportSize(width=390, height=844)
WIDE = ViewportSize(width=1280, height=900)
STORIES = ("port-strike", "town-byelection", "town-budget")  # of the shipped corpus: enough for every page
MANY = 1_000_000
LONG = "a" * 10_000
HOSTILE = (
    '<script>window.hacked = 1</script> <img src=x onerror="window.hacked = 2"> '
    '</p></main><a href="javascript:window.hacked=3">ici</a> "\'><svg onload=window.hacked=4> '
    "{{ 7 * 7 }} \u202eà l'envers\u202c \u2066isolé"
)


def hostile_page(town: str) -> str:
    """A page of text that tries to be more."""
    return (
        f"{HOSTILE} : le pont de {town} fermera\n\n"
        f"Le maire de {town}, Hector Vauquelin, a annoncé lundi 4 mai 2026 que le pont fermerait en juin.\n\n"
        f"« {HOSTILE} », a déclaré Hector Vauquelin devant la presse. Selon la préfecture de {town}, "
        f"{HOSTILE} le trafic serait dévié vers {town} par la rive gauche pendant trois mois.\n\n"
        f"Les riverains s'inquiètent : {LONG} est un mot que personne n'a lu jusqu'au bout. "
        f"Le chantier coûtera 3,4 millions d'euros, d'après la préfecture de {town}.\n"
    )


def read_store(folder: Path) -> SqliteStore:
    """Read some stories of the shipped corpus and two hostile pages into a new store."""
    pages = folder / "pages"
    pages.mkdir()
    source = Path(str(resources.files("recoupe.corpus").joinpath("pages")))
    rows = (source / "manifest.csv").read_text("utf-8").splitlines()
    kept = [row for row in rows[1:] if row.startswith(STORIES)]
    (pages / "manifest.csv").write_text("\n".join([rows[0], *kept]) + "\n", "utf-8")
    for row in kept:
        name = row.split(",")[0]
        shutil.copy(source / name, pages / name)
    for n, town in enumerate(("Brissac-le-Vieux", "Quélern-sur-Odon")):
        (pages / f"hostile-{n}.txt").write_text(hostile_page(town), "utf-8")
    store = SqliteStore(folder / "s.sqlite")
    settings = Settings(store=str(folder / "s.sqlite"), processes=1)
    with LocalEngine(settings) as engine:
        run(read_paths([pages]), store=store, engine=engine, settings=settings)
    return store


@contextmanager
def serve(store: Store, access: Access | None = None, desk: Decide | None = None) -> Iterator[str]:
    """Serve a store on a free port for as long as the block runs; gives the address."""
    access = access or Access(requests_per_minute=MANY)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        running = uvicorn.Server(uvicorn.Config(make_app(store, access, desk), log_level="error"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        until = time.monotonic() + START_S
        while not running.started and time.monotonic() < until:
            time.sleep(0.05)
        assert running.started
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join()


@contextmanager
def quiet_page(context: BrowserContext) -> Iterator[Page]:
    """A page about which the browser complains of nothing, and which asks nobody anything."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    yield page
    page.close()
    assert not complaints, complaints


def context_of(browser: Browser, **options: object) -> BrowserContext:
    """A browser as a French reader's."""
    return browser.new_context(**{"locale": "fr-FR", "viewport": WIDE, **options})  # type: ignore[arg-type]
