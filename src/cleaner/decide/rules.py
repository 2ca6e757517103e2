"""RULES: decide by evidence and context alone, without a learned model.

A page is a sequence. Each block gets a weight: prose speaks for it, interface texts and short lines speak against it.
The body is the stretch with the best sum; further stretches count where they are long and stand under no head of
related stories or comments. Inside the body a block stays unless something speaks against it, outside it goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..page import ARTICLE, CERTAIN, HINT, LIKELY, Block, Page

# What a block adds to the sum of its stretch: prose by its strength and length in words, the rest by what it is.
PROSE_WEIGHT = {HINT: -0.1, LIKELY: 1.0, CERTAIN: 2.5}
WORDS_FOR_ONE, MOST_FOR_WORDS = 25.0, 5.0
AGAINST_WEIGHT = {HINT: -0.8, LIKELY: -1.6, CERTAIN: -2.4}
PLAIN_WEIGHT = -0.7
# Further stretches that stay: this share of the best one's sum, and at least so much.
OTHER_SHARE, OTHER_SUM = 0.12, 5.0
# Plain short lines in a row, such as a list of ingredients, speak against a block, but less and less.
FULL_LINES, FURTHER_WEIGHT = 8, -0.15
# Behind a head of comments or related stories prose counts this much less.
BEHIND_HEAD = 0.3
HEAD_TOKENS = 8
# How many times the prose before it may stand behind a head that ends the article, and how much must stand before.
MOST_BEHIND = {"comments": 1.5, "related": 0.6}
LEAST_ARTICLE = 60
# Stretches between the first and the last that stay are of one body from this sum on; what lies between two such
# stretches stays too unless this share of it is interface text.
INNER_SUM, INTERFACE_SHARE = 2.5, 0.5
# A page with so few interface texts is no page but a text: all of it stays but for them.
CHROME_BLOCKS, CHROME_SHARE = 2, 0.08
EDGE_LINES = 14
# Labels that whole paragraphs carry: a consent notice before or behind a text is as long as its paragraphs.
PARAGRAPHS_TOO = ("cookie",)
# A list of so many plain lines may stand before the article's last paragraph.
LIST_LINES = 8
PARAGRAPH_WORDS = 15
# How far before the body a standfirst may stand, with byline, date and share bar between.
STANDFIRST_REACH = 16
# A lone line of so few words (twice as many characters) before or behind the paragraphs is a button or a name.
LAST_LINE_TOKENS, LAST_LINE_PARAGRAPHS = 6, 3


class View(NamedTuple):
    """What the marks say of a block: strength for it, strength against all of it, the latter's label; its length."""

    prose: int
    against: int
    label: str
    words: int


def view(block: Block) -> View:
    """Sum up the marks of a block."""
    prose, against, label = 0, 0, ""
    for mark in block.marks:
        if mark.label == ARTICLE:
            prose = max(prose, mark.strength)
            continue
        stronger = mark.strength > against or (mark.strength == against and mark.label < label)
        if stronger and mark.start == 0 and mark.end == len(block.text):
            against, label = int(mark.strength), mark.label
    return View(prose, against, label, len(block.tokens))


class Judgement(NamedTuple):
    """What is to become of a block: the probability that it is main text, and why."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The decision by rules; equal to every other instance, so it pickles and compares."""

    def __call__(self, page: Page) -> list[float]:
        """The probability of each block to be main text. The figures are ranks, not calibrated."""
        return [judgement.score for judgement in judge(page)]

    def why(self, page: Page) -> list[str]:
        """The reason for each block's probability, in one clause."""
        return [judgement.reason for judgement in judge(page)]


def judge(page: Page) -> list[Judgement]:
    """Score each block of a marked page, with a reason."""
    views = [view(block) for block in page.blocks]
    return judge_text(page, views) or judge_page(page, views)


def judge_page(page: Page, views: Sequence[View]) -> list[Judgement]:
    """Score the blocks of a page with menus, notices and lists around its text."""
    weights = _weights(page, views, _behind_heads(page.blocks, views))
    body = _with_standfirst(_body(weights, views), views)
    return _never_empty(views, [_judge_block(i, views, body) for i in range(len(views))])


def judge_text(page: Page, views: Sequence[View]) -> list[Judgement] | None:
    """Score the blocks of a text with next to no page around it; None where there is one."""
    return _never_empty(views, _judge_plain(page, views)) if _is_plain(views) else None


