"""Quality floors: figures that a run must not fall below. They only rise, each in a commit of its own."""

from __future__ import annotations

from pathlib import Path

import msgspec

FLOORS = Path(__file__).with_name("floors.json")
# figures that must not rise: ceilings, they only fall
TRAPS = ("fr.traps", "fr.second.traps", "en.traps", "en.second.traps", "statements.traps")
UPPER = frozenset({"origins.too_high", "metonyms.places_taken", *TRAPS})
STEP = 1000  # figures are pinned to three decimals: floors cut down, ceilings up


class SetFloors(msgspec.Struct, frozen=True):
    """Floors of one set and the digest of the data they were measured on."""

    digest: str
    floors: dict[str, float]

    def raised(self, figures: dict[str, float], digest: str) -> SetFloors:
        """The same keys with floors that have risen; on changed data they are what was measured."""
        fresh = digest != self.digest
        out = {}
        for key, floor in self.floors.items():
            value = pinned(key, figures[key])
            better = min(floor, value) if key in UPPER else max(floor, value)
            out[key] = value if fresh else better
        return SetFloors(digest=digest, floors=out)


def pinned(key: str, value: float) -> float:
    """Cut a figure to three decimals so that the same run passes its own floor.

    Example:
        >>> pinned("body", 0.98765), pinned("origins.too_high", 0.1201)
        (0.987, 0.121)
    """
    cut = int(value * STEP + 1e-9)
    return (cut + (key in UPPER and cut < value * STEP - 1e-9)) / STEP


def new(figures: dict[str, float]) -> SetFloors:
    """Floors of a set that had none: every figure, on data of which nothing is known yet."""
    return SetFloors(digest="", floors=dict(figures))


def load() -> dict[str, SetFloors]:
    """Read the floors file."""
    return msgspec.json.decode(FLOORS.read_bytes(), type=dict[str, SetFloors])


def save(floors: dict[str, SetFloors]) -> None:
    """Write the floors file, readable."""
    FLOORS.write_bytes(msgspec.json.format(msgspec.json.encode(floors), indent=1) + b"\n")
