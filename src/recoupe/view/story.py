"""A story's account as rows to print: records in, view out.

Nothing is counted here: how many outlets and origins stand behind a claim is read from its `Corroboration`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from recoupe.records import (
    Account,
    Appearance,
    Article,
    ArticleExcerpt,
    Chain,
    Claim,
    Contradiction,
    Corroboration,
    Dating,
    Derivation,
    Excerpt,
    Failure,
    Hop,
    Published,
    Rejection,
    StoryChange,
    StoryLink,
)
from recoupe.view.rows import (
    AppearanceRow,
    ArticleRow,
    ChainRow,
    ChangeRow,
    ClaimRow,
    CopyRow,
    DifferenceRow,
    EpisodeRow,
    FoldRow,
    HopRow,
    Place,
    StoryView,
    TimelineRow,
    View,
)


class StoryRecords(View, frozen=True):
    """The records of one story, as the store gives them; order does not matter.

    Rejections and failures are the first of the collection; where they are all, their number may be None.
    `headlines` are those of the linked stories, by id. `named_elsewhere` has, by cluster, the name of whom an
    article only calls something, and where another names it so.
    """

    account: Account
    articles: tuple[Article, ...]
    datings: tuple[Dating, ...]
    chains: tuple[Chain, ...]
    claims: tuple[Claim, ...]
    corroborations: tuple[Corroboration, ...]
    contradictions: tuple[Contradiction, ...]
    derivations: tuple[Derivation, ...]
    rejections: tuple[Rejection, ...] = ()
    failures: tuple[Failure, ...] = ()
    n_rejections: int | None = None
    n_failures: int | None = None
    links: tuple[StoryLink, ...] = ()
    changes: tuple[StoryChange, ...] = ()
    headlines: Mapping[str, str] = msgspec.field(default_factory=dict)
    named_elsewhere: Mapping[str, tuple[str, ArticleExcerpt]] = msgspec.field(default_factory=dict)


def view_story(records: StoryRecords) -> StoryView:
    """Lay a story's records out as its account.

    Claims keep the account's order and are numbered from 1; articles are numbered as they are listed, copies
    after the article they are folded under.
    """
    account = records.account
    rows = _article_rows(records)
    first_day, last_day = find_days(account, (dating.published for dating in records.datings))
    claims = _claim_rows(records, rows)
    number_by_claim = {claim.id: claim.number for claim in claims}

    def numbers(article_ids: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted(rows[a].number for a in article_ids if a in rows))

    def claim_numbers(claim_ids: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted(number_by_claim[c] for c in claim_ids if c in number_by_claim))

    return StoryView(
        id=account.story_id,
        headline=account.headline,
        n_articles=account.n_articles,
        n_outlets=account.n_outlets,
        first_day=first_day,
        last_day=last_day,
        is_span_inferred=is_span_inferred(account),
        claims=claims,
        timeline=tuple(
            TimelineRow(
                earliest=entry.earliest,
                latest=entry.latest,
                planned=entry.planned,
                place=_place(entry.excerpt, rows),
                claim_numbers=claim_numbers(entry.claim_ids),
                others=tuple(_place(x, rows) for x in entry.others if x.article_id in rows),
                clock=entry.clock,
                role=entry.role,
                said_earliest=entry.said_earliest,
                said_latest=entry.said_latest,
                published_earliest=entry.published_earliest,
                published_latest=entry.published_latest,
            )
            for entry in account.timeline
            if entry.excerpt.article_id in rows
        ),
        undated_claims=claim_numbers(account.undated_claim_ids),
        differences=_difference_rows(records, account.contradiction_ids, rows, number_by_claim),
        nuances=_difference_rows(
            records,
            (*account.apparent_ids, *account.refinement_ids, *account.later_ids),
            rows,
            number_by_claim,
        ),
        folds=_fold_rows(records, rows),
        n_left_out=account.n_left_out,
        rejections=records.rejections,
        failures=records.failures,
        n_rejections=len(records.rejections) if records.n_rejections is None else records.n_rejections,
        n_failures=len(records.failures) if records.n_failures is None else records.n_failures,
        episodes=tuple(
            EpisodeRow(
                story_id=link.other_id,
                headline=records.headlines.get(link.other_id, link.other_id),
                relation=link.relation,
                why=link.why,
            )
            for link in records.links
        ),
        changes=tuple(
            ChangeRow(
                id=change.id,
                on=change.on,
                action=change.action,
                articles=tuple(rows[a].number for a in change.article_ids if a in rows),
                other_id=change.other_id,
                why=change.why,
            )
            for change in records.changes
        ),
        unknown_outlets=numbers(account.unknown_outlets),
        inferred_dates=numbers(account.inferred_dates),
        faq_articles=numbers(account.faq_articles),
        translated_articles=numbers(account.translated_articles),
        cut_articles=numbers(account.cut_articles),
    )


def is_span_inferred(account: Account) -> bool:
    """Tell whether a story's days hang on inferred publication dates alone."""
    return len(account.inferred_dates) == account.n_articles


