"""A story's account as lines of text, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from recoupe.cli.layout import bold, dim, spread, wrap
from recoupe.messages import Messages
from recoupe.view.chains import ChainGroup, group_chains
from recoupe.view.controls import show_controls
from recoupe.view.days import write_clocks, write_known, write_published, write_when
from recoupe.view.origins import write_merges, write_origins, write_standing
from recoupe.view.rows import AppearanceRow, ArticleRow, ClaimRow, DifferenceRow, Place, StoryView
from recoupe.view.tree import draw, grow
from recoupe.view.wording import (
    write_article,
    write_asides,
    write_change,
    write_copy,
    write_drifts,
    write_failure,
    write_kind,
    write_left_out,
    write_modality,
    write_no_chains,
    write_notes,
    write_rejection,
    write_short,
    write_size,
    write_why,
)

BRIEF = 3  # rows of each part in a brief account: enough to see what the part is about
PARTS = ("said", "chains", "when", "differs", "articles", "left_out", "log", "notes")
BAR = "│ "  # stands before words of an article
T = TypeVar("T")


class AccountPrinter:
    """Writes one account; every method gives lines, those of a part bear its name.

    Args:
        say: The reader's language.
        story: What to write.
        width: Columns of a line.
        rows: Keep to so many rows of each part, and to the claims that tell most; None: all.
        is_all: Give every claim in full; by default those of one article take a line.
        parts: Which of `PARTS`, in this order.
    """

    def __init__(
        self,
        say: Messages,
        story: StoryView,
        *,
        width: int,
        rows: int | None = None,
        is_all: bool = False,
        parts: Sequence[str] = PARTS,
    ) -> None:
        self.say, self.story, self.width, self.parts = say, story, width, parts
        self.rows, self.is_all = rows, is_all

    def lines(self) -> Iterator[str]:
        """The whole account."""
        yield ""
        yield from map(bold, wrap(show_controls(self.story.headline), self.width))
        yield from map(dim, wrap(write_size(self.say, self.story), self.width))
        yield dim(self.story.id)
        for key in self.parts:
            if key == "log" and not (self.story.episodes or self.story.changes):
                continue
            yield ""
            yield bold(self.say(f"section.{key}").upper())
            yield from getattr(self, key)()

    def _first(self, rows: Sequence[T]) -> Iterator[T]:
        yield from rows[: self.rows]

    def _more(self, rows: Sequence[object], indent: str = "  ") -> Iterator[str]:
        if self.rows is not None and len(rows) > self.rows:
            yield indent + dim(self.say.count("unit.more", len(rows) - self.rows))

    # --- what is said --------------------------------------------------------------------------------

    def said(self) -> Iterator[str]:
        """Each claim with what stands behind it and where it is made; those of one article in a line."""
        claims = self.story.claims
        if not claims:
            yield "  " + self.say("account.no_claims")
        full = self._full()
        for claim in full:
            yield ""
            yield from self._claim(claim)
        if self.rows is not None:
            if len(claims) > len(full):
                yield "  " + dim(self.say.count("unit.more", len(claims) - len(full)))
            return
        short = [claim for claim in claims if not claim.is_full and not self.is_all]
        if short:
            yield ""
            yield f"  {bold(self.say('account.short'))}"
        for claim in short:
            yield from self._short(claim)

    def _full(self) -> Sequence[ClaimRow]:
        """The claims that are given in full, the most telling ones of a brief account."""
        claims = self.story.claims
        if self.is_all:
            return claims
        full = [claim for claim in claims if claim.is_full]
        return rank_telling(full or claims)[: self.rows] if self.rows is not None else full

    def _claim(self, claim: ClaimRow) -> Iterator[str]:
        indent = " " * 6
        yield from map(bold, wrap(show_controls(claim.text), self.width, indent, f"  {claim.number:>2}  "))
        origins = write_origins(self.say, claim.corroboration)
        put = write_modality(self.say, claim.corroboration.modality)
        yield from wrap(f"{put} · {origins}", self.width, indent)
        if standing := write_standing(self.say, claim, self.story.n_articles):
            yield from map(dim, wrap(standing, self.width, indent))
        told = sorted(claim.appearances, key=lambda row: not row.drift)[: self.rows]  # drift tells most
        for row in claim.appearances:
            if row in told:
                yield from self._appearance(row)
        yield from self._more(claim.appearances, indent)
        if self.rows is None and (merges := write_merges(self.say, claim.corroboration)):
            yield from map(dim, wrap(merges, self.width, indent))

    def _short(self, claim: ClaimRow) -> Iterator[str]:
        indent = " " * 6
        yield from wrap(show_controls(claim.text), self.width, indent, f"  {claim.number:>2}  ")
        place = claim.appearances[0].place
        what = f"{write_short(self.say, claim)} · {place.span}"
        yield from map(dim, wrap(what, self.width, indent + "  ", indent))

    def _appearance(self, row: AppearanceRow) -> Iterator[str]:
        indent = " " * 6
        who = f"{write_modality(self.say, row.modality):<15} {self._at(row.place)}"
        if row.source:
            who += f" · {show_controls(row.source)}"
        yield from spread(indent + who, row.place.span, self.width, indent + "  ")
        if self.rows is None:
            yield from self._quote(row.place, indent + "  ")
        if row.drift:
            yield from wrap(f"! {write_drifts(self.say, row)}", self.width, indent + "  ")
        if self.rows is not None:
            return
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
        """The ways by which claims of several outlets came; claims that came by the same ways together."""
        groups = group_chains(self.story)
        if self.rows is not None:
            shown = {claim.number for claim in self._full()}
            groups = tuple(g for g in groups if shown & {claim.number for claim in g.claims})
        if not groups:
            yield "  " + write_no_chains(self.say, self.story)
        for group in groups:
            yield from self._group(group)

    def _group(self, group: ChainGroup) -> Iterator[str]:
        numbers = ", ".join(str(claim.number) for claim in group.claims)
        heading = self.say.count("account.chain_of", len(group.claims), numbers=numbers)
        if len(group.claims) == 1:
            heading += f" {show_controls(group.claims[0].text)}"
        yield from map(bold, wrap(heading, self.width, "    ", "  "))
        for first, rest, label in draw(grow(self.say, group.lines), " " * 4):
            yield from wrap(label, self.width, rest, first)

    # --- when ----------------------------------------------------------------------------------------

    def when(self) -> Iterator[str]:
        """What happened by its date, what is planned marked as such."""
        if not self.story.timeline:
            yield "  " + self.say("account.no_timeline")
        day = ""
        entries = self.story.timeline
        if self.rows is not None:  # those of the claims that are carried most, in the order of time
            carried = sorted(entries, key=lambda entry: entry.claim_numbers[:1])[: self.rows]
            entries = tuple(entry for entry in entries if entry in carried)
        for entry in entries:
            heading = write_when(self.say, entry)
            if entry.planned:
                heading += f" ({self.say('account.planned')})"
            if heading != day:
                yield f"  {bold(heading)}"
                day = heading
            left = f"    {self._at(entry.place)}{self._numbers(entry.claim_numbers)}"
            yield from spread(left, entry.place.span, self.width, " " * 6)
            yield from self._quote(entry.place, " " * 6)
            for place in entry.others:
                yield from spread(f"    {self._at(place)}", place.span, self.width, " " * 6)
                yield from self._quote(place, " " * 6)
            if clocks := write_clocks(self.say, entry):
                yield from map(dim, wrap(clocks, self.width, " " * 6))
        yield from self._more(self.story.timeline)
        if self.story.undated_claims and self.rows is None:
            numbers = ", ".join(map(str, self.story.undated_claims))
            count = self.say.count("account.undated", len(self.story.undated_claims))
            yield from map(dim, wrap(f"{count} ({numbers})", self.width, "  "))

    # --- what differs --------------------------------------------------------------------------------

    def differs(self) -> Iterator[str]:
        """Pairs of places to check."""
        if not self.story.differences:
            yield "  " + self.say("account.no_differences")
        for difference in self._first(self.story.differences):
            yield from self._difference(difference)
        yield from self._more(self.story.differences)
        if self.story.nuances:
            yield from ("", f"  {bold(self.say('account.nuances'))}")
        for nuance in self._first(self.story.nuances):
            yield from self._difference(nuance)
        yield from self._more(self.story.nuances)

    def _difference(self, difference: DifferenceRow) -> Iterator[str]:
        kind = write_kind(self.say, difference) + self._numbers(difference.claim_numbers)
        yield f"  {bold(kind)}  {dim(write_why(self.say, difference))}"
        for place in (difference.a, difference.b):
            yield from spread(f"    {self._at(place)}", place.span, self.width, " " * 4)
            yield from self._quote(place, " " * 4)

    # --- the articles, and what was left out ---------------------------------------------------------

    def log(self) -> Iterator[str]:
        """Other episodes of the affair, and what became of the story."""
        for row in self.story.episodes:
            what = f"{self.say(f'log.{row.relation}')} {show_controls(row.headline)}"
            yield from spread(f"  {what}", row.story_id, self.width, " " * 4)
        for change in self.story.changes:
            on = write_known(self.say, change.on or None)
            yield from wrap(f"{on} · {write_change(self.say, change, self.story)}", self.width, "    ", "  ")

    def articles(self) -> Iterator[str]:
        """Articles with the copies folded under them, and their ids."""
        for fold in self.story.folds:
            yield from self._article(fold.article, "")
            for copy in fold.copies:
                what = write_copy(self.say, copy) or self.say(
                    "page.copied_from", outlet=write_article(fold.article)
                )
                yield from self._article(copy.article, what)

    def _article(self, row: ArticleRow, copied: str) -> Iterator[str]:
        published = write_published(self.say, row)
        left = f"  {row.number:>2}  {'└ ' if copied else ''}{show_controls(row.outlet)} · {published}"
        yield from spread(left, row.id, self.width, " " * 6)
        headline = show_controls(row.headline or self.say("page.no_headline"))
        if copied:
            headline += f" ({copied})"
        yield from wrap(headline, self.width, " " * (8 if copied else 6))

    def left_out(self) -> Iterator[str]:
        """Blocks left out of each article, pages that gave none, units that failed."""
        say, story = self.say, self.story
        cut = [row for row in story.articles if row.left_out]
        if self.rows is not None and cut:
            yield "  " + say.count("unit.block", story.n_left_out)
        for row in () if self.rows is not None else cut:
            text = say("account.blocks", outlet=write_article(row), labels=write_left_out(say, row))
            yield from wrap(text, self.width, "    ", "  ")
        if story.rejections:
            yield from wrap(say.count("account.rejected", len(story.rejections)), self.width, "  ")
            for rejection in self._first(story.rejections):
                yield from wrap(write_rejection(say, rejection), self.width, "      ", "    ")
            yield from self._more(story.rejections, "    ")
        if story.failures:
            yield from wrap(say.count("account.failed", len(story.failures)), self.width, "  ")
            for failure in self._first(story.failures):
                yield from wrap(write_failure(say, failure), self.width, "      ", "    ")
            yield from self._more(story.failures, "    ")
        if not story.n_left_out and not story.rejections and not story.failures:
            yield "  " + say("account.nothing_left_out")

    def notes(self) -> Iterator[str]:
        """What a reader must know about the whole account."""
        for note in write_notes(self.say, self.story):
            yield from wrap(note, self.width, "    ", "  – ")


def rank_telling(claims: Sequence[ClaimRow]) -> list[ClaimRow]:
    """The most telling claims first; equal ones keep their order."""
    return sorted(claims, key=tells)


def tells(claim: ClaimRow) -> tuple[bool, bool, bool, int]:
    """Sort key: how much its origins take from what its outlets suggest.

    Five outlets with one named origin come before four with three, and before five of which nobody is named;
    words that begin in the middle of a sentence tell less to whoever reads them first.
    """
    found = claim.corroboration
    is_middle = claim.text[:1].islower()
    return not claim.is_shared, found.origins_min == 0, is_middle, found.origins_max - found.outlets
