"""Processes that work through chunks of items; loaded where there is more than one worker."""

from __future__ import annotations

import itertools
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pickle import PicklingError
from typing import Generic

from .batch import Failed, Item, Result, tried

# A process is handed so many items at once, or fewer where they are long: sending has its price.
CHUNK_ITEMS, CHUNK_SIZE = 32, 400_000
# Chunks that wait for each process, so that none is idle while the results of a slow one are awaited.
AHEAD = 3


def _all_tried(function: Callable[[Item], Result], items: list[Item]) -> list[Result | Failed]:
    return [tried(function, item) for item in items]


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


class Pool(Generic[Item, Result]):
    """Processes that work through chunks of items; where one dies, the chunks it took with it are done item by item."""

    def __init__(self, function: Callable[[Item], Result], workers: int) -> None:
        self._function = function
        self._workers = workers
        self._waiting: deque[tuple[list[Item], Future[list[Result | Failed]]]] = deque()

    def results(self, items: Iterable[Item]) -> Iterator[Result | Failed]:
        """The function's results for all items, in their order."""
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

    def _one_by_one(self, chunk: list[Item]) -> Iterator[Result | Failed]:
        """The results of a chunk in which an item may be that kills its process (of memory, mostly)."""
        executor = self._executor(1)
        try:
            for item in chunk:
                try:
                    yield executor.submit(tried, self._function, item).result()
                except BrokenProcessPool:
                    executor.shutdown(cancel_futures=True)
                    executor = self._executor(1)
                    yield Failed("the process that worked on it died; was there too little memory?")
        finally:
            executor.shutdown(cancel_futures=True)
