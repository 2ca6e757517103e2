"""Filters of a user's own, made from phrases or a compiled pattern: to remove, or to protect."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..folding import TOKEN, fold
from ..page import ARTICLE, CERTAIN, Block, Mark, Page, Strength


@dataclass(frozen=True, slots=True)
class Phrases:
    """A filter that marks every block that holds one of some phrases, whatever its case, accents and punctuation."""

    phrases: tuple[tuple[str, ...], ...]
    label: str
    strength: Strength = CERTAIN
    part: bool = False

    def __call__(self, page: Page) -> Iterator[Mark]:
        """Yield a mark a block (or a stretch, with `part`) that holds a phrase."""
        for block in page.blocks:
            folded = f" {block.folded} "
            for phrase in self.phrases:
                wanted = " ".join(phrase)
                if f" {wanted} " in folded:
                    yield from self._marks(block, phrase, f"“{wanted}”")

    def _marks(self, block: Block, phrase: tuple[str, ...], reason: str) -> Iterator[Mark]:
        if not self.part:
            yield block.mark(self.label, self.strength, reason)
            return
        size = len(phrase)
        for first in range(len(block.tokens) - size + 1):
            if block.tokens[first : first + size] == phrase:
                start, end = block.span_of(first, first + size - 1)
                yield block.mark(self.label, self.strength, reason, start=start, end=end)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A filter that marks every block in which a compiled pattern is found (or what it matched, with `part`)."""

    pattern: re.Pattern[str]
    label: str
    strength: Strength = CERTAIN
    part: bool = False

    def __call__(self, page: Page) -> Iterator[Mark]:
        """Yield a mark a block, or a match."""
        for block in page.blocks:
            for found in self.pattern.finditer(block.text):
                if found.end() > found.start():
                    start, end = found.span() if self.part else (0, len(block.text))
                    yield block.mark(self.label, self.strength, f"/{self.pattern.pattern}/", start=start, end=end)
                    if not self.part:
                        break


def remove(*what: str | re.Pattern[str], label: str = "own", part: bool = False) -> Phrases | Pattern:
    """A filter that removes the blocks that hold one of these phrases, or in which this pattern is found.

    Args:
        what: phrases, compared without case, accents and punctuation; or one compiled pattern.
        label: what to call what goes.
        part: remove only the matching stretch, not its whole block.

    >>> from cleaner import DEFAULT, clean
    >>> clean("Sent from my phone.\\nThe bridge is closed until May.", filters=(*DEFAULT, remove("sent from my")))
    'The bridge is closed until May.'
    """
    return _make(what, label, part)


def protect(*what: str | re.Pattern[str]) -> Phrases | Pattern:
    """A filter that keeps the blocks that hold one of these phrases, or in which this pattern is found, always.

    >>> from cleaner import DEFAULT, clean
    >>> clean("Read more\\nThe bridge is closed until May.", filters=(*DEFAULT, protect("read more")))
    'Read more\\nThe bridge is closed until May.'
    """
    return _make(what, ARTICLE, False)


def _make(what: Iterable[str | re.Pattern[str]], label: str, part: bool) -> Phrases | Pattern:
    given = list(what)
    if not given:
        raise ValueError("no phrase given; write remove('some words') or remove(re.compile('...'))")
    if len(given) == 1 and isinstance(given[0], re.Pattern):
        return Pattern(given[0], label, CERTAIN, part)
    phrases = []
    for phrase in given:
        if not isinstance(phrase, str):
            raise TypeError(f"{phrase!r}: give phrases, or one compiled pattern, not a mixture")
        folded = tuple(fold(word) for word in TOKEN.findall(phrase))
        if not folded:
            raise ValueError(f"{phrase!r} holds no word; use re.compile for punctuation")
        phrases.append(folded)
    return Phrases(tuple(phrases), label, CERTAIN, part)
