"""Server-sent events (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PATH = "/api/v1/labeled-threads/stream"


@dataclass(frozen=True)
class ThreadEvent:
    """Something that happened to labeled threads.

    Attributes:
        kind: `thread`, `removed`, `ready` or `reset`.
        data: the thread, or which one is gone.
        id: where to go on from here.
    """

    kind: str
    data: dict[str, Any]
    id: str


class EventLines:
    """Puts events together from lines, and remembers the place."""

    def __init__(self, last_id: str | None) -> None:
        self.last_id = last_id
        self.retry_seconds = 2.0
        self._kind = ""
        self._data: list[str] = []

    def take(self, line: str) -> Iterator[ThreadEvent]:
        if not line:
            if self._data:
                yield ThreadEvent(self._kind or "message", json.loads("\n".join(self._data)), self.last_id or "")
            self._kind, self._data = "", []
            return
        if line.startswith(":"):
            return
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._kind = value
        elif name == "data":
            self._data.append(value)
        elif name == "id":
            self.last_id = value
        elif name == "retry" and value.isdigit():
            self.retry_seconds = int(value) / 1000

    def broken(self) -> None:
        """The connection is gone: an event that has not ended never was."""
        self._kind, self._data = "", []

    def headers(self) -> dict[str, str]:
        headers = {"Accept": "text/event-stream"}
        if self.last_id:
            headers["Last-Event-ID"] = self.last_id
        return headers
