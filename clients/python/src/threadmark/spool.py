"""Events on disk until they are acknowledged, so that a crash loses none that was taken."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from threadmark.events import new_id

try:
    import fcntl
except ImportError:  # Windows has no such locks: what was left there is sent again by whoever starts next.
    fcntl = None  # type: ignore[assignment]

_SEGMENT_BYTES = 8 * 1024 * 1024


class Segment:
    """A file of events, an event a line. While somebody has it locked, it is theirs."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self._file = file
        self._lock = threading.Lock()
        self.written = 0
        self._open_events = 0
        self._closed = False

    def append(self, line: bytes, durable: bool) -> None:
        with self._lock:
            self._file.write(line)
            self._file.flush()
            if durable:
                os.fsync(self._file.fileno())
            self.written += len(line)
            self._open_events += 1

    def acknowledged(self) -> None:
        """One of its events is durable elsewhere."""
        with self._lock:
            self._open_events -= 1
            self._remove_if_done()

    def close(self) -> None:
        """No more come to it."""
        with self._lock:
            self._closed = True
            self._remove_if_done()

    def leave(self) -> None:
        """Lets go of it as it is; whoever starts next finds it."""
        with self._lock:
            self._file.close()
            if self._open_events <= 0:
                self.path.unlink(missing_ok=True)

    def _remove_if_done(self) -> None:
        if self._closed and self._open_events <= 0:
            self.path.unlink(missing_ok=True)
            self._file.close()


class Spool:
    """A folder of segments. Several processes may share it.

    Args:
        durable: whether each event is on the disk itself before it is taken, so that it outlives a crash
            of the machine.
    """

    def __init__(self, folder: str | os.PathLike[str], durable: bool) -> None:
        self._folder = Path(folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._durable = durable
        self._lock = threading.Lock()
        self._current: Segment | None = None

    def append(self, event: dict[str, Any]) -> Segment:
        """Keeps an event; returns the segment that it is in."""
        line = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"
        with self._lock:
            segment = self._current
            if segment is None or segment.written > _SEGMENT_BYTES:
                if segment is not None:
                    segment.close()
                segment = self._current = self._new()
            segment.append(line, self._durable)
            return segment

    def _new(self) -> Segment:
        path = self._folder / f"events-{new_id()}.ndjson"
        file = open(path, "ab")  # noqa: SIM115 (closed with the segment)
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        return Segment(path, file)

    def left(self) -> Iterator[tuple[Segment, list[dict[str, Any]]]]:
        """Segments that a process left which is gone, with their events. A line that was cut short never was taken."""
        for path in sorted(self._folder.glob("events-*.ndjson")):
            try:
                file = open(path, "r+b")  # noqa: SIM115 (closed with the segment)
            except FileNotFoundError:
                continue
            if fcntl is not None:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    file.close()
                    continue
            if not path.exists():  # whoever had it has just sent it
                file.close()
                continue
            segment = Segment(path, file)
            found = [json.loads(line) for line in file.read().split(b"\n")[:-1] if line]
            segment._open_events = len(found)
            yield segment, found

    def close(self) -> None:
        """Closes the newest segment; it stays while something of it is not acknowledged."""
        with self._lock:
            if self._current is not None:
                self._current.leave()
                self._current = None
