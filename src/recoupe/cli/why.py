"""`recoupe why`: how the origins behind one claim were counted, line by line."""

from __future__ import annotations

from collections.abc import Iterator

import click
import msgspec

from recoupe.cli.layout import bold, dim, find_width, wrap
from recoupe.cli.options import json_option, read_store, store_option
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.errors import NotFound
from recoupe.messages import Messages
from recoupe.records import Claim
from recoupe.store.port import Store
from recoupe.view.claim import MergeRow, OpenClaim, load_open
from recoupe.view.controls import show_controls
from recoupe.view.load import Ambiguous, find_story, load_story
from recoupe.view.origins import (
    write_common_link,
    write_merge,
    write_origin,
    write_origins,
    write_reason,
    write_standing,
)
from recoupe.view.rows import DifferenceRow, StoryView
from recoupe.view.wording import (
    write_asides,
    write_chain,
    write_drifts,
    write_kind,
    write_modality,
    write_why,
)


class Why(msgspec.Struct, frozen=True):
    """A claim opened, as data."""

    story_id: str
    opened: OpenClaim


def build(say: Messages) -> click.Command:
    """Make the command."""

    def why(claim: str, store: str | None, *, as_json: bool) -> None:
        with read_store(store) as opened:
            story, number = find_claim(opened, claim)
            row = story.claims[number - 1]
            found = load_open(opened, story, row, size=max(1, len(row.appearances)))
        if as_json:
            print_json(Why(story.id, found))
            return
        for line in _lines(say, story, found, find_width()):
            click.echo(line)

    return Told(
        "why", say, callback=why, params=[click.Argument(["claim"]), store_option(say), json_option(say)]
    )


def find_claim(store: Store, wanted: str) -> tuple[StoryView, int]:
    """The claim that a person means: « story.number », its id, or the beginning of it; numbers from 1.

    Raises:
        NotFound: If no claim fits.
        Ambiguous: If several do.
    """
    story, dot, number = wanted.rpartition(".")
    if dot and number.isdecimal():
        view = load_story(store, find_story(store, story))
        if 0 < int(number) <= len(view.claims):
            return view, int(number)
        raise NotFound("claim", wanted)
    prefix = wanted if wanted.startswith("claim-") else f"claim-{wanted}"
    owners = store.owners(Claim)
    fits = (prefix,) if prefix in owners else tuple(sorted(k for k in owners if k.startswith(prefix)))
    if not fits:
        raise NotFound("claim", wanted)
    if len(fits) > 1:
        raise Ambiguous(wanted, fits)
    view = load_story(store, owners[fits[0]])
    return view, next(row.number for row in view.claims if row.id == fits[0])


def _lines(say: Messages, story: StoryView, found: OpenClaim, width: int) -> Iterator[str]:
    claim = found.claim
    yield from wrap(bold(say("because.quote", text=show_controls(claim.text))), width)
    yield from wrap(write_origins(say, claim.corroboration), width)
    if standing := write_standing(say, claim, len(story.articles)):
        yield from wrap(standing, width)
    yield from ("", bold(say("because.places")))
    for row in claim.appearances:
        yield from wrap(
            f"{write_chain(say, row)} · {write_modality(say, row.modality)}", width, "     ", "  +  "
        )
        yield from wrap(say("because.quote", text=show_controls(row.place.text)), width, "     ")
        notes = [*write_asides(say, row, story), *([write_drifts(say, row)] if row.drift else [])]
        yield from (dim(line) for note in notes for line in wrap(note, width, "     "))
        yield dim(f"     {row.place.locator}")
    if found.merges:
        yield from ("", bold(say("because.merges")))
    for merge in found.merges:
        yield from _merge(say, merge, width)
    if found.differences:
        yield from ("", bold(say("section.differs")))
    for difference in found.differences:
        yield from _difference(say, difference, width)
    yield from ("", bold(say("because.count")))
    yield from _count(say, found, width)


def _merge(say: Messages, row: MergeRow, width: int) -> Iterator[str]:
    yield from wrap(write_merge(say, row.merge), width, "     ", "  =  ")
    if reason := write_reason(say, row.merge):
        yield from wrap(reason, width, "     ")


def _difference(say: Messages, row: DifferenceRow, width: int) -> Iterator[str]:
    yield from wrap(f"{write_kind(say, row)} · {write_why(say, row)}", width, "     ", "  ≠  ")
    for place in (row.a, row.b):
        said = say("because.quote", text=show_controls(place.text))
        yield from wrap(f"{show_controls(place.outlet)} [{place.article_number}] {said}", width, "     ")
        yield dim(f"     {place.locator}")


def _count(say: Messages, found: OpenClaim, width: int) -> Iterator[str]:
    counted = found.claim.corroboration
    for n, origin in enumerate(counted.origins, 1):
        articles = say.count("unit.article", len(origin.article_ids))
        yield from wrap(f"{write_origin(say, origin)} · {articles}", width, "     ", f"  {n}  ")
    loose = counted.origins_max - counted.origins_min - counted.unknown
    if counted.unknown:
        yield from wrap(say.count("because.anonymous", counted.unknown), width, "     ", "  ?  ")
    if loose > 0:
        yield from wrap(say.count("because.unattributed", loose), width, "     ", "  ?  ")
    if counted.common_link is not None:
        link = write_common_link(say, counted.common_link, counted.outlets)
        yield from wrap(link, width, "     ", "  ∧  ")
    yield from wrap(
        say("because.result", min=counted.origins_min, max=counted.origins_max), width, "     ", "  →  "
    )
