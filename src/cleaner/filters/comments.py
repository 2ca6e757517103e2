"""Comments: prompts, counters, forms, moderation notices and the furniture of threads."""

import re
from collections.abc import Iterator

from ..page import HINT, Mark, Page

_COUNT = re.compile(r"[+\-#(\[]?\d[\d.,\s]*[kKmM%]?[)\]]?$")


def comments(page: Page) -> Iterator[Mark]:
    """Mark listed phrases, and numbers that stand alone: counters of comments, votes and shares."""
    yield from page.phrases("comments")
    for block in page.blocks:
        if len(block.text) <= 12 and _COUNT.match(block.text):
            yield block.mark("comments", HINT, "a number alone on its line")
