"""`recoupe decisions`: what a person decided; take it back, hand it on, take in another's."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from recoupe.cli.failure import DONE
from recoupe.cli.layout import find_width, wrap
from recoupe.cli.options import json_option, load_settings, quiet_option, settings_options
from recoupe.cli.output import print_json
from recoupe.cli.program import Told, ToldGroup
from recoupe.cli.reading import read_into, status_after
from recoupe.decisions import add_decisions, decisions_file, in_force, now, read_decisions, undo
from recoupe.messages import Messages
from recoupe.records import Decision
from recoupe.settings import Settings
from recoupe.store import open_store
from recoupe.view.controls import show_controls
from recoupe.view.deciding import SHORT, write_decision

GROUP = "decisions"


def build(say: Messages) -> click.Command:
    """Make the command and its own."""

    def decisions(*, as_json: bool, **options: object) -> int:
        path = decisions_file(_settings(options))
        found = read_decisions(path)
        kept = {decision.id for decision in in_force(found)}
        if as_json:
            print_json([msgspec.to_builtins(d) | {"in_force": d.id in kept} for d in found])
            return DONE
        if not found:
            click.echo(say("decisions.none", path=path))
        for line in list_decisions(say, found, find_width()):
            click.echo(line)
        return DONE

    return ToldGroup(
        GROUP,
        say,
        callback=decisions,
        commands=[undo_command(say, group=GROUP), _export(say), _import(say)],
        params=[*settings_options(say), json_option(say)],
    )


def undo_command(say: Messages, *, group: str) -> Told:
    """`undo DECISION`: take a decision back, under `decisions` and where decisions are made."""

    def take_back(decision: str, *, quiet: bool, by: str | None, **options: object) -> int:
        settings = _settings(options)
        path = decisions_file(settings)
        mine = [
            d for d in read_decisions(path) if d.id.startswith(decision) or d.id == f"decision-{decision}"
        ]
        if len(mine) != 1:
            key = "decisions.unknown" if not mine else "decisions.several"
            raise click.UsageError(say(key, id=decision, path=path), click.get_current_context())
        add_decisions(path, [undo(mine[0], at=now(), by=by)])
        click.echo(say("decisions.undone", what=write_decision(say, mine[0])))
        return apply_decisions(settings, say, quiet=quiet)

    return Told(
        "undo",
        say,
        group=group,
        callback=take_back,
        params=[
            click.Argument(["decision"]),
            by_option(say),
            *settings_options(say),
            quiet_option(say),
        ],
    )


def _export(say: Messages) -> Told:
    def hand_on(output: str | None, **options: object) -> int:
        lines = [msgspec.json.encode(d) + b"\n" for d in read_decisions(decisions_file(_settings(options)))]
        if output is None:
            sys.stdout.buffer.writelines(lines)
            sys.stdout.buffer.flush()
            return DONE
        if not Path(output).parent.is_dir():
            raise click.UsageError(
                say("usage.no_path", path=Path(output).parent), click.get_current_context()
            )
        Path(output).write_bytes(b"".join(lines))
        return DONE

    output = click.Option(["--output"], metavar="FILE", help=say("help.output"))
    return Told("export", say, group=GROUP, callback=hand_on, params=[output, *settings_options(say)])


def _import(say: Messages) -> Told:
    def take_in(file: str, *, quiet: bool, **options: object) -> int:
        if not Path(file).is_file():
            raise click.UsageError(say("usage.no_path", path=file), click.get_current_context())
        settings = _settings(options)
        new = add_decisions(decisions_file(settings), read_decisions(Path(file)))
        click.echo(say.count("decisions.imported", len(new)))
        return apply_decisions(settings, say, quiet=quiet)

    return Told(
        "import",
        say,
        group=GROUP,
        callback=take_in,
        params=[click.Argument(["file"]), *settings_options(say), quiet_option(say)],
    )


def by_option(say: Messages) -> click.Option:
    """`--by NAME`: who decides."""
    return click.Option(["--by"], metavar="NAME", envvar="RECOUPE_BY", help=say("help.by"))


def deciding_options(say: Messages) -> list[click.Parameter]:
    """Options of every command that decides: `--note`, `--by`, the settings, `--quiet`."""
    note = click.Option(["--note"], metavar="TEXT", help=say("help.note"))
    return [note, by_option(say), *settings_options(say), quiet_option(say)]


def apply_decisions(settings: Settings, say: Messages, *, quiet: bool) -> int:
    """Analyse again what decisions change in a store; where there is none yet, the next run applies them.

    Returns:
        The exit status.
    """
    if "://" not in settings.store and not Path(settings.store).exists():
        return DONE
    with open_store(settings.store, create=False) as store:
        summary = read_into(store, (), settings, say, quiet=quiet)
    redone = next((stage.done for stage in summary.stages if stage.stage == "claims"), 0)
    click.echo(say.count("decisions.applied", redone))
    return status_after(summary)


def write_taken(say: Messages, decision: Decision, *, again: bool = False) -> str:
    """Say under which id a decision is kept, or that it was taken before."""
    key = "decisions.taken_before" if again else "decisions.taken"
    return say(key, id=decision.id[:SHORT], what=write_decision(say, decision))


def list_decisions(say: Messages, decisions: Sequence[Decision], width: int) -> Iterator[str]:
    """A line a decision, oldest first; those taken back are marked."""
    kept = {decision.id for decision in in_force(decisions)}
    for decision in decisions:
        what = write_decision(say, decision)
        if decision.action != "undo" and decision.id not in kept:
            what = say("decisions.taken_back", what=what)
        who = f" ({show_controls(decision.by)})" if decision.by else ""
        note = f" — {show_controls(decision.note)}" if decision.note else ""
        head = f"{decision.id[:SHORT]}  {decision.at[:16].replace('T', ' ')}  "
        yield from wrap(f"{what}{who}{note}", width, " " * 4, head)


def _settings(options: dict[str, object]) -> Settings:
    return load_settings(**{k: options.get(k) for k in ("store", "processes", "config")})  # type: ignore[arg-type]
