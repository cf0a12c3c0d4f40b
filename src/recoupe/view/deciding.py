"""What a person decided, in words."""

from __future__ import annotations

from recoupe.messages import Messages
from recoupe.records import Decision
from recoupe.view.controls import show_controls

SHORT = 13  # letters of an id shown: « decision-3f2a »


def write_decision(say: Messages, decision: Decision) -> str:
    """Say in a sentence what was decided."""
    labels = [say("decisions.label", text=show_controls(target.label)) for target in decision.targets]
    return say(
        f"decisions.{decision.action}",
        first=labels[0] if labels else "",
        rest=", ".join(labels[1:]),
        all=", ".join(labels),
        value=say("decisions.label", text=show_controls(decision.value or "")),
        id=(decision.undoes or "")[:SHORT],
    )
