"""A verdict on a page as a whole: an article, a thread, a list of others, or a wall where an article should be.

What is no page at all is told by its words and by how little is left: an error, a consent dialog, a paywall, a stub.
What kind of page the rest is, a linear model says (multinomial logistic regression over the shape of what was kept and
of what was removed); `bench/train/verdicts.py` fits it, and writes `verdict.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from .folding import STOPS
from .language.walls import says_error
from .page import ARTICLE, CERTAIN, LIKELY, Block, Page

if TYPE_CHECKING:
    from .pipeline import Explanation

Kind = Literal[
    "article", "discussion", "reference", "listing", "stub", "paywall", "consent-wall", "error-page", "empty"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
# Fewer words are no article: a caption, a summary, the sentence under a video.
STUB_WORDS = 50
# An error says so in its first blocks, and little else; a wall may have a lead before it.
ERROR_BLOCKS, ERROR_WORDS = 60, 120
WALL_WORDS, WALL_SHARE = 60, 0.4
# A lead of so many words may have other boxes between itself and the prompt, a longer one has none.
LEAD_WORDS, LONGEST_LEAD, PAYWALL_REACH = 180, 400, 6
# What stands so near behind the last paragraph speaks of it.
BEHIND = 3
SHORT, LONG_LINE = 8, 12
_OPEN_END = ("…", "...")
_CLOSING = "\"'”’»«“)]」』） "


class Kept(NamedTuple):
    """A block that stays, and how many words of it."""

    block: Block
    words: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page turned out to be.

    Attributes:
        kind: one of `KINDS`.
        confidence: the probability that it is that, from 0 to 1.
        truncated: the text breaks off: by an ellipsis, in the middle of a sentence, or before a prompt to read on or
            to subscribe.
    """

    kind: Kind
    confidence: float
    truncated: bool


def kept_blocks(explanation: Explanation) -> list[Kept]:
    """What stays of a page, block by block."""
    page = explanation.page
    numbers = sorted({piece.block for piece in explanation.pieces if piece.kept and piece.text})
    return [Kept(page.blocks[number], page.words(page.blocks[number])) for number in numbers]


def judge(explanation: Explanation) -> Verdict:
    """The verdict on a page, from what became of it."""
    page, left = explanation.page, kept_blocks(explanation)
    words = sum(one.words for one in left)
    truncated = is_truncated(page, left)
    wall = _wall(page, left, words, truncated)
    if wall:
        return Verdict(*wall, truncated)
    chances = probabilities(shape(page, left))
    kind = max(chances, key=lambda one: chances[one])
    return Verdict(kind, round(chances[kind], 3), truncated)


def _wall(page: Page, left: Sequence[Kept], words: float, truncated: bool) -> tuple[Kind, float] | None:
    """What says that this is no page, and how sure that is."""
    everything = sum(page.words(block) for block in page.blocks)
    if not everything:
        return "empty", 1.0
    if words <= ERROR_WORDS:
        errors = sum(says_error(block, page.spaced) for block in page.blocks[:ERROR_BLOCKS])
        if errors:
            return "error-page", 0.9 if words <= STUB_WORDS or errors > 1 else 0.6
    consent = sum(page.words(block) for block in page.blocks if block.strength("cookie") >= LIKELY)
    if consent >= WALL_SHARE * everything and words <= WALL_WORDS:
        return "consent-wall", min(0.95, 0.5 + consent / max(1.0, everything) / 2)
    if _is_paywalled(page, left, words):
        return "paywall", 0.9 if truncated else 0.7
    if not words:
        return "empty", 0.9
    return ("stub", 0.8 if words < STUB_WORDS / 2 else 0.6) if words < STUB_WORDS else None


def _is_paywalled(page: Page, left: Sequence[Kept], words: float) -> bool:
    """Whether a prompt to pay stands right behind a text that may be a lead, or near behind one that must be."""
    last = left[-1].block.number if left else -1
    reach = PAYWALL_REACH if words <= LEAD_WORDS else 1 if words <= LONGEST_LEAD else 0
    behind = page.blocks[last + 1 : last + 1 + reach] if left else page.blocks
    return any(block.strength("paywall") >= LIKELY for block in behind)


