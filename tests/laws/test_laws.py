"""The laws that hold for every page and every option, tried on generated pages."""

import pickle
import random
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner import CERTAIN, CONTEXT, DEFAULT, LOCAL, RULES, Explanation, Mark, Page, clean, explain, protect, remove
from cleaner.readers.lines import BLANK
from cleaner.readers.repair import repair
from support import cases, filled_lines, page_files, read, run_python, whole_files

PAGES = [read(file) for file in page_files()]
FIXTURE_LINES = [line for text in PAGES for line in filled_lines(text)]
WHOLE_LINES = [line for file in whole_files() for line in filled_lines(read(file))]
CASE_LINES = [case.text for case in cases()]
GLUED = ["RefuzSursa foto: kcna.kp", "ShareTweetEmail", "Kommentare12", "ta.RefuzLiderul", "拒绝图片来源：新华社"]
MENDED = ["cafÃ© crÃ¨me", "Tom &amp; Jerry &#8211; live", "вЂњРџСЂРёРІРµС‚вЂќ", "cafÃ© ouvert &amp; fermÃ©"]
DAMAGED = [*MENDED, "a\x00b\x07c", "\ud800 lone", "ﬁne", "ｗｉｄｅ"]
ENDS = ["\n", "\n\n", "\r\n", "\u2028", " \n\t", "\n\u200b\n", "\x0c", " "]

