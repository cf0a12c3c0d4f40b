"""The store in memory: small and real, for unit tests and throw-away runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self, cast

import msgspec

from recoupe.errors import NotFound, StoreError
from recoupe.ids import make_id
from recoupe.records import Article, Cluster, Entity, Failure, Page, Record, Story
from recoupe.store.kinds import arrange, digest_of, encode, kind_of, owner_of, page_digest
from recoupe.store.port import Provenance, R, Unit
from recoupe.text.normalise import bare

EXCERPT = 160  # code points shown of a hit's text


class MemoryStore:
    """A store that ends with the process, see `Store`. For one thread."""

    location = ":memory:"

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}
        self._failures: dict[str, Failure] = {}
        self._made: dict[tuple[str, str], Provenance] = {}
        self._units: dict[tuple[str, str], list[Record]] = {}
        self._records: dict[type[Record], dict[str, Record]] = {}

    # --- writing -------------------------------------------------------------------------------------

    def put_pages(self, pages: Iterable[Page]) -> int:
        """Keep pages, see `Store`."""
        n_new = 0
        for page in list(pages):
            known = self._pages.get(page.id)
            n_new += known is None
            self._pages[page.id] = page if known is None else _updated(known, page)
            self._note("read", 1, Unit(page.id, page.sha256), page_digest(page), "")
        return n_new

    def pending(self, stage: str, version: int, units: Iterable[Unit]) -> list[Unit]:
        """Units still to do, see `Store`."""
        return [
            unit
            for unit in units
            if (made := self._made.get((stage, unit.id))) is None
            or (made.version, made.inputs) != (version, unit.inputs)
        ]

    def commit(
        self, stage: str, version: int, unit: Unit, records: Sequence[Record], *, settings: str = ""
    ) -> None:
        """Replace what a unit gave, see `Store`."""
        arranged = arrange(records)
        mine = {_key(record) for record in self._units.get((stage, unit.id), [])}
        taken: set[tuple[type[Record], str]] = set()
        for record in arranged:
            key = _key(record)
            if key in taken or (key[1] in self._records.get(key[0], {}) and key not in mine):
                raise StoreError(f"the store refuses this: another unit gave {key[1]}")
            taken.add(key)
        self._forget(stage, unit.id)
        for record in arranged:
            kind, record_id = _key(record)
            self._records.setdefault(kind, {})[record_id] = record
        self._units[stage, unit.id] = arranged
        outputs = digest_of((kind_of(type(record)).table, encode(record)) for record in arranged)
        self._note(stage, version, unit, outputs, settings)

    def fail(self, stage: str, version: int, unit: Unit, cause: str) -> None:
        """Note a failure, see `Store`."""
        self._forget(stage, unit.id)
        failure_id = make_id("failure", stage, unit.id)
        self._failures[failure_id] = Failure(
            id=failure_id, stage=stage, version=version, unit_id=unit.id, cause=cause
        )

    def retire(self, stage: str, keep: Collection[str]) -> int:
        """Forget units that no longer exist, see `Store`."""
        known = {unit_id for of, unit_id in self._made if of == stage}
        known |= {failure.unit_id for failure in self._failures.values() if failure.stage == stage}
        gone = known - set(keep)
        for unit_id in gone:
            self._forget(stage, unit_id)
        return len(gone)

    def _forget(self, stage: str, unit_id: str) -> None:
        for record in self._units.pop((stage, unit_id), []):
            kind, record_id = _key(record)
            del self._records[kind][record_id]
        self._made.pop((stage, unit_id), None)
        self._failures.pop(make_id("failure", stage, unit_id), None)

    def _note(self, stage: str, version: int, unit: Unit, outputs: str, settings: str) -> None:
        before = self._made.get((stage, unit.id))
        if before is None or (before.inputs, before.outputs) != (unit.inputs, outputs):
            self._made[stage, unit.id] = Provenance(
                stage=stage,
                version=version,
                unit_id=unit.id,
                inputs=unit.inputs,
                outputs=outputs,
                settings=settings,
                finished_at=datetime.now(UTC).isoformat(),
            )

    # --- reading -------------------------------------------------------------------------------------

    def outputs(self, stage: str) -> dict[str, str]:
        """Digest of each unit's output, see `Store`."""
        return {unit_id: made.outputs for (of, unit_id), made in sorted(self._made.items()) if of == stage}

    def provenance(self, stage: str) -> Iterator[Provenance]:
        """How each unit was made, see `Store`."""
        yield from [made for (of, _), made in sorted(self._made.items()) if of == stage]

    def page(self, page_id: str) -> Page:
        """One page, see `Store`."""
        return self.one(Page, page_id)

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, see `Store`."""
        for _, record in sorted(self._of_kind(kind).items()):
            yield record

    def of(self, kind: type[R], owner_id: str) -> tuple[R, ...]:
        """Records of one owner, see `Store`."""
        if kind_of(kind).owner is None:
            raise TypeError(f"{kind.__name__} has no owner")
        return tuple(r for r in arrange(self._in_order(kind)) if owner_of(r) == owner_id)  # type: ignore[misc]

    def one(self, kind: type[R], record_id: str) -> R:
        """One record, see `Store`."""
        try:
            return self._of_kind(kind)[record_id]
        except KeyError:
            raise NotFound(kind.__name__.lower(), record_id) from None

    def owners(self, kind: type[R]) -> dict[str, str]:
        """Owner of every record of a kind, see `Store`."""
        if kind_of(kind).owner is None:
            raise TypeError(f"{kind.__name__} has no owner")
        return {
            record_id: owner
            for record_id, record in sorted(self._of_kind(kind).items())
            if (owner := owner_of(record)) is not None
        }

    def count(self, kind: type[R]) -> int:
        """Number of records of a kind, see `Store`."""
        return len(self._of_kind(kind))

    def entity_ids(self, article_id: str) -> dict[str, str]:
        """Entities of an article's clusters, see `Store`."""
        mine = {cluster.id for cluster in self.of(Cluster, article_id)}
        found = {m.cluster_id: e.id for e in self.all(Entity) for m in e.members if m.cluster_id in mine}
        return dict(sorted(found.items()))

    def story_id(self, article_id: str) -> str | None:
        """The story of an article, see `Store`."""
        return next((story.id for story in self.all(Story) if article_id in story.article_ids), None)

    def search(self, query: str, limit: int = 20) -> list[tuple[str, str]]:
        """Articles that hold all words of a query, see `Store`."""
        words = set(_words(query))
        if not words:
            return []
        hits = [
            (article.id, article.text[:EXCERPT])
            for article in self.all(Article)
            if words <= set(_words(f"{article.headline or ''} {article.text}"))
        ]
        return hits[:limit]

    def close(self) -> None:
        """Do nothing: there is nothing to give back."""

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _of_kind(self, kind: type[R]) -> dict[str, R]:
        if kind is Page:
            return cast("dict[str, R]", self._pages)
        if kind is Failure:
            return cast("dict[str, R]", self._failures)
        kind_of(kind)
        return cast("dict[str, R]", self._records.get(kind, {}))

    def _in_order(self, kind: type[R]) -> list[Record]:
        return list(self._of_kind(kind).values())


def _key(record: Record) -> tuple[type[Record], str]:
    return type(record), record.id  # type: ignore[attr-defined]  # every stored kind has one


def _updated(known: Page, page: Page) -> Page:
    """A known page with what a manifest says now."""
    return msgspec.structs.replace(
        known, media_type=page.media_type, published=page.published, language=page.language
    )


def _words(text: str) -> list[str]:
    """Words without case and accents."""
    return "".join(c if c.isalnum() else " " for c in bare(text).casefold()).split()
