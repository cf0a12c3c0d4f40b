"""Table of words that report, as its TOML file must look."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

Kind = Literal[
    "say", "claim", "confirm", "deny", "announce", "reveal", "ask", "order", "accuse", "judge", "think",
    "feel", "tell", "promise", "count", "see", "document", "reply",
]  # fmt: skip
Frame = Literal[
    "that", "inf", "np", "insert", "colon", "quote", "bare", "addressee", "question", "adjective", "whole",
]  # fmt: skip
Place = Literal["before", "after", "both"]
Object = Literal["", "direct", "figure", "measure", "said", "only"]


class Ending(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the lemmas of one group are inflected.

    Attributes:
        group: Name that rows point at.
        lemma: Letters at the lemma's end that the endings replace; a row without `group` takes the first
            group whose `lemma` its lemma ends in.
        endings: What replaces them.
    """

    group: str
    lemma: str
    endings: tuple[str, ...]


class Cue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One verb that reports.

    Attributes:
        lemma: As in a dictionary, with reflexive pronoun and fixed words (« se plaindre », « faire savoir »).
        kind: What the speaker does.
        frames: How the content follows: clause, infinitive, noun phrase, insert (« …, dit-elle »), colon,
            quoted words, bare clause (English), reported question, adjective (« se dit prête à … »), the
            whole clause, which says it itself (« le rapport innocente le chauffeur »).
        factivity: 1 takes the content for true (« révéler »), -1 doubts it (« prétendre »), 0 neither.
        polarity: -1 when the speaker says that the content is not so (« démentir »).
        forms: Irregular forms, added to those of the group.
        group: Inflection group; "" when `forms` holds them all.
        tail: Words that must follow the inflected one (« savoir »); forms of one word are parted by « | ».
        is_reflexive: Only with a reflexive pronoun.
        tells_object: Whom it tells is its object (« informer les usagers que … »).
        is_planning: Content is still to come (« promettre »).
        goes_on: Reports only of a pronoun that takes up who spoke just before (« ils attendent … »).
        is_fearing: Content may come, and should not (« redouter »).
        particle: Word that must close the clause of a form that it does not open (German « räumte … ein »).
        lead: Small word that must stand before the inflected one (« y voit »).
        takes: Reports only with such an object: one that no preposition opens, one with a figure, one that is
            brought to a figure (« ramène la perte à neuf euros »), one headed by a noun for what is said
            (« maintient sa version »), one behind « ne … que ».
        by_document: Reports only of a document (« le registre porte deux noms »).
        example, source, content: An own sentence and what must be found in it.
    """

    lemma: str
    kind: Kind
    frames: tuple[Frame, ...]
    example: str
    source: str
    content: str
    factivity: int = 0
    polarity: int = 1
    forms: tuple[str, ...] = ()
    group: str | None = None
    tail: tuple[str, ...] = ()
    is_reflexive: bool = False
    tells_object: bool = False
    is_planning: bool = False
    is_fearing: bool = False
    goes_on: bool = False
    particle: str = ""
    lead: str = ""
    takes: Object = ""
    by_document: bool = False

    @property
    def has_object(self) -> bool:
        """Whether any noun phrase may follow it as what is said."""
        return "np" in self.frames and not self.takes


class Preposition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that stand before a source.

    Attributes:
        words: Lower-cased, with straight apostrophes.
        place: Whether the source phrase stands before its content, after it, or both.
        needs_name: Only before a person or body (« pour la maire, … » but not « pour l'instant, … »).
        is_source: The words name an unnamed source themselves (« de source policière »).
        is_distributive: They also part a whole (« selon les régions »).
        goes_on: Their pronoun is the last speaker (« à l'en croire »).
        is_behind: They stand behind their source (German « der Polizei zufolge »).
        is_own: Their pronoun may be the subject that follows (« by his own account, Ada Roy … »).
        passes_on: Who stands behind them carried what others said ("as first reported by").
    """

    words: str
    example: str
    source: str
    content: str
    place: Place = "both"
    needs_name: bool = False
    is_source: bool = False
    is_distributive: bool = False
    goes_on: bool = False
    is_behind: bool = False
    is_own: bool = False
    passes_on: bool = False


class ChannelRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that name the medium of an utterance.

    `pattern` is a regular expression over the text; its first group, or all of it, is the channel as written.
    """

    medium: Literal[
        "podcast", "interview", "press_conference", "post", "speech", "report", "press_release", "newspaper",
        "wire", "other",
    ]  # fmt: skip
    pattern: str
    example: str
    channel: str


class CueTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that report of one language.

    Attributes:
        complementizers: « que », « qu' ».
        verbs, prepositions, channels: See their types.
        relatives: Relative pronouns that stand for a subject (« qui »).
        pronouns: Pronouns that can be a source.
        indefinites: Pronouns that name nobody (« on »).
        auxiliaries: Forms of the auxiliaries that may stand in a cue.
        clitics: Words that may stand between subject and verb.
        adverbs: Words that may follow the verb inside the cue (« seulement »).
        fillers: Other words that may stand between auxiliary and participle (« de nouveau », « en effet »).
        third_reflexives: Those of the third person, which make another verb of a cue (« se dire »).
        be: Forms of « être », which make a passive.
        conjunctions: Words that join clauses or cues (« et », « mais »).
        contrasts: Words that open a clause set against the one before (« alors », « tandis »).
        asides: Words that open « comme l'a dit X ».
        gerund_openers: Words before a gerund (« tout en »).
        infinitive_openers: Words before an infinitive that hangs on its clause (« avant d'assurer que … »).
        without: Those of them that say it was not spoken of (« sans faire état de blessés »).
        tails: Regular expressions that open a figure behind an insert (« …, indique X, soit 12 % »).
        same_source: Regular expressions by which « on » had it from the last source (« de même source »).
        places: Words before whose seat « on » speaks (« Au ministère, on assure … »).
        gerund_endings: Endings by which a cue is one (« -ant »).
        voices: Words that name who speaks for a source (« par la voix »).
        to: Prepositions before an addressee (« à l'agence »).
        reported_forms: Verb forms that only reported speech has (German « sei », « habe »).
        demonstratives: Words after which « que » is relative (« ce que »).
        comparatives: Words after which « que » compares or restricts (« plus », « ainsi »).
        objects: Prepositions that belong to a cue's object (« faire état de », « tabler sur »).
        quantifiers: Determiners that open what is denied, never a speaker (« tout », « aucun »).
        first_person: Pronouns by which a quoted speaker is told something (« m'a raconté »).
        own: Determiners by which an outlet means itself (« notre »).
        civil: Forms of address, which open a name (« Mme »).
        prepositional_relatives: Relatives after a preposition (« selon lequel »).
        reflexives: Reflexive pronouns.
        negations: First halves of a negation (« ne », « n' »).
        breaks: Words before which a source's noun phrase ends (« lors », « dans »).
        times: Words of time that may stand between verb and subject.
        anaphors: Nouns that take up the sentence before (« la décision », « cette information »).
        by: Words before the agent of a passive.
        anonymous: Regular expressions of a source that is not named.
        witnesses, documents, collectives, organisations: Head nouns of such sources, lower-cased.
        impersonal: Regular expressions of sentences that report nobody.
        refusals: Regular expressions of a refusal to comment.
        questions: Words that open a reported question.
        infinitives: Words that open an infinitive where no tagger says so (« di »).
        speech_nouns: Nouns for an utterance (« réponse de la mairie : … »).
        denial_nouns: Those that say no (« démenti »).
        fear_nouns: Those for what may come (« crainte »).
        of: Prepositions before what a noun reports (« l'annonce par X d'un rappel »), the elided first.
        phases: Words before the infinitive of a cue that leave it a report (« a fini par admettre »).
        takes_up: Words that only take up what was said (« c'est du moins ce qu'affirme X »).
        degrees: Words that open what a thing needs, not what somebody asks (« demande peu d'entretien »).
        possessives: Determiners that name a speaker themselves (« son verdict : … »).
        anonymity: Regular expressions of a sentence by which its source stays unnamed.
        relays: Regular expressions of who passes a source's words on (« citée par Le Phare »); the first
            group is the name.
        relayed: Participles of what another medium passes on (« cité mardi par Le Phare »).
        press_nouns: Common nouns for media (« le quotidien norvégien Fjordposten »), folded.
        press_openers: Words that may stand before a medium's name (« nos confrères de »), folded.
        also: Words before « que » that only add (« soutient aussi que »).
        meanwhile: Phrases between a cue and its object (« exclut pour l'heure tout recours »).
        heard_from: Words between « a-t-on appris » and who was asked (« auprès de la préfecture »).
        told_there: Regular expressions by which a sentence goes on with the document before (« y est noté »).
        convictions: Adjectives that open what somebody believes (« persuadée que … »), masculine singular.
        reads: Regular expressions by which who reports says whence (« qui a eu accès à une note »).
        euphonic: Sounds between a verb and its pronoun that no speaker is (« précise-t-elle »).
        it: Pronouns for what was said before (« elle l'affirme »).
        contrary: Words that open what others say, not the speaker (« contrairement à ce qu'affirme X »).
        there: Words of a cue that take up the medium named before (« y écrit-elle »).
        cites: Forms by which an outlet names its own source (« rapporte l'agence, qui cite un cadre »).
        heading_labels: What stands before a headline and speaks for nobody (« DIRECT. », « Reportage : »).
        heading_lists: Words that open what an article explains, not what somebody says (« ce qu' »).
        heading_eyes: Words between quoted words and whose they are (« un « sage » aux yeux de X »).
        heading_ends: A headline may end with a bare noun for who says it ("Bridge to reopen: mayor").
        has_subject_first: The subject may stand before the verb of an insert (« …, she said »).
        participle_endings: Where no tagger says so, endings by which a cue needs an auxiliary (« -ado »).
        noun_links: Where nouns have capitals: small words that join two of them in a source (« des »).
        said_nouns: Nouns for what somebody said, before who said it (« Angaben der Polizei zufolge »).
        speaks_in: Prepositions before a body that speaks (« В прокуратуре уточнили »).
        open_endings: Endings of the forms that say it of nobody else there (« уточнили »).
        about_before: Openings by which a report takes up the sentence before (« Об этом сообщает X »).
        has_verb_bracket: Auxiliary and participle hold the clause between them (« hat … erklärt »).
        drops_subject: A verb may stand without its subject (« También denuncian que … »).
        oblique: Determiners that open no subject (German « den Verdacht weist die Bank zurück »).
        relative_openers: Where no tagger says so, words that open a relative clause behind a comma (« die »).
        told_nouns: Nouns that by their case alone are who was told (« сказал газете … »).
        this: Pronouns behind a denial for what was said before ("denied it").
        told_openers: Articles behind a whole name that open who was told (« sagte Ada Roth der Zeitung »).
        figures: Nouns for a number (« une poignée »).
        contents: Nouns for what is said, beside those for an utterance (« maintient le chiffre »).
        only: Words behind a negated verb that leave it one object (« ne recense que deux cas »).
        elided: Words that lose their vowel before an apostrophe: what is left (« d »), and word class.
    """

    complementizers: tuple[str, ...] = ()
    verbs: tuple[Cue, ...] = ()
    prepositions: tuple[Preposition, ...] = ()
    endings: tuple[Ending, ...] = ()
    channels: tuple[ChannelRow, ...] = ()
    relatives: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    indefinites: tuple[str, ...] = ()
    auxiliaries: tuple[str, ...] = ()
    clitics: tuple[str, ...] = ()
    adverbs: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    third_reflexives: tuple[str, ...] = ()
    be: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    contrasts: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    gerund_openers: tuple[str, ...] = ()
    infinitive_openers: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    same_source: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    gerund_endings: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    reported_forms: tuple[str, ...] = ()
    comparatives: tuple[str, ...] = ()
    demonstratives: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    quantifiers: tuple[str, ...] = ()
    first_person: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    civil: tuple[str, ...] = ()
    prepositional_relatives: tuple[str, ...] = ()
    reflexives: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    anaphors: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    anonymous: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    collectives: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    impersonal: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    infinitives: tuple[str, ...] = ()
    speech_nouns: tuple[str, ...] = ()
    denial_nouns: tuple[str, ...] = ()
    fear_nouns: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    takes_up: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ()
    possessives: tuple[str, ...] = ()
    anonymity: tuple[str, ...] = ()
    relays: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    relayed: tuple[str, ...] = ()
    press_nouns: tuple[str, ...] = ()
    press_openers: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    heard_from: tuple[str, ...] = ()
    told_there: tuple[str, ...] = ()
    convictions: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    euphonic: tuple[str, ...] = ()
    it: tuple[str, ...] = ()
    heading_labels: tuple[str, ...] = ()
    heading_lists: tuple[str, ...] = ()
    heading_eyes: tuple[str, ...] = ()
    heading_ends: bool = False
    has_subject_first: bool = False
    participle_endings: tuple[str, ...] = ()
    noun_links: tuple[str, ...] = ()
    said_nouns: tuple[str, ...] = ()
    speaks_in: tuple[str, ...] = ()
    open_endings: tuple[str, ...] = ()
    about_before: tuple[str, ...] = ()
    has_verb_bracket: bool = False
    drops_subject: bool = False
    oblique: tuple[str, ...] = ()
    relative_openers: tuple[str, ...] = ()
    told_nouns: tuple[str, ...] = ()
    told_openers: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    elided: tuple[tuple[str, str], ...] = ()
    this: tuple[str, ...] = ()


