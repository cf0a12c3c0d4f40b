"""What a page is made with: the reader's language, the templates, and links that keep the language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from recoupe import __version__
from recoupe.messages import LANGUAGES, Messages, find_accepted_language
from recoupe.view import days, origins, wording
from recoupe.view.controls import show_controls
from recoupe.view.rows import Place

if TYPE_CHECKING:
    from litestar import Request

WRITERS: tuple[Callable[..., object], ...] = (
    days.write_days,
    days.write_published,
    days.write_span,
    origins.write_merges,
    origins.write_occasion,
    origins.write_origins,
    origins.write_standing,
    wording.write_asides,
    wording.write_copied,
    wording.write_copy,
    wording.write_drift,
    wording.write_failure,
    wording.write_hop,
    wording.write_language,
    wording.write_left_out,
    wording.write_modality,
    wording.write_notes,
    wording.write_other_occasion,
    wording.write_rejection,
    wording.write_size,
    wording.write_why,
)  # phrases that templates say, in the reader's language


class Face:
    """How one request is answered: in which language, and with links that stay in it."""

    def __init__(self, request: Request[Any, Any, Any]) -> None:
        asked = request.query_params.get("lang")
        self.asked = next((lang for lang in LANGUAGES if lang == asked), None)
        self.say = Messages(self.asked or find_accepted_language(request.headers.get("accept-language", "")))
        self.path = request.url.path

    def href(self, *parts: str, fragment: str = "") -> str:
        """Link to a page of this server by its path segments; a language that was asked for goes along."""
        query = f"?{urlencode({'lang': self.asked})}" if self.asked else ""
        path = "/" + "/".join(quote(part, safe="") for part in parts)
        return f"{path}{query}{f'#{fragment}' if fragment else ''}"

    def href_of(self, place: Place) -> str:
        """Link to characters of an article."""
        return self.href("articles", place.article_id, fragment=f"s{place.start}-{place.end}")

    def href_in(self, language: str) -> str:
        """Link to this very page in another language."""
        return f"{self.path}?{urlencode({'lang': language})}"

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
