"""RULES: decide by evidence and context alone, without a learned model.

A page is a sequence. Each block gets a weight: prose speaks for it, interface texts and short lines speak against it.
The body is the stretch with the best sum; further stretches count where they are long and stand under no head of
related stories or comments. Inside the body a block stays unless something speaks against it, outside it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..page import ARTICLE, CERTAIN, HINT, LIKELY, Block, Page

# What a block adds to the sum of its stretch: prose by its strength and length in words, the rest by what it is.
PROSE_WEIGHT = {HINT: 0.4, LIKELY: 1.0, CERTAIN: 2.5}
WORDS_FOR_ONE, MOST_FOR_WORDS = 25.0, 5.0
AGAINST_WEIGHT = {HINT: -0.8, LIKELY: -1.6, CERTAIN: -2.4}
PLAIN_WEIGHT = -0.7
# Further stretches that stay: this share of the best one's sum, and at least so much.
OTHER_SHARE, OTHER_SUM = 0.3, 8.0
# Behind a head of comments or related stories prose counts this much less.
BEHIND_HEAD = 0.3
HEAD_TOKENS = 8
# A page with fewer blocks outside its body than this has no chrome to speak of: what opens it is a heading.
CHROME_BLOCKS = 2


class View(NamedTuple):
    """What the marks say of a block: strength for it, strength against all of it, and the label of the latter."""

    prose: int
    against: int
    label: str


def view(block: Block) -> View:
    """Sum up the marks of a block."""
    prose, against, label = 0, 0, ""
    for mark in block.marks:
        if mark.label == ARTICLE:
            prose = max(prose, mark.strength)
        elif mark.strength > against and mark.start == 0 and mark.end == len(block.text):
            against, label = int(mark.strength), mark.label
    return View(prose, against, label)


@dataclass(frozen=True, slots=True)
class Rules:
    """The decision by rules; equal to every other instance, so it pickles and compares."""

    def __call__(self, page: Page) -> list[float]:
        """The probability of each block to be main text. The figures are ranks, not calibrated."""
        views = [view(block) for block in page.blocks]
        behind = _behind_heads(page.blocks, views)
        weights = [_weight(page, block, views[block.index], behind[block.index]) for block in page.blocks]
        body = _body(weights, views)
        scores = [_score(page, i, views, body) for i in range(len(views))]
        return _never_empty(page, views, scores)

    def why(self, page: Page) -> list[str]:
        """A reason for each block that no filter has named."""
        return [
            "inside the article" if any(mark.label == ARTICLE for mark in block.marks) else "no sentence; outside the article or between interface texts"
            for block in page.blocks
        ]


def _behind_heads(blocks: Sequence[Block], views: Sequence[View]) -> list[bool]:
    """Which blocks stand behind a head of comments or related stories that has an article before it."""
    behind, seen, words = [], False, 0
    for block, (prose, against, label) in zip(blocks, views, strict=True):
        if prose == CERTAIN:
            words += len(block.tokens)
        elif words >= 60 and against >= LIKELY and label in ("comments", "related") and len(block.tokens) <= HEAD_TOKENS:
            seen = True
        behind.append(seen)
    return behind


def _weight(page: Page, block: Block, seen: View, behind: bool) -> float:
    if seen.against == CERTAIN and seen.prose < CERTAIN:
        return AGAINST_WEIGHT[CERTAIN]
    words = len(block.tokens) if page.spaced else len(block.tokens) * 0.6
    if seen.prose >= LIKELY:
        weight = PROSE_WEIGHT[LIKELY if seen.prose == LIKELY else CERTAIN] + min(words / WORDS_FOR_ONE, MOST_FOR_WORDS)
        if seen.against:
            weight *= 1 - 0.3 * seen.against
        return weight * (BEHIND_HEAD if behind else 1)
    if seen.against:
        return AGAINST_WEIGHT[HINT if seen.against == HINT else LIKELY] + (0.8 if seen.prose else 0)
    return PROSE_WEIGHT[HINT] if seen.prose else PLAIN_WEIGHT


def _stretches(weights: Sequence[float]) -> list[tuple[float, int, int]]:
    """All maximal scoring stretches (sum, first, end), by Ruzzo and Tompa's linear algorithm (1999)."""
    found: list[tuple[float, float, int, int]] = []  # sum before, sum after, first, end
    total = 0.0
    for i, weight in enumerate(weights):
        before, total = total, total + weight
        if weight <= 0:
            continue
        left, right, first = before, total, i
        while True:
            j = len(found) - 1
            while j >= 0 and found[j][0] >= left:
                j -= 1
            if j < 0 or found[j][1] >= right:
                break
            left, first = found[j][0], found[j][2]
            del found[j:]
        found.append((left, right, first, i + 1))
    return [(after - before, first, end) for before, after, first, end in found]


def _body(weights: Sequence[float], views: Sequence[View]) -> list[bool]:
    """Which blocks lie in the body."""
    inside = [False] * len(weights)
    stretches = _stretches(weights)
    if not stretches:
        return inside
    best = max(total for total, _, _ in stretches)
    for total, first, end in stretches:
        if total == best or (total >= OTHER_SUM and total >= OTHER_SHARE * best):
            inside[first:end] = [True] * (end - first)
    return inside


def _score(page: Page, i: int, views: Sequence[View], body: Sequence[bool]) -> float:
    prose, against, _ = views[i]
    if against == CERTAIN and prose < CERTAIN:
        return 0.02
    if not body[i]:
        return 0.3 if prose == CERTAIN else 0.1
    if prose >= LIKELY:
        return 0.95 if against < LIKELY else 0.6 if prose == CERTAIN else 0.35
    if against >= LIKELY:
        return 0.2
    return 0.8 if prose else 0.6


def _never_empty(page: Page, views: Sequence[View], scores: list[float]) -> list[float]:
    """Nothing kept although there is prose: keep the prose."""
    if any(score >= 0.5 for score in scores):
        return scores
    return [max(score, 0.6) if seen.prose >= LIKELY and seen.against < CERTAIN else score for seen, score in zip(views, scores, strict=True)]


RULES = Rules()
