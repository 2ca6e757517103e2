"""Floors under measured figures: read, compare, and raise, but never lower."""

import math
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Figures that count what should not be there: their floor is a ceiling, and may only fall.
FALLING = frozenset({"junk", "leak", "damaged", "cut", "cut_in_page", "errors"})
# Whole numbers, which need no margin: the same pages give the same count.
COUNTS = frozenset({"damaged", "cut", "cut_in_page", "errors"})
# Steps of a floor: four decimals.
STEPS = 10_000

HEAD = """\
# What the cleaner reaches on the development benchmark, less a margin; written by `bench/quality.py --raise`, which
# lowers nothing. junk, leak, damaged, cut, cut_in_page and errors may only fall, all others only rise.
"""

Key = tuple[str, str]
"""A table of floors.toml and a measure in it: ("articles-wcxb-wet", "F1")."""


class Figure(NamedTuple):
    """A measured figure, and over how many pages, paragraphs or phrases."""

    value: float
    over: int


class Row(NamedTuple):
    """A figure held against its floor."""

    key: Key
    figure: Figure | None
    floor: float | None

    @property
    def broken(self) -> bool:
        """The figure is on the wrong side of its floor, or was not measured any more."""
        if self.floor is None:
            return False
        return self.figure is None or is_worse(self.key[1], self.figure.value, self.floor)

    @property
    def verdict(self) -> str:
        """One word or two for the table."""
        if self.figure is None:
            return "NOT MEASURED"
        if self.floor is None:
            return "no floor"
        return "BROKEN" if self.broken else "ok"


def is_worse(measure: str, value: float, than: float) -> bool:
    """Whether a value of this measure is worse than another."""
    return value > than if measure in FALLING else value < than


def with_margin(measure: str, value: float, margin: float) -> float:
    """The floor that a figure leaves: a little on the safe side, for figures move a little when Python does."""
    if measure in COUNTS:
        return value
    # Rounding first: 0.9 - 0.002 is 0.89800000000000002 or a hair under it, and the hair would cost a whole step.
    if measure in FALLING:
        return math.ceil(round((value + margin) * STEPS, 3)) / STEPS
    return math.floor(round((value - margin) * STEPS, 3)) / STEPS


def compare(figures: dict[Key, Figure], floors: dict[Key, float]) -> list[Row]:
    """A row for each figure and for each floor, in the order of the figures."""
    keys = [*figures, *(key for key in floors if key not in figures)]
    return [Row(key, figures.get(key), floors.get(key)) for key in keys]


def raised(figures: dict[Key, Figure], floors: dict[Key, float], margin: float) -> dict[Key, float]:
    """The floors with those raised that the figures clear by more than the margin."""
    new = dict(floors)
    for key, figure in figures.items():
        floor = with_margin(key[1], figure.value, margin)
        if key not in floors or is_worse(key[1], floors[key], floor):
            new[key] = floor
    return new


def read_floors(path: Path) -> dict[str, dict[Key, float]]:
    """The floors by run ("sample", "whole")."""
    if not path.exists():
        return {}
    return {
        run: {(table, measure): float(value) for table, row in tables.items() for measure, value in row.items()}
        for run, tables in tomllib.loads(path.read_text("utf-8")).items()
    }


def write_floors(path: Path, floors: dict[str, dict[Key, float]]) -> None:
    """Write all floors; the same floors give the same bytes."""
    path.write_text(HEAD + "".join(_lines(floors)), encoding="utf-8", newline="\n")


def _lines(floors: dict[str, dict[Key, float]]) -> Iterator[str]:
    for run, flat in sorted(floors.items()):
        for table in dict.fromkeys(table for table, _ in flat):
            yield f"\n[{run}.{table}]\n"
            for (place, measure), value in flat.items():
                if place == table:
                    yield f"{measure} = {value:.0f}\n" if measure in COUNTS else f"{measure} = {value:.4f}\n"


def show(rows: list[Row]) -> None:
    """Print figure, floor and verdict of every measure."""
    print(f"{'measure':<38} {'n':>7} {'figure':>8} {'floor':>8}  verdict")
    for row in rows:
        table, measure = row.key
        count, figure = (str(row.figure.over), _number(measure, row.figure.value)) if row.figure else ("-", "-")
        floor = "-" if row.floor is None else _number(measure, row.floor)
        print(f"{table + ' ' + measure:<38} {count:>7} {figure:>8} {floor:>8}  {row.verdict}")


def _number(measure: str, value: float) -> str:
    return f"{value:.0f}" if measure in COUNTS else f"{value:.4f}"
