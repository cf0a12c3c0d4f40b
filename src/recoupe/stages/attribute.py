"""Article, Annotations -> Statements: who says what, how firmly, nested where a source quotes a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from recoupe.ids import make_id
from recoupe.lang.cues import CueTable
from recoupe.lang.modality import ModalityTable
from recoupe.lang.naming import titles_for
from recoupe.lang.pack import LanguagePack
from recoupe.lang.reporting import markers, untagged
from recoupe.lang.reporting.according import by_preposition, find_prepositions, starts_at
from recoupe.lang.reporting.across import (
    TAKEN_UP,
    from_before,
    from_clause_before,
    from_document,
    from_question,
    from_there,
    introduces,
)
from recoupe.lang.reporting.behind import by_postposition
from recoupe.lang.reporting.channels import channel_of, is_medium, told_medium
from recoupe.lang.reporting.clauses import content_range
from recoupe.lang.reporting.firmness import firmness
from recoupe.lang.reporting.found import Found, Occurrence, Scene
from recoupe.lang.reporting.frames import extract
from recoupe.lang.reporting.headlines import behind_label, by_mark, names_speaker
from recoupe.lang.reporting.heads import nouns_of
from recoupe.lang.reporting.modality import is_hearsay, is_press_conditional, is_rumour
from recoupe.lang.reporting.nouns import by_noun
from recoupe.lang.reporting.occurrences import find_occurrences
from recoupe.lang.reporting.openings import by_conviction, by_participle
from recoupe.lang.reporting.relays import relay_of, with_carried, with_cited
from recoupe.lang.reporting.sources import kind_of, matches, widen
from recoupe.lang.reporting.view import Unit, View, read
from recoupe.records import (
    Annotations,
    Article,
    Excerpt,
    Mention,
    ReportType,
    SourceKind,
    Statement,
)
from recoupe.text.spans import Range, excerpt, iou, is_inside, overlap

VERSION = 25
IMPERSONAL_REACH = 6  # words before a cue: « il est donc important de bien rappeler »
SAME = 0.5  # two contents that share half their characters are one statement: the better rule keeps it
OPENER = re.compile(r"(?:(?:l[ea]s?|une?|the|an?) |l['’])?")  # the article before a name: « l'Élysée »
LONGEST_JOINT = 40  # characters of « , qui s'appuie sur »
MIN_OWN_WORDS = 3  # words of the outlet's own clause: less is a connective, not a claim
UNNAMED = frozenset(("title", "collective", "organisation"))  # kinds that a phrase without a name may have
SHARING = (
    "gerund-",
    "shared-",
)  # whose source is the subject of another clause: « Ada Roy a cédé, jurant que … »
IMPLICIT = ("-continued", "quote-left")  # ends of the rules whose source stands elsewhere


def attribute(
    article: Article, annotations: Annotations, mentions: Sequence[Mention], *, pack: LanguagePack
) -> tuple[Statement, ...]:
    """Find every attribution of an article, and the outlet's own voice around them.

    « Selon la préfète, le pont rouvrira » gives one statement with content (« le pont rouvrira »), cue and
    source; the sentence « Le pont date de 1912 » one of the outlet's own. Contents stand without « que » and
    without marks at their ends. Where a source is implicit (a quotation that goes on, a shared subject),
    `source` is the speaker's last explicit words, which may stand earlier; `rule` says so by « -continued »,
    « gerund- » or « shared- ».

    Args:
        article: Cleaned text; sentences stay within its paragraphs.
        annotations: Its sentences and tokens; without parts of speech only marks and punctuation are read.
        mentions: Names found so far: a source is widened to the full mention it overlaps.
        pack: The article's language, or the fallback pack.

    Returns:
        Statements in text order, outer before inner; at least one for each sentence of body text.
    """
    scenes, table, weak = _scenes(article, annotations, mentions, pack)
    found: list[Found] = []
    for unit, own in _by_unit(scenes, weak):
        found += own if unit.zone != "heading" else []
    kept = _resolve(found)
    view = scenes[0].view if scenes else read(article, annotations)
    drafts = [*kept, *_own_voice(view, kept)]
    titles = titles_for(article.language, pack)
    at_hand = _AtHand(view=view, mentions=mentions, table=table, weak=weak, press=titles.press)
    statements = [_statement(article.id, f, at_hand) for f in drafts]
    return _nested(statements, drafts)


def attribute_headings(
    article: Article, annotations: Annotations, mentions: Sequence[Mention], *, pack: LanguagePack
) -> tuple[Statement, ...]:
    """Find who says what in headlines and crossheads: only where their own words name who.

    A line stands alone: no speaker goes on from another, and a quotation without one gives nothing.

    Args:
        article: The headings as an article (`text.headings.apart`).
        annotations: Its lines' tokens.
        mentions: Its names.
        pack: The article's language, or the fallback pack.
    """
    scenes, table, weak = _scenes(article, annotations, mentions, pack)
    found: list[Found] = []
    for empty in scenes:
        unit = behind_label(empty.view, empty.unit, table)
        if unit is not None:
            scene = _with_cues(msgspec.structs.replace(empty, unit=unit))
            own = [*by_mark(scene), *_with_told(scene, with_cited(scene, list(_in_sentence(scene, None))))]
            found += [f for f in own if names_speaker(scene, f) and not f.rule.endswith(IMPLICIT)]
    kept = _resolve(found)
    if not kept:
        return ()
    press = titles_for(article.language, pack).press
    at_hand = _AtHand(view=scenes[0].view, mentions=mentions, table=table, weak=weak, press=press)
    statements = [_statement(article.id, f, at_hand) for f in kept]
    return _nested(statements, kept)


def _scenes(
    article: Article, annotations: Annotations, mentions: Sequence[Mention], pack: LanguagePack
) -> tuple[list[Scene], CueTable, ModalityTable]:
    """An article's sentences, each with all that the rules need."""
    table, weak = untagged.tables_for(article.language, pack)
    nouns = nouns_of(table, titles_for(article.language, pack))
    words = read(article, annotations, euphonic=table.euphonic, elided=table.elided)
    view = untagged.guess(words, table, nouns.determiners)
    view = msgspec.structs.replace(view, names=frozenset(m.start for m in mentions))
    scenes = [Scene(view=view, unit=unit, table=table, mentions=mentions, nouns=nouns) for unit in view.units]
    return scenes, table, weak


