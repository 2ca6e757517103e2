"""`cleaner ... -o OUTPUT`: files and folders of pages into one file of records, or file by file into a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from .. import fingerprint
from ..files.items import Item, files_in, items_of
from ..files.names import KINDS, MANY, Kind, named
from ..files.packing import STDIN, pyarrow_parquet
from ..files.run import Sink, run
from ..files.sinks import REJECTS, LineSink, ResumeError, State, TableSink, is_whole, schema_with
from ..files.work import Done, Work
from ..report.terminal import neutral

STDOUT = Path("-")
Step = Callable[[Item, Done], None]


class NoPagesError(ValueError):
    """A folder holds nothing that could be cleaned."""


class Task(NamedTuple):
    """One output and the files that it is made of."""

    output: Path
    sources: Sequence[Path]

    def kind_of(self, source: Path, options: argparse.Namespace) -> Kind:
        """What a source holds: as its name says, else text, or HTML where that was said."""
        told: Kind | None = options.input
        return told or named(source).kind or ("html" if options.html else "text")

    def items(self, options: argparse.Namespace) -> Iterator[Item]:
        """The records of all sources, one after the other."""
        for source in self.sources:
            yield from items_of(source, self.kind_of(source, options), text_field=options.text_field)


def run_corpus(options: argparse.Namespace, settings: dict[str, Any]) -> int:
    """Clean the files into `options.output`.

    Args:
        options: of the command line.
        settings: those of them that `clean` takes.

    Returns:
        The exit code: 0 where every record was cleaned, else 1.
    """
    work = Work(
        settings=settings,
        html=options.html,
        encoding=options.encoding or "",
        text_field=options.text_field,
        to_field=options.to_field or options.text_field,
        explain_field=options.explain_field,
        verdict_field=options.verdict_field,
        fingerprint_field=options.fingerprint_field,
        fingerprint=fingerprint(**settings),
    )
    total, failed = State(), False
    try:
        tasks = list(_tasks(options))
    except NoPagesError as error:
        _say(str(error))
        return 1
    with ExitStack() as stack:
        step = _progress(stack)
        for task in tasks:
            if options.resume and is_whole(task.output):
                continue
            try:
                state = _done(task, options, work, step)
            except (OSError, ResumeError, ModuleNotFoundError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                _say(f"{getattr(error, 'filename', None) or task.output}: {reason}")
                failed = True
                continue
            total.merge(state)
    if not options.quiet:
        _say(summary(total))
    return int(failed or total.rejected > 0)


def _tasks(options: argparse.Namespace) -> Iterator[Task]:
    """Which outputs are to be made of which files."""
    inputs = [Path(file) for file in options.files]
    output = Path(options.output) if options.output else STDOUT
    found = list(files_in(inputs))
    for folder in inputs:
        if folder.is_dir() and not any(under == folder for _, under in found):
            raise NoPagesError(f"{folder}: holds no file whose name ends in {', '.join(KINDS)}")
    many = [path for path in inputs if path.is_dir()] or len(inputs) > 1
    into_folder = output != STDOUT and (output.is_dir() or (not named(output).kind and bool(many)))
    if not into_folder:
        yield Task(output, [file for file, _ in found])
        return
    for file, folder in found:
        yield Task(output / file.relative_to(folder).parent / _name_of_output(file), [file])


def _name_of_output(file: Path) -> str:
    """What a file's output is called in a folder: text for a page, JSONL for records, Parquet for Parquet."""
    kind, packing, stem = named(file)
    if kind == "parquet":
        return f"{stem}.parquet"
    return f"{stem}.jsonl{'.' if packing else ''}{packing}" if kind in MANY else f"{stem}.txt"


def _done(task: Task, options: argparse.Namespace, work: Work, step: Step) -> State:
    kind = named(task.output).kind
    if task.output == STDOUT:
        return run(task.items(options), StdoutSink(), work, jobs=options.jobs, step=step)
    rejects = Path(options.rejects) if options.rejects else task.output.with_name(task.output.name + REJECTS)
    sink: Sink
    if kind == "parquet":
        work = replace(work, shape="row")
        sink = TableSink(task.output, rejects, _schema(task, work))
    else:
        work = replace(work, shape="text" if kind == "text" else "jsonl")
        asked = {
            "inputs": [_identity(file) for file in task.sources],
            "pipeline": work.fingerprint,
            "fields": [work.shape, work.html, work.encoding, work.text_field, work.to_field, *_added(work)],
        }
        sink = LineSink(task.output, rejects, asked, resume=options.resume)
    return run(task.items(options), sink, work, jobs=options.jobs, step=step)


def _identity(file: Path) -> list[str | int]:
    """What a file is told by when a run resumes; standard input has to come in the same way once more."""
    return [str(file)] if file == STDIN else [str(file), file.stat().st_size, file.stat().st_mtime_ns]


def _schema(task: Task, work: Work) -> Any:
    pyarrow_parquet()
    if any(named(file).kind != "parquet" for file in task.sources):
        raise OSError("a Parquet file is made of Parquet files; write other records to a .jsonl file")
    return schema_with(task.sources[0], [name for name in (work.to_field, *_added(work)) if name])


def _added(work: Work) -> tuple[str, str, str]:
    """The fields that are added to a record."""
    return work.explain_field, work.verdict_field, work.fingerprint_field


class StdoutSink:
    """Records to standard output; what is rejected is complained of."""

    def __init__(self) -> None:
        self.state = State()

    def write(self, done: Done) -> None:
        """Print a line."""
        if isinstance(done.data, bytes):
            sys.stdout.buffer.write(done.data)

    def reject(self, place: str, error: str, data: str | bytes) -> None:
        """Say what is wrong with a record."""
        _say(f"{place}: {error}")

    def checkpoint(self) -> None:
        """Show what has come so far."""
        sys.stdout.buffer.flush()

    finish = close = checkpoint


def _progress(stack: ExitStack) -> Step:
    """A bar on standard error, where that is a terminal and tqdm is there."""
    if not sys.stderr.isatty():
        return lambda item, done: None
    try:
        from tqdm import tqdm
    except ModuleNotFoundError:
        return lambda item, done: None
    bar = stack.enter_context(tqdm(unit=" pages", file=sys.stderr))

    def step(item: Item, done: Done) -> None:
        bar.update()

    return step


def summary(state: State) -> str:
    """What was done, and what was removed by label.

    >>> print(summary(State(items=3, rejected=1, removed={"article": (4, 900), "share": (2, 100)})))
    3 records, 1 rejected
              kept      4 pieces          900 characters  90.0 %
             share      2 pieces          100 characters  10.0 %
    """
    everything = max(1, sum(characters for _, characters in state.removed.values()))
    rows = sorted(state.removed.items(), key=lambda row: (row[0] != "article", -row[1][1], row[0]))
    lines = [f"{state.items} records, {state.rejected} rejected"]
    for label, (pieces, characters) in rows:
        name = "kept" if label == "article" else label
        share = 100 * characters / everything
        lines.append(f"{name:>14} {pieces:>6} pieces {characters:>12} characters {share:>5.1f} %")
    return "\n".join(lines)


def _say(text: str) -> None:
    lines = "\n".join(map(neutral, text.split("\n")))
    print(f"cleaner: {lines}", file=sys.stderr)
