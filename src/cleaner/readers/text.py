"""Flat text to a Page: what `get_text()`, inscriptis or a WET file leaves, in blocks as a person would see them."""

from ..language.annotate import Annotator, Facts, annotator
from ..language.detect import UNSPACED_LANGUAGES, detect
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
    known = _Known(annotate)
    pieces: list[Line] = []
    for line in join_fragments(lines, [known[line.text] for line in lines]):
        pieces.extend(cut_glued(line, known[line.text], annotate))
    blocks = tuple([_block(i, piece, known[piece.text]) for i, piece in enumerate(pieces)])
    return Page(text, blocks, language, language not in index.unspaced | UNSPACED_LANGUAGES, url, title)


class _Known(dict[str, Facts]):
    """The facts of the page's lines by their text: a third of the lines of a page stand on it twice."""

    def __init__(self, annotate: Annotator) -> None:
        super().__init__()
        self.annotate = annotate

    def __missing__(self, text: str) -> Facts:
        facts = self[text] = self.annotate(text)
        return facts


def _block(index: int, line: Line, facts: Facts) -> Block:
    return Block(
        index,
        line.spans,
        line.text,
        facts.tokens,
        facts.function_words,
        facts.hits,
        facts.consent,
        facts.hangs,
        line.continues,
        line.after_blank,
    )