def _by_unit(scenes: Sequence[Scene], weak: ModalityTable) -> Iterable[tuple[Unit, list[Found]]]:
    """Sentences with their attributions; the last speaker goes with the reader from one to the next."""
    previous: Unit | None = None
    is_told = False
    speaker: Range | None = None
    in_paragraph: Range | None = None
    for number, empty in enumerate(scenes):
        unit = empty.unit
        if previous is None or previous.paragraph != unit.paragraph:
            in_paragraph = None
        scene = _with_cues(empty)
        own = with_carried(scene, with_cited(scene, list(_in_sentence(scene, previous))))
        own = _with_told(scene, own)
        own = [_meant(f, in_paragraph or speaker, scene) for f in own if f.rule != TAKEN_UP or not is_told]
        own = [f for f in own if f.source is not None or not _needs_speaker(f, scene)]
        own = [f for f in own if _goes_on(f, scene, in_paragraph)]
        own = from_there(scene, previous, own, in_paragraph or speaker)
        taken = [f.content for f in own if not f.is_inside]
        introduced = in_paragraph or introduces(scenes[number : number + 2]) or speaker
        own += markers.left_quotations(scene, taken, _last_source(own) or introduced)
        if all(f.source is None for f in own):
            own += from_document(scene, previous)
        if not own and (going_on := in_paragraph or (speaker if scene.table.reported_forms else None)):
            own += _continued(scene, going_on, weak)
        last = _last_source(own)
        if last is not None and scene.text[slice(*last)].lower() not in scene.table.indefinites:
            in_paragraph = speaker = last
        yield unit, own
        previous, is_told = unit, bool(own)


def _meant(f: Found, last: Range | None, scene: Scene) -> Found:
    """« À l'en croire, P », « También denuncian que P »: the source is who spoke last."""
    if f.source is not None or not (f.rule.startswith("according") or _needs_speaker(f, scene)):
        return f
    rule = f.rule if f.rule.startswith("according") else f"{f.rule}-continued"
    return msgspec.structs.replace(f, source=last, rule=rule)