def _is_plain(views: Sequence[View]) -> bool:
    """Few interface texts, and no menu in a language without a pack: few lines before and behind the sentences."""
    chrome = sum(seen.against >= LIKELY and (seen.label != "teaser" or seen.against == CERTAIN) for seen in views)
    if chrome > max(CHROME_BLOCKS, CHROME_SHARE * len(views)):
        return False
    prose = [i for i, seen in enumerate(views) if seen.prose == CERTAIN]
    return not prose or prose[0] + len(views) - 1 - prose[-1] <= EDGE_LINES


def _judge_plain(page: Page, views: Sequence[View]) -> list[Judgement]:
    """A text with next to no interface in it: what is certain goes, and what is likely at either end."""
    stays = Judgement(0.8, "a text with no page around it")
    judged = [CERTAINLY_NOT if seen.against == CERTAIN else stays for seen in views]
    for order in (range(len(views)), range(len(views) - 1, -1, -1)):
        for i in order:
            prose, against, label, _ = views[i]
            if against < LIKELY or label == "teaser" or (prose == CERTAIN and label not in PARAGRAPHS_TOO):
                break
            if any(block.continues for block in page.blocks[i : i + 2]):
                break  # a part of one line: as like as not a sentence of a paragraph
            judged[i] = min(judged[i], Judgement(0.2, f"likely {views[i].label}, at an end of the text"))
    if all(judgement.score < 0.5 for judgement in judged):
        # All there is: "Hello" alone is a text, "Read more" alone is not.
        return [Judgement(0.6, "all there is") if seen.against < CERTAIN else judged[i] for i, seen in enumerate(views)]
    return without_outer_words(page, views, judged)


def without_outer_words(page: Page, views: Sequence[View], judged: list[Judgement]) -> list[Judgement]:
    """The judgements, but against a lone short line before or behind several paragraphs that stay."""
    stays = [i for i, judgement in enumerate(judged) if judgement.score >= 0.5]
    for outer, place in ((stays[::-1], "before the first"), (stays, "behind the last")):
        *paragraphs, last = outer[-1 - LAST_LINE_PARAGRAPHS :] or [0]
        seen, block = views[last], page.blocks[last]
        most = LAST_LINE_TOKENS if page.spaced else 2 * LAST_LINE_TOKENS
        short = not seen.prose and seen.words <= most and not block.continues
        if short and len(paragraphs) == LAST_LINE_PARAGRAPHS and all(views[i].prose == CERTAIN for i in paragraphs):
            judged[last] = Judgement(0.4, f"a few words {place} paragraph, no sentence")
    return judged


def _with_standfirst(body: list[bool], views: Sequence[View]) -> list[bool]:
    """The body with what opens its parts: lines of text right above, and the paragraph between title and byline."""
    for i in range(len(body) - 1, 0, -1):
        if body[i] and views[i - 1].prose and not views[i - 1].against:
            body[i - 1] = True
    first = body.index(True) if True in body else 0
    for i in range(first - 1, max(-1, first - STANDFIRST_REACH), -1):
        if views[i].prose >= LIKELY and views[i].against < LIKELY:
            if any(seen.label == "title" for seen in views[max(0, i - 3) : i]):
                body[i] = True
            break
    return body


def _behind_heads(blocks: Sequence[Block], views: Sequence[View]) -> list[bool]:
    """Which blocks stand behind a head of comments or related stories that has an article before it.

    A head in the middle of the prose is an insert and says nothing of the rest.
    """
    sizes = [len(block.tokens) if seen.prose == CERTAIN else 0 for block, seen in zip(blocks, views, strict=True)]
    total, before = sum(sizes), 0
    for i, (block, seen) in enumerate(zip(blocks, views, strict=True)):
        before += sizes[i]
        if seen.prose or seen.against < LIKELY or len(block.tokens) > HEAD_TOKENS or before < LEAST_ARTICLE:
            continue
        if seen.label == "related" and i + 1 < len(views) and views[i + 1].prose == CERTAIN:
            continue  # no list stands under it: an insert, or a head that lost its list
        most = MOST_BEHIND.get(seen.label)
        if most is not None and total - before <= most * before:
            return [k > i for k in range(len(blocks))]
    return [False] * len(blocks)


def _weights(page: Page, views: Sequence[View], behind: Sequence[bool]) -> list[float]:
    weights, plain = [], 0
    for block, seen, late in zip(page.blocks, views, behind, strict=True):
        weight = _weight(page, block, seen, late)
        plain = plain + 1 if not seen.prose and seen.against <= HINT else 0
        weights.append(FURTHER_WEIGHT if plain > FULL_LINES else weight)
    return weights