lines = st.one_of(
    st.sampled_from(FIXTURE_LINES),
    st.sampled_from(WHOLE_LINES),
    st.sampled_from(CASE_LINES),
    st.sampled_from(GLUED + DAMAGED),
    st.text(max_size=40),
    st.text(alphabet="aA1 .…:,|©-–•\n\t\u00a0\u200b阅读é", max_size=60),
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Lines of pages, articles and case tables, glued and damaged ones and noise, with line ends of all kinds."""
    chosen = draw(st.lists(lines, max_size=14))
    return "".join(line + draw(st.sampled_from(ENDS)) for line in chosen)


def silent(page: Page) -> Iterator[Mark]:
    """A filter that has nothing to say."""
    yield from ()


def shown(text: str) -> str:
    """The characters of a text that are not blank."""
    return "".join(c for c in text if c not in BLANK and not c.isspace())


def fates(explanation: Explanation) -> list[tuple[object, ...]]:
    """What became of each piece, without the order in which the evidence came."""
    return [
        (piece.start, piece.end, piece.kept, piece.label, piece.score, sorted(piece.marks))
        for piece in explanation.pieces
    ]


def is_subsequence(part: str, text: str) -> bool:
    rest = iter(text)
    return all(character in rest for character in part)


@given(pages())
def test_every_character_is_in_exactly_one_piece(text: str) -> None:
    explanation = explain(text)
    at = 0
    for piece in explanation.pieces:
        assert piece.start == at
        at = piece.end
    assert at == len(explanation.page.text)
    assert explanation.page.text == repair(text).text


@given(pages())
def test_a_piece_shows_its_stretch(text: str) -> None:
    explanation = explain(text)
    for piece in explanation.pieces:
        assert shown(piece.text) == shown(explanation.page.text[piece.start : piece.end])


@given(pages())
def test_nothing_is_invented(text: str) -> None:
    assert is_subsequence(shown(clean(text)), shown(repair(text).text))


@given(pages())
def test_output_is_the_kept_pieces(text: str) -> None:
    explanation = explain(text)
    assert shown(explanation.text) == "".join(shown(piece.text) for piece in explanation.pieces if piece.kept)
    assert clean(text) == explanation.text
    assert not explanation.text.endswith("\n")


@given(pages())
def test_same_call_same_answer(text: str) -> None:
    assert explain(text) == explain(text)


def answers() -> str:
    """A digest of the answers to every fixture page, for comparison between processes."""
    return repr([(clean(text), fates(explain(text))) for text in PAGES])


def test_same_answer_in_another_process_with_another_hash_seed() -> None:
    code = "import hashlib; from laws.test_laws import answers; print(hashlib.sha256(answers().encode()).hexdigest())"
    assert run_python(code, timeout=120, hash_seed="1") == run_python(code, timeout=120, hash_seed="2")


def test_same_answer_in_any_order_and_thread() -> None:
    before = [explain(text) for text in PAGES]
    with ThreadPoolExecutor(4) as pool:
        after = list(pool.map(explain, reversed(PAGES)))
    assert before == after[::-1]


@pytest.mark.parametrize("seed", range(4))
def test_order_of_local_filters_does_not_matter(seed: int) -> None:
    local = list(LOCAL)
    random.Random(seed).shuffle(local)
    for text in PAGES:
        assert fates(explain(text, filters=(*local, *CONTEXT))) == fates(explain(text))


@given(pages(), st.permutations(LOCAL))
def test_order_of_local_filters_does_not_matter_on_any_page(text: str, local: list[cleaner.Filter]) -> None:
    assert clean(text, filters=(*local, *CONTEXT)) == clean(text)


@given(pages(), st.integers(0, len(DEFAULT)))
def test_a_silent_filter_changes_nothing(text: str, at: int) -> None:
    assert explain(text, filters=(*DEFAULT[:at], silent, *DEFAULT[at:])) == explain(text)


@pytest.mark.parametrize("text", PAGES + [read(file) for file in whole_files()])
def test_a_clean_text_stays(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@given(pages())
def test_explanations_pickle(text: str) -> None:
    explanation = explain(text)
    again = pickle.loads(pickle.dumps(explanation))
    assert again == explanation
    assert again.text == explanation.text
    assert hash(again.page) == hash(explanation.page)


@pytest.mark.parametrize(
    "thing",
    [
        *DEFAULT,
        RULES,
        CERTAIN,
        DEFAULT,
        remove("read more", "sent from", label="mine"),
        remove(re.compile("^Sent"), part=True),
        protect("read more"),
        protect(re.compile("x+")),
    ],
    ids=lambda thing: getattr(thing, "__name__", type(thing).__name__),
)
def test_what_is_shipped_pickles(thing: object) -> None:
    again = pickle.loads(pickle.dumps(thing))
    assert again == thing
    assert hash(again) == hash(thing)


def test_equal_things_hash_equal() -> None:
    assert remove("Read more") == remove("read more")
    assert hash(remove("Read more")) == hash(remove("read more"))
    assert hash(type(RULES)()) == hash(RULES)


@given(pages(), st.data())
def test_protection_wins(text: str, data: st.DataObject) -> None:
    blocks = [block for block in explain(text).page.blocks if block.tokens]
    if not blocks:
        return
    block = data.draw(st.sampled_from(blocks))
    filters = (*DEFAULT, remove(block.folded), protect(block.folded), remove(re.compile(re.escape(block.text))))
    explanation = explain(text, filters=filters)
    assert any(piece.kept and piece.block == block.number and piece.text == block.text for piece in explanation.pieces)


@given(pages(), st.sampled_from([0.0, 0.5, 1.0]))
def test_protection_of_everything_keeps_everything(text: str, threshold: float) -> None:
    filters = (*DEFAULT, remove(re.compile(r"(?s).+")), protect(re.compile(r"(?s).+")))
    assert shown(clean(text, filters=filters, threshold=threshold)) == shown(repair(text).text)


@given(pages())
def test_removal_of_everything_leaves_nothing(text: str) -> None:
    assert clean(text, filters=(*DEFAULT, remove(re.compile(r"(?s).+")))) == ""


@given(pages())
def test_a_higher_threshold_keeps_no_more(text: str) -> None:
    kept = [[piece.kept for piece in explain(text, threshold=at).pieces if piece.text] for at in (0.2, 0.5, 0.8)]
    if len(kept[0]) == len(kept[1]) == len(kept[2]):  # parts are cut only out of blocks that stay
        assert all(low >= middle >= high for low, middle, high in zip(*kept, strict=True))


@given(pages())
def test_pieces_have_their_place_in_the_source(text: str) -> None:
    explanation = explain(text)
    at = 0
    for piece in explanation.pieces:
        assert 0 <= piece.source_start <= piece.source_end <= len(text)
        assert at <= piece.source_start
        at = piece.source_end
        if text == explanation.page.text and piece.text:
            assert shown(text[piece.source_start : piece.source_end]) == shown(piece.text)


@given(st.lists(st.sampled_from([*FIXTURE_LINES, *MENDED]), min_size=1, max_size=12))
def test_the_source_of_a_line_is_the_line_it_was_mended_from(chosen: list[str]) -> None:
    source = "\n".join(chosen)
    explanation = explain(source)
    starts: dict[int, str] = {}
    at = 0
    for line in chosen:
        starts[at] = line
        at += len(repair(line).text) + 1
    for piece in explanation.pieces:
        line = starts.get(piece.start, "")
        if line and piece.text == repair(line).text:
            assert source[piece.source_start : piece.source_end] == line
