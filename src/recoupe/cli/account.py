"""A story's account as lines of text, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from recoupe.cli.layout import bold, dim, spread, table, wrap
from recoupe.messages import Messages
from recoupe.view.rows import AppearanceRow, ClaimRow, FoldRow, Place, StoryView
from recoupe.view.wording import (
    show_controls,
    write_article,
    write_asides,
    write_copy,
    write_days,
    write_drift,
    write_hop,
    write_left_out,
    write_merges,
    write_modality,
    write_notes,
    write_occasion,
    write_origins,
    write_published,
    write_size,
    write_standing,
)

BRIEF = 3  # rows of each part in a brief account: enough to see what the part is about
BAR = "│ "  # stands before words of an article
T = TypeVar("T")


class AccountPrinter:
    """Writes one account; every method gives lines.

    Args:
        say: The reader's language.
        story: What to write.
        width: Columns of a line.
        brief: Keep to the first rows of each part.
    """

    def __init__(self, say: Messages, story: StoryView, *, width: int, brief: bool = False) -> None:
        self.say, self.story, self.width, self.brief = say, story, width, brief

    def lines(self) -> Iterator[str]:
        """The whole account."""
        yield ""
        yield from map(bold, wrap(show_controls(self.story.headline), self.width))
        yield from map(dim, wrap(write_size(self.say, self.story), self.width))
        yield dim(self.story.id)
        for key, part in (
            ("said", self.claims),
            ("chains", self.chains),
            ("when", self.timeline),
            ("differs", self.differences),
            ("articles", self.articles),
            ("left_out", self.left_out),
            ("notes", self.notes),
        ):
            yield ""
            yield bold(self.say(f"section.{key}").upper())
            yield from part()

    def _first(self, rows: Sequence[T]) -> Iterator[T]:
        yield from rows[:BRIEF] if self.brief else rows

    def _more(self, rows: Sequence[object], indent: str = "  ") -> Iterator[str]:
        if self.brief and len(rows) > BRIEF:
            yield indent + dim(self.say.count("unit.more", len(rows) - BRIEF))

    # --- what is said --------------------------------------------------------------------------------

    def claims(self) -> Iterator[str]:
        """Each claim with what stands behind it and where it is made."""
        if not self.story.claims:
            yield "  " + self.say("account.no_claims")
        for claim in self._first(self.story.claims):
            yield ""
            yield from self._claim(claim)
        yield from self._more(self.story.claims)

    def _claim(self, claim: ClaimRow) -> Iterator[str]:
        indent = " " * 6
        yield from map(bold, wrap(show_controls(claim.text), self.width, indent, f"  {claim.number:>2}  "))
        yield from wrap(write_origins(self.say, claim.corroboration), self.width, indent)
        if standing := write_standing(self.say, claim.corroboration, self.story.n_articles):
            yield from map(dim, wrap(standing, self.width, indent))
        for row in self._first(claim.appearances):
            yield from self._appearance(row)
        yield from self._more(claim.appearances, indent)
        if merges := write_merges(self.say, claim.corroboration):
            yield from map(dim, wrap(merges, self.width, indent))

    def _appearance(self, row: AppearanceRow) -> Iterator[str]:
        indent = " " * 6
        who = f"{write_modality(self.say, row.modality):<15} {self._at(row.place)}"
        if row.source:
            who += f" · {show_controls(row.source)}"
        yield from spread(indent + who, row.place.locator, self.width, indent + "  ")
        yield from self._quote(row.place, indent + "  ")
        if row.drift:
            yield from wrap(f"! {write_drift(self.say, row.drift)}", self.width, indent + "  ")
        for aside in write_asides(self.say, row, self.story):
            yield from map(dim, wrap(f"= {aside}", self.width, indent + "  "))

    def _quote(self, place: Place, indent: str) -> list[str]:
        return wrap(show_controls(place.text), self.width, indent + BAR)

    def _at(self, place: Place) -> str:
        return f"{show_controls(place.outlet)} [{place.article_number}]"

    def _numbers(self, claim_numbers: Sequence[int]) -> str:
        return f" ({', '.join(map(str, claim_numbers))})" if claim_numbers else ""

    # --- who had it from whom ------------------------------------------------------------------------

    def chains(self) -> Iterator[str]:
        """Every chain with the claims that came by it; outlets that name nobody are not repeated here."""
        numbers_by_row: dict[tuple[str, str], list[int]] = {}
        for claim in self.story.claims:
            for appearance in claim.appearances:
                chain = appearance.chain
                if chain is None or chain.is_outlet_alone:
                    continue
                hops = " → ".join(write_hop(self.say, hop) for hop in chain.hops)
                numbers = numbers_by_row.setdefault((hops, write_occasion(self.say, chain.occasion)), [])
                if claim.number not in numbers:
                    numbers.append(claim.number)
        if not numbers_by_row:
            yield "  " + self.say("account.no_chains")
        rows = [
            [hops, occasion, ", ".join(map(str, numbers))]
            for (hops, occasion), numbers in numbers_by_row.items()
        ]
        head = [self.say("column.chain"), self.say("column.occasion"), self.say("column.claims")]
        yield from table(head, list(self._first(rows)), self.width)
        yield from self._more(rows)

    # --- when ----------------------------------------------------------------------------------------

    def timeline(self) -> Iterator[str]:
        """What happened by its date, what is planned marked as such."""
        if not self.story.timeline:
            yield "  " + self.say("account.no_timeline")
        day = ""
        for entry in self._first(self.story.timeline):
            heading = write_days(self.say, entry.earliest, entry.latest)
            if entry.planned:
                heading += f" ({self.say('account.planned')})"
            if heading != day:
                yield f"  {bold(heading)}"
                day = heading
            left = f"    {self._at(entry.place)}{self._numbers(entry.claim_numbers)}"
            yield from spread(left, entry.place.locator, self.width, " " * 6)
            yield from self._quote(entry.place, " " * 6)
        yield from self._more(self.story.timeline)
        if self.story.undated_claims:
            numbers = ", ".join(map(str, self.story.undated_claims))
            count = self.say.count("account.undated", len(self.story.undated_claims))
            yield from map(dim, wrap(f"{count} ({numbers})", self.width, "  "))

    # --- what differs --------------------------------------------------------------------------------

    def differences(self) -> Iterator[str]:
        """Pairs of places to check."""
        if not self.story.differences:
            yield "  " + self.say("account.no_differences")
        for difference in self._first(self.story.differences):
            kind = self.say(f"difference.{difference.type}") + self._numbers(difference.claim_numbers)
            yield f"  {bold(kind)}  {dim(show_controls(difference.why))}"
            for place in (difference.a, difference.b):
                yield from spread(f"    {self._at(place)}", place.locator, self.width, " " * 4)
                yield from self._quote(place, " " * 4)
        yield from self._more(self.story.differences)

    # --- the articles, and what was left out ---------------------------------------------------------

    def articles(self) -> Iterator[str]:
        """Articles with the copies folded under them."""
        head = [
            self.say("column.number"),
            self.say("column.outlet"),
            self.say("column.published"),
            self.say("column.headline"),
        ]
        rows = [row for fold in self.story.folds for row in self._fold_rows(fold)]
        yield from table(head, rows, self.width)

    def _fold_rows(self, fold: FoldRow) -> Iterator[list[str]]:
        for row in (fold.article, *(copy.article for copy in fold.copies)):
            copy = next((c for c in fold.copies if c.article is row), None)
            headline = show_controls(row.headline or self.say("page.no_headline"))
            if copy:
                what = write_copy(self.say, copy) or self.say(
                    "page.copied_from", outlet=write_article(fold.article)
                )
                headline += f" ({what})"
            outlet = ("└ " if copy else "") + show_controls(row.outlet)
            yield [str(row.number), outlet, write_published(self.say, row), headline]

    def left_out(self) -> Iterator[str]:
        """Blocks left out of each article, pages that gave none, units that failed."""
        say, story = self.say, self.story
        cut = [row for row in story.articles if row.left_out]
        for row in self._first(cut):
            text = say("account.blocks", outlet=write_article(row), labels=write_left_out(say, row))
            yield from wrap(text, self.width, "    ", "  ")
        yield from self._more(cut)
        if story.rejections:
            yield from wrap(say.count("account.rejected", len(story.rejections)), self.width, "  ")
            for rejection in self._first(story.rejections):
                reason = say(f"reason.{rejection.reason}")
                text = say("run.row", page=rejection.page, reason=reason, detail=rejection.detail)
                yield from wrap(show_controls(text), self.width, "      ", "    ")
            yield from self._more(story.rejections, "    ")
        if story.failures:
            yield from wrap(say.count("account.failed", len(story.failures)), self.width, "  ")
            for failure in self._first(story.failures):
                text = f"{failure.stage} {failure.unit_id}: {failure.cause}"
                yield from wrap(show_controls(text), self.width, "      ", "    ")
            yield from self._more(story.failures, "    ")
        if not story.n_left_out and not story.rejections and not story.failures:
            yield "  " + say("account.nothing_left_out")

    def notes(self) -> Iterator[str]:
        """What a reader must know about the whole account."""
        for note in write_notes(self.say, self.story):
            yield from wrap(note, self.width, "    ", "  – ")
