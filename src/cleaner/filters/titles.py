"""The page's title: the line that a flattener makes of <title>, and the headline that repeats it."""

import re
from collections.abc import Iterator

from ..page import CERTAIN, LIKELY, Block, Mark, Page

_SITE = re.compile(r"\s+[-–—|·•:»«/]+\s+|\s*[|｜_]\s*|\s[-–—]|[–—-]\s")
LONGEST = 250
FIRST_BLOCKS = 3


def titles(page: Page) -> Iterator[Mark]:
    """Mark the title line at the top, where the page repeats it or it carries the site's name, and its repetition."""
    for block in page.blocks[:FIRST_BLOCKS]:
        heads = _headlines(block, page)
        if not heads:
            continue
        repeats = [other for other in page.blocks[block.number + 1 :] if other.folded in heads]
        if repeats:
            yield block.mark("title", CERTAIN, "the page's title line")
            yield from (other.mark("title", LIKELY, "repeats the page's title line") for other in repeats)
            return
    if page.title:
        wanted = " ".join(_fold(page.title))
        yield from (b.mark("title", LIKELY, "repeats the page's title") for b in page.blocks if b.folded == wanted)


def _headlines(block: Block, page: Page) -> set[str]:
    """What a headline may be if this block is the title line: all of it, or it without the site's name."""
    if len(block.text) > LONGEST or len(block.tokens) < 2:
        return set()
    heads = {block.folded}
    for found in _SITE.finditer(block.text):
        heads.add(" ".join(_fold(block.text[: found.start()])))
        heads.add(" ".join(_fold(block.text[found.end() :])))
    return {head for head in heads if len(head) >= 8}


def _fold(text: str) -> list[str]:
    from ..folding import tokens

    return tokens(text)
