"""The forest answers as walking its trees would."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.decide.model import calibrated
from cleaner.decide.trees import Forest

NAMES = ("a", "b", "c")
Node = tuple[int, float, "Node", "Node"] | float


def nodes() -> st.SearchStrategy[Node]:
    leaf = st.floats(-2, 2).map(lambda value: round(value, 3))
    thresholds = st.sampled_from([-1.0, 0.0, 0.5, 0.5, 2.0])
    return st.recursive(leaf, lambda sub: st.tuples(st.integers(0, 2), thresholds, sub, sub), max_leaves=8)


def walk(node: Node, values: tuple[float, ...]) -> float:
    while isinstance(node, tuple):
        feature, threshold, low, high = node
        node = low if values[feature] <= threshold else high
    return node


def forest_of(trees: list[Node]) -> Forest:
    splits: list[list[tuple[float, int, int]]] = [[], [], []]
    leaves = []

    def gather(node: Node, tree: int, found: list[float]) -> None:
        if not isinstance(node, tuple):
            found.append(node)
            return
        first = len(found)
        gather(node[2], tree, found)
        rest = 0xFFFF & ~((1 << len(found)) - (1 << first))
        splits[node[0]].append((node[1], tree, rest))
        gather(node[3], tree, found)

    for number, tree in enumerate(trees):
        found: list[float] = []
        gather(tree, number, found)
        leaves.append(tuple(found))
    return Forest(NAMES, tuple(tuple(sorted(rows)) for rows in splits), tuple(leaves), 0.25)


@given(
    st.lists(nodes(), min_size=1, max_size=5),
    st.lists(st.tuples(*[st.sampled_from([-2.0, -1.0, 0.0, 0.2, 0.5, 1.0, 2.0, 3.0])] * 3), min_size=1, max_size=6),
)
def test_a_forest_is_the_sum_of_its_trees(trees: list[Node], rows: list[tuple[float, ...]]) -> None:
    columns = {name: [row[place] for row in rows] for place, name in enumerate(NAMES)}
    expected = [0.25 + sum(walk(tree, row) for tree in trees) for row in rows]
    assert forest_of(trees)(columns, {}) == pytest.approx(expected)


@given(st.lists(nodes(), min_size=1, max_size=3), st.sampled_from([-1.0, 0.2, 3.0]))
def test_a_fact_counts_as_a_column_of_equal_values(trees: list[Node], value: float) -> None:
    forest = forest_of(trees)
    columns = {"a": [0.0, 1.0], "b": [0.5, -2.0]}
    assert forest(columns, {"c": value}) == forest({**columns, "c": [value, value]}, {})


def test_a_forest_survives_being_written() -> None:
    forest = forest_of([(0, 0.5, 1.0, (1, 0.0, -1.0, 2.0))])
    assert Forest.from_data(forest.to_data()) == forest


def test_the_calibration_rises_and_stays_within_its_ends() -> None:
    points = ((-2.0, 0.01), (0.0, 0.4), (3.0, 0.99))
    found = [calibrated(total, points) for total in (-9.0, -2.0, -1.0, 0.0, 1.5, 3.0, 9.0)]
    assert found[0] == 0.01
    assert found[-1] == 0.99
    assert all(a <= b for a, b in pairwise(found))
    assert calibrated(-1.0, points) == pytest.approx(0.205)
