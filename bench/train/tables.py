"""Samples as tables of numbers, one row a block, made by several processes."""

from collections.abc import Callable, Sequence
from itertools import accumulate
from multiprocessing import get_context
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from samples import LEAST_KNOWN, MAIN, PROCESSES, Sample

from cleaner.decide.features import Described, describe, redescribe

Numbers = NDArray[np.float32]
Part = TypeVar("Part")
# How much of a page's weight is shared out by block, the rest by word: figures count words, readers count lines.
BY_BLOCK, MOST_WORDS, LEAST_WORDS = 0.35, 150, 50


class Table(NamedTuple):
    """The blocks of many samples.

    Attributes:
        names: of the features.
        rows: a row a block, a column a feature.
        main: 1 where the block is main text.
        weight: how much the block counts in training.
        known: whether the block's label is known at all.
        starts: where each sample begins; one more for the end.
    """

    names: tuple[str, ...]
    rows: Numbers
    main: Numbers
    weight: Numbers
    known: NDArray[np.bool_]
    starts: list[int]

    def of(self, samples: Sequence[int]) -> NDArray[np.intp]:
        """The rows of these samples."""
        return np.concatenate([np.arange(self.starts[i], self.starts[i + 1]) for i in samples])


def parallel(work: Callable[[range], Part], count: int) -> list[Part]:
    """What `work` gives back for each part of `count` samples, in order."""
    size = max(1, -(-count // (4 * PROCESSES)))
    parts = [range(start, min(start + size, count)) for start in range(0, count, size)]
    # Forked, so that the samples need not be sent.
    with get_context("fork").Pool(PROCESSES) as pool:
        return pool.map(work, parts, chunksize=1)


_SAMPLES: list[Sample] = []
_DESCRIBED: list[Described] = []


def tabulate(samples: Sequence[Sample]) -> Table:
    """The first pass's view of the samples; later calls of `tabulate_again` are about these."""
    _SAMPLES[:] = samples
    parts = parallel(_describe_part, len(samples))
    _DESCRIBED[:] = [described for part in parts for described in part[0]]
    sizes = [len(sample.labels) for sample in samples]
    labels = [label for sample in samples for label in sample.labels]
    known = np.array([label.known >= LEAST_KNOWN for label in labels])
    main = np.array([label.share >= MAIN for label in labels], np.float32)
    weight = np.concatenate([_weights(sample) for sample in samples]) * known
    rows = np.concatenate([part[1] for part in parts])
    return Table(parts[0][2], rows, main, weight.astype(np.float32), known, [0, *accumulate(sizes)])


def _describe_part(part: range) -> tuple[list[Described], Numbers, tuple[str, ...]]:
    described: list[Described] = []
    rows: list[Numbers] = []
    names: tuple[str, ...] = ()
    for number in part:
        one = describe(_SAMPLES[number].marked)
        names = (*one.columns, *one.facts)
        rows.append(_rows(one.columns, one.facts, len(one.words)))
        described.append(one._replace(columns={}))
    return described, np.concatenate(rows), names


def _rows(columns: dict[str, list[float]], facts: dict[str, float], size: int) -> Numbers:
    table = np.empty((size, len(columns) + len(facts)), np.float32)
    for place, column in enumerate(columns.values()):
        table[:, place] = column
    table[:, len(columns) :] = list(facts.values())
    return table


def tabulate_again(table: Table, first: NDArray[np.float64]) -> tuple[tuple[str, ...], Numbers]:
    """The columns that the second pass adds, given the first pass's probability of each row."""
    _FIRST[:] = [first, table.starts]
    parts = parallel(_redescribe_part, len(_SAMPLES))
    return parts[0][1], np.concatenate([part[0] for part in parts])


_FIRST: list[Any] = []


def _redescribe_part(part: range) -> tuple[Numbers, tuple[str, ...]]:
    first, starts = _FIRST
    rows: list[Numbers] = []
    names: tuple[str, ...] = ()
    for number in part:
        again = redescribe(_DESCRIBED[number], first[starts[number] : starts[number + 1]].tolist())
        names = (*again.columns, *again.facts)
        rows.append(_rows(again.columns, again.facts, starts[number + 1] - starts[number]))
    return np.concatenate(rows), names


def _weights(sample: Sample) -> Numbers:
    words = np.array([len(block.tokens) for block in sample.marked.blocks], np.float32)
    known = np.array([label.known for label in sample.labels], np.float32)
    total = max(LEAST_WORDS, float(words[known > 0].sum()))
    share = BY_BLOCK / max(1, len(words)) + (1 - BY_BLOCK) * (np.minimum(words, MOST_WORDS) + 2) / total
    weights: Numbers = (share * known * sample.weight).astype(np.float32)
    return weights
