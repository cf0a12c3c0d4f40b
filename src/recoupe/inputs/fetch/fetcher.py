"""Fetching many pages politely: robots.txt, one request at a time to a host, a pause between two.

Hosts are asked side by side, each by one thread. Pauses are those of the settings, or of the host's
robots.txt where it asks for longer ones.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Self, TypeVar

import msgspec
from protego import Protego

from recoupe.inputs.fetch.address import Target, read_url
from recoupe.inputs.fetch.client import Answer, Client
from recoupe.inputs.refusals import Refused

AT_ONCE = 8  # hosts asked side by side
MAX_TRIES = 3
BACKOFF_S = 2.0  # before the second try, twice as long before the third
MAX_WAIT_S = 60.0  # a server that asks for a longer pause within one run is left alone
MAX_DELAY_S = 30.0  # of a robots.txt: what asks for more would stop every run
MAX_ROBOTS = 500_000  # characters of a robots.txt that are read, as RFC 9309 asks at least
ROBOTS_FOR_S = 86_400.0  # RFC 9309: no longer than a day
GONE = range(400, 500)  # statuses of a robots.txt that forbid nothing

W = TypeVar("W")


class Rules(msgspec.Struct, frozen=True):
    """What a host's robots.txt says; None: it has none.

    Attributes:
        refused: Why it could not be read; then nothing of the host may be asked.
    """

    protego: object
    delay_s: float
    until: float
    refused: Refused | None = None


class Fetcher:
    """Fetches pages, see the module. May be used by several threads.

    Args:
        client: Who asks.
        delay_s: Seconds between two requests to one host, at least.
    """

    def __init__(self, client: Client, *, delay_s: float) -> None:
        self._client = client
        self._delay_s = delay_s
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._next_at: dict[str, float] = {}
        self._rules: dict[str, Rules] = {}
        self._asking: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def fetch(self, url: str, *, headers: Mapping[str, str] | None = None, tries: int = MAX_TRIES) -> Answer:
        """Fetch one page, again after a pause where a later try may succeed.

        Raises:
            Refused: With the reason of the last try.
        """
        for number in range(1, tries + 1):
            try:
                return self._client.get(url, headers=headers, before=self._before)
            except Refused as refused:
                wait_s = refused.retry_after_s or BACKOFF_S * 2 ** (number - 1)
                if not refused.may_pass or number == tries or wait_s > MAX_WAIT_S:
                    raise
                self._sleep(wait_s)
        raise AssertionError("tries is at least 1")

    def fetch_all(
        self, wanted: Iterable[W], fetch: Callable[[W], Answer], url_of: Callable[[W], str]
    ) -> Iterator[tuple[W, Answer | Refused]]:
        """Fetch pages of many hosts side by side, those of one host in their order; outcomes as they come."""
        by_host: dict[str, deque[W]] = {}
        for want in wanted:
            by_host.setdefault(_host_of(url_of(want)), deque()).append(want)
        waiting = deque(by_host.values())
        pool = ThreadPoolExecutor(AT_ONCE)
        under_way: dict[Future[Answer | Refused], deque[W]] = {}
        try:
            while waiting or under_way:
                while waiting and len(under_way) < AT_ONCE:
                    pages = waiting.popleft()
                    under_way[pool.submit(_outcome, fetch, pages[0])] = pages
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    pages = under_way.pop(future)
                    yield pages.popleft(), future.result()
                    if pages:
                        waiting.append(pages)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Ask nobody any more; who waits for a turn is refused at once."""
        self._stopped.set()

    def __enter__(self) -> Self:
        """Give the fetcher itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _sleep(self, seconds: float) -> None:
        if self._stopped.wait(seconds):
            raise Refused("timeout", "stopped before it was asked for", may_pass=True)

    # --- before a request ----------------------------------------------------------------------------

    def _before(self, target: Target) -> None:
        """Ask robots.txt, then wait for the host's turn."""
        rules = self._rules_of(target)
        if rules.refused is not None:
            raise rules.refused
        if rules.protego is not None and not rules.protego.can_fetch(target.url, self._client.agent):  # type: ignore[attr-defined]  # Protego
            raise Refused("robots", f"robots.txt of {target.host} forbids {target.path[:200]}")
        self._wait_for(target, max(self._delay_s, rules.delay_s))

    def _wait_for(self, target: Target, delay_s: float) -> None:
        with self._lock:
            now = time.monotonic()
            at = max(now, self._next_at.get(target.host, 0.0))
            self._next_at[target.host] = at + delay_s
        if at > now:
            self._sleep(at - now)

    def _rules_of(self, target: Target) -> Rules:
        with self._lock:
            asking = self._asking[target.origin]
        with asking:  # two threads do not ask for one robots.txt
            known = self._rules.get(target.origin)
            if known is None or known.until < time.monotonic():
                known = self._rules[target.origin] = self._ask_robots(target)
            return known

    def _ask_robots(self, target: Target) -> Rules:
        """Read a robots.txt. One that is not there forbids nothing, one that fails forbids all (RFC 9309)."""
        until = time.monotonic() + ROBOTS_FOR_S
        self._wait_for(target, self._delay_s)
        try:
            answer = self._client.get(f"{target.origin}/robots.txt")
        except Refused as refused:
            status = refused.detail.removeprefix("status ")
            if refused.reason == "http_error" and status.isdecimal() and int(status) in GONE:
                return Rules(None, 0.0, until)
            if refused.reason in {"unreachable", "timeout", "http_error"}:
                return Rules(None, 0.0, time.monotonic() + MAX_WAIT_S, refused)
            return Rules(None, 0.0, until, refused if refused.reason == "private_address" else None)
        protego = Protego.parse(answer.body.decode("utf-8-sig", "replace")[:MAX_ROBOTS])
        delay_s = float(protego.crawl_delay(self._client.agent) or 0.0)
        return Rules(protego, min(delay_s, MAX_DELAY_S), until)


def _outcome(fetch: Callable[[W], Answer], want: W) -> Answer | Refused:
    try:
        return fetch(want)
    except Refused as refused:
        return refused


def _host_of(url: str) -> str:
    try:
        return read_url(url).host
    except Refused:
        return ""  # refused without asking anybody
