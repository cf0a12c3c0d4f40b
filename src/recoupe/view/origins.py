"""The line that matters, in words: how many outlets, how many origins, and what was counted as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from recoupe.messages import Messages
from recoupe.records import CommonLink, Corroboration, Medium, Occasion, Origin, OriginMerge
from recoupe.view.controls import show_controls
from recoupe.view.days import write_day, write_days
from recoupe.view.rows import ClaimRow

# « press conference, 2026-05-04 »: an origin's occasion ends with a day where one is known
OCCASION = re.compile(r"(?P<name>.*?)(?:, )?(?P<day>\d{4}-\d\d-\d\d)?", re.DOTALL)


def write_origins(say: Messages, corroboration: Corroboration) -> str:
    """How many outlets carry a claim and how many origins stand behind it, by name.

    Whoever reads it alone must not be misled: what is an interval is told as one, what is unnamed as such.
    """
    outlets = say.count("unit.outlet", corroboration.outlets)
    low, high = corroboration.origins_min, corroboration.origins_max
    names = [write_origin(say, origin) for origin in corroboration.origins]
    unnamed = _unnamed(say, corroboration)
    if high == 0:
        return say("origin.none", outlets=outlets)
    if low == 0 or not names:
        return _write_nameless(say, corroboration, outlets, unnamed)
    values = {"outlets": outlets, "n": low, "min": low, "max": high}
    if low < high:
        key = "origin.either" if high == low + 1 else "origin.between"
        return say(key, names=write_list(say, [*names, *unnamed]), **values)
    key = "origin.exact"
    if low == 1:
        key = "origin.one" if corroboration.outlets > 1 else "origin.one_each"
    return say(key, names=write_list(say, names), **values)


def write_ratio(say: Messages, corroboration: Corroboration) -> str:
    """Outlets and the origins behind them, nothing else: « 5 médias → 1 origine »."""
    low, high = corroboration.origins_min, corroboration.origins_max
    outlets = say.count("unit.outlet", corroboration.outlets)
    if high == 0:
        return say("ratio.none", outlets=outlets)
    if low == 0:
        return say("ratio.nameless", outlets=outlets, max=high)
    if low == high:
        return say("ratio.exact", outlets=outlets, origins=say.count("unit.origin", low))
    key = "ratio.either" if high == low + 1 else "ratio.between"
    return say(key, outlets=outlets, min=low, max=high)


def write_names(say: Messages, corroboration: Corroboration) -> str:
    """Who stands behind a claim, by name, and what may be an origin but is not named; "" where nobody is."""
    names = [write_origin(say, origin) for origin in corroboration.origins]
    if corroboration.origins_min == corroboration.origins_max and names:
        return write_list(say, names)
    return write_list(say, [*names, *_unnamed(say, corroboration)])


def _write_nameless(say: Messages, found: Corroboration, outlets: str, unnamed: Sequence[str]) -> str:
    """Nobody is named: one text that the others repeat, one anonymous source, or at most so many origins."""
    if found.origins_max > 1:
        return say("origin.at_most", outlets=outlets, max=found.origins_max, unnamed=write_list(say, unnamed))
    if found.unknown:
        return say("origin.one_anonymous", outlets=outlets)
    if found.outlets == 1:
        return say("origin.no_name", outlets=outlets)
    # who denies it adds no origin and repeats no text either
    repeat = {merge.from_ for merge in found.merges}
    return say(
        "origin.one_text" if len(repeat) >= found.outlets - 1 else "origin.at_most_one", outlets=outlets
    )


def _unnamed(say: Messages, found: Corroboration) -> list[str]:
    """What may be origins of their own, but is not named: anonymous sources, mentions without a source."""
    loose = found.origins_max - found.origins_min - found.unknown
    parts = []
    if found.unknown:
        parts.append(say.count("origin.unknown", found.unknown))
    if loose > 0:
        parts.append(say.count("origin.unattributed", loose))
    return parts


def write_list(say: Messages, parts: Sequence[str]) -> str:
    """Several things in a row, the last two with « et ».

    Example:
        >>> write_list(Messages("fr"), ["A", "B", "C"])
        'A, B et C'
    """
    if not parts:
        return ""
    *before, last = parts
    return say("list.and", first=", ".join(before), last=last) if before else last


def write_origin(say: Messages, origin: Origin) -> str:
    """An origin's name with its occasion, as the articles give them."""
    name = show_controls(origin.name) or f"{say(f'origin_kind.{origin.kind}')} {say('origin.unnamed')}"
    if not origin.occasion:
        return name
    return say("origin.with_occasion", name=name, occasion=_write_origins_occasion(say, origin.occasion))


