"""Events as they are sent. Ids and times are made here, so that what is sent again is the same."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from threadmark.errors import ApiError, Rejected, Rejection

Event = dict[str, Any]
Json = Any


@dataclass(frozen=True)
class Accepted:
    """Events that are durable.

    Attributes:
        ids: of the events, in the order in which they were given.
        receipt: for `wait_for`, so that a query sees them.
        visible: whether queries see them; None where it was not waited for.
    """

    ids: list[str]
    receipt: str
    visible: bool | None = None

    @property
    def id(self) -> str:
        """The id of the one event."""
        return self.ids[0]


def new_id() -> str:
    """A UUID of version 7 (RFC 9562): the time first, so that later ones sort behind."""
    value = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def time_text(value: datetime | str | None) -> str:
    """A time as the server reads it; now where none is given."""
    if isinstance(value, str):
        return value
    if value is None:
        value = datetime.now(timezone.utc)
    elif value.tzinfo is None:
        value = value.astimezone()
    return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _event(kind: str, fields: Mapping[str, Json], timestamp: datetime | str | None) -> Event:
    event: Event = {"type": kind}
    for name, value in fields.items():
        if value is not None:
            event[name] = time_text(value) if isinstance(value, datetime) else value
    event["timestamp"] = time_text(timestamp)
    return event


def trace(trace_id: str | None = None, *, timestamp: datetime | str | None = None, **fields: Json) -> Event:
    """A trace: one request that the application handled."""
    return _event("trace", {"trace_id": trace_id or new_id(), **fields}, timestamp)


def message(
    thread_id: str,
    role: str,
    content: Json = None,
    *,
    message_id: str | None = None,
    timestamp: datetime | str | None = None,
    **fields: Json,
) -> Event:
    """A turn in a thread. Content that is no text is sent as JSON."""
    named = {"content" if isinstance(content, str) else "content_json": content}
    return _event(
        "message",
        {"thread_id": thread_id, "message_id": message_id or new_id(), "role": role, **named, **fields},
        timestamp,
    )


def thread(thread_id: str, *, timestamp: datetime | str | None = None, **fields: Json) -> Event:
    """What is said of a thread as a whole: title, intents, issues, tags, user."""
    return _event("thread", {"thread_id": thread_id, **fields}, timestamp)


def feedback(
    value: Json = None,
    *,
    trace_id: str | None = None,
    client_request_id: str | None = None,
    thread_id: str | None = None,
    message_id: str | None = None,
    span_id: str | None = None,
    name: str | None = None,
    rationale: str | None = None,
    source: str | Mapping[str, Json] | None = None,
    metadata: Mapping[str, Json] | None = None,
    feedback_id: str | None = None,
    timestamp: datetime | str | None = None,
    **fields: Json,
) -> Event:
    """A judgement about a trace, a client request, a thread or a message.

    A source that is a text is the id of a person.
    """
    event = _event(
        "feedback",
        {
            "feedback_id": feedback_id or new_id(),
            "trace_id": trace_id,
            "client_request_id": client_request_id,
            "thread_id": thread_id,
            "message_id": message_id,
            "span_id": span_id,
            "name": name,
            "rationale": rationale,
            "source": {"type": "HUMAN", "id": source} if isinstance(source, str) else source,
            "metadata": metadata,
            **fields,
        },
        timestamp,
    )
    if not fields.get("retracted"):
        event["value"] = value
    return event


def humanloop_feedback(given: Mapping[str, Json]) -> Event:
    """Feedback in the words of Humanloop's clients: `data_id`, `type`, `value`, `user`."""
    event = {name: value for name, value in given.items() if value is not None}
    event.setdefault("feedback_id", new_id())
    made_at = event.pop("created_at", None) or event.pop("timestamp", None)
    event["timestamp"] = time_text(made_at)
    return event


_IDS = ("feedback_id", "message_id", "trace_id", "thread_id")
_ID_OF = {"trace": "trace_id", "message": "message_id", "thread": "thread_id", "span": "span_id"}


def id_of(event: Mapping[str, Json]) -> str:
    """The id of an event."""
    return str(event[_ID_OF.get(str(event.get("type")), "feedback_id")])


def with_ids(given: Iterable[Mapping[str, Json]]) -> list[Event]:
    """The same events, each with its id and a time."""
    made = []
    for one in given:
        event = dict(one)
        kind = str(event.get("type"))
        name = _ID_OF.get(kind, "feedback_id")
        if not event.get(name):
            event[name] = new_id()
        if kind not in ("trace", "span"):
            event.setdefault("timestamp", time_text(None))
        made.append(event)
    return made


def accepted(status: int, answer: Mapping[str, Json], events: Sequence[Event]) -> Accepted:
    """Reads what became of events.

    Raises:
        Rejected: where some were refused.
    """
    rejected = [
        Rejection(one["index"], one["code"], one.get("path", ""), one["message"]) for one in answer.get("rejected", [])
    ]
    if rejected:
        raise Rejected(rejected, answer.get("accepted", 0))
    if status not in (200, 202):
        raise ApiError(status, "unexpected", "the server answered what is not in its contract")
    return Accepted([id_of(event) for event in events], answer.get("receipt", ""), answer.get("visible"))
