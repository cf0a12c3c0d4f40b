"""The Store protocol and its contract in words: the only way to what a run has found.

The contract that `tests/store/contract.py` holds every adapter to:

- **Idempotent.** Writing the same thing twice is writing it once.
- **A unit is replaced whole.** `commit` is one transaction: the records that a unit of a stage gave before
  are gone, those it gives now are there, and its provenance says so. Killed anywhere, a store holds the one
  or the other.
- **Reading order is fixed**: `all` goes by id; `of` goes by place in the text, else as the stage gave them.
- **Records come back equal** to what was written, bytes included.
- **Reading never writes**, and may go on in other threads and processes while a run writes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self, TypeVar

import msgspec

from recoupe.records import Page, Record
from recoupe.store.listing import EVERY_STORY, StoryList, StoryQuery

R = TypeVar("R", bound=Record)


class Unit(msgspec.Struct, frozen=True, order=True):
    """One piece of work of a stage: a page, an article, a story or the whole collection.

    Attributes:
        id: Of the page, article or story; `collection` for a stage that reads everything.
        inputs: Digest of everything its output depends on, beside the stage's version.
    """

    id: str
    inputs: str


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """How the records of one unit were made (PROV `wasGeneratedBy`, `used`).

    Attributes:
        inputs, outputs: Digests of what was read and of what was given.
        settings: Digest of the settings of the run.
        finished_at: ISO 8601 instant, UTC.
    """

    stage: str
    version: int
    unit_id: str
    inputs: str
    outputs: str
    settings: str
    finished_at: str


class Store(Protocol):
    """Pages, records, and who made them."""

    @property
    def location(self) -> str:
        """Path or address it was opened with, without a password."""

    # --- writing: only the runner does ---------------------------------------------------------------

    def put_pages(self, pages: Iterable[Page]) -> int:
        """Keep pages and their raw bytes, once per SHA-256, in one transaction.

        A page that is known keeps its location; what a manifest says of it is brought up to date.
        Each page is an output of stage `read`, see `outputs`.

        Returns:
            How many were not known.
        """

    def pending(self, stage: str, version: int, units: Iterable[Unit]) -> list[Unit]:
        """Units that have no committed output of this version from these inputs, in the order given."""

    def commit(
        self, stage: str, version: int, unit: Unit, records: Sequence[Record], *, settings: str = ""
    ) -> None:
        """Replace what a unit gave before by what it gives now, clear its failure, note its provenance.

        Raises:
            StoreError: If a record's id belongs to another stage or unit.
        """

    def fail(self, stage: str, version: int, unit: Unit, cause: str) -> None:
        """Note a failure; what the unit gave before is gone, and it is pending again."""

    def retire(self, stage: str, keep: Collection[str]) -> int:
        """Forget units of a stage (records, provenance, failures) but those whose id is in `keep`.

        Returns:
            How many units were forgotten.
        """

    # --- reading -------------------------------------------------------------------------------------

    def outputs(self, stage: str) -> dict[str, str]:
        """Digest of the committed output of each unit of a stage, by unit id, sorted by it."""

    def provenance(self, stage: str) -> Iterator[Provenance]:
        """How each unit of a stage was made, by unit id."""

    def made(self, stage: str, unit_id: str) -> Provenance | None:
        """How one unit of a stage was made; None where it has not been."""

    def page(self, page_id: str) -> Page:
        """One page with its raw bytes.

        Raises:
            NotFound: If there is none.
        """

    def sha256(self, page_id: str) -> str:
        """Digest of a page's raw bytes, which are not read.

        Raises:
            NotFound: If there is no such page.
        """

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind (`Page` and `Failure` too) by id, read as it is consumed."""

    def scan(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, read as it is consumed, in whatever order is fastest; no `Page`."""

    def of(self, kind: type[R], owner_id: str) -> tuple[R, ...]:
        """Records of one owner, in text order; () where there is none.

        The owner is the story for claims, corroborations, contradictions, events and accounts; the page for
        articles and rejections; the article for everything else that has one.
        """

    def of_each(self, kind: type[R], owner_ids: Sequence[str]) -> tuple[R, ...]:
        """Records of several owners, owner by owner in the order given, each as `of` has them."""

    def some(self, kind: type[R], record_ids: Sequence[str]) -> tuple[R, ...]:
        """Several records, in the order given.

        Raises:
            NotFound: If one of them is not there.
        """

    def one(self, kind: type[R], record_id: str) -> R:
        """One record.

        Raises:
            NotFound: If there is none.
        """

    def owners(self, kind: type[R]) -> dict[str, str]:
        """Owner id of every record of a kind, by record id, sorted by it; no record is decoded."""

    def count(self, kind: type[R]) -> int:
        """Number of records of a kind."""

    def entity_ids(self, article_id: str) -> dict[str, str]:
        """Entity id of each cluster of an article that is in an entity, by cluster id."""

    def story_id(self, article_id: str) -> str | None:
        """The story an article is in, or None."""

    def stories(
        self, query: StoryQuery = EVERY_STORY, *, limit: int | None = None, offset: int = 0
    ) -> StoryList:
        """Stories that have an account and what a query asks for, newest first, equal days by id."""

    def outlets(self, limit: int = 200) -> list[tuple[str, int]]:
        """Outlets with the number of their stories, most first, then by name."""

    def outlets_of(self, story_id: str) -> list[str]:
        """Outlets of a story's articles, sorted, each once."""

    def languages(self) -> list[str]:
        """Languages of the stories' articles, sorted."""

    def lone_claims(self, story_id: str) -> int:
        """Claims of a story that several outlets carry and that rest on one origin at most."""

    def find_entities(self, name: str, limit: int = 10) -> list[str]:
        """Ids of entities that a name may mean, in any spelling, those in most articles first."""

    def articles_of(
        self, entity_id: str, *, limit: int, offset: int = 0
    ) -> list[tuple[str, tuple[str, ...]]]:
        """Articles that name an entity, with its clusters there; latest day of publication first."""

    def n_articles_of(self, entity_id: str) -> tuple[int, int, int]:
        """How many articles, outlets and stories name an entity."""

    def search(self, query: str, limit: int = 20) -> list[tuple[str, str]]:
        """Articles with all words of a query in headline or text, in any form, case and accents apart.

        Returns:
            (article id, excerpt around the hits), best first, at most `limit`; [] for a query without a word.
        """

    def close(self) -> None:
        """Give the connection back; closing twice is closing once."""

    def __enter__(self) -> Self:
        """Use the store in a `with` block, which closes it."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
