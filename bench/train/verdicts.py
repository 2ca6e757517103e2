"""Fit the model that tells kinds of pages apart, and write `src/cleaner/verdict.json`.

    python bench/train/verdicts.py --data ../shared/bench

The kinds are those of the corpus wcxb, by the type that it gives each page: forum pages are discussions; documentation,
service and product pages are references; collections and listings are listings. The articles of the other corpora are
articles. Prints precision and recall by kind out of fold, by host.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cleaner
from cleaner.verdict import kept_blocks, shape
from known_pages import (
    CORPORA,
    ROOT,
    add_data_option,
    fold_of,
    leave_without,
    load_scorer,
    read_corpus,
    unseen_weights,
)

KINDS = {
    "article": "article",
    "forum": "discussion",
    "documentation": "reference",
    "service": "reference",
    "product": "reference",
    "collection": "listing",
    "listing": "listing",
}
PROCESSES = 2
# The other corpora hold articles alone, and would drown the rest.
OTHERS = 0.5
REGULARIZATION = 3.0


class Row(NamedTuple):
    """A page's figures, its kind, and how it counts."""

    figures: dict[str, float]
    kind: str
    corpus: str
    fold: int


def read_rows(data: Path, part: int) -> list[Row]:
    """One process's share of the pages, cleaned with weights that saw no page of their host."""
    return list(_read(data, part))


def _read(data: Path, part: int) -> Iterator[Row]:
    scorer = load_scorer(data)
    for corpus in CORPORA:
        for number, page in read_corpus(scorer, data, corpus):
            if number % PROCESSES == part:
                model = cleaner.Model(unseen_weights(page["host"]))
                explanation = cleaner.explain(page["flat"]["wet"], decide=model)
                figures = shape(explanation.page, kept_blocks(explanation))
                yield Row(figures, KINDS[page["page_type"]], corpus, fold_of(page["host"]))


def fitted(rows: list[Row]) -> LogisticRegression:
    """The model of these pages; rare kinds count for more, by the square root of how rare they are."""
    kinds = [row.kind for row in rows]
    rarity = {kind: (len(kinds) / kinds.count(kind)) ** 0.5 for kind in set(kinds)}
    weights = [rarity[row.kind] * (1.0 if row.corpus == "wcxb" else OTHERS) for row in rows]
    model = LogisticRegression(C=REGULARIZATION, max_iter=5000)
    return model.fit(_matrix(rows), kinds, sample_weight=weights)


def _matrix(rows: list[Row]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    return np.array([list(row.figures.values()) for row in rows])


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "cleaner" / "verdict.json")
    options = parser.parse_args()
    leave_without(options.data)
    with Pool(PROCESSES) as pool:
        rows = [row for part in pool.map(partial(read_rows, options.data), range(PROCESSES)) for row in part]
    seen, said = [], []
    for fold in sorted({row.fold for row in rows}):
        model = fitted([row for row in rows if row.fold != fold])
        held = [row for row in rows if row.fold == fold and row.corpus == "wcxb"]
        seen += [row.kind for row in held]
        said += list(model.predict(_matrix(held)))
    print(classification_report(seen, said, digits=3))
    model = fitted(rows)
    names = list(rows[0].figures)
    data = {
        kind: {"bias": round(float(bias), 4), **dict(zip(names, [round(float(w), 4) for w in row], strict=True))}
        for kind, row, bias in zip(model.classes_, model.coef_, model.intercept_, strict=True)
    }
    options.out.write_text(json.dumps(data, indent=1) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
