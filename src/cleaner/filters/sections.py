"""Context: what stands under a head, such as the headlines under "Related articles"."""

from collections.abc import Iterator

from ..page import ARTICLE, CERTAIN, HINT, LIKELY, Block, Mark, Page

# A related list ends where two paragraphs follow each other, or after this many blocks.
LONGEST_LIST = 40
HEAD_TOKENS = 12
# A sentence of so many words is a paragraph.
LONG_SENTENCE = 20


def sections(page: Page) -> Iterator[Mark]:
    """Mark what follows the head of a related list, up to the next paragraphs or the next head."""
    related = ""
    left = 0
    for block in page.blocks:
        head = _head(block) if block.hits else ""
        if head == "related":
            related, left = block.text, LONGEST_LIST
            continue
        if not left:
            continue
        following = page.blocks[block.number + 1] if block.number + 1 < len(page.blocks) else None
        if head or (_is_paragraph(block) and (following is None or _is_paragraph(following))):
            left = 0
            continue
        left -= 1
        if not _is_paragraph(block):
            strength = HINT if _is_sentence(block) else LIKELY
            yield block.mark("related", strength, f"stands under “{related[:40]}”")


def _head(block: Block) -> str:
    if len(block.tokens) > HEAD_TOKENS:
        return ""
    for hit in block.hits:
        if hit.open and block.text[-1] not in ":：":
            continue  # "Read also: a headline" is an insert of one line, not a head
        if hit.whole and hit.strength >= LIKELY and hit.label in ("related", "comments") and "{name}" not in hit.phrase:
            return hit.label
    return ""


def _is_sentence(block: Block) -> bool:
    return block.strength(ARTICLE) == LIKELY


def _is_paragraph(block: Block) -> bool:
    """Prose that is certain, or likely and long: headlines and their summaries are neither."""
    least = LIKELY if len(block.tokens) >= LONG_SENTENCE else CERTAIN
    return block.strength(ARTICLE) >= least
