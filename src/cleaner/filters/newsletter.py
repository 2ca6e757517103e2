"""Newsletter prompts: the invitation, its form and its small print."""

from collections.abc import Iterator

from ..page import Mark, Page


def newsletter(page: Page) -> Iterator[Mark]:
    """Mark invitations to a newsletter or to notifications, with their forms."""
    yield from page.phrases("newsletter")
