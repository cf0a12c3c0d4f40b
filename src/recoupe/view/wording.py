"""The interface's own phrases about an account, the same in terminal and page.

Names, occasions and quotations come from articles and pass through unchanged but for `show_controls`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from recoupe.messages import Messages
from recoupe.records import Corroboration, Drift, Modality, Occasion, Origin
from recoupe.view.rows import AppearanceRow, ArticleRow, CopyRow, HopRow, StoryRow, StoryView

MARKS: dict[Modality, str] = {
    "asserted": "●",
    "conditional": "◐",
    "denied": "✕",
    "planned": "▷",
    "possible": "○",
}
KEPT_CONTROLS = "\n\t"
INVISIBLE = {
    "Cc",
    "Cf",
    "Co",
    "Cs",
    "Cn",
}  # control, format (bidi marks, joiners), private, surrogate, unassigned
HARMLESS = {"\u00ad", "\u200c", "\u200d", "\ufeff"}  # soft hyphen, joiners, byte order mark: shown as nothing


def show_controls(text: str) -> str:
    r"""Make characters visible that could disturb a terminal or reorder a line; all others stay.

    Example:
        >>> show_controls("a\x1b[31mb\u202ec")
        'a⟨U+001B⟩[31mb⟨U+202E⟩c'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_show_control(c) for c in text)


def _show_control(character: str) -> str:
    if character in KEPT_CONTROLS or unicodedata.category(character) not in INVISIBLE:
        return character
    return "" if character in HARMLESS else f"⟨U+{ord(character):04X}⟩"


# --- dates -------------------------------------------------------------------------------------------


def write_day(say: Messages, iso: str) -> str:
    """Write an ISO day or instant out; what is no date comes back as it is.

    Example:
        >>> write_day(Messages("fr"), "2026-03-01"), write_day(Messages("en"), "2026-03-01T08:05:00+01:00")
        ('1er mars 2026', '1 March 2026')
    """
    day = _read_day(iso)
    return iso if day is None else say("date.day", day=_day(say, day), month=_month(say, day), year=day.year)


def write_days(say: Messages, earliest: str | None, latest: str | None) -> str:
    """Write a span of days as short as it can be said: a day, a month, a year, or from when to when.

    Example:
        >>> write_days(Messages("fr"), "2026-03-09", "2026-03-12")
        '9–12 mars 2026'
        >>> write_days(Messages("fr"), "2026-03-01", "2026-03-31")
        'mars 2026'
    """
    first, last = _read_day(earliest or ""), _read_day(latest or "")
    if first is None or last is None:
        known = earliest or latest
        return write_day(say, known) if known else say("date.unknown")
    if first == last:
        return write_day(say, first.isoformat())
    if first.day == 1 and (last + timedelta(days=1)).day == 1:  # whole months
        if (first.year, first.month) == (last.year, last.month):
            return say("date.month", month=_month(say, first), year=first.year)
        if first.year == last.year and (first.month, last.month) == (1, 12):
            return str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        return say(
            "date.days_in_month",
            first=_day(say, first),
            last=last.day,
            month=_month(say, first),
            year=first.year,
        )
    start = (
        say("date.day_month", day=_day(say, first), month=_month(say, first))
        if first.year == last.year
        else write_day(say, first.isoformat())
    )
    return say("date.from_to", first=start, last=write_day(say, last.isoformat()))


def write_instant(say: Messages, at: str) -> str:
    """Write a day, with the hour as the outlet states it where there is one."""
    day = write_day(say, at)
    if "T" not in at:
        return day
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return day
    return say("date.at_time", day=day, hour=moment.hour, minute=f"{moment.minute:02}")


def write_published(say: Messages, row: ArticleRow) -> str:
    """When an article was published and, unless the page states it, how that is known."""
    if row.published_at is None or row.published_from is None:
        return say("published.unknown")
    if row.published_certainty == "explicit":
        return write_instant(say, row.published_at)
    days = write_days(say, row.published_earliest, row.published_latest)
    return f"{days} ({say(f'published.{row.published_from}')})"


def _read_day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def _day(say: Messages, day: date) -> str:
    return say("date.first") if day.day == 1 else str(day.day)


def _month(say: Messages, day: date) -> str:
    return say(f"date.month_{day.month:02}")


# --- origins -----------------------------------------------------------------------------------------


