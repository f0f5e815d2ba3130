"""Tests against the system at THREADMARK_URL, each in a project of its own, and against stubs."""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from threadmark import ApiError, Client


@pytest.fixture(scope="session")
def url() -> str:
    given = os.environ.get("THREADMARK_URL")
    if not given:
        pytest.skip("THREADMARK_URL names no running system")
    return given


@pytest.fixture
def project() -> str:
    return f"python-{uuid.uuid4()}"


@pytest.fixture
def client(url: str, project: str) -> Iterator[Client]:
    with Client(url, project=project) as made:
        yield made


def seen(client: Client, feedback_id: str) -> dict[str, Any]:
    """A piece of feedback, once queries see it."""
    end = time.monotonic() + 30
    while True:
        try:
            return client.feedback_state(feedback_id)
        except ApiError as e:
            if e.status != 404 or time.monotonic() > end:
                raise
            time.sleep(0.05)


@dataclass
class Stub:
    """A server that gives answers in turn, the last one again and again, and remembers what it was asked."""

    url: str = ""
    answers: list[tuple[int, dict[str, str], Any]] = field(default_factory=list)
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)

    def answer(self, status: int, body: Any, **headers: str) -> Stub:
        self.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}, body))
        return self


@pytest.fixture
def stub() -> Iterator[Callable[[], Stub]]:
    servers: list[ThreadingHTTPServer] = []

    def make() -> Stub:
        told = Stub()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                told.asked.append((self.command, self.path, self.rfile.read(length)))
                status, headers, body = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
                content = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_DELETE = _answer

            def log_message(self, format: str, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told.url = f"http://127.0.0.1:{server.server_port}"
        return told

    yield make
    for server in servers:
        server.shutdown()
        server.server_close()
