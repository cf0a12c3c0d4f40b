"""Table of predicate frames, their PLOVER types, and words around denials, as its TOML file must look."""

from __future__ import annotations

from typing import Literal

import msgspec

PloverType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip


class Frame(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One predicate that makes an event.

    Attributes:
        lemma: Verb or event noun, lower-cased, as the tagger gives it.
        type: PLOVER type of what is done.
        noun: True for an event noun (« la rencontre »).
        to: Prepositions that bring in the recipient besides a direct object (« avec », « contre »).
        example: A sentence in which it fires.
        actor, recipient: Words of the example that do it and undergo it; None where the example names none.
    """

    lemma: str
    type: PloverType
    example: str
    noun: bool = False
    to: tuple[str, ...] = ()
    actor: str | None = None
    recipient: str | None = None


class VerbTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Predicate frames of one language, and the words around denials.

    Attributes:
        frame: Every predicate that makes an event.
        negation: Words that turn a clause into its contrary (« aucun », « jamais »).
        narrowing: Words before which a negation denies but a part (« pas seulement », « pas parce que »).
        opining: Lemmas by which one tells what he thinks of another (« je ne le considère pas comme »).
        denial: Lemmas of verbs and nouns that deny what they govern (« démentir », « rejet »).
        hinging: Lemmas of words that make a clause a mere condition or aim of another (« si », « afin »).
        saying: Lemmas of nouns for what somebody says (« appel », « message »).
        giving: Lemmas of prepositions that bring in whose words they are (« un appel de »).
        replying: Lemmas by which one answers what another says (« rétorquer »).
        refusing: Lemmas that tell what one does not want, and deny nothing that is so (« refuser »).
    """

    frame: tuple[Frame, ...] = ()
    negation: frozenset[str] = frozenset()
    narrowing: frozenset[str] = frozenset()
    opining: frozenset[str] = frozenset()
    denial: frozenset[str] = frozenset()
    hinging: frozenset[str] = frozenset()
    replying: frozenset[str] = frozenset()
    refusing: frozenset[str] = frozenset()
    saying: frozenset[str] = frozenset()
    giving: frozenset[str] = frozenset()
