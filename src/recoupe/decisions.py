"""What a person decided, kept as a file: one JSON object a line, oldest first, added to and never rewritten.

Taking a decision back is a line too, so the file is its own history, and two newsrooms can join theirs.
Every run reads the file and gives the stages what is in force; the store keeps the same, for whoever reads
the store alone.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from recoupe.errors import DecisionError
from recoupe.ids import make_id
from recoupe.records import ArticleExcerpt, Decision, DecisionAbout, DecisionAction, Target
from recoupe.settings import Settings

SUFFIX = ".decisions.ndjson"
ABOUT: Mapping[str, DecisionAbout] = {
    "entity": "entity", "story": "story", "article": "story", "claim": "claim", "origin": "claim",
}  # fmt: skip
BESIDE = Path("recoupe" + SUFFIX)  # for a store that is no file


def decisions_file(settings: Settings) -> Path:
    """The file in force: the one that the settings name, else the one beside the store.

    Example:
        >>> decisions_file(Settings(store="veille/mars.sqlite")).as_posix()
        'veille/mars.decisions.ndjson'
    """
    if settings.decisions:
        return Path(settings.decisions)
    return BESIDE if "://" in settings.store else Path(settings.store).with_suffix(SUFFIX)


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Every decision of a file, those taken back too, oldest first; () where there is no file.

    Raises:
        DecisionError: If a line is no decision; names file and line.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    except OSError as unreadable:
        raise DecisionError(f"cannot be read: {unreadable.strerror}", file=str(path)) from unreadable
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(msgspec.json.decode(line, type=Decision))
            except msgspec.DecodeError as error:
                raise DecisionError(f"no decision: {error}", file=str(path), line=number) from error
    return in_order(found)


def add_decisions(path: Path, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Add decisions at the end of a file, which is made if there is none; those it holds are not added again.

    Several processes may add at once. When this returns the lines are on disk.

    Returns:
        Those that were added, in the order given.

    Raises:
        DecisionError: If the file holds a line that is no decision, or cannot be written.
    """
    try:
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            held = {decision.id for decision in read_decisions(path)}
            new = tuple({d.id: d for d in decisions if d.id not in held}.values())
            torn = file.tell() > 0 and not path.read_bytes().endswith(b"\n")
            file.write(b"\n" * torn + b"".join(msgspec.json.encode(d) + b"\n" for d in new))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise DecisionError(f"cannot be written: {error.strerror}", file=str(path)) from error
    return new


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions without repetitions, oldest first, whatever the files they came from."""
    by_id = {decision.id: decision for decision in decisions}
    return tuple(sorted(by_id.values(), key=lambda d: (d.at, d.id)))


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions that were not taken back, oldest first; an `undo` can itself be taken back.

    Example:
        >>> rivette = Target(kind="entity", id="entity-1", label="Rivete")
        >>> one = decide("rename", [rivette], value="Rivette", at="2025-01-01T00:00:00Z")
        >>> back = undo(one, at="2025-01-02T00:00:00Z")
        >>> in_force([one, back]), in_force([one, back, undo(back, at="2025-01-03T00:00:00Z")]) == (one,)
        ((), True)
    """
    taken_back: set[str] = set()
    kept = []
    for decision in reversed(in_order(decisions)):
        if decision.id in taken_back:
            continue
        if decision.undoes is not None:
            taken_back.add(decision.undoes)
        else:
            kept.append(decision)
    return tuple(reversed(kept))


def decide(
    action: DecisionAction,
    targets: Sequence[Target],
    *,
    at: str,
    value: str | None = None,
    note: str | None = None,
    by: str | None = None,
) -> Decision:
    """Make a decision; `at` is its ISO 8601 instant, see `now`.

    Raises:
        ValueError: If there is no target: what it is about is read off the first.
    """
    if not targets:
        raise ValueError("a decision is about something")
    named = [part for target in targets for part in (target.kind, target.id, *map(_place, target.evidence))]
    return Decision(
        id=make_id("decision", action, at, value, *named),
        about=ABOUT[targets[0].kind],
        action=action,
        targets=tuple(targets),
        at=at,
        value=value,
        note=note,
        by=by,
    )


def undo(decision: Decision, *, at: str, by: str | None = None) -> Decision:
    """Make the decision that takes another one back."""
    return Decision(
        id=make_id("decision", "undo", at, decision.id),
        about=decision.about,
        action="undo",
        targets=(),
        at=at,
        by=by,
        undoes=decision.id,
    )


def now() -> str:
    """This instant, as decisions write it: ISO 8601, UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _place(excerpt: ArticleExcerpt) -> str:
    return f"{excerpt.article_id} {excerpt.start} {excerpt.end}"