def write_origins(say: Messages, corroboration: Corroboration) -> str:
    """The line that matters: « 2 médias, 1 seule origine : … »."""
    outlets = say.count("unit.outlet", corroboration.outlets)
    names = ", ".join(write_origin(say, origin) for origin in corroboration.origins)
    low, high = corroboration.origins_min, corroboration.origins_max
    if high == 0:
        line = say("origin.none", outlets=outlets)
    elif low == 0 or not names:
        line = say("origin.at_most", outlets=outlets, max=high)
    elif low < high:
        unnamed = say.count("origin.unattributed", high - low)
        line = say("origin.between", outlets=outlets, min=low, max=high, names=names, unnamed=unnamed)
    else:
        line = say("origin.one" if low == 1 else "origin.exact", outlets=outlets, n=low, names=names)
    if corroboration.unknown:
        line += " · " + say.count("origin.unknown", corroboration.unknown)
    return line


def write_origin(say: Messages, origin: Origin) -> str:
    """An origin's name with its occasion, as the articles give them."""
    name = show_controls(origin.name) or f"{say(f'origin_kind.{origin.kind}')} {say('origin.unnamed')}"
    if not origin.occasion:
        return name
    return say("origin.with_occasion", name=name, occasion=show_controls(origin.occasion))


def write_standing(say: Messages, corroboration: Corroboration, n_articles: int) -> str:
    """Whether anybody was there, and anybody but the person concerned says so; "" if nothing is to add."""
    origins = corroboration.origins
    notes = []
    if names := ", ".join(show_controls(origin.name) for origin in origins if origin.first_hand):
        notes.append(say("origin.first_hand", names=names))
    if origins and all(origin.concerned for origin in origins):
        notes.append(say("origin.only_concerned"))
    if corroboration.outlets > 1 and corroboration.origins_max <= 1:
        notes.append(say.count("origin.no_confirmation", n_articles))
    return " · ".join(notes)


def write_merges(say: Messages, corroboration: Corroboration) -> str:
    """What was counted as one origin, each with the rule that says so; "" if nothing was."""
    rows = [
        say("origin.merge_row", from_=show_controls(m.from_), into=show_controls(m.into), rule=m.rule)
        for m in corroboration.merges
    ]
    return say("origin.merged", merges=" ; ".join(rows)) if rows else ""


# --- appearances -------------------------------------------------------------------------------------


def write_modality(say: Messages, modality: Modality) -> str:
    """A small mark with its word: never one without the other."""
    return f"{MARKS[modality]} {say(f'modality.{modality}')}"


def write_drift(say: Messages, drift: Drift) -> str:
    """What became of the origin's wording."""
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


def write_hop(say: Messages, hop: HopRow) -> str:
    """A hop's name; an unnamed one by its kind."""
    name = show_controls(hop.name)
    if not name:
        name = say(f"hop.{hop.kind}") if f"hop.{hop.kind}" in say else say("origin.unnamed")
    elif hop.kind == "anonymous":
        name = f"{name} ({say('hop.unnamed')})"
    return f"{name} ({say('hop.inferred')})" if hop.inferred else name


def write_occasion(say: Messages, occasion: Occasion | None) -> str:
    """The channel as written, else its medium, and the days known for it; "" where nothing is."""
    if occasion is None:
        return ""
    name = occasion.name and show_controls(occasion.name)
    parts = [name or (say(f"medium.{occasion.medium}") if occasion.medium else "")]
    if occasion.earliest or occasion.latest:
        parts.append(write_days(say, occasion.earliest, occasion.latest))
    return ", ".join(part for part in parts if part)


# --- articles ----------------------------------------------------------------------------------------


def write_article(row: ArticleRow) -> str:
    """An article by its outlet and number."""
    return f"{show_controls(row.outlet)} [{row.number}]"


def write_articles(story: StoryView, numbers: Iterable[int]) -> str:
    """Several articles by outlet and number."""
    articles = story.articles
    return ", ".join(write_article(articles[n - 1]) for n in numbers)


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


def write_notes(say: Messages, story: StoryView) -> tuple[str, ...]:
    """What a reader must know about the whole account; the last line says what recoupe does not say."""
    notes = [
        say(f"account.{key}", names=write_articles(story, numbers))
        for key, numbers in (
            ("unknown_outlet", story.unknown_outlets),
            ("inferred_date", story.inferred_dates),
            ("faq", story.faq_articles),
            ("translated", story.translated_articles),
        )
        if numbers
    ]
    return (*notes, say("account.no_verdict"))


def write_span(say: Messages, story: StoryView | StoryRow) -> str:
    """A story's span of time, and that it is inferred where no article's date is stated."""
    days = write_days(say, story.first_day, story.last_day)
    return f"{days} ({say('published.inferred')})" if story.first_day and story.is_span_inferred else days


def write_size(say: Messages, story: StoryView) -> str:
    """Span of time, articles, outlets, claims: the line under the headline."""
    return " · ".join(
        (
            write_span(say, story),
            say.count("unit.article", story.n_articles),
            say.count("unit.outlet", story.n_outlets),
            say.count("unit.claim", len(story.claims)),
        )
    )
