"""Teach the decision: read the development corpora, fit two passes of trees, calibrate, write the weights as data.

    python bench/train                   write src/cleaner/decide/weights.json, fitted on all pages
    python bench/train --folds DIR       write DIR/fold-0.json ..., each fitted without the hosts of its fold, as well
    python bench/train --html            the same for pages from HTML: weights-html.json, DIR/html-0.json ...

The same corpora give the same bytes. Needs the extra `train` (pip install -e '.[train]').
"""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from samples import HTML, Sample, bare, packs_off, read_samples, recombined
from stacking import Learned, calibration_error, learn

from cleaner.decide.model import SHIPPED, SHIPPED_HTML, Weights
from known_pages import ROOT, add_data_option, leave_without

WEIGHTS, WEIGHTS_HTML = (ROOT / "src" / "cleaner" / "decide" / name for name in (SHIPPED, SHIPPED_HTML))


def gather(data: Path, every: int = 1) -> list[Sample]:
    """Everything that is learned from: the pages as flatteners leave them, and what is made of them."""
    wet = read_samples(data, ("wet",), every)
    others = read_samples(data, ("bs4_newline", "inscriptis", "html_text", "glued"), every)
    # Each page in two flattenings more, in turn, so that none outweighs the others.
    turned = [sample for number, sample in enumerate(others) if (number + number // 4) % 2]
    made = [*recombined(wet, seed=1), *bare(wet[::3]), *packs_off(wet, every=8)]
    return [*wet, *turned, *made]


def gather_html(data: Path, every: int = 1) -> list[Sample]:
    """The pages from their HTML, and what is made of them."""
    pages = read_samples(data, (HTML,), every)
    return [*pages, *recombined(pages, seed=1), *bare(pages[::3]), *packs_off(pages, every=8)]


def to_text(weights: Weights) -> str:
    """The file of weights."""
    data = {
        "first": weights.first.to_data(),
        "second": weights.second.to_data(),
        "calibration": weights.calibration,
        "typical": weights.typical,
    }
    return json.dumps(data, separators=(",", ":")) + "\n"


def report(learned: Learned, samples: list[Sample]) -> dict[str, float]:
    """The calibration error of the out-of-fold scores by corpus, on wet text."""
    errors = {}
    for corpus in sorted({sample.corpus for sample in samples}):
        wanted = [
            i for i, one in enumerate(samples) if one.corpus == corpus and one.flat in ("wet", HTML) and one.weight
        ]
        if wanted:
            rows = learned.table.of(wanted)
            rows = rows[learned.table.known[rows]]
            errors[corpus] = calibration_error(learned.scores[rows], learned.table.main[rows])
    return errors


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--folds", type=Path, metavar="DIR", help="write out-of-fold weights there as well")
    parser.add_argument("--html", action="store_true", help="learn from the pages' HTML")
    parser.add_argument("--out", type=Path, help="where the weights go (default: where the package reads them)")
    parser.add_argument("--every", type=int, default=1, help="learn from every Nth page only, to try something")
    options = parser.parse_args()
    leave_without(options.data)
    start = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - start:6.0f} s  {what}", flush=True)

    samples = (gather_html if options.html else gather)(options.data, options.every)
    learned = learn(samples, say)
    (options.out or (WEIGHTS_HTML if options.html else WEIGHTS)).write_text(to_text(learned.shipped), "utf-8")
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        for fold, weights in enumerate(learned.folds):
            (options.folds / f"{'html' if options.html else 'fold'}-{fold}.json").write_text(to_text(weights), "utf-8")
    for corpus, error in report(learned, samples).items():
        say(f"calibration error of {corpus}: {error:.4f}")


if __name__ == "__main__":
    main()
