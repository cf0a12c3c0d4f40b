"""What every adapter knows of each kind of record: its table, its owner, its order, its codec."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Generic

import msgspec

from recoupe import records as r
from recoupe.ids import digest
from recoupe.store.port import R

ZLIB = 0x78  # first byte of what zlib packed; a record in MessagePack never begins with it
LEVEL = 6  # zlib's own default: 9 takes twice the time for 2 % less


class Kind(msgspec.Struct, frozen=True):
    """How one kind of record is kept.

    Attributes:
        table: Name of its table.
        owner: Field that holds its owner's id, or None.
        packed: True when its body is large columns that nobody reads by eye, and kept compressed.
        binary: True when its columns are bytes that are read often and do not shrink: kept as MessagePack.
        spans: True when it stands at a place in the text, which is then its order.
    """

    table: str
    owner: str | None
    packed: bool = False
    binary: bool = False
    spans: bool = False


KINDS: dict[type[r.Record], Kind] = {
    r.ShortLines: Kind("short_lines", "page_id", packed=True),
    r.Repeated: Kind("repeated", "page_id", packed=True),
    r.Article: Kind("article", "page_id"),
    r.Rejection: Kind("rejection", "page_id"),
    r.Annotations: Kind("annotations", "article_id", packed=True),
    r.Vectors: Kind("vectors", "article_id", packed=True),
    r.Names: Kind("names", "article_id", packed=True),
    r.HeadingWords: Kind("heading_words", "article_id", packed=True),
    r.Dating: Kind("dating", "article_id"),
    r.Timex: Kind("timex", "article_id", spans=True),
    r.Statement: Kind("statement", "article_id", spans=True),
    r.Mention: Kind("mention", "article_id", spans=True),
    r.Cluster: Kind("cluster", "article_id"),
    r.Chain: Kind("chain", "article_id"),
    r.Headings: Kind("headings", "article_id"),
    r.Signature: Kind("signature", "article_id", binary=True),
    r.Entity: Kind("entity", None),
    r.Placing: Kind("placing", "article_id"),
    r.Derivation: Kind("derivation", "article_id"),
    r.Story: Kind("story", None),
    r.StoryLink: Kind("story_link", "story_id"),
    r.StoryChange: Kind("story_change", "story_id"),
    r.Carry: Kind("carry", None, binary=True),
    r.Closed: Kind("closed", None, binary=True),
    r.Redating: Kind("redating", "story_id"),
    r.Claim: Kind("claim", "story_id"),
    r.Event: Kind("event", "story_id"),
    r.Corroboration: Kind("corroboration", "story_id"),
    r.Contradiction: Kind("contradiction", "story_id"),
    r.Account: Kind("account", "story_id"),
    r.Decision: Kind("decision", None),
}
PLACE = attrgetter("start", "end", "id")


def kind_of(kind: type[r.Record]) -> Kind:
    """How a kind is kept.

    Raises:
        TypeError: For a record that is part of others and never stored alone.
    """
    try:
        return KINDS[kind]
    except KeyError:
        raise TypeError(f"{kind.__name__} is never stored alone") from None


def encode(record: r.Record) -> bytes:
    """JSON of a record, the same bytes for equal records."""
    return msgspec.json.encode(record)


def body_of(record: r.Record, kind: Kind, encoded: bytes) -> str | bytes:
    """What stands in a row's `body`; `encoded` is the record as `encode` gives it."""
    if kind.binary:
        return msgspec.msgpack.encode(record)
    return zlib.compress(encoded, LEVEL) if kind.packed else encoded.decode()


class Decoder(Generic[R]):
    """Reads what `body_of` wrote, and rows of a time when every body was JSON."""

    def __init__(self, kind: type[R]) -> None:
        self._json = msgspec.json.Decoder(kind)
        self._binary = msgspec.msgpack.Decoder(kind)

    def decode(self, body: str | bytes) -> R:
        """The record of a body."""
        if isinstance(body, str):
            return self._json.decode(body)
        if body[0] == ZLIB:
            return self._json.decode(zlib.decompress(body))
        return self._binary.decode(body)


def owner_of(record: r.Record) -> str | None:
    """Id of a record's owner, None where it has none."""
    owner = kind_of(type(record)).owner
    return None if owner is None else getattr(record, owner)


def arrange(records: Sequence[r.Record]) -> list[r.Record]:
    """Records of one unit as they are kept: kind by kind, in text order, else as the stage gave them."""
    by_kind: dict[type[r.Record], list[r.Record]] = {}
    for record in records:
        by_kind.setdefault(type(record), []).append(record)
    for kind, mine in by_kind.items():
        if kind_of(kind).spans:
            mine.sort(key=PLACE)
    return [record for kind in KINDS for record in by_kind.get(kind, ())]


def digest_of(bodies: Iterable[tuple[str, bytes]]) -> str:
    """Digest of a unit's output: table names and bodies, in the order of `arrange`."""
    return digest(part for pair in bodies for part in pair)


def page_digest(page: r.Page) -> str:
    """Digest of a page and of all that is known of it but where it was first found."""
    return digest(encode(msgspec.structs.replace(page, content=b"", location="")).splitlines())
