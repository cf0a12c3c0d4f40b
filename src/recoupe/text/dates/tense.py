"""Which way a clause looks in time, read from the verb that governs a word."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from typing import Literal

from recoupe.records import Annotations

Look = Literal["past", "present", "future", "unknown"]

CLIMB = 12  # heads: deeper than any clause of a news sentence; ends cycles of a broken tree
VERBS = ("VERB", "AUX")


class Clauses:
    """The verbs of an article, by position.

    Args:
        text: Of the article, folded.
        annotations: Of the article.
        planned: Lemmas that look ahead whatever their tense (« prévoir »: « la réunion prévue lundi »).
        awaited: Lemmas that look ahead in the passive alone (« attendu lundi », not « il a attendu lundi »).
        modals: Lemmas whose present, governing an infinitive, looks ahead (« doit se réunir »).
        ahead: Pattern of a verb's form and lemma that is a future whatever the tagger says, or None.
    """

    def __init__(
        self,
        text: str,
        annotations: Annotations,
        *,
        planned: Collection[str],
        awaited: Collection[str] = (),
        modals: Collection[str],
        ahead: re.Pattern[str] | None = None,
    ) -> None:
        self._text, self._ahead = text, ahead
        self._tokens = annotations.tokens
        self._planned, self._awaited, self._modals = frozenset(planned), frozenset(awaited), frozenset(modals)
        self._sentences = tuple(s.start for s in annotations.sentences)
        self._ends = tuple(s.end for s in annotations.sentences)
        self._helpers: dict[int, list[int]] = {}
        tokens = self._tokens
        for i, (pos, dep) in enumerate(zip(tokens.pos, tokens.deps, strict=True)):
            if pos == "AUX" and (dep.startswith("aux") or dep == "cop"):
                self._helpers.setdefault(tokens.heads[i], []).append(i)

    def sentence(self, at: int) -> int:
        """Number of the sentence that holds an offset, counted from 0; -1 before the first."""
        return bisect_right(self._sentences, at) - 1

    def sentence_range(self, at: int) -> tuple[int, int]:
        """Offsets of the sentence that holds an offset; (at, at) outside any."""
        k = self.sentence(at)
        return (self._sentences[k], self._ends[k]) if k >= 0 else (at, at)

    def look(self, start: int, end: int, *, bare: bool = False) -> Look:
        """Which way the clause around [start, end) looks.

        Args:
            start: First code point of the expression.
            end: One past its last.
            bare: No preposition ties it to a noun; then a past verb beyond a noun does not say when that is
                (« a annoncé la venue du ministre lundi »).
        """
        first = bisect_left(self._tokens.starts, start)
        last = bisect_left(self._tokens.starts, end)
        for i in range(first, last):
            if not first <= self._tokens.heads[i] < last:
                return self._climb(self._tokens.heads[i], bare=bare)
        return "unknown"

    def _climb(self, i: int, *, bare: bool) -> Look:
        loose = bare and self._tokens.pos[i] == "NOUN"
        for _ in range(CLIMB):
            if self._tokens.pos[i] in VERBS or "VerbForm=Part" in self._tokens.morphs[i]:
                found = self._look_of(i)
                if found != "unknown":
                    return "unknown" if loose and found == "past" else found
            elif i in self._helpers:  # « est mort », « sera maire »: the verb beside a noun or adjective
                return self._look_of(i)
            if self._tokens.heads[i] == i:
                return "unknown"
            i = self._tokens.heads[i]
        return "unknown"

    def _look_of(self, i: int) -> Look:
        tokens = self._tokens
        helpers = self._helpers.get(i, [])
        if any(tokens.lemmas[k].lower() in self._modals for k in helpers):  # « will be held »
            return "past" if self._is_perfect(i, helpers) else "future"
        group = [tokens.morphs[i], *(tokens.morphs[k] for k in helpers)]
        if self._is_future(i, helpers):
            return "future"
        if any("Mood=Cnd" in m for m in group):
            return self._conditional(i, helpers)
        if "VerbForm=Inf" in tokens.morphs[i] or tokens.morphs[i] == "":
            return self._infinitive(i)
        if self._is_past(i, helpers):
            return "past"
        return "present" if any("Tense=Pres" in m for m in group) else "unknown"

    def _is_future(self, i: int, helpers: list[int]) -> bool:
        tokens = self._tokens
        tenses = [tokens.morphs[k] for k in helpers if tokens.deps[k] == "aux:tense"]
        if any("Tense=Fut" in m for m in tenses):  # « il aura fallu attendre »: over
            return False
        lemma = tokens.lemmas[i].lower()
        awaited = lemma in self._awaited and "VerbForm=Part" in tokens.morphs[i] and not tenses
        return (
            awaited
            or lemma in self._planned
            or any("Tense=Fut" in tokens.morphs[k] or self._is_ahead(k) for k in (i, *helpers))
        )

    def _is_ahead(self, i: int) -> bool:
        """A future by its form: « recevra » (recevoir), not « déclara » (déclarer)."""
        tokens = self._tokens
        if self._ahead is None or "VerbForm=Fin" not in tokens.morphs[i] or "Mood=Cnd" in tokens.morphs[i]:
            return False
        form = self._text[tokens.starts[i] : tokens.ends[i]]
        return self._ahead.fullmatch(f"{form} {tokens.lemmas[i].lower()}") is not None

    def _conditional(self, i: int, helpers: list[int]) -> Look:
        """« aurait informé » looks back, « serait informé » and « devrait » ahead."""
        tokens = self._tokens
        perfect = any("Mood=Cnd" in tokens.morphs[k] and tokens.deps[k] == "aux:tense" for k in helpers)
        return "past" if perfect else "future"

    def _is_perfect(self, i: int, helpers: list[int]) -> bool:
        """« would have told » looks back; « will be held » and « will be holding » do not."""
        tokens = self._tokens
        if "Aspect=Perf" not in tokens.morphs[i]:
            return False
        return any(tokens.deps[k] == "aux" and "VerbForm=Inf" in tokens.morphs[k] for k in helpers)

    def _infinitive(self, i: int) -> Look:
        tokens = self._tokens
        for k in (tokens.heads[i], i - 1):  # the verb right before it, where the tree hangs it elsewhere
            governs = k >= 0 and tokens.pos[k] in VERBS and tokens.lemmas[k].lower() in self._modals
            if governs and k != i and "Tense=Pres" in tokens.morphs[k]:
                return "future"
        return "unknown"  # go on with the verb above

    def _is_past(self, i: int, helpers: list[int]) -> bool:
        """Finite past, or a past participle that is no passive of the present (« est fermée le lundi »)."""
        tokens = self._tokens
        if any("Tense=Imp" in tokens.morphs[k] for k in (i, *helpers)):
            return True
        if "Tense=Past" not in tokens.morphs[i]:
            return any("Tense=Past" in tokens.morphs[k] for k in helpers)
        passive = [k for k in helpers if tokens.deps[k] == "aux:pass"]
        return not (passive and len(helpers) == 1 and "Tense=Pres" in tokens.morphs[passive[0]])
