"""Paywalls: what stands where an article breaks off for those who do not pay."""

from collections.abc import Iterator

from ..page import Mark, Page


def paywall(page: Page) -> Iterator[Mark]:
    """Mark invitations to subscribe and notices that the rest is for subscribers."""
    yield from page.phrases("paywall")