def _weight(page: Page, block: Block, seen: View, behind: bool) -> float:
    if seen.against == CERTAIN and seen.prose < CERTAIN:
        return AGAINST_WEIGHT[CERTAIN]
    if seen.prose >= LIKELY:
        weight = PROSE_WEIGHT[LIKELY if seen.prose == LIKELY else CERTAIN] + min(
            page.words(block) / WORDS_FOR_ONE, MOST_FOR_WORDS
        )
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
    stretches = _stretches(weights)
    best = max((total for total, _, _ in stretches), default=0)
    strong = [stretch for stretch in stretches if _is_strong(stretch, best, views)]
    if not strong:
        return [False] * len(weights)
    first, last = strong[0][1], strong[-1][2]
    inner = [stretch for stretch in stretches if first <= stretch[1] < last and stretch[0] >= INNER_SUM]
    inner += _next_stretches(stretches, last, views)
    inside = [False] * len(weights)
    for _, start, end in (*strong, *inner):
        inside[start:end] = [True] * (end - start)
    _fill_gaps(inside, views)
    _take_next_paragraph(inside, views)
    return inside


def _take_next_paragraph(inside: list[bool], views: Sequence[View]) -> None:
    """A list inside the article weighs it down: the paragraph behind a few plain lines is still the article's."""
    last = len(inside) - 1 - inside[::-1].index(True)
    for i in range(last + 1, min(len(views), last + 1 + LIST_LINES)):
        if views[i].against >= LIKELY:
            return
        if views[i].prose == CERTAIN or (views[i].prose == LIKELY and views[i].words >= PARAGRAPH_WORDS):
            inside[last + 1 : i + 1] = [True] * (i - last)
            return


def _next_stretches(
    stretches: Sequence[tuple[float, int, int]], last: int, views: Sequence[View]
) -> Iterator[tuple[float, int, int]]:
    """The stretches right behind the body that only a box of interface parts from it, and no head of a list."""
    for stretch in stretches:
        total, start, end = stretch
        if start < last or total < INNER_SUM:
            continue
        gap = views[last:start]
        heads = [seen.label for seen in gap if seen.label in MOST_BEHIND]
        bare = heads == ["related"] and gap[-1].label == "related"
        if len(gap) > LIST_LINES or (heads and not bare):
            return
        yield stretch
        last = end


def _is_strong(stretch: tuple[float, int, int], best: float, views: Sequence[View]) -> bool:
    total, first, end = stretch
    paragraphs = sum(seen.prose == CERTAIN and seen.against < LIKELY for seen in views[first:end])
    return total == best or (paragraphs > 1 and total >= OTHER_SUM and total >= OTHER_SHARE * best)


def _fill_gaps(inside: list[bool], views: Sequence[View]) -> None:
    """Take what lies between two parts of the body into it where it is not interface text for the most part."""
    last = None
    for i, within in enumerate(list(inside)):
        if not within:
            continue
        if last is not None and i - last > 1:
            gap = views[last + 1 : i]
            if sum(seen.against >= LIKELY for seen in gap) < INTERFACE_SHARE * len(gap):
                inside[last + 1 : i] = [True] * len(gap)
        last = i


CERTAINLY_NOT = Judgement(0.02, "certain by its words")


def _judge_block(i: int, views: Sequence[View], body: Sequence[bool]) -> Judgement:
    prose, against, label, _ = views[i]
    if against == CERTAIN:
        return CERTAINLY_NOT
    if not body[i]:
        if prose >= LIKELY:
            return Judgement(0.3 if prose == CERTAIN else 0.1, "reads as text, but stands outside the article")
        return Judgement(0.1, "no sentence, outside the article")
    if prose >= LIKELY and against < LIKELY:
        return Judgement(0.95, "text inside the article")
    if prose == CERTAIN:
        return Judgement(0.6, f"a paragraph inside the article, though like {label}")
    if against >= LIKELY:
        return Judgement(0.35 if prose else 0.2, f"likely {label}")
    if not prose and 0 < i < len(views) - 1 and min(views[i - 1].against, views[i + 1].against) >= LIKELY:
        return Judgement(0.3, "no sentence, between two interface texts")
    return Judgement(0.8 if prose else 0.6, "a line inside the article")


def _never_empty(views: Sequence[View], judged: list[Judgement]) -> list[Judgement]:
    """Nothing kept although there is prose: keep the prose."""
    if any(judgement.score >= 0.5 for judgement in judged):
        return judged
    return [
        Judgement(0.6, "the only text there is") if seen.prose >= LIKELY and seen.against < CERTAIN else judgement
        for seen, judgement in zip(views, judged, strict=True)
    ]


RULES = Rules()
