"""Sends events from a thread of its own, so that the application never waits for it."""

from __future__ import annotations

import atexit
import json
import logging
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from threadmark import events
from threadmark.errors import ApiError, Rejected, ThreadmarkError, Unavailable
from threadmark.events import Event
from threadmark.spool import Segment, Spool

if TYPE_CHECKING:
    from threadmark.client import Client

LOG = logging.getLogger("threadmark")
_BATCH_BYTES = 1024 * 1024
_SENDERS: weakref.WeakSet[BackgroundSender] = weakref.WeakSet()


class _Item:
    __slots__ = ("event", "segment", "size")

    def __init__(self, event: Event, segment: Segment | None) -> None:
        self.event = event
        self.segment = segment
        self.size = len(json.dumps(event, ensure_ascii=False))


class BackgroundSender:
    """Takes events at once and sends them in batches, again and again with the same ids until they are durable.

    It never blocks the application and never throws into it, unless it is told to.

    Args:
        queue_size: events that may wait in memory. What comes while it is full is dropped, and counted in `dropped`;
            with a spool it is kept on disk instead.
        batch_size: events of one request at most.
        linger: seconds that an event may wait for others.
        spool: a folder that events are kept in until they are durable. What a crash leaves there is sent at
            the next start.
        durable_spool: whether the disk itself has an event before it is taken; slower, and it outlives a crash
            of the machine.
        raise_errors: whether a full queue raises Unavailable, and `flush` what went wrong.
        on_error: is told of each error, in the thread that sends.
    """

    def __init__(
        self,
        client: Client,
        *,
        queue_size: int = 10_000,
        batch_size: int = 500,
        linger: float = 0.2,
        spool: str | os.PathLike[str] | None = None,
        durable_spool: bool = False,
        raise_errors: bool = False,
        on_error: Callable[[ThreadmarkError], None] | None = None,
    ) -> None:
        self._client = client
        self._queue_size = queue_size
        self._batch_size = batch_size
        self._linger = linger
        self._raise_errors = raise_errors
        self._on_error = on_error
        self._spool = None if spool is None else Spool(spool, durable_spool)
        self._spool_folder, self._durable = spool, durable_spool
        self.sent = 0
        self.dropped = 0
        self.rejected = 0
        self._begin()
        _SENDERS.add(self)
        atexit.register(_close_quietly, weakref.ref(self))

    def _begin(self) -> None:
        self._queue: deque[_Item] = deque()
        self._changed = threading.Condition()
        self._pending = 0
        self._flushing = False
        self._closed = False
        self._told_of_drops = False
        self._errors: list[ThreadmarkError] = []
        self._thread: threading.Thread | None = None
        self._behind = False
        if self._spool is not None:
            self._start()

    # --- what is said ---

    def log_trace(self, trace_id: str | None = None, **fields: Any) -> str:
        """As Client.log_trace; returns the trace's id at once."""
        return self.put(events.trace(trace_id, **fields))

    def log_message(self, thread_id: str, role: str, content: Any = None, **fields: Any) -> str:
        """As Client.log_message; returns the message's id at once."""
        return self.put(events.message(thread_id, role, content, **fields))

    def log_feedback(self, value: Any = None, **fields: Any) -> str:
        """As Client.log_feedback; returns the feedback's id at once."""
        return self.put(events.feedback(value, **fields))

    def update_thread(self, thread_id: str, **fields: Any) -> str:
        """As Client.update_thread; returns the thread's id at once."""
        return self.put(events.thread(thread_id, **fields))

    def put(self, given: Mapping[str, Any]) -> str:
        """Takes an event with its `type`; returns its id."""
        event = events.with_ids([given])[0]
        identity = events.id_of(event)
        with self._changed:
            if self._closed:
                return self._drop(identity, "the sender is closed")
            full = len(self._queue) >= self._queue_size
            if full and self._spool is None:
                return self._drop(identity, f"{self._queue_size} events are waiting already")
            segment = None if self._spool is None else self._spool.append(event)
            if full:
                self._behind = True  # it is read from the disk later
            else:
                self._queue.append(_Item(event, segment))
                self._pending += 1
            self._start()
            self._changed.notify_all()
        return identity

    def _drop(self, identity: str, why: str) -> str:
        self.dropped += 1
        if self._raise_errors:
            raise Unavailable(f"the event was not taken: {why}")
        if not self._told_of_drops:
            self._told_of_drops = True
            LOG.warning("events are dropped: %s", why)
        return identity

    def flush(self, timeout: float | None = 30.0) -> bool:
        """Waits until all that was taken is durable or refused; returns whether that is so.

        Raises:
            ThreadmarkError: what went wrong, where errors are to be raised.
        """
        end = None if timeout is None else time.monotonic() + timeout
        with self._changed:
            self._flushing = True
            self._changed.notify_all()
            while self._pending or self._behind:
                rest = None if end is None else end - time.monotonic()
                if rest is not None and rest <= 0:
                    break
                self._changed.wait(rest)
            self._flushing = False
            done = not self._pending and not self._behind
            errors, self._errors = self._errors, []
        if errors and self._raise_errors:
            raise errors[0]
        return done

    def close(self, timeout: float | None = 10.0) -> bool:
        """Sends what is left, and takes no more; returns whether all was sent. With a spool, the rest stays there."""
        done = self.flush(timeout)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._spool is not None:
            self._spool.close()
        return done

    def __enter__(self) -> BackgroundSender:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # --- the thread that sends ---

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="threadmark-sender", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        self._send_left()
        while True:
            batch = self._next()
            if batch is None:
                return
            if batch:
                self._send_until_done(batch)
            elif self._behind:
                self._read_from_disk()

    def _send_left(self) -> None:
        if self._spool is None:
            return
        for segment, found in self._spool.left():
            with self._changed:
                self._pending += len(found)
            segment.close()
            for i in range(0, len(found), self._batch_size):
                self._send_until_done([_Item(event, segment) for event in found[i : i + self._batch_size]])

    def _read_from_disk(self) -> None:
        """Events that found the queue full stand in segments of this process alone: they are sent anew, as they are."""
        with self._changed:
            self._behind = False
            spool, self._spool = self._spool, Spool(self._spool_folder or ".", self._durable)
            if spool is not None:
                spool.close()
        self._send_left()
        with self._changed:
            self._changed.notify_all()

    def _next(self) -> list[_Item] | None:
        """The next batch; empty where there is something on disk alone; none at the end."""
        with self._changed:
            while not self._queue:
                if self._behind:
                    return []
                if self._closed:
                    return None
                self._changed.wait()
            end = time.monotonic() + self._linger
            while len(self._queue) < self._batch_size and not self._flushing and not self._closed:
                rest = end - time.monotonic()
                if rest <= 0:
                    break
                self._changed.wait(rest)
            batch: list[_Item] = []
            size = 0
            while self._queue and len(batch) < self._batch_size and (not batch or size < _BATCH_BYTES):
                item = self._queue.popleft()
                batch.append(item)
                size += item.size
            return batch

    def _send_until_done(self, batch: list[_Item]) -> None:
        while True:
            try:
                self._client.send([item.event for item in batch])
                self.sent += len(batch)
                break
            except Rejected as e:
                self.rejected += len(e.rejections)
                self.sent += len(batch) - len(e.rejections)
                self._tell(e)
                break
            except Unavailable as e:
                self._tell(e)
                if self._closed:
                    return  # what a spool has is sent at the next start
            except ApiError as e:
                self.rejected += len(batch)
                self._tell(e)
                break
            except Exception as e:  # whatever it is, the thread goes on
                self._tell(ThreadmarkError(f"events could not be sent: {e}"))
                if self._closed:
                    return
                time.sleep(1)
        for item in batch:
            if item.segment is not None:
                item.segment.acknowledged()
        with self._changed:
            self._pending -= len(batch)
            self._changed.notify_all()

    def _tell(self, error: ThreadmarkError) -> None:
        LOG.warning("%s", error)
        self._errors = [*self._errors[-9:], error]
        if self._on_error is not None:
            try:
                self._on_error(error)
            except Exception:
                LOG.exception("on_error failed")

    def _after_fork(self) -> None:
        """What waits is the parent's to send; the child begins with nothing."""
        if self._spool_folder is not None:
            self._spool = Spool(self._spool_folder, self._durable)
        self._begin()


def _close_quietly(sender: weakref.ref[BackgroundSender]) -> None:
    alive = sender()
    if alive is not None and not alive._closed:
        try:
            alive.close()
        except ThreadmarkError as e:
            LOG.warning("%s", e)


def _after_fork() -> None:
    for sender in list(_SENDERS):
        sender._after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
