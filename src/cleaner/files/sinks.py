"""Outputs that survive a kill: written beside their name, cut back to the last checkpoint, and renamed when whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from .names import named
from .packing import PackedWriter, pyarrow_parquet, synced
from .work import Done

VERSION = 1
PART, STATE, REJECTS = ".part", ".part.state", ".rejects.jsonl"


class ResumeError(ValueError):
    """What is there of an output does not belong to what is asked for; the message says what differs."""


@dataclass(slots=True)
class State:
    """How far an output has come: what was read, what was written, and what became of it.

    Attributes:
        items: records read, rejected ones among them.
        size, rejects_size: bytes of the output and of the file of rejected records that belong to them.
        rejected: how many are in the latter.
        removed: pieces and characters by label, as `files.work.Done` has them.
    """

    items: int = 0
    size: int = 0
    rejects_size: int = 0
    rejected: int = 0
    removed: dict[str, Sequence[int]] = field(default_factory=dict)

    def add(self, done: Done) -> None:
        """Count what became of one more record."""
        self.merge(State(items=1, rejected=int(bool(done.error)), removed={**done.removed}))

    def merge(self, other: State) -> None:
        """Count what became of the records of another output."""
        self.items += other.items
        self.rejected += other.rejected
        for label, (pieces, characters) in other.removed.items():
            before = self.removed.get(label, (0, 0))
            self.removed[label] = (before[0] + pieces, before[1] + characters)


class Rejects:
    """Records that could not be cleaned, in a file beside the output, which is there only if there are any."""

    def __init__(self, path: Path, size: int = 0) -> None:
        self.path = path
        self._part = path.with_name(path.name + PART)
        self._file = _opened_at(self._part, path, size)
        self._size = size

    def write(self, place: str, error: str, data: str | bytes) -> None:
        """Add a record: where it stood, what was wrong, and how it begins."""
        start = data[:1000]
        shown = start.decode("utf-8", "replace") if isinstance(start, bytes) else start
        self._file.write(json.dumps({"place": place, "error": error, "begins": shown}).encode() + b"\n")

    def synced(self) -> int:
        """See that all is on the disk; how many bytes that is."""
        self._size = synced(self._file)
        return self._size

    def finish(self) -> None:
        """No more will come."""
        self.close()
        if self._size:
            self._part.replace(self.path)
        else:
            self._part.unlink()
            with suppress(FileNotFoundError):  # of an earlier run
                self.path.unlink()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class LineSink:
    """Lines or articles in a file of any packing.

    Args:
        path: where the output will stand when it is whole.
        rejects: where rejected records go.
        asked: what the output depends on (inputs, options); a resumed run has to ask for the same.
        resume: go on where a killed run stopped, if there was one.

    Raises:
        ResumeError: there is a part of another output.
    """

    def __init__(self, path: Path, rejects: Path, asked: dict[str, Any], *, resume: bool) -> None:
        self._path = path
        self._asked = json.loads(json.dumps({"version": VERSION, **asked}))
        self._part, self._state_path = path.with_name(path.name + PART), path.with_name(path.name + STATE)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not resume:  # a run that begins anew and is killed early shall not be taken for one that came further
            self._state_path.unlink(missing_ok=True)
        self.state = self._found()
        self._file = _opened_at(self._part, path, self.state.size)
        self._rejects = Rejects(rejects, self.state.rejects_size)
        self._writer = PackedWriter(self._file, named(path).packing)

    def _found(self) -> State:
        try:
            found = json.loads(self._state_path.read_text("utf-8"))
        except FileNotFoundError:
            return State()
        for name, value in self._asked.items():
            before = found["asked"].get(name)
            if before != value:
                raise ResumeError(
                    f"{self._part} was begun with {name} {before!r}, now it is {value!r}; "
                    "ask for the same, or leave out --resume to begin anew"
                )
        return State(**found["state"])

    def write(self, done: Done) -> None:
        """Add an output."""
        if isinstance(done.data, bytes):
            self._writer.write(done.data)

    def reject(self, place: str, error: str, data: str | bytes) -> None:
        """Set a record aside."""
        self._rejects.write(place, error, data)

    def checkpoint(self) -> None:
        """Make sure that what is written so far outlives a kill, and note how far that is."""
        self.state.size = self._writer.end_part()
        self.state.rejects_size = self._rejects.synced()
        _replace(self._state_path, json.dumps({"asked": self._asked, "state": asdict(self.state)}).encode())

    def finish(self) -> None:
        """The output is whole: give it its name."""
        self.checkpoint()
        self._file.close()
        self._rejects.finish()
        self._part.replace(self._path)
        self._state_path.unlink()

    def close(self) -> None:
        """Let go of the files; the part stays for a run that resumes."""
        self._file.close()
        self._rejects.close()


def is_whole(path: Path) -> bool:
    """Whether an output is there and no run is at it."""
    return path.exists() and not path.with_name(path.name + STATE).exists()


def _opened_at(part: Path, whole: Path, size: int) -> BinaryIO:
    """A part for writing behind its first so many bytes; what follows them is cut off.

    A run that was killed while it gave its files their names may have renamed this one already.
    """
    if size and not part.exists():
        whole.replace(part)
    file = part.open("r+b" if size else "w+b")
    file.truncate(size)
    file.seek(size)
    return file


def _replace(path: Path, data: bytes) -> None:
    """Write a small file so that it is there in whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(data)
        synced(file)
    fresh.replace(path)


class TableSink:
    """Rows of a Parquet file. Its end holds what makes it readable, so one that was cut off is begun anew."""

    ROWS = 5000

    def __init__(self, path: Path, rejects: Path, schema: Any) -> None:
        self._path = path
        self._part = path.with_name(path.name + PART)
        self._schema = schema
        self._rows: list[dict[str, Any]] = []
        self.state = State()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = pyarrow_parquet().ParquetWriter(self._part, schema)
        self._rejects = Rejects(rejects)

    def write(self, done: Done) -> None:
        """Add a row."""
        if isinstance(done.data, dict):
            self._rows.append(done.data)

    def reject(self, place: str, error: str, data: str | bytes) -> None:
        """Set a record aside."""
        self._rejects.write(place, error, data)

    def checkpoint(self) -> None:
        """Write the rows that have come together."""
        if len(self._rows) >= self.ROWS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        if self._rows:
            self._writer.write_table(pyarrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []

    def finish(self) -> None:
        """The table is whole: give it its name."""
        self._flush()
        self._writer.close()
        self._rejects.synced()
        self._rejects.finish()
        self._part.replace(self._path)

    def close(self) -> None:
        """Leave a part that is not whole; the next run writes over it."""
        self._writer.close()
        self._rejects.close()


def schema_with(path: Path, names: Iterable[str]) -> Any:
    """The schema of a Parquet file with columns of text for those names that it has not."""
    import pyarrow

    schema = pyarrow_parquet().read_schema(path)
    for name in names:
        if name not in schema.names:
            schema = schema.append(pyarrow.field(name, pyarrow.string()))
    return schema
