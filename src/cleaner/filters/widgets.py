"""Widget words: print, listen, play, text size, "open in ChatGPT", app and browser notices."""

from collections.abc import Iterator

from ..page import Mark, Page


def widgets(page: Page) -> Iterator[Mark]:
    """Mark the words of players, toolbars, polls and readers' aids."""
    yield from page.phrases("widget")
