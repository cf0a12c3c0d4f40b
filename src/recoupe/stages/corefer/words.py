"""A title table made ready to look words up in."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from recoupe.lang.naming import first_names, kinds, territories
from recoupe.lang.titles import Duty, Gender, TitleTable
from recoupe.records import EntityType
from recoupe.text.names import fold

MIN_FORM = 4  # letters of a body's name that is found wherever it stands


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """One form of a role noun; `key` is its masculine form and joins the genders."""

    key: str
    duty: Duty
    gender: Gender | None


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """One common noun for bodies or places."""

    type: EntityType
    gender: Gender
    proper: bool
    general: bool
    alone: bool = False
    firm: bool = False


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A pronoun: gender and number it shows, whether a body can be meant."""

    gender: Gender | None
    plural: bool
    things: bool


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """Look-ups by lower-case word, and the patterns made of them."""

    roles: dict[str, Role]
    synonyms: dict[str, frozenset[str]]
    members: dict[str, tuple[str, ...]]
    joints: frozenset[str]
    bodies: dict[str, Body]
    pronouns: dict[str, Address]
    genders: dict[str, Gender]
    endings: tuple[tuple[str, Gender], ...]
    determiners: dict[str, Gender | None]
    links: frozenset[str]
    complements: frozenset[str]
    indefinites: frozenset[str]
    possessives: frozenset[str]
    plural_possessives: frozenset[str]
    documents: frozenset[str]
    press: frozenset[str]
    own: frozenset[str]
    never: frozenset[str]
    at: frozenset[str]
    strip_kinds: bool
    head_last: bool
    civil: dict[str, Gender | None]
    before_name: re.Pattern[str]
    civil_before: re.Pattern[str]
    relative: re.Pattern[str]
    relay: re.Pattern[str]
    voice: re.Pattern[str]
    institutions: re.Pattern[str]
    opening: re.Pattern[str]
    linked: re.Pattern[str]
    dangling: re.Pattern[str]
    part: re.Pattern[str]
    aged: re.Pattern[str]
    role_nouns: re.Pattern[str]
    tail: re.Pattern[str]
    civil_ahead: re.Pattern[str]
    acts: frozenset[str]
    party: re.Pattern[str]
    place_before: re.Pattern[str]
    place_ahead: re.Pattern[str]
    tongues: frozenset[str]
    capital_adjectives: bool
    agent: re.Pattern[str]
    government_before: re.Pattern[str]
    government_after: re.Pattern[str]
    latter: frozenset[str]
    latter_forms: re.Pattern[str]
    predicate_before: re.Pattern[str]
    concerned: frozenset[str]
    anyone: frozenset[str]
    clients: frozenset[str]
    defences: frozenset[str]
    counsel_before: re.Pattern[str]
    arms: frozenset[str]
    portfolio: re.Pattern[str]
    inhabitant: re.Pattern[str]
    aside: re.Pattern[str]
    newspaper: re.Pattern[str]
    things: frozenset[str]
    thing_endings: tuple[str, ...]
    person_endings: tuple[str, ...]
    issuers: dict[str, frozenset[str]]
    seats: dict[str, str]
    kin: dict[str, str]
    lands: frozenset[str]
    bodies_by_adjective: dict[str, str]
    places: Places


def lower(text: str) -> str:
    """Lower-case with straight apostrophes: « L’élue » -> « l'élue »."""
    return text.lower().replace("’", "'")


