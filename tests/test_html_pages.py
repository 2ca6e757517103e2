"""Pages of HTML: those written as such, and the flat fixture pages with each line in an element as sites put it in."""

import html
from pathlib import Path

import pytest

from cleaner import clean_html
from support import FIRST_LANGUAGES, FIXTURES, filled_lines, name_of, page_files, page_params, read


def as_html(page: Path) -> str:
    """A page with its text in `<article>`, and the lines before, between and behind it in elements of their own."""
    lines = filled_lines(read(page))
    gold = filled_lines(read(page.with_name(f"{page.stem}.expected.txt")))
    places = [number for number, line in enumerate(lines) if line.strip() in gold]
    first, last = places[0], places[-1]

    def element(number: int) -> str:
        text = html.escape(lines[number].strip())
        if number in places:
            return f"<p>{text}</p>"
        return f'<aside class="insert"><p>{text}</p></aside>' if first < number < last else f"<li><a href=#>{text}</a>"

    parts = [element(number) for number in range(len(lines))]
    head, body, foot = parts[:first], parts[first : last + 1], parts[last + 1 :]
    return (
        f"<!doctype html><title>{html.escape(lines[0])}</title><header><ul>{''.join(head)}</ul></header>"
        f"<main><article>{''.join(body)}</article></main><footer><ul>{''.join(foot)}</ul></footer>"
    )


def whole_lines(page: Path) -> bool:
    """Whether each paragraph of the article is a line of its own: a button glued to one is no element of its own."""
    return set(filled_lines(read(page.with_name(f"{page.stem}.expected.txt")))) <= {
        line.strip() for line in filled_lines(read(page))
    }


# A line that goes wrong, and why.
GLUED = "buttons glued in the text itself are no elements of their own, and only flat text is cut at seams"
WRONG = dict.fromkeys(("en/blog", "sq/wire", "sr/wire"), GLUED)


@pytest.mark.parametrize("page", page_params(filter(whole_lines, page_files()), WRONG))
def test_page_as_html_gives_exactly_the_article(page: Path) -> None:
    wanted = read(page.with_name(f"{page.stem}.expected.txt"))
    assert clean_html(as_html(page)).split("\n") == filled_lines(wanted)


@pytest.mark.parametrize("page", sorted((FIXTURES / "html").glob("*/*.html")), ids=name_of)
def test_page_of_html_gives_exactly_the_article(page: Path) -> None:
    wanted = filled_lines(read(page.with_name(f"{page.stem}.expected.txt")))
    assert clean_html(page.read_bytes()).split("\n") == wanted
    assert len(wanted) >= 5


def test_there_are_pages_of_html_in_the_first_languages() -> None:
    assert {page.parent.name for page in (FIXTURES / "html").glob("*/*.html")} == set(FIRST_LANGUAGES)