def inflect(cue: Cue, table: CueTable) -> frozenset[str]:
    """Every form of a cue's inflected word, lower-cased.

    Soft consonants are kept soft: « annoncer » gives « annonçait », « exiger » « exigeait ».
    """
    words = cue.lemma.replace("'", "' ").split()
    leads = (*table.third_reflexives, *table.clitics) if cue.is_reflexive else (cue.lead,)
    word = next(w for w in words if w not in leads)
    out = set(cue.forms)
    group = next(
        (
            e
            for e in table.endings
            if (e.group == cue.group if cue.group is not None else word.endswith(e.lemma))
        ),
        None,
    )
    if group is not None:
        stem, is_french = word.removesuffix(group.lemma), group.lemma == "er"
        out |= {_join(stem, ending) if is_french else stem + ending for ending in group.endings}
    return frozenset(out | {word})


def _join(stem: str, ending: str) -> str:
    if ending[:1] in ("a", "â", "o"):
        if stem.endswith("c"):
            stem = stem[:-1] + "ç"
        elif stem.endswith("g"):
            stem += "e"
    return stem + ending


@lru_cache(maxsize=16)
def cue_by_form(table: CueTable) -> dict[str, tuple[Cue, ...]]:
    """Cues by each of their forms; those with fixed words (« faire savoir ») or a certain object first."""
    out: dict[str, list[Cue]] = {}
    for cue in sorted(
        table.verbs, key=lambda c: (-len(c.tail), not c.is_reflexive, c.frames != ("np",) or not c.takes)
    ):
        for form in inflect(cue, table):
            out.setdefault(form, []).append(cue)
    return {form: tuple(cues) for form, cues in out.items()}
