"""What users of other tools write, written for this one."""

from __future__ import annotations

import json
from pathlib import Path

from threadmark import Client, ThreadsQueryParams


def test_threads_for_machine_learning_as_melodi_describes_them(client: Client, project: str) -> None:
    client.log_message("th1", "user", "I want my money back", user={"id": "u1", "segments": {"plan": "pro"}})
    client.log_message("th1", "assistant", "It is on its way.", trace_id="t1")
    client.log_trace("t1", thread_id="th1", user={"id": "u1", "segments": {"plan": "pro"}})
    client.update_thread("th1", intents=["refund"], issues=["slow"])
    receipt = client.log_feedback("good", trace_id="t1", name="rating").receipt
    client.threads(wait_for=receipt).to_list()

    threads = client.threads(
        ThreadsQueryParams(
            projectId=project,
            hasFeedback=True,
            intentIds=["refund"],
            issueIds=["slow"],
            userSegmentIds=["plan:pro"],
            search="money",
            before="2100-01-01T00:00:00Z",
            after="2020-01-01T00:00:00Z",
            externalIds=["th1"],
            includeFeedback=True,
            includeIntents=True,
            includeIssues=True,
            includeMessages=True,
            pageSize=50,
            pageIndex=0,
        )
    )
    assert threads.count == 1
    examples = [
        {"messages": thread["messages"], "label": feedback["value"]}
        for thread in threads
        for feedback in thread["feedback"]
    ]
    assert [one["label"] for one in examples] == ["good"]
    assert client.threads(ThreadsQueryParams(projectId=project, ids=["th1"])).count == 1


def test_feedback_as_users_of_humanloop_write_it(client: Client) -> None:
    data_id = client.log_trace(output="Hello").id

    client.feedback(data_id=data_id, type="rating", value="good", user="user_1")
    client.feedback(
        [
            {"data_id": data_id, "type": "action", "value": "copied", "user": "user_1"},
            {"data_id": data_id, "type": "issue", "value": "too formal"},
            {"data_id": data_id, "type": "correction", "value": "Hi!", "created_at": "2026-01-01T00:00:00Z"},
        ]
    )

    client.log_feedback(True, trace_id=data_id, name="last", wait_ms=10_000)
    found = {one["name"]: one for one in client.trace(data_id)["feedback"]}
    assert found["rating"]["value"] == "good"
    assert found["rating"]["polarity"] == "POSITIVE"
    assert found["rating"]["source"]["id"] == "user_1"
    assert found["action"]["value"] == "copied"
    assert found["correction"]["value"] == "Hi!"


def test_human_feedback_becomes_the_three_forms_it_is_exchanged_in(client: Client, tmp_path: Path) -> None:
    for number, text in ((1, "A short summary."), (2, "A longer summary of it all.")):
        client.log_trace(f"summary-{number}", thread_id="article", input="Summarise.", output=text)
    client.log_feedback(4, trace_id="summary-1", name="rating", scale={"min": 1, "max": 5}, source="ann")
    client.log_feedback("It leaves the ending out.", trace_id="summary-1", name="comment", kind="TEXT", source="ann")
    receipt = client.log_feedback(
        {
            "candidates": [
                {"id": "summary-1", "trace_id": "summary-1"},
                {"id": "summary-2", "trace_id": "summary-2"},
            ],
            "ranking": ["summary-2", "summary-1"],
        },
        trace_id="summary-1",
        name="preference",
        kind="PREFERENCE",
        source="bob",
    ).receipt
    client.dataset("feedback", tmp_path / "feedback.jsonl", wait_for=receipt)
    client.dataset("pairwise", tmp_path / "pairwise.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "feedback.jsonl").read_text().splitlines()]
    pairs = [json.loads(line) for line in (tmp_path / "pairwise.jsonl").read_text().splitlines()]

    ratings = [
        {"summary_id": row["trace_id"], "rating": row["rating"], "annotator_id": row["rater_id"]}
        for row in rows
        if row["rating"] is not None
    ]
    texts = [
        {"summary_id": row["trace_id"], "feedback": row["value"], "annotator_id": row["rater_id"]}
        for row in rows
        if row["kind"] == "TEXT"
    ]
    choices = [
        {
            "summary_1_id": pair["a_id"],
            "summary_2_id": pair["b_id"],
            "preferred_summary_id": pair[f"{pair['preferred']}_id"],
            "annotator_id": pair["rater_id"],
        }
        for pair in pairs
    ]

    assert ratings == [{"summary_id": "summary-1", "rating": 4, "annotator_id": "ann"}]
    assert texts == [{"summary_id": "summary-1", "feedback": "It leaves the ending out.", "annotator_id": "ann"}]
    assert [choice["preferred_summary_id"] for choice in choices] == ["summary-2"]
