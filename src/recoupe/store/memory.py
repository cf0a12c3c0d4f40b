"""The store in memory: small and real, for unit tests and throw-away runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self, cast

import msgspec

from recoupe.errors import NotFound, StoreError
from recoupe.ids import make_id
from recoupe.records import (
    Account,
    Article,
    Cluster,
    Contradiction,
    Corroboration,
    Dating,
    Entity,
    Failure,
    Page,
    Record,
    Story,
)
from recoupe.store.kinds import arrange, digest_of, encode, kind_of, owner_of, page_digest
from recoupe.store.listing import EVERY_STORY, StoryList, StoryQuery
from recoupe.store.port import Provenance, R, Unit
from recoupe.text.searching import MIN_SOUND, excerpt, holds, name_keys, query_keys, stems


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

    def made(self, stage: str, unit_id: str) -> Provenance | None:
        """How one unit was made, see `Store`."""
        return self._made.get((stage, unit_id))

    def page(self, page_id: str) -> Page:
        """One page, see `Store`."""
        return self.one(Page, page_id)

    def sha256(self, page_id: str) -> str:
        """Digest of a page's raw bytes, see `Store`."""
        return self.page(page_id).sha256

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, see `Store`."""
        for _, record in sorted(self._of_kind(kind).items()):
            yield record

    def scan(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, see `Store`."""
        yield from self._of_kind(kind).values()

    def of(self, kind: type[R], owner_id: str) -> tuple[R, ...]:
        """Records of one owner, see `Store`."""
        if kind_of(kind).owner is None:
            raise TypeError(f"{kind.__name__} has no owner")
        return tuple(r for r in arrange(self._in_order(kind)) if owner_of(r) == owner_id)  # type: ignore[misc]

    def of_each(self, kind: type[R], owner_ids: Sequence[str]) -> tuple[R, ...]:
        """Records of several owners, see `Store`."""
        return tuple(record for owner_id in owner_ids for record in self.of(kind, owner_id))

    def some(self, kind: type[R], record_ids: Sequence[str]) -> tuple[R, ...]:
        """Several records, see `Store`."""
        return tuple(self.one(kind, record_id) for record_id in record_ids)

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

    def stories(
        self, query: StoryQuery = EVERY_STORY, *, limit: int | None = None, offset: int = 0
    ) -> StoryList:
        """Stories that have what a query asks for, see `Store`."""
        accounts = sorted(self.all(Account), key=lambda account: account.story_id)
        accounts.sort(key=lambda account: account.last_day or "", reverse=True)
        found = [
            (account.story_id, place)
            for place, account in enumerate(accounts, 1)
            if self._has(account, query)
        ]
        last = None if limit is None else offset + limit
        return StoryList(tuple(found[offset:last]), len(found))

    def _has(self, account: Account, query: StoryQuery) -> bool:
        articles = self._told(account.story_id)
        named = {e for article in articles for e in self.entity_ids(article.id).values()}
        first, last = account.first_day or "", account.last_day or ""
        return all(
            (
                not query.words or self._speaks(articles, named, query.words),
                not query.outlet or query.outlet in {article.outlet for article in articles},
                not query.language or query.language in {article.language for article in articles},
                not query.since or last >= query.since,
                not query.until or "" < first <= query.until,
                not query.one_origin or self.lone_claims(account.story_id) > 0,
                not query.disputed or self._is_disputed(account.story_id),
                not query.entity_id or query.entity_id in named,
            )
        )

    def _is_disputed(self, story_id: str) -> bool:
        return any(c.relation == "contradiction" for c in self.of(Contradiction, story_id))

    def _speaks(self, articles: Sequence[Article], named: set[str], words: str) -> bool:
        keys = query_keys(words)
        in_text = bool(keys) and any(holds(keys, _stems(article)) for article in articles)
        return in_text or bool(named & set(self.find_entities(words, len(named))))

    def _told(self, story_id: str) -> list[Article]:
        stories = self._of_kind(Story)
        ids = stories[story_id].article_ids if story_id in stories else ()
        return [article for a in ids if (article := self._of_kind(Article).get(a)) is not None]

    def outlets(self, limit: int = 200) -> list[tuple[str, int]]:
        """Outlets with the number of their stories, see `Store`."""
        told = Counter(o for story in self.all(Story) for o in {a.outlet for a in self._told(story.id)})
        return sorted(told.items(), key=lambda row: (-row[1], row[0]))[:limit]

    def outlets_of(self, story_id: str) -> list[str]:
        """Outlets of a story's articles, see `Store`."""
        return sorted({article.outlet for article in self._told(story_id)})

    def languages(self) -> list[str]:
        """Languages of the stories' articles, see `Store`."""
        return sorted({a.language for story in self.all(Story) for a in self._told(story.id)})

    def lone_claims(self, story_id: str) -> int:
        """Claims that rest on one origin, see `Store`."""
        return sum(c.outlets > 1 and c.origins_max <= 1 for c in self.of(Corroboration, story_id))

    def find_entities(self, name: str, limit: int = 10) -> list[str]:
        """Entities that a name may mean, see `Store`."""
        keys = {key for key in name_keys([name]) if len(key) >= MIN_SOUND}
        if not keys:
            return []
        found = [e for e in self.all(Entity) if keys <= set(name_keys([e.name, *e.aliases])) and e.members]
        return [e.id for e in sorted(found, key=lambda e: (-len(e.members), e.id))][:limit]

    def articles_of(
        self, entity_id: str, *, limit: int, offset: int = 0
    ) -> list[tuple[str, tuple[str, ...]]]:
        """Articles that name an entity, see `Store`."""
        entity = self._of_kind(Entity).get(entity_id)
        clusters = self._of_kind(Cluster)
        by_article: dict[str, list[str]] = {}
        for member in entity.members if entity else ():
            if member.cluster_id in clusters:
                by_article.setdefault(clusters[member.cluster_id].article_id, []).append(member.cluster_id)
        rows = sorted((a, tuple(sorted(ids))) for a, ids in by_article.items())
        rows.sort(key=lambda row: self._day(row[0]), reverse=True)
        return rows[offset : offset + limit]

    def _day(self, article_id: str) -> str:
        published = [dating.published for dating in self.of(Dating, article_id)]
        return published[0].at if published and published[0] else ""

    def n_articles_of(self, entity_id: str) -> tuple[int, int, int]:
        """How many articles, outlets and stories name an entity, see `Store`."""
        ids = {a for a, _ in self.articles_of(entity_id, limit=self.count(Article))}
        told = [(a, s.id) for s in self.all(Story) for a in self._told(s.id) if a.id in ids]
        return len(ids), len({a.outlet for a, _ in told}), len({story_id for _, story_id in told})

    def search(self, query: str, limit: int = 20) -> list[tuple[str, str]]:
        """Articles that hold all words of a query, see `Store`."""
        keys = query_keys(query)
        if not keys:
            return []
        hits = [
            (article.id, excerpt(article.language, article.text, query))
            for article in self.all(Article)
            if holds(keys, _stems(article))
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
        known,
        media_type=page.media_type,
        published=page.published,
        language=page.language,
        charset=page.charset,
        stated_by=page.stated_by,
        outlet=page.outlet,
    )


def _stems(article: Article) -> frozenset[str]:
    """Everything under which an article's words are looked up."""
    return frozenset(stems(article.language, f"{article.headline or ''} {article.text}").split())
