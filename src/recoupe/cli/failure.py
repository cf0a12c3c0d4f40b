"""What goes wrong, in one line with what to do next, and the exit status it gives."""

from __future__ import annotations

from difflib import get_close_matches

import click

from recoupe.errors import ConfigError, InputError, RecoupeError, StoreError
from recoupe.messages import Messages

DONE, INTERNAL, USAGE, FAILURES, STORE, INTERRUPTED = 0, 1, 2, 3, 4, 130

Told = tuple[str, str]  # what is wrong, and what to do next or ""


def status_of(error: RecoupeError) -> int:
    """Exit status of an error that ends the program.

    Example:
        >>> status_of(StoreError("locked")), status_of(InputError("no such folder"))
        (4, 2)
    """
    if isinstance(error, StoreError):
        return STORE
    return USAGE if isinstance(error, InputError | ConfigError) else INTERNAL


def explain(error: RecoupeError, say: Messages) -> Told:
    """Say what is wrong and what to do next, in the reader's language.

    The catalogue holds `error.<class>` for the error's class or a base of it; `{names}` are its attributes.
    """
    name = next(c.__name__ for c in type(error).__mro__ if f"error.{c.__name__}" in say)
    values = {**vars(error), "detail": str(error)}
    hint = f"error.{name}_hint"
    return say(f"error.{name}", **values), say(hint, **values) if hint in say else ""


def explain_usage(error: click.UsageError, say: Messages) -> Told:
    """Say what is wrong with a command line."""
    hint = say("usage.see_help", command=error.ctx.command_path if error.ctx else "recoupe")
    if near := _near(error):
        hint = say("usage.did_you_mean", names=", ".join(near))
    return _usage_line(error, say), hint


def _near(error: click.UsageError) -> list[str]:
    """What was perhaps meant, nearest first."""
    wanted, ctx = getattr(error, "command_name", None), error.ctx
    if wanted and ctx and isinstance(ctx.command, click.Group):
        return get_close_matches(wanted, ctx.command.list_commands(ctx))
    return list(getattr(error, "possibilities", None) or ())


def _usage_line(error: click.UsageError, say: Messages) -> str:
    if isinstance(error, click.NoSuchOption):
        return say("usage.no_such_option", name=error.option_name)
    if command := getattr(error, "command_name", None):
        return say("usage.no_such_command", name=command)
    name = _param_name(error)
    if isinstance(error, click.MissingParameter):
        return say("usage.missing", name=name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return say("usage.bad_value", name=name, detail=_expected(error, error.param.type, say))
    return say("usage.other", detail=error.format_message())


def _expected(error: click.BadParameter, kind: object, say: Messages) -> str:
    if isinstance(kind, click.Choice):
        return say("usage.one_of", names=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return say("usage.number_in_range", min=kind.min, max="" if kind.max is None else kind.max)
    return error.message


def _param_name(error: click.UsageError) -> str:
    param = getattr(error, "param", None)
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.human_readable_name if isinstance(param, click.Argument) else ""


def report(told: Told, say: Messages) -> None:
    """Write a failure on standard error: one line, and one with what to do."""
    message, hint = told
    click.echo(say("usage.error", message=message), err=True)
    if hint:
        click.echo(say("usage.hint", hint=hint), err=True)
