"""What several test modules need: the fixtures by name, and a process of one's own for what might hang."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner import clean

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
# The languages that have more fixtures than the others; then all with a pack.
FIRST_LANGUAGES = ("en", "ro", "de", "fr", "es", "it", "pl", "ru", "el", "zh")
LANGUAGES = (
    *FIRST_LANGUAGES,
    "pt", "nl", "cs", "sk", "hu", "uk", "be", "bg", "sr", "hr", "bs", "sl", "mk", "sq", "sv", "da", "no", "fi", "et",
    "lv", "lt", "is", "ca", "eu", "tr", "az", "ar", "fa", "he", "hi", "bn", "ta", "ur", "id", "ms", "vi", "th", "ja",
    "ko", "ka", "hy", "kk", "sw",
)  # fmt: skip
# Detection may take the first for the second: their cleaning is the same, see `tests/language/test_near.py`.
TAKEN_FOR = {"bs": "hr", "ms": "id", "sr": "hr"}


class Case(NamedTuple):
    """A line of `fixtures/cases/<file>.json`: one that goes around an article, or stays inside it."""

    file: str
    lang: str
    text: str
    removed: bool


def read(path: Path) -> str:
    """A fixture's text as it stands, whatever the platform's line ends."""
    return path.read_bytes().decode("utf-8")


def filled_lines(text: str) -> list[str]:
    """The lines that are not blank."""
    return [line for line in text.split("\n") if line.strip()]


def page_files() -> list[Path]:
    """The inputs of the fixture pages."""
    files = sorted((FIXTURES / "pages").glob("*/*.txt"))
    return [file for file in files if not file.name.endswith(".expected.txt")]


def whole_files() -> list[Path]:
    """The articles in which nothing may be removed."""
    return sorted((FIXTURES / "whole").glob("*.txt"))


def name_of(path: Path) -> str:
    """How a fixture is called in the test's id: `ro/agency`."""
    return f"{path.parent.name}/{path.stem}"


def article(lang: str) -> list[str]:
    """The five paragraphs of the article around which single lines are tested."""
    return filled_lines(read(FIXTURES / "articles" / f"{lang}.txt"))


def cases() -> Iterator[Case]:
    """Every case of every table."""
    for file in sorted((FIXTURES / "cases").glob("*.json")):
        for row in json.loads(read(file)):
            yield Case(file.stem, row["lang"], row["text"], row["removed"])


def placed(line: str, paragraphs: list[str], position: str) -> list[str]:
    """An article's paragraphs with a line before them, behind them, or inside, behind the second."""
    at = {"before": 0, "inside": 2, "behind": len(paragraphs)}[position]
    return [*paragraphs[:at], line, *paragraphs[at:]]


def goes(line: str, paragraphs: list[str], position: str) -> bool:
    """Whether a line is gone from there, and nothing else."""
    return clean("\n".join(placed(line, paragraphs, position))).split("\n") == paragraphs


def page_params(files: Iterable[Path], wrong: Mapping[str, str]) -> list[object]:
    """Fixture pages for `parametrize`, those that go wrong, with the reason why, as strict expected failures."""
    return [
        pytest.param(file, marks=[pytest.mark.xfail(strict=True, reason=wrong[name])] if name in wrong else [], id=name)
        for file in files
        for name in [name_of(file)]
    ]


def run_python(code: str, *, timeout: float, hash_seed: str = "0") -> str:
    """What `code` prints in a fresh interpreter; fails where it hangs or raises."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment, timeout=timeout
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
