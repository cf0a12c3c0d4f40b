"""The interface's own phrases about an account, the same in terminal and page.

Names, occasions and quotations come from articles and pass through unchanged but for `show_controls`. What
days and origins are told with is in `view.days` and `view.origins`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from recoupe.messages import Messages
from recoupe.records import BESIDE, NOBODY, Drift, Failure, Modality, Rejection
from recoupe.view.chains import ChainLine
from recoupe.view.controls import show_controls
from recoupe.view.days import write_span
from recoupe.view.origins import write_list, write_occasion
from recoupe.view.rows import (
    AppearanceRow,
    ArticleRow,
    ChainRow,
    ChangeRow,
    ClaimRow,
    CopyRow,
    DifferenceRow,
    HopRow,
    StoryView,
)

MARKS: dict[Modality, str] = {
    "asserted": "●",
    "conditional": "◐",
    "denied": "✕",
    "planned": "▷",
    "possible": "○",
}
NAMED = 4  # articles named in a line of a log
# « number: 4.2e+06 / 3.6e+06 euros »: the rule's name, then two figures and a stem that is no word
FIGURES = re.compile(r"(?P<a>-?[\d.]+(?:e[+-]?\d+)?) / (?P<b>-?[\d.]+(?:e[+-]?\d+)?)(?: .*)?")

# --- appearances -------------------------------------------------------------------------------------


def write_modality(say: Messages, modality: Modality) -> str:
    """A small mark with its word: never one without the other."""
    return f"{MARKS[modality]} {say(f'modality.{modality}')}"


def write_mark(modality: Modality) -> str:
    """The mark alone, beside words that say the same."""
    return MARKS[modality]


def write_drifts(say: Messages, row: AppearanceRow) -> str:
    """What an appearance makes of the claim, all of it; "" where it keeps to the origin."""
    return say("list.sep").join(dict.fromkeys(_write_drift(say, drift) for drift in row.drift))


def _write_drift(say: Messages, drift: Drift) -> str:
    detail = show_controls(drift.detail.text) if drift.detail else ""
    if drift.kind == "rounded" and drift.nearer is not None:
        return say("drift.rounded", detail=detail, nearer=show_controls(drift.nearer.text))
    if drift.kind == "detail":
        return say("drift.detail", detail=detail)
    if drift.kind == "attribution":
        return say("drift.attribution")
    return say(
        "drift.modality",
        from_=say(f"modality.{drift.origin_modality}"),
        to=say(f"modality.{drift.modality}"),
    )


def write_asides(say: Messages, row: AppearanceRow, story: StoryView) -> tuple[str, ...]:
    """What a reader must know beside an appearance, drift apart: a copy, a block that is not counted."""
    asides = []
    if row.copy_of is not None:
        asides.append(say("account.copies_here", outlet=write_article(story.articles[row.copy_of - 1])))
    if row.zone == "faq":
        asides.append(say("account.faq_zone"))
    return tuple(asides)


# --- who had it from whom ----------------------------------------------------------------------------


def write_hop(say: Messages, hop: HopRow) -> str:
    """A hop's name; an unnamed one by its kind; one that another article names with its own words too."""
    name = show_controls(hop.name)
    if hop.known_as is not None:
        known = show_controls(hop.known_as)
        number = hop.named_at.article_number if hop.named_at else None
        key = "hop.known_as" if number is None else "hop.named_in"
        name = say(key, name=known, called=name, **({} if number is None else {"n": number}))
    elif name in {"", NOBODY}:
        name = say(f"hop.{hop.kind}")
    elif hop.kind == "anonymous":
        name = f"{name} ({say('hop.unnamed')})"
    return f"{name} ({say('hop.inferred')})" if hop.inferred else name


def write_chain(say: Messages, row: AppearanceRow) -> str:
    """Who the outlet had it from, origin first; the outlet with its number last."""
    outlet = f"{show_controls(row.place.outlet)} [{row.place.article_number}]"
    if row.chain is None or row.chain.is_outlet_alone:
        return say("hop.nobody") + " → " + outlet
    hops = [write_hop(say, hop) for hop in row.chain.hops[:-1]]
    chain = " → ".join((*hops, outlet))
    occasion = write_other_occasion(say, row.chain)
    return f"{chain} ({occasion})" if occasion else chain


def write_copied(say: Messages, line: ChainLine) -> str:
    """An article that has the claim from the one above it, and what kind of copy it is."""
    outlet = f"{show_controls(line.appearance.place.outlet)} [{line.appearance.place.article_number}]"
    return f"{outlet} ({say(f'copy.{line.copy.type}')})" if line.copy and line.copy.type else outlet


def write_other_occasion(say: Messages, chain: ChainRow) -> str:
    """A chain's occasion, unless one of its hops says it already."""
    occasion = write_occasion(say, chain.occasion)
    return "" if occasion in {show_controls(hop.name) for hop in chain.hops} else occasion


def write_short(say: Messages, claim: ClaimRow) -> str:
    """A claim of one outlet in a line: how it is put, where, and by whom it is told."""
    row = claim.appearances[0]
    parts = [write_modality(say, row.modality)]
    if row.chain is not None and not row.chain.is_outlet_alone:
        parts.append(write_chain(say, row))
    else:
        parts.append(f"{show_controls(row.place.outlet)} [{row.place.article_number}]")
    if row.drift:
        parts.append(write_drifts(say, row))
    if row.zone == "faq":
        parts.append(say("account.faq_zone"))
    return " · ".join(parts)


# --- what differs ------------------------------------------------------------------------------------


