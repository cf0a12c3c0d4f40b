"""The queries that lists are made by, as SQL of the SQLite file."""

from __future__ import annotations

from collections.abc import Iterator

from recoupe.store.listing import StoryQuery
from recoupe.text.searching import MIN_SOUND, name_keys, query_keys

ORDER = "ORDER BY last_day DESC, story_id"
Args = list[str | int]


def list_stories(query: StoryQuery, limit: int | None, offset: int) -> tuple[str, str, Args]:
    """Statements that give a page of stories (id, place) and their number, with their values."""
    conditions = list(_conditions(query))
    args: Args = [value for _, values in conditions for value in values]
    where = f" WHERE {' AND '.join(sql for sql, _ in conditions)}" if conditions else ""
    numbered = f"SELECT story_id, first_day, last_day, row_number() OVER ({ORDER}) AS place FROM account"  # noqa: S608  # constants
    page = "" if limit is None else f" LIMIT {limit:d} OFFSET {offset:d}"
    return (
        f"SELECT story_id, place FROM ({numbered}){where} ORDER BY place{page}",  # noqa: S608  # constants
        f"SELECT count(*) FROM account{where}",  # noqa: S608  # constants
        args,
    )


def _conditions(query: StoryQuery) -> Iterator[tuple[str, Args]]:
    if query.words:
        yield _words(query.words)
    if query.outlet:
        yield "story_id IN (SELECT story_id FROM telling WHERE outlet = ?)", [query.outlet]
    if query.language:
        yield "story_id IN (SELECT story_id FROM telling WHERE language = ?)", [query.language]
    if query.since:
        yield "last_day >= ?", [query.since]
    if query.until:
        yield "first_day <> '' AND first_day <= ?", [query.until]
    if query.one_origin:
        yield (
            "story_id IN (SELECT story_id FROM corroboration WHERE outlets > 1 AND origins_max <= 1)",
            [],
        )
    if query.disputed:
        yield DISPUTED, []
    if query.entity_id:
        yield f"story_id IN ({STORIES_OF})", [query.entity_id]


# a line that only looks like a difference is none
SURE = "SELECT story_id FROM contradiction WHERE json_extract(body, '$.relation') = 'contradiction'"
DISPUTED = f"story_id IN ({SURE})"
STORIES_OF = (
    "SELECT telling.story_id FROM member JOIN cluster ON cluster.id = cluster_id"
    " JOIN telling ON telling.article_id = cluster.article_id WHERE entity_id = ?"
)


def _words(query: str) -> tuple[str, Args]:
    """The words stand in one article, or they are somebody's name, however it is spelt there."""
    match = match_of(query)
    if not match:
        return "false", []
    in_text = (
        "SELECT story_id FROM article_words JOIN article ON nr = article_words.rowid"
        " JOIN telling ON article_id = article.id WHERE article_words MATCH ?"
    )
    named, keys = entities_named(query)
    if not keys:
        return f"story_id IN ({in_text})", [match]
    in_names = STORIES_OF.replace("entity_id = ?", f"entity_id IN ({named})")
    return f"story_id IN ({in_text} UNION {in_names})", [match, *keys]


def match_of(query: str) -> str:
    """A query in FTS5's language: every word, under any of its keys; "" for a query without a word."""
    words = ([f'"{key}"' for key in sorted(keys)] for keys in query_keys(query))
    return " AND ".join(f"({' OR '.join(keys)})" for keys in words if keys)


def entities_named(name: str) -> tuple[str, Args]:
    """A statement that gives the entities whose names hold all words of a name, and its values."""
    keys = [key for key in name_keys([name]) if len(key) >= MIN_SOUND]
    one = "SELECT entity_id FROM spelling WHERE sound = ?"
    return " INTERSECT ".join([one] * len(keys)), list(keys)
