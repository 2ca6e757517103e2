"""Copyright and legal tails."""

from collections.abc import Iterator

from ..page import CERTAIN, LIKELY, Mark, Page

LONGEST_NOTICE = 40


def copyright(page: Page) -> Iterator[Mark]:
    """Mark listed phrases, and short lines that begin with the copyright sign."""
    yield from page.phrases("copyright")
    for block in page.blocks:
        if "©" in block.tokens[:6] and len(block.tokens) <= LONGEST_NOTICE:
            year = any(token.isdigit() and len(token) == 4 for token in block.tokens[:12])
            yield block.mark("copyright", CERTAIN if year else LIKELY, "a copyright sign" + " and a year" * year)
