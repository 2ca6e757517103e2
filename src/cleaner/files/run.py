"""From files to an output: records in their order through workers, counted, with checkpoints on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol

from ..batch import Failure, ordered
from .items import Item
from .sinks import State
from .work import Done, Work

# A killed run does so many records once more, and a packed output has a part for so many.
CHECKPOINT = 250


class Sink(Protocol):
    """Where outputs go; see `files.sinks`."""

    state: State

    def write(self, done: Done) -> None:
        """Add an output."""

    def reject(self, place: str, error: str, data: str | bytes) -> None:
        """Set a record aside."""

    def checkpoint(self) -> None:
        """Make what is written so far outlive a kill."""

    def finish(self) -> None:
        """All is written."""

    def close(self) -> None:
        """Not all is written, and no more will be."""


def run(
    items: Iterable[Item],
    sink: Sink,
    work: Work,
    *,
    jobs: int = 1,
    step: Callable[[Item, Done], None] = lambda item, done: None,
) -> State:
    """Clean the items into the sink.

    Args:
        items: all that the output is made of; those a resumed sink has already are passed over.
        sink: takes what comes out, in the order of the items.
        work: what is done with each.
        jobs: processes.
        step: is told of each item that is done.

    Returns:
        What was read, written and rejected, that of the runs before included.
    """
    waiting: deque[Item] = deque()
    try:
        done_before = sink.state.items
        for result in ordered(work, _remembered(islice(items, done_before, None), waiting), jobs):
            item = waiting.popleft()
            done = Done(b"", {}, result.error) if isinstance(result, Failure) else result
            if done.error:
                sink.reject(item.place, done.error, item.data)
            else:
                sink.write(done)
            sink.state.add(done)
            step(item, done)
            if sink.state.items % CHECKPOINT == 0:
                sink.checkpoint()
    except BaseException:
        sink.close()
        raise
    sink.finish()
    return sink.state


def _remembered(items: Iterable[Item], waiting: deque[Item]) -> Iterator[Item]:
    for item in items:
        waiting.append(item)
        yield item
