"""Article, Annotations -> Dating, Timexes: every time expression, its TIMEX3 value and what that rests on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from recoupe.ids import make_id
from recoupe.lang.grammar import Grammar, Match, fold, grammar_of
from recoupe.lang.pack import LanguagePack
from recoupe.records import (
    Annotations,
    Article,
    Certainty,
    Dating,
    Dossier,
    Published,
    Redating,
    Timex,
    Tokens,
)
from recoupe.text.dates.anchor import Asked, Frame, Reading
from recoupe.text.dates.calendar import YEAR, Days, add_days, days_of, narrowed
from recoupe.text.dates.issue import infer_publication
from recoupe.text.dates.moments import read
from recoupe.text.dates.roles import role_of
from recoupe.text.dates.tense import Clauses

VERSION = 4

NEAR = 2  # sentences: « le lendemain » goes on from a day told of at most so far back, else from publication
CLOCK_AFTER = 24  # characters: « vers 14 h 20 lundi », the day follows at once
REACH = 64  # characters before an expression that may hold its preposition
QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|„[^„“]*“")  # « le 2 février »
SAID_NEAR = 64  # characters: « …, a déclaré mardi le préfet »
GOES_ON = re.compile(r",? ?[^\WA-ZÀ-Ý][^.!?;:\n«“]*")  # the sentence goes on behind its quotation
SPOKEN = ("offset", "weekday", "period", "away", "part")  # what is counted from the day of speaking
SAYING = ("date", "weekday", "offset")  # what tells the day of speaking
SAME_MONTH = 60  # days: « le 5 » is of the month told of when that lies so near to publication


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """What one article says of time; `timexes` in text order, a day inside a longer expression after it."""

    dating: Dating
    timexes: tuple[Timex, ...]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A day or period told of, from which others may be read.

    Attributes:
        sentence, paragraph, quote: Where it stands; `quote` is the start of the quotation, None outside one.
        aside: It belongs to a noun (« la note du 3 mai »): the story does not go on from it.
    """

    days: Days
    timex: Timex
    sentence: int
    paragraph: int
    quote: int | None
    aside: bool


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What every expression of an article is read with."""

    article: Article
    folded: str
    grammar: Grammar
    clauses: Clauses
    tokens: Tokens
    paragraphs: tuple[int, ...]
    quotes: tuple[tuple[int, int], ...]
    published: date | None
    bounds: Days | None


def date_expressions(article: Article, annotations: Annotations, *, pack: LanguagePack) -> Dated:
    """Find and read every time expression of an article.

    « mardi » in a report of Thursday becomes Tuesday's date, « juillet dernier » a month and never a day.
    When the article states no publication date, one is inferred from the days its text names.

    Args:
        article: Cleaned text; headline, captions and teasers are not part of it and are not read.
        annotations: Its sentences and tokens; tenses tell « mardi » ahead from « mardi » past.
        pack: For its language, or the fallback: a language without a pack is read with its own small table.

    Returns:
        The dating, and the expressions in text order. Values are "" or hold X where nothing gives an anchor.
    """
    grammar = grammar_of(article.language, pack)
    folded = fold(article.text)
    matches = list(grammar.find(folded))
    published = article.published or infer_publication([(m.rule.do, m.sense) for m in matches])
    setting = Setting(
        article=article,
        folded=folded,
        grammar=grammar,
        clauses=Clauses(
            folded,
            annotations,
            planned=grammar.table.planned,
            awaited=grammar.table.awaited,
            modals=grammar.table.modals,
            ahead=grammar.ahead,
        ),
        tokens=annotations.tokens,
        paragraphs=tuple(p.start for p in article.paragraphs),
        quotes=tuple(m.span() for m in QUOTED.finditer(article.text)),
        published=_day_of(published),
        bounds=_bounds(published),
    )
    timexes = sorted(_resolve(setting, matches), key=lambda t: (t.start, -t.end))
    return Dated(
        dating=Dating(id=make_id("dating", article.id), article_id=article.id, published=published),
        timexes=tuple(timexes),
    )


def date_in_story(dossier: Dossier, *, pack_of: Callable[[str], LanguagePack]) -> tuple[Redating, ...]:
    """Read articles that say no day of their own with the days of the story they belong to.

    « juillet dernier » on an undated page is the July before its story: two pages on one event came out near
    each other.

    Args:
        dossier: The story's records.
        pack_of: The pack of a language, or the fallback.

    Returns:
        One for each article without a date whose story has one; days are all that the story allows.
    """
    dated = {d.article_id: d.published for d in dossier.datings}
    known = sorted((p for p in dated.values() if p is not None), key=lambda p: (p.at, p.latest))
    if not known:
        return ()
    around = Published(
        at=known[0].at,
        source="inferred",
        earliest=min(p.earliest for p in known),
        latest=max(p.latest for p in known),
        certainty="assumed",
    )
    notes = {n.article_id: n for n in dossier.annotations}
    out = []
    for article in sorted(dossier.articles, key=lambda a: a.id):
        if dated.get(article.id) is None and article.id in notes:
            dateable = msgspec.structs.replace(article, published=around)
            made = date_expressions(dateable, notes[article.id], pack=pack_of(article.language))
            out.append(
                Redating(
                    id=make_id("redating", dossier.story.id, article.id),
                    story_id=dossier.story.id,
                    article_id=article.id,
                    published=around,
                    timexes=made.timexes,
                )
            )
    return tuple(out)


def _day_of(published: Published | None) -> date | None:
    """The outlet's own day of publication: the day as it is written, whatever the offset."""
    days = days_of(published.at[: len("2025-08-06")]) if published else None
    return days[0] if days else None


