"""Statements of a story -> Claims and their appearances.

Statements are cut into propositions; pieces of different articles are compared, and grouped so that a group
agrees on average. What matches nothing is a claim of one outlet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from recoupe.ids import make_id
from recoupe.lang.pack import LanguagePack
from recoupe.records import Appearance, Claim, Decision, Dossier
from recoupe.text.matching.clusters import average_link
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.propositions import WORD, narrowed
from recoupe.text.matching.runs import Run, runs
from recoupe.text.matching.table import Table, compared, scores
from recoupe.text.matching.twins import with_twins
from recoupe.text.matching.views import View
from recoupe.text.spans import Range

VERSION = 24
# mean chance in a group. A false join makes two origins of one, so precision comes first: on thirteen stories
# that nobody reads .25, .26 and .28 have precision .750 and .689, .758 and .759, .765 and .765, and as many
# minima right; on the corpus .26 and .27 have F1 .606 and .597, and the number of outlets for .556 and .542
THRESHOLD = 0.26
# mean chance with a claim's other appearances from which one is sure to make it; a doubtful one stands with
# the claim, but its source is no second origin for certain
SURE = 0.4
MIN_ALONE = 4  # words that what is left of a statement must have to be a claim of its own

Agreeing = dict[tuple[int, int, int], float]  # by article, start and end of a proposition


def claims(dossier: Dossier, table: Table, *, packs: Mapping[str, LanguagePack]) -> tuple[Claim, ...]:
    """Find what is claimed in a story and where.

    Args:
        dossier: The story's records; their order does not matter.
        table: The same laid out for comparing.
        packs: By language; articles in other languages are compared by meaning, figures and names alone.

    Returns:
        Claims in the order of their earliest appearance. Ids depend on that appearance alone.
    """
    seen = table.seen
    grouped, agreeing = _grouped(table, dossier.decisions)
    some_runs = with_twins(grouped, table.flat, table.twins)
    found = [[(run, _place(seen[run[0].article], run, packs)) for run in some] for some in some_runs]
    made = [
        _claim(dossier.story.id, seen, some, agreeing)
        for some in found
        if len(some) > 1
        or len(WORD.findall(seen[some[0][0][0].article].article.text, *some[0][1])) >= MIN_ALONE
    ]
    order = {view.article.id: k for k, view in enumerate(seen)}
    return tuple(
        sorted(made, key=lambda c: (order[c.appearances[0].article_id], c.appearances[0].start, c.id))
    )


def _grouped(table: Table, decisions: Sequence[Decision]) -> tuple[list[list[Run]], Agreeing]:
    """Runs of each claim, of what no copy repeats; and how well what is grouped agrees with its group."""
    kept = [k for k in range(len(table.flat)) if k not in table.twins]
    place = {k: n for n, k in enumerate(kept)}
    chances = {
        (place[a], place[b]): chance
        for (a, b), chance in scores(table, decisions).items()
        if a in place and b in place
    }
    groups = average_link(len(kept), chances, THRESHOLD, compared(table, kept))
    flat = [table.flat[k] for k in kept]
    return runs(flat, groups), _agreement(flat, groups, chances, set(table.partners))


def _agreement(
    flat: Sequence[Piece],
    groups: Sequence[Sequence[int]],
    chances: Mapping[tuple[int, int], float],
    partners: Set[tuple[int, int]],
) -> Agreeing:
    """Mean chance of each grouped proposition with those of its group that it was compared with."""
    out: Agreeing = {}
    for group in (g for g in groups if len(g) > 1):
        for k in group:
            mine = flat[k].article
            others = [x for x in group if tuple(sorted((mine, flat[x].article))) in partners]
            met = [max(0.0, chances.get((min(k, x), max(k, x)), 0.0)) for x in others]
            if met:
                out[_key(flat[k])] = sum(met) / len(met)
    return out


def _key(piece: Piece) -> tuple[int, int, int]:
    return piece.article, piece.start, piece.end


def _place(view: View, run: Run, packs: Mapping[str, LanguagePack]) -> Range:
    """Where a run stands, without what only joins it to its neighbours."""
    pack = packs.get(view.article.language)
    sentence = view.annotations.sentences[run[0].sentence]
    return narrowed(
        view.article.text,
        (run[0].start, run[-1].end),
        (sentence.start, sentence.end),
        view.annotations.tokens,
        pack.verbs.hinging if pack else frozenset(),
    )


def _claim(
    story_id: str, seen: Sequence[View], some: Sequence[tuple[Run, Range]], agreeing: Agreeing
) -> Claim:
    """A claim from its runs, one an appearance, in article order."""
    found = tuple(_appearance(seen[run[0].article], run, place, agreeing) for run, place in some)
    first = found[0]
    return Claim(
        id=make_id("claim", story_id, first.article_id, first.start, first.end),
        story_id=story_id,
        text=_most_telling(found, [run for run, _ in some]).text,
        appearances=found,
    )


def _most_telling(found: Sequence[Appearance], runs: Sequence[Run]) -> Appearance:
    """The earliest appearance that reads as a sentence, is put plainly, and stands in no FAQ."""
    says = [max(p.says or 0 for p in run) for run in runs]
    best = min(
        range(len(found)), key=lambda k: (found[k].zone == "faq", found[k].modality == "denied", -says[k], k)
    )
    return found[best]


def _appearance(view: View, run: Run, place: Range, agreeing: Agreeing) -> Appearance:
    statement, (start, end) = run[0].statement, place
    agreed = [agreeing[_key(p)] for p in run if _key(p) in agreeing]
    chain = view.chains.get(statement.id)
    first = chain.hops[0] if chain else None
    return Appearance(
        article_id=view.article.id,
        start=start,
        end=end,
        text=view.article.text[start:end],
        statement_id=statement.id,
        modality=statement.modality,
        zone=statement.zone,
        source=first.name if first and first.kind != "outlet" else None,
        doubtful=bool(agreed) and max(agreed) < SURE,
    )
