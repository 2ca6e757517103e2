"""The fingerprint changes with what can change an answer, and with nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pytest

from cleaner import CERTAIN, CONTEXT, DEFAULT, LOCAL, RULES, FilterError, Mark, Page, fingerprint, protect, remove
from support import run_python


def mine(page: Page) -> Iterator[Mark]:
    return iter(())


def other(page: Page) -> Iterator[Mark]:
    for block in page.blocks:
        yield block.mark("share", CERTAIN, "all of it")


def labelled(page: Page, label: str) -> Iterator[Mark]:
    return iter(())


@dataclass(frozen=True)
class Marks:
    """A filter with an option."""

    label: str

    def __call__(self, page: Page) -> Iterator[Mark]:
        return iter(())


class Opaque:
    """A filter that nobody can look into."""

    def __call__(self, page: Page) -> Iterator[Mark]:
        return iter(())


VARIANTS = {
    "default": {},
    "language": {"language": "ro"},
    "threshold": {"threshold": 0.4},
    "keep": {"keep": {"caption"}},
    "keep two": {"keep": {"caption", "byline"}},
    "blank lines": {"blank_lines": True},
    "rules": {"decide": RULES},
    "no context": {"filters": LOCAL},
    "another order": {"filters": (*CONTEXT, *LOCAL)},
    "a filter": {"filters": (*DEFAULT, mine)},
    "another filter": {"filters": (*DEFAULT, other)},
    "an option": {"filters": (*DEFAULT, Marks("a"))},
    "another option": {"filters": (*DEFAULT, Marks("b"))},
    "a partial": {"filters": (*DEFAULT, partial(labelled, label="a"))},
    "another partial": {"filters": (*DEFAULT, partial(labelled, label="b"))},
    "removes": {"filters": (*DEFAULT, remove("Our own words"))},
    "removes others": {"filters": (*DEFAULT, remove("Other words"))},
    "protects": {"filters": (*DEFAULT, protect("Our own words"))},
}


def test_each_variant_has_its_own() -> None:
    prints = {name: fingerprint(**options) for name, options in VARIANTS.items()}  # type: ignore[arg-type]
    assert len(set(prints.values())) == len(VARIANTS), prints


def test_equal_pipelines_have_equal_ones() -> None:
    assert fingerprint(filters=list(DEFAULT), keep=["byline", "caption"]) == fingerprint(keep={"caption", "byline"})
    assert fingerprint(filters=(*DEFAULT, Marks("a"))) == fingerprint(filters=(*DEFAULT, Marks("a")))
    assert fingerprint(threshold=1) == fingerprint(threshold=1.0)


def test_it_is_the_same_in_any_process_and_hash_seed() -> None:
    code = "import cleaner; print(cleaner.fingerprint(keep={'caption', 'byline', 'title', 'date'}))"
    prints = {run_python(code, timeout=60, hash_seed=seed).strip() for seed in ("0", "1", "2")}
    assert prints == {fingerprint(keep={"caption", "byline", "title", "date"})}


def test_a_filter_that_cannot_be_told_from_others_is_an_error() -> None:
    with pytest.raises(FilterError, match="no fingerprint"):
        fingerprint(filters=(*DEFAULT, Opaque()))
