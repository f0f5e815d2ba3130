from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Stub
from threadmark import ApiError, Client, ExportFailed


def converse(client: Client) -> str:
    """Two conversations, one liked, one corrected; the receipt of all."""
    said: list[dict[str, Any]] = []
    for thread, answer in (("tea", "Ten minutes."), ("fish", "No.")):
        said += [
            {"type": "message", "thread_id": thread, "role": "user", "content": f"About {thread}?"},
            {"type": "message", "thread_id": thread, "role": "assistant", "content": answer, "trace_id": f"t-{thread}"},
            {"type": "trace", "trace_id": f"t-{thread}", "thread_id": thread},
        ]
    said += [
        {"type": "feedback", "trace_id": "t-fish", "name": "thumb", "value": True},
        {"type": "feedback", "trace_id": "t-tea", "name": "fix", "kind": "CORRECTION", "value": "Four minutes."},
    ]
    return client.send(said).receipt


def test_a_dataset_is_downloaded_whole(client: Client, tmp_path: Path) -> None:
    receipt = converse(client)
    size = client.dataset("kto", tmp_path / "kto.jsonl", wait_for=receipt)
    lines = (tmp_path / "kto.jsonl").read_bytes()
    assert len(lines) == size
    assert {json.loads(line)["label"] for line in lines.splitlines()} >= {True}
    client.dataset("feedback", tmp_path / "f.csv", file="csv", rules={"names": ["thumb"]}, hasFeedback=True)
    assert len((tmp_path / "f.csv").read_text().splitlines()) == 2
    with pytest.raises(ApiError, match="did you mean kto"):
        client.dataset("ktoo", tmp_path / "no")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.csv", "kto.jsonl"]


def test_a_package_is_made_and_taken(client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = converse(client)
    package = client.export(
        "sft",
        tmp_path / "sft",
        filters={"has_feedback": True},
        rules={"min_raters": 1},
        split={"train": 1, "validation": 0, "test": 0},
        wait_for=receipt,
        progress=True,
    )
    assert "DONE" in capsys.readouterr().err
    assert package.rows == 2
    assert package.manifest["filters"] == {"has_feedback": "true"}
    assert len(package.to_pandas()) == 2
    with pytest.raises(FileExistsError):
        client.export("sft", tmp_path / "sft")


def test_an_empty_package_says_why(client: Client, tmp_path: Path) -> None:
    package = client.export("kto", tmp_path / "kto")
    assert package.rows == 0
    assert package.manifest["empty_because"]
    assert package.to_pandas().empty


def test_what_is_not_the_package_is_not_taken(stub: Callable[[], Stub], tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("manifest.json", "{}")
    export = {"export_id": "e", "state": "QUEUED"}
    done = {"export_id": "e", "state": "DONE", "package": {"name": "x", "bytes": 1, "sha256": "0" * 64}}
    server = stub().answer(202, export).answer(200, done).answer(200, packed.getvalue())
    with Client(server.url) as client, pytest.raises(ExportFailed, match="SHA-256"):
        client.export("kto", tmp_path / "kto")
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_failed_says_why(stub: Callable[[], Stub], tmp_path: Path) -> None:
    failed = {"export_id": "e", "state": "FAILED", "error": {"code": "storage", "message": "the disk is full"}}
    with Client(stub().answer(202, failed).url) as client, pytest.raises(ExportFailed, match="the disk is full"):
        client.export("kto", tmp_path / "kto")
