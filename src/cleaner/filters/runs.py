"""Context: what comes in runs. One unfinished sentence may be style; several in a row are teasers."""

from collections.abc import Iterator
from itertools import groupby

from ..page import ARTICLE, CERTAIN, HINT, LIKELY, Block, Mark, Page

TEASERS = 2
SHORT_LINES = 5


def teaser_runs(page: Page) -> Iterator[Mark]:
    """Mark teasers in a row as certain, where they stand before or behind the paragraphs and not among them."""
    paragraphs = [block.number for block in page.blocks if _is_paragraph(block)]
    if not paragraphs:
        return
    for is_teaser, run in groupby(page.blocks, _is_teaser):
        blocks = list(run)
        outside = blocks[0].number > paragraphs[-1] or blocks[-1].number < paragraphs[0]
        if is_teaser and len(blocks) >= TEASERS and outside:
            for block in blocks:
                yield block.mark("teaser", CERTAIN, f"one of {len(blocks)} cut-off texts in a row")


def _is_paragraph(block: Block) -> bool:
    """A paragraph that nothing but an ellipsis inside it speaks against."""
    strong = any(mark.label == ARTICLE and mark.strength == CERTAIN for mark in block.marks)
    return strong and not any(mark.label != ARTICLE and mark.strength >= LIKELY for mark in block.marks)


def short_runs(page: Page) -> Iterator[Mark]:
    """Mark rows of short lines that are no sentences: menus, tag lists, tickers. Lists in articles look alike."""
    for is_short, run in groupby(page.blocks, _is_short):
        blocks = list(run)
        if is_short and len(blocks) >= SHORT_LINES:
            for block in blocks:
                yield block.mark("navigation", HINT, f"one of {len(blocks)} short lines in a row")


def _is_teaser(block: Block) -> bool:
    return any([mark.label == "teaser" and mark.strength >= LIKELY for mark in block.marks])


def _is_short(block: Block) -> bool:
    return len(block.tokens) <= 12 and not any([mark.label == ARTICLE for mark in block.marks])
