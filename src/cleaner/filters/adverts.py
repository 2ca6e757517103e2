"""Labels of advertisements: what an advert leaves in the text when the picture is gone."""

from collections.abc import Iterator

from ..page import Mark, Page


def adverts(page: Page) -> Iterator[Mark]:
    """Mark labels of advertisements and sponsored content."""
    yield from page.phrases("advert")
