"""What a worker does with one record: parse it, clean it, and give back the bytes to be written."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple

from .. import Explanation, explain, explain_html
from .items import Item

Shape = Literal["jsonl", "text", "row"]


class Done(NamedTuple):
    """A record that was cleaned, or the reason why not.

    Attributes:
        data: a line of JSON, an article, or a row's fields.
        removed: pieces and characters removed, by label; what stayed is counted as `article`.
        error: why the record is not in the output; "" where it is.
    """

    data: bytes | dict[str, Any]
    removed: dict[str, tuple[int, int]]
    error: str = ""


class BadRecordError(ValueError):
    """A record is not what it should be; the message says what."""


@dataclass(frozen=True, slots=True)
class Work:
    """Cleans records; it pickles, so processes can be given it.

    Attributes:
        shape: what is given back: a line of JSON, the bare article, or the fields of a table's row.
        settings: options of `clean`.
        html: text fields hold HTML.
        encoding: of files of text or HTML, where it was named.
        text_field, to_field: where the text stands in a record, and where the article goes.
        explain_field, verdict_field, fingerprint_field: where the pieces, the verdict and the fingerprint go; "" for
            nowhere.
        fingerprint: of the pipeline.
    """

    shape: Shape = "jsonl"
    settings: dict[str, Any] = field(default_factory=dict)
    html: bool = False
    encoding: str = ""
    text_field: str = "text"
    to_field: str = "text"
    explain_field: str = ""
    verdict_field: str = ""
    fingerprint_field: str = ""
    fingerprint: str = ""

    def __call__(self, item: Item) -> Done:
        """Clean a record; what is wrong with it is in the answer, not raised."""
        if item.error:
            return Done(b"", {}, item.error)
        try:
            fields, text, is_html = self._parsed(item)
            explanation = self._explained(text, is_html, item.encoding or self.encoding)
        except (ValueError, TypeError) as error:
            return Done(b"", {}, f"{type(error).__name__.removesuffix('Error')}: {error}")
        return Done(self._packed(item, fields, explanation), _counted(explanation))

    def _parsed(self, item: Item) -> tuple[dict[str, Any], str | bytes, bool]:
        if item.kind != "jsonl":
            return item.fields, item.data, item.kind == "html" or self.html
        try:
            fields = json.loads(item.data)
        except RecursionError:
            raise BadRecordError("nested too deeply") from None
        if not isinstance(fields, dict):
            raise BadRecordError(f"a {type(fields).__name__}, not an object with fields")
        if self.text_field not in fields:
            raise BadRecordError(f"no field {self.text_field!r}; it has {', '.join(map(repr, list(fields)[:12]))}")
        text = fields[self.text_field]
        if not isinstance(text, str):
            raise BadRecordError(f"{self.text_field!r} is {type(text).__name__}, not text")
        return fields, text, self.html

    def _explained(self, text: str | bytes, is_html: bool, encoding: str) -> Explanation:
        if is_html:
            return explain_html(text, encoding=encoding, **self.settings)
        if isinstance(text, bytes):
            text = text.decode(encoding or "utf-8").removeprefix("\ufeff")
        return explain(text, **self.settings)

    def _packed(self, item: Item, fields: dict[str, Any], explanation: Explanation) -> bytes | dict[str, Any]:
        if self.shape == "text":
            return f"{explanation.text}\n".encode("utf-8", "replace") if explanation.text else b""
        record = dict(fields)
        if item.kind != "jsonl" and self.shape == "jsonl":
            record["language"] = explanation.language
        record[self.to_field] = explanation.text
        if self.explain_field:
            record[self.explain_field] = self._fact(explanation.to_dict()["pieces"])
        if self.verdict_field:
            record[self.verdict_field] = self._fact(asdict(explanation.verdict))
        if self.fingerprint_field:
            record[self.fingerprint_field] = self.fingerprint
        return record if self.shape == "row" else _line(record)

    def _fact(self, data: Any) -> Any:
        """What is added to a record: as it is, or in a table as JSON."""
        return json.dumps(data, ensure_ascii=False) if self.shape == "row" else data


def _line(record: dict[str, Any]) -> bytes:
    try:
        return (json.dumps(record, ensure_ascii=False, default=str) + "\n").encode()
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can say and UTF-8 cannot
        return (json.dumps(record, default=str) + "\n").encode()


def _counted(explanation: Explanation) -> dict[str, tuple[int, int]]:
    pieces: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for piece in explanation.pieces:
        if piece.text:
            label = "article" if piece.kept else piece.label
            pieces[label] += 1
            characters[label] += len(piece.text)
    return {label: (pieces[label], characters[label]) for label in pieces}
