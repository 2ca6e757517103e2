"""Two passes, each fold judged by forests that never saw it; and the calibration of what comes out."""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from fitting import Fitted, Shape, fit
from numpy.typing import NDArray
from samples import Sample
from sklearn.isotonic import IsotonicRegression
from tables import Numbers, Table, tabulate, tabulate_again

from cleaner.decide.model import Weights
from cleaner.decide.trees import Forest
from known_pages import FOLDS

FIRST, SECOND = Shape(trees=60, leaves=15, rate=0.17), Shape(trees=90, leaves=15, rate=0.12)
# Points of the calibration; more would follow the noise.
POINTS = 24
Scores = NDArray[np.float64]


class Learned(NamedTuple):
    """What training gives: weights, and how they came about.

    Attributes:
        shipped: fitted on all samples.
        folds: for each fold weights fitted on the others.
        scores: each row's probability by the weights of the folds that it is not in.
        table: the rows.
    """

    shipped: Weights
    folds: list[Weights]
    scores: Scores
    table: Table


def learn(samples: Sequence[Sample], say: Callable[[str], None]) -> Learned:
    """Fit both passes, out of fold and on everything.

    The second pass learns from first-pass scores that are out of fold. For the weights that judge fold k, those come
    from forests that saw neither the row's own fold nor fold k, so that nothing of fold k reaches what judges it.
    """
    table = tabulate(samples)
    say(f"{len(samples)} samples, {len(table.rows)} blocks, {len(table.names)} features")
    fold = np.concatenate([np.full(len(one.labels), one.fold) for one in samples])

    def first_without(out: Collection[int]) -> Fitted:
        return _fit(table.rows, table, table.names, ~np.isin(fold, list(out)), FIRST)

    single = [first_without((k,)) for k in range(FOLDS)]
    pairs = {frozenset(pair): first_without(pair) for pair in combinations(range(FOLDS), 2)}
    say("first pass fitted")
    totals, folds = np.zeros(len(fold)), []
    for k in range(FOLDS):
        # For rows of fold k itself the forest is the one that will judge it.
        first = _scores(table, fold, [single[k] if j == k else pairs[frozenset((j, k))] for j in range(FOLDS)])
        names, rows = _again(table, first)
        second = _fit(rows, table, names, fold != k, SECOND)
        totals[fold == k] = second.predict(rows[fold == k])
        folds.append((single[k].forest, second.forest))
        say(f"fold {k} fitted")
    typical = {name: float(value) for name, value in zip(table.names, np.median(table.rows, axis=0), strict=True)}
    first = _scores(table, fold, single)
    names, rows = _again(table, first)
    typical |= {name: float(value) for name, value in zip(names, np.median(rows, axis=0), strict=True)}
    counted = table.known & (table.weight > 0)
    finished = []
    scores = np.zeros(len(fold))
    for k, (one, two) in enumerate(folds):
        points = calibrate(totals, table.main, counted & (fold != k))
        finished.append(_weights(one, two, points, typical))
        scores[fold == k] = np.interp(totals[fold == k], [x for x, _ in points], [y for _, y in points])
    everything = np.ones(len(fold), bool)
    shipped = _weights(
        _fit(table.rows, table, table.names, everything, FIRST).forest,
        _fit(rows, table, names, everything, SECOND).forest,
        calibrate(totals, table.main, counted),
        typical,
    )
    say("everything fitted")
    return Learned(shipped, finished, scores, table)


def _fit(rows: Numbers, table: Table, names: Sequence[str], where: NDArray[np.bool_], shape: Shape) -> Fitted:
    used = where & (table.weight > 0)
    return fit(rows[used], table.main[used], table.weight[used], names, shape)


def _scores(table: Table, fold: NDArray[np.int_], fitted: Sequence[Fitted]) -> Scores:
    scores = np.zeros(len(fold))
    for k, one in enumerate(fitted):
        scores[fold == k] = 1 / (1 + np.exp(-one.predict(table.rows[fold == k])))
    return scores


def _again(table: Table, first: Scores) -> tuple[tuple[str, ...], Numbers]:
    names, rows = tabulate_again(table, first)
    return (*table.names, *names), np.hstack([table.rows, rows])


def calibrate(totals: Scores, main: Numbers, where: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """Points of a rising line from sums to shares of main text, by isotonic regression on the rows given."""
    curve = IsotonicRegression(y_min=0.002, y_max=0.998, out_of_bounds="clip").fit(totals[where], main[where])
    xs = np.unique(np.quantile(totals[where], np.linspace(0.002, 0.998, POINTS)).round(3))
    ys = curve.predict(xs).round(4)
    return tuple((float(x), float(y)) for x, y in zip(xs, ys, strict=True))


def _weights(one: Forest, two: Forest, points: tuple[tuple[float, float], ...], typical: dict[str, float]) -> Weights:
    used = {*one.features, *two.features}
    return Weights(one, two, points, {name: round(value, 5) for name, value in typical.items() if name in used})


def calibration_error(scores: Scores, main: Iterable[float], bins: int = 10) -> float:
    """The expected calibration error: the mean gap between probability and share, over bins of equal width."""
    wanted = np.asarray(main, float)
    places = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [
        abs(scores[places == b].mean() - wanted[places == b].mean()) * (places == b).mean()
        for b in range(bins)
        if (places == b).any()
    ]
    return float(sum(gaps))
