"""Decisions taken in the page: kept in their file, then applied by a process of their own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from multiprocessing import get_context

from recoupe.cli.reading import read_into
from recoupe.decisions import add_decisions, decisions_file, read_decisions
from recoupe.messages import Language, Messages
from recoupe.records import Decision
from recoupe.settings import Settings
from recoupe.store import open_store


class Desk:
    """Keeps decisions and brings the store up to date, see `web.deciding.Decide`.

    One process at a time applies them; what is decided meanwhile is applied by the next.

    Args:
        settings: Name the store and the decisions file.
        say: The language of what a failing process says.
    """

    def __init__(self, settings: Settings, say: Messages) -> None:
        self._settings, self._language = settings, say.language
        self._lock = threading.Lock()
        self._is_applying = self._is_due = False

    def history(self) -> tuple[Decision, ...]:
        """Every decision of the file, oldest first.

        Raises:
            DecisionError: If a line of the file is none.
        """
        return read_decisions(decisions_file(self._settings))

    def add(self, decisions: Sequence[Decision]) -> None:
        """Keep decisions and begin to apply them.

        Raises:
            DecisionError: If the file cannot be written.
        """
        add_decisions(decisions_file(self._settings), decisions)
        with self._lock:
            self._is_due = True
            if self._is_applying:
                return
            self._is_applying = True
        threading.Thread(target=self._apply, daemon=True).start()

    @property
    def is_applying(self) -> bool:
        """Whether the store is being brought up to date."""
        return self._is_applying

    def _apply(self) -> None:
        while True:
            with self._lock:
                if not self._is_due:
                    self._is_applying = False
                    return
                self._is_due = False
            # a process of its own: its models leave the memory with it, and pages are answered meanwhile
            worker = get_context("spawn").Process(
                target=bring_up_to_date, args=(self._settings, self._language)
            )
            worker.start()
            worker.join()


def bring_up_to_date(settings: Settings, language: Language) -> None:
    """Analyse again what decisions change."""
    with open_store(settings.store, create=False) as store:
        read_into(store, (), settings, Messages(language), quiet=True)
