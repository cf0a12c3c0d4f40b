"""Near-duplicates: recall and precision of the sketch beside datasketch and rensa, over the same shingles."""

from __future__ import annotations


def report_duplicates() -> None:
    """Print the table."""
