"""The error tree. Messages say what was wrong, where, and what to do next.

RecoupeError
├── InputError
│   ├── UnreadablePage
│   └── UnsupportedLanguage
├── ConfigError
│   ├── SettingsError
│   ├── LexiconError
│   └── DecisionError
├── ModelMissing
├── StoreError
│   ├── NotFound
│   ├── SchemaMismatch
│   └── StoreBusy
└── StageFailed
"""

from __future__ import annotations


class RecoupeError(Exception):
    """Root of every error that recoupe raises on purpose."""


class InputError(RecoupeError):
    """What was handed in cannot be used."""


class UnreadablePage(InputError):
    """Bytes, charset or markup of a page cannot be read.

    Attributes:
        reason: The reason a `Rejection` carries.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class UnsupportedLanguage(InputError):
    """No language pack for a language; says which ones are installed."""

    def __init__(self, language: str, installed: tuple[str, ...]) -> None:
        super().__init__(f"no language pack for {language!r}; installed: {', '.join(installed) or 'none'}")
        self.language = language


class ConfigError(RecoupeError):
    """What the user wrote is wrong; carries file, line and key.

    `line` and `key` are None where the error is not about one line or key.
    """

    def __init__(self, message: str, *, file: str, line: int | None = None, key: str | None = None) -> None:
        where = f"{file}:{line}" if line is not None else file
        super().__init__(f"{where}: {key + ': ' if key else ''}{message}")
        self.file, self.line, self.key = file, line, key


class SettingsError(ConfigError):
    """A setting that does not exist or has the wrong type or value."""


class LexiconError(ConfigError):
    """A lexicon entry that cannot be used."""


class DecisionError(ConfigError):
    """A line of a decisions file that cannot be used, or a file that cannot be read or written."""


class ModelMissing(RecoupeError):
    """The pipeline that a language is to be read with is no package and no folder; says what mends it."""

    def __init__(self, model: str, language: str) -> None:
        super().__init__(
            f"models.{language}: {model} is not installed: pip install {model}, or name another pipeline"
            f' under [models] in recoupe.toml ("rules" needs none: names are found through the collection)'
        )
        self.model, self.language = model, language


class StoreError(RecoupeError):
    """The store cannot do what it was asked."""


class NotFound(StoreError):
    """No record of this kind and id."""

    def __init__(self, kind: str, record_id: str) -> None:
        super().__init__(f"no {kind} with id {record_id!r}")
        self.kind, self.record_id = kind, record_id


class SchemaMismatch(StoreError):
    """The database was written by another version of the program."""

    def __init__(self, found: int, expected: int, path: str) -> None:
        todo = (
            "install a newer recoupe" if found > expected else f"run: recoupe doctor --migrate --store {path}"
        )
        super().__init__(f"{path}: schema version {found}, this program writes {expected}; {todo}")
        self.found, self.expected = found, expected


class StoreBusy(StoreError):
    """Another process holds the store; may be tried again."""


class StageFailed(RecoupeError):
    """Any other exception inside a stage, with what was being worked on."""

    def __init__(self, stage: str, version: int, unit_id: str, cause: str) -> None:
        super().__init__(f"stage {stage} (version {version}) failed on {unit_id}: {cause}")
        self.stage, self.version, self.unit_id, self.cause = stage, version, unit_id, cause

    def __reduce__(self) -> tuple[type[StageFailed], tuple[str, int, str, str]]:
        """Pickle by arguments: exceptions cross process borders."""
        return (StageFailed, (self.stage, self.version, self.unit_id, self.cause))