def write_kind(say: Messages, difference: DifferenceRow) -> str:
    """What differs; of what only looks like a difference also what it is instead."""
    kind = say(f"difference.{difference.type}")
    if difference.relation == "contradiction":
        return kind
    return say("relation.of", kind=kind, relation=say(f"relation.{difference.on or difference.relation}"))


def write_why(say: Messages, difference: DifferenceRow) -> str:
    """By what two places were found to differ; a rule without words stands as it is."""
    rule, _, values = difference.why.partition(": ")
    if rule == "number" and (found := FIGURES.fullmatch(values)):
        return say("why.number", a=_figure(say, found["a"]), b=_figure(say, found["b"]))
    if rule == "date" and " / " in values:
        return say("why.date", a=values.partition(" / ")[0], b=values.partition(" / ")[2])
    if rule == "name" and " / " in values:
        a, _, b = map(show_controls, values.partition(" / "))
        return say("why.name", a=a, b=b)
    if rule == "planned":
        return say("why.planned", day=values)
    if rule == "denied":
        return say("why.denied_after" if values == "just after" else "why.denied")
    return show_controls(difference.why)


def _figure(say: Messages, written: str) -> str:
    """A figure as this language writes it."""
    value = float(written)
    return say.number(int(value)) if value.is_integer() else say.decimal(written)


# --- articles ----------------------------------------------------------------------------------------


def write_article(row: ArticleRow) -> str:
    """An article by its outlet and number."""
    return f"{show_controls(row.outlet)} [{row.number}]"


def write_articles(say: Messages, story: StoryView, numbers: Iterable[int]) -> str:
    """Several articles by outlet and number."""
    return write_list(say, [write_article(story.articles[n - 1]) for n in numbers])


def write_language(say: Messages, code: str) -> str:
    """A language's name; the code of one that has no words here."""
    return say(f"language.{code}") if f"language.{code}" in say else show_controls(code)


def write_copy(say: Messages, copy: CopyRow) -> str:
    """What kind of copy it is, and how much of it; "" where only a third text links the two."""
    if copy.type is None or copy.share is None:
        return ""
    return say("copy.share", type=say(f"copy.{copy.type}"), percent=round(copy.share * 100))


def write_left_out(say: Messages, row: ArticleRow) -> str:
    """Blocks left out of one article, by label."""
    return ", ".join(
        say("account.label_count", label=say(f"left_out.{label}"), n=say.number(n))
        for label, n in row.left_out
    )


def write_rejection(say: Messages, rejection: Rejection) -> str:
    """A page that gave no article, the reason, and the detail as it was noted."""
    reason = say(f"reason.{rejection.reason}")
    values = {"page": show_controls(rejection.page), "reason": reason}
    if not rejection.detail:
        return say("run.row_plain", **values)
    return say("run.row", detail=show_controls(rejection.detail), **values)


def write_failure(say: Messages, failure: Failure) -> str:
    """A stage that broke: which, on what, and the cause as it was noted."""
    return say(
        "run.failure",
        stage=write_stage(say, failure.stage),
        unit=show_controls(failure.unit_id),
        cause=show_controls(failure.cause),
    )


def write_link_rule(say: Messages, rule: str) -> str:
    """Why a name was taken to be somebody's; a rule without words stands under its name."""
    key = f"link.{rule.replace(' ', '_')}"
    return say(key) if key in say else show_controls(rule)


def write_link_evidence(say: Messages, evidence: str) -> str:
    """The names that were compared, and what both articles name besides."""
    names, _, things = evidence.partition(BESIDE)
    shown = show_controls(names)
    return say("link.beside", names=shown, things=show_controls(things)) if things else shown


def write_stage(say: Messages, stage: str) -> str:
    """A stage's name for a reader."""
    return say(f"stage.{stage}") if f"stage.{stage}" in say else stage


def write_change(say: Messages, change: ChangeRow, story: StoryView) -> str:
    """A line of a story's log: what happened, and the first of the articles that brought it about."""
    by_number = {row.number: row for row in story.articles}
    known = [write_article(by_number[n]) for n in change.articles if n in by_number]
    names = write_list(say, known[:NAMED])
    more = len(change.articles) - NAMED
    if more > 0:
        names = f"{names} {say.count('unit.more', more)}"
    return say(f"log.{change.action}", names=names).strip(" :,")


# --- the whole account -------------------------------------------------------------------------------


def write_notes(say: Messages, story: StoryView) -> tuple[str, ...]:
    """What a reader must know about the whole account; the last line says what recoupe does not say."""
    notes = [
        say.count(f"account.{key}", len(numbers), names=write_articles(say, story, numbers))
        for key, numbers in (
            ("unknown_outlet", story.unknown_outlets),
            ("inferred_date", story.inferred_dates),
            ("faq", story.faq_articles),
            ("translated", story.translated_articles),
            ("cut", story.cut_articles),
        )
        if numbers
    ]
    return (*notes, say("account.no_verdict"))


def write_no_chains(say: Messages, story: StoryView) -> str:
    """Why no way of a claim is drawn: none is told in several places, or no place names a source."""
    return say("account.no_chains" if any(claim.is_full for claim in story.claims) else "account.no_ways")


def write_size(say: Messages, story: StoryView) -> str:
    """Span of time, articles, outlets, claims: the line under the headline."""
    claims = say.count("unit.claim", len(story.claims))
    if n_shared := sum(claim.is_shared for claim in story.claims):
        claims += ", " + say.count("unit.shared", n_shared)
    articles, outlets = say.count("unit.article", story.n_articles), say.count("unit.outlet", story.n_outlets)
    return " · ".join((write_span(say, story), articles, outlets, claims))
