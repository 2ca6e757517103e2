"""Many items through one function: in order, lazily, in several processes, and without one bad item ending the run."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be done.

    Attributes:
        number: its place among the items, from 0.
        error: the kind of error and what it said, such as `TypeError: clean() takes str, not NoneType`.
    """

    number: int
    error: str


class Failed(NamedTuple):
    """What a process sends back for an item that raised; not every error can be pickled."""

    error: str


def ordered(function: Callable[[Item], Result], items: Iterable[Item], workers: int = 1) -> Iterator[Result | Failure]:
    """The function's results for all items, in the order of the items, as they come.

    Args:
        function: what is done with each; it has to pickle where there is more than one worker.
        items: taken as they are needed; never more than some chunks for each worker are held.
        workers: processes; 1 does all in this one.

    Returns:
        For each item its result, or a `Failure` where the function raised or the process died of it.

    Raises:
        ValueError: there is less than one worker.
        TypeError: the function does not pickle.
    """
    if not isinstance(workers, int) or workers < 1:
        raise ValueError(f"workers={workers!r}: write a number of processes; this machine has {os.cpu_count()} cores")
    return itertools.starmap(_numbered, enumerate(_results(function, items, workers)))


def _results(function: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result | Failed]:
    if workers == 1:
        return map(partial(tried, function), items)
    # What processes need takes a quarter of the package's start, and most who import it never ask for any.
    from .pool import Pool

    return Pool(function, workers).results(items)


def _numbered(number: int, result: Result | Failed) -> Result | Failure:
    return Failure(number, result.error) if isinstance(result, Failed) else result


def tried(function: Callable[[Item], Result], item: Item) -> Result | Failed:
    """What the function makes of an item, or what it raised."""
    try:
        return function(item)
    except Exception as error:
        return Failed(f"{type(error).__name__}: {error}")
