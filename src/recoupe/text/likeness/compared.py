"""A week's articles after those of the weeks before, compared: worked out once for all stages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from recoupe.records import Signature, Window
from recoupe.text.likeness.resemblance import Resemblance
from recoupe.text.likeness.timeline import in_order


class Compared:
    """The articles of a window in order of publication, those of its week last.

    Attributes:
        ordered: All of them; items are places in it.
        first: Place of the first article of the week.
        place: Of each article, by its id.
    """

    def __init__(self, window: Window) -> None:
        self.ordered: tuple[Signature, ...] = (*in_order(window.before), *in_order(window.articles))
        self.first = len(window.before)
        self.place: Mapping[str, int] = {s.article_id: k for k, s in enumerate(self.ordered)}
        self._beside = window.beside

    @cached_property
    def resemblance(self) -> Resemblance:
        """How much they look like telling of one event."""
        return Resemblance(self.ordered, self._beside)


def compared(window: Window) -> Compared:
    """What is worked out from a window's articles, or was for another stage."""
    found = window.shelf.held
    if not isinstance(found, Compared):
        window.shelf.held = found = Compared(window)
    return found