def is_truncated(page: Page, left: Sequence[Kept]) -> bool:
    """Whether what is left of a page breaks off."""
    if not left:
        return False
    block, words = left[-1]
    text = block.text.rstrip(_CLOSING)
    if text.endswith(_OPEN_END):
        return True
    behind = page.blocks[block.number + 1 : block.number + 1 + BEHIND]
    # Behind a whole article stands the same prompt, and asks for support.
    if _is_paywalled(page, left, sum(one.words for one in left)):
        return True
    broken = words >= LONG_LINE and block.strength(ARTICLE) == CERTAIN and text[-1:] not in STOPS + ":：;；"
    return broken and any(one.strength("read-more") == CERTAIN for one in behind)


def shape(page: Page, left: Sequence[Kept]) -> dict[str, float]:
    """What tells kinds of pages apart, whatever their language: figures of about the same size."""
    words = max(1.0, sum(one.words for one in left))
    count = max(1, len(left))
    blocks = [one.block for one in left]
    everything = max(1.0, sum(page.words(block) for block in page.blocks))
    tokens_left = max(1, sum(len(block.tokens) for block in blocks))
    first, last = (blocks[0].number, blocks[-1].number) if blocks else (0, 0)
    text = "".join(block.text for block in blocks)
    marked = {
        label: sum(block.strength(label) >= LIKELY for block in page.blocks) for label in ("comments", "date", "byline")
    }
    inside = page.blocks[first : last + 1]
    before = page.blocks[max(0, first - 6) : first]
    size = max(1, len(inside))
    return {
        "words": math.log1p(words) / 4,
        "blocks": math.log1p(count) / 3,
        "block_words": math.log1p(words / count) / 3,
        "prose": sum(one.words for one in left if one.block.strength(ARTICLE) == CERTAIN) / words,
        "short": sum(one.words < SHORT for one in left) / count,
        "longest": math.log1p(max((one.words for one in left), default=0.0)) / 4,
        "kept": words / everything,
        "gaps": (size - len(blocks)) / size,
        "addressed": min(0.3, sum(block.consent[3] for block in blocks) / tokens_left) * 8,
        "purposes": min(0.3, sum(block.consent[4] for block in blocks) / tokens_left) * 8,
        "comments": math.log1p(marked["comments"]) / 2,
        "dates": math.log1p(marked["date"]) / 2,
        "bylines": math.log1p(marked["byline"]) / 2,
        "comments_inside": math.log1p(sum(block.strength("comments") >= LIKELY for block in inside)) / 2,
        "dates_inside": math.log1p(sum(block.strength("date") >= LIKELY for block in inside)) / 2,
        "dates_before": float(any(block.strength("date") >= LIKELY for block in before)),
        "bylines_before": float(any(block.strength("byline") >= LIKELY for block in before)),
        "related_inside": sum(max(block.strength("related"), block.strength("read-more")) >= LIKELY for block in inside)
        / size
        * 3,
        "questions": min(1.0, 100 * (text.count("?") + text.count("？")) / max(1, len(text))),
        "digits": min(0.3, sum(map(str.isdigit, text)) / max(1, len(text))) * 8,
        "code": min(0.1, sum(text.count(sign) for sign in "{}<>_=;") / max(1, len(text))) * 20,
        "prices": min(1.0, sum(text.count(sign) for sign in "$€£¥₽₹") / count),
        "unknown": float(not page.language),
    }


def probabilities(figures: Mapping[str, float]) -> dict[Kind, float]:
    """How likely each kind of page is that the model knows."""
    weights = _weights()
    sums = {
        kind: row["bias"] + sum(row[name] * value for name, value in figures.items()) for kind, row in weights.items()
    }
    most = max(sums.values())
    exponents = {kind: math.exp(value - most) for kind, value in sums.items()}
    total = sum(exponents.values())
    return {kind: value / total for kind, value in exponents.items()}


@cache
def _weights() -> dict[Kind, dict[str, float]]:
    data: dict[Kind, dict[str, float]] = json.loads(
        resources.files(__package__).joinpath("verdict.json").read_text("utf-8")
    )
    return data
