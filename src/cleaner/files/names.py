"""What a file holds and how it is packed, by its name alone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple, get_args

Kind = Literal["text", "html", "jsonl", "warc", "parquet"]
Packing = Literal["", "gz", "zst"]
KIND_NAMES: tuple[Kind, ...] = get_args(Kind)

KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json-l": "jsonl",
    ".warc": "warc",
    ".wet": "warc",
    ".parquet": "parquet",
}
PACKINGS: dict[str, Packing] = {".gz": "gz", ".zst": "zst"}
# Files that hold many records, not one page.
MANY = frozenset({"jsonl", "warc", "parquet"})


class Named(NamedTuple):
    """What the name of a file says: what it holds ("" where it says nothing), how it is packed, and the bare name."""

    kind: Kind | Literal[""]
    packing: Packing
    stem: str


def named(path: Path) -> Named:
    """Read a file's name.

    >>> named(Path("crawl/pages.jsonl.gz"))
    Named(kind='jsonl', packing='gz', stem='pages')
    """
    packing = PACKINGS.get(path.suffix.lower(), "")
    bare = Path(path.stem) if packing else Path(path.name)
    kind: Kind | Literal[""] = KINDS.get(bare.suffix.lower(), "")
    return Named(kind, packing, bare.stem if kind else bare.name)


def holds_many(path: Path) -> bool:
    """Whether a file holds records, or is a folder of files."""
    return path.is_dir() or named(path).kind in MANY
