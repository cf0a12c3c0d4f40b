"""The pages of one story: its account, the dossier to print, two outlets side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec
from litestar import Response, get
from litestar.params import FromPath  # noqa: TC002  # the routes' annotations are read at run time
from litestar.response import Redirect

from recoupe.errors import NotFound
from recoupe.ids import make_id
from recoupe.records import Article
from recoupe.store.port import Store
from recoupe.view.chaindrawing import draw_chains
from recoupe.view.chains import group_chains
from recoupe.view.claim import OpenClaim, load_evidence, load_open
from recoupe.view.compare import compare, list_outlets
from recoupe.view.daydrawing import draw_timeline
from recoupe.view.load import load_story
from recoupe.view.rows import ClaimRow, DifferenceRow, StoryView
from recoupe.web.face import Face
from recoupe.web.pages import Asked, html, store_of

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

T = TypeVar("T")
# rows of a page: with these the account of 200 articles stays under 100 kB
SIZES = {"said": 20, "chains": 6, "when": 16, "differs": 8, "articles": 20}
WAYS, MARKS = 8, 6  # lines of a group of chains, outlets named beside a claim
DRAWN = 24  # articles in one drawing: more are read in the table


class Part(msgspec.Struct, Generic[T], frozen=True):
    """A page of some rows. `first` is the place of its first row among all, from 1."""

    name: str
    rows: Sequence[T]
    page: int
    n_pages: int
    n_rows: int
    first: int


def cut(face: Face, name: str, rows: Sequence[T], page: int | None = None) -> Part[T]:
    """The page of some rows that the address asks for under their name."""
    size = SIZES[name]
    n_pages = max(1, -(-len(rows) // size))
    page = min(page or face.number(name), n_pages)
    first = (page - 1) * size
    return Part(name, rows[first : first + size], page, n_pages, len(rows), first + 1)


@get("/stories/{story_id:str}", sync_to_thread=True, include_in_schema=False)
def story(request: Asked, story_id: FromPath[str]) -> Response[str]:
    """A story's account, one of its claims open."""
    store, face = store_of(request), Face(request)
    view = load_story(store, story_id)
    claims = (*(c for c in view.claims if c.is_full), *(c for c in view.claims if not c.is_full))
    wanted = next((i for i, c in enumerate(claims) if c.id == face.query.get("claim")), None)
    said = cut(face, "said", claims, None if wanted is None else wanted // SIZES["said"] + 1)
    opened = claims[wanted] if wanted is not None else next((c for c in said.rows if c.is_full), None)
    when = cut(face, "when", view.timeline)
    return html(
        face.render(
            "story.html",
            story=view,
            said=said,
            opened=open_claim(store, face, view, opened) if opened else None,
            chains=cut(face, "chains", group_chains(view)),
            when=when,
            timeline=draw_timeline(face.say, when.rows, "t"),
            differs=cut(face, "differs", view.differences),
            differing=_differing(view),
            articles=cut(face, "articles", view.folds),
            page_by_claim={c.number: i // SIZES["said"] + 1 for i, c in enumerate(claims)},
            ways=WAYS,
            marks=MARKS,
            outlets=list_outlets(view),
        )
    )


def open_claim(store: Store, face: Face, view: StoryView, claim: ClaimRow) -> dict[str, object]:
    """What the page of an open claim shows: the claim with its evidence, and its drawing."""
    found: OpenClaim = load_open(store, view, claim, face.number("places"))
    numbers = list(dict.fromkeys(row.place.article_number for row in claim.appearances))[:DRAWN]
    drawn = msgspec.structs.replace(
        claim, appearances=tuple(r for r in claim.appearances if r.place.article_number in set(numbers))
    )
    n_more = len({row.place.article_number for row in claim.appearances}) - len(numbers)
    return {"claim": found, "drawing": draw_chains(face.say, drawn, view), "n_more": n_more}


def _differing(view: StoryView) -> dict[int, list[DifferenceRow]]:
    """The differences that each claim is in, by its number."""
    found: dict[int, list[DifferenceRow]] = {}
    for difference in view.differences:
        for number in difference.claim_numbers:
            found.setdefault(number, []).append(difference)
    return found


@get("/stories/{story_id:str}/dossier", sync_to_thread=True, include_in_schema=False)
def dossier(request: Asked, story_id: FromPath[str]) -> Response[str]:
    """A story's account to print: every claim of several outlets, or every claim, with numbered evidence."""
    store, face = store_of(request), Face(request)
    view = load_story(store, story_id)
    is_all = face.query.get("all") == "1"
    claims = [claim for claim in view.claims if is_all or claim.is_full]
    rows = [row for claim in claims for row in claim.appearances]
    evidence = iter(list(load_evidence(store, rows, 1)))
    return html(
        face.render(
            "dossier.html",
            story=view,
            is_all=is_all,
            claims=[(claim, [next(evidence) for _ in claim.appearances]) for claim in claims],
            n_evidence=len(rows),
            sources={
                row.id: (store.sha256(article.page_id), article.url)
                for row in view.articles
                for article in (store.one(Article, row.id),)
            },
            made=store.made("account", story_id),
        )
    )


@get("/stories/{story_id:str}/compare", sync_to_thread=True, include_in_schema=False)
def compared(request: Asked, story_id: FromPath[str]) -> Response[str]:
    """Two of a story's outlets side by side; by default the first two."""
    face = Face(request)
    view = load_story(store_of(request), story_id)
    outlets = list_outlets(view)
    a = face.query.get("a", outlets[0] if outlets else "")
    b = face.query.get("b", next((o for o in outlets if o != a), a))
    return html(
        face.render(
            "compare.html",
            story=view,
            outlets=outlets,
            compared=compare(view, a, b),
            size=SIZES["said"],
        )
    )


@get("/at/{article_id:str}/{span:str}", sync_to_thread=True, include_in_schema=False)
def at(request: Asked, article_id: FromPath[str], span: FromPath[str]) -> Redirect:
    """The claim that is made at a place of an article, wherever it is listed now: a lasting address."""
    store, face = store_of(request), Face(request)
    story_id = store.story_id(article_id)
    claim = find_claim(load_story(store, story_id), article_id, span) if story_id else None
    if story_id is None or claim is None:
        raise NotFound("claim", f"{article_id}:{span}")
    fragment = f"claim-{claim.number}"
    return Redirect(face.href("stories", story_id, claim=claim.id, fragment=fragment), status_code=302)


def find_claim(view: StoryView, article_id: str, span: str) -> ClaimRow | None:
    """The claim at a place (`120-188`) of an article, else the one that shares most characters with it."""
    start, _, end = span.partition("-")
    if not (start.isdecimal() and end.isdecimal()):
        return None
    first, last = int(start), int(end)
    best, shared = None, 0
    for claim in view.claims:
        for row in claim.appearances:
            if row.place.article_id == article_id:
                common = min(last, row.place.end) - max(first, row.place.start)
                best, shared = (claim, common) if common > shared else (best, shared)
    return best


def find_moved(request: Asked) -> Response[None] | None:
    """Where a story went whose id is gone: that of its first article's present story; None where unknown."""
    parts = request.url.path.split("/")
    if len(parts) < 3 or parts[1] != "stories":  # noqa: PLR2004  # « /stories/ID »
        return None
    store = store_of(request)
    first = next((a for a in store.owners(Article) if make_id("story", a) == parts[2]), None)
    story_id = store.story_id(first) if first else None
    if story_id is None or story_id == parts[2]:
        return None
    return Redirect(Face(request).href("stories", story_id, *parts[3:]), status_code=301)


HANDLERS: list[HTTPRouteHandler] = [story, dossier, compared, at]
