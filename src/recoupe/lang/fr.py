"""French: its tables, and the few rules that are code."""

from __future__ import annotations

from recoupe.lang.pack import read_pack

pack = read_pack("fr")
