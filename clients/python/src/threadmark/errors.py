"""What can go wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class ThreadmarkError(Exception):
    """The root of all errors of this package."""


class ApiError(ThreadmarkError):
    """The server refused a request.

    Attributes:
        status: of HTTP.
        code: the server's word for it, such as `invalid_field`.
        details: what is wrong, each with a `path` and a `message`.
    """

    def __init__(self, status: int, code: str, message: str, details: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(f"{message} ({status} {code})")
        self.status = status
        self.code = code
        self.message = message
        self.details = [dict(detail) for detail in details]


class Unavailable(ThreadmarkError):
    """No answer came, or only ones that said to come again, until the time for it was over."""


@dataclass(frozen=True)
class Rejection:
    """One event of a batch that was refused: which, and why."""

    index: int
    code: str
    path: str
    message: str


class Rejected(ThreadmarkError):
    """Some events of a batch were refused; the others were taken.

    Attributes:
        rejections: those that were refused.
        accepted: how many were taken.
    """

    def __init__(self, rejections: Sequence[Rejection], accepted: int) -> None:
        first = rejections[0]
        more = f", and {len(rejections) - 1} more" if len(rejections) > 1 else ""
        super().__init__(f"event {first.index} was refused: {first.message}{more}")
        self.rejections = list(rejections)
        self.accepted = accepted


class ExportFailed(ThreadmarkError):
    """An export did not become a package, or the package that came is not the one that was made."""
