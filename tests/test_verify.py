from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from recoupe.records import (
    Appearance,
    Article,
    Claim,
    Excerpt,
    HeadingLine,
    HeadingMention,
    Headings,
    Mention,
    Page,
    Paragraph,
    Record,
    Statement,
    Story,
)
from recoupe.store.memory import MemoryStore
from recoupe.store.port import Unit
from recoupe.verify import Fault, Report, verify
from tests.store.contract import make_mention, make_page

TEXT = "Le pont est fermé, dit Zoé.\n\nIl rouvrira lundi."
STATEMENT = Statement(
    id="statement-1",
    article_id="article-1",
    start=0,
    end=17,
    text="Le pont est fermé",
    report_type="indirect",
    modality="asserted",
    source_kind="named",
    rule="insert",
    zone="body",
    cue=Excerpt(start=19, end=22, text="dit"),
    source=Excerpt(start=23, end=26, text="Zoé"),
)


def article_on(page: Page, *, media: str = TEXT) -> Article:
    first, second = TEXT.split("\n\n")
    paragraphs, at, place = [], 0, 0
    for piece in (first, second):
        place = media.index(piece.split()[0], place)
        end = media.index(piece.split()[-1], place) + len(piece.split()[-1])
        paragraphs.append(
            Paragraph(start=at, end=at + len(piece), label="body", page_start=place, page_end=end)
        )
        at, place = at + len(piece) + 2, end
    return Article(
        id="article-1",
        page_id=page.id,
        page=page.location,
        outlet="La Gazette",
        outlet_from="manifest",
        language="fr",
        text=TEXT,
        paragraphs=tuple(paragraphs),
        left_out=(),
        charset="utf-8",
    )


def report_of(page: Page, records: Sequence[Record], story: Sequence[Record] = ()) -> Report:
    with MemoryStore() as store:
        store.put_pages([page])
        store.commit("a", 1, Unit("article-1", "1"), records)
        store.commit("b", 1, Unit("story-1", "1"), story)
        return verify(store)


def faults_of(page: Page, records: Sequence[Record], story: Sequence[Record] = ()) -> tuple[Fault, ...]:
    return report_of(page, records, story).faults


def test_finds_nothing_wrong_where_all_holds() -> None:
    page = make_page(TEXT)
    report = report_of(page, [article_on(page), STATEMENT, make_mention("article-1", 23, "Zoé")])
    assert report == Report(pages=1, articles=1, paragraphs=2, spans=2 + 3 + 1, faults=())


def test_finds_bytes_that_changed() -> None:
    page = replace(make_page(TEXT), content=b"autre chose")
    assert [f.kind for f in faults_of(page, [])] == ["raw"]


def test_reads_paragraphs_in_markup() -> None:
    source = "<p>Le pont <b>est</b> fermé, dit&nbsp;Zoé.</p><p>Il <!-- ici --> rouvrira\n lundi.</p>"
    page = replace(make_page(source), media_type="html")
    assert faults_of(page, [article_on(page, media=source)]) == ()


def test_allows_what_cleaning_cut_out_of_a_paragraph() -> None:
    source = "Le pont est fermé, LIRE AUSSI : la météo dit Zoé.\n\nIl rouvrira lundi."
    page = make_page(source)
    assert faults_of(page, [article_on(page, media=source)]) == ()


def test_finds_a_paragraph_that_is_not_on_the_page() -> None:
    source = TEXT.replace("rouvrira", "fermera")
    page = make_page(source)
    (fault,) = faults_of(page, [article_on(page, media=source)])
    assert fault.kind == "page"
    assert "fermera" in fault.detail


def test_finds_an_article_without_its_page() -> None:
    page = make_page(TEXT)
    (fault,) = faults_of(page, [replace(article_on(page), page_id="page-9")])
    assert fault.kind == "page"


@pytest.mark.parametrize(
    "record",
    [
        make_mention("article-1", 22, "Zoé"),
        make_mention("article-1", 400, "Zoé"),
        replace(STATEMENT, cue=Excerpt(start=19, end=22, text="dot")),
        replace(STATEMENT, source=Excerpt(start=22, end=25, text="Zoé")),
    ],
)
def test_finds_a_span_that_does_not_hold(record: Mention | Statement) -> None:
    page = make_page(TEXT)
    (fault,) = faults_of(page, [article_on(page), record])
    assert (fault.kind, fault.record_id) == ("span", record.id)


@pytest.mark.parametrize(("article_id", "start"), [("article-1", 1), ("article-2", 0)])
def test_finds_a_claim_that_is_nowhere(article_id: str, start: int) -> None:
    page = make_page(TEXT)
    appearance = Appearance(
        article_id=article_id,
        start=start,
        end=start + 17,
        text="Le pont est fermé",
        statement_id="statement-1",
        modality="asserted",
        zone="body",
    )
    claim = Claim(id="claim-1", story_id="story-1", text=appearance.text, appearances=(appearance,))
    story = Story(id="story-1", headline="Pont", article_ids=("article-1",))
    (fault,) = faults_of(page, [article_on(page)], [story, claim])
    assert (fault.kind, fault.record_id) == ("span", "claim-1")


def headed(page: Page, *, place: int = 0, text: str = "Zoé") -> tuple[Article, Headings]:
    """The article under « Zoé dit », and whom the headline names."""
    line = HeadingLine(start=0, end=7, part="headline", page_start=place, page_end=place + 7)
    article = replace(
        article_on(page, media=page.content.decode()), headings="Zoé dit", heading_lines=(line,)
    )
    mention = HeadingMention(
        id="heading_mention-1", start=0, end=3, text=text, type="PER", form="name", part="headline"
    )
    return article, Headings(id="headings-1", article_id="article-1", mentions=(mention,))


def test_reads_headings_in_their_own_text_and_on_the_page() -> None:
    page = make_page(f"Zoé dit\n\n{TEXT}")
    assert faults_of(page, headed(page)) == ()
    (elsewhere,) = faults_of(page, headed(page, place=3))
    assert (elsewhere.kind, elsewhere.record_id) == ("page", "article-1")
    (other,) = faults_of(page, headed(page, text="Léa"))
    assert (other.kind, other.record_id) == ("span", "headings-1")
