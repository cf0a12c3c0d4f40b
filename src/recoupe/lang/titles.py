"""Table of role nouns, civil titles, bodies and first names, as its TOML file must look."""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.records import EntityType

Gender = Literal["f", "m"]
Duty = Literal["office", "leader", "spokesperson", "counsel", "occupation"]


class Pronoun(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Pronouns of one gender that can name a speaker.

    `gender` None fits any (« qui »); `things` tells whether a body can be meant (« elle »: the agency).
    """

    forms: tuple[str, ...]
    gender: Gender | None = None
    number: Literal["singular", "plural"] = "singular"
    things: bool = True


class Roles(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nouns for what a person is or does.

    Attributes:
        duty: `office` is held by one person of a place (« préfète »); `leader` and `occupation` may point to
            anyone spoken of (« la patronne », « le retraité »); `counsel` passes on a client's words;
            `spokesperson` those of a body.
        nouns: Masculine and feminine form of each, equal where the noun serves both.
        example: A sentence of our own that holds one of them.
    """

    duty: Duty
    nouns: tuple[tuple[str, str], ...]
    example: str


class Bodies(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Common nouns for bodies and places.

    Attributes:
        proper: True where the noun belongs to the name (« ministère de la Pêche », « col de Prazols »); a
            noun of kind only (« l'entreprise ») points back to a name but is no part of it.
        general: True where a proper noun may also point back to a name that does not hold it (« l'agence »).
        alone: True where a noun of kind means a body of its own unless a name holds it (« la région »).
        firm: True for nouns that mean no public body (« l'exploitant » is not the prefecture).
    """

    type: EntityType
    gender: Gender
    proper: bool
    general: bool = False
    alone: bool = False
    firm: bool = False
    nouns: tuple[str, ...]
    example: str


class Members(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Plurals by which press means the body whose members they are (« les magistrats »: a court)."""

    nouns: tuple[str, ...]
    bodies: tuple[str, ...]
    example: str


class Issuers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Documents that only the bearers of some roles, or some bodies, issue; `roles` are masculine forms."""

    documents: tuple[str, ...]
    roles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    example: str


class Hypernyms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Wide nouns and the nouns of those they may point back to (« la société »: a « laboratoire »).

    Read one way only: « le laboratoire » is no wider word for any firm. A wide noun never means whom the text
    calls by a noun outside its row.
    """

    nouns: tuple[str, ...]
    of: tuple[str, ...]
    example: str


class Seat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Roles, by their masculine form, and the body whose services their bearers lead."""

    roles: tuple[str, ...]
    body: str
    example: str


class BodyAdjective(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All forms of an adjective that says whose a document is, and the body's noun."""

    forms: tuple[str, ...]
    body: str
    example: str


class Civil(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Forms of address before a name."""

    forms: tuple[str, ...]
    gender: Gender | None = None


class TitleTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one language calls people and bodies besides their names.

    Attributes:
        determiners_m, determiners_f, determiners_any: Words that open a noun phrase, by the gender they show.
        links: Words between a head noun and its complement (« de », « du », « of »).
        documents: Nouns for what is written or recorded and can be a source.
        press: Words that open or close the name of a newspaper or station.
        complements: Words besides `links` after which a name says where or whose, not who (« chez », « at »).
        indefinites: Determiners of what is new to the reader (« un », « des »).
        relatives: Words that open a clause about a document; who reads it there did not issue it (« que »).
        relays: Words after which a newspaper stands that carried a source's words (« révélé par »).
        voices: Words after which the person stands who speaks for a body (« par la voix de »).
        own: Words by which an outlet means itself (« notre », « our »).
        joints: Words that join two names (« et »).
        members: Plurals that stand for a body.
        synonyms: Nouns by which press says one office another way (« maire », « édile »).
        body_synonyms: Nouns by which press says one body another way (« hôpital », « établissement »).
        institutions: Bodies whose name is written without capitals (« cour d'appel »).
        at: Words that stand before a place (« en Estonie »).
        head_last: True where a noun phrase ends with its head (« the town's chief curator »).
        capital_nouns: True where common nouns are capitalised too (German).
        capital_adjectives: True where the adjective of a country has a capital (« Russian »).
        acts: Verbs by which a capital is a government (« Moscou rejette »): lemmas, without a tagger forms.
        parties: Words before a capital that make it a party (« entre », « aux yeux de », « la réponse de »).
        governments: Nouns for the people around a person (« l’administration X »).
        agents: Words before who made a thing (« affichée par »).
        latter: Pronouns for the last person named (« ce dernier »).
        predicates: Words between a person and a noun that says what they are (« est », « comme »).
        concerned: Pronouns for whom others spoke of (« l'intéressé »).
        anyone: Pronouns for nobody in particular (« on »).
        clients: Nouns for whom a lawyer speaks (« son client »).
        defences: Nouns for those who speak for a person before a court (« sa défense »).
        counsel_titles: Forms of address of lawyers (« Me »).
        arms: Nouns in the plural by which a body means itself (« ses services »).
        portfolios: Nouns of office before the name of a field (« ministre de l'Énergie »).
        inhabitants: Endings of the nouns for who comes from a place (« la Bretonne »).
        lands: Lands and regions whose name ends like an inhabitant's (« la Lorraine »).
        kin: Words for somebody's family that say whose themselves, and its noun (« les siens »: « famille »).
        issuers: Who issues a document (« un arrêté »: the prefect or the mayor).
        hypernyms: Wide nouns for people or bodies whom the text also calls by a narrower one.
        seats: Which body speaks when the services of a bearer of a role do (« le préfet … ses services »).
        body_adjectives: Adjectives that stand for a body (« préfectoral »).
        tongues: Words after which such an adjective is a language (« en russe »).
        feminine_endings, masculine_endings: Of first names that no list holds; "" stands for any other.
        years: Words that follow an age (« Lina, 13 ans »).
        never: Capitalised words that a tagger takes for names and that name nothing.
        things: Nouns that never speak, though their ending might (« valeur », « mois »).
        person_endings: Of nouns that no list holds and that mean a person (« -iste »).
        thing_endings: Of nouns that mean none (« -tion »).
        plural_possessives: Those of several owners (« leur »): no one person is whose porte-parole it is.
    """

    civil: tuple[Civil, ...] = ()
    pronouns: tuple[Pronoun, ...] = ()
    determiners_m: tuple[str, ...] = ()
    determiners_f: tuple[str, ...] = ()
    determiners_any: tuple[str, ...] = ()
    possessives: tuple[str, ...] = ()
    plural_possessives: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    roles: tuple[Roles, ...] = ()
    bodies: tuple[Bodies, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    body_synonyms: tuple[tuple[str, ...], ...] = ()
    members: tuple[Members, ...] = ()
    joints: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    press: tuple[str, ...] = ()
    complements: tuple[str, ...] = ()
    indefinites: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    relays: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    feminine_endings: tuple[str, ...] = ()
    masculine_endings: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    person_endings: tuple[str, ...] = ()
    thing_endings: tuple[str, ...] = ()
    head_last: bool = False
    capital_nouns: bool = False
    capital_adjectives: bool = False
    acts: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    tongues: tuple[str, ...] = ()
    governments: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    latter: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    concerned: tuple[str, ...] = ()
    anyone: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    defences: tuple[str, ...] = ()
    counsel_titles: tuple[str, ...] = ()
    arms: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()
    inhabitants: tuple[str, ...] = ()
    lands: tuple[str, ...] = ()
    kin: tuple[tuple[str, str], ...] = ()
    issuers: tuple[Issuers, ...] = ()
    hypernyms: tuple[Hypernyms, ...] = ()
    seats: tuple[Seat, ...] = ()
    body_adjectives: tuple[BodyAdjective, ...] = ()
