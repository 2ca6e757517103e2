"""The command `cleaner`: pages from files or standard input in, articles out, for shells and for a first look."""

import argparse
import codecs
import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TextIO

from . import Explanation, __version__, explain, explain_html
from .files.names import KIND_NAMES, holds_many
from .report.terminal import neutral, render

STDIN = "-"
UTF8 = "utf-8"
# What the shipped filters call their finds; a test holds it equal to what they know.
LABELS = (
    "advert", "byline", "caption", "comments", "cookie", "copyright", "date", "login", "navigation", "newsletter",
    "paywall", "read-more", "related", "share", "teaser", "title", "widget",
)  # fmt: skip
DONE, FAILED, INTERRUPTED = 0, 1, 130
# Each is a module of `commands`, loaded when it is asked for. A file of such a name is `./lint`.
COMMANDS = ("lint",)
DEFAULTS = explain.__kwdefaults__ or {}

EPILOG = f"""\
other commands, each with --help:
  cleaner lint     what the output of another extractor still holds

labels: {", ".join(LABELS[:9])},
  {", ".join(LABELS[9:])}

exit codes:
  0    every file was done, or whoever read the output closed the pipe
  1    some file could not be read (the others were done), or the output not written
  2    wrong usage
  130  interrupted from the keyboard
"""


class UnreadableError(Exception):
    """A file is not in the encoding it was read in; the message says where, and what to do."""


def _labels(value: str) -> list[str]:
    labels = [label.strip() for label in value.split(",")]
    for label in labels:
        if label not in LABELS:
            raise argparse.ArgumentTypeError(f"no label {label!r}; labels are {', '.join(LABELS)}")
    return labels


def _threshold(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number from 0 to 1")
    return number


def _encoding(value: str) -> str:
    try:
        "".encode(value)
    except (LookupError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no text encoding; try utf-8, cp1252 or utf-16") from error
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cleaner",
        description="Print the article in the text of a scraped page, without the interface texts around it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="pages, files of pages, or folders; - or no file: standard input")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--explain", action="store_true", help="show what became of each line, and why")
    shape.add_argument("--json", action="store_true", help="one JSON object a file, each on a line: file, text, pieces")
    add("--language", default="", metavar="CODE", help="the pages' language, such as ro; else it is detected")
    add(
        "--keep",
        type=_labels,
        action="append",
        default=[],
        metavar="LABEL[,LABEL]",
        help="what stays although it is not main text; may be repeated",
    )
    add(
        "--threshold",
        type=_threshold,
        default=DEFAULTS["threshold"],
        metavar="X",
        help="from 0 (keep much) to 1 (keep little); %(default)s if not given",
    )
    add("--blank-lines", action="store_true", help="put a blank line between paragraphs")
    add("--html", action="store_true", help="the input is HTML; needs the extra: pip install 'cleaner-flatpage[html]'")
    add("--encoding", type=_encoding, metavar="NAME", help="of the input; else text is utf-8, and HTML what it says")
    _add_corpus_options(parser)
    add("--version", action="version", version=f"cleaner {__version__}", help="print the version and exit")
    return parser


def _add_corpus_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "files of pages",
        "JSONL, Common Crawl WET and WARC, Parquet (as .gz and .zst too), and folders of these and of .txt and .html. "
        "Needs the extra: pip install 'cleaner-flatpage[files]'",
    )
    add = group.add_argument
    add("-o", "--output", metavar="PATH", help="a .jsonl, .parquet or .txt file (also .gz, .zst), or a folder")
    add("--input", choices=KIND_NAMES, help="what the files hold, whatever their names say; - is standard input")
    add("--jobs", type=_jobs, default=1, metavar="N", help="processes; the output is the same for any number")
    add("--text-field", default="text", metavar="NAME", help="where a record holds the page; %(default)s if not given")
    add("--to-field", default="", metavar="NAME", help="where the article goes; if not given, in the place of the page")
    add("--explain-field", default="", metavar="NAME", help="where each piece's fate goes")
    add("--verdict-field", default="", metavar="NAME", help="where the kind of page goes, and whether it breaks off")
    add("--fingerprint-field", default="", metavar="NAME", help="where the pipeline's fingerprint goes")
    add("--resume", action="store_true", help="go on where a run that was killed stopped; what is whole is left alone")
    add("--rejects", metavar="FILE", help="for records that cannot be cleaned; OUTPUT.rejects.jsonl if not given")
    add("--quiet", action="store_true", help="no summary at the end")