def find_days(account: Account, published: Iterable[Published | None]) -> tuple[str | None, str | None]:
    """First and last day of a story: by the articles that state theirs, else the bounds of the inferred."""
    known = [p for p in published if p is not None]
    known = [p for p in known if p.source != "inferred"] or known
    if not known:
        return account.first_day, account.last_day
    return min(p.earliest for p in known), max(p.latest for p in known)


def view_article_row(article: Article, number: int, published: Published | None) -> ArticleRow:
    """Lay one article's metadata out; `published` is what its dates were read with."""
    labels = Counter(block.label for block in article.left_out)
    return ArticleRow(
        id=article.id,
        number=number,
        outlet=article.outlet,
        outlet_known=article.outlet_from != "file",
        language=article.language,
        page=article.page,
        headline=article.headline,
        byline=article.byline,
        credit=article.credit,
        published_at=published.at if published else None,
        published_from=published.source if published else None,
        published_certainty=published.certainty if published else None,
        published_earliest=published.earliest if published else None,
        published_latest=published.latest if published else None,
        translated_from=article.translated_from,
        updated=article.updated,
        access=article.access,
        left_out=tuple(sorted(labels.items(), key=lambda item: (-item[1], item[0]))),
    )


def _article_rows(records: StoryRecords) -> dict[str, ArticleRow]:
    """Rows by article id, in the order of their numbers: that of the folds, copies after their article."""
    article_by_id = {article.id: article for article in records.articles}
    published_by_id = {dating.article_id: dating.published for dating in records.datings}
    order = [a for fold in records.account.folds for a in (fold.article_id, *fold.copies)]
    listed = set(order)
    order += [a for a in article_by_id if a not in listed]
    return {
        article_id: view_article_row(article, number, published_by_id.get(article_id, article.published))
        for number, article_id in enumerate(order, 1)
        if (article := article_by_id.get(article_id)) is not None
    }


def _fold_rows(records: StoryRecords, rows: Mapping[str, ArticleRow]) -> tuple[FoldRow, ...]:
    derivation_by_id = {derivation.id: derivation for derivation in records.derivations}
    folds = []
    for fold in records.account.folds:
        by_article = {
            derivation.article_id: derivation
            for derivation_id in fold.derivation_ids
            if (derivation := derivation_by_id.get(derivation_id))
        }
        copies = tuple(_copy_row(rows[a], by_article.get(a)) for a in fold.copies if a in rows)
        if fold.article_id in rows:
            folds.append(FoldRow(article=rows[fold.article_id], copies=copies))
    listed = {a for fold in records.account.folds for a in (fold.article_id, *fold.copies)}
    folds += [FoldRow(article=row, copies=()) for a, row in rows.items() if a not in listed]
    return tuple(folds)


def _copy_row(article: ArticleRow, derivation: Derivation | None) -> CopyRow:
    if derivation is None:
        return CopyRow(article=article)
    return CopyRow(
        article=article, type=derivation.type, share=derivation.share, evidence=derivation.evidence
    )


