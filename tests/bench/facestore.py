"""A store of many made-up articles, filled as fast as it takes them: what the pages are timed over.

Stories have six articles; one has two hundred. Words, names and outlets are drawn from a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from recoupe.ids import make_id
from recoupe.records import (
    Account,
    Appearance,
    Article,
    ArticleExcerpt,
    Chain,
    Claim,
    Cluster,
    Contradiction,
    Corroboration,
    Dating,
    Entity,
    Excerpt,
    Fold,
    Hop,
    Member,
    Mention,
    Origin,
    OriginMerge,
    Page,
    Paragraph,
    Published,
    Record,
    Statement,
    Story,
    TimelineEntry,
)
from recoupe.store.port import Unit
from recoupe.store.sqlite import SqliteStore

PER_STORY, LARGE = 6, 200  # articles of a story, and of the one large one
SENTENCES = 12  # of an article; each is a statement of a claim of its story
CLAIMS = 20  # of a story of six; a large one has more
NAMED = 4  # persons that an article names
BATCH = 100  # stories kept in one transaction
SYLLABLES = (
    "ba",
    "ré",
    "mi",
    "to",
    "lan",
    "vel",
    "dor",
    "gue",
    "sel",
    "mar",
    "tin",
    "ol",
    "par",
    "fen",
    "cou",
)
FIRST_DAY = date(2020, 1, 1)


def make_words(rng: random.Random, n: int) -> list[str]:
    """Words that could be French."""
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(n)]


class Maker:
    """Makes stories one after the other, the same ones for the same seed."""

    def __init__(self, n_articles: int) -> None:
        self._rng = random.Random(20261121)  # noqa: S311  # not a secret
        self._words = make_words(self._rng, 4000)
        words = iter(make_words(self._rng, 4000))
        self._names = [f"{a.title()} {b.title()}" for a, b in zip(words, words, strict=True)]
        self._outlets = [f"La Gazette de {w.title()}" for w in make_words(self._rng, 400)]
        self._clusters: dict[int, list[str]] = {}
        self._n_articles = n_articles

    def sizes(self) -> Iterator[int]:
        """Articles of each story, the large one first."""
        left = self._n_articles
        while left > 0:
            size = min(left, LARGE if left == self._n_articles else PER_STORY)
            yield size
            left -= size

    def story(self, number: int, size: int) -> tuple[list[Page], list[Record]]:
        """One story: its pages, and everything that was found in it."""
        day = FIRST_DAY + timedelta(days=number % 2200)
        people = self._rng.sample(range(len(self._names)), 8)
        n_claims = max(CLAIMS, size * 2)
        claims = [self._sentence() for _ in range(n_claims)]
        pages, records, places = [], [], [[] for _ in range(n_claims)]  # type: ignore[var-annotated]
        article_ids = []
        for k in range(size):
            told = sorted(self._rng.sample(range(n_claims), SENTENCES))
            page, made, found = self._article(number, k, day, [claims[c] for c in told], people)
            pages.append(page)
            records += made
            article_ids.append(found[0].article_id)
            for claim, place in zip(told, found, strict=True):
                places[claim].append(place)
        records += self._account(number, day, article_ids, places, people)
        return pages, records

    def _sentence(self) -> str:
        return " ".join(self._rng.choices(self._words, k=self._rng.randint(9, 16))).capitalize() + "."

    def _article(
        self, number: int, k: int, day: date, sentences: list[str], people: list[int]
    ) -> tuple[Page, list[Record], list[Appearance]]:
        article_id = make_id("article", number, k)
        named = self._rng.sample(people, NAMED)
        lead = "Selon " + ", ".join(self._names[p] for p in named) + ". "
        text = lead + " ".join(sentences)
        outlet = self._outlets[self._rng.randrange(len(self._outlets))]
        content = text.encode()
        page = Page(
            id=f"page-{article_id}",
            location=f"{article_id}.html",
            media_type="html",
            sha256=make_id("sha", article_id),
            content=content,
        )
        published = Published(
            at=day.isoformat(),
            source="meta",
            earliest=day.isoformat(),
            latest=day.isoformat(),
            certainty="explicit",
        )
        records: list[Record] = [
            Article(
                id=article_id,
                page_id=page.id,
                page=page.location,
                outlet=outlet,
                outlet_from="manifest",
                language="en" if k % 5 == 4 else "fr",
                text=text,
                paragraphs=(
                    Paragraph(start=0, end=len(text), label="body", page_start=0, page_end=len(text)),
                ),
                left_out=(),
                charset="utf-8",
                headline=sentences[0],
                url=f"https://www.example.org/{article_id}",
                published=published,
            ),
            Dating(id=f"dating-{article_id}", article_id=article_id, published=published),
        ]
        records += self._people(article_id, text, named)
        first = records[-1]
        assert isinstance(first, Cluster)
        at, places = len(lead), []
        for n, sentence in enumerate(sentences):
            made, place = self._statement(article_id, (at, sentence, n), first, outlet)
            records += made
            places.append(place)
            at += len(sentence) + 1
        return page, records, places

    def _people(self, article_id: str, text: str, named: list[int]) -> Iterator[Record]:
        for p in named:
            name = self._names[p]
            start = text.index(name)
            cluster_id = make_id("cluster", article_id, p)
            self._clusters.setdefault(p, []).append(cluster_id)
            mention_id = make_id("mention", article_id, p)
            yield Mention(
                id=mention_id,
                article_id=article_id,
                start=start,
                end=start + len(name),
                text=name,
                type="PER",
                form="name",
            )
            yield Cluster(
                id=cluster_id,
                article_id=article_id,
                name=name,
                type="PER",
                mention_ids=(mention_id,),
                aliases=(),
            )

    def _statement(
        self, article_id: str, where: tuple[int, str, int], speaker: Cluster, outlet: str
    ) -> tuple[list[Record], Appearance]:
        start, text, n = where
        end = start + len(text)
        statement_id = make_id("statement", article_id, n)
        is_told = n % 3 == 0
        source = Excerpt(start=6, end=6 + len(speaker.name), text=speaker.name) if is_told else None
        hops = (
            [Hop(name=speaker.name, kind="person", cluster_id=speaker.id, excerpt=source)] if is_told else []
        )
        made: list[Record] = [
            Statement(
                id=statement_id,
                article_id=article_id,
                start=start,
                end=end,
                text=text,
                report_type="indirect" if is_told else "none",
                modality="asserted",
                source_kind="named" if is_told else "outlet",
                rule="made",
                zone="body",
                source=source,
            ),
            Chain(
                id=make_id("chain", statement_id),
                statement_id=statement_id,
                article_id=article_id,
                hops=(*hops, Hop(name=outlet, kind="outlet")),
            ),
        ]
        place = Appearance(
            article_id=article_id,
            start=start,
            end=end,
            text=text,
            statement_id=statement_id,
            modality="conditional" if n % 4 == 3 else "asserted",
            zone="body",
            source=speaker.name if is_told else None,
        )
        return made, place

    def _account(
        self,
        number: int,
        day: date,
        article_ids: list[str],
        places: list[list[Appearance]],
        people: list[int],
    ) -> Iterator[Record]:
        story_id = make_id("story", article_ids[0])
        told = sorted((p for p in places if p), key=len, reverse=True)
        headline = told[0][0].text
        yield Story(
            id=story_id,
            headline=headline,
            article_ids=tuple(article_ids),
            first_published_at=day.isoformat(),
            last_published_at=day.isoformat(),
        )
        claim_ids, entries = [], []
        for n, mine in enumerate(told):
            claim_id = make_id("claim", story_id, n)
            claim_ids.append(claim_id)
            yield Claim(id=claim_id, story_id=story_id, text=mine[0].text, appearances=tuple(mine))
            yield self._count(claim_id, story_id, mine, self._names[people[n % len(people)]])
            happened = (day - timedelta(days=n % 9)).isoformat()
            excerpt = _excerpt(mine[0])
            if n % 2:
                entries.append(
                    TimelineEntry(earliest=happened, latest=happened, claim_ids=(claim_id,), excerpt=excerpt)
                )
        pairs = [(mine[0], mine[1]) for mine in told if len(mine) > 1][: 1 + number % 3]
        differences = [
            Contradiction(
                id=make_id("contradiction", story_id, n),
                story_id=story_id,
                claim_ids=(claim_ids[n],),
                type="number",
                a=_excerpt(a),
                b=_excerpt(b),
                why="number: 2 / 3",
            )
            for n, (a, b) in enumerate(pairs)
        ]
        yield from differences
        yield Account(
            id=make_id("account", story_id),
            story_id=story_id,
            headline=headline,
            n_articles=len(article_ids),
            n_outlets=len(article_ids),
            claim_ids=tuple(claim_ids),
            timeline=tuple(sorted(entries, key=lambda e: e.earliest)),
            undated_claim_ids=tuple(claim_ids[::2]),
            contradiction_ids=tuple(d.id for d in differences),
            folds=tuple(Fold(article_id=a) for a in article_ids),
            unknown_outlets=(),
            inferred_dates=(),
            faq_articles=(),
            translated_articles=(),
            n_left_out=0,
            first_day=day.isoformat(),
            last_day=day.isoformat(),
        )

    def _count(self, claim_id: str, story_id: str, mine: list[Appearance], name: str) -> Corroboration:
        ids = tuple(sorted({place.article_id for place in mine}))
        return Corroboration(
            id=make_id("corroboration", claim_id),
            claim_id=claim_id,
            story_id=story_id,
            outlets=len(ids),
            documents=len(ids),
            origins=(Origin(name=name, kind="person", article_ids=ids),),
            origins_min=1,
            origins_max=1 + len(ids) % 3,
            unknown=0,
            merges=(OriginMerge(rule="same_speaker", from_=f"A: {name}", into=name),),
            drift=(),
            modality="asserted",
        )

    def entities(self) -> Iterator[Entity]:
        """Who was named, over all stories made so far."""
        for p, cluster_ids in self._clusters.items():
            name = self._names[p]
            members = tuple(Member(cluster_id=c, rule="same name", evidence=name) for c in cluster_ids)
            yield Entity(id=make_id("entity", p), name=name, type="PER", aliases=(), members=members)


def _excerpt(place: Appearance) -> ArticleExcerpt:
    return ArticleExcerpt(article_id=place.article_id, start=place.start, end=place.end, text=place.text)


def make_store(path: Path, n_articles: int) -> tuple[str, str, str]:
    """Fill a new store.

    Returns:
        Ids of a usual story, of the large one, and of an entity.
    """
    maker = Maker(n_articles)
    story_ids: list[str] = []
    with SqliteStore(path) as store:
        pages: list[Page] = []
        records: list[Record] = []
        for number, size in enumerate(maker.sizes()):
            more, made = maker.story(number, size)
            pages += more
            records += made
            story_ids += [record.id for record in made if isinstance(record, Story)]
            if number % BATCH == BATCH - 1:
                _keep(store, number, pages, records)
                pages, records = [], []
        _keep(store, -1, pages, records)
        entities = list(maker.entities())
        store.commit("link", 1, Unit("collection", "1"), entities)
    return story_ids[len(story_ids) // 2], story_ids[0], entities[0].id


def _keep(store: SqliteStore, number: int, pages: list[Page], records: list[Record]) -> None:
    store.put_pages(pages)
    store.commit("made", 1, Unit(f"batch-{number}", "1"), records)
