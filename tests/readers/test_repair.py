"""Repair is ftfy's work: the same text, whatever the damage, and the pre-check never says "clean" too early."""

import itertools
import random
import re
from collections.abc import Iterator

import ftfy
import pytest
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES, is_bad
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.readers.repair import CONFIG, SEGMENT, is_clean, repair
from support import LANGUAGES, article, page_files, read, whole_files

SEEN_AS = (
    "latin-1",
    "sloppy-windows-1252",
    "sloppy-windows-1250",
    "sloppy-windows-1251",
    "sloppy-windows-1253",
    "sloppy-windows-1254",
    "sloppy-windows-1257",
    "iso-8859-2",
    "macroman",
    "cp437",
)
TEXTS = [*(line for lang in LANGUAGES for line in article(lang)), "„Zażółć gęślą jaźń” — 5 € … ‘x’", "مرحبا بالعالم"]


def members(text: str) -> Iterator[str]:
    """The characters of a class as ftfy writes it: "a-z" is a range."""
    for first, last, single in re.findall(r"(.)-(.)|(.)", text, re.DOTALL):
        yield from single or (chr(code) for code in range(ord(first), ord(last) + 1))


# Every character that ftfy's pattern names, in a class or alone, with a few that stand for the rest.
SUSPECT = sorted(
    {character for text in MOJIBAKE_CATEGORIES.values() for character in members(text)}
    | {character for character in BADNESS_RE.pattern if character > "\x7f"}
    | set("aZ5 \n\t.,$?!'\"-é阅ع\u0301")
)


def mojibake(text: str, seen_as: str) -> str:
    """UTF-8 read as something else."""
    return text.encode("utf-8").decode(seen_as, "replace")


def mended(text: str) -> str:
    return ftfy.fix_text(text, CONFIG)


@pytest.mark.parametrize("seen_as", SEEN_AS)
def test_mojibake_is_mended_as_ftfy_does(seen_as: str) -> None:
    for text in TEXTS:
        damaged = mojibake(text, seen_as)
        assert repair(damaged).text == mended(damaged)
        twice = mojibake(damaged, seen_as)
        assert repair(twice).text == mended(twice)


def test_mojibake_inside_sound_text_is_mended_as_ftfy_does() -> None:
    chance = random.Random(7)
    for text in TEXTS:
        words = text.split(" ")
        for seen_as in SEEN_AS:
            some = [mojibake(word, seen_as) if chance.random() < 0.2 else word for word in words]
            assert repair(" ".join(some)).text == mended(" ".join(some))


damage = st.one_of(
    st.sampled_from(TEXTS),
    st.builds(mojibake, st.sampled_from(TEXTS), st.sampled_from(SEEN_AS)),
    st.sampled_from(["&amp;", "&lt;b&gt;", "&nbsp;", "&#8211;", "&#x201c;", "&eacute;", "&NTILDE;", "&bogus;", "<p>"]),
    st.sampled_from(["\r\n", "\r", "\n", "\u2028", "\u2029", "\x85", "\x0c", "\x00", "\x1b[31m", "\ufeff"]),
    st.sampled_from(["\ud83d\ude00", "\ud800", "\udfff", "\udc80", "e\u0301", "\u1100\u1161", "ﬁ", "Ｗ", "“”"]),
    st.text(alphabet=SUSPECT, max_size=8),
    st.text(max_size=8),
)


@given(st.lists(damage, max_size=12).map("".join))
@settings(max_examples=150)
def test_damage_of_all_kinds_is_mended_as_ftfy_does(text: str) -> None:
    assert repair(text).text == mended(text)


@given(st.text(alphabet=SUSPECT, max_size=30))
@settings(max_examples=300)
def test_clean_is_what_ftfy_would_not_change(text: str) -> None:
    if is_clean(text):
        assert mended(text) == text


def test_no_pair_that_ftfy_calls_bad_is_called_clean() -> None:
    pairs = ("".join(pair) for pair in itertools.product(SUSPECT, repeat=2))
    missed = [pair for pair in pairs if is_clean(pair) and is_bad(pair)]
    assert missed == []


def test_no_pair_between_letters_that_ftfy_calls_bad_is_called_clean() -> None:
    for before, after in (("a", ""), ("", "a"), (" ", ""), ("", " "), ("a", "a"), ("Ø", "Ù"), ("В", "Р"), ("Β", "Ξ")):
        pairs = (before + "".join(pair) + after for pair in itertools.product(SUSPECT, repeat=2))
        assert [text for text in pairs if is_bad(text) and is_clean(text)] == []


def test_no_triple_that_ftfy_calls_bad_is_called_clean() -> None:
    chance = random.Random(11)
    triples = ("".join(chance.choices(SUSPECT, k=3)) for _ in range(200_000))
    assert [text for text in triples if is_bad(text) and is_clean(text)] == []


def test_sound_pages_stay_and_are_nearly_all_called_clean() -> None:
    texts = [read(file) for file in page_files() + whole_files()]
    assert [text for text in texts if repair(text).text != text or mended(text) != text] == []
    assert sum(map(is_clean, texts)) >= 0.9 * len(texts)


def test_long_lines_are_mended_as_ftfy_does() -> None:
    text = "x" * (SEGMENT - 3) + " cafÃ© crÃ¨me &amp; thÃ©"
    assert repair(text).text == mended(text)


def test_entities_stay_behind_a_tag_as_in_ftfy() -> None:
    for text in ("a &amp; b\n<p>\nc &amp; d\n", "&lt;\n&amp;", "<b> cafÃ© &amp;\n&amp;"):
        assert repair(text).text == mended(text)


def test_what_is_not_broken_is_not_rewritten() -> None:
    text = "“curly” ‘quotes’ ﬁne ｗｉｄｅ １２３ … – — \u200c\u200d"
    assert repair(text).text == text


@given(st.lists(damage, max_size=12).map("".join))
def test_source_spans_are_inside_the_source_and_in_order(text: str) -> None:
    repaired = repair(text)
    size = len(repaired.text)
    assert repaired.source_span(0, size)[0] == 0 or repaired.text != text
    at = 0
    for i in range(size):
        start, end = repaired.source_span(i, i + 1)
        assert 0 <= start <= end <= len(text)
        assert start >= at
        at = start


@given(st.lists(damage, max_size=12).map("".join), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_a_wider_stretch_has_a_wider_source(text: str, a: int, b: int, c: int) -> None:
    repaired = repair(text)
    first, middle, last = sorted(min(at, len(repaired.text)) for at in (a, b, c))
    outer = repaired.source_span(first, last)
    inner = repaired.source_span(first, middle)
    assert outer[0] == inner[0]
    if first < middle < last:
        assert inner[1] <= outer[1]


@given(st.lists(st.sampled_from(["one two ", "Ã©", "&amp;", "three", "â€œ", " four", "\x00", "fÃ¼r"]), max_size=10))
@example(["Ã©", "one two "])
def test_what_was_not_touched_is_found_where_it_stood(parts: list[str]) -> None:
    text = "".join(parts)
    repaired = repair(text)
    for word in ("one two ", "three", " four"):
        at = repaired.text.find(word)
        if at >= 0:
            start, end = repaired.source_span(at, at + len(word))
            assert word.strip() in text[start:end]


def test_source_span_of_sound_text_is_itself() -> None:
    assert repair("nothing to mend").source_span(3, 9) == (3, 9)
    assert repair("cafÃ© noir").source_span(5, 9) == (6, 10)
    assert repair("cafÃ© noir").source_span(3, 4) == (3, 5)
    assert repair("a &amp; b").source_span(2, 3) == (2, 7)
