"""Three clocks of what an article tells: when it happened, when it was said, when it was published."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from recoupe.records import Appearance, Published, Statement, Timex, TimexRole, Tokens
from recoupe.text.matching.views import View, inside, sentence_at, tokens_inside
from recoupe.text.spans import Range

CLIMB = 12  # heads: deeper than any clause of a news sentence; ends cycles of a broken tree


class When(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which something was, both inclusive ISO days.

    Attributes:
        timex_id: The words that say so, None where they are another article's.
        role: `at`, or how the days bound it: what was « since 2022 » began in 2022.
    """

    earliest: str
    latest: str
    timex_id: str | None = None
    role: TimexRole = "at"


def happened(view: View, appearance: Appearance) -> When | None:
    """When the event of a claim was, by its own words, else by those of its sentence around it.

    What stands around reported words is when they were said; the outlet's own words are read with the
    whole sentence.

    Args:
        view: The appearance's article.
        appearance: One place of the claim.

    Returns:
        Its days, else those that bound it (`role`); None where no words say when.
    """
    within = (appearance.start, appearance.end)
    statement = _statement(view, appearance)
    found = _timing(dated(view, within))
    if found is None and (statement is None or statement.report_type == "none"):
        found = _timing(_around(view, within))
    return found


def said(view: View, appearance: Appearance) -> When | None:
    """When reported words were first said: by their occasion, else by the sentence that reports them."""
    statement = _statement(view, appearance)
    if statement is None or statement.report_type == "none":
        return None
    chain = view.chains.get(statement.id)
    occasion = chain.occasion if chain else None
    if occasion is not None and occasion.earliest and occasion.latest:
        return When(earliest=occasion.earliest, latest=occasion.latest)
    if statement.cue is None:
        return None
    cue = (statement.cue.start, statement.cue.end)
    near = (t for t in _around(view, cue) if t.role == "at" and _is_of(view, t, cue))
    return next((w for t in near if (w := _when(t)) is not None), None)


def _is_of(view: View, timex: Timex, cue: Range) -> bool:
    """Whether a date tells of the reporting and not of another verb (« X, vu mardi, a dit »).

    It does when it hangs on the words that report or on what those hang on (« a parlé mardi, disant »).
    """
    tokens = view.annotations.tokens
    inside = tokens_inside(view.annotations, (timex.start, timex.end))
    outer = next((k for k in inside if tokens.heads[k] not in inside), None)
    reporting = tokens_inside(view.annotations, cue)
    above = set(reporting).union(*(_above(tokens, k) for k in reporting))
    for k in _above(tokens, outer) if outer is not None else ():
        if tokens.pos[k] in ("VERB", "AUX") or k in reporting:
            return k in above
    return False


def _above(tokens: Tokens, k: int) -> list[int]:
    """What a token hangs on, nearest first."""
    out: list[int] = []
    while len(out) < CLIMB and tokens.heads[k] != k:
        k = tokens.heads[k]
        out.append(k)
    return out


def dated(view: View, within: Range) -> list[Timex]:
    """Expressions in a range that name days, in text order."""
    return [t for t in inside(view.timexes, within) if t.earliest and t.type in {"DATE", "TIME"}]


def _statement(view: View, appearance: Appearance) -> Statement | None:
    return next((s for s in view.statements if s.id == appearance.statement_id), None)


def _around(view: View, within: Range) -> list[Timex]:
    """Expressions of the same sentence, the nearest first."""
    sentences = view.annotations.sentences
    if not sentences:
        return []
    sentence = sentences[sentence_at(view.annotations, within[0])]
    near = dated(view, (sentence.start, sentence.end))
    return sorted(near, key=lambda t: (max(within[0] - t.end, t.start - within[1]), t.start))


def _timing(found: Iterable[Timex]) -> When | None:
    """The first time told, a finer one inside it before it; else the first bound."""
    timexes = list(found)
    times = [t for t in timexes if t.role == "at"]
    if not times:
        return _when(timexes[0]) if timexes else None
    finer = [t for t in times if _holds(times[0], t) and not _holds(t, times[0])]
    return _when(finer[0] if finer else times[0])


def _holds(outer: Timex, inner: Timex) -> bool:
    """Whether all days of one lie in the other."""
    if outer.earliest is None or outer.latest is None or inner.earliest is None or inner.latest is None:
        return False
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


def _when(timex: Timex) -> When | None:
    if timex.earliest is None or timex.latest is None:
        return None
    return When(earliest=timex.earliest, latest=timex.latest, timex_id=timex.id, role=timex.role)


def open_span(when: When, published: Published | None) -> tuple[str | None, str | None]:
    """First and last day between which something was; None for an end that its bound leaves open.

    What was « since » or « after 2022 » had begun by publication, what is « until Friday » is told before
    it ends.
    """
    if when.role == "at":
        return when.earliest, when.latest
    if when.role in ("until", "before"):
        return (min(published.earliest, when.latest) if published else None), when.latest
    return when.earliest, (max(published.latest, when.latest) if published else None)
