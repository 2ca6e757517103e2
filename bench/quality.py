"""Hold what the cleaner reaches on pages whose main text is known against floors that only rise.

    python bench/quality.py --sample     every 8th page, for every change
    python bench/quality.py              the whole
    python bench/quality.py --raise      write better figures into floors.toml; it refuses to lower one

Figures come from the benchmark's own score.py and interface.py; added are gluing and whether cleaning twice changes
anything. Each page is judged by weights that saw no page of its host (bench/folds). Exits 1 when a floor is broken.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import cleaner
import floors
import gluing
from cleaner.language.annotate import annotator
from floors import COUNTS, Figure, Key
from known_pages import CORPORA, KnownPage, add_data_option, leave_without, load_scorer, read_corpus, unseen_weights

FLOORS = Path(__file__).with_name("floors.toml")
SAMPLE = 8
PROCESSES = 2
# What floors.toml leaves below a figure.
MARGIN = 0.002
FLATS = ("wet", "bs4_newline", "inscriptis", "html_text", "glued")
# Inputs that lost the gold text themselves say nothing about a cleaner; the bound is that of score.py.
LEAST_RECALL = 0.9
# Shorter gold lines are headings and numbers; the bound is that of score.py.
PARAGRAPH_TOKENS = 5


class Value(NamedTuple):
    """One page's share in a figure."""

    key: Key
    value: float


class Failure(NamedTuple):
    """A page, paragraph or line that a developer wants to look at."""

    what: str
    corpus: str
    page: str
    text: str


Finding = Value | Failure


def measure_pages(data: Path, every: int, part: int) -> list[Finding]:
    """All figures of one process's share of the pages."""
    scorer = load_scorer(data)
    found: list[Finding] = []
    for corpus in CORPORA:
        for number, page in read_corpus(scorer, data, corpus):
            if number // every % PROCESSES != part:
                continue
            # Glued lines are rare, so every page that has one is read in a sample too.
            found.extend(_glued_lines(corpus, page))
            if number % every == 0:
                found.extend(_measure_page(scorer, corpus, page))
    return found


def _measure_page(scorer: ModuleType, corpus: str, page: KnownPage) -> Iterator[Finding]:
    article = page["page_type"] == "article"
    for flat in FLATS if article else FLATS[:1]:
        recall = (page["lines"].get(flat) or {}).get("gold_recall")
        if recall is not None and recall < LEAST_RECALL:
            continue
        explanation = _explain(page["flat"][flat], page)
        yield from _scored(scorer, corpus, page, flat, explanation)
        if explanation is not None and flat == "wet":
            yield from _twice(corpus, page, explanation.text)
            yield from _cut_in_page(scorer, corpus, page, explanation)
    yield from _scored(scorer, corpus, page, "html", _explain_html(page))
    yield from _cut_alone(scorer, corpus, page)


def _scored(
    scorer: ModuleType, corpus: str, page: KnownPage, of: str, explanation: cleaner.Explanation | None
) -> Iterator[Finding]:
    """The scorer's figures of one flat text, or of the HTML."""
    yield Value(("robust", "errors"), explanation is None)
    if explanation is None:
        yield Failure("error", corpus, page["id"], of)
        return
    table = f"{'articles' if page['page_type'] == 'article' else 'others'}-{corpus}-{of}"
    scores = scorer.page_scores(explanation.text, page)
    names = ("F1", "keep", "junk") if page["gold"] else ("with", "leak")
    yield from (Value((table, name), scores[name]) for name in names if name in scores)


def _explain_html(page: KnownPage) -> cleaner.Explanation | None:
    try:
        return cleaner.explain_html(page["html"], decide=cleaner.Model(html=unseen_weights(page["host"], "html")))
    except Exception as error:
        print(f"error: {type(error).__name__}: {error}", file=sys.stderr)
        return None


def _explain(text: str, page: KnownPage) -> cleaner.Explanation | None:
    """None where the cleaner raised, which is counted and not fatal: the other figures are wanted all the same."""
    try:
        return cleaner.explain(text, decide=cleaner.Model(unseen_weights(page["host"])))
    except Exception as error:
        print(f"error: {type(error).__name__}: {error}", file=sys.stderr)
        return None


def _twice(corpus: str, page: KnownPage, once: str) -> Iterator[Finding]:
    again = _explain(once, page)
    same = again is not None and again.text == once
    yield Value(("robust", "twice_is_once"), same)
    if not same:
        yield Failure("twice", corpus, page["id"], once)


def _paragraphs(scorer: ModuleType, page: KnownPage) -> list[str]:
    lines = dict.fromkeys((page["gold"] or "").split("\n"))
    return [line for line in lines if len(scorer.tokens(line)) >= PARAGRAPH_TOKENS]


def _cut_alone(scorer: ModuleType, corpus: str, page: KnownPage) -> Iterator[Finding]:
    for paragraph in _paragraphs(scorer, page):
        explanation = _explain(paragraph, page)
        cut = explanation is not None and gluing.is_cut(explanation.pieces)
        yield Value(("gluing", "cut"), cut)
        if cut:
            yield Failure("cut", corpus, page["id"], paragraph)


