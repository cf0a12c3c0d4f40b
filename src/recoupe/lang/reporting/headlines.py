"""How a headline reports by its marks: « X : « Y » », « « Y » – X », "Y: mayor"; and what only looks so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from recoupe.lang.cues import CueTable
from recoupe.lang.reporting.clauses import content_range, quotation_opened_by, quoted_range
from recoupe.lang.reporting.found import Found, Scene, Words
from recoupe.lang.reporting.phrases import phrase_end, span
from recoupe.lang.reporting.view import Unit, View
from recoupe.records import Mention
from recoupe.text.quotes import Quotation
from recoupe.text.spans import Range

RULE = "heading"
LONGEST = 8  # words for a speaker beside a mark: « Ada Le Roy, maire de Saint-Bressac »
SHORTEST = 2  # words of a content that no quotation mark frames
LEAD = 3  # words in which a noun of speech stands: « le message d'Ada Roy »
DASHES = ("–", "—", "-")
SMALL = re.compile(r"[^\W\d_]")


def behind_label(view: View, unit: Unit, table: CueTable) -> Unit | None:
    """The sentence behind « DIRECT. », « Reportage : », "Live:"; None where it is all label."""
    m = _label(table.heading_labels).match(view.text, unit.start, unit.end)
    if m is None:
        return unit
    start = m.end()
    first = view.first_at(start)
    return msgspec.structs.replace(unit, start=start, first=first) if first < unit.last else None


@lru_cache(maxsize=32)
def _label(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Labels with the capitals behind them (« INFO LE FANAL »), closed by a mark or the end."""
    if not labels:
        return re.compile(r"(?!)")
    words = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf"(?i:{words})(?!\w)(?:\s[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ’'&-]+)*(?:\s?[.:|!–—-]+(?=\s|$)\s*|$)")


def by_mark(s: Scene) -> Iterator[Found]:
    """What a colon or a dash attributes in a headline, and quoted words « aux yeux de » somebody."""
    yield from _by_eyes(s)
    yield from _at_end(s)
    left = s.unit.first
    for w in s.words(s.unit.first, s.unit.last):
        if not _is_mark(s, w.i):
            continue
        before, after = (left, w.i), (w.i + 1, s.unit.last)
        report = _opened(s, before, after, is_colon=w.text == ":") or _closed(s, before, after)
        if report is not None:
            content, source = report
            yield Found(content=content, rule=RULE, rank=0, source=source)
            return
        left = w.i + 1


def _is_mark(s: Scene, k: int) -> bool:
    """A colon, or a dash with white space on both sides, outside quotation marks."""
    w = s.view.words[k]
    if not s.unit.first < k < s.unit.last - 1 or s.view.quotation_at(w.start) is not None:
        return False
    stands_free = s.view.words[k - 1].end < w.start and w.end < s.view.words[k + 1].start
    return w.text == ":" or (w.text in DASHES and stands_free)


Report = tuple[Range, Range]  # content, source


def names_speaker(s: Scene, f: Found) -> bool:
    """Whether what the body's rules find holds in a headline too.

    A headline that asks (« La maire a-t-elle menti ? ») reports nothing but what it quotes, « ce que dit
    l'épave » nothing at all, and before a colon without a cue stands a subject (« Accident : 26 blessés »).
    """
    if f.source is None:
        return False
    words = s.view.first_at(f.source[0]), s.view.first_at(f.source[1])
    if f.cue is None and f.rule != RULE and not speaks(s, words):
        return False
    last = s.view.words[s.view.first_at(f.content[1]) - 1]
    if last.low in s.table.complementizers:
        return False
    asks = s.text[: s.unit.end].endswith("?") and s.view.quotation_at(s.unit.end - 1) is None
    return not asks or s.view.quotation_at(f.content[0]) is not None


def _opened(s: Scene, before: Words, after: Words, *, is_colon: bool) -> Report | None:
    """« Ada Roy : « Y » », « La maire : le pont rouvrira », "Police: suspect fled"."""
    if not speaks(s, before) or s.text[s.unit.end - 1] == "?":
        return None
    source = _voice(s, before)
    whole = _frames(s, after)
    if whole is not None:
        return quoted_range(s.view, whole), source
    if not is_colon or any(o.position == "insert" for o in s.occurrences):
        return None  # « Usine fermée : « Enfin », lâche la maire »
    content = content_range(s.view, s.view.words[after[0]].start, s.unit.end)
    has_words = content is not None and (_quotes(s, after) or _is_noun(s, before))
    return (content, source) if content is not None and has_words and _asserts(s, after) else None


def _closed(s: Scene, before: Words, after: Words) -> Report | None:
    """« « Y » : Ada Roy devant les grévistes », « « Y » – la maire », "Bridge to reopen in May: mayor"."""
    whole = _frames(s, before)
    if whole is not None:
        source = _of_speech(s, after) or (_voice(s, after) if speaks(s, after) else None)
        return (quoted_range(s.view, whole), source) if source is not None else None
    is_bare = s.table.heading_ends and speaks(s, after) and _is_noun(s, after)
    content = content_range(s.view, s.view.words[before[0]].start, s.view.words[before[1] - 1].end)
    if not is_bare or content is None or before[1] - before[0] < SHORTEST:
        return None
    acts = any(w.is_finite or w.is_infinitive for w in s.view.words[before[0] : before[1]])
    return (content, _voice(s, after)) if acts else None


