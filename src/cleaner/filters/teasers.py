"""Truncated teasers: the beginnings of other stories, cut off with an ellipsis."""

import re
from collections.abc import Iterator

from ..folding import STOPS
from ..page import HINT, LIKELY, Mark, Page

_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(…\))[»”\"]?$")
_OTHER_END = re.compile(rf"[{STOPS}][\"”»’)]*\s")
_QUOTE = re.compile(r"[“”„«»\"「」–—-]")
SHORTEST, LONGEST = 20, 260


def teasers(page: Page) -> Iterator[Mark]:
    """Mark one unfinished sentence that ends in an ellipsis. Dialogue and verse end so too, so it is never certain."""
    for block in page.blocks:
        if SHORTEST <= len(block.text) <= LONGEST and _CUT_OFF.search(block.text, len(block.text) - 8):
            style = _QUOTE.match(block.text) or (_OTHER_END.search(block.text) and not block.hangs)
            reason = "cut off in the middle of a sentence" if block.hangs else "cut off with an ellipsis"
            yield block.mark("teaser", HINT if style else LIKELY, reason)
