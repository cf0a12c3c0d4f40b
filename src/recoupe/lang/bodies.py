"""Names of bodies and places in any language: one key for « musée du Vernois » and « Vernois museum »."""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec

from recoupe.lang.naming import kinds, territories
from recoupe.lang.outlets import shipped
from recoupe.text.names import KEPT, PARTICLES, fold, is_acronym_of, likeness

MIN_SLIP = (
    0.85  # « Lumeris » / « Luméris » 1, « Desmaret » / « Desmarets » .92; « Canal Est » / « Canal Sud » 0
)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Folded names of territories and kinds, with what they stand for."""

    territories: dict[str, str]
    wikidata: dict[str, str]
    kinds: dict[str, str]
    kind_ids: frozenset[str]
    body_ids: frozenset[str]
    small: frozenset[str]
    links: frozenset[str]
    foreign: frozenset[str]
    longest: int


@cache
def known() -> Known:
    """The shipped facts, folded once."""
    table = kinds()
    by_name = {fold(n): t.id for t in territories() for n in t.all_names}
    by_name |= {
        fold(n): f"{t.id} capital" for t in territories() for n in t.capitals if fold(n) not in by_name
    }
    by_name |= {fold(n): f"{t.id} seat {k}" for t in territories() for k, ns in t.seats.items() for n in ns}
    forms = {fold(form): kind.id for kind in table.kind for form in kind.forms}
    return Known(
        territories=by_name,
        wikidata={f"territory {t.id}": t.wikidata for t in territories() if t.wikidata},
        kinds=forms,
        kind_ids=frozenset(forms.values()),
        body_ids=frozenset(kind.id for kind in table.kind if kind.is_body),
        small=frozenset(table.small) | PARTICLES,
        links=frozenset(fold(w) for w in table.place_links),
        foreign=frozenset(forms) - {fold(f) for kind in table.kind for f in kind.forms[: kind.french]},
        longest=max(len(form.split()) for form in forms),
    )


@lru_cache(maxsize=KEPT)
def body_key(name: str) -> tuple[str, ...]:
    """What a body's name says in any language: kinds and proper words, sorted; a territory by its code.

    Example:
        >>> body_key("préfecture du Vernois") == body_key("Prefectura del Vernois")
        True
    """
    words, facts = fold(name).split(), known()
    if code := facts.territories.get(" ".join(words)):
        return (f"territory {code}",)
    out, k = [], 0
    while k < len(words):
        sizes = range(facts.longest, 0, -1)
        size = next((n for n in sizes if " ".join(words[k : k + n]) in facts.kinds), 0)
        if size:
            out.append(facts.kinds[" ".join(words[k : k + size])])
        elif words[k] not in facts.small:
            out.append(facts.territories.get(words[k], words[k]))
        k += size or 1
    return tuple(sorted(out)) or tuple(words)


def proper_words(name: str) -> tuple[str, ...]:
    """The words of a body's key that are no kind."""
    return tuple(w for w in body_key(name) if w not in known().kind_ids)


def is_unique(name: str) -> bool:
    """Tell whether a name means one thing wherever it stands: a territory, or a body known everywhere."""
    key = body_key(name)
    return len(key) == 1 and (key[0].startswith("territory ") or key[0] in known().body_ids)


def is_agency(name: str) -> bool:
    """Tell whether a name is a news agency's."""
    return shipped().agency_of(name) is not None or any(k.startswith("agency ") for k in body_key(name))


def compare_bodies(a: tuple[str, ...], b: tuple[str, ...], *, are_places: bool) -> str | None:
    """Tell whether two bodies, each given by its names, can be one, and by which rule.

    Args:
        a: The longest name first, then the others.
        b: The same of the other body.
        are_places: True when both are places: « les Salines » may stand for « terminal des Salines ».

    Example:
        >>> compare_bodies(("museum of the Vernois",), ("musée du Vernois",), are_places=False)
        'same name in another language'
        >>> compare_bodies(("Vernois",), ("musée du Vernois",), are_places=False) is None
        True
    """
    left, right = a[0], b[0]
    if body_key(left) == body_key(right):
        return "same name" if fold(left) == fold(right) else "same name in another language"
    if is_unique(left) or is_unique(right):
        return None
    if any(is_acronym_of(x, y) or is_acronym_of(y, x) for x in a for y in b):
        return "acronym"
    if {fold(n) for n in a} & {fold(n) for n in b}:
        return "same alias"
    if _is_place_cut(left, right) or _is_kind_cut(left, right, are_places=are_places):
        return "shorter name"
    return "other spelling" if _is_slip(left, right) else None


def cut_keys(name: str) -> frozenset[str]:
    """What a place's name may be cut to: « vitry » for « Vitry-sur-Orne »."""
    words = fold(name).split()
    return frozenset(" ".join(words[:k]) for k in range(1, len(words)) if words[k] in known().links)


def is_foreign(name: str) -> bool:
    """Tell whether a name holds a noun that another language says and French does not (« museum »)."""
    words, facts = fold(name).split(), known()
    pieces = {" ".join(words[k : k + n]) for k in range(len(words)) for n in range(1, facts.longest + 1)}
    return bool(pieces & facts.foreign)


def _is_place_cut(a: str, b: str) -> bool:
    """« Vitry » for « Vitry-sur-Orne »."""
    short, long = sorted((fold(a), fold(b)), key=len)
    rest = long.removeprefix(f"{short} ").split()
    return rest != long.split() and rest[0] in known().links


def _is_kind_cut(a: str, b: str, *, are_places: bool) -> bool:
    """« Desmaret » for « laiterie Desmaret »; never a town for its hospital (« hôpital de Merzieu »)."""
    short, long = sorted((a, b), key=lambda n: len(body_key(n)))
    if body_key(short) != proper_words(long) or len(body_key(long)) == len(proper_words(long)):
        return False
    return are_places or len(fold(long).split()) == len(body_key(long))


def _is_slip(a: str, b: str) -> bool:
    """« Lumeris » / « Luméris », « NightPost » / « Night Post », one slip in a word."""
    if fold(a).replace(" ", "") == fold(b).replace(" ", ""):
        return True
    left, right = body_key(a), body_key(b)
    if len(left) != len(right):
        return False
    pairs = [(x, y) for x, y in zip(left, right, strict=True) if x != y]
    fixed = known().kind_ids
    return all(not {x, y} & fixed and " " not in x + y and likeness(x, y) >= MIN_SLIP for x, y in pairs)
