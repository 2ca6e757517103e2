"""The page's title: the line that a flattener makes of <title>, and the headline that repeats it."""

import re
from collections.abc import Iterable, Iterator

from ..folding import tokens
from ..page import CERTAIN, LIKELY, Block, Mark, Page

_SITE = re.compile(r"\s+[-–—|·•:»«/]+\s+|\s*[|｜_]\s*|\s[-–—]|[–—-]\s")
_VERSE_END = re.compile(r"[,;.…!]$")
LONGEST = 250
# The title line is the first one, or stands behind a menu and then holds a headline of so many words and the site.
FIRST_BLOCKS, FIRST_WITH_SITE, HEADLINE_WORDS = 3, 20, 4
# With fewer interface texts around it a heading that comes again is a heading: a cleaned text holds no title line.
LEAST_INTERFACE = 2
# A title is repeated once or twice, above a text with a paragraph of so many words in it; a refrain more often.
MOST_REPEATS, PARAGRAPH = 3, 20
SHORTEST_HEADLINE = 8


def titles(page: Page) -> Iterator[Mark]:
    """Mark the title line at the top where the page repeats it, with or without the site's name, and its repetition."""
    if not any(len(block.tokens) >= PARAGRAPH for block in page.blocks):
        return  # a poem's refrain, a dialogue
    is_page = _has_interface(page)
    for block in page.blocks[: FIRST_WITH_SITE if is_page else 1]:
        heads = _without_site(block)
        if block.number >= FIRST_BLOCKS:
            heads = {head for head in heads if len(head) >= HEADLINE_WORDS}
        elif is_page:
            heads |= _whole(block)
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


def _has_interface(page: Page) -> bool:
    found = 0
    for block in page.blocks:
        found += any(hit.whole and hit.strength >= LIKELY for hit in block.hits)
        if found > LEAST_INTERFACE:
            return True
    return False


def _whole(block: Block) -> set[tuple[str, ...]]:
    """The block as a headline."""
    return _headlines(block, [block.tokens])


def _without_site(block: Block) -> set[tuple[str, ...]]:
    """What may be a headline in this block if it is a title line with the site's name."""
    parts = (part for at in _SITE.finditer(block.text) for part in (block.text[: at.start()], block.text[at.end() :]))
    return _headlines(block, (tuple(tokens(part)) for part in parts))


def _headlines(block: Block, heads: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    if len(block.text) > LONGEST or len(block.tokens) < 2 or _VERSE_END.search(block.text[-1]):
        return set()
    return {head for head in heads if len(" ".join(head)) >= SHORTEST_HEADLINE}


def _folded(text: str) -> str:
    return " ".join(tokens(text))
