"""The program `recoupe`: its commands by name, its help, its exit statuses.

Only click and the messages are imported here; a command's own module is imported when it is called, so that
`recoupe --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import TracebackType
from typing import Any, NoReturn

import click

from recoupe import __version__
from recoupe.cli.failure import DONE, INTERRUPTED, USAGE, explain, explain_usage, report, status_of
from recoupe.errors import RecoupeError
from recoupe.messages import LANGUAGES, Messages, find_language

# In the order in which a person meets them; the module of the same name holds `build(say)`.
COMMANDS = (
    "demo",
    "run",
    "watch",
    "stories",
    "show",
    "why",
    "serve",
    "export",
    "entities",
    "decisions",
    "verify",
    "doctor",
    "completion",
)


class Told(click.Command):
    """A command whose help is in the catalogue under `help.<name>`, examples first.

    A command of a group is given the group's name too: its help is under `help.<group>_<name>`.
    """

    def __init__(self, name: str, say: Messages, *, group: str = "", **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.say = say
        self.key = f"{group}_{name}" if group else name
        self.params += everywhere(say)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give `--help` its text in the chosen language."""
        return _translated_help(super().get_help_option(ctx), self.say)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples, usage, text, options and exit statuses."""
        write_help(self, ctx, formatter, self.say)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their translated heading."""
        write_options(self, ctx, formatter, self.say)


class ToldGroup(Told, click.Group):
    """A command that has commands of its own; called without one of them it does what it is named after."""

    def __init__(
        self,
        name: str,
        say: Messages,
        *,
        callback: Callable[..., Any],
        commands: Sequence[Told],
        params: list[click.Parameter],
    ) -> None:
        super().__init__(
            name,
            say,
            callback=_alone(callback),
            commands=list(commands),
            params=params,
            invoke_without_command=True,
            no_args_is_help=False,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order in which they were given."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        with section(formatter, self.say, "commands"):
            formatter.write_dl([(name, self.say(f"help.{self.key}_{name}.short")) for name in self.commands])
        write_options(self, ctx, formatter, self.say)


class Program(click.Group):
    """All commands; each is imported only when it is called."""

    def __init__(self, say: Messages) -> None:
        super().__init__("recoupe", invoke_without_command=True, no_args_is_help=False)
        self.say = say
        self.params += [*everywhere(say, hidden=False), _version_option(say)]
        self.callback = _help_without_command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order in which a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and build one command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"recoupe.cli.{cmd_name}").build(self.say)
        return command if isinstance(command, click.Command) else None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give `--help` its text in the chosen language."""
        return _translated_help(super().get_help_option(ctx), self.say)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples, usage, text, commands, options and exit statuses."""
        write_help(self, ctx, formatter, self.say)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        with section(formatter, self.say, "commands"):
            formatter.write_dl([(name, self.say(f"help.{name}.short")) for name in COMMANDS])
        write_options(self, ctx, formatter, self.say)


def _alone(callback: Callable[..., Any]) -> Callable[..., Any]:
    """Call a group's callback unless one of its commands is called, which takes the options over."""

    def called(**options: Any) -> Any:
        ctx = click.get_current_context()
        if ctx.invoked_subcommand is None:
            return callback(**options)
        ctx.default_map = {ctx.invoked_subcommand: {k: v for k, v in options.items() if v}}
        return None

    return called


def everywhere(say: Messages, *, hidden: bool = True) -> list[click.Parameter]:
    """Options that every command takes; `main` has read them before click does."""
    return [
        click.Option(
            ["--lang"], type=click.Choice(LANGUAGES), expose_value=False, hidden=hidden, help=say("help.lang")
        ),
        click.Option(["--debug"], is_flag=True, expose_value=False, hidden=hidden, help=say("help.debug")),
    ]


def write_help(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, say: Messages
) -> None:
    """Write a command's help: examples come first, they are what a person looks for."""
    name = command.key if isinstance(command, Told) else "recoupe"
    with section(formatter, say, "examples"):
        for line in say(f"help.{name}.examples").strip().splitlines():
            formatter.write(f"  {line}\n")
    formatter.write_paragraph()
    formatter.write_usage(
        ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix=say("help.usage")
    )
    formatter.write_paragraph()
    formatter.write_text(say(f"help.{name}.text"))
    command.format_options(ctx, formatter)
    if f"help.{name}.statuses" in say:
        with section(formatter, say, "statuses"):
            formatter.write_dl(
                [
                    (status, meaning.strip())
                    for status, _, meaning in (
                        line.partition(" ") for line in say(f"help.{name}.statuses").strip().splitlines()
                    )
                ]
            )


def write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, say: Messages
) -> None:
    """Write a command's options under the heading of the chosen language."""
    options = (param for param in command.get_params(ctx) if isinstance(param, click.Option))
    rows = [row for option in options if (row := option.get_help_record(ctx))]
    with section(formatter, say, "options"):
        formatter.write_dl(rows)


@contextmanager
def section(formatter: click.HelpFormatter, say: Messages, key: str) -> Iterator[None]:
    """Write a heading as its language sets the colon, and indent what follows."""
    if formatter.buffer:
        formatter.write_paragraph()
    formatter.write(say("help.heading", name=say(f"help.{key}")) + "\n")
    with formatter.indentation():
        yield


def _translated_help(option: click.Option | None, say: Messages) -> click.Option | None:
    if option is not None:
        option.help = say("help.help")
    return option


def _version_option(say: Messages) -> click.Option:
    def print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(f"recoupe {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=print_version,
        help=say("help.version"),
    )


@click.pass_context
def _help_without_command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program and end the process with its exit status."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    say = Messages(find_language(os.environ, asked=find_option(argv, "--lang")))
    if "--debug" not in argv:
        sys.excepthook = _bug_reporter(say)  # Python itself then ends with status 1
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(run_program(argv, say))


def run_program(argv: Sequence[str], say: Messages) -> int:
    """Run one command line and give its exit status; unexpected exceptions pass through."""
    try:
        status = Program(say).main(
            list(argv), prog_name="recoupe", standalone_mode=False, color=False if _no_colour() else None
        )
    except click.UsageError as error:
        report(explain_usage(error, say), say)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        report((say("error.interrupted"), ""), say)
        return INTERRUPTED
    except SystemExit:  # click's answer to a broken pipe: `recoupe export | head` has had enough
        return DONE
    except RecoupeError as error:
        report(explain(error, say), say)
        return status_of(error)
    return status if isinstance(status, int) else DONE


def find_option(argv: Iterable[str], name: str) -> str | None:
    """Read an option's value off a command line that click has not parsed yet.

    Example:
        >>> find_option(["show", "1", "--lang=fr"], "--lang"), find_option(["--lang", "en"], "--lang")
        ('fr', 'en')
    """
    words: Iterator[str] = iter(argv)
    for word in words:
        if word == name:
            return next(words, None)
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def _no_colour() -> bool:
    return bool(os.environ.get("NO_COLOR"))  # https://no-color.org: set and not empty


def _bug_reporter(say: Messages) -> Any:
    def tell(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        detail = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        report((say("error.internal", detail=detail), say("error.internal_hint")), say)

    return tell
