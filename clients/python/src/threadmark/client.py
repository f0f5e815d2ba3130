"""The clients: one that waits, and one that is awaited. Both carry out the same calls."""

from __future__ import annotations

import asyncio
import os
import time
import weakref
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, TypeVar

import httpx

from threadmark import events, exports, operations
from threadmark import stream as streaming
from threadmark.background import BackgroundSender
from threadmark.errors import ApiError, ThreadmarkError
from threadmark.events import Accepted
from threadmark.exports import Download, Export, Package, ProgressBar
from threadmark.listing import AsyncListing, Listing
from threadmark.operations import Row
from threadmark.query import FilterValue, QueryParams, ThreadsQueryParams, TracesQueryParams
from threadmark.stream import EventLines, ThreadEvent
from threadmark.transport import Call, Patience, asks_to_come_again, raise_for

T = TypeVar("T")
Time = datetime | str | None
_POLL_SECONDS = 0.5
_CLIENTS: weakref.WeakSet[Client] = weakref.WeakSet()


class _Settings:
    def __init__(self, url: str | None, api_key: str | None, project: str | None, timeout: float, patience: float):
        given = url or os.environ.get("THREADMARK_URL") or "http://127.0.0.1:8080"
        self.url = given.rstrip("/")
        self.api_key = api_key or os.environ.get("THREADMARK_API_KEY")
        self.project = project or os.environ.get("THREADMARK_PROJECT")
        self.timeout = httpx.Timeout(timeout, connect=min(timeout, 10))
        self.patience = patience

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}


