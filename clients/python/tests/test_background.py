from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Stub, seen
from threadmark import BackgroundSender, Client, ThreadmarkError, Unavailable

AWAY = {"error": {"code": "unavailable", "message": "away", "details": []}}
TAKEN = {"accepted": 1, "rejected": [], "receipt": "r"}


def test_what_was_taken_is_sent_in_batches(client: Client) -> None:
    with client.background() as sender:
        ids = [sender.log_feedback(i % 2 == 0, trace_id=f"t{i}", name="thumb") for i in range(1_200)]
        assert sender.flush(60)
    assert sender.sent == 1_200
    assert seen(client, ids[-1])["name"] == "thumb"


def test_it_never_waits_and_never_throws(stub: Callable[[], Stub]) -> None:
    with Client(stub().answer(503, AWAY).url, patience=0.05) as client:
        sender = client.background(queue_size=10)
        for i in range(100):
            assert sender.log_feedback(True, trace_id=f"t{i}")
        assert not sender.flush(0.2)
        assert sender.dropped >= 80
        assert not sender.close(0.1)
        assert sender.log_feedback(True, trace_id="late")


def test_it_throws_where_it_is_told_to(stub: Callable[[], Stub]) -> None:
    refused = {
        "accepted": 0,
        "rejected": [{"index": 0, "code": "invalid_field", "path": "value", "message": "value must be"}],
    }
    heard: list[ThreadmarkError] = []
    with Client(stub().answer(422, refused).url) as client:
        sender = client.background(raise_errors=True, on_error=heard.append)
        sender.log_feedback(True, trace_id="t")
        with pytest.raises(ThreadmarkError, match="value must be"):
            sender.flush(10)
        assert sender.rejected == 1
        assert len(heard) == 1
        sender.close()
        with pytest.raises(Unavailable, match="closed"):
            sender.log_feedback(True, trace_id="t")


def test_it_goes_on_when_the_server_is_back_with_the_same_events(stub: Callable[[], Stub]) -> None:
    server = stub().answer(503, AWAY).answer(503, AWAY).answer(202, TAKEN)
    with Client(server.url, patience=0.2) as client, client.background() as sender:
        sender.log_feedback(True, trace_id="t")
        assert sender.flush(10)
    assert len({body for _, _, body in server.asked}) == 1


CHILD = """
import sys
from threadmark import Client
sender = Client("http://127.0.0.1:1", patience=60).background(spool=sys.argv[1])
for i in range(500):
    sender.log_feedback(True, trace_id=f"t{i}", feedback_id=f"f{i}", name="thumb")
print("taken", flush=True)
input()
"""


def test_a_spool_outlives_a_killed_process(client: Client, tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "taken\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    left = next(tmp_path.glob("events-*.ndjson"))
    with left.open("ab") as file:
        file.write(b'{"type":"feedback","cut sho')  # what was being written when the process died
    with client.background(spool=tmp_path) as sender:
        sender.log_feedback(True, trace_id="new")
        assert sender.flush(60)
        assert sender.sent == 501
    assert seen(client, "f0")["name"] == seen(client, "f499")["name"] == "thumb"
    assert list(tmp_path.glob("*")) == []


def test_with_a_spool_nothing_is_dropped_where_the_queue_is_full(client: Client, tmp_path: Path) -> None:
    with client.background(spool=tmp_path, queue_size=5) as sender:
        for i in range(300):
            sender.log_feedback(True, trace_id="t", feedback_id=f"f{i}", name="thumb")
        assert sender.flush(60)
    assert sender.dropped == 0
    for i in (0, 150, 299):
        assert seen(client, f"f{i}")["name"] == "thumb"
    assert list(tmp_path.glob("*")) == []


def test_two_processes_share_a_spool(client: Client, tmp_path: Path) -> None:
    with client.background(spool=tmp_path) as one, client.background(spool=tmp_path) as other:
        one.log_feedback(True, trace_id="t1")
        other.log_feedback(True, trace_id="t2")
        assert one.flush(30)
        assert other.flush(30)
    assert (one.sent, other.sent) == (1, 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_sends_its_own_and_not_its_parents(client: Client) -> None:
    client.metrics()  # so that there is a connection that is not the child's
    sender: BackgroundSender = client.background(linger=5)
    sender.log_feedback(True, trace_id="t", feedback_id="parent")
    child = os.fork()
    if child == 0:
        code = 1
        try:
            sender.log_feedback(True, trace_id="t", feedback_id="child")
            code = 0 if sender.flush(20) and sender.sent == 1 else 1
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert sender.flush(20)
    assert sender.sent == 1
    assert seen(client, "child")["feedback_id"] == "child"
    assert seen(client, "parent")["feedback_id"] == "parent"
    sender.close()


def test_many_threads_say_things_at_once(client: Client) -> None:
    with client.background() as sender:
        threads = [
            threading.Thread(target=lambda: [sender.log_feedback(True, trace_id="t") for _ in range(50)])
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sender.flush(30)
    assert sender.sent == 400
