"""A small story as records: three outlets, one of them a copy, one page that is up to no good."""

from __future__ import annotations

import hashlib
from pathlib import Path

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
    Drift,
    Excerpt,
    Failure,
    Fold,
    Hop,
    LeftOut,
    Modality,
    Occasion,
    Origin,
    OriginMerge,
    Page,
    Paragraph,
    Published,
    Rejection,
    Story,
    TimelineEntry,
)
from recoupe.store.port import Store, Unit
from recoupe.store.sqlite import SqliteStore
from recoupe.view.story import StoryRecords

STORY = "story-00000000000000000001"
GAZETTE, ECHO, NOTE = "article-a", "article-b", "article-c"
TEXTS = {
    GAZETTE: "La maire, Inès Ferrand, l'a dit : la passerelle fermerait en mai.\n\nDeux câbles ont cédé.",
    ECHO: "La passerelle ferme en mai. Deux câbles ont cédé.",
    NOTE: "<script>alert('x')</script> Trois câbles ont cédé \u202eici\u202c, javascript:alert(1).",
}
OUTLETS = {GAZETTE: "La Gazette de Lormont", ECHO: "L'Écho du Pont", NOTE: "note.txt"}
HEADLINES = {GAZETTE: "La passerelle des Lices va fermer", ECHO: "Passerelle : <b>c'est fini</b>", NOTE: None}


def article(article_id: str) -> Article:
    """One article; the third has no headline, date or outlet."""
    text = TEXTS[article_id]
    paragraphs, at = [], 0
    for part in text.split("\n\n"):
        end = at + len(part)
        paragraphs.append(Paragraph(start=at, end=end, label="body", page_start=at, page_end=end))
        at = end + 2
    day = Published(
        at="2026-05-04T09:30:00+02:00",
        source="meta",
        earliest="2026-05-04",
        latest="2026-05-04",
        certainty="explicit",
    )
    return Article(
        id=article_id,
        page_id=f"page-{article_id}",
        page=f"pages/{article_id}.txt",
        outlet=OUTLETS[article_id],
        outlet_from="file" if article_id == NOTE else "manifest",
        language="fr",
        text=text,
        paragraphs=tuple(paragraphs),
        left_out=(LeftOut(label="menu", text="Accueil <i>Sport</i>", page_start=0, page_end=5),),
        charset="utf-8",
        headline=HEADLINES[article_id],
        url="javascript:alert(2)" if article_id == NOTE else f"https://www.example.org/{article_id}",
        published=None if article_id == NOTE else day,
    )


def excerpt(article_id: str, words: str) -> ArticleExcerpt:
    """Where words stand in an article."""
    start = TEXTS[article_id].index(words)
    return ArticleExcerpt(article_id=article_id, start=start, end=start + len(words), text=words)


def appearance(article_id: str, words: str, modality: Modality = "asserted") -> Appearance:
    """A place where a claim is made."""
    place = excerpt(article_id, words)
    return Appearance(
        article_id=article_id,
        start=place.start,
        end=place.end,
        text=words,
        statement_id=f"statement-{article_id}-{place.start}",
        modality=modality,
        zone="body",
        source="Inès Ferrand" if modality == "conditional" else None,
    )


