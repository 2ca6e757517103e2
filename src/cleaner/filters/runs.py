"""Context: what comes in runs. One unfinished sentence may be style; several in a row are teasers."""

from collections.abc import Iterator
from itertools import groupby

from ..page import ARTICLE, CERTAIN, HINT, LIKELY, Block, Mark, Page

TEASERS = 2
SHORT_LINES = 5


def teaser_runs(page: Page) -> Iterator[Mark]:
    """Mark teasers that stand next to each other, or next to a read-more link, as certain."""
    for is_teaser, run in groupby(page.blocks, _is_teaser):
        blocks = list(run)
        if is_teaser and len(blocks) >= TEASERS:
            for block in blocks:
                yield block.mark("teaser", CERTAIN, f"one of {len(blocks)} cut-off texts in a row")


def short_runs(page: Page) -> Iterator[Mark]:
    """Mark rows of short lines that are no sentences: menus, tag lists, tickers. Lists in articles look alike."""
    for is_short, run in groupby(page.blocks, _is_short):
        blocks = list(run)
        if is_short and len(blocks) >= SHORT_LINES:
            for block in blocks:
                yield block.mark("navigation", HINT, f"one of {len(blocks)} short lines in a row")


def _is_teaser(block: Block) -> bool:
    return any(mark.label == "teaser" and mark.strength >= LIKELY for mark in block.marks)


def _is_short(block: Block) -> bool:
    return len(block.tokens) <= 12 and not any(mark.label == ARTICLE for mark in block.marks)
