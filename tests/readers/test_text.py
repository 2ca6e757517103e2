"""Reading flat text: what belongs together is one block, what has its own line keeps it."""

import pytest

from cleaner import read_text
from cleaner.page import Page

FILLER = "The committee will meet again in the second week of March to vote on it.\n"


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks]


def blocks(text: str, language: str = "en") -> list[str]:
    return texts(read_text(text, language=language))


WRAPPED = (
    "The harbour was closed on Sunday because of the storm in the strait, and\n"
    "forty passengers spent the night in the village school, where the women\n"
    "of the parish had carried blankets, bread and a great kettle of tea that\n"
    "lasted until the morning."
)
JOINED = WRAPPED.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "If you want to learn all of it, you can join our premium\ncourse\n. We will start in May.",
            ["If you want to learn all of it, you can join our premium course. We will start in May."],
            id="a link inside a sentence",
        ),
        pytest.param(
            "According to the report that was published this morning by the\nBank\n, prices fell.\nNobody cared.",
            ["According to the report that was published this morning by the Bank, prices fell.", "Nobody cared."],
            id="a sentence behind it stays a block of its own",
        ),
        pytest.param(
            "The film (\nTrailer\n) opens on Friday in all cinemas of the country.",
            ["The film (Trailer) opens on Friday in all cinemas of the country."],
            id="in brackets",
            marks=pytest.mark.xfail(strict=True, reason="a line shorter than a sentence is not joined to the next"),
        ),
        pytest.param("•\nfirst point\n•\nsecond point", ["• first point", "• second point"], id="lone bullets"),
        pytest.param("- first point\n- second point", ["- first point", "- second point"], id="bullets in their lines"),
        pytest.param("One line.\nAnother line.", ["One line.", "Another line."], id="sound lines"),
        pytest.param(
            "Before the war he lived in\n\nParis\n\n. He painted.",
            ["Before the war he lived in", "Paris", ". He painted."],
            id="blank lines are not joined across",
        ),
        pytest.param(WRAPPED, [JOINED], id="hard-wrapped"),
        pytest.param(f"{WRAPPED}\n\n{WRAPPED}", [JOINED, JOINED], id="hard-wrapped paragraphs"),
    ],
)
def test_broken_lines_are_joined(text: str, wanted: list[str]) -> None:
    assert blocks(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The night came in across the quiet bay,\nand none of us had anything to say.\n"
            "The boats lay still. The water held the moon.\nWe thought of you, and that it would be noon\n"
            "where you were now",
            id="a poem",
        ),
        pytest.param("for word in words:\nif word in counts:\ncounts[word] += 1\nelse:\ncounts[word] = 1", id="code"),
        pytest.param("Year   Visitors   Income\n2019   12,400     81,000\n2020   3,100      20,500", id="a table"),
        pytest.param("“Are you there?”\n“Yes.”\n“Then come down.”\n“No.”\n“Why not?”", id="dialogue"),
        pytest.param("200 g flour\n2 eggs\n1 pinch of salt\n100 ml milk\nbutter", id="ingredients"),
    ],
)
def test_line_breaks_that_mean_something_stay(text: str) -> None:
    assert blocks(text) == text.split("\n")


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("AcceptPhoto: Marta Keel", "en", ["Accept", "Photo: Marta Keel"]),
        (f"We use cookies on this site.Accept allThe{FILLER[3:]}".strip(), "en", None),
        ("Comments12", "en", ["Comments", "12"]),
        ("The iPhone and the McDonald family, said NaTo's man at 3pm.", "en", None),
        ("AceptarFoto: Marta Quel", "es", ["Aceptar", "Foto: Marta Quel"]),
        ("RefuserPhoto : Marthe Quel", "fr", ["Refuser", "Photo : Marthe Quel"]),
        ("ΑπόρριψηΦωτογραφία: ΑΠΕ", "el", ["Απόρριψη", "Φωτογραφία: ΑΠΕ"]),
    ],
)
def test_glued_neighbours_are_cut(text: str, language: str, wanted: list[str] | None) -> None:
    cut = blocks(text, language)
    assert "".join(cut).replace(" ", "") == text.replace(" ", "")
    if wanted:
        assert cut == wanted


def test_a_button_is_cut_out_between_sentences() -> None:
    text = "We use cookies to improve your experience.RejectThe mayor of Ashgrove resigned on Monday after the vote."
    page = read_text(text, language="en")
    assert "Reject" in texts(page)
    assert texts(page)[-1].startswith("The mayor")
    assert [block.continues for block in page.blocks] == [False, True, True]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The mayor of Ashgrove resigned on Monday after the vote of the council. "),
        ("zh", "市长在星期一的议会表决之后宣布辞职，副市长将暂时接替他的工作。"),
    ],
)
def test_a_page_of_one_line_is_cut_into_sentences(language: str, sentence: str) -> None:
    page = read_text((sentence * 20).strip(), language=language)
    assert texts(page) == [sentence.strip()] * 20


def test_a_long_line_among_others_is_not_cut() -> None:
    long = (FILLER.strip() + " ") * 12
    assert blocks(f"{FILLER}{FILLER}{FILLER}{long}")[-1] == long.strip()


@pytest.mark.parametrize("end", ["\n", "\u2028", "\u2029", "\x0b", "\x0c", "\n\n", "\n\u200b\n", "\n \t\xa0\n"])
def test_line_ends_of_all_kinds(end: str) -> None:
    assert blocks(f"The first line.{end}The second line.") == ["The first line.", "The second line."]


def test_blanks_around_a_line_are_not_part_of_its_block() -> None:
    page = read_text("\ufeff \xa0\tA line between blanks.\u200b \u200f\n", language="en")
    assert texts(page) == ["A line between blanks."]
    (block,) = page.blocks
    assert page.text[block.start : block.end] == block.text


def test_joiners_that_are_spelling_stay() -> None:
    text = "می‌خواهم 👩‍👩‍👧 بروم."
    assert blocks(text, "fa") == [text]


def test_spans_of_joined_lines_are_those_of_their_parts() -> None:
    page = read_text(WRAPPED, language="en")
    (block,) = page.blocks
    assert [page.text[start:end] for start, end in block.lines] == WRAPPED.split("\n")


def test_blank_lines_are_known() -> None:
    page = read_text("One line.\nAnother one.\n\nBehind a blank line.", language="en")
    assert [block.after_blank for block in page.blocks] == [True, False, True]


@pytest.mark.parametrize(("text", "wanted"), [("", []), (" \n\t\n", []), ("\u200b", []), ("x", ["x"])])
def test_little_text(text: str, wanted: list[str]) -> None:
    assert blocks(text) == wanted


@pytest.mark.xfail(strict=True, reason="a fragment that goes on is known by the space behind its comma")
def test_lines_in_unspaced_scripts_are_joined_without_a_space() -> None:
    assert blocks("他在报告中引用了\n国家银行\n，称物价上涨了百分之四，没有人感到意外。", "zh") == [
        "他在报告中引用了国家银行，称物价上涨了百分之四，没有人感到意外。"
    ]