def _by_eyes(s: Scene) -> Iterator[Found]:
    """« Paul Lemaire, un « homme courageux » aux yeux d'Ada Roy »: the quoted words are hers."""
    low = s.text[s.unit.start : s.unit.end].lower().replace("’", "'")
    for words in s.table.heading_eyes:
        at = low.find(words)
        if at <= 0 or s.view.quotation_at(s.unit.start + at) is not None:
            continue
        first, last = (s.view.first_at(s.unit.start + k) for k in (at, at + len(words)))
        content = content_range(s.view, s.unit.start, s.unit.start + at)
        end = phrase_end(s.view, last, s.unit.last, s.table) if last < s.unit.last else last
        if (
            content is not None
            and end > last
            and _quotes(s, (s.unit.first, first))
            and s.is_known((last, end))
        ):
            cue = span(s.view, first, last)
            yield Found(content=content, rule=RULE, rank=0, cue=cue, source=span(s.view, last, end))


def _at_end(s: Scene) -> Iterator[Found]:
    """The end of the line reports it, though no verb before is finite: "Council to cut jobs, union warns"."""
    for o in s.occurrences:
        comma = s.word(o.source[0] - 1) if o.source is not None and o.source[1] <= o.first else None
        if comma is None or comma.text != "," or o.source is None or o.position != "subject":
            continue
        head = s.view.words[s.unit.first : comma.i]
        content = content_range(s.view, s.unit.start, comma.start)
        is_last = not s.text[s.view.words[o.last - 1].end : s.unit.end].strip(" .!")
        if content is not None and is_last and not o.is_negated and any(w.pos == "VERB" for w in head):
            cue, source = span(s.view, o.first, o.last), span(s.view, *o.source)
            yield Found(content=content, rule=RULE, rank=0, cue=cue, source=source, row=o.cue)


def speaks(s: Scene, words: Words) -> bool:
    """A person's name or a noun for people opens the words, and no verb stands among them.

    « Ukraine : « … » », « SNCF : « … » » and « Plagiat à Bressac : « … » » only say what it is about.
    """
    first, last = words
    if not 0 < last - first <= LONGEST or any(w.is_finite for w in s.view.words[first:last]):
        return False
    opening = next((w for w in s.view.words[first:last] if SMALL.match(w.text)), None)
    if opening is None or s.view.quotation_at(opening.start) is not None:
        return False
    named = _named(s, opening.start)
    if named is not None and named.type == "PER":
        behind = s.view.words[s.view.first_at(named.end)] if named.end < s.unit.end else None
        # « Galvanor fermée : « … » » is no name of somebody
        return behind is None or behind.i >= last or behind.text in ",(" or behind.pos == "ADP"
    return _is_person_noun(s, (opening.i, last))


def _is_person_noun(s: Scene, words: Words) -> bool:
    """« La maire de Bressac », "Police", "Harbour police": a noun for people, bodies or documents."""
    if s.nouns is None:
        return False
    low = [w.low for w in s.view.words[slice(*words)]]
    stop = next(
        (k for k, w in enumerate(s.view.words[slice(*words)]) if k and w.pos in ("ADP", "PUNCT")), len(low)
    )
    if s.nouns.head_last:
        return any(" ".join(low[k:stop]) in s.nouns.known for k in range(stop))
    # « Port de Bressac : « … » » says where, « Le port de Bressac : « … » » who
    return low[0] in s.nouns.determiners and any(
        " ".join(low[1:k]) in s.nouns.known for k in range(2, len(low) + 1)
    )


def _named(s: Scene, at: int) -> Mention | None:
    return next((m for m in s.mentions if m.start <= at < m.end), None)


def _is_noun(s: Scene, words: Words) -> bool:
    """« La maire », "Police": a noun says who; a bare name before a clause is what it is about."""
    opening = s.view.words[words[0]]
    is_determined = opening.pos == "DET" or s.table.heading_ends
    return is_determined and not any(
        m.type == "PER" and opening.start <= m.start < s.view.words[words[1] - 1].end for m in s.mentions
    )


def _voice(s: Scene, words: Words) -> Range:
    """The words for a speaker; behind a name what he does is left out (« Ada Roy devant les grévistes »)."""
    start, end = span(s.view, *words)
    named = _named(s, start)
    if named is not None and not s.text.startswith(",", named.end):
        return start, max(named.end, s.view.words[words[0]].end)
    return start, end


def _of_speech(s: Scene, words: Words) -> Range | None:
    """« « Y » : le message d'Ada Roy »: whose words they are, a noun of speech says."""
    for w in s.words(words[0], words[0] + LEAD):
        of = s.word(w.i + 1)
        if w.low in s.table.speech_nouns and of is not None and of.low in s.table.of and of.i + 1 < words[1]:
            end = phrase_end(s.view, of.i + 1, words[1], s.table)
            known = end > of.i + 1 and s.is_known((of.i + 1, end))
            return span(s.view, of.i + 1, end) if known else None
    return None


def _frames(s: Scene, words: Words) -> Quotation | None:
    """The quotation that holds all of some words."""
    q = quotation_opened_by(s, words[0])
    rest = s.text[q.end : s.view.words[words[1] - 1].end] if q is not None else "?"
    return q if not rest.strip(" .!…,") else None


def _quotes(s: Scene, words: Words) -> bool:
    return any(quotation_opened_by(s, k) is not None for k in range(*words))


def _asserts(s: Scene, words: Words) -> bool:
    """A clause with its verb, and no « ce qu'il faut savoir », "what we know", "five things to know"."""
    opening = s.view.words[words[0]]
    is_list = opening.pos == "NUM" or opening.low in (*s.table.questions, *s.table.heading_lists)
    return not is_list and any(w.is_finite for w in s.view.words[words[0] : words[1]])
