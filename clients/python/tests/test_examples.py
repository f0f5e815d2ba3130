"""The examples run."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from fastapi.testclient import TestClient

from tests.conftest import seen
from tests.test_datasets import converse
from threadmark import BackgroundSender, Client

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


@pytest.fixture
def here(url: str, project: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("THREADMARK_URL", url)
    monkeypatch.setenv("THREADMARK_PROJECT", project)
    return {**os.environ, "THREADMARK_URL": url, "THREADMARK_PROJECT": project}


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # what annotations are looked up in
    spec.loader.exec_module(module)
    return module


def run(here: dict[str, str], name: str, *arguments: str) -> str:
    command = [sys.executable, str(EXAMPLES / name), *arguments]
    return subprocess.run(command, env=here, check=True, capture_output=True, text=True, timeout=120).stdout


def test_chat_by_trace_id(client: Client, here: dict[str, str]) -> None:
    app = TestClient(load("chat_by_trace_id").app)
    told = app.post("/chat", json={"text": "Hi", "conversation": "c1"}).json()
    thumb = app.post("/feedback", json={"trace_id": told["trace_id"], "up": True, "comment": "nice"}).json()
    assert load_sender("chat_by_trace_id").flush(30)
    assert seen(client, thumb["feedback_id"])["rationale"] == "nice"
    assert len(client.thread("c1")["messages"]) == 2


def test_chat_by_request_id(client: Client, here: dict[str, str]) -> None:
    app = TestClient(load("chat_by_request_id").app)
    app.put("/requests/r1/stars", json={"stars": 2})
    app.post("/chat", json={"text": "Hi"}, headers={"X-Request-Id": "r1"})
    said = app.put("/requests/r1/stars", json={"stars": 5}).json()
    assert load_sender("chat_by_request_id").flush(30)
    client.log_feedback(True, client_request_id="r1", name="last", wait_ms=10_000)
    found = seen(client, said["feedback_id"])
    assert (found["value"], found["state"]) == (5, "MATCHED")


def test_chat_streaming(client: Client, here: dict[str, str]) -> None:
    app = TestClient(load("chat_streaming").app)
    lines = [json.loads(line[6:]) for line in app.get("/chat?question=Hi").text.splitlines() if line]
    assert [next(iter(line)) for line in lines] == ["word", "word", "word", "trace_id"]
    said = app.post(f"/feedback/{lines[-1]['trace_id']}?up=true").json()
    assert load_sender("chat_streaming").flush(30)
    assert seen(client, said["feedback_id"])["value"] is True


def load_sender(name: str) -> BackgroundSender:
    sender = sys.modules[name].sender
    assert isinstance(sender, BackgroundSender)
    return sender


def test_a_subscriber_goes_on_where_it_was(client: Client, here: dict[str, str], tmp_path: Path) -> None:
    client.log_feedback(True, thread_id="one", wait_ms=10_000)
    assert run(here, "subscriber.py", str(tmp_path / "place"), "1") == "one 1\n"
    client.log_feedback(True, thread_id="two", wait_ms=10_000)
    assert run(here, "subscriber.py", str(tmp_path / "place"), "1") == "two 1\n"


def test_from_a_filter_to_a_file_for_fine_tuning(client: Client, here: dict[str, str], tmp_path: Path) -> None:
    client.threads(wait_for=converse(client)).to_list()
    told = run(here, "fine_tuning.py", str(tmp_path / "tuning"))
    assert "1 conversations have good feedback" in told
    assert "2 rows in" in told


def test_the_readme_is_true(here: dict[str, str], tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert len(blocks) >= 2
    code = "\n".join(blocks).replace('"http://127.0.0.1:8080"', repr(here["THREADMARK_URL"]))
    subprocess.run([sys.executable, "-c", code], env=here, check=True, cwd=tmp_path, timeout=120)
    assert (tmp_path / "tea" / "manifest.json").exists()