@lru_cache(maxsize=32)
def vocabulary(table: TitleTable, language: str) -> Vocabulary:
    """Make a language's look-ups once; `language` chooses the names of places."""
    bodies = {
        n.lower(): Body(
            type=b.type, gender=b.gender, proper=b.proper, general=b.general, alone=b.alone, firm=b.firm
        )
        for b in table.bodies
        for n in b.nouns
    }
    proper = [n for b in table.bodies if b.proper for n in b.nouns]
    links = sorted(table.links, key=len, reverse=True)
    civil = {f: c.gender for c in table.civil for f in c.forms}
    articles = (*table.determiners_m, *table.determiners_f, *table.determiners_any)
    opening = sorted({*articles, *table.links}, key=len, reverse=True)
    roles = _roles(table)
    return Vocabulary(
        roles=roles,
        synonyms=_synonyms(table),
        joints=frozenset(table.joints),
        members={noun: group.bodies for group in table.members for noun in group.nouns},
        bodies=bodies,
        pronouns={
            f: Address(gender=p.gender, plural=p.number == "plural", things=p.things)
            for p in table.pronouns
            for f in p.forms
        },
        genders=_genders(),
        endings=(*((e, "f") for e in table.feminine_endings), *((e, "m") for e in table.masculine_endings)),
        determiners={
            **dict.fromkeys(table.determiners_m, "m"),
            **dict.fromkeys(table.determiners_f, "f"),
            **dict.fromkeys(table.determiners_any, None),
        },
        links=frozenset(links),
        complements=frozenset((*links, *table.complements)),
        indefinites=frozenset(table.indefinites),
        possessives=frozenset(table.possessives),
        plural_possessives=frozenset(table.plural_possessives),
        documents=frozenset(lower(w) for w in table.documents),
        press=frozenset(fold(w) for w in table.press),
        own=frozenset(table.own),
        never=frozenset(table.never),
        at=frozenset(table.at),
        strip_kinds=table.capital_nouns,
        head_last=table.head_last,
        civil=civil,
        # « centre hospitalier de » before « Morvan »; up to two words may stand between noun and link
        before_name=_pattern(
            rf"(?<![\w-])(?:{_any(proper)})(?:\s[a-zà-ÿ'’-]+){{0,2}}?\s(?:{_any(links)})\s?$",
            proper and links,
        ),
        civil_before=_pattern(rf"(?<![\w.])({_any(sorted(civil, key=len, reverse=True))})\s?$", civil),
        # « un rapport que Le Phare a lu », « un avis qu'il cite »
        relative=_pattern(rf"\b(?:{_any(table.relatives)})(?:(?<=['’])|\b)", table.relatives, re.IGNORECASE),
        # « révélé par Le Phare du Vernois »
        relay=_pattern(rf"(?<!\w)(?:{_any(table.relays)})\s", table.relays, re.IGNORECASE),
        # « par la voix de Solveig Trannoy »
        voice=_pattern(rf"(?<!\w)(?:{_any(table.voices)})\s", table.voices, re.IGNORECASE),
        # « la Russie », « l'Institut »: small words that a name does not begin with
        opening=_pattern(rf"(?:{_any(opening)})(?:\s+|(?<=['’]))", opening, re.IGNORECASE),
        # the gap in « Union des marins » + « de » + « Brévaux »
        linked=_pattern(rf"\s(?:{_any(links)})\s?", links),
        # « Union des marins de »: cut before its last word
        dangling=_pattern(rf".*\s(?:{_any(links)})", links),
        # « Norlys de Vitry-sur-Orne »
        part=_pattern(rf"([^\W\d_]\w{{3,}})\s(?:{_any(links)})\s?([^\W\d_a-zß-öø-ÿ].*)", links),
        # « Lina, 13 ans »: a first name and an age
        aged=_pattern(
            rf"(?<![\w’'-])([^\W\d_a-zß-öø-ÿ][\w’'-]+), \d{{1,2}} (?:{_any(table.years)})", table.years
        ),
        # « la cour des comptes »
        institutions=_pattern(
            rf"(?<!\w)(?:{_any(table.institutions)})(?!\w)", table.institutions, re.IGNORECASE
        ),
        # the longest first: « premier ministre » before « ministre »
        role_nouns=_pattern(
            rf"(?<![\w-])(?:{_any(sorted(roles, key=len, reverse=True))})(?![\w-])", roles, re.IGNORECASE
        ),
        tail=_pattern(rf".*\s(?:{_any(links)})\s?([^\W\d_a-zß-öø-ÿ][\w-]+)", links),
        civil_ahead=_pattern(rf"(?:{_any(sorted(civil, key=len, reverse=True))})\s", civil),
        acts=frozenset(table.acts),
        # « aux yeux de », « la réponse de » + « Moscou »
        party=_pattern(rf"(?<![\w-])(?:{_any(table.parties)})\s?$", table.parties),
        # « à Moscou », « depuis Londres »
        place_before=_pattern(rf"(?<![\w-])(?:{_any(table.at)})\s$", table.at),
        place_ahead=_pattern(
            rf"(?<![\w-])(?:{_any(table.at)})\s([^\W\d_a-zß-öø-ÿ][\w-]{{3,}})(?!\s?[^\W\d_a-zß-öø-ÿ-])",
            table.at,
        ),
        tongues=frozenset(table.tongues),
        capital_adjectives=table.capital_adjectives,
        # « l'administration » + « X »
        government_before=_pattern(
            rf"(?<!\w)(?:[ld]['’]|l[ea]\s)?(?:{_any(table.governments)})\s$",
            table.governments and not table.head_last,
            re.IGNORECASE,
        ),
        # « X » + « administration »
        government_after=_pattern(
            rf"\s(?:{_any(table.governments)})(?!\w)", table.governments and table.head_last
        ),
        # « (affichée) par » + « la commission »
        agent=_pattern(rf"(?<!\w)(?:{_any(table.agents)})\s", table.agents),
        latter=frozenset(table.latter),
        latter_forms=_pattern(rf"(?<!\w)(?:{_any(table.latter)})(?!\w)", table.latter, re.IGNORECASE),
        # « X est », « X comme » + « un ami »
        predicate_before=_pattern(rf"\s(?:{_any(table.predicates)})\s$", table.predicates),
        concerned=frozenset(table.concerned),
        anyone=frozenset(table.anyone),
        clients=frozenset(table.clients),
        defences=frozenset(table.defences),
        # « Me » + « Trannoy »
        counsel_before=_pattern(rf"(?<!\w)(?:{_any(table.counsel_titles)})\s$", table.counsel_titles),
        arms=frozenset(table.arms),
        # « ministre (grec) de l'Énergie »
        portfolio=_pattern(
            rf"(?<!\w)(?:{_any(table.portfolios)})(?:\s[a-zà-ÿ-]+)?\s(?:{_any(links)})\s?$",
            table.portfolios and links,
            re.IGNORECASE,
        ),
        # « la Bretonne »
        inhabitant=_pattern(rf"[^\W\d_a-zß-öø-ÿ][\w-]+(?:{_any(table.inhabitants)})", table.inhabitants),
        # « l'Agence des eaux » + « dans un communiqué »
        aside=_pattern(
            rf"\s(?:{_any(table.complements)})\s(?:{_any((*table.indefinites, *table.possessives))})(?!\w)",
            table.complements and (table.indefinites or table.possessives),
        ),
        newspaper=_newspaper(table),
        things=frozenset(table.things),
        thing_endings=table.thing_endings,
        person_endings=table.person_endings,
        issuers={noun: frozenset((*i.roles, *i.bodies)) for i in table.issuers for noun in i.documents},
        seats={role: seat.body for seat in table.seats for role in seat.roles},
        kin=dict(table.kin),
        lands=frozenset(table.lands),
        bodies_by_adjective={form: a.body for a in table.body_adjectives for form in a.forms},
        places=places(language),
    )


