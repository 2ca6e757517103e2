"""Bylines, and what stands with them: dates, reading times, view counts, "about the author"."""

from collections.abc import Iterator

from ..page import HINT, Mark, Page

LONGEST_BYLINE = 25


def bylines(page: Page) -> Iterator[Mark]:
    """Mark listed phrases of authors and reading times; "By ..." before a long text is only a hint."""
    yield from _short(page, "byline")


def dates(page: Page) -> Iterator[Mark]:
    """Mark lines that are nothing but a date or a time, with or without "published" or "updated"."""
    yield from _short(page, "date")


def _short(page: Page, label: str) -> Iterator[Mark]:
    for mark in page.phrases(label):
        long = len(page.blocks[mark.block].tokens) > LONGEST_BYLINE
        yield mark._replace(strength=HINT) if long and mark.start == 0 else mark
