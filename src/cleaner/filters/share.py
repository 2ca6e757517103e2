"""Share bars: share and follow buttons, print and copy-link buttons, rows of network names, share counts."""

from collections.abc import Iterator

from ..page import Mark, Page


def share(page: Page) -> Iterator[Mark]:
    """Mark share buttons and prompts to follow."""
    yield from page.phrases("share")