class Client:
    """Speaks with a gateway, and waits for its answers. It may be shared by threads.

    Args:
        url: of the gateway; else `THREADMARK_URL`, else one on this machine.
        api_key: else `THREADMARK_API_KEY`.
        project: else `THREADMARK_PROJECT`, else that of the key.
        timeout: seconds for one try.
        patience: seconds that a call may pause in all, to try again where the server is away or has too much to do.
    """

    def __init__(
        self,
        url: str | None = None,
        api_key: str | None = None,
        project: str | None = None,
        *,
        timeout: float = 30.0,
        patience: float = 30.0,
    ) -> None:
        self._settings = _Settings(url, api_key, project, timeout, patience)
        self._http = self._connections()
        _CLIENTS.add(self)

    def _connections(self) -> httpx.Client:
        return httpx.Client(
            base_url=self._settings.url, headers=self._settings.headers(), timeout=self._settings.timeout
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, e: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    # --- what is said ---

    def log_trace(
        self,
        trace_id: str | None = None,
        *,
        timestamp: Time = None,
        wait_ms: int | None = None,
        **fields: Any,
    ) -> Accepted:
        """Says what became of a request: `input`, `output`, `model`, `thread_id`, `client_request_id`, `usage`, …"""
        return self.send([events.trace(trace_id, timestamp=timestamp, **fields)], wait_ms=wait_ms)

    def log_message(
        self,
        thread_id: str,
        role: str,
        content: Any = None,
        *,
        message_id: str | None = None,
        timestamp: Time = None,
        wait_ms: int | None = None,
        **fields: Any,
    ) -> Accepted:
        """Says a turn of a thread."""
        said = events.message(thread_id, role, content, message_id=message_id, timestamp=timestamp, **fields)
        return self.send([said], wait_ms=wait_ms)

    def log_feedback(
        self,
        value: Any = None,
        *,
        trace_id: str | None = None,
        client_request_id: str | None = None,
        thread_id: str | None = None,
        name: str | None = None,
        rationale: str | None = None,
        source: str | Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        feedback_id: str | None = None,
        timestamp: Time = None,
        wait_ms: int | None = None,
        **fields: Any,
    ) -> Accepted:
        """Says what somebody thinks of a trace, a client request or a thread, also before that one comes."""
        said = events.feedback(
            value,
            trace_id=trace_id,
            client_request_id=client_request_id,
            thread_id=thread_id,
            name=name,
            rationale=rationale,
            source=source,
            metadata=metadata,
            feedback_id=feedback_id,
            timestamp=timestamp,
            **fields,
        )
        return self.send([said], wait_ms=wait_ms)

    def update_thread(
        self, thread_id: str, *, timestamp: Time = None, wait_ms: int | None = None, **fields: Any
    ) -> Accepted:
        """Says something of a thread as a whole: `title`, `intents`, `issues`, `tags`, `user`, …"""
        return self.send([events.thread(thread_id, timestamp=timestamp, **fields)], wait_ms=wait_ms)

    def retract_feedback(self, feedback_id: str, *, timestamp: Time = None, wait_ms: int | None = None) -> Accepted:
        """Takes feedback back."""
        return self.send([operations.retract(feedback_id, timestamp)], wait_ms=wait_ms)

    def feedback(self, given: Iterable[Mapping[str, Any]] | None = None, **one: Any) -> Accepted:
        """Feedback in the words of Humanloop's clients: `data_id`, `type`, `value`, `user`; one piece, or a list."""
        said = [events.humanloop_feedback(each) for each in (given if given is not None else [one])]
        return self._run(operations.send(said, None, operations.FEEDBACK))

    def send(self, given: Iterable[Mapping[str, Any]], *, wait_ms: int | None = None) -> Accepted:
        """Sends events as they are, each with its `type`.

        Args:
            wait_ms: waits until queries see them, so long at most.

        Raises:
            Rejected: where some were refused; the others were taken.
        """
        return self._run(operations.send(given, wait_ms))

    def background(self, **options: Any) -> BackgroundSender:
        """A sender that says things from a thread of its own; see BackgroundSender for its options."""
        return BackgroundSender(self, **options)

    # --- what is asked ---

    def threads(self, params: ThreadsQueryParams | None = None, **filters: FilterValue) -> Listing:
        """Threads that all filters hold of."""
        return Listing(self._run, "/api/v1/threads", operations.asked(params, filters))

    def traces(self, params: TracesQueryParams | None = None, **filters: FilterValue) -> Listing:
        """Traces that all filters hold of."""
        return Listing(self._run, "/api/v1/traces", operations.asked(params, filters))

    def thread(self, thread_id: str, **params: FilterValue) -> Row:
        """A thread with its messages, traces and feedback."""
        return self._get(f"/api/v1/threads/{operations.part(thread_id)}", params)

    def trace(self, trace_id: str, **params: FilterValue) -> Row:
        """A trace with its feedback; with `include_spans=True` with its spans."""
        return self._get(f"/api/v1/traces/{operations.part(trace_id)}", params)

    def feedback_state(self, feedback_id: str, **params: FilterValue) -> Row:
        """A piece of feedback: where it is, and why."""
        return self._get(f"/api/v1/feedback/{operations.part(feedback_id)}", params)

    def metrics(self, **params: FilterValue) -> Row:
        """Figures: a series with `granularity`, else the summary."""
        series = "granularity" in params or "group_by" in params
        return self._get("/api/v1/metrics" if series else "/api/v1/metrics/summary", params)

    def agreement(self, **params: FilterValue) -> Row:
        """How far judges agree."""
        return self._get("/api/v1/metrics/agreement", params)

    def ranking(self, **params: FilterValue) -> Row:
        """What is preferred to what."""
        return self._get("/api/v1/metrics/ranking", params)

    def stream(
        self, *, last_event_id: str | None = None, reconnect: bool = True, **filters: FilterValue
    ) -> Iterator[ThreadEvent]:
        """Labeled threads as they change, for as long as it is read. What breaks off is gone on with."""
        lines = EventLines(last_event_id)
        asked = QueryParams(**filters)
        while True:
            try:
                timeout = httpx.Timeout(60, connect=10)
                with self._http.stream(
                    "GET",
                    streaming.PATH,
                    params=asked.parameters(),
                    headers={**lines.headers(), **self._project(asked.project)},
                    timeout=timeout,
                ) as answer:
                    if answer.status_code >= 400:
                        answer.read()
                        if not asks_to_come_again(answer) or not reconnect:
                            raise_for(answer)
                    else:
                        for line in answer.iter_lines():
                            yield from lines.take(line)
            except httpx.TransportError as e:
                if not reconnect:
                    raise ThreadmarkError(f"the stream broke off: {e}") from e
            lines.broken()
            if not reconnect:
                return
            time.sleep(lines.retry_seconds)

    # --- datasets ---

    def dataset(
        self,
        format: str,
        path: str | os.PathLike[str],
        *,
        file: str = "jsonl",
        rules: Mapping[str, Any] | None = None,
        **filters: FilterValue,
    ) -> int:
        """Downloads a dataset into one file, which is there whole or not at all.

        Returns:
            its bytes.
        """
        asked = QueryParams(**filters)
        part = f"{os.fspath(path)}.part"
        written = 0
        try:
            with (
                self._http.stream(
                    "GET",
                    exports.dataset_path(format),
                    params=exports.dataset_parameters(file, asked, rules),
                    headers=self._project(asked.project),
                ) as answer,
                open(part, "wb") as out,
            ):
                if answer.status_code >= 400:
                    answer.read()
                    raise_for(answer)
                for piece in answer.iter_bytes():
                    written += out.write(piece)
            os.replace(part, path)
            return written
        except httpx.TransportError as e:
            raise ThreadmarkError(f"the dataset broke off: {e}") from e
        finally:
            if os.path.exists(part):
                os.remove(part)

    def export(
        self,
        format: str,
        path: str | os.PathLike[str],
        *,
        file: str = "jsonl",
        filters: Mapping[str, FilterValue] | None = None,
        rules: Mapping[str, Any] | None = None,
        split: Mapping[str, Any] | None = None,
        near_duplicates: Mapping[str, Any] | None = None,
        name: str | None = None,
        wait_for: str | None = None,
        against: str | None = None,
        progress: bool | None = None,
    ) -> Package:
        """Has a package made, and puts it into a folder, which is there whole or not at all.

        Args:
            split: such as `{"train": 0.8, "validation": 0.1, "test": 0.1, "salt": "tea"}`.
            against: the id of a former export; the new one tells what changed against it.
            progress: whether a bar is shown; None shows it on a terminal.

        Raises:
            ExportFailed: where it does not become a package.
        """
        bar = ProgressBar(progress)
        call = exports.begin(format, file, filters or {}, rules, split, near_duplicates, name, wait_for, against)
        export = self._run(call)
        project = call.project
        try:
            while not export.is_over:
                bar.show(export)
                time.sleep(_POLL_SECONDS)
                export = self._run(exports.state(export.export_id), project)
            bar.show(export)
        except KeyboardInterrupt:
            self._run(exports.cancel(export.export_id), project)
            raise
        export.check_done()
        download = Download(path, export.answer["package"]["sha256"])
        try:
            with self._http.stream(
                "GET", exports.file_path(export.export_id), headers=self._project(project)
            ) as answer:
                if answer.status_code >= 400:
                    answer.read()
                    raise_for(answer)
                for piece in answer.iter_bytes():
                    download.take(piece)
                download.finish(answer.headers.get("Digest"))
            return download.package()
        except httpx.TransportError as e:
            raise ThreadmarkError(f"the package broke off: {e}") from e
        finally:
            download.close()

    # --- how ---

    def _get(self, path: str, params: Mapping[str, FilterValue]) -> Row:
        return self._run(operations.get(path, QueryParams(**dict(params))))

    def _project(self, named: str | None) -> dict[str, str]:
        project = named or self._settings.project
        return {"X-Threadmark-Project": project} if project else {}

    def _run(self, call: Call[T], project: str | None = None) -> T:
        patience = Patience(self._settings.patience)
        while True:
            failure: httpx.Response | httpx.TransportError
            try:
                answer = self._http.request(
                    call.method,
                    call.path,
                    params=dict(call.params),
                    content=call.body,
                    headers=call.headers(project or self._settings.project),
                )
                if not asks_to_come_again(answer):
                    return call.read(answer)
                failure = answer
            except httpx.TransportError as e:
                failure = e
            time.sleep(patience.pause(failure))


class AsyncClient:
    """The same for those who await; see Client."""

    def __init__(
        self,
        url: str | None = None,
        api_key: str | None = None,
        project: str | None = None,
        *,
        timeout: float = 30.0,
        patience: float = 30.0,
    ) -> None:
        self._settings = _Settings(url, api_key, project, timeout, patience)
        self._http = httpx.AsyncClient(
            base_url=self._settings.url, headers=self._settings.headers(), timeout=self._settings.timeout
        )

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, e: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def log_trace(
        self, trace_id: str | None = None, *, timestamp: Time = None, wait_ms: int | None = None, **fields: Any
    ) -> Accepted:
        return await self.send([events.trace(trace_id, timestamp=timestamp, **fields)], wait_ms=wait_ms)

    async def log_message(
        self, thread_id: str, role: str, content: Any = None, *, wait_ms: int | None = None, **fields: Any
    ) -> Accepted:
        return await self.send([events.message(thread_id, role, content, **fields)], wait_ms=wait_ms)

    async def log_feedback(self, value: Any = None, *, wait_ms: int | None = None, **fields: Any) -> Accepted:
        return await self.send([events.feedback(value, **fields)], wait_ms=wait_ms)

    async def update_thread(self, thread_id: str, *, wait_ms: int | None = None, **fields: Any) -> Accepted:
        return await self.send([events.thread(thread_id, **fields)], wait_ms=wait_ms)

    async def retract_feedback(self, feedback_id: str, *, timestamp: Time = None) -> Accepted:
        return await self.send([operations.retract(feedback_id, timestamp)])

    async def feedback(self, given: Iterable[Mapping[str, Any]] | None = None, **one: Any) -> Accepted:
        said = [events.humanloop_feedback(each) for each in (given if given is not None else [one])]
        return await self._run(operations.send(said, None, operations.FEEDBACK))

    async def send(self, given: Iterable[Mapping[str, Any]], *, wait_ms: int | None = None) -> Accepted:
        return await self._run(operations.send(given, wait_ms))

    def threads(self, params: ThreadsQueryParams | None = None, **filters: FilterValue) -> AsyncListing:
        return AsyncListing(self._run, "/api/v1/threads", operations.asked(params, filters))

    def traces(self, params: TracesQueryParams | None = None, **filters: FilterValue) -> AsyncListing:
        return AsyncListing(self._run, "/api/v1/traces", operations.asked(params, filters))

    async def thread(self, thread_id: str, **params: FilterValue) -> Row:
        return await self._get(f"/api/v1/threads/{operations.part(thread_id)}", params)

    async def trace(self, trace_id: str, **params: FilterValue) -> Row:
        return await self._get(f"/api/v1/traces/{operations.part(trace_id)}", params)

    async def feedback_state(self, feedback_id: str, **params: FilterValue) -> Row:
        return await self._get(f"/api/v1/feedback/{operations.part(feedback_id)}", params)

    async def metrics(self, **params: FilterValue) -> Row:
        series = "granularity" in params or "group_by" in params
        return await self._get("/api/v1/metrics" if series else "/api/v1/metrics/summary", params)

    async def agreement(self, **params: FilterValue) -> Row:
        return await self._get("/api/v1/metrics/agreement", params)

    async def ranking(self, **params: FilterValue) -> Row:
        return await self._get("/api/v1/metrics/ranking", params)

    async def stream(self, *, last_event_id: str | None = None, **filters: FilterValue) -> AsyncIterator[ThreadEvent]:
        """Labeled threads as they change; what breaks off is gone on with."""
        lines = EventLines(last_event_id)
        asked = QueryParams(**filters)
        while True:
            try:
                async with self._http.stream(
                    "GET",
                    streaming.PATH,
                    params=asked.parameters(),
                    headers={**lines.headers(), **self._project(asked.project)},
                    timeout=httpx.Timeout(60, connect=10),
                ) as answer:
                    if answer.status_code >= 400:
                        await answer.aread()
                        if not asks_to_come_again(answer):
                            raise_for(answer)
                    else:
                        async for line in answer.aiter_lines():
                            for event in lines.take(line):
                                yield event
            except httpx.TransportError:
                pass
            lines.broken()
            await asyncio.sleep(lines.retry_seconds)

    async def begin_export(
        self,
        format: str,
        *,
        file: str = "jsonl",
        filters: Mapping[str, FilterValue] | None = None,
        rules: Mapping[str, Any] | None = None,
        split: Mapping[str, Any] | None = None,
        name: str | None = None,
    ) -> Export:
        """Has a package made, and does not wait for it."""
        return await self._run(exports.begin(format, file, filters or {}, rules, split, None, name, None))

    async def export_state(self, export_id: str) -> Export:
        """How far an export is."""
        return await self._run(exports.state(export_id))

    async def _get(self, path: str, params: Mapping[str, FilterValue]) -> Row:
        return await self._run(operations.get(path, QueryParams(**dict(params))))

    def _project(self, named: str | None) -> dict[str, str]:
        project = named or self._settings.project
        return {"X-Threadmark-Project": project} if project else {}

    async def _run(self, call: Call[T]) -> T:
        patience = Patience(self._settings.patience)
        while True:
            failure: httpx.Response | httpx.TransportError
            try:
                answer = await self._http.request(
                    call.method,
                    call.path,
                    params=dict(call.params),
                    content=call.body,
                    headers=call.headers(self._settings.project),
                )
                if not asks_to_come_again(answer):
                    return call.read(answer)
                failure = answer
            except httpx.TransportError as e:
                failure = e
            await asyncio.sleep(patience.pause(failure))


def _after_fork() -> None:
    """The connections that a child finds are its parent's: two that speak on one would not understand a word."""
    for client in list(_CLIENTS):
        client._http = client._connections()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

__all__ = ["ApiError", "AsyncClient", "Client"]
