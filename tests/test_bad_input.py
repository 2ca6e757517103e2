"""What nobody should pass in, and what arrives all the same: an error that helps, or a correct answer, never a hang."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cleaner import (
    CERTAIN,
    DEFAULT,
    EmptyResultError,
    FilterError,
    Mark,
    Page,
    clean,
    explain,
    protect,
    remove,
)
from support import run_python

SENTENCE = "The ferry to the island was cancelled on Sunday because of the storm in the strait."
OTHER = "The harbour master said that the first boat would leave at noon if the wind allowed it."
BUTTONS = "Accept all cookies\nShare on Facebook"


@pytest.mark.parametrize("call", [clean, explain])
@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "str, not NoneType"),
        (b"bytes", "decode"),
        (bytearray(b"bytes"), "decode"),
        (7, "str, not int"),
        (["a", "b"], "str, not list"),
    ],
)
def test_what_is_no_text_is_refused(call: Callable[[Any], object], text: object, says: str) -> None:
    with pytest.raises(TypeError, match=says):
        call(text)


@pytest.mark.parametrize("text", ["", " ", "\n", " \t\r\n\u00a0\u200b\u2028", "\x00", "\ufeff"])
@pytest.mark.parametrize("blank_lines", [False, True])
def test_blank_text_gives_nothing(text: str, blank_lines: bool) -> None:
    assert clean(text, blank_lines=blank_lines) == ""
    explanation = explain(text)
    assert explanation.paragraphs == ()
    assert explanation.removed == ()
    assert str(explanation)
    assert explanation.to_dict()["text"] == ""


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Good morning!",
        "Hello",
        "What a goal!!! 🎉 #football",
        "Wir fahren morgen nach Köln.",
        "“Yes.”",
        "市长宣布辞职。",
        "今天天气很好",
        "Ο δήμαρχος παραιτήθηκε χθες.",
        "a",
    ],
)
def test_one_line_comes_back_whole(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"\x00{SENTENCE}\x00", SENTENCE),
        (f"{SENTENCE} \ud800", f"{SENTENCE} \ufffd"),
        (f"{SENTENCE}\udfff{SENTENCE}", f"{SENTENCE}\ufffd{SENTENCE}"),
        (f"\ufeff{SENTENCE}\r\n", SENTENCE),
        (f"{SENTENCE}\x1b[31m", SENTENCE),
        (f"\r\n\r\n{SENTENCE}\r{OTHER}", f"{SENTENCE}\n{OTHER}"),
    ],
)
def test_broken_characters_are_mended(text: str, wanted: str) -> None:
    assert clean(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("'x' * 2_000_000", id="one word"),
        pytest.param(f"({SENTENCE!r} + ' ') * 24_000", id="sentences on one line"),
        pytest.param("'a ' * 1_000_000", id="letters on one line"),
        pytest.param("'\\n' * 1_000_000", id="blank lines"),
        pytest.param("' ' * 2_000_000", id="spaces"),
        pytest.param("'\\u200b\\n' * 500_000", id="lines that show nothing"),
        pytest.param("'Share\\n' * 30_000", id="buttons"),
        pytest.param("'aB' * 500_000", id="seams on one line"),
        pytest.param("'RefuzShare' * 100_000", id="glued buttons on one line"),
        pytest.param("'.' * 2_000_000", id="dots"),
        pytest.param("'. ' * 500_000", id="empty sentences"),
        pytest.param("'&amp;' * 200_000", id="entities"),
        pytest.param("'\\u00c3\\u00a9' * 200_000", id="mojibake"),
        pytest.param("'\\u00c3\\u00a9 x\\n' * 10_000", id="mojibake in lines"),
        pytest.param("'\\x00' * 2_000_000", id="NULs"),
        pytest.param("'\\ud800' * 200_000", id="surrogates"),
        pytest.param("'\\u9605\\u8bfb' * 300_000", id="a line of Chinese"),
        pytest.param("'12.03.2024 14:05 ' * 50_000", id="dates"),
        pytest.param("'a\\n, b\\n' * 50_000", id="fragments"),
        pytest.param("'a | ' * 300_000", id="separators"),
        pytest.param("('word ' * 14 + 'end\\n') * 20_000", id="hard-wrapped"),
        pytest.param("'e\\u0301' * 500_000", id="accents"),
    ],
)
def test_two_megabytes_do_not_hang(text: str) -> None:
    code = f"from cleaner import explain; e = explain({text}); e.text; print(len(e.page.text)); "
    code += "print(sum(piece.end - piece.start for piece in e.pieces))"
    characters, covered = run_python(code, timeout=240).split()
    assert characters == covered


@pytest.mark.parametrize("threshold", [-0.1, 1.1, 50, float("nan")])
def test_a_threshold_out_of_range_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        clean(SENTENCE, threshold=threshold)


def test_a_threshold_that_is_no_number_is_refused() -> None:
    with pytest.raises(TypeError, match="threshold"):
        clean(SENTENCE, threshold="high")  # type: ignore[arg-type]


def test_keep_is_a_set_of_labels() -> None:
    with pytest.raises(TypeError, match=r"\{'caption'\}"):
        clean(SENTENCE, keep="caption")


@pytest.mark.parametrize("text", [SENTENCE, BUTTONS])
def test_on_empty_has_three_values(text: str) -> None:
    with pytest.raises(ValueError, match="'empty', 'original' or 'raise'"):
        clean(text, on_empty="keep")  # type: ignore[arg-type]


def test_on_empty_raises_an_error_that_says_where_to_look() -> None:
    with pytest.raises(EmptyResultError, match="explain"):
        clean(BUTTONS, on_empty="raise")


def returns_none(page: Page) -> Any:
    """Forgets to yield."""


def returns_text(page: Page) -> Any:
    return "cookie"


def returns_a_mark(page: Page) -> Any:
    return page.blocks[0].mark("cookie", CERTAIN, "because")


def returns_a_number(page: Page) -> Any:
    return 3


def yields_text(page: Page) -> Iterator[Any]:
    yield "cookie"


def yields_a_block(page: Page) -> Iterator[Any]:
    yield page.blocks[0]


def yields_a_span_of_the_page(page: Page) -> Iterator[Mark]:
    block = page.blocks[-1]
    yield block.mark("cookie", CERTAIN, "because", start=block.start, end=block.end + 100)


def yields_an_empty_span(page: Page) -> Iterator[Mark]:
    yield page.blocks[0].mark("cookie", CERTAIN, "because", start=3, end=3)


def yields_a_block_that_is_not_there(page: Page) -> Iterator[Mark]:
    yield page.blocks[0].mark("cookie", CERTAIN, "because")._replace(block=99)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (returns_none, ["returned None", "yield"]),
        (returns_text, ["returned str", "yield block.mark"]),
        (returns_a_mark, ["returned Mark", "yield it instead"]),
        (returns_a_number, ["returned int", "yield"]),
        (yields_text, ["yielded str", "block.mark"]),
        (yields_a_block, ["yielded Block", "block.mark"]),
        (yields_a_span_of_the_page, ["characters", "block.text, not of page.text"]),
        (yields_an_empty_span, ["3:3"]),
        (yields_a_block_that_is_not_there, ["block 99", "2 blocks"]),
    ],
)
def test_a_wrong_filter_is_named_with_its_slip(wrong: Callable[[Page], Any], says: list[str]) -> None:
    with pytest.raises(FilterError) as caught:
        clean(f"{SENTENCE}\n{SENTENCE}", filters=(*DEFAULT, wrong))
    for part in [repr(wrong.__name__), *says]:
        assert part in str(caught.value)


def test_what_is_no_filter_is_refused() -> None:
    with pytest.raises(FilterError, match="'cookie' is not a filter"):
        clean(SENTENCE, filters=(*DEFAULT, "cookie"))  # type: ignore[arg-type]


@pytest.mark.parametrize("filters", [None, 3, remove("cookie")])
def test_filters_are_a_row_of_filters(filters: Any) -> None:
    with pytest.raises(TypeError, match="filters"):
        clean(SENTENCE, filters=filters)


def mark_with(**changes: Any) -> Callable[[Page], Iterator[Mark]]:
    """A filter whose mark has something wrong inside."""

    def filter_with_a_slip(page: Page) -> Iterator[Mark]:
        yield page.blocks[0].mark("cookie", CERTAIN, "because")._replace(**changes)

    return filter_with_a_slip


@pytest.mark.parametrize(
    "changes", [{"strength": "certain"}, {"label": None}, {"start": "0"}, {"block": None}, {"reason": None}]
)
def test_a_mark_with_a_wrong_type_inside_names_its_filter(changes: dict[str, Any]) -> None:
    with pytest.raises(FilterError, match="filter_with_a_slip"):
        str(explain(f"{SENTENCE}\n{SENTENCE}", filters=(*DEFAULT, mark_with(**changes))))


def too_few(page: Page) -> list[float]:
    return [0.5]


def too_high(page: Page) -> list[float]:
    return [7.0] * len(page.blocks)


def not_numbers(page: Page) -> Any:
    return ["yes"] * len(page.blocks)


def no_scores(page: Page) -> Any:
    return None


@pytest.mark.parametrize("wrong", [too_few, too_high, not_numbers, no_scores])
def test_a_wrong_decision_is_named(wrong: Callable[[Page], list[float]]) -> None:
    with pytest.raises(FilterError, match=repr(wrong.__name__)):
        clean(f"{SENTENCE}\n{SENTENCE}", decide=wrong)


def test_what_is_no_decision_is_refused() -> None:
    with pytest.raises(TypeError, match="decision"):
        clean(SENTENCE, decide=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [remove, protect])
@pytest.mark.parametrize(
    ("what", "error"), [((), ValueError), (("…",), ValueError), ((3,), TypeError), (("",), ValueError)]
)
def test_own_filters_need_phrases(make: Callable[..., object], what: tuple[Any, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        make(*what)
