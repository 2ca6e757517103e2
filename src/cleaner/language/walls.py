"""What pages say that are none: not found, forbidden, blocked, out of order, without results."""

from __future__ import annotations

from functools import cache
from importlib import resources

from ..folding import tokens
from ..page import Block

FILE = "packs/_errors.txt"
# A longer block that holds such words tells of an error, and is none.
LONGEST = 40


def says_error(block: Block, spaced: bool) -> bool:
    """Whether a block says so, in any language; `spaced` as in `Page`."""
    if len(block.tokens) > LONGEST:
        return False
    text = f" {block.folded}" if spaced else block.folded
    return any(phrase in text for phrase in phrases(spaced))


@cache
def phrases(spaced: bool) -> tuple[str, ...]:
    """The phrases of all languages, folded: with a space before them, or as scripts without spaces need them."""
    text = resources.files(__package__).joinpath(FILE).read_text("utf-8")
    lines = [line.partition(" ")[2] for line in text.splitlines() if line and line[0] != "#"]
    return tuple([" " * spaced + " ".join(tokens(phrase)) for line in lines for phrase in line.split(",")])
