"""Navigation: menus, breadcrumbs, skip links, tag lists, next and previous, the words of shops and wikis."""

import re
from collections.abc import Iterator

from ..folding import STOPS
from ..page import LIKELY, Mark, Page

# "Home › News › Sport", "Home » News", "A | B | C": separators between short parts.
_SEPARATORS = re.compile(r"\s*[›»>|·•/→]\s+|\s+[/|]\s*")
_SEPARATOR = re.compile("[›»>|·•/→]")
_CODE = re.compile("[{}<=;]")
_URL = re.compile(r"(?:https?://|www\.)\S+$|\S+@\S+\.\w+$")
LONGEST_PART = 30
LONGEST_TRAIL = 160


def navigation(page: Page) -> Iterator[Mark]:
    """Mark listed phrases, breadcrumbs, rows of links between separators, and addresses alone on a line."""
    yield from page.phrases("navigation")
    for block in page.blocks:
        if len(block.text) <= LONGEST_TRAIL:
            if _SEPARATOR.search(block.text) and _is_trail(block.text):
                yield block.mark("navigation", LIKELY, "short parts between separators")
            elif len(block.tokens) > 1 and _URL.match(block.text):
                yield block.mark("navigation", LIKELY, "an address alone on its line")


def _is_trail(text: str) -> bool:
    parts = _SEPARATORS.split(text)
    if text[-1] in f"{STOPS}…" or len(parts) < 3 or _CODE.search(text):
        return False
    return all(len(part) <= LONGEST_PART for part in parts)
