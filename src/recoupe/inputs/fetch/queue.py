"""What a watch has still to do, in a file: lists to poll, pages to fetch, pages not yet taken over.

Every change is committed before the next request, so a watch that is killed goes on where it was: no page is
asked for twice, and none that a list named is forgotten. One process at a time holds the file.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from recoupe.errors import StoreBusy, StoreError
from recoupe.inputs.listing import Link
from recoupe.inputs.pages import PageFacts, make_page
from recoupe.inputs.refusals import reject
from recoupe.records import MediaType, Page, Reason, Rejection

APPLICATION_ID = 0x52454357  # « RECW », in the file's header
SCHEMA = """
CREATE TABLE IF NOT EXISTS list (
  url           TEXT PRIMARY KEY,
  etag          TEXT,
  last_modified TEXT,
  next_at       REAL NOT NULL,          -- seconds since 1970; not polled before
  failures      INTEGER NOT NULL DEFAULT 0,  -- in a row
  parent        TEXT                    -- the list that names it, NULL: a person
);
CREATE TABLE IF NOT EXISTS page (
  nr         INTEGER PRIMARY KEY,       -- in the order in which lists named them
  url        TEXT NOT NULL UNIQUE,
  outlet     TEXT,
  published  TEXT,
  state      TEXT NOT NULL DEFAULT 'due',  -- due, kept (fetched), refused, done (taken over, or told)
  next_at    REAL NOT NULL DEFAULT 0,
  tries      INTEGER NOT NULL DEFAULT 0,
  final_url  TEXT,
  charset    TEXT,
  media_type TEXT,
  body       BLOB,
  reason     TEXT,
  detail     TEXT
);
CREATE INDEX IF NOT EXISTS page_state ON page(state, next_at);
"""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A list that is to be polled, with what the server said last time."""

    url: str
    etag: str | None
    last_modified: str | None
    failures: int


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A page that is to be fetched."""

    link: Link
    tries: int


class Queue:
    """The file, see the module.

    Args:
        path: Made if it is not there.
        clock: Seconds since 1970; another one only in tests.

    Raises:
        StoreBusy: If another watch holds it.
        StoreError: If it is something else.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=1.0, check_same_thread=False)
            self._open()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StoreBusy(f"another watch is using {path}; stop it first") from error
            raise StoreError(f"{path} cannot be opened: {error}") from error
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path} is no queue of recoupe: {error}") from error

    def _open(self) -> None:
        (owner,) = self._db.execute("PRAGMA application_id").fetchone()
        if self._db.execute("SELECT 1 FROM sqlite_master").fetchone() and owner != APPLICATION_ID:
            raise sqlite3.DatabaseError("a database of something else")
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("BEGIN EXCLUSIVE")
        self._db.execute("COMMIT")
        self._db.executescript(SCHEMA)
        self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def __enter__(self) -> Self:
        """Give the queue itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    # --- lists ---------------------------------------------------------------------------------------

    def follow(self, urls: Iterable[str], *, parent: str | None = None) -> int:
        """Poll lists from now on; gives how many were not known."""
        rows = [(url, self._clock(), parent) for url in dict.fromkeys(urls)]
        before = self._db.total_changes
        self._db.executemany(
            "INSERT INTO list (url, next_at, parent) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows
        )
        return self._db.total_changes - before

    def lists(self) -> list[str]:
        """Every list that is polled."""
        return [url for (url,) in self._db.execute("SELECT url FROM list ORDER BY url")]

    def due_lists(self) -> list[Due]:
        """Lists whose time has come, longest due first."""
        rows = self._db.execute(
            "SELECT url, etag, last_modified, failures FROM list WHERE next_at <= ? ORDER BY next_at, url",
            (self._clock(),),
        )
        return [Due(url=u, etag=e, last_modified=m, failures=f) for u, e, m, f in rows]

    def polled(
        self, url: str, links: Iterable[Link], *, validators: tuple[str | None, str | None], in_s: float
    ) -> int:
        """A list was read: want its new pages, poll it again in some seconds.

        Args:
            url: The list.
            links: What it names.
            validators: `ETag` and `Last-Modified` as the server gave them.
            in_s: Seconds until it is polled again.

        Returns:
            How many pages were not known.
        """
        self._db.execute("BEGIN")
        before = self._db.total_changes
        self._db.executemany(
            "INSERT INTO page (url, outlet, published) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(link.url, link.outlet, link.published) for link in links],
        )
        n_new = self._db.total_changes - before
        self._db.execute(
            "UPDATE list SET etag = ?, last_modified = ?, failures = 0, next_at = ? WHERE url = ?",
            (*validators, self._clock() + in_s, url),
        )
        self._db.execute("COMMIT")
        return n_new

    def poll_failed(self, url: str, *, in_s: float) -> None:
        """A list could not be read: try it again in some seconds."""
        self._db.execute(
            "UPDATE list SET failures = failures + 1, next_at = ? WHERE url = ?", (self._clock() + in_s, url)
        )

    # --- pages ---------------------------------------------------------------------------------------

    def due_pages(self, limit: int) -> list[Wanted]:
        """Pages to fetch now, as many as asked for, in the order in which lists named them."""
        rows = self._db.execute(
            "SELECT url, outlet, published, tries FROM page WHERE state = 'due' AND next_at <= ?"
            " ORDER BY nr LIMIT ?",
            (self._clock(), limit),
        )
        return [Wanted(link=Link(url=u, outlet=o, published=p), tries=t) for u, o, p, t in rows]

    def keep(self, url: str, page: Page) -> None:
        """A page was fetched."""
        self._db.execute(
            "UPDATE page SET state = 'kept', final_url = ?, charset = ?, media_type = ?, body = ?"
            " WHERE url = ?",
            (page.url, page.charset, page.media_type, page.content, url),
        )

    def refuse(self, url: str, reason: Reason, detail: str) -> None:
        """A page gives nothing, and will give nothing."""
        self._db.execute(
            "UPDATE page SET state = 'refused', reason = ?, detail = ? WHERE url = ?", (reason, detail, url)
        )

    def put_off(self, url: str, *, in_s: float) -> None:
        """Try a page again in some seconds."""
        self._db.execute(
            "UPDATE page SET tries = tries + 1, next_at = ? WHERE url = ?", (self._clock() + in_s, url)
        )

    def ready(self) -> Iterator[Page | Rejection]:
        """Pages that were fetched or refused and not yet taken over."""
        numbers = [nr for (nr,) in self._db.execute(
            "SELECT nr FROM page WHERE state IN ('kept', 'refused') ORDER BY nr"
        )]  # fmt: skip
        for nr in numbers:
            yield self._ready(nr)

    def _ready(self, nr: int) -> Page | Rejection:
        url, outlet, published, final_url, charset, media_type, body, reason, detail = self._db.execute(
            "SELECT url, outlet, published, final_url, charset, media_type, body, reason, detail"
            " FROM page WHERE nr = ?",
            (nr,),
        ).fetchone()
        if reason is not None:
            return reject(url, reason, detail)
        known = PageFacts(
            url=final_url, outlet=outlet, published=published, charset=charset, stated_by="feed"
        )
        kind: MediaType = "text" if media_type == "text" else "html"
        return make_page(url, body, kind, known)

    def taken(self, urls: Iterable[str]) -> None:
        """The store has these pages: their bytes need not be kept here."""
        self._db.execute("BEGIN")
        self._db.executemany(
            "UPDATE page SET state = 'done', body = NULL WHERE url = ? AND state IN ('kept', 'refused')",
            [(url,) for url in urls],
        )
        self._db.execute("COMMIT")

    def next_in_s(self) -> float | None:
        """Seconds until something is due, 0 where something is; None where nothing ever will be."""
        (at,) = self._db.execute(
            "SELECT MIN(at) FROM (SELECT MIN(next_at) AS at FROM list UNION ALL"
            " SELECT MIN(next_at) FROM page WHERE state = 'due')"
        ).fetchone()
        return None if at is None else max(0.0, at - self._clock())

    def counts(self) -> dict[str, int]:
        """Pages by state."""
        return dict(self._db.execute("SELECT state, COUNT(*) FROM page GROUP BY state ORDER BY state"))
