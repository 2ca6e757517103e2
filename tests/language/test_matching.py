"""Finding phrases in the words of a block: slots, stems, colons, open ends, and linear time."""

import pytest

from cleaner import CERTAIN, HINT, LIKELY
from cleaner.language.annotate import Annotator
from cleaner.language.compiler import compile_index
from cleaner.language.index import parse_index
from cleaner.language.matching import Matcher
from cleaner.language.packs import LABELS, parse_pack
from support import run_python

PACK = """
code = "xx"
name = "Test"
function_words = ["the", "of"]
months = ["march"]
weekdays = ["monday"]
units = ["hours", "ago", "pm"]
dates = ["yesterday", "{n} hours ago"]
consent = {core = ["gdpr"], thing = ["cookie*"], act = ["use"], address = ["we"], purpose = ["traffic"]}
share = {certain = ["share this", "share on {network}"], likely = ["share", "print"], hint = ["... shares ..."]}
comments = {certain = ["{n} comment*"], likely = ["{name} says"]}
caption = {certain = ["photo: ..."], likely = ["picture by {name}"]}
byline = {certain = ["updated {date}", "by {name} for the gazette"]}
newsletter = {certain = ["... unsubscribe at any time", "(subscribe|sign up) (now|) to the (daily|weekly) letter"]}
related = {certain = ["read also ..."]}
"""
REST = "".join(f"{label} = {{}}\n" for label in LABELS if f"\n{label} = " not in PACK)
NETWORKS = ("facebook", "google", "google news")


@pytest.fixture(scope="module")
def annotate() -> Annotator:
    return Annotator(Matcher(parse_index(compile_index([parse_pack(PACK + REST)], NETWORKS))), "xx")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Share this", "share"),
        ("»  SHARE  THIS", "share"),
        ("Share on Facebook", "share"),
        ("Share on Google News", "share"),
        ("12 comments", "comments"),
        ("1,204 Comments", "comments"),
        ("1 comment", "comments"),
        ("Anna Maria says:", "comments"),
        ("Photo: Marta Keel", "caption"),
        ("PHOTO : a bridge in the fog, with two men and a dog on it", "caption"),
        ("Photo：x", "caption"),
        ("Picture by Marta Keel", "caption"),
        ("Updated 12.03.2024 14:05", "byline"),
        ("Updated Monday, 12 March 2024", "byline"),
        ("Updated 3 hours ago", "byline"),
        ("Updated yesterday", "byline"),
        ("By Anna Maria Keel for the Gazette", "byline"),
        ("Unsubscribe at any time", "newsletter"),
        ("Subscribe to the daily letter", "newsletter"),
        ("Sign up now to the weekly letter", "newsletter"),
        ("Read also: the bridge is closed", "related"),
        ("Monday, 12 March 2024", "date"),
        ("3 hours ago", "date"),
        ("Share this Print 12", "share"),
        ("Facebook Google News", "share"),
    ],
)
def test_a_whole_block_is_found(annotate: Annotator, text: str, label: str) -> None:
    assert [hit.label for hit in annotate(text).hits if hit.whole and hit.strength >= LIKELY] == [label]


@pytest.mark.parametrize(
    "text",
    [
        "Share this with nobody, she said",
        "They share on Facebook what they like",
        "Share on Sundays",
        "comments 12",
        "twelve comments",
        "Photo Marta Keel",
        "The photo: Marta Keel",
        "one two three four five six says",
        "Updated twice",
        "Updated and bound in leather",
        "Unsubscribe at any time and anywhere",
        "By Anna Maria Keel for the Herald",
        "Sign up to the monthly letter",
        "Also read",
        "Marching to the river",
        "",
        "…",
    ],
)
def test_what_is_not_the_phrase_is_not_found(annotate: Annotator, text: str) -> None:
    assert [hit for hit in annotate(text).hits if hit.whole and hit.strength >= LIKELY] == []


def test_an_open_phrase_is_found_inside(annotate: Annotator) -> None:
    (hit,) = annotate("The bank sold the shares of the mine").hits
    assert (hit.label, hit.strength, hit.whole, hit.first, hit.last) == ("share", HINT, False, 4, 4)


def test_an_open_phrase_is_found_at_the_end(annotate: Annotator) -> None:
    (hit,) = annotate("You can unsubscribe at any time.").hits
    assert (hit.label, hit.strength, hit.whole, hit.first, hit.last) == ("newsletter", CERTAIN, False, 2, 5)


def test_a_short_line_that_is_called_out_is_only_a_hint(annotate: Annotator) -> None:
    assert [hit.strength for hit in annotate("Share this!").hits] == [HINT]


def test_the_strongest_of_equal_stretches_counts(annotate: Annotator) -> None:
    assert max(hit.strength for hit in annotate("share this").hits) == CERTAIN


def test_words_are_counted(annotate: Annotator) -> None:
    facts = annotate("We use cookies of the traffic")
    assert facts.tokens == ("we", "use", "cookies", "of", "the", "traffic")
    assert facts.function_words == 2
    assert facts.consent == (0, 1, 1, 1, 1)


def test_what_was_asked_before_changes_no_answer(annotate: Annotator) -> None:
    texts = ["share this", "Share on Facebook", "12 comments", "Photo: x", "Share Print 12 Share"]
    assert [annotate(text) for text in texts] == [annotate(text) for text in texts[::-1]][::-1]


@pytest.mark.parametrize(
    "text",
    [
        "'share ' * 200_000",
        "'by ' * 200_000",
        "'read more ' * 100_000",
        "'12 ' * 200_000",
        "'12 march 2024 ' * 60_000",
        "'photo: ' * 100_000",
        "'google ' * 100_000",
        "'阅读' * 200_000",
        "'a' * 1_000_000",
        "'X ' * 200_000",
        "'ab\\u0301' * 200_000",
    ],
)
def test_time_is_linear(text: str) -> None:
    code = f"from cleaner.language.annotate import annotator; print(len(annotator('en')({text}).tokens))"
    assert int(run_python(code, timeout=60)) > 0
