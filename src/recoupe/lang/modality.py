"""Table of words that weaken, deny or plan, as its TOML file must look."""

from __future__ import annotations

import msgspec


class ModalityRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pattern over a content's words that gives it a modality.

    `pattern` is a regular expression over the lower-cased content with straight apostrophes.
    """

    pattern: str
    example: str


class ModalityTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that weaken, deny or plan of one language.

    Attributes:
        negated: Patterns of a plain negation: a denial only from who insists or answers back.
        denied, conditional, possible, planned: Patterns of each modality.
        future: Feature string of a future verb (« Tense=Fut »), or "" when patterns say it.
        not_reportive: Participles after which a conditional is no press conditional (« pu », « dû »).
        conditional_auxiliaries: Auxiliary forms of the press conditional.
        hypothesis: Words that open a hypothesis (« si »).
    """

    negated: tuple[ModalityRule, ...] = ()
    denied: tuple[ModalityRule, ...] = ()
    conditional: tuple[ModalityRule, ...] = ()
    possible: tuple[ModalityRule, ...] = ()
    planned: tuple[ModalityRule, ...] = ()
    future: str = ""
    not_reportive: tuple[str, ...] = ()
    conditional_auxiliaries: tuple[str, ...] = ()
    hypothesis: tuple[str, ...] = ()
