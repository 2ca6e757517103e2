"""The pages that the model is taught with: marked by the shipped filters, labelled, each in the fold of its host."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

from labels import Label, label_blocks

import cleaner
from cleaner import Block, Page
from cleaner.pipeline import annotate
from known_pages import CORPORA, KnownPage, fold_of, load_scorer, read_corpus

HTML = "html"
FLATS = ("wet", "bs4_newline", "inscriptis", "html_text", "glued")
PROCESSES = 2
# A block of which less is known teaches nothing and bounds nothing.
LEAST_KNOWN = 0.5
MAIN = 0.5


class Sample(NamedTuple):
    """A marked page with its labels.

    Attributes:
        page: its id in its corpus; `corpus`, `host`, `kind` (of page) and `flat` are what its record says.
        fold: pages of one host are in one fold.
        weight: how much it counts in training; 0 where its gold is under suspicion.
        marked: the page with the marks of all filters.
        labels: one a block.
    """

    page: str
    corpus: str
    host: str
    kind: str
    flat: str
    fold: int
    weight: float
    marked: Page
    labels: list[Label]


def read_samples(data: Path, flats: Sequence[str], every: int = 1) -> list[Sample]:
    """All pages of the development corpora (or every nth) in the given flattenings."""
    with Pool(PROCESSES) as pool:
        parts = pool.map(partial(_read_part, data, flats, every), range(PROCESSES))
    return sorted((sample for part in parts for sample in part), key=lambda one: (one.corpus, one.page, one.flat))


def _read_part(data: Path, flats: Sequence[str], every: int, part: int) -> list[Sample]:
    return list(_read(data, flats, every, part))


def _read(data: Path, flats: Sequence[str], every: int, part: int) -> Iterator[Sample]:
    scorer = load_scorer(data)
    for corpus in CORPORA:
        for number, record in read_corpus(scorer, data, corpus):
            if number % every or number // every % PROCESSES != part:
                continue
            for flat in flats:
                marked = _marked(record, flat)
                labels = label_blocks(marked, record, flat)
                weight = 0.0 if record.get("suspect") else SILVER if record.get("silver") else 1.0
                host = record["host"]
                yield Sample(
                    record["id"], corpus, host, record["page_type"], flat, fold_of(host), weight, marked, labels
                )


def _marked(record: KnownPage, flat: str) -> Page:
    """The page with all marks, from one of its flat texts or from its HTML."""
    if flat == HTML:
        return cleaner.explain_html(record["html"], decide=_undecided).page
    return cleaner.explain(record["flat"][flat], decide=_undecided).page


# Labels on which four of five extractors agree are good, but not gold.
SILVER = 0.6


def _undecided(page: Page) -> list[float]:
    return [1.0] * len(page.blocks)


def recombined(samples: Iterable[Sample], seed: int, weight: float = 0.7) -> list[Sample]:
    """Articles between the menus of one other page and the comments, lists and footers of another.

    What surrounds an article on its own page is learned by heart otherwise. Pages are combined within a fold, a corpus
    and a language, so that no fold sees anything of another.
    """
    groups: dict[tuple[int, str, str, str], list[Sample]] = {}
    for sample in samples:
        if sample.kind == "article" and sample.weight and _main(sample):
            key = (sample.fold, sample.corpus, sample.flat, sample.marked.language)
            groups.setdefault(key, []).append(sample)
    made = []
    for group in groups.values():
        for number, sample in enumerate(group):
            # Seeded by the page, for a page added to a corpus shall not change what the others are made into.
            chance = random.Random(f"{seed} {sample.page} {sample.flat} {number}")
            above = sample if chance.random() < OWN_TOP else chance.choice(group)
            below = sample if chance.random() < OWN_END else chance.choice(group)
            made.append(_combine(above, sample, below, weight))
    return made


OWN_TOP, OWN_END = 0.35, 0.2


def _main(sample: Sample) -> list[int]:
    """The blocks that are main text."""
    return [i for i, label in enumerate(sample.labels) if label.known >= LEAST_KNOWN and label.share >= MAIN]


def _of_blocks(sample: Sample, blocks: Sequence[Block], labels: list[Label], kind: str, weight: float) -> Sample:
    """A sample made of other blocks; `kind` says in its flat how it was made."""
    marked = replace(sample.marked, blocks=tuple(block._replace(number=i) for i, block in enumerate(blocks)))
    return sample._replace(marked=marked, labels=labels, weight=sample.weight * weight, flat=f"{sample.flat}-{kind}")


def _combine(above: Sample, sample: Sample, below: Sample, weight: float) -> Sample:
    first, last = _main(above)[0], _main(below)[-1] + 1
    start, end = _main(sample)[0], _main(sample)[-1] + 1
    blocks = [*above.marked.blocks[:first], *sample.marked.blocks[start:end], *below.marked.blocks[last:]]
    labels = [*above.labels[:first], *sample.labels[start:end], *below.labels[last:]]
    return _of_blocks(sample, blocks, labels, "recombined", weight)


def bare(samples: Iterable[Sample], weight: float = 0.3) -> list[Sample]:
    """The main text of each page alone: what has been cleaned already must stay as it is."""
    made = []
    for sample in samples:
        main = _main(sample)
        if main and sample.weight:
            blocks, labels = sample.marked.blocks, sample.labels
            made.append(_of_blocks(sample, [blocks[i] for i in main], [labels[i] for i in main], "bare", weight))
    return made


def without_pack(page: Page, languages: Iterable[str] | None = None) -> Page:
    """The page as the filters would mark it without the packs of these languages (None: without any)."""
    wanted = None if languages is None else frozenset(languages)
    blocks = tuple(
        block._replace(
            function_words=0 if wanted is None or page.language in wanted else block.function_words,
            hits=tuple(hit for hit in block.hits if wanted is not None and hit.language not in wanted),
            consent=(0, 0, 0, 0, 0),
            hangs=False,
            marks=(),
        )
        for block in page.blocks
    )
    return annotate(replace(page, blocks=blocks), cleaner.DEFAULT, cleaner.LOCAL, cleaner.DEFAULT)


def packs_off(samples: Iterable[Sample], every: int) -> list[Sample]:
    """Every nth sample once more, without any pack: the model has to do well in a language that has none."""
    return [
        sample._replace(marked=without_pack(sample.marked), flat=f"{sample.flat}-packless")
        for number, sample in enumerate(samples)
        if number % every == 0 and sample.weight
    ]
