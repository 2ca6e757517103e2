"""Which blocks of a page are main text: the labels that the model is taught.

The benchmark labels the lines of a flat text; the reader joins and cuts lines. So every block takes the labels of the
characters it is made of: both texts are walked along their letters and digits, which no flattener changes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cleaner import Page
from known_pages import KnownPage

# The flats that have no labels of their own are walked along the one with the finest lines.
FINEST = "bs4_newline"
# How many characters of the labelled text may be missing from the page's before a block counts as unknown.
REACH = 4000


class Label(NamedTuple):
    """What is known of a block: the share of its characters that are main text, and how much of it is known at all."""

    share: float
    known: float


UNKNOWN = Label(0.0, 0.0)


def label_blocks(page: Page, record: KnownPage, flat: str) -> list[Label]:
    """The labels of a page's blocks, read from the benchmark's labels of the lines of the same page."""
    lines = record["lines"].get(flat) or record["lines"][FINEST]
    text, values = _labelled_characters(lines)
    labels, at = [], 0
    for block in page.blocks:
        wanted = _squeeze(block.text)
        found = text.find(wanted, at, at + REACH + len(wanted)) if wanted else -1
        if found < 0:
            labels.append(UNKNOWN)
            continue
        at = found + len(wanted)
        labels.append(_mean(values[found:at]))
    return labels


def _squeeze(text: str) -> str:
    return "".join([character for character in text.lower() if character.isalnum()])


def _labelled_characters(lines: Mapping[str, Any]) -> tuple[str, list[float]]:
    """The letters and digits of all lines, and beside each the share of main text; -1 where nothing is known."""
    ignored, mixed = set(map(int, lines["ignore"])), dict(lines["mixed"])
    squeezed, values = [], []
    for number, (text, label) in enumerate(zip(lines["text"], lines["label"], strict=True)):
        part = _squeeze(text)
        share = -1.0 if number in ignored else float(mixed.get(number, label))
        squeezed.append(part)
        values.extend([share] * len(part))
    return "".join(squeezed), values


def _mean(values: Sequence[float]) -> Label:
    known = [value for value in values if value >= 0]
    return Label(sum(known) / len(known), len(known) / len(values)) if known else UNKNOWN
