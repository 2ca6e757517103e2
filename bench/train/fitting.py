"""Boosted trees fitted with LightGBM, and turned into the forests that the package reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import lightgbm
import numpy as np
from numpy.typing import NDArray

from cleaner.decide.trees import EVERY_LEAF, MOST_LEAVES, Forest

Numbers = NDArray[np.float32]
# Enough digits for any split between two values that differ, and for a sum of a hundred leaves.
DIGITS = 5


class Shape(NamedTuple):
    """How large a forest is, and how fast it learns."""

    trees: int
    leaves: int = 15
    rate: float = 0.15


class Fitted(NamedTuple):
    """A forest for the package, and what scores many rows at once while training."""

    forest: Forest
    booster: lightgbm.Booster

    def predict(self, rows: Numbers) -> NDArray[np.float64]:
        """The sum of each row: log-odds."""
        return np.asarray(self.booster.predict(rows, raw_score=True))


FIXED: Mapping[str, Any] = {
    "objective": "binary",
    "min_data_in_leaf": 300,
    "feature_fraction": 0.4,
    "data_sample_strategy": "goss",
    "lambda_l2": 5.0,
    "max_bin": 63,
    "verbose": -1,
    "num_threads": 2,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
}


def fit(rows: Numbers, main: Numbers, weight: Numbers, names: Sequence[str], shape: Shape) -> Fitted:
    """Fit a forest to rows of features.

    Args:
        rows: a row a block, a column a feature.
        main: 1.0 where the block is main text.
        weight: how much each block counts.
        names: of the features.
        shape: size and rate.
    """
    least = min(FIXED["min_data_in_leaf"], max(2, len(rows) // 50))
    options = {**FIXED, "num_leaves": shape.leaves, "learning_rate": shape.rate, "min_data_in_leaf": least}
    data = lightgbm.Dataset(rows, main, weight=weight / weight.mean(), feature_name=_numbered(len(names)))
    booster = lightgbm.train(options, data, shape.trees)
    return Fitted(to_forest(booster.dump_model(), names), booster)


def _numbered(count: int) -> list[str]:
    return [f"f{number}" for number in range(count)]


def to_forest(dumped: Mapping[str, Any], names: Sequence[str]) -> Forest:
    """The forest in what LightGBM's `dump_model` says; features that no tree asks for are left out."""
    splits: dict[int, list[tuple[float, int, int]]] = {}
    leaves = []
    for number, tree in enumerate(dumped["tree_info"]):
        values: list[float] = []
        for feature, threshold, rest in _walk(tree["tree_structure"], values):
            splits.setdefault(feature, []).append((threshold, number, rest))
        if len(values) > MOST_LEAVES:
            raise ValueError(f"tree {number} has {len(values)} leaves; a forest takes {MOST_LEAVES}")
        leaves.append(tuple(values))
    used = sorted(splits)
    return Forest(
        tuple(names[feature] for feature in used),
        tuple(tuple(sorted(splits[feature])) for feature in used),
        tuple(leaves),
        0.0,
    )


def _walk(node: Mapping[str, Any], leaves: list[float]) -> Iterator[tuple[int, float, int]]:
    """The splits of a tree, each with the leaves that remain where a value exceeds it; gathers the leaves."""
    if "leaf_value" in node:
        leaves.append(round(float(node["leaf_value"]), DIGITS))
        return
    first = len(leaves)
    yield from _walk(node["left_child"], leaves)
    ruled_out = (1 << len(leaves)) - (1 << first)
    yield int(node["split_feature"]), _rounded(float(node["threshold"])), EVERY_LEAF & ~ruled_out
    yield from _walk(node["right_child"], leaves)


def _rounded(threshold: float) -> float:
    return float(f"{threshold:.7g}")