def _write_origins_occasion(say: Messages, occasion: str) -> str:
    """An origin's occasion: the articles' words, or a medium's name, and the day."""
    found = OCCASION.fullmatch(occasion)
    if found is None:
        return show_controls(occasion)
    name, day = found["name"], found["day"]
    medium = name.replace(" ", "_")
    shown = say(f"medium.{medium}") if medium in get_args(Medium) else show_controls(name)
    return ", ".join(part for part in (shown, write_day(say, day) if day else "") if part)


def write_standing(say: Messages, claim: ClaimRow, n_articles: int) -> str:
    """Who denies it, who was there, whether only the person concerned says so; "" if nothing is to add."""
    corroboration = claim.corroboration
    origins = corroboration.origins
    notes = []
    counted = [row for row in claim.appearances if row.zone != "faq"]
    if any(row.modality != "denied" for row in counted):
        denying = {row.place.article_number: row.place.outlet for row in counted if row.modality == "denied"}
        if names := [f"{show_controls(outlet)} [{n}]" for n, outlet in sorted(denying.items())]:
            notes.append(say("origin.denied_in", names=write_list(say, names)))
    if names := [show_controls(origin.name) for origin in origins if origin.first_hand]:
        notes.append(say("origin.first_hand", names=write_list(say, names)))
    if origins and all(origin.concerned for origin in origins):
        notes.append(say("origin.only_concerned"))
    if link := write_link(say, corroboration):
        notes.append(link)
    if corroboration.outlets > 1 and corroboration.origins_max <= 1:
        notes.append(say.count("origin.no_confirmation", n_articles))
    return " · ".join(notes)


def write_link(say: Messages, corroboration: Corroboration) -> str:
    """In whom the ways of several outlets meet; "" where they do not, or where the one origin says it all."""
    link, found = corroboration.common_link, corroboration.origins
    if link is None or (corroboration.origins_max <= 1 and [o.name for o in found] == [link.name]):
        return ""
    return write_common_link(say, link, corroboration.outlets)


def write_common_link(say: Messages, link: CommonLink, outlets: int) -> str:
    """In whom the ways of several outlets meet, and how many of all the outlets that is."""
    key = "origin.link_all" if link.outlets >= outlets else "origin.link_some"
    return say(key, name=show_controls(link.name), n=link.outlets, outlets=outlets)


def write_merges(say: Messages, corroboration: Corroboration) -> str:
    """What was counted as one origin, each with the reason; "" if nothing was."""
    rows = [write_merge(say, merge) for merge in corroboration.merges]
    return say("origin.merged", merges=say("list.sep").join(rows)) if rows else ""


def write_merge(say: Messages, merge: OriginMerge) -> str:
    """« Outlet: X » folded into « X » is said once; who quotes whom is not said twice either."""
    rule = write_rule(say, merge.rule)
    from_, into = show_controls(merge.from_), show_controls(merge.into)
    outlet, _, name = from_.partition(": ")
    if name == into:
        return say("origin.merge_same", outlet=outlet, name=name, rule=rule)
    return say("origin.merge_row", from_=f"{outlet}, {name}" if name else from_, into=into, rule=rule)


def write_rule(say: Messages, rule: str) -> str:
    """Why two appearances were counted as one origin; a rule without words stands under its name."""
    for key in (f"merge.{rule}", f"copy.{rule}"):
        if key in say:
            return say(key)
    return rule.replace("_", " ")


def write_reason(say: Messages, merge: OriginMerge) -> str:
    """Why two appearances were counted as one origin, in a sentence; "" for a rule without one."""
    return say(f"merge_why.{merge.rule}") if f"merge_why.{merge.rule}" in say else ""


def write_occasion(say: Messages, occasion: Occasion | None) -> str:
    """The channel as written, else its medium, and the days known for it; "" where nothing is."""
    if occasion is None:
        return ""
    name = occasion.name and show_controls(occasion.name)
    parts = [name or (say(f"medium.{occasion.medium}") if occasion.medium else "")]
    if occasion.earliest or occasion.latest:
        parts.append(write_days(say, occasion.earliest, occasion.latest))
    return ", ".join(part for part in parts if part)
