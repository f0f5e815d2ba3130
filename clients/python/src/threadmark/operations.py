"""What the API can do, as calls that either client carries out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from threadmark import events
from threadmark.events import Accepted, Event
from threadmark.query import FilterValue, QueryParams
from threadmark.transport import Call, json_body, json_of, raise_for

Row = dict[str, Any]
EVENTS = "/api/v1/events"
FEEDBACK = "/api/v1/feedback"


def part(name: str) -> str:
    """A name as a part of a path."""
    return quote(name, safe="")


def send(given: Iterable[Mapping[str, Any]], wait_ms: int | None, path: str = EVENTS) -> Call[Accepted]:
    made = events.with_ids(given)

    def read(answer: Any) -> Accepted:
        if answer.status_code >= 400 and "rejected" not in _json(answer):
            raise_for(answer)
        return events.accepted(answer.status_code, answer.json(), made)

    return Call("POST", path, read, {} if wait_ms is None else {"wait_ms": str(wait_ms)}, json_body(made))


def _json(answer: Any) -> Any:
    try:
        return answer.json()
    except ValueError:
        return {}


def get(path: str, params: QueryParams | None = None) -> Call[Row]:
    if params is None:
        return Call("GET", path, json_of)
    return Call("GET", path, json_of, params.parameters(), project=params.project)


def asked(params: QueryParams | None, filters: Mapping[str, FilterValue]) -> QueryParams:
    return (params or QueryParams()).merged(filters)


def retract(feedback_id: str, timestamp: Any) -> Event:
    return {
        "type": "feedback",
        "feedback_id": feedback_id,
        "retracted": True,
        "timestamp": events.time_text(timestamp),
    }
