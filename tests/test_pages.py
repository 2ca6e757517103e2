"""The fixture pages: the article, exactly, and nothing else."""

from pathlib import Path

import pytest

from cleaner import clean, explain
from support import FIRST_LANGUAGES, LANGUAGES, TAKEN_FOR, filled_lines, name_of, page_files, page_params, read


def expected(page: Path) -> str:
    return read(page.with_name(f"{page.stem}.expected.txt")).rstrip("\n")


# What goes wrong, and why.
WRONG = {
    "hr/news": "a credit without a colon, glued to its caption, at a sentence's length",
    "sr/news": "the stand-first, between headline and byline, reads like a headline",
}


@pytest.mark.parametrize("page", page_params(page_files(), WRONG))
def test_page_gives_exactly_the_article(page: Path) -> None:
    result = clean(read(page))
    assert filled_lines(result) == filled_lines(expected(page))
    assert result == expected(page)


@pytest.mark.parametrize("page", page_files(), ids=name_of)
def test_page_gives_the_same_where_its_language_is_told(page: Path) -> None:
    assert clean(read(page), language=page.parent.name) == clean(read(page))


@pytest.mark.parametrize("page", page_files(), ids=name_of)
def test_page_is_detected(page: Path) -> None:
    lang = page.parent.name
    assert explain(read(page)).language in (lang, TAKEN_FOR.get(lang))


def test_each_language_has_its_pages() -> None:
    count = {lang: sum(page.parent.name == lang for page in page_files()) for lang in LANGUAGES}
    assert all(number >= (3 if lang in FIRST_LANGUAGES else 1) for lang, number in count.items()), count
