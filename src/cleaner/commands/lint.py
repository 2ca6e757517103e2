"""`cleaner lint`: what the output of another extractor still holds that is no article, by label, with examples."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .. import LIKELY, explain
from ..batch import Failure, ordered
from ..files.items import Item, items_of
from ..files.names import named
from ..report.terminal import neutral

EXAMPLES, WIDTH = 3, 90
# What a line has to be marked with to be complained of: a hint is met in articles too.
LEAST = LIKELY
NO_FAULTS = ("title", "teaser")
CLEAN, FOUND = 0, 1


@dataclass(slots=True)
class Lint:
    """What was found in some texts.

    Attributes:
        texts, touched: how many there were, and in how many something was found.
        characters: of all texts.
        found: characters by label.
        lines: lines by label.
        examples: by label, the first lines of it.
        failures: records that could not be read, each with its place.
    """

    texts: int = 0
    touched: int = 0
    characters: int = 0
    found: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def add(self, size: int, found: list[tuple[str, str]]) -> None:
        """Count a text of so many characters and its lines that are none of an article."""
        self.texts += 1
        self.characters += size
        self.touched += bool(found)
        for label, line in found:
            self.found[label] += len(line)
            self.lines[label] += 1
            examples = self.examples.setdefault(label, [])
            if len(examples) < EXAMPLES and line not in examples:
                examples.append(line)

    def __str__(self) -> str:
        share = 100 * self.found.total() / max(1, self.characters)
        lines = [f"{self.touched} of {self.texts} texts hold interface texts, {share:.2f} % of their characters"]
        for label, size in sorted(self.found.items(), key=lambda row: (-row[1], row[0])):
            lines.append(f"{label:>12} {self.lines[label]:>6} lines {100 * size / self.characters:>6.2f} %")
            lines += [
                f"{'':>13}{textwrap.shorten(neutral(one), WIDTH, placeholder=' …')}" for one in self.examples[label]
            ]
        return "\n".join([*lines, *self.failures])


def findings(text: str, language: str = "") -> list[tuple[str, str]]:
    """The lines of a text that go and whose words say why: label and line, in order.

    A headline is no fault of an extractor, and what goes for its shape alone is no certain one.

    >>> findings("The boat left at noon, and nobody was on board.\\nShare on Facebook")
    [('share', 'Share on Facebook')]
    """
    return [
        (piece.label, piece.text)
        for piece in explain(text, language=language).removed
        if piece.label not in NO_FAULTS and any(m.label == piece.label and m.strength >= LEAST for m in piece.marks)
    ]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `cleaner lint` takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="JSONL (also .gz, .zst), Parquet, or text")
    parser.add_argument("--text-field", default="text", metavar="NAME", help="of a record; %(default)s if not given")
    parser.add_argument("--language", default="", metavar="CODE", help="of all texts; else it is detected")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes")


def run(options: argparse.Namespace) -> int:
    """Print what was found; 1 where something was, or a record could not be read, else 0."""
    lint = Lint()
    work = _Work(options.text_field, options.language)
    try:
        for result in ordered(work, _items(options), options.jobs):
            if isinstance(result, Failure):
                lint.failures.append(f"record {result.number + 1}: {result.error}")
            else:
                lint.add(*result)
    except (OSError, ValueError) as error:
        print(f"cleaner: {neutral(str(error))}", file=sys.stderr)
        return FOUND
    print(lint)
    return FOUND if lint.touched or lint.failures else CLEAN


def _items(options: argparse.Namespace) -> Iterator[Item]:
    for file in map(Path, options.files):
        yield from items_of(file, named(file).kind or "text", text_field=options.text_field)


@dataclass(frozen=True, slots=True)
class _Work:
    text_field: str
    language: str

    def __call__(self, item: Item) -> tuple[int, list[tuple[str, str]]]:
        if item.error:
            raise ValueError(f"{item.place}: {item.error}")
        text = item.data if isinstance(item.data, str) else item.data.decode()
        if item.kind == "jsonl":
            text = json.loads(text)[self.text_field]
        return len(text), findings(text, self.language)
