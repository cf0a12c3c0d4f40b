"""Outlets, publisher families and wire agencies: whose a name, a domain or a credit is.

The facts are in `lang/data/any/outlets.toml`; a file of the user's adds to them and goes before them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from importlib import resources

import msgspec

from recoupe.errors import LexiconError
from recoupe.records import OutletFrom
from recoupe.text.names import fold

FILE = "lang/data/any/outlets.toml"
NOTHING = r"(?!)"
BREAKS = r",;/&–—\-"  # signs between a name and an agency
MAX_CREDIT = 80  # characters of a line that is nothing but a credit: « Solange Auzeral, avec AFP et Reuters »
MAX_DATELINE = (
    70  # characters before a credit in brackets at the head of a text: « PARIS, 3 mars (Reuters) – »
)
MAX_WORDS = 4  # of a line that ends with a full stop: more are a sentence (« …, d'après Reuters. »)
LAST = 3  # lines at the end of a text among which the credit stands: a note on the author may follow it
# « Photo AFP », « © AFP » : who took the picture wrote no text
PICTURE = re.compile(
    r"(?:©|\b(?:photos?|crédits?|credits?|images?|illustration|picture|vidéo|video|infographie|visuel))\W*$",
    re.IGNORECASE,
)


class Agency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wire agency.

    Attributes:
        id: What its credits count as, whatever they write.
        names: As credits write it; letter case counts (« AP », « dpa »).
        domains: Where it publishes itself.
    """

    id: str
    names: tuple[str, ...]
    domains: tuple[str, ...] = ()


class Outlet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A title.

    Attributes:
        name: As it is shown.
        aliases: Other names that pages and feeds use for it.
        domains: Without `www.`; those below them are its own too.
    """

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class Family(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A publisher and its titles."""

    id: str
    name: str
    members: tuple[Outlet, ...]


class OutletTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of facts."""

    agency: tuple[Agency, ...] = ()
    family: tuple[Family, ...] = ()
    outlet: tuple[Outlet, ...] = ()


class Outlets:
    """Look-ups over facts.

    Args:
        shipped: Facts that come with the program.
        own: The user's, which go before them. Only here is a family known by its titles' names alone: many a
            paper is called « L'Union ».
    """

    def __init__(self, shipped: OutletTable, own: OutletTable | None = None) -> None:
        tables = [own or OutletTable(), shipped]
        self._agencies = [agency for table in tables for agency in table.agency]
        self._by_domain: dict[str, tuple[Outlet, str | None]] = {}
        self._by_name: dict[str, Outlet] = {}
        for table in tables:
            for outlet, family in _titles(table):
                for domain in outlet.domains:
                    self._by_domain.setdefault(domain, (outlet, family))
                for name in (outlet.name, *outlet.aliases):
                    self._by_name.setdefault(fold(name), outlet)
        self._family_by_name = {
            fold(name): family
            for outlet, family in _titles(tables[0])
            if family is not None
            for name in (outlet.name, *outlet.aliases)
        }

    def name_of(self, domain: str | None) -> str | None:
        """The name of the title that publishes at a domain; None where it is not known.

        Example:
            >>> shipped().name_of("vosgesmatin.fr"), shipped().name_of("blog.phare.example")
            ('Vosges Matin', None)
        """
        found = self._at(domain)
        return found[0].name if found else None

    def known_name(self, name: str) -> str | None:
        """A name as it is shown; None where nobody is known by it.

        Example:
            >>> shipped().known_name("lemonde.fr")
            'Le Monde'
        """
        found = self._by_name.get(fold(name))
        return found.name if found else None

    def shown_name(self, name: str, source: OutletFrom, domain: str | None) -> str:
        """The outlet under the name by which it is known; a person's own word for it stays.

        Example:
            >>> shipped().shown_name("lemonde.fr", "domain", "lemonde.fr")
            'Le Monde'
        """
        if source == "manifest":
            return name
        return (self.name_of(domain) if source == "domain" else self.known_name(name)) or name

    def family_of(self, name: str, domain: str | None) -> str | None:
        """Id of the publisher's family; None where the title is in none that is known."""
        found = self._at(domain)
        return found[1] if found else self._family_by_name.get(fold(name))

    def _at(self, domain: str | None) -> tuple[Outlet, str | None] | None:
        """Of a domain or the nearest one above it."""
        rest = domain or ""
        while "." in rest:
            if rest in self._by_domain:
                return self._by_domain[rest]
            rest = rest.partition(".")[2]
        return None

    # --- agencies ------------------------------------------------------------------------------------

    def agency_of(self, written: str | None) -> str | None:
        """Id of the first agency that a credit, byline or outlet names; None where it names none.

        Example:
            >>> shipped().agency_of("avec l'Agence France-Presse"), shipped().agency_of("Jeanne Morvan")
            ('afp', None)
        """
        found = self._agency.search(written or "")
        return self._agency_by_name[found.group()] if found else None

    def agency_called(self, name: str) -> str | None:
        """Id of the agency that has this very name; None for any other outlet."""
        return self._agency_by_name.get(name)

    def agencies_in(self, written: str) -> str:
        """The part of a credit from its first agency to its last, "" where it names none.

        Example:
            >>> shipped().agencies_in("Source : AFP et Reuters")
            'AFP et Reuters'
        """
        found = list(self._agency.finditer(written))
        return written[found[0].start() : found[-1].end()] if found else ""

    def agency_at(self, domain: str | None) -> str | None:
        """Id of the agency that publishes at a domain."""
        return next(
            (a.id for a in self._agencies for d in a.domains if domain and f".{domain}".endswith(f".{d}")),
            None,
        )

    @property
    def agency_names(self) -> tuple[str, ...]:
        """Every name of every agency, longest first."""
        return tuple(sorted(self._agency_by_name, key=lambda name: (-len(name), name)))

    @cached_property
    def _agency_by_name(self) -> dict[str, str]:
        return {name: agency.id for agency in reversed(self._agencies) for name in agency.names}

    @cached_property
    def _names(self) -> str:
        return "|".join(map(re.escape, self.agency_names)) or NOTHING

    @cached_property
    def _agency(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{self._names})(?![\w-])")

    @cached_property
    def _dateline(self) -> re.Pattern[str]:
        # « PARIS, 3 mars (Reuters) – », « (AFP) - »
        return re.compile(
            rf"[^()\n]{{0,{MAX_DATELINE}}}\((?P<credit>(?:{self._names})[^()]{{0,40}})\)\s*[-–—:]"
        )

    @cached_property
    def _bracket(self) -> re.Pattern[str]:
        # « … a-t-elle conclu. (avec AFP et Reuters) »
        return re.compile(
            rf"\((?P<credit>[^()]{{0,60}}(?<![\w-])(?:{self._names})(?![\w-])[^()]{{0,40}})\)\W*$"
        )

    def find_credit(self, lines: Sequence[str], *, words: Iterable[str]) -> str | None:
        """A wire credit where credits stand: at the head of a text, at its end, or a line of its own there.

        Args:
            lines: A text's, in order.
            words: What may stand before an agency in such a line (« avec », « source »), any case.

        Returns:
            As written, without brackets; None where nothing says that the text is an agency's. A picture's
            credit is none, and a sentence that names an agency is none.

        Example:
            >>> shipped().find_credit(["Un pont ferme.", "Source : Reuters"], words=["source"])
            'Source : Reuters'
        """
        if not lines:
            return None
        if found := self._dateline.match(lines[0]):
            return found["credit"].strip()
        with_ = "|".join(map(re.escape, words)) or NOTHING
        before = re.compile(
            rf"(?:^|[{BREAKS}]|(?<!\w)(?:{with_})\W(?:[^{BREAKS}.]{{0,20}}[^\w{BREAKS}])?)[^\w{BREAKS}]*$",
            re.IGNORECASE,
        )
        for text in reversed(lines[-LAST:]):
            if (found := self._bracket.search(text)) and not _is_picture(found["credit"], self._agency):
                return found["credit"].strip()
            if credit := self._line_credit(text, before):
                return credit
        return None

    def _line_credit(self, text: str, before: re.Pattern[str]) -> str | None:
        """The credit of a line that is nothing else, or a name before it (« Solange Auzeral avec AFP »)."""
        first = self._agency.search(text) if len(text) <= MAX_CREDIT else None
        if first is None or (text.rstrip().endswith(".") and len(text.split()) > MAX_WORDS):
            return None
        *_, last = self._agency.finditer(text)
        stands = before.search(text[: first.start()])
        if stands is None or PICTURE.search(text[: first.start()]) or re.search(r"\w", text[last.end() :]):
            return None
        return text[stands.start() : last.end()].strip(" ()[],;/&.–—-*")


def _titles(table: OutletTable) -> list[tuple[Outlet, str | None]]:
    """Every title of a file with its family's id."""
    members = [(outlet, family.id) for family in table.family for outlet in family.members]
    return [*members, *((outlet, None) for outlet in table.outlet)]


def _is_picture(credit: str, agency: re.Pattern[str]) -> bool:
    found = agency.search(credit)
    return bool(found and PICTURE.search(credit[: found.start()]))


def read_outlets(text: str, file: str) -> OutletTable:
    """Read one file of facts.

    Args:
        text: The file.
        file: Its name, for the error.

    Raises:
        LexiconError: If it is no TOML or does not fit; names file and key.
    """
    try:
        return msgspec.convert(tomllib.loads(text), OutletTable)
    except tomllib.TOMLDecodeError as broken:
        raise LexiconError(str(broken), file=file) from broken
    except msgspec.ValidationError as wrong:
        raise LexiconError(str(wrong), file=file) from wrong


def shipped_table() -> OutletTable:
    """The shipped facts."""
    return read_outlets(resources.files("recoupe").joinpath(FILE).read_text("utf-8"), FILE)


@cache
def shipped() -> Outlets:
    """The shipped facts alone."""
    return Outlets(shipped_table())
