"""Loads packages of datasets by the programs that they are for: load.py FOLDER

FOLDER has a package for each format and type of file, such as kto-parquet-full, as the tests of the module datasets leave
them under datasets/target/packages.
"""

import json
import logging
import sys
import tempfile
from pathlib import Path

import datasets
import duckdb
import mlcroissant
import pandas
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from trl.data_utils import is_conversational, maybe_apply_chat_template

datasets.disable_progress_bars()
logging.getLogger("absl").setLevel(logging.ERROR)  # Croissant recommends a license, which only the owner can give

TEMPLATE = (
    "{% if tools %}[tools {{ tools | tojson }}]\n{% endif %}"
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}"
    "{% if m.tool_calls %}{% for c in m.tool_calls %}"
    "[call {{ c.function.name }}{% for k, v in c.function.arguments.items() %} {{ k }}={{ v }}{% endfor %}]"
    "{% endfor %}{% endif %}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def tokenizer():
    words = Tokenizer(models.WordLevel({"<unk>": 0, "<pad>": 1}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    made = PreTrainedTokenizerFast(tokenizer_object=words, unk_token="<unk>", pad_token="<pad>")
    made.chat_template = TEMPLATE
    return made


def without_none(value):
    """As TRL does before it uses a row: fields that a table adds are none."""
    if isinstance(value, dict):
        return {k: without_none(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [without_none(v) for v in value]
    return value


def manifest(package):
    return json.loads((package / "manifest.json").read_text())


def lines(package):
    for file in manifest(package)["files"]:
        if file["path"].startswith("data/"):
            text = (package / file["path"]).read_text(encoding="utf-8")
            yield from (json.loads(line) for line in text.split("\n") if line)


# --- every package ---


def check_hugging_face(package, kind):
    told = manifest(package)
    if told["rows"] == 0:  # it cannot be loaded as a table of its own: the library knows no table without rows
        streamed = datasets.load_dataset(str(package), streaming=True)
        assert all(list(streamed[split]) == [] for split in streamed)
        return streamed
    with tempfile.TemporaryDirectory() as cache:
        loaded = datasets.load_dataset(str(package), cache_dir=cache)
        rows = {split: loaded[split].num_rows for split in loaded}
        for split in loaded:
            for row in loaded[split]:
                assert row
    expected = {}
    for file in told["files"]:
        if file["path"].startswith("data/"):
            split = file["path"].split("/")[1].split("-")[0]
            if file["rows"]:
                expected[split] = expected.get(split, 0) + file["rows"]
    assert rows == expected, f"{package.name}: {rows}, the manifest says {expected}"
    return loaded


def check_tables(package, kind):
    """pandas and DuckDB read each file, with as many rows as the manifest says."""
    for file in manifest(package)["files"]:
        if not file["path"].startswith("data/") or file["rows"] == 0 and kind != "parquet":
            continue
        path = str(package / file["path"])
        reader = {
            "jsonl": lambda: pandas.read_json(path, lines=True),
            "csv": lambda: pandas.read_csv(path),
            "parquet": lambda: pandas.read_parquet(path),
        }[kind]
        assert len(reader()) == file["rows"], f"pandas: {path}"
        function = {"jsonl": "read_json_auto", "csv": "read_csv_auto", "parquet": "read_parquet"}[kind]
        count = duckdb.sql(f"SELECT count(*) FROM {function}('{path}')").fetchall()[0][0]
        assert count == file["rows"], f"DuckDB: {path}: {count}"


def check_croissant(package):
    described = mlcroissant.Dataset(jsonld=str(package / "croissant.json"))
    assert not described.metadata.ctx.issues.errors, described.metadata.ctx.issues.errors


# --- one format ---


def check_trl(package, loaded):
    made = tokenizer()
    seen = 0
    for split in loaded:
        for row in loaded[split]:
            row = without_none(row)
            tools = row.pop("tools", None)
            for column in ("provenance", "group_id"):
                row.pop(column, None)
            assert is_conversational(row), row
            for column in ("prompt", "completion", "chosen", "rejected"):
                for message in row.get(column, []):
                    for call in message.get("tool_calls", []):
                        assert isinstance(call["function"]["arguments"], dict), call
            applied = maybe_apply_chat_template(row, made, tools=tools)
            texts = [v for k, v in applied.items() if k != "label"]
            assert all(isinstance(text, str) and text for text in texts), applied
            seen += 1
    assert seen == manifest(package)["rows"]


def check_openai_message(message, last):
    role = message["role"]
    assert role in ("system", "user", "assistant", "tool"), role
    assert set(message) <= {"role", "content", "tool_calls", "tool_call_id", "weight"}, message
    if role == "assistant":
        assert message.get("content") or message.get("tool_calls"), message
        assert message.get("weight", 1) in (0, 1)
        for call in message.get("tool_calls", []):
            assert call["type"] == "function" and isinstance(call["function"]["arguments"], str), call
            assert call["id"]
    else:
        assert "content" in message and "weight" not in message, message
    if role == "tool":
        assert set(message) == {"role", "content", "tool_call_id"}, message
    if not isinstance(message.get("content", ""), str):
        assert role == "user" and all(part["type"] for part in message["content"]), message


def check_openai_messages(messages):
    called = set()
    for place, message in enumerate(messages):
        check_openai_message(message, place == len(messages) - 1)
        called |= {call["id"] for call in message.get("tool_calls", [])}
        if message["role"] == "tool":
            assert message["tool_call_id"] in called, message
        if message["role"] == "system":
            assert all(before["role"] == "system" for before in messages[:place])


def check_openai_chat(package):
    for row in lines(package):
        assert set(row) <= {"messages", "tools"}, row
        check_openai_messages(row["messages"])
        assert row["messages"][-1]["role"] == "assistant", row


def check_openai_preference(package):
    for row in lines(package):
        assert set(row) == {"input", "preferred_output", "non_preferred_output"}, row
        assert set(row["input"]) <= {"messages", "tools", "parallel_tool_calls"}, row
        check_openai_messages(row["input"]["messages"])
        for side in ("preferred_output", "non_preferred_output"):
            assert len(row[side]) == 1 and row[side][0]["role"] == "assistant", row
            assert isinstance(row[side][0]["content"], str), row


def check_sharegpt(package):
    for row in lines(package):
        for place, turn in enumerate(row["conversations"]):
            sides = ("human", "observation") if place % 2 == 0 else ("gpt", "function_call")
            assert turn["from"] in sides and isinstance(turn["value"], str), row
        assert len(row["conversations"]) % 2 == 0, row


def check_alpaca(package):
    for row in lines(package):
        assert row["instruction"] and row["output"] and row["input"] == "", row
        assert all(len(pair) == 2 for pair in row["history"]), row


def check_mlflow(package):
    for row in lines(package):
        assert set(row) <= {"inputs", "expectations", "tags", "source"} and isinstance(row["inputs"], dict), row
        assert all(isinstance(k, str) and isinstance(v, str) for k, v in row["tags"].items()), row
        assert row["source"]["source_type"] in ("TRACE", "HUMAN"), row
        if row["source"]["source_type"] == "TRACE":
            assert row["source"]["source_data"]["trace_id"], row


def check_argilla(package):
    for row in lines(package):
        for question in ("judgement", "correction", "comment"):
            sizes = {len(row[f"{question}.responses{part}"]) for part in ("", ".users", ".status")}
            assert len(sizes) == 1, row


RULES = {
    "openai-chat": check_openai_chat,
    "openai-preference": check_openai_preference,
    "sharegpt": check_sharegpt,
    "alpaca": check_alpaca,
    "mlflow-eval": check_mlflow,
    "argilla": check_argilla,
}


def main(folder):
    failures = 0
    packages = sorted(path for path in Path(folder).iterdir() if (path / "manifest.json").exists())
    assert packages, f"no packages in {folder}"
    for package in packages:
        told = manifest(package)
        kind = told["file"]
        try:
            loaded = check_hugging_face(package, kind)
            check_tables(package, kind)
            check_croissant(package)
            if told["format"] in ("sft", "preference", "kto"):
                check_trl(package, loaded)
            if told["format"] in RULES and kind == "jsonl":
                RULES[told["format"]](package)
            print(f"{package.name}: {told['rows']} rows")
        except Exception as failure:  # each package is told of
            failures += 1
            print(f"{package.name}: FAILED: {type(failure).__name__}: {failure}")
    print(f"{len(packages) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
