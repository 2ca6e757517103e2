"""The nouns a filter sees and says: Page, Block, Mark, Filter, and the strengths of evidence.

A reader makes a `Page` of `Block`s; a filter looks at it and yields `Mark`s; nothing here changes or deletes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, NamedTuple

from .folding import STOPS, TOKEN


class Strength(IntEnum):
    """How much one piece of evidence says.

    `CERTAIN` is enough alone; `LIKELY` needs company (a place at the edge, neighbours of its kind, a second witness);
    `HINT` is met in articles too.
    """

    HINT = 1
    LIKELY = 2
    CERTAIN = 3


HINT, LIKELY, CERTAIN = Strength.HINT, Strength.LIKELY, Strength.CERTAIN

ARTICLE = "article"
"""The label of evidence *for* a block: prose, or what a user protects."""
# How many words a character counts where none are spaced.
CHARACTER_WORDS = 0.6
# What a reader of HTML says of a block beside the names of the elements around it: that it is not shown, that the page
# states its body as data, and that this block stands in it.
HIDDEN, STATES, STATED = "is-hidden", "ld-page", "ld-body"


class Hit(NamedTuple):
    """A phrase of a language pack found in a block.

    Attributes:
        label, strength: what it is evidence of.
        first, last: the tokens of the block that it takes.
        phrase: as the pack has it, folded.
        whole: it speaks for the block as a whole.
        language: the pack it is named after.
        open: the block holds more than the phrase: it is the head, the tail or a part.
    """

    label: str
    strength: Strength
    first: int
    last: int
    phrase: str
    whole: bool
    language: str
    open: bool = False


class Mark(NamedTuple):
    """Evidence about a stretch of one block.

    Attributes:
        block: number of the block in its page.
        start, end: the stretch, in characters of `Block.text`.
        label: what it is evidence for: `cookie`, `share`, `teaser`, ...; `article` speaks for the text.
        strength: `CERTAIN`, `LIKELY` or `HINT`.
        reason: one clause for people.
        by: name of the filter; the pipeline fills it in.
        own: made by a filter of the user's, not a shipped one; the pipeline fills it in.
    """

    block: int
    start: int
    end: int
    label: str
    strength: Strength
    reason: str
    by: str = ""
    own: bool = False


class Block(NamedTuple):
    """A stretch of the page as a person would see it: a paragraph, heading, list item or button.

    Attributes:
        number: place in `Page.blocks`.
        lines: spans in `Page.text`; several where broken lines were joined.
        text: the block's text, in one line.
        tokens: its words, folded for matching (see `cleaner.folding`).
        function_words: how many tokens are function words of the page's language.
        hits: phrases of the language packs found in it.
        consent: how many of its tokens are (core, thing, act, address, purpose) words of consent notices.
        hangs: its last word is a function word, as no sentence's is.
        continues: it was cut from the same line as the block before it.
        after_blank: an empty line stands before it.
        marks: evidence hung on it so far; empty for LOCAL filters.
        tag, links, hints: HTML tag, share of linked characters (None: unknown), class and role words around it.
        path: its place in the HTML document, such as `body[1]/main[1]/p[3]`.
    """

    number: int
    lines: tuple[tuple[int, int], ...]
    text: str
    tokens: tuple[str, ...] = ()
    function_words: int = 0
    hits: tuple[Hit, ...] = ()
    consent: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    hangs: bool = False
    continues: bool = False
    after_blank: bool = False
    marks: tuple[Mark, ...] = ()
    tag: str = ""
    links: float | None = None
    hints: frozenset[str] = frozenset()
    path: str = ""

    @property
    def start(self) -> int:
        """Where the block begins in `Page.text`."""
        return self.lines[0][0]

    @property
    def end(self) -> int:
        """Where it ends in `Page.text`."""
        return self.lines[-1][1]

    @property
    def folded(self) -> str:
        """The block's words in folded form with one space between: what phrases are compared with."""
        return " ".join(self.tokens)

    def mark(self, label: str, strength: Strength, reason: str, *, start: int = 0, end: int | None = None) -> Mark:
        """Evidence about this block, or about the stretch `start:end` of its text."""
        return Mark(self.number, start, len(self.text) if end is None else end, label, strength, reason)

    def strength(self, label: str) -> int:
        """That of the strongest mark with this label; 0 where there is none."""
        return max((mark.strength for mark in self.marks if mark.label == label), default=0)

    def with_marks(self, marks: Iterable[Mark]) -> Block:
        """This block with more marks hung on it; field by field as `_replace` does it takes three times as long."""
        fields: list[Any] = [*self]
        fields[MARKS] = (*self.marks, *marks)
        return Block(*fields)

    def span_of(self, first: int, last: int) -> tuple[int, int]:
        """The characters of `text` that tokens `first` up to and including `last` take."""
        spans = [found.span() for found in TOKEN.finditer(self.text)]
        return spans[first][0], spans[last][1]


MARKS = Block._fields.index("marks")


@dataclass(frozen=True, slots=True)
class Page:
    """The repaired text of one page, cut into blocks.

    Attributes:
        text: the repaired text; spans of blocks refer to it.
        blocks: in order, not overlapping.
        language: ISO 639-1 code, or "" where it is not known.
        spaced: False where the language writes no spaces between words.
        url, title: where known.
    """

    text: str
    blocks: tuple[Block, ...]
    language: str = ""
    spaced: bool = True
    url: str = ""
    title: str = ""

    def words(self, block: Block) -> float:
        """How long a block is, in words."""
        return len(block.tokens) if self.spaced else len(block.tokens) * CHARACTER_WORDS

    def phrases(self, label: str) -> Iterator[Mark]:
        """A mark for each phrase of the packs with this label; the usual body of a shipped filter."""
        for block in self.blocks:
            if block.hits:
                for hit in block.hits:
                    if hit.label == label:
                        yield mark_hit(block, hit)

    def with_marks(self, marks: Iterable[Mark]) -> Page:
        """This page with more marks hung on its blocks."""
        hung: dict[int, list[Mark]] = {}
        for mark in marks:
            hung.setdefault(mark.block, []).append(mark)
        if not hung:
            return self
        blocks = list(self.blocks)
        for number, more in hung.items():
            blocks[number] = blocks[number].with_marks(more)
        return replace(self, blocks=tuple(blocks))


Filter = Callable[[Page], Iterable[Mark]]
"""Anything that looks at a page and yields marks: a function, or a frozen dataclass with `__call__`."""

Decision = Callable[[Page], "list[float]"]
"""Anything that gives each block of a marked page the probability that it is main text."""


# An open phrase says what its line is; behind one of more words than this, the line is a paragraph.
OPEN_TOKENS = 45
# An open phrase before a whole sentence may be that sentence's own beginning.
SENTENCE_TOKENS = 10


def mark_hit(block: Block, hit: Hit) -> Mark:
    """The mark that a phrase found in a block stands for."""
    size = len(block.tokens)
    named = "{name}" in hit.phrase
    is_text = size > OPEN_TOKENS or ((named or size >= SENTENCE_TOKENS) and block.text[-1] in STOPS)
    loose = hit.open or named
    is_text = is_text or block.text[-1] in "?？!！؟"
    if loose and hit.whole and is_text and hit.strength > HINT:
        hit = hit._replace(strength=HINT if named else Strength(hit.strength - 1))
    reason = f"{hit.language}: “{hit.phrase}”" if hit.language else f"nothing but {hit.phrase}"
    if hit.whole:
        return block.mark(hit.label, hit.strength, reason)
    start, end = block.span_of(hit.first, hit.last)
    return block.mark(hit.label, hit.strength, reason, start=start, end=end)