def _jobs(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of processes")
    return int(value)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the arguments behind the command's name; None for those of the process.

    Returns:
        The exit code: 0, 1 or 130. Wrong usage raises `SystemExit(2)`, as argparse does.
    """
    run = _asked(list(sys.argv[1:] if argv is None else argv))
    if sys.stdout is None:  # the shell closed it: `cleaner >&-`
        _complain("standard output", os.strerror(errno.EBADF))
        return FAILED
    _prepare(sys.stdout)
    try:
        return run()
    except KeyboardInterrupt:
        _discard(sys.stdout)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read has enough
        _discard(sys.stdout)
    except OSError as error:
        _discard(sys.stdout)
        _complain("standard output", error.strerror or str(error))
        return FAILED
    return DONE


def _asked(arguments: list[str]) -> Callable[[], int]:
    """What the arguments ask for: one of the commands by its name, or to clean."""
    if arguments and arguments[0] in COMMANDS:
        name = arguments.pop(0)
        module = import_module(f".commands.{name.replace('-', '_')}", __package__)
        parser = argparse.ArgumentParser(
            prog=f"cleaner {name}", description=(module.__doc__ or "").partition(":")[2].strip(), allow_abbrev=False
        )
        module.add_arguments(parser)
        return partial(module.run, parser.parse_args(arguments))
    return partial(_clean, _parser().parse_args(arguments))


def _prepare(out: TextIO) -> None:
    """Write UTF-8 whatever the locale, except to a terminal, which knows better what it can show."""
    reconfigure = getattr(out, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding=None if out.isatty() else "utf-8", errors="backslashreplace")


def _discard(out: TextIO) -> None:
    """Point a broken output at nothing, for the interpreter flushes it once more when it ends."""
    with suppress(OSError):  # an output without a file behind it needs none of this
        number = out.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)


def _clean(options: argparse.Namespace) -> int:
    """Do every file that can be done and complain of the others; an error of the output is the caller's."""
    files: list[str] = options.files or [STDIN]
    settings = {
        "language": options.language,
        "threshold": options.threshold,
        "keep": frozenset(label for labels in options.keep for label in labels),
        "blank_lines": options.blank_lines,
    }
    if options.output and not options.files:
        _parser().error("-o needs files; write - for standard input, and --input jsonl if it holds records")
    if options.output or options.input or any(holds_many(Path(file)) for file in options.files):
        from .commands.corpus import run_corpus

        return run_corpus(options, settings)
    failed: list[str] = []
    gap = ""
    try:
        for file, data in _inputs(files, options, failed):
            if isinstance(data, bytes):
                explanation = explain_html(data, encoding=options.encoding or "", **settings)
            else:
                explanation = explain(data, **settings)
            shown = _shown(file, explanation, options, many=len(files) > 1)
            if shown:
                print(f"{gap}{shown}", flush=True)
                gap = "" if options.json else "\n"
    except BrokenPipeError:  # whoever read has enough; what failed before is told all the same
        _discard(sys.stdout)
    return FAILED if failed else DONE


def _inputs(files: Iterable[str], options: argparse.Namespace, failed: list[str]) -> Iterator[tuple[str, str | bytes]]:
    """Name and text (of HTML the bytes) of each file that can be read; the others are complained of and listed."""
    for file in files:
        try:
            data = _read(file)
            text = data if options.html else _decode(data, options.encoding or UTF8)
        except (OSError, UnreadableError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            _complain("standard input" if file == STDIN else file, reason)
            failed.append(file)
        else:
            yield file, text


def _read(file: str) -> bytes:
    if file != STDIN:
        with open(file, "rb") as opened:
            return opened.read()
    if sys.stdin is None:  # the shell closed it: `cleaner <&-`
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    data: bytes = sys.stdin.buffer.read()
    return data


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        guess = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "cp1252"
        raise UnreadableError(
            f"not {encoding}: byte 0x{data[error.start]:02x} at offset {error.start} ({error.reason}); "
            f"name the encoding it has, such as --encoding {guess}"
        ) from error
    except UnicodeError as error:
        raise UnreadableError(f"not {encoding}: {error}; name the encoding it has with --encoding NAME") from error


def _shown(file: str, explanation: Explanation, options: argparse.Namespace, *, many: bool) -> str:
    if options.json:
        return json.dumps({"file": file, **explanation.to_dict()}, ensure_ascii=False)
    if options.explain:
        head = f"{neutral(file)}: " if many else ""
        return head + render(explanation, colour=_wants_colour(sys.stdout))
    return explanation.text


def _wants_colour(out: TextIO) -> bool:
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _complain(name: str, reason: str) -> None:
    print(f"cleaner: {neutral(name)}: {reason}", file=sys.stderr)
