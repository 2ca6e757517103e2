"""Login prompts: log in, register, forgotten passwords, accounts."""

from collections.abc import Iterator

from ..page import Mark, Page


def logins(page: Page) -> Iterator[Mark]:
    """Mark login and registration prompts."""
    yield from page.phrases("login")
