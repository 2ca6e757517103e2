"""Context: hints that find company. A sentence with "newsletter" is one thing, next to "Enter your e-mail" another."""

from collections.abc import Iterator

from ..page import ARTICLE, HINT, LIKELY, Block, Mark, Page

# Labels of boxes that consist of several lines: a prompt, a form, a button, small print.
BOXES = frozenset({"cookie", "newsletter", "paywall", "login", "comments", "share", "advert", "widget"})
REACH = 2
LONGEST, SHORT, SHORTEST = 60, 25, 4


def company(page: Page) -> Iterator[Mark]:
    """Raise a hint to likely where a line of the same kind of box stands within two blocks."""
    for block in page.blocks:
        if not block.marks or len(block.tokens) > LONGEST:
            continue
        hints = {mark.label for mark in block.marks if mark.strength == HINT and mark.label in BOXES}
        if not hints or not (hints := hints - _sure_labels(block)):
            continue
        if len(hints) > 1 and SHORTEST <= len(block.tokens) <= SHORT:
            yield block.mark(min(hints), LIKELY, f"hints of {' and '.join(sorted(hints))}")
            continue
        around = page.blocks[max(0, block.number - REACH) : block.number + REACH + 1]
        near = frozenset[str]().union(*[_sure_labels(other) for other in around if other is not block])
        for label in sorted(hints & near):
            yield block.mark(label, LIKELY, f"a hint of it, next to another line of {label}")


def _sure_labels(block: Block) -> frozenset[str]:
    return frozenset([mark.label for mark in block.marks if mark.strength >= LIKELY and mark.label != ARTICLE])