def _bounds(published: Published | None) -> Days | None:
    """First and last day an inferred publication may have; None when it is stated."""
    if published is None or published.certainty != "assumed":
        return None
    return days_of(f"{published.earliest}/{published.latest}")


def _resolve(setting: Setting, matches: Sequence[Match]) -> Iterator[Timex]:
    """Read matches in text order; times of day last, since their day may follow them."""
    told: list[Told] = []
    spoken = dict(_days_spoken(setting, matches))
    for match in matches:
        if match.rule.do == "clock":
            continue
        here = _spoken_on(setting, spoken, match)
        timex = _read(here, _in_its_year(here, told, match), _last_for(here, told, match))
        if timex is None:
            continue
        yield timex
        if match.inner is not None:
            yield _day_inside(timex, match.inner)
        if (days := days_of(timex.value)) is not None:
            told.append(_told(setting, timex, days))
    for match in matches:
        if match.rule.do == "clock" and (timex := _read(setting, match, _day_of_clock(setting, told, match))):
            yield timex


def _days_spoken(setting: Setting, matches: Sequence[Match]) -> Iterator[tuple[int, date]]:
    """The day on which a quotation was said, by the quotation's start, where words right by it name one.

    « Nous l'avons su hier », a dit mardi le préfet: that yesterday is Monday.
    """
    outside = [m for m in matches if m.rule.do in SAYING and _quote(setting, m.start) is None]
    for start, end in setting.quotes:
        for match in outside:
            if not 0 <= match.start - end <= SAID_NEAR:
                continue
            if not GOES_ON.fullmatch(setting.article.text, end, match.start):
                break
            timex = _read(setting, match, None)
            days = days_of(timex.value.partition("T")[0]) if timex is not None else None
            if days and days[0] == days[1] and setting.published and days[0] <= setting.published:
                yield start, days[0]
                break


def _spoken_on(setting: Setting, spoken: Mapping[int, date], match: Match) -> Setting:
    """The setting in which an expression is read: within a quotation, the day on which that was said."""
    quote = _quote(setting, match.start)
    if quote is None or quote not in spoken or match.rule.do not in SPOKEN or match.rule.anchor == "last":
        return setting
    return msgspec.structs.replace(setting, published=spoken[quote])


def _told(setting: Setting, timex: Timex, days: Days) -> Told:
    complement = setting.grammar.complement
    low = max(0, timex.start - REACH)
    aside = complement is not None and complement.search(setting.folded, low, timex.start) is not None
    return Told(
        days=days,
        timex=timex,
        sentence=setting.clauses.sentence(timex.start),
        paragraph=_paragraph(setting, timex.start),
        quote=_quote(setting, timex.start),
        aside=aside,
    )


def _paragraph(setting: Setting, at: int) -> int:
    return bisect_right(setting.paragraphs, at)


