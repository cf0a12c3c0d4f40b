"""JSON-LD of a page: what a publisher says about its article in schema.org terms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from recoupe.text.normalise import plain

ARTICLE = re.compile(
    r"Article|Posting|Report", re.IGNORECASE
)  # NewsArticle, ReportageNewsArticle, BlogPosting
PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')  # in a script that is no JSON
NOT_FREE = frozenset({"false", "0", "http://schema.org/false", "https://schema.org/false"})
MAX_NODES = 2_000  # nodes looked at: a page's graph has tens
MAX_SCRIPT = 1_000_000  # characters of one script


class Structured(msgspec.Struct, frozen=True, kw_only=True):
    """Values as written, markup-free; None when not stated. A page that does not say so is free."""

    headline: str | None = None
    published: str | None = None
    modified: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    description: str | None = None
    body: str | None = None
    is_free: bool = True


def read_structured(scripts: tuple[str, ...]) -> Structured:
    """Read the article's node out of a page's JSON-LD scripts; broken scripts give their date at most.

    Example:
        >>> read_structured(('{"@type": "NewsArticle", "author": {"name": "J. Morvan"}}',)).authors
        ('J. Morvan',)
    """
    nodes: list[dict[str, Any]] = []
    loose: str | None = None
    for script in scripts:
        try:
            parsed = json.loads(script[:MAX_SCRIPT].strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            found = PUBLISHED.search(script[:MAX_SCRIPT])
            loose = loose or (found[1] if found else None)
            continue
        nodes.extend(_nodes(parsed))
    article = next((n for n in nodes if ARTICLE.search(_type(n))), None)
    if article is None:
        return Structured(published=loose)
    by_id = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and n.get("name")}
    return Structured(
        headline=_text(article.get("headline")) or _text(article.get("name")),
        published=_text(article.get("datePublished")) or loose,
        modified=_text(article.get("dateModified")),
        publisher=next(iter(_names(article.get("publisher"), by_id)), None),
        authors=_names(article.get("author"), by_id),
        language=_text(article.get("inLanguage")),
        description=_text(article.get("description")),
        body=_text(article.get("articleBody")),
        is_free=str(article.get("isAccessibleForFree", True)).lower() not in NOT_FREE,
    )


def _nodes(parsed: Any) -> Iterator[dict[str, Any]]:
    todo, seen = [parsed], 0
    while todo and seen < MAX_NODES:
        node = todo.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            todo.extend(v for k, v in node.items() if k in ("@graph", "mainEntity", "publisher", "author"))
        elif isinstance(node, list):
            todo.extend(node)


def _type(node: dict[str, Any]) -> str:
    return str(node.get("@type", ""))


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    return " ".join(plain(re.sub(r"<[^<>]{0,200}>", "", value)).split()) or None


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    out: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        node = by_id.get(str(one.get("@id")), one) if isinstance(one, dict) else one
        name = _text(node)
        if name and name not in out:
            out.append(name)
    return tuple(out)
