"""What files hold, one record after the other, as little parsed as can be: workers do the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from .names import Kind, named
from .packing import NEEDS, UnpackError, pyarrow_parquet, unpacked

# A longer line or record is none that a page was written into.
LONGEST = 100 * 1024 * 1024
BATCH_ROWS = 500
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A record to be cleaned.

    Attributes:
        place: where it stands, for messages: `pages.jsonl:12`.
        kind: what `data` is: `text`, `html` or a line of `jsonl`.
        data: as it was read.
        fields: what else is known of it.
        encoding: of `data`, where it was named.
        error: why it cannot be cleaned.
    """

    place: str
    kind: Kind
    data: str | bytes
    fields: dict[str, Any] = field(default_factory=dict)
    encoding: str = ""
    error: str = ""

    def __len__(self) -> int:
        return len(self.data)


def items_of(path: Path, kind: Kind, *, text_field: str = "text") -> Iterator[Item]:
    """The records of a file; one that cannot be read is an item that says why.

    Raises:
        OSError: the file cannot be opened.
        ModuleNotFoundError: a library of the extra `files` is missing.
    """
    if kind == "parquet":
        yield from _rows(path, text_field)
        return
    with unpacked(path) as file:
        try:
            if kind == "jsonl":
                yield from _lines(path, file)
            elif kind == "warc":
                yield from _records(path, file)
            else:
                yield _page(path, file, kind)
        except UnpackError as error:
            yield Item(str(path), kind, b"", error=str(error))


def _page(path: Path, file: BinaryIO, kind: Kind) -> Item:
    data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        return Item(str(path), kind, b"", error=f"longer than {LONGEST // 1_000_000} MB")
    return Item(str(path), kind, data, {"file": str(path)})


def _lines(path: Path, file: BinaryIO) -> Iterator[Item]:
    for number in count(1):
        line = file.readline(LONGEST + 1)
        if not line:
            return
        place = f"{path}:{number}"
        if len(line) > LONGEST and not line.endswith(b"\n"):
            yield Item(place, "jsonl", line[:200], error=f"longer than {LONGEST // 1_000_000} MB")
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST)
        elif line.strip():
            yield Item(place, "jsonl", line)


def _records(path: Path, file: BinaryIO) -> Iterator[Item]:
    """Conversions of a WET file, and responses of a WARC file that hold HTML or plain text."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"WARC {NEEDS}") from error
    try:
        for number, record in enumerate(ArchiveIterator(file), 1):
            if kind := _kind_of(record):
                yield _item_of(f"{path}:record {number}", kind, record)
    except ArchiveLoadFailed as error:
        yield Item(str(path), "text", b"", error=f"is no WARC file, or broken: {error}")


def _kind_of(record: Any) -> Kind | None:
    if record.rec_type == "conversion":
        return "text"
    if record.rec_type != "response" or record.http_headers is None:
        return None
    content = (record.http_headers.get_header("Content-Type") or "").lower()
    return "html" if "html" in content else "text" if content.startswith("text/plain") else None


def _item_of(place: str, kind: Kind, record: Any) -> Item:
    headers = record.rec_headers
    fields = {
        name: value
        for name, key in (("url", "WARC-Target-URI"), ("date", "WARC-Date"), ("id", "WARC-Record-ID"))
        if (value := headers.get_header(key))
    }
    try:
        data = record.content_stream().read(LONGEST + 1)
    except UnpackError:
        raise
    except Exception as error:  # of the body's own packing, of which warcio lets every kind through
        return Item(place, kind, b"", fields, error=f"its body cannot be unpacked: {error}")
    if len(data) > LONGEST:
        return Item(place, kind, b"", fields, error=f"longer than {LONGEST // 1_000_000} MB")
    content = record.http_headers.get_header("Content-Type") if record.http_headers else ""
    charset = _CHARSET.search(content or "")
    return Item(place, kind, data, fields, charset[1] if charset else "")


def _rows(path: Path, text_field: str) -> Iterator[Item]:
    with pyarrow_parquet().ParquetFile(path) as file:
        if text_field not in file.schema_arrow.names:
            raise OSError(f"has no column {text_field!r}; it has {', '.join(file.schema_arrow.names)}")
        number = 0
        for batch in file.iter_batches(BATCH_ROWS):
            for row in batch.to_pylist():
                number += 1
                text = row[text_field]
                wrong = "" if isinstance(text, (str, bytes)) else f"{text_field!r} is {type(text).__name__}, not text"
                yield Item(f"{path}:row {number}", "text", "" if wrong else text, row, error=wrong)


def files_in(paths: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """The files that paths name, each with the folder it was found under; those in folders in order of their names.

    Of a folder's files those are taken whose names say what they hold.
    """
    for path in paths:
        if not path.is_dir():
            yield path, path.parent
            continue
        for file in sorted(path.rglob("*")):
            if file.is_file() and named(file).kind:
                yield file, path
