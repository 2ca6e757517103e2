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
        sizes = {len(head) for head in heads}
        later = page.blocks[block.number + 1 :] if heads else ()
        repeats = [other for other in later if len(other.tokens) in sizes and other.tokens in heads]
        if 0 < len(repeats) <= MOST_REPEATS:
            yield block.mark("title", CERTAIN, "the page's title line")
            yield from (other.mark("title", LIKELY, "repeats the page's title line") for other in repeats)
            return
    if page.title:
        wanted = _folded(page.title)
        yield from (b.mark("title", LIKELY, "repeats the page's title") for b in page.blocks if b.folded == wanted)


def _headlines(block: Block) -> set[tuple[str, ...]]:
    """What a headline may be if this block is the title line: all of it, or it without the site's name."""
    if len(block.text) > LONGEST or len(block.tokens) < 2 or _VERSE_END.search(block.text[-1]):
        return set()
    heads = {block.tokens}
    for found in _SITE.finditer(block.text):
        heads.add(tuple(tokens(block.text[: found.start()])))
        heads.add(tuple(tokens(block.text[found.end() :])))
    return {head for head in heads if len(" ".join(head)) >= SHORTEST_HEADLINE}


def _folded(text: str) -> str:
    return " ".join(tokens(text))
