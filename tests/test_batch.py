"""`clean_many`: the order, the laziness and the bounds of it, and what becomes of items that fail."""

import os
import signal
from collections.abc import Iterator

import pytest

from cleaner import DEFAULT, Failure, Mark, Page, clean, clean_many
from cleaner.batch import ordered
from cleaner.pool import AHEAD, CHUNK_ITEMS
from support import FIRST_LANGUAGES, FIXTURES, read

TEXTS = [read(FIXTURES / "pages" / lang / "agency.txt") for lang in FIRST_LANGUAGES]
MANY = [f"{text}\nLine {number}" for number in range(8) for text in TEXTS]


def doubled(number: int) -> int:
    return 2 * number


def killed_by_seven(number: int) -> int:
    """Stands for an item that a process dies of, such as of memory."""
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def picky(page: Page) -> Iterator[Mark]:
    if "Line 3" in page.text:
        raise RuntimeError("no threes")
    return iter(())


@pytest.mark.parametrize("workers", [1, 2])
def test_articles_come_in_the_order_of_their_texts(workers: int) -> None:
    assert list(clean_many(MANY, workers=workers)) == [clean(text) for text in MANY]


@pytest.mark.parametrize("workers", [1, 2])
def test_options_reach_every_text(workers: int) -> None:
    wanted = [clean(text, keep={"caption"}, blank_lines=True) for text in TEXTS]
    assert list(clean_many(TEXTS, workers=workers, keep={"caption"}, blank_lines=True)) == wanted


@pytest.mark.parametrize("workers", [1, 2])
def test_a_text_that_fails_says_why_and_the_others_go_on(workers: int) -> None:
    answers = list(clean_many([TEXTS[0], None, b"bytes", TEXTS[1]], workers=workers))  # type: ignore[list-item]
    assert answers[0] == clean(TEXTS[0])
    assert answers[1] == Failure(1, "TypeError: clean() takes str, not NoneType")
    assert isinstance(answers[2], Failure)
    assert "decode first" in answers[2].error
    assert answers[3] == clean(TEXTS[1])


@pytest.mark.parametrize("workers", [1, 2])
def test_a_filter_of_the_users_that_raises_fails_its_text_alone(workers: int) -> None:
    texts = [f"The boat left the harbour at noon.\nLine {number}" for number in range(5)]
    answers = list(clean_many(texts, workers=workers, filters=(*DEFAULT, picky)))
    assert [isinstance(answer, Failure) for answer in answers] == [False, False, False, True, False]
    assert answers[3] == Failure(3, "RuntimeError: no threes")


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_an_item_that_kills_its_process_fails_alone() -> None:
    answers = list(ordered(killed_by_seven, range(100), workers=2))
    assert [answer for answer in answers if isinstance(answer, Failure)] == [answers[7]]
    assert "died" in answers[7].error
    assert [answer for number, answer in enumerate(answers) if number != 7] == [n for n in range(100) if n != 7]


@pytest.mark.parametrize("workers", [1, 2])
def test_items_are_taken_as_they_are_needed(workers: int) -> None:
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    results = ordered(doubled, endless(), workers)
    assert [next(results) for _ in range(10)] == list(range(2, 22, 2))
    assert taken <= (AHEAD + 1) * workers * CHUNK_ITEMS + CHUNK_ITEMS


@pytest.mark.parametrize("workers", [0, -1, 1.5, "2"])
def test_a_wrong_number_of_workers_is_an_error_before_any_text(workers: object) -> None:
    with pytest.raises(ValueError, match="write a number of processes"):
        clean_many(TEXTS, workers=workers)  # type: ignore[arg-type]


@pytest.mark.parametrize(("option", "value"), [("threshold", 2), ("on_empty", "maybe")])
def test_a_wrong_option_is_an_error_before_any_text(option: str, value: object) -> None:
    with pytest.raises(ValueError, match=option):
        clean_many(TEXTS, **{option: value})  # type: ignore[arg-type]


def test_what_cannot_be_sent_to_a_process_is_named() -> None:
    with pytest.raises(TypeError, match="not defined in a module"):
        list(ordered(lambda number: number, range(3), workers=2))