def _needs_speaker(f: Found, scene: Scene) -> bool:
    """A verb without its subject, where a language may leave that out, reports who spoke before."""
    return f.source is None and f.row is not None and scene.table.drops_subject


def _goes_on(f: Found, scene: Scene, last: Range | None) -> bool:
    """« Ils attendent une baisse » reports who has just spoken, not who waits for a bus."""
    if f.row is None or not f.row.goes_on:
        return True
    is_pronoun = f.source is not None and scene.text[slice(*f.source)].lower() in scene.table.pronouns
    return is_pronoun and last is not None


def _last_source(found: Sequence[Found]) -> Range | None:
    return next((f.source for f in reversed(found) if f.source is not None and not f.is_inside), None)


def _with_cues(scene: Scene) -> Scene:
    reporting = [o for o in find_occurrences(scene) if not _is_impersonal(scene, o)]
    return msgspec.structs.replace(scene, occurrences=reporting)


def _in_sentence(scene: Scene, previous: Unit | None) -> Iterable[Found]:
    """Every attribution that one sentence makes by its own words."""
    places = find_prepositions(scene, scene.mentions)
    starts = (o.first for o in scene.occurrences if o.position != "subject")
    joined = (k for o in scene.occurrences if (k := _joins(scene, o)) is not None)
    scene = msgspec.structs.replace(
        scene, stops=sorted([*starts, *joined, *(starts_at(scene, p) for p in places)])
    )
    yield from by_preposition(scene, places)
    yield from by_postposition(scene)
    yield from extract(scene)
    yield from from_before(scene, previous)
    yield from from_clause_before(scene)
    yield from from_question(scene, previous)
    yield from markers.bare_denials(scene)
    yield from markers.by_passive(scene)
    yield from by_participle(scene)
    yield from by_conviction(scene)
    yield from by_noun(scene)
    yield from markers.refused(scene)


def _joins(scene: Scene, o: Occurrence) -> int | None:
    """« …, et le recteur prie les familles … »: a second main clause, by its conjunction, ends a content."""
    is_second = any(x.position == "subject" and x.last <= o.first for x in scene.occurrences)
    if o.position != "subject" or o.source is None or not is_second:
        return None  # « Selon X, P, et Y aurait informé … »: all of it is X's
    conjunction, comma = scene.word(o.source[0] - 1), scene.word(o.source[0] - 2)
    is_joined = conjunction is not None and conjunction.low in scene.table.conjunctions
    return o.source[0] - 1 if is_joined and comma is not None and comma.text == "," else None


def _with_told(scene: Scene, own: Sequence[Found]) -> list[Found]:
    """« Elle a dit que le suspect avait avoué … »: a report whose words all stand in another's content."""
    return [
        msgspec.structs.replace(f, is_inside=True) if any(_is_within(scene, f, g) for g in own) else f
        for f in own
    ]


def _is_within(scene: Scene, f: Found, g: Found) -> bool:
    if f.cue is None or f.source is None or f.cue == g.cue:
        return False
    words = scene.text[slice(*f.source)].lower()
    is_other = words not in scene.table.pronouns and words not in scene.table.first_person
    return is_other and all(is_inside(r, g.content) for r in (f.content, f.cue, f.source))


def _is_impersonal(scene: Scene, o: Occurrence) -> bool:
    """« il est important de rappeler que … », « à noter que … » report nobody."""
    start = scene.view.words[max(scene.unit.first, o.first - IMPERSONAL_REACH)].start
    end = scene.view.words[min(o.last, scene.unit.last - 1)].end
    return matches(tuple(f"(?:{p})[^,;:.]*$" for p in scene.table.impersonal), scene.text[start:end])


def _continued(scene: Scene, source: Range, weak: ModalityTable) -> Iterable[Found]:
    """A press conditional or a German « sei » without a cue goes on from the paragraph's last source."""
    unit = scene.unit
    content = content_range(scene.view, unit.start, unit.end)
    if content is None:
        return
    low = scene.text[slice(*content)].lower()
    if (
        is_press_conditional(scene.view, unit.first, unit.last, weak)
        or is_rumour(scene.view, unit.first, unit.last, weak)
        or (scene.table.drops_subject and is_hearsay(low, weak))
    ):
        yield Found(content=content, rule="conditional-continued", rank=8, source=source)
    elif any(w.low in scene.table.reported_forms for w in scene.words(unit.first, unit.last)):
        yield Found(content=content, rule="subjunctive-continued", rank=8, source=source)


