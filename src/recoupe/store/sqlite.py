"""The store in one SQLite file: WAL, one table a kind of record, FTS5 over headline and text.

The file can be opened in any SQLite browser; `store/sql/` holds its tables and their comments.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar, cast

from recoupe.errors import NotFound, StoreBusy, StoreError
from recoupe.ids import make_id
from recoupe.records import Failure, Page, Record
from recoupe.store.kinds import (
    KINDS,
    Decoder,
    Kind,
    arrange,
    body_of,
    digest_of,
    encode,
    kind_of,
    owner_of,
    page_digest,
)
from recoupe.store.listing import EVERY_STORY, StoryList, StoryQuery
from recoupe.store.port import Provenance, R, Unit
from recoupe.store.reading import entities_named, list_stories, match_of
from recoupe.store.schema import connect, prepare
from recoupe.text.searching import excerpt

IDS_AT_ONCE = 100  # values of one statement
PAGE_OF_ROWS = 256  # rows read at a time by `all`: no read stays open while its consumer works
IN_ORDER = itemgetter(0, 1)  # position, id
PAGE_COLUMNS = (
    "id", "location", "media_type", "sha256", "url", "outlet", "published", "language", "charset",
    "stated_by",
)  # fmt: skip

P = ParamSpec("P")
T = TypeVar("T")
Row = tuple[Record, bytes, int]  # a record, its JSON, its place among those of its unit


def _ours(method: Callable[P, T]) -> Callable[P, T]:
    """Turn errors of the database into ours."""

    @wraps(method)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise StoreBusy(f"another process is writing to the store: {error}; try again") from error
            raise StoreError(f"the store cannot be used: {error}") from error
        except sqlite3.Error as error:
            raise StoreError(f"the store refuses this: {error}") from error

    return guarded


class SqliteStore:
    """A store in one file, see `Store`. Any thread may use it; each has a connection of its own.

    Raises:
        SchemaMismatch: If another version of the program wrote the file; `migrate` brings an older one
            up to date.
        StoreError: If the file is no recoupe store.
    """

    def __init__(self, location: str | Path) -> None:
        self._path = Path(location)
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._decoders = {kind: Decoder(kind) for kind in KINDS}
        self._prepare()

    @property
    def location(self) -> str:
        """Path of the file."""
        return str(self._path)

    # --- connections ---------------------------------------------------------------------------------

    @property
    def _db(self) -> sqlite3.Connection:
        db = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = connect(self._path)
            with self._lock:
                self._open.append(db)
        return cast("sqlite3.Connection", db)

    @_ours
    def _prepare(self) -> None:
        prepare(self._db, self._path)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: all of it, or nothing."""
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            for db in self._open:
                db.close()
            self._open.clear()
            self._local = threading.local()

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    # --- writing -------------------------------------------------------------------------------------

    @_ours
    def put_pages(self, pages: Iterable[Page]) -> int:
        """Keep pages, see `Store`."""
        n_new = 0
        with self._transaction() as db:
            for page in pages:
                known = db.execute("SELECT 1 FROM page WHERE id = ?", (page.id,)).fetchone()
                n_new += known is None
                db.execute(
                    "INSERT INTO raw VALUES (?, ?) ON CONFLICT DO NOTHING", (page.sha256, page.content)
                )
                db.execute(
                    f"INSERT INTO page ({', '.join(PAGE_COLUMNS)})"  # noqa: S608  # our own names
                    f" VALUES ({', '.join('?' * len(PAGE_COLUMNS))}) ON CONFLICT (id) DO UPDATE SET"
                    " media_type = excluded.media_type, published = excluded.published,"
                    " language = excluded.language, charset = excluded.charset,"
                    " stated_by = excluded.stated_by, outlet = excluded.outlet",
                    tuple(getattr(page, column) for column in PAGE_COLUMNS),
                )
                _note(db, "read", 1, Unit(page.id, page.sha256), (page_digest(page), "", "page"))
        return n_new

    @_ours
    def pending(self, stage: str, version: int, units: Iterable[Unit]) -> list[Unit]:
        """Units still to do, see `Store`."""
        done = {
            (unit_id, inputs)
            for unit_id, inputs in self._db.execute(
                "SELECT unit_id, inputs FROM provenance WHERE stage = ? AND version = ?", (stage, version)
            )
        }
        return [unit for unit in units if (unit.id, unit.inputs) not in done]

    @_ours
    def commit(
        self, stage: str, version: int, unit: Unit, records: Sequence[Record], *, settings: str = ""
    ) -> None:
        """Replace what a unit gave, see `Store`."""
        rows = [(kind_of(type(record)), record, encode(record)) for record in arrange(records)]
        outputs = digest_of((kind.table, body) for kind, _, body in rows)
        tables = " ".join(sorted({kind.table for kind, _, _ in rows}))
        with self._transaction() as db:
            _forget(db, stage, unit.id)
            by_kind: dict[str, tuple[Kind, list[Row]]] = {}
            for position, (kind, record, body) in enumerate(rows):
                by_kind.setdefault(kind.table, (kind, []))[1].append((record, body, position))
            for kind, several in by_kind.values():
                _insert(db, kind, several, (stage, unit.id))
            _note(db, stage, version, unit, (outputs, settings, tables))

    @_ours
    def fail(self, stage: str, version: int, unit: Unit, cause: str) -> None:
        """Note a failure, see `Store`."""
        with self._transaction() as db:
            _forget(db, stage, unit.id)
            db.execute(
                "INSERT INTO failure VALUES (?, ?, ?, ?, ?)",
                (make_id("failure", stage, unit.id), stage, version, unit.id, cause),
            )

    @_ours
    def retire(self, stage: str, keep: Collection[str]) -> int:
        """Forget units that no longer exist, see `Store`."""
        kept = keep if isinstance(keep, set | frozenset | dict) else set(keep)
        known = self._db.execute(
            "SELECT unit_id FROM provenance WHERE stage = :stage"
            " UNION SELECT unit_id FROM failure WHERE stage = :stage",
            {"stage": stage},
        )
        gone = [unit_id for (unit_id,) in known.fetchall() if unit_id not in kept]
        if gone:
            with self._transaction() as db:
                for unit_id in gone:
                    _forget(db, stage, unit_id)
        return len(gone)

    # --- reading -------------------------------------------------------------------------------------

    @_ours
    def outputs(self, stage: str) -> dict[str, str]:
        """Digest of each unit's output, see `Store`."""
        rows = self._db.execute(
            "SELECT unit_id, outputs FROM provenance WHERE stage = ? ORDER BY unit_id", (stage,)
        )
        return dict(rows.fetchall())

    def provenance(self, stage: str) -> Iterator[Provenance]:
        """How each unit was made, see `Store`."""
        names = Provenance.__struct_fields__
        sql = f"SELECT {', '.join(names)} FROM provenance WHERE stage = ? ORDER BY unit_id"  # noqa: S608  # field names
        for row in self._rows(sql, (stage,)):
            yield Provenance(**dict(zip(names, row, strict=True)))

    def made(self, stage: str, unit_id: str) -> Provenance | None:
        """How one unit was made, see `Store`."""
        names = Provenance.__struct_fields__
        sql = f"SELECT {', '.join(names)} FROM provenance WHERE stage = ? AND unit_id = ?"  # noqa: S608  # field names
        rows = self._rows(sql, (stage, unit_id))
        return Provenance(**dict(zip(names, rows[0], strict=True))) if rows else None

    @_ours
    def _rows(self, sql: str, args: tuple[str | int, ...]) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, args).fetchall()

    def page(self, page_id: str) -> Page:
        """One page, see `Store`."""
        return self.one(Page, page_id)

    def sha256(self, page_id: str) -> str:
        """Digest of a page's raw bytes, see `Store`."""
        rows = self._rows("SELECT sha256 FROM page WHERE id = ?", (page_id,))
        if not rows:
            raise NotFound("page", page_id)
        return str(rows[0][0])

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, see `Store`."""
        select = self._select(kind)
        last = ""
        while rows := self._rows(f"{select} WHERE id > ? ORDER BY id LIMIT {PAGE_OF_ROWS}", (last,)):
            last = rows[-1][0]
            for row in rows:
                yield self._decode(kind, row)

    def scan(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, see `Store`: as the rows stand in the file."""
        select = f"SELECT rowid, body FROM {kind_of(kind).table}"  # noqa: S608  # our own table names
        decode = cast("Decoder[R]", self._decoders[kind]).decode
        last = 0
        while rows := self._rows(f"{select} WHERE rowid > ? ORDER BY rowid LIMIT {PAGE_OF_ROWS}", (last,)):
            last = rows[-1][0]
            for _, body in rows:
                yield decode(body)

    def of(self, kind: type[R], owner_id: str) -> tuple[R, ...]:
        """Records of one owner, see `Store`."""
        owner = kind_of(kind).owner
        if owner is None:
            raise TypeError(f"{kind.__name__} has no owner")
        rows = self._rows(f"{self._select(kind)} WHERE {owner} = ? ORDER BY position, id", (owner_id,))
        return tuple(self._decode(kind, row) for row in rows)

    @_ours
    def of_each(self, kind: type[R], owner_ids: Sequence[str]) -> tuple[R, ...]:
        """Records of several owners, see `Store`."""
        owner = kind_of(kind).owner
        if owner is None:
            raise TypeError(f"{kind.__name__} has no owner")
        select = f"SELECT position, id, {owner}, body FROM {kind_of(kind).table}"  # noqa: S608
        decode = cast("Decoder[R]", self._decoders[kind]).decode
        by_owner: dict[str, list[tuple[int, str, R]]] = {}
        for position, record_id, owner_id, body in self._among(select, owner, owner_ids):
            by_owner.setdefault(owner_id, []).append((position, record_id, decode(body)))
        for mine in by_owner.values():
            mine.sort(key=IN_ORDER)
        return tuple(record for o in owner_ids for _, _, record in by_owner.get(o, ()))

    @_ours
    def some(self, kind: type[R], record_ids: Sequence[str]) -> tuple[R, ...]:
        """Several records, see `Store`."""
        rows = {row[0]: row for row in self._among(self._select(kind), "id", record_ids)}
        for record_id in record_ids:
            if record_id not in rows:
                raise NotFound(_table(kind), record_id)
        return tuple(self._decode(kind, rows[record_id]) for record_id in record_ids)

    def _among(self, select: str, column: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Rows whose column is one of some ids, in any order: SQLite would copy large bodies to sort them.

        One at a time: what is decoded at once lies near the processor still, and leaves its place to others.
        """
        for first in range(0, len(ids), IDS_AT_ONCE):
            part = tuple(ids[first : first + IDS_AT_ONCE])
            marks = ", ".join("?" * len(part))
            yield from self._db.execute(f"{select} WHERE {column} IN ({marks})", part)

    def one(self, kind: type[R], record_id: str) -> R:
        """One record, see `Store`."""
        rows = self._rows(f"{self._select(kind)} WHERE id = ?", (record_id,))
        if not rows:
            raise NotFound(_table(kind), record_id)
        return self._decode(kind, rows[0])

    def owners(self, kind: type[R]) -> dict[str, str]:
        """Owner of every record of a kind, see `Store`."""
        how = kind_of(kind)
        if how.owner is None:
            raise TypeError(f"{kind.__name__} has no owner")
        sql = f"SELECT id, {how.owner} FROM {how.table} WHERE {how.owner} IS NOT NULL ORDER BY id"  # noqa: S608
        return dict(self._rows(sql, ()))

    def count(self, kind: type[R]) -> int:
        """Number of records of a kind, see `Store`."""
        return int(self._rows(f"SELECT count(*) FROM {_table(kind)}", ())[0][0])  # noqa: S608  # our own table names

    def entity_ids(self, article_id: str) -> dict[str, str]:
        """Entities of an article's clusters, see `Store`."""
        sql = (
            "SELECT cluster_id, entity_id FROM member JOIN cluster ON cluster.id = cluster_id"
            " WHERE article_id = ? ORDER BY cluster_id"
        )
        return dict(self._rows(sql, (article_id,)))

    def story_id(self, article_id: str) -> str | None:
        """The story of an article, see `Store`."""
        rows = self._rows("SELECT story_id FROM telling WHERE article_id = ? ORDER BY 1", (article_id,))
        return str(rows[0][0]) if rows else None

    # --- lists and look-ups ---------------------------------------------------------------------------

    def stories(
        self, query: StoryQuery = EVERY_STORY, *, limit: int | None = None, offset: int = 0
    ) -> StoryList:
        """Stories that have what a query asks for, see `Store`."""
        page, count, args = list_stories(query, limit, offset)
        n_found = self._rows(count, tuple(args))[0][0]
        return StoryList(tuple(self._rows(page, tuple(args))), n_found)

    def outlets(self, limit: int = 200) -> list[tuple[str, int]]:
        """Outlets with the number of their stories, see `Store`."""
        sql = (
            "SELECT outlet, count(DISTINCT story_id) FROM telling GROUP BY outlet"
            " ORDER BY 2 DESC, outlet LIMIT ?"
        )
        return self._rows(sql, (limit,))

    def outlets_of(self, story_id: str) -> list[str]:
        """Outlets of a story's articles, see `Store`."""
        sql = "SELECT DISTINCT outlet FROM telling WHERE story_id = ? ORDER BY 1"
        return [row[0] for row in self._rows(sql, (story_id,))]

    def languages(self) -> list[str]:
        """Languages of the stories' articles, see `Store`."""
        found, last = [], ""
        while rows := self._rows("SELECT min(language) FROM telling WHERE language > ?", (last,)):
            if rows[0][0] is None:
                break
            found.append(last := rows[0][0])  # one step through the index for each
        return found

    def lone_claims(self, story_id: str) -> int:
        """Claims that rest on one origin, see `Store`."""
        sql = "SELECT count(*) FROM corroboration WHERE story_id = ? AND outlets > 1 AND origins_max <= 1"
        return int(self._rows(sql, (story_id,))[0][0])

    def find_entities(self, name: str, limit: int = 10) -> list[str]:
        """Entities that a name may mean, see `Store`."""
        named, keys = entities_named(name)
        if not keys:
            return []
        sql = (
            f"SELECT named.entity_id FROM ({named}) AS named"  # noqa: S608  # built of constants
            " JOIN member ON member.entity_id = named.entity_id"
            " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?"
        )
        return [row[0] for row in self._rows(sql, (*keys, limit))]

    def articles_of(
        self, entity_id: str, *, limit: int, offset: int = 0
    ) -> list[tuple[str, tuple[str, ...]]]:
        """Articles that name an entity, see `Store`."""
        sql = (
            "SELECT cluster.article_id, group_concat(cluster_id, ' '),"
            " (SELECT published FROM dating WHERE dating.article_id = cluster.article_id) AS day"
            " FROM member JOIN cluster ON cluster.id = cluster_id WHERE entity_id = ?"
            " GROUP BY 1 ORDER BY day DESC, 1 LIMIT ? OFFSET ?"
        )
        rows = self._rows(sql, (entity_id, limit, offset))
        return [(article_id, tuple(sorted(clusters.split()))) for article_id, clusters, _ in rows]

    def n_articles_of(self, entity_id: str) -> tuple[int, int, int]:
        """How many articles, outlets and stories name an entity, see `Store`."""
        sql = (
            "SELECT count(DISTINCT cluster.article_id), count(DISTINCT outlet), count(DISTINCT story_id)"
            " FROM member JOIN cluster ON cluster.id = cluster_id"
            " LEFT JOIN telling ON telling.article_id = cluster.article_id WHERE entity_id = ?"
        )
        n_articles, n_outlets, n_stories = self._rows(sql, (entity_id,))[0]
        return n_articles, n_outlets, n_stories

    def search(self, query: str, limit: int = 20) -> list[tuple[str, str]]:
        """Articles that hold all words of a query, see `Store`."""
        match = match_of(query)
        if not match:
            return []
        sql = (
            "SELECT article.id, article.language, article.text"
            " FROM article_words JOIN article ON article.nr = article_words.rowid"
            " WHERE article_words MATCH ? ORDER BY bm25(article_words), article.id LIMIT ?"
        )
        rows = self._rows(sql, (match, limit))
        return [(article_id, excerpt(language, text, query)) for article_id, language, text in rows]

    # --- rows to records -----------------------------------------------------------------------------

    def _select(self, kind: type[R]) -> str:
        if issubclass(kind, Page):
            return (
                f"SELECT {', '.join(PAGE_COLUMNS)}, content FROM (SELECT * FROM page JOIN raw USING (sha256))"  # noqa: S608
            )
        if issubclass(kind, Failure):
            return "SELECT id, stage, version, unit_id, cause FROM failure"
        return f"SELECT id, body FROM {kind_of(kind).table}"  # noqa: S608  # our own table names

    def _decode(self, kind: type[R], row: tuple[Any, ...]) -> R:
        if issubclass(kind, Page):
            return cast("R", Page(**dict(zip((*PAGE_COLUMNS, "content"), row, strict=True))))
        if issubclass(kind, Failure):
            return cast("R", Failure(**dict(zip(Failure.__struct_fields__, row, strict=True))))
        return cast("R", self._decoders[kind].decode(row[1]))


def _table(kind: type[Record]) -> str:
    if issubclass(kind, Page | Failure):
        return kind.__name__.lower()
    return kind_of(kind).table


def _insert(db: sqlite3.Connection, kind: Kind, rows: Sequence[Row], made_by: tuple[str, str]) -> None:
    """Insert records of one kind, in the order of their ids: neighbours in an index are written together."""
    columns = ["id", "position", "body", "stage", "unit_id"]
    values: list[tuple[str | bytes | int | None, ...]] = [
        (record.id, position, body_of(record, kind, body), *made_by)  # type: ignore[attr-defined]  # every stored kind has one
        for record, body, position in rows
    ]
    if kind.owner is not None:
        columns.append(kind.owner)
        values = [(*row, owner_of(record)) for row, (record, _, _) in zip(values, rows, strict=True)]
    marks = ", ".join("?" * len(columns))
    sql = f"INSERT INTO {kind.table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  # our own names
    db.executemany(sql, sorted(values, key=itemgetter(0)))


def _forget(db: sqlite3.Connection, stage: str, unit_id: str) -> None:
    """Delete what a unit gave, its provenance and its failure."""
    kept = db.execute(
        "SELECT kinds FROM provenance WHERE stage = ? AND unit_id = ?", (stage, unit_id)
    ).fetchone()
    for table in kept[0].split() if kept else ():
        db.execute(f"DELETE FROM {table} WHERE unit_id = ? AND stage = ?", (unit_id, stage))  # noqa: S608
    db.execute("DELETE FROM provenance WHERE stage = ? AND unit_id = ?", (stage, unit_id))
    db.execute("DELETE FROM failure WHERE stage = ? AND unit_id = ?", (stage, unit_id))


def _note(db: sqlite3.Connection, stage: str, version: int, unit: Unit, what: tuple[str, str, str]) -> None:
    """Write a unit's provenance; `what` is digest of outputs, digest of settings, tables."""
    outputs, settings, tables = what
    db.execute(
        "INSERT INTO provenance (stage, unit_id, version, inputs, outputs, settings, kinds, finished_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (stage, unit_id) DO UPDATE SET"
        " version = excluded.version, inputs = excluded.inputs, outputs = excluded.outputs,"
        " settings = excluded.settings, kinds = excluded.kinds, finished_at = excluded.finished_at"
        " WHERE outputs <> excluded.outputs OR inputs <> excluded.inputs",
        (stage, unit.id, version, unit.inputs, outputs, settings, tables, datetime.now(UTC).isoformat()),
    )
