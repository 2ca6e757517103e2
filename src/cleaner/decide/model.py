"""The learned decision: two forests, the second of which sees what the first one kept, and guards behind them."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress, count
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

from ..page import CERTAIN, LIKELY, Page
from .features import KEPT, describe, redescribe
from .rules import Judgement, View, judge_page, judge_text, view, without_outer_words
from .tree import Columns, is_tree
from .trees import Forest

SHIPPED, SHIPPED_HTML = "weights.json", "weights-html.json"


class Weights(NamedTuple):
    """What was learned, read from a file that the trainer wrote.

    Attributes:
        first, second: the forests of the two passes; sums are log-odds.
        calibration: points (sum of the second pass, share of blocks that were main text), rising in both.
        typical: the median of each feature in the training pages: what reasons are measured against.
    """

    first: Forest
    second: Forest
    calibration: tuple[tuple[float, float], ...]
    typical: dict[str, float]


@cache
def load_weights(path: str) -> Weights:
    """Read weights from a file; `SHIPPED` and `SHIPPED_HTML` stand for those in this package.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is not what the trainer writes.
    """
    text = (Path(__file__).with_name(path) if path in (SHIPPED, SHIPPED_HTML) else Path(path)).read_text("utf-8")
    try:
        data: dict[str, Any] = json.loads(text)
        points = tuple((float(x), float(y)) for x, y in data["calibration"])
        typical = {str(name): float(value) for name, value in data["typical"].items()}
        return Weights(Forest.from_data(data["first"]), Forest.from_data(data["second"]), points, typical)
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} holds no weights of this model ({error}); make them with bench/train") from None


@dataclass(frozen=True, slots=True)
class Model:
    """The learned decision; equal to every other one with the same weights, so it pickles and compares.

    Attributes:
        weights: a file of weights for flat text; the shipped ones by default.
        html: the same for pages from HTML.

    >>> from cleaner import MODEL, clean
    >>> clean("Home\\nSport\\nThe ferry was cancelled, and forty people spent the night at school.", decide=MODEL)
    'The ferry was cancelled, and forty people spent the night at school.'
    """

    weights: str = SHIPPED
    html: str = SHIPPED_HTML

    def __call__(self, page: Page) -> list[float]:
        """The calibrated probability of each block to be main text."""
        return [judgement.score for judgement in self.judge(page)]

    def why(self, page: Page) -> list[str]:
        """The reason for each block's probability, in one clause: a guard's, or the model's own."""
        from .reasons import explain_scores

        judged = self.judge(page)
        if all(judgement.reason for judgement in judged):
            return [judgement.reason for judgement in judged]
        own = explain_scores(page, self._weights(page), self.score(page))
        return [judgement.reason or reason for judgement, reason in zip(judged, own, strict=True)]

    def judge(self, page: Page) -> list[Judgement]:
        """Score each block of a marked page; with a reason where a guard decided against the model."""
        views = [view(block) for block in page.blocks]
        text = judge_text(page, views)
        if text is not None:
            return text
        scored = [Judgement(score, "") for score in self.score(page).scores]
        if len(scored) <= SMALL_PAGE:
            scored = blended(scored, judge_page(page, views))
        return without_outer_words(page, views, guarded(views, outweighed(views, coherent(views, scored))))

    def _weights(self, page: Page) -> Weights:
        return load_weights(self.html if is_tree(page.blocks) else self.weights)

    def score(self, page: Page) -> Scored:
        """What the two passes make of a page, before the guards."""
        weights = self._weights(page)
        described = describe(page)
        first = [_logistic(total) for total in weights.first(described.columns, described.facts)]
        again = redescribe(described, first)
        columns, facts = {**described.columns, **again.columns}, {**described.facts, **again.facts}
        scores = list(first)
        asked = [ASKED_ABOVE < p < ASKED_BELOW for p in first]
        chosen = {name: list(compress(columns[name], asked)) for name in weights.second.features if name in columns}
        for i, total in zip(compress(count(), asked), weights.second(chosen, facts), strict=True):
            scores[i] = calibrated(total, weights.calibration)
        return Scored(columns, facts, scores, asked)


class Scored(NamedTuple):
    """A page in numbers, as the second pass sees it, and the probabilities; which of them are the second pass's."""

    columns: Columns
    facts: dict[str, float]
    scores: list[float]
    asked: list[bool]


# Outside of these the first pass is sure, and the second is not asked: half of all blocks, 4 % of the time.
# Nothing in the figures changes, even with 0.12.
ASKED_ABOVE, ASKED_BELOW = 0.08, 0.99


