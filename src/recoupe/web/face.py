"""What a page is made with: the reader's language, the templates, and links that keep the language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from recoupe import __version__
from recoupe.messages import LANGUAGES, Messages, find_accepted_language
from recoupe.view import days, deciding, origins, wording
from recoupe.view.controls import show_controls
from recoupe.view.rows import Place
from recoupe.web.access import Access

if TYPE_CHECKING:
    from litestar import Request

WRITERS: tuple[Callable[..., object], ...] = (
    days.write_clocks,
    days.write_days,
    days.write_known,
    days.write_when,
    days.write_published,
    days.write_span,
    deciding.write_decision,
    origins.write_merge,
    origins.write_merges,
    origins.write_names,
    origins.write_occasion,
    origins.write_origin,
    origins.write_origins,
    origins.write_ratio,
    origins.write_reason,
    origins.write_standing,
    wording.write_asides,
    wording.write_change,
    wording.write_copied,
    wording.write_copy,
    wording.write_drifts,
    wording.write_failure,
    wording.write_hop,
    wording.write_kind,
    wording.write_language,
    wording.write_left_out,
    wording.write_link_evidence,
    wording.write_link_rule,
    wording.write_modality,
    wording.write_no_chains,
    wording.write_notes,
    wording.write_other_occasion,
    wording.write_rejection,
    wording.write_size,
    wording.write_why,
)  # phrases that templates say, in the reader's language
KEPT = "lang"  # the part of a query that goes along with every link


class Face:
    """How one request is answered: in which language, with links that stay in it, and what may be changed."""

    def __init__(self, request: Request[Any, Any, Any]) -> None:
        self.query = {name: value for name, value in request.query_params.items() if value}
        asked = self.query.get(KEPT)
        self.asked = next((lang for lang in LANGUAGES if lang == asked), None)
        self.say = Messages(self.asked or find_accepted_language(request.headers.get("accept-language", "")))
        self.path = request.url.path
        access: Access = request.app.state["access"]
        self.may_edit = access.may_edit(request)
        self.csrf = access.csrf_of(request) if self.may_edit else ""

    def href(self, *parts: str, fragment: str = "", **query: object) -> str:
        """Link to a page of this server by its path segments; a language that was asked for goes along."""
        path = "/" + "/".join(quote(part, safe="") for part in parts)
        return self._with(path, query, fragment)

    def here(self, fragment: str = "", **changes: object) -> str:
        """Link to this very page with some of its query changed; None takes a part of it away."""
        return self._with(self.path, {**self.query, **changes}, fragment)

    def _with(self, path: str, query: dict[str, object], fragment: str) -> str:
        kept = {KEPT: self.asked, **query}
        written = urlencode({name: value for name, value in kept.items() if value not in {None, ""}})
        return f"{path}{f'?{written}' if written else ''}{f'#{fragment}' if fragment else ''}"

    def href_of(self, place: Place) -> str:
        """Link to characters of an article."""
        return self.href("articles", place.article_id, fragment=f"s{place.start}-{place.end}")

    def number(self, name: str) -> int:
        """A number from the query, 1 where it is none."""
        value = self.query.get(name, "")
        return int(value) if value.isdecimal() and len(value) < 6 and int(value) > 0 else 1  # noqa: PLR2004

    def render(self, template: str, **values: object) -> str:
        """Fill a template in; every value is escaped."""
        say = self.say
        writers = {write.__name__: partial(write, say) for write in WRITERS}
        return (
            templates()
            .get_template(template)
            .render(
                say=say,
                face=self,
                version=__version__,
                write_article=wording.write_article,
                write_mark=wording.write_mark,
                **writers,
                **values,
            )
        )


@cache
def templates() -> Environment:
    """The templates: always escaping, and strict on names that nobody has set."""
    environment = Environment(
        loader=PackageLoader("recoupe.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = show_controls
    return environment
