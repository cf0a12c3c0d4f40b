"""French: its tables."""

from __future__ import annotations

from recoupe.lang.pack import read_pack

pack = read_pack("fr")