def records() -> StoryRecords:
    """The whole story as its stages would leave it."""
    closing = (
        appearance(GAZETTE, "la passerelle fermerait en mai", "conditional"),
        appearance(ECHO, "La passerelle ferme en mai"),
    )
    cables = (
        appearance(GAZETTE, "Deux câbles ont cédé"),
        appearance(NOTE, "Trois câbles ont cédé \u202eici\u202c"),
    )
    mayor = excerpt(GAZETTE, "La maire, Inès Ferrand")
    source = Excerpt(start=mayor.start, end=mayor.end, text=mayor.text)
    return StoryRecords(
        account=Account(
            id="account-1",
            story_id=STORY,
            headline="La passerelle des Lices va fermer",
            n_articles=3,
            n_outlets=3,
            claim_ids=("claim-1", "claim-2"),
            timeline=(
                TimelineEntry(
                    earliest="2026-05-01",
                    latest="2026-05-31",
                    claim_ids=("claim-1",),
                    excerpt=excerpt(GAZETTE, "la passerelle fermerait en mai"),
                    planned=True,
                ),
            ),
            undated_claim_ids=("claim-2",),
            contradiction_ids=("contradiction-1",),
            folds=(
                Fold(article_id=GAZETTE, derivation_ids=("derivation-1",), copies=(ECHO,)),
                Fold(article_id=NOTE),
            ),
            unknown_outlets=(NOTE,),
            inferred_dates=(NOTE,),
            faq_articles=(),
            translated_articles=(),
            n_left_out=3,
            first_day="2026-05-04",
            last_day="2026-05-04",
        ),
        articles=tuple(article(a) for a in (NOTE, ECHO, GAZETTE)),
        datings=tuple(Dating(id=f"dating-{a}", article_id=a, published=article(a).published) for a in TEXTS),
        chains=(
            Chain(
                id="chain-1",
                statement_id=closing[0].statement_id,
                article_id=GAZETTE,
                hops=(
                    Hop(name="Inès Ferrand", kind="person", excerpt=source),
                    Hop(name=OUTLETS[GAZETTE], kind="outlet"),
                ),
                occasion=Occasion(medium="press_conference", earliest="2026-05-04", latest="2026-05-04"),
            ),
        ),
        claims=(
            Claim(id="claim-1", story_id=STORY, text=closing[0].text, appearances=closing),
            Claim(id="claim-2", story_id=STORY, text=cables[0].text, appearances=cables),
        ),
        corroborations=(
            Corroboration(
                id="corroboration-1",
                claim_id="claim-1",
                story_id=STORY,
                outlets=2,
                documents=2,
                origins=(
                    Origin(name="Inès Ferrand", kind="person", article_ids=(GAZETTE, ECHO), concerned=True),
                ),
                origins_min=1,
                origins_max=1,
                unknown=0,
                merges=(OriginMerge(rule="rewrite", from_=OUTLETS[ECHO], into=OUTLETS[GAZETTE]),),
                drift=(
                    Drift(
                        article_id=ECHO,
                        start=closing[1].start,
                        end=closing[1].end,
                        kind="modality",
                        origin_modality="conditional",
                        modality="asserted",
                    ),
                ),
                modality="conditional",
            ),
            Corroboration(
                id="corroboration-2",
                claim_id="claim-2",
                story_id=STORY,
                outlets=2,
                documents=2,
                origins=(),
                origins_min=0,
                origins_max=2,
                unknown=1,
                merges=(),
                drift=(),
                modality="asserted",
            ),
        ),
        contradictions=(
            Contradiction(
                id="contradiction-1",
                story_id=STORY,
                claim_ids=("claim-2",),
                type="number",
                a=excerpt(GAZETTE, "Deux câbles"),
                b=excerpt(NOTE, "Trois câbles"),
                why="number: 2 / 3",
            ),
        ),
        derivations=(
            Derivation(
                id="derivation-1",
                article_id=ECHO,
                from_article_id=GAZETTE,
                type="rewrite",
                share=0.875,
                evidence="same order of facts",
            ),
        ),
        rejections=(Rejection(id="rejection-1", page="pages/vide.html", reason="empty", detail="0 bytes"),),
        failures=(
            Failure(id="failure-1", stage="events", version=1, unit_id=STORY, cause="ValueError: no verb"),
        ),
    )


def fill(store: Store) -> Store:
    """Put the story into a store, as the runner would."""
    found = records()
    for one in found.articles:
        content = one.text.encode()
        store.put_pages(
            [
                Page(
                    id=one.page_id,
                    location=one.page,
                    media_type="text",
                    sha256=hashlib.sha256(content).hexdigest(),
                    content=content,
                )
            ]
        )
        store.commit("clean", 1, Unit(one.page_id, "1"), [one])
        of_article = [*(d for d in found.datings if d.article_id == one.id)]
        store.commit("dates", 1, Unit(one.id, "1"), of_article)
        store.commit("corefer", 1, Unit(one.id, "1"), [c for c in found.chains if c.article_id == one.id])
    store.commit("refuse", 1, Unit("vide", "1"), list(found.rejections))
    store.commit("copies", 1, Unit("collection", "1"), list(found.derivations))
    story = Story(id=STORY, headline=found.account.headline, article_ids=(GAZETTE, ECHO, NOTE))
    store.commit("stories", 1, Unit("collection", "1"), [story])
    behind = (*found.corroborations, *found.contradictions)
    store.commit("claims", 1, Unit(STORY, "1"), [*found.claims, *behind])
    store.commit("account", 1, Unit(STORY, "1"), [found.account])
    store.fail("events", 1, Unit(STORY, "1"), "ValueError: no verb")
    return store


def make_store(path: Path) -> Path:
    """Make a store file that holds the story."""
    with SqliteStore(path) as store:
        fill(store)
    return path
