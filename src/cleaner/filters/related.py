"""Related and most-read lists: their heads, and the inserts in the text that point to another story."""

from collections.abc import Iterator

from ..page import Mark, Page


def related(page: Page) -> Iterator[Mark]:
    """Mark heads of related and most-read lists, and "read also" inserts."""
    yield from page.phrases("related")
