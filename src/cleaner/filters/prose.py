"""Evidence *for* a block: sentences with function words, dialogue, and lists that belong to a text."""

import re
from collections.abc import Iterator

from ..folding import CLOSE_STOPS, COMMAS, STOPS, UNSPACED
from ..page import CERTAIN, HINT, LIKELY, Block, Mark, Page, Strength

ENDS = re.compile(rf"[{STOPS}…；][\"'”’“»«)\]\s]*$")
_COLON = re.compile(r"[:：][\"”»)]*$")
_SPOKEN = re.compile(r"[“„«\"「『–—‘-]")
_INNER = re.compile(rf"[{STOPS}{COMMAS}—–](?=\s)|[，、：；၊{CLOSE_STOPS}]|[{UNSPACED}] +(?=[{UNSPACED}])")
# Words that a sentence has at least, and that a paragraph has.
SENTENCE, PARAGRAPH, LONG = 6, 20, 40
# Least share of function words. Menus and headlines lie under it, running text at 0.3 to 0.5; but Turkish, Finnish or
# Korean say with endings what others say with words: less is asked where the page's long sentences have little.
RUNNING, PLAIN, OF_USUAL = 0.12, 0.25, 0.4


def prose(page: Page) -> Iterator[Mark]:
    """Mark blocks that read as running text, by length, punctuation and function words."""
    known = any(block.function_words for block in page.blocks) and page.spaced
    running = min(RUNNING, OF_USUAL * _usual_share(page)) if known else RUNNING
    for block in page.blocks:
        strength, reason = _weigh(block, page.words(block), known, running)
        if strength:
            yield block.mark("article", strength, reason)


def _usual_share(page: Page) -> float:
    """The share of function words in the page's long sentences; 1 where it has none."""
    long = [block for block in page.blocks if len(block.tokens) >= PARAGRAPH and _is_ended(block)]
    size = sum(len(block.tokens) for block in long)
    return sum(block.function_words for block in long) / size if size else 1.0


def _is_ended(block: Block) -> bool:
    return ENDS.search(block.text, max(0, len(block.text) - 8)) is not None


def _weigh(block: Block, count: float, known: bool, running: float) -> tuple[Strength | None, str]:
    if count < 2:
        return None, ""
    ended = _is_ended(block)
    share = block.function_words / len(block.tokens) if known else 0.2
    if share >= running:
        if count >= LONG and _INNER.search(block.text):
            return CERTAIN, f"a paragraph of {count:.0f} words"
        if count >= PARAGRAPH and ended:
            return CERTAIN, f"sentences of {count:.0f} words"
        if count >= SENTENCE and ended:
            return LIKELY, f"a sentence of {count:.0f} words"
        if count >= PARAGRAPH and share >= PLAIN:
            return LIKELY, f"running text of {count:.0f} words"
    if count >= PARAGRAPH and ended:
        return LIKELY, f"ends as a sentence does, after {count:.0f} words"
    if ended and (count >= 3 or _SPOKEN.match(block.text)):
        return HINT, "ends as a sentence does"
    if _COLON.search(block.text, max(0, len(block.text) - 4)) and count >= 4 and share >= running:
        return HINT, "introduces what follows"
    if count >= SENTENCE and share >= PLAIN:
        return HINT, "a line with function words"
    return None, ""
