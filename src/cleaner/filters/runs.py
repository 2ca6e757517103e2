"""Context: what comes in runs. One unfinished sentence may be style; several in a row are teasers."""

from collections.abc import Iterator
from itertools import groupby

from ..page import ARTICLE, CERTAIN, HINT, LIKELY, Block, Mark, Page

TEASERS, STREWN = 2, 3
SHORT_LINES = 5


def teaser_runs(page: Page) -> Iterator[Mark]:
    """Mark teasers as certain that stand in a row before or behind the paragraphs, or that a page is strewn with."""
    paragraphs = [block.number for block in page.blocks if _is_paragraph(block)]
    if not paragraphs:
        return
    teasers = sum(_is_teaser(block) for block in page.blocks)
    strewn = teasers >= STREWN and sum(_is_interface(block) for block in page.blocks) >= STREWN
    for is_teaser, run in groupby(page.blocks, _is_teaser):
        blocks = list(run)
        outside = blocks[0].number > paragraphs[-1] or blocks[-1].number < paragraphs[0]
        if is_teaser and (strewn or (outside and len(blocks) >= TEASERS)):
            for block in blocks:
                yield block.mark("teaser", CERTAIN, f"one of {teasers if strewn else len(blocks)} cut-off texts")


def _is_interface(block: Block) -> bool:
    return any([mark.strength >= LIKELY and mark.label not in (ARTICLE, "teaser") for mark in block.marks])


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