def _logistic(total: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def calibrated(total: float, points: Sequence[tuple[float, float]]) -> float:
    """The probability that belongs to a sum, on the straight line between two points of the calibration."""
    at = bisect_right(points, (total, 2.0))
    if at == 0:
        return points[0][1]
    if at == len(points):
        return points[-1][1]
    (x0, y0), (x1, y1) = points[at - 1 : at + 1]
    return y0 + (y1 - y0) * (total - x0) / (x1 - x0)


# Pages of so few blocks are rare among those that were learned from (median 180); there the rules have a say as well.
SMALL_PAGE, BY_RULES = 60, 0.5


def blended(scored: Sequence[Judgement], by_rules: Sequence[Judgement]) -> list[Judgement]:
    """The model's scores, drawn towards those of the rules; with the rules' reason where they decided."""
    blend = []
    for own, ruled in zip(scored, by_rules, strict=True):
        score = (1 - BY_RULES) * own.score + BY_RULES * ruled.score
        overruled = (own.score >= KEPT) != (score >= KEPT)
        blend.append(Judgement(score, ruled.reason if overruled else own.reason))
    return blend


# Under the headline stands the article's first paragraph, before or behind byline, date and picture; the model takes
# it for a teaser where the body begins further down. So far, and from this score on.
STANDFIRST_REACH, STANDFIRST = 3, 0.1
# So many lines in a row of which the model is not sure stay between two that stay: an article is one body. Interface
# texts between them do not count. Costs 0.001 of F1 on wcxb, for lists that belong to the text.
UNSURE, MOST_UNSURE = 0.4, 4


def coherent(views: Sequence[View], scored: Sequence[Judgement]) -> list[Judgement]:
    """The scores, but raised for the standfirst and for unsure lines between two that stay."""
    raised = _with_standfirst(views, scored)
    unsure: list[int] | None = None  # None: since the last line that stays came one that is sure to go
    for i, (judgement, seen) in enumerate(zip(raised, views, strict=True)):
        if seen.against >= LIKELY:
            continue
        if judgement.score >= KEPT:
            for between in unsure or ():
                raised[between] = Judgement(KEPT, "not sure, between lines that stay")
            unsure = []
        elif judgement.score < UNSURE or unsure is None or len(unsure) == MOST_UNSURE:
            unsure = None
        else:
            unsure.append(i)
    return raised


def _with_standfirst(views: Sequence[View], scored: Sequence[Judgement]) -> list[Judgement]:
    raised = list(scored)
    last_title = -STANDFIRST_REACH - 1
    for i, ((score, _), seen) in enumerate(zip(scored, views, strict=True)):
        if seen.label == "title":
            last_title = i
        if i - last_title <= STANDFIRST_REACH and seen.prose >= LIKELY > seen.against and STANDFIRST <= score < KEPT:
            raised[i] = Judgement(KEPT, "a sentence right under the headline")
    return raised


# A line that is likely an interface text is one, unless it is a paragraph or the model is sure; a consent notice is as
# long as paragraphs are. Without this, made pages lose 1.4 % of what has to go, and articles win nothing.
LIKELY_INTERFACE, SURE = 0.3, 0.85
PARAGRAPHS_TOO = ("cookie",)
# What never stays by being sure: headlines, credits and dates stand in the midst of an article.
NEVER = ("title", "caption", "byline", "date")


def outweighed(views: Sequence[View], scored: Sequence[Judgement]) -> list[Judgement]:
    """The scores, but low where a block's words say that it is likely an interface text, and it is no paragraph."""
    return [
        Judgement(LIKELY_INTERFACE, f"likely {seen.label}")
        if judgement.score > LIKELY_INTERFACE and _is_likely_interface(seen, judgement.score)
        else judgement
        for judgement, seen in zip(scored, views, strict=True)
    ]


def _is_likely_interface(seen: View, score: float) -> bool:
    if seen.against < LIKELY or seen.label == "teaser" or (score >= SURE and seen.label not in NEVER):
        return False
    return seen.prose < CERTAIN or seen.label in PARAGRAPHS_TOO


# What is kept where nothing reaches the threshold although there is prose: what comes next to the best.
ALL_THERE_IS, NEXT_TO_BEST = 0.55, 0.6


def guarded(views: Sequence[View], scored: list[Judgement]) -> list[Judgement]:
    """The scores, unless they would leave nothing although there is prose: then the best of the prose stays."""
    if any(one.score >= KEPT and seen.against < CERTAIN for one, seen in zip(scored, views, strict=True)):
        return scored
    prose = [i for i, seen in enumerate(views) if seen.prose >= LIKELY and seen.against < LIKELY]
    best = max((scored[i].score for i in prose), default=0.0)
    kept = {i for i in prose if scored[i].score >= NEXT_TO_BEST * best}
    return [Judgement(ALL_THERE_IS, "the only text there is") if i in kept else one for i, one in enumerate(scored)]


MODEL = Model()
