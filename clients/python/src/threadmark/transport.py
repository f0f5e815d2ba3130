"""Requests and answers, whoever carries them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import httpx

from threadmark.errors import ApiError, Unavailable

T = TypeVar("T")
_AGAIN = (429, 502, 503, 504)
_LONGEST_PAUSE = 10.0


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request, and how its answer is read. Sent again it does the same once."""

    method: str
    path: str
    read: Callable[[httpx.Response], T]
    params: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = "application/json"
    project: str | None = None

    def headers(self, project: str | None) -> dict[str, str]:
        headers: dict[str, str] = {}
        if self.body is not None:
            headers["Content-Type"] = self.content_type
        named = self.project or project
        if named:
            headers["X-Threadmark-Project"] = named
        return headers


def json_body(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def json_of(answer: httpx.Response) -> Any:
    """The JSON of an answer.

    Raises:
        ApiError: where it is an error.
    """
    raise_for(answer)
    return answer.json()


def raise_for(answer: httpx.Response) -> None:
    """Raises the error that an answer is, where it is one."""
    if answer.status_code < 400:
        return
    try:
        told = answer.json()
        error = told["error"]
        raise ApiError(answer.status_code, error["code"], error["message"], error.get("details", ()))
    except (ValueError, KeyError, TypeError):
        raise ApiError(answer.status_code, "unexpected", f"the server answered {answer.status_code}") from None


@dataclass
class Patience:
    """When to try again, and when to give up."""

    seconds: float
    waited: float = 0.0
    tries: int = 0

    def pause(self, failure: httpx.Response | httpx.TransportError) -> float:
        """How long to wait before the next try.

        Raises:
            Unavailable: where the time is over.
        """
        self.tries += 1
        pause: float = min(_LONGEST_PAUSE, 0.1 * 2.0**self.tries) * random.uniform(0.5, 1)
        if isinstance(failure, httpx.Response):
            told = failure.headers.get("Retry-After", "")
            if told.isdigit():
                pause = max(pause, float(told))
        if self.waited + pause > self.seconds:
            raise Unavailable(_why(failure)) from (failure if isinstance(failure, Exception) else None)
        self.waited += pause
        return pause


def _why(failure: httpx.Response | httpx.TransportError) -> str:
    if isinstance(failure, httpx.Response):
        try:
            return f"the server is not available: {failure.json()['error']['message']}"
        except (ValueError, KeyError, TypeError):
            return f"the server is not available: it answered {failure.status_code}"
    return f"the server cannot be reached: {failure}"


def asks_to_come_again(answer: httpx.Response) -> bool:
    return answer.status_code in _AGAIN
