"""The command line: each command is parse arguments, call, print. `recoupe.cli:main` is the entry point."""

from recoupe.cli.program import main

__all__ = ["main"]
