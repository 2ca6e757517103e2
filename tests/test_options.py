"""The options of `clean` and `explain`, one by one."""

import json

import pytest

import cleaner
from cleaner import CERTAIN, DEFAULT, LOCAL, RULES, EmptyResultError, Page, clean, explain, protect, remove
from support import article

BODY = "\n".join(article("en"))
TITLE = "Ashgrove to replace all its street lamps"
PAGE = f"""{TITLE} - The Ashgrove Post
Accept all cookies
Home
News
{TITLE}
By Helen Marsh
Photo: Marta Keel/Reuters
{BODY}
Share on Facebook
Read More"""
BUTTONS = "Accept all cookies\nShare on Facebook"


def test_default() -> None:
    assert clean(PAGE) == BODY


@pytest.mark.parametrize(
    ("keep", "line"),
    [
        ("caption", "Photo: Marta Keel/Reuters"),
        ("byline", "By Helen Marsh"),
        ("title", TITLE),
        ("share", "Share on Facebook"),
        ("cookie", "Accept all cookies"),
        ("read-more", "Read More"),
    ],
)
def test_keep_one_label(keep: str, line: str) -> None:
    kept = clean(PAGE, keep={keep}).split("\n")
    assert line in kept
    assert "\n".join(row for row in kept if row in BODY.split("\n")) == BODY
    assert {row for row in kept if row not in BODY} <= {line, PAGE.split("\n")[0]}


def test_keep_several_labels() -> None:
    kept = clean(PAGE, keep={"caption", "byline", "title"}).split("\n")
    assert [row for row in kept if row not in BODY.split("\n")][-3:] == [
        TITLE,
        "By Helen Marsh",
        "Photo: Marta Keel/Reuters",
    ]


@pytest.mark.parametrize("keep", [["caption"], ("caption",), frozenset({"caption"}), {"caption": 1}])
def test_keep_is_any_collection(keep: list[str]) -> None:
    assert clean(PAGE, keep=keep) == clean(PAGE, keep={"caption"})


def test_keep_of_an_own_label() -> None:
    mine = remove("street lamps", label="lamps")
    assert "street lamps" not in clean(PAGE, filters=(*DEFAULT, mine))
    assert clean(PAGE, filters=(*DEFAULT, mine), keep={"lamps"}).split("\n")[-5:] == BODY.split("\n")


def test_blank_lines() -> None:
    assert clean(PAGE, blank_lines=True) == BODY.replace("\n", "\n\n")
    assert explain(PAGE, blank_lines=True).paragraphs == explain(PAGE).paragraphs


def test_on_empty() -> None:
    assert clean(BUTTONS) == ""
    assert clean(BUTTONS, on_empty="empty") == ""
    assert clean(BUTTONS, on_empty="original") == BUTTONS
    with pytest.raises(EmptyResultError):
        clean(BUTTONS, on_empty="raise")


@pytest.mark.parametrize("on_empty", ["empty", "original", "raise"])
def test_on_empty_does_nothing_where_there_is_text(on_empty: cleaner.OnEmpty) -> None:
    assert clean(PAGE, on_empty=on_empty) == BODY


def test_threshold_goes_from_all_to_little() -> None:
    kept = [len(clean(PAGE, threshold=at)) for at in (0, 0.25, 0.5, 0.75, 1)]
    assert kept == sorted(kept, reverse=True)
    assert kept[0] > kept[2] == len(BODY) > kept[-1]


def test_threshold_zero_keeps_all_but_what_is_certain() -> None:
    kept = clean(PAGE, threshold=0).split("\n")
    assert "Home" in kept
    assert "Accept all cookies" not in kept


def test_language_is_taken_as_told() -> None:
    assert explain(PAGE).language == "en"
    assert explain(PAGE, language="de").language == "de"
    assert clean(PAGE, language="en") == BODY


def test_a_language_without_a_pack_is_no_error() -> None:
    assert set(BODY.split("\n")) <= set(clean(PAGE, language="xx").split("\n"))


def test_no_filters_remove_nothing_that_the_decision_keeps() -> None:
    assert clean(BODY, filters=(), decide=lambda page: [1.0] * len(page.blocks)) == BODY
    assert clean(BODY, filters=(), decide=lambda page: [0.0] * len(page.blocks)) == ""


def test_filters_are_any_iterable() -> None:
    assert clean(PAGE, filters=iter(DEFAULT)) == BODY
    assert clean(PAGE, filters=list(DEFAULT)) == BODY


def test_local_filters_alone_are_a_choice() -> None:
    assert set(clean(PAGE, filters=LOCAL).split("\n")) >= set(BODY.split("\n"))


def test_decision_sees_the_marks() -> None:
    seen: list[str] = []

    def decide(page: Page) -> list[float]:
        seen.extend(mark.by for block in page.blocks for mark in block.marks)
        return RULES(page)

    assert clean(PAGE, decide=decide) == BODY
    assert {"cookies", "share", "prose"} <= set(seen)


def test_own_removal_wins_over_prose_and_protection_over_it() -> None:
    first = BODY.split("\n")[0]
    words = " ".join(first.split()[:6])
    without = clean(PAGE, filters=(*DEFAULT, remove(words)))
    assert without == "\n".join(BODY.split("\n")[1:])
    assert clean(PAGE, filters=(*DEFAULT, remove(words), protect(words))) == BODY
    assert clean(PAGE, filters=(protect(words), *DEFAULT, remove(words))) == BODY


def test_own_removal_of_a_part() -> None:
    page = f"{BODY}\nThe first streets, around the market, are those with the oldest lamps."
    explanation = explain(page, filters=(*DEFAULT, remove("around the market", part=True)))
    assert explanation.paragraphs[-1] == "The first streets, , are those with the oldest lamps."
    assert [(piece.text, piece.label) for piece in explanation.removed] == [("around the market", "own")]


def test_own_marks_say_who_made_them() -> None:
    piece = explain(PAGE, filters=(*DEFAULT, remove("home", label="mine"))).removed[2]
    assert piece.text == "Home"
    assert piece.label == "mine"
    (mark,) = [mark for mark in piece.marks if mark.own]
    assert (mark.label, mark.strength, mark.by) == ("mine", CERTAIN, "Phrases")


def test_explanation_as_data() -> None:
    explanation = explain(PAGE)
    data = json.loads(json.dumps(explanation.to_dict()))
    assert data["text"] == BODY
    assert data["language"] == "en"
    assert len(data["pieces"]) == len(explanation.pieces)
    assert [row["text"] for row in data["pieces"] if row["kept"]] == BODY.split("\n")
    assert all(row["why"] for row in data["pieces"] if not row["kept"])


def test_explanation_as_text() -> None:
    shown = str(explain(PAGE))
    assert "cookie" in shown
    assert "Accept all cookies" in shown
    assert "\x1b" not in shown


def test_control_characters_of_a_page_do_not_reach_the_terminal() -> None:
    shown = str(explain(f"{BODY}\nRead More \u202eevil\u009b31m\u2066", language="en"))
    assert not {"\u202e", "\u009b", "\u2066", "\x1b"} & set(shown)


def test_every_piece_that_went_has_a_reason() -> None:
    explanation = explain(PAGE)
    assert all(explanation.why(piece) for piece in explanation.removed)
    assert all(piece.label != "article" for piece in explanation.removed)
