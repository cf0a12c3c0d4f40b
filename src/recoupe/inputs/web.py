"""URLs, and the lists behind them: what `recoupe run` reads from the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from recoupe import __version__
from recoupe.inputs.fetch.address import read_allowed
from recoupe.inputs.fetch.client import Answer, Client
from recoupe.inputs.fetch.fetcher import Fetcher
from recoupe.inputs.listing import Link, Listing, read_listing
from recoupe.inputs.pages import MEDIA_TYPES, PageFacts, make_page
from recoupe.inputs.refusals import Refused, reject
from recoupe.records import Page, Rejection
from recoupe.settings import Settings

AGENT = f"recoupe/{__version__}"
MAX_DEPTH = 3  # lists in lists: OPML -> feed, sitemap index -> sitemap
MAX_PAGES = 20_000  # fetched in one run


def open_fetcher(settings: Settings) -> Fetcher:
    """The fetcher that settings ask for.

    Raises:
        InputError: If `allow_private` names what is no host, address or network.
    """
    allowed = read_allowed(settings.allow_private.split())
    return Fetcher(Client(agent=AGENT, allowed=allowed), delay_s=settings.delay_s)


class Web:
    """Reads URLs and what lists name.

    Args:
        fetcher: Who fetches.

    Attributes:
        listed: Lists that have been read, none of their pages left out; grows while pages are taken.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self.listed: set[str] = set()

    def read_urls(self, urls: Iterable[str]) -> Iterator[Page | Rejection]:
        """Fetch URLs: a page is read, a feed, OPML file or sitemap is followed.

        Pages and rejections come in the order in which servers answer; nothing named is left without one.
        """
        asked = list(dict.fromkeys(urls))
        found: dict[str, Link] = {}
        lists: list[str] = []
        for url, answer in self._fetcher.fetch_all(asked, self._fetcher.fetch, str):
            yield from self._taken(url, answer, found, lists)
        yield from self._followed(found, lists)

    def read_list(self, content: bytes, url: str) -> Iterator[Page | Rejection]:
        """Fetch what a list names that was read from a file.

        Args:
            content: The list's bytes.
            url: Of its file.
        """
        found: dict[str, Link] = {}
        lists: list[str] = []
        try:
            listing = read_listing(content, url)
        except Refused as refused:
            yield reject(url, refused.reason, refused.detail)
            return
        if listing is None:
            yield reject(url, "not_a_feed", "neither a feed, nor OPML, nor a sitemap")
            return
        yield from self._noted(url, listing, found, lists)
        yield from self._followed(found, lists)

    def _followed(self, found: dict[str, Link], lists: list[str]) -> Iterator[Page | Rejection]:
        """Read lists in lists, then fetch every page that they name."""
        done: set[str] = set()
        for _ in range(MAX_DEPTH):
            further = [url for url in dict.fromkeys(lists) if url not in done]
            lists = []
            done.update(further)
            for url, answer in self._fetcher.fetch_all(further, self._fetcher.fetch, str):
                yield from self._taken(url, answer, found, lists, must_list=True)
        for url in dict.fromkeys(lists):
            yield reject(url, "too_deep", f"a list more than {MAX_DEPTH} lists down")
        links = list(found.values())
        for link in links[MAX_PAGES:]:
            yield reject(link.url, "too_many_links", f"at most {MAX_PAGES} pages are fetched in one run")
        for link, answer in self._fetcher.fetch_all(links[:MAX_PAGES], self._fetch_link, _url_of):
            yield as_page(link, answer)

    def _fetch_link(self, link: Link) -> Answer:
        return self._fetcher.fetch(link.url)

    def _taken(
        self,
        url: str,
        answer: Answer | Refused,
        found: dict[str, Link],
        lists: list[str],
        *,
        must_list: bool = False,
    ) -> Iterator[Page | Rejection]:
        """An answer as a list that is noted, or as a page."""
        try:
            if isinstance(answer, Refused):
                raise answer
            listing = read_listing(answer.body, answer.url, answer.charset)
            if listing is not None:
                yield from self._noted(url, listing, found, lists)
            elif must_list:
                yield reject(url, "not_a_feed", "neither a feed, nor OPML, nor a sitemap")
            else:
                yield as_page(Link(url=url), answer)
        except Refused as refused:
            yield reject(url, refused.reason, refused.detail)

    def _noted(
        self, url: str, listing: Listing, found: dict[str, Link], lists: list[str]
    ) -> Iterator[Rejection]:
        if listing.n_more:
            yield reject(url, "too_many_links", f"{listing.n_more} of what it lists are not read")
        else:
            self.listed.add(url)
        for link in listing.links:
            found.setdefault(link.url, link)
        lists += listing.lists


def as_page(link: Link, answer: Answer | Refused) -> Page | Rejection:
    """What a server gave for a link, as a page or a rejection."""
    if isinstance(answer, Refused):
        return reject(link.url, answer.reason, answer.detail)
    media_type = MEDIA_TYPES.get(answer.media_type)
    if media_type is None:
        return reject(link.url, "unsupported_type", f"{answer.media_type[:80]}: read are HTML and text")
    known = PageFacts(
        url=answer.url,
        outlet=link.outlet,
        published=link.published,
        charset=answer.charset,
        stated_by="feed",
    )
    return make_page(link.url, answer.body, media_type, known)


def _url_of(link: Link) -> str:
    return link.url