def _cut_in_page(
    scorer: ModuleType, corpus: str, page: KnownPage, explanation: cleaner.Explanation
) -> Iterator[Finding]:
    gold = {scorer.squeeze(paragraph) for paragraph in _paragraphs(scorer, page)}
    for line, pieces in gluing.lines_of(explanation):
        if scorer.squeeze(line) in gold:
            cut = gluing.is_cut(pieces)
            yield Value(("gluing", "cut_in_page"), cut)
            if cut:
                yield Failure("cut_in_page", corpus, page["id"], line)


def _glued_lines(corpus: str, page: KnownPage) -> Iterator[Finding]:
    known = page["lines"].get("wet") or {}
    mixed = [index for index, _ in known.get("mixed") or ()]
    if not mixed:
        return
    explanation = _explain(page["flat"]["wet"], page)
    if explanation is None:
        return
    read, annotate = explanation.page, annotator(page["lang"])
    for index, start in gluing.places(read.text, known["text"], mixed).items():
        line = known["text"][index]
        marked = gluing.marked_seams(line, page["gold"], annotate)
        if marked:
            cut = any(gluing.is_cut_at(read, start + seam) for seam in marked)
            yield Value(("gluing", "glued_lines_cut"), cut)
            if not cut:
                yield Failure("glued", corpus, page["id"], line)


def gather(values: Iterable[Value]) -> dict[Key, Figure]:
    """Means over pages, and sums of what is counted."""
    groups: dict[Key, list[float]] = defaultdict(list)
    for key, value in values:
        groups[key].append(value)
    return {
        key: Figure(sum(group) if key[1] in COUNTS else sum(group) / len(group), len(group))
        for key, group in sorted(groups.items())
    }


def measure_interface(data: Path) -> dict[Key, Figure]:
    """The figures of interface.py for all languages: its phrases, and those it leaves aside."""
    figures: dict[Key, Figure] = {}
    for aside in ("without", "only"):
        results = _run_interface(data, aside)
        phrases, pages, traps = results["phrases"], results["pages"], results["traps"]
        table = f"interface-{aside}"
        figures[table, "removed"] = Figure(phrases["recall"], phrases["n"])
        figures[table, "kept"] = Figure(phrases["paragraph_retention"], phrases["paragraphs"][1])
    # Made pages and traps are the same in both runs.
    figures["interface-pages", "removed"] = Figure(pages["line_recall"], pages["lines"][1])
    figures["interface-pages", "kept"] = Figure(pages["paragraph_retention"], pages["n"])
    figures["interface-pages", "exact"] = Figure(pages["exact"], pages["n"])
    figures["interface-traps", "damaged"] = Figure(traps["damaged"], traps["n"])
    return figures


def _run_interface(data: Path, aside: str) -> dict[str, Any]:
    """Run interface.py on the cleaner that this script has imported."""
    package = str(Path(cleaner.__file__).parent.parent)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "interface.json"
        command = [sys.executable, str(data / "interface.py"), "--aside", aside]
        command += ["--jobs", str(PROCESSES), "--pythonpath", package, "--json", str(out)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        results: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return results


def _add_goal(figures: dict[Key, Figure]) -> None:
    """The one figure that goals are set in: F1 of articles over wcxb and fundus, wet and bs4_newline."""
    tables = [f"articles-{corpus}-{flat}" for corpus in ("wcxb", "fundus") for flat in ("wet", "bs4_newline")]
    parts = [figures[table, "F1"] for table in tables if (table, "F1") in figures]
    if parts:
        mean = sum(part.value for part in parts) / len(parts)
        figures["articles-mean", "F1"] = Figure(mean, sum(part.over for part in parts))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--sample", action="store_true", help=f"every {SAMPLE}th page only; has floors of its own")
    parser.add_argument("--raise", dest="higher", action="store_true", help="write better figures into floors.toml")
    parser.add_argument("--margin", type=float, default=MARGIN, help="what --raise leaves (default: %(default)s)")
    parser.add_argument("--failures", type=Path, metavar="FILE", help="write what went wrong there, as JSON lines")
    return parser.parse_args()


def _write_failures(path: Path, found: Iterable[Finding]) -> None:
    rows = (json.dumps(item._asdict(), ensure_ascii=False) for item in found if isinstance(item, Failure))
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8", errors="replace")


def main() -> int:
    """Measure, compare, and say so."""
    options = _options()
    leave_without(options.data)
    with Pool(PROCESSES) as pool:
        parts = pool.map(partial(measure_pages, options.data, SAMPLE if options.sample else 1), range(PROCESSES))
    found = [item for part in parts for item in part]
    figures = gather(item for item in found if isinstance(item, Value))
    _add_goal(figures)
    figures |= measure_interface(options.data)
    if options.failures:
        _write_failures(options.failures, found)

    run = "sample" if options.sample else "whole"
    everything = floors.read_floors(FLOORS)
    rows = floors.compare(figures, everything.get(run, {}))
    floors.show(rows)
    broken = [" ".join(row.key) for row in rows if row.broken]
    if options.higher:
        everything[run] = floors.raised(figures, everything.get(run, {}), options.margin)
        floors.write_floors(FLOORS, everything)
        print(f"{FLOORS.name}: raised where {run} figures were better" + (", the broken stay" if broken else ""))
    print(f"{len(broken)} of {len(rows)} floors broken" + (f": {', '.join(broken)}" if broken else ""))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
