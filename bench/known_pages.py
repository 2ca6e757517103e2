"""Where the development benchmark stands, and its scorer: what the scripts of this folder share."""

import argparse
import hashlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ("wcxb", "fundus", "daniel", "trafilatura")

FOLDS = 5
# Weights that were fitted without the hosts of a fold; what `bench/train --folds` wrote.
FOLD_WEIGHTS = Path(__file__).with_name("folds")

KnownPage = dict[str, Any]
"""A record of a corpus, as the benchmark's README describes it."""


def fold_of(host: str) -> int:
    """The fold of a host; the same on every machine. Pages of one host are in one fold."""
    return int(hashlib.sha256(host.encode()).hexdigest(), 16) % FOLDS


def unseen_weights(host: str, of: str = "fold") -> str:
    """The file of weights that saw no page of this host: "fold" for flat text, "html" for HTML."""
    return str(FOLD_WEIGHTS / f"{of}-{fold_of(host)}.json")


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Give a script the option that says where the benchmark stands."""
    parser.add_argument(
        "--data", type=Path, default=ROOT.parent / "shared" / "bench", help="the benchmark (default: %(default)s)"
    )


def leave_without(data: Path) -> None:
    """End the script, and well, where the benchmark is absent: it may not be handed on with the code."""
    needed = ["score.py", "interface.py", *(f"{corpus}.jsonl.xz" for corpus in CORPORA)]
    absent = [name for name in needed if not (data / name).is_file()]
    if absent:
        print(f"skipped: no benchmark in {data} (without {', '.join(absent)}); say where it is with --data DIR")
        sys.exit(0)


def load_scorer(data: Path) -> ModuleType:
    """The benchmark's own score.py as a module, so that its figures are the ones that are held against the floors."""
    spec = importlib.util.spec_from_file_location("benchmark_score", data / "score.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"{data / 'score.py'} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_corpus(scorer: ModuleType, data: Path, corpus: str) -> Iterator[tuple[int, KnownPage]]:
    """The pages of a corpus with their numbers."""
    yield from enumerate(scorer.pages(data, corpus))
