"""What cannot be taken in: raised where it is found, a `Rejection` where it is reported."""

from __future__ import annotations

from recoupe.ids import make_id
from recoupe.records import Reason, Rejection


class Refused(Exception):
    """Something handed in or fetched gives no page.

    Attributes:
        reason: Of the closed list in `records`.
        detail: English, for a person.
        may_pass: True where a later try may succeed (a server that does not answer).
        retry_after_s: Seconds that the server asked to wait, or None.
    """

    def __init__(
        self, reason: Reason, detail: str, *, may_pass: bool = False, retry_after_s: float | None = None
    ) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail
        self.may_pass, self.retry_after_s = may_pass, retry_after_s


def reject(location: str, reason: Reason, detail: str) -> Rejection:
    """Make the rejection of what stood at a path or URL."""
    return Rejection(id=make_id("rejection", location, reason), page=location, reason=reason, detail=detail)
