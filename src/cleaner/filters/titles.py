"""The page's title: the line that a flattener makes of <title>, and the headline that repeats it."""

import re
from collections.abc import Iterator

from ..folding import tokens
from ..page import CERTAIN, LIKELY, Block, Mark, Page

_SITE = re.compile(r"\s+[-–—|·•:»«/]+\s+|\s*[|｜_]\s*|\s[-–—]|[–—-]\s")
_VERSE_END = re.compile(r"[,;.…!]$")
LONGEST = 250
FIRST_BLOCKS = 3
# A title is repeated once or twice, above a text with a paragraph of so many words in it; a refrain more often.
MOST_REPEATS, PARAGRAPH = 3, 20
SHORTEST_HEADLINE = 8


def titles(page: Page) -> Iterator[Mark]:
    """Mark the title line at the top where the page repeats it, with or without the site's name, and its repetition."""
    if not any(len(block.tokens) >= PARAGRAPH for block in page.blocks):
        return  # a poem's refrain, a dialogue
    for block in page.blocks[:FIRST_BLOCKS]:
        heads = _headlines(block)
        repeats = [other for other in page.blocks[block.number + 1 :] if other.folded in heads] if heads else []
        if 0 < len(repeats) <= MOST_REPEATS:
            yield block.mark("title", CERTAIN, "the page's title line")
            yield from (other.mark("title", LIKELY, "repeats the page's title line") for other in repeats)
            return
    if page.title:
        wanted = _folded(page.title)
        yield from (b.mark("title", LIKELY, "repeats the page's title") for b in page.blocks if b.folded == wanted)


def _headlines(block: Block) -> set[str]:
    """What a headline may be if this block is the title line: all of it, or it without the site's name."""
    if len(block.text) > LONGEST or len(block.tokens) < 2 or _VERSE_END.search(block.text[-1]):
        return set()
    heads = {block.folded}
    for found in _SITE.finditer(block.text):
        heads.add(_folded(block.text[: found.start()]))
        heads.add(_folded(block.text[found.end() :]))
    return {head for head in heads if len(head) >= SHORTEST_HEADLINE}


def _folded(text: str) -> str:
    return " ".join(tokens(text))
