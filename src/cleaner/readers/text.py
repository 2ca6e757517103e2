"""Flat text to a Page: what `get_text()`, inscriptis or a WET file leaves, cut into blocks as a person would see them."""

from ..language.annotate import Facts, annotator
from ..language.detect import detect
from ..language.index import shipped_index
from ..page import Block, Page
from .fragments import join_fragments
from .glue import cut_glued, cut_sentences
from .lines import Line, split_lines, unwrap


def read_text(text: str, *, language: str = "", url: str = "", title: str = "") -> Page:
    """Read repaired flat text.

    Args:
        text: the page's text; lines as a flattener left them. Mend it first (`cleaner.readers.repair`).
        language: ISO 639-1 code where it is known; "" to detect it.
        url, title: where known; a title helps to find its repetition in the text.

    Returns:
        A page whose blocks cover all that shows in the text, in order.
    """
    index = shipped_index()
    lines = cut_sentences(unwrap(split_lines(text)))
    language = language or detect([line.text for line in lines], index)
    annotate = annotator(language if language in index.function_words else "")
    facts = [annotate(line.text) for line in lines]
    known = {line.text: fact for line, fact in zip(lines, facts, strict=True)}
    pieces: list[Line] = []
    for line in join_fragments(lines, facts):
        fact = known.get(line.text) or annotate(line.text)
        known[line.text] = fact
        pieces.extend(cut_glued(line, fact, annotate))
    blocks = tuple(_block(i, piece, known.get(piece.text) or annotate(piece.text)) for i, piece in enumerate(pieces))
    return Page(text, blocks, language, language not in index.unspaced, url, title)


def _block(index: int, line: Line, facts: Facts) -> Block:
    return Block(
        index,
        line.spans,
        line.text,
        facts.tokens,
        facts.function_words,
        facts.hits,
        facts.consent,
        line.continues,
        line.after_blank,
    )
