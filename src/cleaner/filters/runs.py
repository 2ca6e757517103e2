"""Context: what comes in runs. One unfinished sentence may be style; several in a row are teasers."""

from collections.abc import Iterator
from itertools import groupby

from ..page import ARTICLE, CERTAIN, HINT, LIKELY, Block, Mark, Page

# Cut-off texts that make a row: on a page with interface texts, and in a bare text, where they may be style.
TEASERS, BARE_TEASERS = 2, 3
# So many of them, and so many interface texts, make a page on which none is style.
STREWN = 3
SHORT_LINES = 5


def teaser_runs(page: Page) -> Iterator[Mark]:
    """Mark teasers as certain that stand in a row before or behind the paragraphs, or that a page is strewn with."""
    cut_off = [_teaser_strength(block) if block.marks else 0 for block in page.blocks]
    if not any(cut_off):
        return
    paragraphs = [block.number for block in page.blocks if not cut_off[block.number] and _is_paragraph(block)]
    if not paragraphs:
        return
    interface = sum(_is_interface(block) for block in page.blocks)
    likely = cut_off.count(LIKELY)
    strewn = likely >= STREWN and interface >= STREWN
    for is_teaser, run in groupby(page.blocks, lambda block: cut_off[block.number] > 0):
        numbers = [block.number for block in run]
        outside = numbers[0] > paragraphs[-1] or numbers[-1] < paragraphs[0]
        sure = sum(cut_off[number] == LIKELY for number in numbers)
        row = outside and (len(numbers) >= TEASERS and sure > 0 if interface else sure >= BARE_TEASERS)
        for number in numbers if is_teaser else ():
            if row or (strewn and cut_off[number] == LIKELY):
                reason = f"one of {len(numbers) if row else likely} cut-off texts"
                yield page.blocks[number].mark("teaser", CERTAIN, reason)


def _teaser_strength(block: Block) -> int:
    return max((mark.strength for mark in block.marks if mark.label == "teaser"), default=0)


def _is_paragraph(block: Block) -> bool:
    return block.strength(ARTICLE) == CERTAIN


def _is_interface(block: Block) -> bool:
    return any(mark.strength >= LIKELY and mark.label not in (ARTICLE, "teaser") for mark in block.marks)


def short_runs(page: Page) -> Iterator[Mark]:
    """Mark rows of short lines that are no sentences: menus, tag lists, tickers. Lists in articles look alike."""
    for is_short, run in groupby(page.blocks, _is_short):
        if is_short and len(blocks := list(run)) >= SHORT_LINES:
            for block in blocks:
                if not _is_interface(block):
                    yield block.mark("navigation", HINT, f"one of {len(blocks)} short lines in a row")


def _is_short(block: Block) -> bool:
    return len(block.tokens) <= 12 and all(mark.label != ARTICLE for mark in block.marks)
