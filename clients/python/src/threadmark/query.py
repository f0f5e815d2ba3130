"""What lists are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from threadmark.events import time_text

FilterValue = str | bool | int | float | datetime | date | Iterable[str | int | float] | None
_CAPITAL = re.compile(r"(?<=[a-z])[A-Z]")


def snake_case(name: str) -> str:
    return _CAPITAL.sub(lambda capital: "_" + capital.group().lower(), name)


def text(value: FilterValue) -> str:
    """A value as an address has it; several stand between commas."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, date):
        return value.isoformat() + "T00:00:00Z"
    if isinstance(value, (str, int, float)):
        return str(value)
    return ",".join(re.sub(r"([\\,])", r"\\\1", str(one)) for one in value or ())


class QueryParams:
    """Filters, orders and includes of a list, in snake_case or camelCase.

    All that the API takes is taken; the server says which name is wrong, and which is near.
    """

    def __init__(self, **filters: FilterValue) -> None:
        self._values: dict[str, FilterValue] = {}
        for name, value in filters.items():
            if value is not None:
                self._values[snake_case(name)] = value

    def merged(self, filters: Mapping[str, FilterValue]) -> QueryParams:
        """These, and others, which go before."""
        both = QueryParams(**{**self._values, **QueryParams(**dict(filters))._values})
        return both

    @property
    def project(self) -> str | None:
        """The project that is asked about, where it is said."""
        given = self._values.get("project_id")
        return None if given is None else str(given)

    def parameters(self) -> dict[str, str]:
        """As they stand in an address, without the project."""
        return {name: text(value) for name, value in self._values.items() if name != "project_id"}


class ThreadsQueryParams(QueryParams):
    """What a list of threads is asked for: `ids`, `hasFeedback`, `intentIds`, `search`, `before`, …"""


class TracesQueryParams(QueryParams):
    """What a list of traces is asked for: `status`, `model`, `latency_ms`, `feedback_name`, …"""
