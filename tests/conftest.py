"""Skips are failures where everything is installed."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

ALL = os.environ.get("RECOUPE_TEST_ALL") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under RECOUPE_TEST_ALL=1 a skipped test fails and says what was missing."""
    report = yield
    if ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped under RECOUPE_TEST_ALL=1: {report.longrepr}"
    return report