def _resolve(found: Sequence[Found]) -> list[Found]:
    """Of two contents that are the same words keep the better rule; drop what only fragments a content."""
    out: list[Found] = []
    for f in sorted(found, key=lambda f: (f.rank, f.content[0] - f.content[1], f.content)):
        if any(_is_same(f, kept) for kept in out):
            continue
        out.append(f)
    return sorted(out, key=lambda f: (f.content[0], -f.content[1], f.rank))


def _is_same(f: Found, kept: Found) -> bool:
    if _is_told_in(f, kept) or _is_told_in(kept, f):
        return False
    if iou(f.content, kept.content) >= SAME:
        return True
    if f.cue is not None and f.cue == kept.cue and overlap(f.content, kept.content):
        return True
    crossing = overlap(f.content, kept.content) and not (
        is_inside(f.content, kept.content) or is_inside(kept.content, f.content)
    )
    return bool(crossing) or (f.cue is None and is_inside(f.content, kept.content))


def _is_told_in(inner: Found, outer: Found) -> bool:
    """A source quoting a source: the inner cue stands within the outer content."""
    return (
        inner.is_inside
        and inner.cue is not None
        and inner.cue != outer.cue
        and is_inside(inner.cue, outer.content)
    )


def _own_voice(view: View, kept: Sequence[Found]) -> list[Found]:
    """The outlet's own clauses: what no content, cue or source covers."""
    out: list[Found] = []
    for unit in view.units:
        if unit.zone == "heading":
            continue
        busy = sorted(
            r
            for f in kept
            for r in (
                f.content,
                f.cue,
                None if f.rule.endswith(IMPLICIT) or f.rule.startswith(SHARING) else _naming(f),
            )
            if r is not None and overlap(r, (unit.start, unit.end))
        )
        out += [
            Found(content=rng, rule="own", rank=9)
            for piece in _gaps((unit.start, unit.end), busy)
            if (rng := content_range(view, *piece)) is not None and _is_clause(view, rng, whole=not busy)
        ]
    return out


def _naming(f: Found) -> Range | None:
    """The words for a source; from who passes it on where they stand together (« X, qui cite Y »)."""
    if f.source is None or f.relay is None or f.relay[1] > f.source[0]:
        return f.source
    return (f.relay[0], f.source[1]) if f.source[0] - f.relay[1] < LONGEST_JOINT else f.source


def _gaps(unit: Range, busy: Sequence[Range]) -> list[Range]:
    out, at = [], unit[0]
    for start, end in busy:
        if start > at:
            out.append((at, start))
        at = max(at, end)
    if at < unit[1]:
        out.append((at, unit[1]))
    return out


def _is_clause(view: View, rng: Range, *, whole: bool) -> bool:
    words = [w for w in view.words[view.first_at(rng[0]) : view.first_at(rng[1])] if w.text[:1].isalnum()]
    if whole:
        return bool(words)
    return len(words) >= MIN_OWN_WORDS and any(w.is_finite for w in words)


# --- from ranges to records --------------------------------------------------------------------------


class _AtHand(msgspec.Struct, frozen=True, kw_only=True):
    """What every record of one article is made with."""

    view: View
    mentions: Sequence[Mention]
    table: CueTable
    weak: ModalityTable
    press: tuple[str, ...]


