"""Truncated teasers: the beginnings of other stories, cut off with an ellipsis."""

import re
from collections.abc import Iterator

from ..page import HINT, LIKELY, Mark, Page

_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(…\))[»”\"]?$")
_OTHER_END = re.compile(r"[.!?。！？][\"”»’)]*\s")
_QUOTE = re.compile(r"[“”„«»\"「」–—-]")
SHORTEST, LONGEST = 20, 260


def teasers(page: Page) -> Iterator[Mark]:
    """Mark one unfinished sentence that ends in an ellipsis. Dialogue and verse end so too, so it is never certain."""
    for block in page.blocks:
        if SHORTEST <= len(block.text) <= LONGEST and _CUT_OFF.search(block.text):
            quoted = _QUOTE.match(block.text) is not None
            sentences = len(_OTHER_END.findall(block.text))
            strength = HINT if quoted or sentences > 1 else LIKELY
            yield block.mark("teaser", strength, "cut off with an ellipsis")
