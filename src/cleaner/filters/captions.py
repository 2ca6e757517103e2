"""Captions and photo credits."""

import re
from collections.abc import Iterator

from ..page import CERTAIN, HINT, LIKELY, Mark, Page

# A credit is short; a paragraph that begins with "Photo: ..." and goes on for lines is a text about a photo.
LONGEST_CAPTION = 45
LONGEST_CREDIT = 60
_SIGN = re.compile(r"[©/]|\([cC]\)")
# "A sentence. © A. Name / Paper", "A sentence. / A. Name": a credit without a word for it.
_CREDIT = re.compile(r"(?:©|\(c\)|[.!?»”\"] ?/) ?[^.!?©]{3,60}$", re.IGNORECASE)


def captions(page: Page) -> Iterator[Mark]:
    """Mark listed heads of captions and credits, and short lines that end in a credit."""
    for mark in page.phrases("caption"):
        block = page.blocks[mark.block]
        short = len(block.tokens) <= LONGEST_CAPTION
        at_end = mark.start > 0 and len(block.text) - mark.start <= LONGEST_CREDIT
        if mark.start == 0:
            yield mark if short or mark.strength == HINT else mark._replace(strength=HINT)
        elif short and at_end and mark.strength == CERTAIN:
            yield block.mark("caption", LIKELY, f"ends in a credit, {mark.reason}")
    for block in page.blocks:
        if 4 <= len(block.tokens) <= LONGEST_CAPTION and _SIGN.search(block.text) and _CREDIT.search(block.text, 10):
            yield block.mark("caption", LIKELY, "ends in a credit")
