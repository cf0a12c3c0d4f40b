"""`recoupe verify`: every quoted span and every kept page, read again."""

from __future__ import annotations

import click

from recoupe.cli.failure import DONE, FAILURES
from recoupe.cli.options import json_option, read_store, store_option
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.messages import Messages
from recoupe.verify import verify as read_again
from recoupe.view.controls import show_controls


def build(say: Messages) -> click.Command:
    """Make the command."""

    def verify(store: str | None, *, as_json: bool) -> int:
        with read_store(store) as opened:
            found = read_again(opened)
        if as_json:
            print_json(found)
        elif found.faults:
            click.echo(say.count("verify.bad", len(found.faults)))
            for fault in found.faults:
                click.echo(
                    "  "
                    + show_controls(
                        say(
                            "verify.row",
                            kind=say(f"verify.{fault.kind}"),
                            id=fault.record_id,
                            detail=fault.detail,
                        )
                    )
                )
        else:
            counts = {name: say.number(getattr(found, name)) for name in ("pages", "paragraphs", "spans")}
            click.echo(say("verify.ok", **counts))
        return FAILURES if found.faults else DONE

    return Told("verify", say, callback=verify, params=[store_option(say), json_option(say)])
