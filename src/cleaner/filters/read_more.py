""" "Read more" and its kin: alone on a line, or at the end of a paragraph that was cut off."""

import re
from collections.abc import Iterator

from ..folding import STOPS
from ..page import HINT, LIKELY, Mark, Page

# What stands before a tail: the end of a sentence, a bracket, a bullet or an arrow. "He wants to read more" has none.
_BEFORE_TAIL = re.compile(rf"(?:[{STOPS}…:;\]\[({{|»›→>•–—\"”’]|\.\.\.)\s*$")


def read_more(page: Page) -> Iterator[Mark]:
    """Mark listed phrases; inside a paragraph only as a tail of its own, behind the end of a sentence."""
    for mark in page.phrases("read-more"):
        text = page.blocks[mark.block].text
        if mark.start == 0 and mark.end == len(text):
            yield mark
        elif not _BEFORE_TAIL.search(text[max(0, mark.start - 8) : mark.start]):
            yield mark._replace(strength=HINT)
        else:
            yield mark
            if _is_cut_off(text[: mark.start]):
                yield mark._replace(start=0, label="teaser", strength=LIKELY, reason="cut off, with a read-more link")


def _is_cut_off(text: str) -> bool:
    shown = text.rstrip(" [(")
    return shown.endswith(("…", "...")) and len(shown) < 400
