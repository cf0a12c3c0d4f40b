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
        absolute: Patterns of a negation without exception (« aucun », « jamais »): a denial from who claims
            or answers, not from who tells or thinks.
        cancelled: Patterns of a negation that denies nothing (« aucune piste n'est exclue »).
        denied, conditional, possible, planned: Patterns of each modality.
        future: Feature string of a future verb (« Tense=Fut »), or "" when patterns say it.
        future_endings: Ends of forms that are futures whatever the tagger reads.
        not_reportive: Participles after which a conditional is no press conditional (« pu », « dû »).
        conditional_auxiliaries: Auxiliary forms of the press conditional.
        hypothesis: Words that open a hypothesis (« si »).
        not_rumoured: Verbs whose conditional is no press conditional (« pouvoir », « devoir », « aimer »).
        modal_stems: How their conditional begins, for a form whose lemma the tagger does not know.
        conditional_stems: Ends of stems that no imperfect has (« vivr- », « prendr- »).
        lacking: Words that open a condition at the start of a sentence (« sans cette aide, … »).
        performed: Nouns of what is done by being announced (« l'ouverture d'une enquête »).
    """

    negated: tuple[ModalityRule, ...] = ()
    absolute: tuple[ModalityRule, ...] = ()
    cancelled: tuple[ModalityRule, ...] = ()
    denied: tuple[ModalityRule, ...] = ()
    conditional: tuple[ModalityRule, ...] = ()
    possible: tuple[ModalityRule, ...] = ()
    planned: tuple[ModalityRule, ...] = ()
    future: str = ""
    future_endings: tuple[str, ...] = ()
    not_reportive: tuple[str, ...] = ()
    conditional_auxiliaries: tuple[str, ...] = ()
    hypothesis: tuple[str, ...] = ()
    not_rumoured: tuple[str, ...] = ()
    modal_stems: tuple[str, ...] = ()
    conditional_stems: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    performed: tuple[str, ...] = ()
