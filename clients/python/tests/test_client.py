from __future__ import annotations

import asyncio
import json
import socket
import uuid
from collections.abc import Callable
from datetime import datetime, timezone
from itertools import islice

import pytest

from tests.conftest import Stub
from threadmark import ApiError, AsyncClient, Client, Rejected, ThreadmarkError, ThreadsQueryParams, Unavailable
from threadmark.events import new_id


def test_feedback_joins_its_trace_by_client_request_id_in_any_order(client: Client) -> None:
    judged = client.log_feedback(True, client_request_id="r1", name="thumb", rationale="spot on", source="u1")
    client.log_trace("t1", client_request_id="r1", thread_id="th1", input="q", output="a", wait_ms=10_000)
    found = client.feedback_state(judged.id)
    assert found["state"] == "MATCHED"
    trace = client.trace("t1")
    assert trace["feedback"][0]["rationale"] == "spot on"
    assert client.thread("th1")["feedback"][0]["source"] == {"type": "HUMAN", "id": "u1"}


def test_what_is_edited_and_taken_back(client: Client) -> None:
    first = client.log_feedback(4, trace_id="t", name="stars", scale={"min": 1, "max": 5}, wait_ms=10_000)
    client.log_feedback(5, trace_id="t", name="stars", feedback_id=first.id, wait_ms=10_000)
    assert client.feedback_state(first.id)["value"] == 5
    client.retract_feedback(first.id, wait_ms=10_000)
    assert client.feedback_state(first.id)["state"] == "RETRACTED"


def test_a_thread_has_what_was_said_of_it(client: Client) -> None:
    client.log_message("th", "user", "Where is my order?")
    client.log_message("th", "tool", {"rows": 3}, name="lookup")
    client.update_thread("th", title="Orders", intents=["order"], tags={"env": "prod"}, wait_ms=10_000)
    thread = client.thread("th")
    assert thread["title"] == "Orders"
    assert [message["role"] for message in thread["messages"]] == ["user", "tool"]
    assert thread["messages"][1]["content_json"] == {"rows": 3}


def test_lists_page_by_themselves(client: Client) -> None:
    said = [{"type": "thread", "thread_id": f"t{i:02}", "title": f"number {i}", "intents": ["all"]} for i in range(25)]
    receipt = client.send(said).receipt
    listing = client.threads(intent_ids=["all"], page_size=10, sort="created", wait_for=receipt)
    assert listing.count == 25
    assert sorted(row["thread_id"] for row in listing) == [f"t{i:02}" for i in range(25)]
    assert [len(page.rows) for page in listing.pages()] == [10, 10, 5]
    assert len(client.threads(pageSize=10, pageIndex=2).to_list()) == 5
    assert client.threads(facets="intent").facets["intent"]["all"] == 25


def test_parameters_are_taken_in_both_spellings(client: Client, project: str) -> None:
    client.log_trace("t", thread_id="a,b", model="m")
    receipt = client.log_feedback(True, trace_id="t", name="thumb").receipt
    params = ThreadsQueryParams(projectId=project, hasFeedback=True, ids=["a,b"], includeFeedback=True, waitFor=receipt)
    rows = client.threads(params).to_list()
    assert [row["thread_id"] for row in rows] == ["a,b"]
    assert rows[0]["feedback"][0]["name"] == "thumb"
    assert client.threads(params, before=datetime(2020, 1, 1, tzinfo=timezone.utc)).to_list() == []
    assert [row["trace_id"] for row in client.traces(model="m", status=None)] == ["t"]


def test_what_is_wrong_is_told(client: Client) -> None:
    with pytest.raises(Rejected, match="needs one of") as refused:
        client.send([{"type": "feedback", "value": True}, {"type": "message", "thread_id": "th", "content": "x"}])
    assert [one.index for one in refused.value.rejections] == [0, 1]
    with pytest.raises(ApiError, match="did you mean has_feedback") as unknown:
        client.threads(hasFeedbak=True).to_list()
    assert (unknown.value.status, unknown.value.code) == (422, "invalid_field")
    with pytest.raises(ApiError) as missing:
        client.thread("nobody")
    assert missing.value.status == 404


def test_figures(client: Client) -> None:
    for i, value in enumerate([True, True, False]):
        client.log_trace(f"t{i}")
        client.log_feedback(value, trace_id=f"t{i}", name="thumb", source=f"u{i}", wait_ms=10_000)
    assert client.metrics(feedback_name="thumb")["positive_rate"] == pytest.approx(2 / 3)
    assert client.metrics(granularity="day")["granularity"] == "day"
    assert "by_name" in client.agreement() or client.agreement()
    assert client.ranking()


def test_the_stream_goes_on_where_it_was(client: Client) -> None:
    for i in range(3):
        client.log_feedback(True, thread_id=f"th{i}", wait_ms=10_000)
    events = client.stream(replay=True)
    heard = [event for event in islice(events, 4) if event.kind == "thread"]
    assert len(heard) == 3
    client.log_feedback(True, thread_id="late")
    later = client.stream(last_event_id=heard[-1].id)
    late = next(event for event in later if event.kind == "thread" and event.data["thread_id"] == "late")
    assert late.data["feedback_count"] == 1


def test_the_same_for_those_who_await(url: str, project: str) -> None:
    async def talk() -> None:
        async with AsyncClient(url, project=project) as client:
            await client.log_message("th", "user", "hello")
            said = await client.log_feedback(True, thread_id="th", name="thumb", wait_ms=10_000)
            assert said.visible
            rows = [row async for row in client.threads(wait_for=said.receipt)]
            assert [row["thread_id"] for row in rows] == ["th"]
            assert await client.threads().count() == 1
            assert (await client.feedback_state(said.id))["state"] == "MATCHED"
            with pytest.raises(Rejected):
                await client.log_feedback(True)
            async for event in client.stream(replay=True):
                if event.kind == "thread":
                    break

    asyncio.run(talk())


def test_what_is_sent_again_is_the_same(stub: Callable[[], Stub]) -> None:
    away = {"error": {"code": "unavailable", "message": "Kafka is away", "details": []}}
    taken = {"accepted": 1, "rejected": [], "receipt": "r"}
    server = stub().answer(503, away, Retry_After="0").answer(429, away).answer(202, taken)
    with Client(server.url, api_key="secret") as client:
        said = client.log_feedback(True, trace_id="t")
    assert len(server.asked) == 3
    assert len({body for _, _, body in server.asked}) == 1
    assert json.loads(server.asked[0][2])[0]["feedback_id"] == said.id


def test_who_is_away_for_long_is_told(stub: Callable[[], Stub]) -> None:
    server = stub().answer(503, {"error": {"code": "unavailable", "message": "Kafka is away", "details": []}})
    with Client(server.url, patience=0.3) as client, pytest.raises(Unavailable, match="Kafka is away"):
        client.log_feedback(True, trace_id="t")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with Client(nobody, patience=0.3) as client, pytest.raises(Unavailable, match="cannot be reached"):
        client.metrics()


def test_an_answer_that_is_no_json_is_an_error(stub: Callable[[], Stub]) -> None:
    with Client(stub().answer(500, b"<html>").url) as client, pytest.raises(ThreadmarkError, match="500"):
        client.metrics()


def test_ids_are_uuids_of_version_7_in_order() -> None:
    ids = [uuid.UUID(new_id()) for _ in range(100)]
    assert {one.version for one in ids} == {7}
    assert len(set(ids)) == 100
    assert [one.int >> 80 for one in ids] == sorted(one.int >> 80 for one in ids)
