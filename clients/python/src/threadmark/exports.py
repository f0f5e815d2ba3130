"""Datasets: downloads, and packages that the server makes."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from threadmark.errors import ExportFailed
from threadmark.operations import Row, part
from threadmark.query import FilterValue, QueryParams
from threadmark.transport import Call, json_body, json_of

EXPORTS = "/api/v1/exports"
_OVER = ("DONE", "FAILED", "CANCELLED")


@dataclass(frozen=True)
class Package:
    """A dataset on disk.

    Attributes:
        path: its folder, with `data`, `README.md` and `manifest.json`.
        rows: how many there are, over all splits.
        dropped: what is not in it, by reason.
    """

    path: Path
    rows: int
    dropped: dict[str, int]
    manifest: dict[str, Any]

    def files(self, split: str | None = None) -> list[Path]:
        """Its data files, of one split or of all."""
        return sorted((self.path / "data").glob(f"{split or ''}*"))

    def to_pandas(self, split: str | None = None) -> Any:
        """Its rows as a data frame; needs pandas."""
        import pandas

        readers = {
            ".jsonl": lambda file: pandas.read_json(file, lines=True),
            ".csv": pandas.read_csv,
            ".parquet": pandas.read_parquet,
        }
        frames = [readers[file.suffix](file) for file in self.files(split)]
        return pandas.concat(frames, ignore_index=True) if frames else pandas.DataFrame()

    def to_datasets(self) -> Any:
        """Its splits as datasets of Hugging Face; needs datasets."""
        import datasets

        return datasets.load_dataset(str(self.path))


@dataclass(frozen=True)
class Export:
    """How far an export is."""

    export_id: str
    state: str
    answer: dict[str, Any]

    @property
    def is_over(self) -> bool:
        return self.state in _OVER

    @staticmethod
    def of(answer: Row) -> Export:
        return Export(answer["export_id"], answer["state"], answer)

    def check_done(self) -> None:
        """Raises ExportFailed where it did not become a package."""
        if self.state == "DONE" and self.answer.get("package"):
            return
        error = self.answer.get("error") or {}
        why = error.get("message") or self.answer.get("package_gone") or self.state.lower()
        raise ExportFailed(f"export {self.export_id} has no package: {why}")


def dataset_parameters(file: str, filters: QueryParams, rules: Mapping[str, Any] | None) -> dict[str, str]:
    params = {**filters.parameters(), "file": file}
    if rules:
        params["rules"] = json_body(rules).decode()
    return params


def dataset_path(format: str) -> str:
    return f"/api/v1/datasets/{part(format)}"


def begin(
    format: str,
    file: str,
    filters: Mapping[str, FilterValue],
    rules: Mapping[str, Any] | None,
    split: Mapping[str, Any] | None,
    near_duplicates: Mapping[str, Any] | None,
    name: str | None,
    wait_for: str | None,
    against: str | None = None,
) -> Call[Export]:
    params = QueryParams(**dict(filters))
    asked: dict[str, Any] = {"format": format, "file": file, "filters": params.parameters()}
    members = {"rules": rules, "split": split, "near_duplicates": near_duplicates, "name": name, "against": against}
    for key, value in members.items():
        if value is not None:
            asked[key] = value
    return Call(
        "POST",
        EXPORTS,
        lambda answer: Export.of(json_of(answer)),
        {} if wait_for is None else {"wait_for": wait_for},
        json_body(asked),
        project=params.project,
    )


def state(export_id: str) -> Call[Export]:
    return Call("GET", f"{EXPORTS}/{part(export_id)}", lambda answer: Export.of(json_of(answer)))


def cancel(export_id: str) -> Call[Export]:
    return Call("DELETE", f"{EXPORTS}/{part(export_id)}", lambda answer: Export.of(json_of(answer)))


def file_path(export_id: str) -> str:
    return f"{EXPORTS}/{part(export_id)}/file"


class Download:
    """Takes a package in beside its place, and puts it there whole or not at all."""

    def __init__(self, target: str | os.PathLike[str], sha256: str) -> None:
        self._target = Path(target)
        self._sha256 = sha256
        if self._target.exists() and (not self._target.is_dir() or any(self._target.iterdir())):
            raise FileExistsError(f"{self._target} is there already")
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._work = Path(tempfile.mkdtemp(prefix=f".{self._target.name}-", dir=self._target.parent))
        self._digest = hashlib.sha256()
        self._zip: IO[bytes] = open(self._work / "package.zip", "wb")  # noqa: SIM115 (closed by finish or close)

    def take(self, piece: bytes) -> None:
        self._digest.update(piece)
        self._zip.write(piece)

    def finish(self, digest_header: str | None) -> None:
        self._zip.close()
        found = self._digest.hexdigest()
        told = self._sha256
        if digest_header and digest_header.startswith("sha-256="):
            told = base64.b64decode(digest_header.removeprefix("sha-256=")).hex()
        if found not in (self._sha256, told) or told != self._sha256:
            raise ExportFailed(f"what came is not the package: its SHA-256 is {found}, and not {self._sha256}")
        whole = self._work / "package"
        with zipfile.ZipFile(self._work / "package.zip") as packed:
            packed.extractall(whole)
        if self._target.exists():
            self._target.rmdir()
        content = [each for each in whole.iterdir()]
        only = content[0] if len(content) == 1 and content[0].is_dir() and content[0].name != "data" else whole
        os.replace(only, self._target)

    def close(self) -> None:
        self._zip.close()
        shutil.rmtree(self._work, ignore_errors=True)

    def package(self) -> Package:
        import json

        manifest = json.loads((self._target / "manifest.json").read_text("utf-8"))
        return Package(self._target, manifest["rows"], manifest.get("dropped", {}), manifest)


class ProgressBar:
    """Shows how far an export is, where somebody sees it."""

    def __init__(self, shown: bool | None, out: IO[str] | None = None) -> None:
        self._out = out or sys.stderr
        self._shown = self._out.isatty() if shown is None else shown

    def show(self, export: Export) -> None:
        if not self._shown:
            return
        progress = export.answer.get("progress") or {}
        threads, total = progress.get("threads") or 0, progress.get("threads_total") or 0
        done = threads / total if total else float(export.is_over)
        bar = "█" * round(30 * done)
        line = f"{export.state:<9} |{bar:<30}| {threads:,} of {total:,} threads, {progress.get('rows') or 0:,} rows"
        self._out.write("\r" + line.ljust(100))
        if export.is_over:
            self._out.write("\n")
        self._out.flush()
