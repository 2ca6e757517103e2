"""Evidence *for* a block: sentences with function words, dialogue, and lists that belong to a text."""

import re
from collections.abc import Iterator

from ..page import CERTAIN, HINT, LIKELY, Block, Mark, Page, Strength

ENDS = re.compile(r"(?:[.!?…]|[。！？；])[\"'”’“»«)\]\s]*$")
_COLON = re.compile(r"[:：][\"”»)]*$")
_SPOKEN = re.compile(r"[“„«\"「『–—‘-]")
_INNER = re.compile(r"[,;:.!?—–](?=\s)|[，。、：；！？]")
# Words that a sentence has at least, and that a paragraph has. A character of Chinese counts 0.6 words.
SENTENCE, PARAGRAPH, LONG = 6, 20, 40
CHARACTER_WORDS = 0.6
# Least share of function words. Menus and headlines lie under it, running text at 0.3 to 0.5.
RUNNING, PLAIN = 0.12, 0.25


def prose(page: Page) -> Iterator[Mark]:
    """Mark blocks that read as running text, by length, punctuation and function words."""
    known = any(block.function_words for block in page.blocks) and page.spaced
    for block in page.blocks:
        strength, reason = _weigh(block, known, page.spaced)
        if strength:
            yield block.mark("article", strength, reason)


def words(block: Block, spaced: bool = True) -> float:
    """How long a block is, in words."""
    return len(block.tokens) if spaced else len(block.tokens) * CHARACTER_WORDS


def _weigh(block: Block, known: bool, spaced: bool) -> tuple[Strength | None, str]:
    count = words(block, spaced)
    if count < 2:
        return None, ""
    ended = ENDS.search(block.text, max(0, len(block.text) - 8)) is not None
    share = block.function_words / len(block.tokens) if known else 0.2
    if share >= RUNNING:
        if count >= LONG and _INNER.search(block.text):
            return CERTAIN, f"a paragraph of {count:.0f} words"
        if count >= PARAGRAPH and ended:
            return CERTAIN, f"sentences of {count:.0f} words"
        if count >= SENTENCE and ended:
            return LIKELY, f"a sentence of {count:.0f} words"
        if count >= PARAGRAPH and share >= PLAIN:
            return LIKELY, f"running text of {count:.0f} words"
    if ended and (count >= 3 or _SPOKEN.match(block.text)):
        return HINT, "ends as a sentence does"
    if _COLON.search(block.text, max(0, len(block.text) - 4)) and count >= 4 and share >= RUNNING:
        return HINT, "introduces what follows"
    if count >= SENTENCE and share >= PLAIN:
        return HINT, "a line with function words"
    return None, ""