def _claim_rows(records: StoryRecords, rows: Mapping[str, ArticleRow]) -> tuple[ClaimRow, ...]:
    claim_by_id = {claim.id: claim for claim in records.claims}
    corroboration_by_claim = {c.claim_id: c for c in records.corroborations}
    chain_by_statement = {
        chain.statement_id: _chain_row(chain, rows, records.named_elsewhere)
        for chain in records.chains
        if chain.article_id in rows
    }
    copy_of = {
        copy: rows[fold.article_id].number
        for fold in records.account.folds
        for copy in fold.copies
        if fold.article_id in rows
    }
    # a claim without its corroboration is one that an interrupted run has not counted yet: not shown
    ready = [c for c in records.account.claim_ids if c in claim_by_id and c in corroboration_by_claim]
    return tuple(
        ClaimRow(
            id=claim_id,
            number=number,
            text=claim_by_id[claim_id].text,
            corroboration=(corroboration := corroboration_by_claim[claim_id]),
            appearances=tuple(
                _appearance_row(appearance, corroboration, chain_by_statement, rows, copy_of)
                for appearance in claim_by_id[claim_id].appearances
                if appearance.article_id in rows
            ),
        )
        for number, claim_id in enumerate(ready, 1)
    )


def _appearance_row(
    appearance: Appearance,
    corroboration: Corroboration,
    chain_by_statement: Mapping[str, ChainRow],
    rows: Mapping[str, ArticleRow],
    copy_of: Mapping[str, int],
) -> AppearanceRow:
    where = (appearance.article_id, appearance.start, appearance.end)
    drift = tuple(d for d in corroboration.drift if (d.article_id, d.start, d.end) == where)
    return AppearanceRow(
        place=_place(appearance, rows),
        modality=appearance.modality,
        zone=appearance.zone,
        source=appearance.source,
        drift=drift,
        chain=chain_by_statement.get(appearance.statement_id),
        copy_of=copy_of.get(appearance.article_id),
    )


def _chain_row(
    chain: Chain, rows: Mapping[str, ArticleRow], named_elsewhere: Mapping[str, tuple[str, ArticleExcerpt]]
) -> ChainRow:
    article = rows[chain.article_id]

    def place(excerpt: Excerpt) -> Place:
        return Place(
            article_id=article.id,
            article_number=article.number,
            outlet=article.outlet,
            start=excerpt.start,
            end=excerpt.end,
            text=excerpt.text,
        )

    def row(hop: Hop) -> HopRow:
        name, at = named_elsewhere.get(hop.cluster_id or "", (None, None))
        return HopRow(
            name=hop.name,
            kind=hop.kind,
            inferred=hop.inferred,
            place=place(hop.excerpt) if hop.excerpt else None,
            cluster_id=hop.cluster_id,
            known_as=name,
            named_at=_place(at, rows) if at is not None and at.article_id in rows else None,
        )

    return ChainRow(hops=tuple(map(row, chain.hops)), occasion=chain.occasion)


def _difference_rows(
    records: StoryRecords,
    wanted: Sequence[str],
    rows: Mapping[str, ArticleRow],
    number_by_claim: Mapping[str, int],
) -> tuple[DifferenceRow, ...]:
    contradiction_by_id = {c.id: c for c in records.contradictions}
    return tuple(
        DifferenceRow(
            id=contradiction.id,
            type=contradiction.type,
            a=_place(contradiction.a, rows),
            b=_place(contradiction.b, rows),
            why=contradiction.why,
            claim_numbers=tuple(
                sorted(number_by_claim[c] for c in contradiction.claim_ids if c in number_by_claim)
            ),
            relation=contradiction.relation,
            on=contradiction.on,
        )
        for contradiction_id in wanted
        if (contradiction := contradiction_by_id.get(contradiction_id))
        and {contradiction.a.article_id, contradiction.b.article_id} <= rows.keys()
    )


def _place(excerpt: ArticleExcerpt | Appearance, rows: Mapping[str, ArticleRow]) -> Place:
    article = rows[excerpt.article_id]
    return Place(
        article_id=excerpt.article_id,
        article_number=article.number,
        outlet=article.outlet,
        start=excerpt.start,
        end=excerpt.end,
        text=excerpt.text,
    )
