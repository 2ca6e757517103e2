"""Captions and photo credits."""

import re
from collections.abc import Iterator

from ..page import CERTAIN, HINT, LIKELY, Mark, Page

# A credit is short; a paragraph that begins with "Photo: ..." and goes on for lines is a text about a photo.
LONGEST_CAPTION = 60
_CREDIT_END = re.compile(r"[(\[|/©]\s*[^()\[\]]{2,60}[)\]]?$")


def captions(page: Page) -> Iterator[Mark]:
    """Mark listed phrases; a head such as "Photo: ..." in a block too long for a caption is only a hint."""
    for mark in page.phrases("caption"):
        block = page.blocks[mark.block]
        if len(block.tokens) > LONGEST_CAPTION and mark.strength > HINT:
            mark = mark._replace(strength=HINT)
        yield mark
        if mark.start > 0 and mark.end == len(block.text) and mark.strength == CERTAIN:
            if _CREDIT_END.search(block.text) and len(block.tokens) <= LONGEST_CAPTION:
                yield block.mark("caption", LIKELY, f"ends in a credit: {mark.reason}")