def _quote(setting: Setting, at: int) -> int | None:
    """Where the quotation around an offset starts, None outside any."""
    return next((start for start, end in setting.quotes if start < at < end), None)


def _in_its_year(setting: Setting, told: Sequence[Told], match: Match) -> Match:
    """A month in brackets after a year is of that year (« deux ruptures en 2017 (en janvier, en mai) »)."""
    if match.rule.do not in ("month", "date") or "year" in match.sense or not told:
        return match
    bracket = setting.folded.rfind("(", max(0, match.start - REACH), match.start)
    if bracket < 0 or ")" in setting.folded[bracket : match.start]:
        return match
    years = [t.timex.value for t in told if 0 <= bracket - t.timex.end <= 1 and YEAR.fullmatch(t.timex.value)]
    return msgspec.structs.replace(match, sense={**match.sense, "year": int(years[-1])}) if years else match


def _last_for(setting: Setting, told: Sequence[Told], match: Match) -> Told | None:
    """What an expression goes on from: the last day near by, for « ce même mois » the last period at all."""
    do = match.rule.do
    if do == "day":
        return next((t for t in reversed(told) if _is_same_time(setting, t)), None)
    here = setting.clauses.sentence(match.start)
    if do == "period" and "edge" in match.sense and not {"turn", "this"} & match.sense.keys():
        same = [t for t in told if t.sentence == here and t.days[0] == t.days[1]]
        return same[-1] if same else None  # « au 18 juillet, et non au début du mois »
    if match.rule.anchor != "last":
        return None
    if do in ("period", "weekday"):
        return told[-1] if told else None
    return _near(setting, told, match)


def _near(setting: Setting, told: Sequence[Told], match: Match) -> Told | None:
    """The day that « le lendemain » or « à 18 h » goes on from.

    What a quotation tells of is for that quotation alone; « la veille » is of its own paragraph, since
    reports start each paragraph anew; a day named in passing counts within its sentence only.
    """
    here, quote = setting.clauses.sentence(match.start), _quote(setting, match.start)
    back = match.rule.shift < 0
    near = [
        t
        for t in told
        if t.days[0] == t.days[1]
        and t.timex.end <= match.start
        and here - t.sentence <= NEAR
        and t.quote in (None, quote)
        and not (back and t.paragraph != _paragraph(setting, match.start))
    ]
    kept = [t for t in near if not t.aside] or [t for t in near if t.sentence == here]
    return kept[-1] if kept else None


def _is_same_time(setting: Setting, told: Told) -> bool:
    """Whether a day of the month may be of the month told of: no longer period, and near publication."""
    first, last = told.days
    if (first.year, first.month) != (last.year, last.month) or setting.published is None:
        return False
    return abs((first - setting.published).days) <= SAME_MONTH


def _day_of_clock(setting: Setting, told: Sequence[Told], match: Match) -> Told | None:
    """The day of a time of day: the last before it near by, unless one follows it at once."""
    here = setting.clauses.sentence(match.start)
    before = _near(setting, told, match)
    if before is not None and before.sentence == here:
        return before
    for t in told:
        if t.days[0] == t.days[1] and t.sentence == here and 0 <= t.timex.start - match.end <= CLOCK_AFTER:
            return t
    return before


def _read(setting: Setting, match: Match, last: Told | None) -> Timex | None:
    rule = match.rule
    asked = Asked(
        sense=match.sense,
        shift=rule.shift,
        unit=rule.unit,
        mod=rule.mod,
        fixed=rule.fixed,
        last=rule.anchor == "last" or (rule.do == "period" and last is not None),
    )
    look = _look(setting, match)
    frame = Frame(
        published=setting.published,
        last=last.days if last else None,
        toward={"past": -1, "future": 1}.get(look, 0),
        now=look == "present",
    )
    reading = read(rule.do, asked, frame)
    if reading is None:
        return None
    days = _days(reading)
    if days is not None and setting.bounds is not None and reading.anchor != "explicit":
        others = [read(rule.do, asked, other) for other in _frames(frame, setting.bounds, last)]
        days = _widest([days, *(_days(other) for other in others if other is not None)])
    return _timex(setting, match, reading, last, days)