def _roles(table: TitleTable) -> dict[str, Role]:
    out: dict[str, Role] = {}
    for group in table.roles:
        for m, f in group.nouns:
            genders: tuple[tuple[str, Gender | None], ...] = ((m, None),) if m == f else ((m, "m"), (f, "f"))
            for form, gender in genders:
                role = Role(key=lower(m), duty=group.duty, gender=gender)
                out.setdefault(lower(form), role)
                out.setdefault(f"{lower(form)}s", role)
    return out


def _synonyms(table: TitleTable) -> dict[str, frozenset[str]]:
    """By noun, what whoever it means may be called too; wider nouns are read one way only."""
    out: dict[str, frozenset[str]] = {}
    for group in (*table.synonyms, *table.body_synonyms):
        for word in group:
            out[word] = out.get(word, frozenset()) | frozenset(group)
    for wide in table.hypernyms:
        for word in wide.nouns:
            out[word] = out.get(word, frozenset()) | frozenset(map(lower, wide.of))
    return out


@lru_cache(maxsize=1)
def _genders() -> dict[str, Gender]:
    """Gender of folded first names; a name in both lists (« Dominique », « Camille ») has none."""
    women = {fold(n) for n in first_names().feminine}
    men = {fold(n) for n in first_names().masculine}
    out: dict[str, Gender] = dict.fromkeys(women - men, "f")
    out.update(dict.fromkeys(men - women, "m"))
    return out


