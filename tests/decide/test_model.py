"""The learned decision: its features, its guards, its reasons, its weights."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import CERTAIN, LIKELY, MODEL, RULES, Page, clean, explain, explain_html, read_text
from cleaner.decide.features import describe, redescribe
from cleaner.decide.model import SHIPPED, SHIPPED_HTML, Model, blended, coherent, guarded, load_weights, outweighed
from cleaner.decide.reasons import HANDED_ON, family_of
from cleaner.decide.rules import Judgement, View, view
from support import ROOT

PAGES = sorted((ROOT / "fixtures" / "pages").glob("*/*.txt"))
PAGE = next(path for path in PAGES if path.name == "news.txt" and path.parent.name == "en")


def numbers(page: Page) -> tuple[dict[str, list[float]], dict[str, float]]:
    described = describe(page)
    again = redescribe(described, [0.9] * len(page.blocks))
    return {**described.columns, **again.columns}, {**described.facts, **again.facts}


@given(
    st.lists(st.sampled_from(["Menu", "Read more", "The boat was late again, and nobody said why it was.", "12:30"]))
)
def test_every_column_has_a_finite_number_for_every_block(lines: list[str]) -> None:
    page = read_text("\n".join(lines))
    if not page.blocks:
        return
    columns, facts = numbers(page)
    assert {len(column) for column in columns.values()} == {len(page.blocks)}
    assert all(abs(value) < 1e9 for column in (*columns.values(), facts.values()) for value in column)


HTML = "<title>A</title><main><h1>Ferries</h1><p>The ferry was cancelled, and forty people slept.</p></main>"


@pytest.mark.parametrize("shipped", [SHIPPED, SHIPPED_HTML])
def test_the_weights_ask_for_no_feature_that_does_not_exist(shipped: str) -> None:
    page = explain_html(HTML).page if shipped == SHIPPED_HTML else explain(PAGE.read_text("utf-8")).page
    columns, facts = numbers(page)
    weights = load_weights(shipped)
    asked = {*weights.first.features, *weights.second.features}
    assert asked <= columns.keys() | facts.keys()
    assert asked <= weights.typical.keys()


def test_no_feature_knows_a_word() -> None:
    """A page with every letter of every word turned round the alphabet is the same page to the model."""

    def turned(token: str) -> str:
        return "".join(chr((ord(c) - ord("a") + 7) % 26 + ord("a")) if "a" <= c <= "z" else c for c in token)

    page = explain(PAGE.read_text("utf-8")).page
    blocks = tuple(block._replace(tokens=tuple(map(turned, block.tokens))) for block in page.blocks)
    other = Page(page.text, blocks, page.language, page.spaced)
    assert numbers(other) == numbers(page)
    assert MODEL(other) == MODEL(page)


def test_scores_are_probabilities_and_the_same_every_time() -> None:
    page = explain(PAGE.read_text("utf-8")).page
    scores = MODEL(page)
    assert all(0 <= score <= 1 for score in scores)
    assert scores == MODEL(page) == pickle.loads(pickle.dumps(MODEL))(page)


def test_models_with_the_same_weights_are_equal() -> None:
    assert Model() == MODEL
    assert hash(Model()) == hash(MODEL)
    assert Model("elsewhere.json") != MODEL


def test_the_model_is_the_default_and_the_rules_still_clean() -> None:
    text = PAGE.read_text("utf-8")
    assert clean(text) == clean(text, decide=MODEL)
    assert len(clean(text, decide=RULES).split()) > 100


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_decision_has_a_reason(path: Path) -> None:
    explanation = explain(path.read_text("utf-8"))
    assert all(explanation.why(piece) for piece in explanation.pieces if piece.text)


def test_where_nothing_reaches_the_threshold_the_best_of_the_prose_stays() -> None:
    page = explain(PAGE.read_text("utf-8")).page
    views = [view(block) for block in page.blocks]
    judged = guarded(views, [Judgement(0.2 if seen.words > 20 else 0.01, "") for seen in views])
    assert any(judgement.score >= 0.5 for judgement in judged)


def test_where_a_guard_decides_its_reason_is_given() -> None:
    """Never the model's reasons for the opposite."""
    sure, unsure, gone = Judgement(0.9, ""), Judgement(0.45, ""), Judgement(0.1, "")
    text, share = View(CERTAIN, 0, "", 30), View(0, LIKELY, "share", 3)
    raised = coherent([text] * 3, [sure, unsure, sure])
    assert [one.score for one in raised] == [0.9, 0.5, 0.9]
    assert [bool(one.reason) for one in raised] == [False, True, False]
    assert coherent([text] * 4, [sure, unsure, gone, sure]) == [sure, unsure, gone, sure]
    assert outweighed([share, text], [Judgement(0.6, ""), sure]) == [Judgement(0.3, "likely share"), sure]
    ruled = [Judgement(0.1, "outside"), Judgement(0.8, "inside")]
    assert [one.reason for one in blended([Judgement(0.6, ""), Judgement(0.9, "")], ruled)] == ["outside", ""]


@pytest.mark.parametrize("shipped", [SHIPPED, SHIPPED_HTML])
def test_every_feature_that_the_weights_ask_for_can_be_put_into_words(shipped: str) -> None:
    weights = load_weights(shipped)
    asked = {*weights.first.features, *weights.second.features}
    assert [name for name in asked if not (family_of(name) or HANDED_ON.match(name))] == []


def test_a_file_that_holds_no_weights_is_named(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(json.dumps({"first": {}}), "utf-8")
    with pytest.raises(ValueError, match=r"holds no weights of this model"):
        Model(str(path))(explain(PAGE.read_text("utf-8")).page)


def test_the_weights_are_data_of_at_most_half_a_megabyte() -> None:
    path = ROOT / "src" / "cleaner" / "decide" / SHIPPED
    assert path.stat().st_size <= 500_000


def test_a_paragraph_behind_a_short_list_stays() -> None:
    end = (
        "What happens next",
        "A new survey of the seabed",
        "Talks with the ferry company",
        "A vote in the spring",
        "The ferries will go on as before, and the old bridge stays open to cars until the winter.",
    )
    story = (
        "The council voted on Tuesday evening to scrap the plan for a second bridge across the harbour.",
        "Engineers had warned in the autumn that the piers would stand in soft clay, and that the cost would rise.",
        '"We could have known this five years ago," said Maria Tan, who has sat on the planning committee since 2012.',
    )
    page = ("Home", "News", "Sport", "Cookie settings", "Share", *story, *end, "Related articles", "Leave a comment")
    assert explain("\n".join(page)).paragraphs == (*story, *end)
