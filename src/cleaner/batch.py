"""Many items through one function: in order, lazily, in several processes, and without one bad item ending the run."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pickle import PicklingError
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
# A process is handed so many items at once, or fewer where they are long: sending has its price.
CHUNK_ITEMS, CHUNK_SIZE = 32, 400_000
# Chunks that wait for each process, so that none is idle while the results of a slow one are awaited.
AHEAD = 3


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be done.

    Attributes:
        number: its place among the items, from 0.
        error: the kind of error and what it said, such as `TypeError: clean() takes str, not NoneType`.
    """

    number: int
    error: str


class _Failed(NamedTuple):
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
    one_by_one = map(partial(_tried, function), items)
    results = one_by_one if workers == 1 else _Pool(function, workers).results(items)
    return itertools.starmap(_numbered, enumerate(results))


def _numbered(number: int, result: Result | _Failed) -> Result | Failure:
    return Failure(number, result.error) if isinstance(result, _Failed) else result


def _tried(function: Callable[[Item], Result], item: Item) -> Result | _Failed:
    try:
        return function(item)
    except Exception as error:
        return _Failed(f"{type(error).__name__}: {error}")


def _all_tried(function: Callable[[Item], Result], items: list[Item]) -> list[Result | _Failed]:
    return [_tried(function, item) for item in items]


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item) if isinstance(item, Sized) else 1
        if len(chunk) == CHUNK_ITEMS or size >= CHUNK_SIZE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _ignore_interrupts() -> None:
    """Ctrl-C is for the process that waits, which then ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Pool(Generic[Item, Result]):
    """Processes that work through chunks of items; where one dies, the chunks it took with it are done item by item."""

    def __init__(self, function: Callable[[Item], Result], workers: int) -> None:
        self._function = function
        self._workers = workers
        self._waiting: deque[tuple[list[Item], Future[list[Result | _Failed]]]] = deque()

    def results(self, items: Iterable[Item]) -> Iterator[Result | _Failed]:
        executor = self._executor(self._workers)
        chunks = _chunks(items)
        try:
            for chunk in itertools.islice(chunks, AHEAD * self._workers):
                self._submit(executor, chunk)
            while self._waiting:
                chunk, future = self._waiting.popleft()
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    executor.shutdown(cancel_futures=True)
                    yield from self._one_by_one(chunk)
                    executor = self._restarted()
                except (PicklingError, AttributeError) as error:
                    raise TypeError(f"what is not defined in a module cannot be sent to a process: {error}") from error
                for chunk in itertools.islice(chunks, 1):
                    self._submit(executor, chunk)
        finally:
            executor.shutdown(cancel_futures=True)

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, multiprocessing.get_context(), _ignore_interrupts)

    def _submit(self, executor: ProcessPoolExecutor, chunk: list[Item]) -> None:
        self._waiting.append((chunk, executor.submit(_all_tried, self._function, chunk)))

    def _restarted(self) -> ProcessPoolExecutor:
        """New processes for all chunks whose results have not come."""
        executor = self._executor(self._workers)
        chunks = [chunk for chunk, _ in self._waiting]
        self._waiting.clear()
        for chunk in chunks:
            self._submit(executor, chunk)
        return executor

    def _one_by_one(self, chunk: list[Item]) -> Iterator[Result | _Failed]:
        """The results of a chunk in which an item may be that kills its process (of memory, mostly)."""
        executor = self._executor(1)
        try:
            for item in chunk:
                try:
                    yield executor.submit(_tried, self._function, item).result()
                except BrokenProcessPool:
                    executor.shutdown(cancel_futures=True)
                    executor = self._executor(1)
                    yield _Failed("the process that worked on it died; was there too little memory?")
        finally:
            executor.shutdown(cancel_futures=True)
