"""Decisions taken in the page: only where the server was started for it, and by whoever holds its token."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from litestar import Request, Response, get, post
from litestar.exceptions import PermissionDeniedException, ValidationException
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.response import Redirect

from recoupe.decisions import decide, in_force, now, undo
from recoupe.errors import NotFound
from recoupe.records import Claim, Corroboration, Decision, Origin, Target
from recoupe.store.port import Store
from recoupe.view.targets import article_target, claim_target, entity_target, origin_target, story_target
from recoupe.web.access import Access
from recoupe.web.face import Face
from recoupe.web.pages import Asked, html, store_of

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

MAX_VALUE = 300  # code points of a name or a note
PER_MINUTE = 60  # decisions: a person takes a few
Form = dict[str, Any]
LIMIT = RateLimitConfig(("minute", PER_MINUTE), store="decisions_limit")


class Decide(Protocol):
    """Where decisions are kept, and who applies them."""

    def history(self) -> tuple[Decision, ...]:
        """Every decision, those taken back too, oldest first."""

    def add(self, decisions: Sequence[Decision]) -> None:
        """Keep decisions and begin to apply them."""

    @property
    def is_applying(self) -> bool:
        """Whether the store is being brought up to date."""


@get("/decisions", sync_to_thread=True, include_in_schema=False)
def history(request: Asked) -> Response[str]:
    """What was decided, latest first, and what was taken back."""
    face, desk = Face(request), desk_of(request)
    if not face.may_edit:
        raise PermissionDeniedException
    found = desk.history()
    kept = {decision.id for decision in in_force(found)}
    rows = [(d, d.id in kept) for d in reversed(found)]
    return html(face.render("history.html", rows=rows, is_applying=desk.is_applying))


@post("/decide", include_in_schema=False, middleware=[LIMIT.middleware])
async def take(request: Asked) -> Redirect:
    """Take a decision, or take one back, and go where the form came from."""
    access: Access = request.app.state["access"]
    if not access.may_edit(request):
        raise PermissionDeniedException
    form = {name: str(value) for name, value in (await request.form()).multi_items()}
    ticked = [str(value) for name, value in (await request.form()).multi_items() if name == "ticked"]
    store, desk = store_of(request), desk_of(request)
    desk.add([make_decision(store, desk, form, ticked)])
    return Redirect(_back(form.get("back", "")), status_code=303)


def make_decision(store: Store, desk: Decide, form: Form, ticked: Sequence[str]) -> Decision:
    """Make the decision that a form describes.

    Args:
        store: Where its targets are looked up.
        desk: Where the decision to take back is looked up.
        form: Fields of the form; `action` says which others there are.
        ticked: What was ticked in it, in the order of the page.

    Raises:
        ValidationException: If the form does not describe one.
        NotFound: If a target is not there.
    """
    action = form.get("action", "")
    if action == "undo":
        before = next((d for d in desk.history() if d.id == form.get("id")), None)
        if before is None:
            raise NotFound("decision", str(form.get("id")))
        return undo(before, at=now())
    make = TARGETS.get(action)
    if make is None:
        raise ValidationException(f"no action {action!r}")
    targets = make(store, form, ticked)
    value = form.get("value", "").strip()[:MAX_VALUE] or None
    if action == "rename" and value is None:
        raise ValidationException("a name is missing")
    kind = action.partition("_of_")[0]
    return decide(
        cast("Any", kind),
        targets,
        at=now(),
        value=value,
        note=form.get("note", "").strip()[:MAX_VALUE] or None,
    )


def _rename(store: Store, form: Form, _: Sequence[str]) -> list[Target]:
    return [entity_target(store, form.get("id", ""))]


def _merge(store: Store, form: Form, _: Sequence[str]) -> list[Target]:
    """Two entities; the other is named by its id, or by a name that only one bears."""
    other = form.get("other", "").strip()
    found = [other] if other.startswith("entity-") else store.find_entities(other, limit=2)
    found = [entity_id for entity_id in found if entity_id != form.get("id")]
    if len(found) != 1:
        raise NotFound("entity", other)
    return [entity_target(store, form.get("id", "")), entity_target(store, found[0])]


def _split(store: Store, form: Form, ticked: Sequence[str]) -> list[Target]:
    """The ticked mentions leave their entity."""
    if not ticked:
        raise ValidationException("nothing is ticked")
    entity_id = form.get("id", "")
    return [entity_target(store, entity_id), entity_target(store, entity_id, ticked)]


def _merge_of_stories(store: Store, form: Form, _: Sequence[str]) -> list[Target]:
    return [story_target(store, form.get("id", "")), story_target(store, form.get("other", "").strip())]


def _move(store: Store, form: Form, _: Sequence[str]) -> list[Target]:
    return [article_target(store, form.get("id", "")), story_target(store, form.get("other", "").strip())]


def _not_same_claim(store: Store, form: Form, ticked: Sequence[str]) -> list[Target]:
    """The appearances in the ticked articles are not the claim of the others."""
    if not ticked:
        raise ValidationException("nothing is ticked")
    claim_id = form.get("id", "")
    whole = claim_target(store, claim_id)
    rest = sorted({place.article_id for place in whole.evidence} - set(ticked))
    if not rest:
        raise ValidationException("some of its places must stay")
    return [claim_target(store, claim_id, rest), claim_target(store, claim_id, ticked)]


def _origins(store: Store, form: Form, ticked: Sequence[str]) -> list[Target]:
    """Two or more origins of a claim, ticked by their place in the list."""
    claim_id = form.get("id", "")
    origins = origins_of(store, claim_id)
    chosen = [origins[int(n)] for n in ticked if n.isdecimal() and int(n) < len(origins)]
    if len(chosen) < 2:  # noqa: PLR2004  # one origin is one
        raise ValidationException("two origins must be ticked")
    return [origin_target(store, claim_id, origin) for origin in chosen]


def _places(store: Store, form: Form, ticked: Sequence[str]) -> list[Target]:
    """What was counted as one origin is two: what the ticked articles rest on, and what the others do."""
    claim_id = form.get("id", "")
    sides = (ticked, form.get("other", "").split())
    if not all(sides) or set(sides[0]) & set(sides[1]):
        raise ValidationException("two sides are needed")
    return [
        Target(kind="origin", id=claim_id, label=side.label, evidence=side.evidence)
        for side in (claim_target(store, claim_id, article_ids) for article_ids in sides)
    ]


def origins_of(store: Store, claim_id: str) -> tuple[Origin, ...]:
    """The counted origins of a claim, in the order of its corroboration.

    Raises:
        NotFound: If there is no such claim.
    """
    counted = store.of(Corroboration, store.one(Claim, claim_id).story_id)
    return next((c.origins for c in counted if c.claim_id == claim_id), ())


TARGETS: dict[str, Callable[[Store, Form, Sequence[str]], list[Target]]] = {
    "rename": _rename,
    "merge": _merge,
    "keep_apart": _merge,
    "split": _split,
    "merge_of_stories": _merge_of_stories,
    "keep_apart_of_stories": _merge_of_stories,
    "move": _move,
    "not_same_claim": _not_same_claim,
    "same_origin": _origins,
    "keep_apart_of_origins": _origins,
    "keep_apart_of_places": _places,
}


def desk_of(request: Request[Any, Any, Any]) -> Decide:
    """Where decisions go."""
    return cast("Decide", request.app.state["decide"])


def _back(path: str) -> str:
    """A path of this server, whatever the form says."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


HANDLERS: list[HTTPRouteHandler] = [history, take]