def _statement(article_id: str, f: Found, at: _AtHand) -> Statement:
    view, mentions, table = at.view, at.mentions, at.table
    avoid = [f.content, *([f.cue] if f.cue is not None else [])]
    source = widen(f.source, mentions, avoid) if f.source is not None else None
    start, end = f.content
    unit = _unit_at(view, start)
    telling = _unit_at(view, f.cue[0]) if f.cue is not None else unit  # « P. Ada Roy l'a dit à l'AFP »
    report_type = _report_type(view, f)
    addressee = _addressee(f, at)
    channel = channel_of(view, telling, f, table) or told_medium(f, addressee, table, at.press)
    relay = relay_of(view, telling, f, table)
    return Statement(
        id=make_id("statement", article_id, start, end, f.rule),
        article_id=article_id,
        start=start,
        end=end,
        text=view.text[start:end],
        report_type=report_type,
        modality=firmness(view, f, report_type, at.weak),
        source_kind=_source_kind(view, f, source, mentions, table),
        rule=f.rule,
        zone=unit.zone,
        cue=excerpt(view.text, *f.cue) if f.cue is not None else None,
        source=excerpt(view.text, *source) if source is not None else None,
        channel=channel if f.rule != "own" else None,
        relay=excerpt(view.text, *relay) if relay is not None else None,
        addressee=addressee,
        no_comment=f.no_comment,
    )


def _unit_at(view: View, at: int) -> Unit:
    return next((u for u in view.units if u.start <= at < u.end), view.units[-1])


def _source_kind(
    view: View, f: Found, source: Range | None, mentions: Sequence[Mention], table: CueTable
) -> SourceKind:
    if f.rule == "own":
        return "outlet"
    if source is None:
        return "anonymous"
    kind = kind_of(view.text, source, mentions, table)
    unit = next((u for u in view.units if u.start <= source[0] < u.end), None)
    is_masked = kind in UNNAMED and unit is not None and _stays_unnamed(view, unit, source, mentions, table)
    return "anonymous" if is_masked else kind


def _stays_unnamed(
    view: View, unit: Unit, source: Range, mentions: Sequence[Mention], table: CueTable
) -> bool:
    """« Un cadre, qui requiert l'anonymat, … »: the sentence says why it names nobody."""
    is_named = any(m.type == "PER" and is_inside((m.start, m.end), source) for m in mentions)
    return not is_named and matches(table.anonymity, view.text[unit.start : unit.end])


def _report_type(view: View, f: Found) -> ReportType:
    if f.rule == "own":
        return "none"
    start, end = f.content
    for q in view.quotations:
        if q.start <= start and end <= q.end:
            return "direct"
        if q.depth == 0 and start <= q.start and q.end <= end:
            return "mixed"
    return "indirect"


def _addressee(f: Found, at: _AtHand) -> Excerpt | None:
    """To whom it was said: no place (« à Paris »), nothing of the content, not the speaker."""
    view, mentions = at.view, at.mentions
    there = f.addressee
    if there is None or overlap(there, f.content) or (f.source is not None and overlap(there, f.source)):
        return None
    head = there[0] + len(OPENER.match(view.text, *there).group())  # type: ignore[union-attr]
    is_place = any(m.type == "LOC" and m.start <= head < m.end for m in mentions)
    if is_place and not is_medium(view.text[slice(*there)], at.table, at.press):
        return None
    there = _with_name(view, there, f, mentions)
    return excerpt(view.text, *there)


def _with_name(view: View, there: Range, f: Found, mentions: Sequence[Mention]) -> Range:
    """« à l'envoyée pour le climat » + « Ada Roy » + « que … »: the name before the content belongs to it."""
    limit = f.content[0] if f.source is None or f.source[0] < there[0] else min(f.content[0], f.source[0])
    for m in mentions:
        if m.type == "PER" and there[1] <= m.start < m.end <= limit:
            between = view.words[view.first_at(there[1]) : view.first_at(m.start)]
            if not any(w.is_finite or w.text in ";:«" for w in between):
                return there[0], m.end
    return there


def _nested(statements: Sequence[Statement], drafts: Sequence[Found]) -> tuple[Statement, ...]:
    """Give each statement whose content and cue lie within another's content its parent."""
    out = []
    for s, f in zip(statements, drafts, strict=True):
        holders = [
            p
            for p in statements
            if p.id != s.id
            and p.report_type != "none"
            and f.cue is not None
            and is_inside((s.start, s.end), (p.start, p.end))
            and is_inside(f.cue, (p.start, p.end))
        ]
        parent = min(holders, key=lambda p: p.end - p.start, default=None)
        out.append(msgspec.structs.replace(s, parent_id=parent.id) if parent is not None else s)
    return tuple(sorted(out, key=lambda s: (s.start, -s.end, s.id)))