def _any(words: object) -> str:
    parts = [re.escape(str(w)).replace("'", "['’]") for w in words]  # type: ignore[attr-defined]
    return "|".join(parts)


def _newspaper(table: TitleTable) -> re.Pattern[str]:
    """« La Voix du Vernois », « Radio Cimes »; where heads come last « The Carrow Evening Echo »."""
    word = r"[^\W\d_a-zß-öø-ÿа-яё][\w’'-]+"
    kinds = _any(sorted({p[:1].upper() + p[1:] for p in table.press if p}))
    if table.head_last:
        return _pattern(rf"(?<![\w’'-])(?:{word}\s){{1,3}}(?:{kinds})(?![\w-])", table.press)
    opening = _any(
        sorted({d.capitalize() for d in (*table.determiners_m, *table.determiners_f, *table.determiners_any)})
    )
    joint = rf"\s(?:(?:{_any(sorted(table.links, key=len, reverse=True))})\s?)?"
    pattern = rf"(?<![\w’'-])(?:(?:{opening})\s?)?(?:{kinds})(?:{joint}{word}){{1,3}}"
    return _pattern(pattern, table.press and opening and table.links and not table.capital_nouns)


def _pattern(pattern: str, words: object, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern if words else r"(?!)", flags)


@lru_cache(maxsize=1)
def known_bodies() -> re.Pattern[str]:
    """Bodies known everywhere and ministries, as any language writes them; the first letter may be small.

    Short acronyms are left to the taggers: « UN » and « AP » are words too often.
    """
    forms = [
        form
        for kind in kinds().kind
        if kind.is_body or kind.id.endswith(" ministry")
        for form in kind.forms
        if len(form) >= MIN_FORM
    ]
    either = (
        f"[{f[0].lower()}{f[0].upper()}]{re.escape(f[1:])}" for f in sorted(forms, key=lambda f: (-len(f), f))
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(either)})(?![\w-])".replace("'", "['’]"))


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Territories by folded name: (territory id, kind) with kind name, capital or seat.

    `by_adjective` gives the territory of a lower-case adjective or inhabitant.
    """

    by_name: dict[str, tuple[str, str]]
    by_adjective: dict[str, str]
    pattern: re.Pattern[str]
    hyphened: re.Pattern[str]


@lru_cache(maxsize=32)
def places(language: str) -> Places:
    """Names of all territories in a language; case counts (« la Manche », « Mali » but not « mali »)."""
    by_name: dict[str, tuple[str, str]] = {}
    by_adjective: dict[str, str] = {}
    written: set[str] = set()
    for t in territories():
        seats = tuple(n for names in t.seats.values() for n in names)
        for kind, names in (("name", t.called(language)), ("capital", t.capitals), ("seat", seats)):
            for name in names:
                by_name.setdefault(fold(name), (t.id, kind))
                written.add(name)
        for adjective in t.adjectives.get(language, ()):
            by_adjective.setdefault(adjective.lower(), t.id)
    table = kinds()
    ordered = sorted(written, key=lambda w: (-len(w), w))
    # « en Espagne », never inside « Villers-Espagne » or « Espagne-Sud »
    return Places(
        by_name=by_name,
        by_adjective=by_adjective,
        pattern=re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])"),
        # « Saint-Ouen », « Port-Louis », « Vitry-sur-Orne »
        hyphened=re.compile(
            rf"(?<![\w-])(?:(?:{'|'.join(table.place_heads)})-[^\W\d_a-zß-öø-ÿ][\w-]*"
            rf"|[^\W\d_a-zß-öø-ÿ][\w-]*-(?:{'|'.join(table.place_links)})-[\w-]+)(?:(?<=-d)['’][^\W\d_a-zß-öø-ÿ][\w-]*)?"
        ),
    )
