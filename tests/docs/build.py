"""Reference pages made from the code: commands, settings, records, errors, lexicons, routes."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import typing
from pathlib import Path
from types import ModuleType

import click
import msgspec
from litestar import Litestar

from recoupe import errors, records, settings
from recoupe.cli.program import COMMANDS, Program
from recoupe.lang.pack import LanguagePack
from recoupe.messages import Messages
from recoupe.nlp.stops import Abbreviations, Ordinals, StopTable
from recoupe.store.memory import MemoryStore
from recoupe.web.app import make_app

DOCS = Path(__file__).resolve().parents[2] / "docs"
HEAD = "<!-- made by `make docs` from the code: edit there -->\n"


def build() -> dict[str, str]:
    """Content of every made file, by its name under `docs`."""
    return {
        "commands.md": commands(),
        "records.md": structs("Records", records, "Every stored record, in the order of the data's way."),
        "settings.md": settings_page(),
        "errors.md": errors_page(),
        "lexicons.md": lexicons(),
        "openapi.json": json.dumps(openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n",
    }


def commands() -> str:
    """Help of every command, as the terminal prints it in English."""
    program = Program(Messages("en"))
    parts = [f"{HEAD}# Commands\n", _help(program, None, "recoupe")]
    for name in COMMANDS:
        command = program.get_command(click.Context(program), name)
        assert command is not None
        parent = click.Context(program, info_name="recoupe")
        parts.append(_help(command, parent, name))
        if isinstance(command, click.Group):
            context = click.Context(command, info_name=name.split()[-1], parent=parent)
            parts += [_help(sub, context, f"{name} {inner}") for inner, sub in command.commands.items()]
    return "\n".join(parts)


def _help(command: click.Command, parent: click.Context | None, name: str) -> str:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"## {'recoupe ' if parent else ''}{name}\n\n```text\n{text}\n```\n"


def structs(title: str, module: ModuleType, about: str) -> str:
    """Every struct a module defines: docstring and fields with their types."""
    parts = [f"{HEAD}# {title}\n", about, ""]
    for _, kind in inspect.getmembers(module, inspect.isclass):
        if issubclass(kind, msgspec.Struct) and kind.__module__ == module.__name__:
            parts.append(struct(kind))
    parts.sort(key=lambda p: _place(module, p))
    return "\n".join(parts)


def _place(module: ModuleType, part: str) -> int:
    found = re.match(r"## `(\w+)`", part)
    return inspect.getsource(module).find(f"\nclass {found.group(1)}(") if found else -1


def struct(kind: type[msgspec.Struct]) -> str:
    """One struct as Markdown."""
    rows = "\n".join(f"| `{f.encode_name}` | `{_type(f.type)}` |" for f in msgspec.structs.fields(kind))
    return f"## `{kind.__name__}`\n\n{_doc(kind)}\n\n| field | type |\n|---|---|\n{rows}\n"


def _type(annotation: object) -> str:
    if typing.get_origin(annotation) is typing.Literal:
        return " \\| ".join(str(x) for x in typing.get_args(annotation))
    if isinstance(annotation, type) and not typing.get_args(annotation):
        return annotation.__name__
    return re.sub(r"recoupe\.[\w.]+\.|typing\.|<class '([\w.]+)'>", r"\1", str(annotation)).replace(
        "|", "\\|"
    )


def _doc(thing: object) -> str:
    doc = inspect.getdoc(thing) or ""
    return re.sub(
        r"\nAttributes:\n((?:    .*\n?|\n)+)", lambda m: "\n" + _items(m.group(1)), doc + "\n"
    ).strip()


def _items(block: str) -> str:
    items = re.split(r"\n(?=    \S)", "\n" + block.strip("\n"))
    lines = (" ".join(item.split()) for item in items if item.strip())
    return "\n".join("- " + re.sub(r"^([\w, ]+):", r"`\1`:", line) for line in lines) + "\n"


def settings_page() -> str:
    """Where settings are written, and each of them."""
    return f"{HEAD}# Settings\n\n{inspect.getdoc(settings)}\n\n{struct(settings.Settings)}"


def errors_page() -> str:
    """The error tree and a sentence for each error."""
    tree = (inspect.getdoc(errors) or "").partition("\n\n")[2]
    kinds = [k for _, k in inspect.getmembers(errors, inspect.isclass) if k.__module__ == errors.__name__]
    source = inspect.getsource(errors)
    kinds.sort(key=lambda k: source.find(f"\nclass {k.__name__}("))
    rows = "\n".join(f"- `{k.__name__}`: {' '.join((inspect.getdoc(k) or '').split())}" for k in kinds)
    return f"{HEAD}# Errors\n\n```text\n{tree}\n```\n\n{rows}\n"


def lexicons() -> str:
    """Every table of a language pack: its file and its keys."""
    parts = [f"{HEAD}# Lexicons\n\nOne TOML file a table under `src/recoupe/lang/data/<language>/`.\n"]
    for field in msgspec.structs.fields(LanguagePack):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            module = importlib.import_module(field.type.__module__)
            parts.append(f"# `{field.name}.toml`\n")
            parts += [
                struct(k)
                for _, k in inspect.getmembers(module, inspect.isclass)
                if issubclass(k, msgspec.Struct) and k.__module__ == module.__name__
            ]
    parts += ["# `stops.toml`\n", *(struct(k) for k in (Abbreviations, Ordinals, StopTable))]
    return "\n".join(parts)


def openapi() -> dict[str, object]:
    """The OpenAPI document of the web application."""
    app = make_app(MemoryStore())._app
    assert isinstance(app, Litestar)
    return app.openapi_schema.to_schema()
