"""Table of rules and words of time expressions, as its TOML file must look."""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.records import TimexRole

Operation = Literal[
    "none",
    "date",
    "month",
    "year",
    "weekday",
    "offset",
    "period",
    "away",
    "day",
    "same",
    "duration",
    "set",
    "reference",
    "clock",
    "part",
    "night",
    "season",
    "quarter",
    "decade",
    "century",
    "feast",
    "nth",
]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One form of time expression, with an example of our own that must be found and read.

    Attributes:
        name: Kept with every expression it finds.
        pattern: Regular expression over folded text (lower case, plain apostrophes, hyphens and spaces).
            `<word>` stands for one word of that class or for that fragment, each a group of its name.
            A group `inner` holds the day words of a longer expression, which are an expression of their own.
        do: How it is read; `none` finds what looks like a time and is none, and keeps other rules off it.
        before, not_before: What must or must not stand right before the expression.
        not_after: What must not follow it.
        shift: Units away from the anchor, for rules that say it by themselves (« avant-hier »: -2).
        unit: TIMEX3 unit the rule speaks of, where no group says it.
        mod: TIMEX3 mod.
        fixed: The value of a rule that needs no reading (`PRESENT_REF`).
        anchor: `last` reads from the last day told of, `publication` from the day of publication.
        determiner: Whether an article or demonstrative before it belongs to it.
        example, found, value, on: A sentence, the words found in it, their value, read on that day.
    """

    name: str
    pattern: str
    do: Operation
    example: str
    found: str = ""
    value: str = ""
    on: str = "2026-03-11"
    before: str = ""
    not_before: str = ""
    not_after: str = ""
    shift: int = 0
    unit: str = ""
    mod: str | None = None
    fixed: str = ""
    anchor: Literal["publication", "last"] = "publication"
    determiner: bool = True


class Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One more example of a rule; fields as in `Rule`."""

    rule: str
    example: str
    found: str = ""
    value: str = ""
    on: str = "2026-03-11"


class TimexTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, eq=False):
    """Rules and words of time expressions of one language.

    Attributes:
        words: Class of words (`month`, `weekday`, `unit`, `number`, …), and what each word means.
        fragments: Regular expressions that rules use by name.
        determiners: Words that belong to the expression they stand before, elided ones with apostrophe.
        forward, backward: What before an expression says that it lies ahead or behind (« d'ici à »).
        future, past: Forms by which a sentence speaks of what is to come, or is over, where no tagger
            gives the tense.
        ahead: Forms of a future, as « form lemma », that a tagger may take for a past.
        planned: Participles and verbs that look ahead whatever their tense (« prévu »), as lemmas.
        awaited: Verbs that look ahead in the passive alone (« attendu lundi »), as lemmas.
        modals: Verbs whose present looks ahead when they govern an infinitive (« doit », « va »), as lemmas.
        complement: Prepositions that make a date part of a noun phrase (« la note du 3 mai »), not its time.
        bounds: Forms that make a date a bound of what is told and not its time (« depuis »: since).
        rules: Longest match first; of equal length one that asks for words before it, then the earlier rule.
        examples: More examples.
    """

    words: dict[str, dict[str, int | str]] = {}
    fragments: dict[str, str] = {}
    determiners: tuple[str, ...] = ()
    forward: str = ""
    backward: str = ""
    future: str = ""
    past: str = ""
    planned: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    modals: tuple[str, ...] = ()
    ahead: str = ""
    complement: str = ""
    bounds: dict[str, TimexRole] = {}
    rules: tuple[Rule, ...] = ()
    examples: tuple[Example, ...] = ()
