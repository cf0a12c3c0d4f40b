"""The data's way."""

from __future__ import annotations

from typing import Protocol


class Engine(Protocol):
    """Who runs the stages."""