def _days(reading: Reading) -> Days | None:
    """Days of a value, narrowed to the part of it that its words name (« au début de cette année »)."""
    days = days_of(reading.value)
    return narrowed(days, reading.mod) if days and reading.mod and days[0] != days[1] else days


def _frames(frame: Frame, bounds: Days, last: Told | None) -> list[Frame]:
    """What an expression would be read from on the first and the last day of an inferred publication."""
    told = days_of(f"{last.timex.earliest}/{last.timex.latest}") if last else None
    ends = told or bounds
    return [
        msgspec.structs.replace(frame, published=day, last=(end, end) if told else None)
        for day, end in zip(bounds, ends, strict=True)
    ]


def _widest(spans: Sequence[Days | None]) -> Days | None:
    known = [days for days in spans if days is not None]
    return (min(d[0] for d in known), max(d[1] for d in known)) if known else None


def _look(setting: Setting, match: Match) -> str:
    """Which way an expression looks: its preposition says, else its verb, else the sentence's words."""
    grammar, folded = setting.grammar, setting.folded
    low = max(0, match.start - REACH)
    if grammar.forward is not None and grammar.forward.search(folded, low, match.start):
        return "future"
    if grammar.backward is not None and grammar.backward.search(folded, low, match.start):
        return "past"
    bare = grammar.complement is None or not grammar.complement.search(folded, low, match.start)
    look = setting.clauses.look(match.start, match.end, bare=bare)
    if look == "unknown":
        sentence = setting.clauses.sentence_range(match.start)
        if grammar.future is not None and grammar.future.search(folded, *sentence):
            return "future"
        if grammar.past is not None and grammar.past.search(folded, *sentence):
            return "past"
    return look


def _timex(setting: Setting, match: Match, reading: Reading, last: Told | None, days: Days | None) -> Timex:
    article = setting.article
    return Timex(
        id=make_id("timex", article.id, match.start, match.end),
        article_id=article.id,
        start=match.start,
        end=match.end,
        text=article.text[match.start : match.end],
        type=reading.kind,
        value=reading.value,
        mod=reading.mod,
        earliest=days[0].isoformat() if days else None,
        latest=_latest(reading.value, days),
        anchor=last.timex.id if reading.anchor == "last" and last else _stated(reading),
        rule=f"{match.rule.name}, weekday disagrees" if reading.doubtful else match.rule.name,
        certainty=_certainty(setting, reading, last),
        role=role_of(setting.tokens, setting.folded, (match.start, match.end), setting.grammar.table.bounds)
        if days
        else "at",
    )


def _stated(reading: Reading) -> str:
    return "explicit" if reading.anchor == "explicit" else "publication"


def _latest(value: str, days: Days | None) -> str | None:
    """A night ends on the next day; that of the calendar's last day with it."""
    if days is None:
        return None
    end = add_days(days[1], 1) if value.endswith("TNI") else None
    return (end or days[1]).isoformat()


def _certainty(setting: Setting, reading: Reading, last: Told | None) -> Certainty:
    if reading.doubtful or reading.value == "":
        return "assumed"
    if reading.anchor == "explicit":
        return "explicit"
    if reading.anchor == "last" and last is not None:
        return "assumed" if last.timex.certainty == "assumed" else "resolved"
    return "assumed" if setting.bounds is not None or setting.published is None else "resolved"


def _day_inside(timex: Timex, inner: tuple[int, int]) -> Timex:
    """« lundi » in « lundi soir »: an expression of its own, the day without its part."""
    start, end = inner
    value = timex.value.partition("T")[0]
    return msgspec.structs.replace(
        timex,
        id=make_id("timex", timex.article_id, start, end),
        start=start,
        end=end,
        text=timex.text[start - timex.start : end - timex.start],
        type="DATE",
        value=value,
        mod=None,
        latest=_same_day(timex),
    )


def _same_day(timex: Timex) -> str | None:
    """The last day of an expression without the morning after its night."""
    days = days_of(timex.latest or "")
    if days is None or timex.earliest is None or not timex.value.endswith("TNI"):
        return timex.latest
    before = add_days(days[0], -1)
    # the night of the calendar's last day has no morning after
    return max(timex.earliest, before.isoformat()) if before else timex.latest
