"""Polling lists and fetching what is new in them: one round after the other, over a queue in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from recoupe.inputs.fetch.client import Answer
from recoupe.inputs.fetch.fetcher import Fetcher
from recoupe.inputs.fetch.queue import Due, Queue, Wanted
from recoupe.inputs.listing import Listing, feeds_of, read_listing
from recoupe.inputs.refusals import Refused, reject
from recoupe.inputs.web import as_page
from recoupe.records import Page, Rejection

AT_ONCE = 200  # pages fetched before they are analysed: some minutes, so that a watch shows what it has
MAX_TRIES = 5  # of a page: after 1, 4, 16 and 64 minutes
FIRST_WAIT_S = 60.0
LONGEST_S = 86_400.0  # a list that never answers is asked once a day

Step = Callable[[], None]


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """What one round did.

    Attributes:
        lists: Polled.
        unchanged: Of these, how many said that nothing is new.
        new: Pages that were not known.
        fetched, refused, put_off: Pages of this round.
        problems: Lists that could not be read, each as a rejection.
    """

    lists: int = 0
    unchanged: int = 0
    new: int = 0
    fetched: int = 0
    refused: int = 0
    put_off: int = 0
    problems: tuple[Rejection, ...] = ()


class Watch:
    """Polls and fetches, see the module; what is fetched waits in the queue.

    Args:
        queue: What is to do.
        fetcher: Who fetches.
        every_s: Seconds between two polls of one list.
    """

    def __init__(self, queue: Queue, fetcher: Fetcher, *, every_s: float) -> None:
        self._queue = queue
        self._fetcher = fetcher
        self._every_s = every_s

    def follow_file(self, path: Path) -> tuple[str, ...]:
        """Poll the lists that a file names (OPML, a sitemap index).

        Raises:
            Refused: If it names none.
        """
        url = path.absolute().as_uri()
        listing = read_listing(path.read_bytes(), url)
        if listing is None or not listing.lists:
            raise Refused("not_a_feed", "no OPML file with feeds in it")
        self._queue.follow(listing.lists)
        return listing.lists

    def poll(self, step: Step) -> Round:
        """Poll every list that is due."""
        done = Round()
        due = self._queue.due_lists()
        for one, answer in self._fetcher.fetch_all(due, self._ask, lambda d: d.url):
            done = self._polled(done, one, answer)
            step()
        return done

    def fetch(self, before: Round, step: Step) -> Round:
        """Fetch pages that are due, some hundred at most.

        Args:
            before: What the round did so far.
            step: Called for each page.
        """
        done = before
        wanted = self._queue.due_pages(AT_ONCE)
        for one, answer in self._fetcher.fetch_all(wanted, self._get, lambda w: w.link.url):
            done = self._fetched(done, one, answer)
            step()
        return done

    # --- lists ---------------------------------------------------------------------------------------

    def _ask(self, due: Due) -> Answer:
        validators = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
        headers: Mapping[str, str] = {name: value for name, value in validators.items() if value}
        return self._fetcher.fetch(due.url, headers=headers, tries=1)

    def _polled(self, done: Round, due: Due, answer: Answer | Refused) -> Round:
        done = msgspec.structs.replace(done, lists=done.lists + 1)
        try:
            if isinstance(answer, Refused):
                raise answer
            if answer.is_unchanged:
                validators = (due.etag, due.last_modified)
                self._queue.polled(due.url, (), validators=validators, in_s=self._every_s)
                return msgspec.structs.replace(done, unchanged=done.unchanged + 1)
            listing = self._listing(answer)
            self._queue.follow(listing.lists, parent=due.url)
            n_new = self._queue.polled(
                due.url,
                listing.links,
                validators=(answer.headers.get("etag"), answer.headers.get("last-modified")),
                in_s=self._every_s,
            )
            return msgspec.structs.replace(done, new=done.new + n_new)
        except Refused as refused:
            wait_s = min(LONGEST_S, self._every_s * 2 ** min(due.failures, 16))
            self._queue.poll_failed(due.url, in_s=max(wait_s, refused.retry_after_s or 0.0))
            problem = reject(due.url, refused.reason, refused.detail)
            return msgspec.structs.replace(done, problems=(*done.problems, problem))

    def _listing(self, answer: Answer) -> Listing:
        """What a list names; a page that is none may name its feeds."""
        listing = read_listing(answer.body, answer.url, answer.charset)
        if listing is not None:
            return listing
        feeds = feeds_of(answer.body, answer.url, answer.charset)
        if not feeds:
            raise Refused("not_a_feed", "neither a list, nor a page that names its feeds")
        return Listing(kind="opml", lists=feeds[:1])  # the others are those of comments and sections

    # --- pages ---------------------------------------------------------------------------------------

    def _get(self, wanted: Wanted) -> Answer:
        return self._fetcher.fetch(wanted.link.url, tries=1)

    def _fetched(self, done: Round, wanted: Wanted, answer: Answer | Refused) -> Round:
        url = wanted.link.url
        if isinstance(answer, Refused) and answer.may_pass and wanted.tries + 1 < MAX_TRIES:
            wait_s = FIRST_WAIT_S * 4**wanted.tries
            self._queue.put_off(url, in_s=min(LONGEST_S, max(wait_s, answer.retry_after_s or 0.0)))
            return msgspec.structs.replace(done, put_off=done.put_off + 1)
        page = as_page(wanted.link, answer)
        if isinstance(page, Page):
            self._queue.keep(url, page)
            return msgspec.structs.replace(done, fetched=done.fetched + 1)
        self._queue.refuse(url, page.reason, page.detail)
        return msgspec.structs.replace(done, refused=done.refused + 1)
