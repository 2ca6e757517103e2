"""Language packs: the notation, what the loader refuses and how it says so, and that every shipped pack is whole."""

import math
from collections import Counter

import pytest

from cleaner import CERTAIN, HINT, LIKELY, PackError
from cleaner.folding import fold
from cleaner.language.compiler import compile_index
from cleaner.language.index import parse_index
from cleaner.language.packs import (
    GROUPS,
    LABELS,
    Pack,
    Pattern,
    expand,
    load_packs,
    pack_files,
    parse_pack,
    parse_pattern,
)
from cleaner.language.patterns import read_pattern, write_pattern
from support import LANGUAGES


def pack(**changes: str) -> str:
    """A small pack's text, some of its keys written otherwise; "" leaves a key out."""
    sections = {label: f'[{label}]\ncertain = ["the {label.replace("-", " ")} line"]' for label in LABELS}
    head = {
        "code": 'code = "xx"',
        "name": 'name = "Test"',
        "function_words": 'function_words = ["and", "Été"]',
        "months": 'months = ["may"]',
        "weekdays": 'weekdays = ["monday"]',
        "units": 'units = ["hours"]',
        "dates": 'dates = ["{n} hours ago"]',
        "consent": (
            '[consent]\ncore = ["gdpr"]\nthing = ["cookie*"]\nact = ["use"]\naddress = ["we"]\npurpose = ["traffic"]'
        ),
    }
    return "\n".join(text for text in {**head, **sections, **changes}.values())


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("share", ["share"]),
        ("(share|tweet) it", ["share it", "tweet it"]),
        ("(share|) it", ["share it", "it"]),
        ("read (the (full|whole) story|more)", ["read more", "read the full story", "read the whole story"]),
        ("(a|a) b", ["a b"]),
        ("  two   spaces ", ["two spaces"]),
    ],
)
def test_alternations_are_written_out(phrase: str, wanted: list[str]) -> None:
    assert sorted(expand(phrase)) == sorted(wanted)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("Citește și", ("citeste", "si")),
        ("l'article", ("l", "article")),
        ("e-mail", ("e", "mail")),
        ("{n} comentar*", ("{n}", "comentar*")),
        ("Foto: {name}", ("foto", ":", "{name}")),
        ("来源：{name}", ("来", "源", ":", "{name}")),
        ("© {n}", ("©", "{n}")),
        ("阅读全文", ("阅", "读", "全", "文")),
        ("teilen auf {network}", ("teilen", "auf", "{network}")),
    ],
)
def test_a_phrase_becomes_folded_tokens(phrase: str, wanted: tuple[str, ...]) -> None:
    assert parse_pattern(phrase) == wanted


@pytest.mark.parametrize(("phrase", "says"), [("{who} says", "{who}"), ("on {web}", "{network}")])
def test_a_wrong_phrase_is_refused(phrase: str, says: str) -> None:
    with pytest.raises(ValueError, match=rf".*{says.replace('{', '.')}"):
        parse_pattern(phrase)


def test_a_small_pack_is_read() -> None:
    section = '[share]\ncertain = ["share it"]\nlikely = ["... on {network}"]\nhint = ["share ..."]'
    read = parse_pack(pack(share=section))
    assert read.code == "xx"
    assert read.function_words == {"and", "ete"}
    assert read.spaces
    share = [phrase for phrase in read.phrases if phrase.label == "share"]
    assert [(phrase.strength, phrase.open_left, phrase.open_right) for phrase in share] == [
        (CERTAIN, False, False),
        (LIKELY, True, False),
        (HINT, False, True),
    ]
    assert {phrase.label for phrase in read.phrases} == set(LABELS)


def test_a_language_without_spaces_says_so() -> None:
    assert not parse_pack("spaces = false\n" + pack()).spaces


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"name": ""}, ["missing key 'name'"], id="missing key"),
        pytest.param({"widget": ""}, ["missing key 'widget'"], id="missing label"),
        pytest.param({"name": 'name = "Test"\ncolour = "red"'}, ["unknown key 'colour'", "keys are"], id="unknown key"),
        pytest.param({"share": '[share]\nsure = ["x y"]'}, ["[share]", "'sure'", "certain, likely"], id="strength"),
        pytest.param({"share": '[share]\ncertain = ["..."]'}, ["[share] certain", "'...'", "no word"], id="no word"),
        pytest.param({"share": '[share]\nhint = [""]'}, ["[share] hint", "no word"], id="empty phrase"),
        pytest.param({"share": '[share]\ncertain = ["{n} {name}"]'}, ["[share] certain", "no word"], id="slots alone"),
        pytest.param({"share": '[share]\ncertain = ["on {web}"]'}, ["[share]", "{web}", "{network}"], id="slot"),
        pytest.param({"share": '[share]\ncertain = ["(share it"]'}, ["[share]", "'(share it'"], id="open bracket"),
        pytest.param({"share": '[share]\nlikely = ["...{name} shared"]'}, ["[share] likely", "{name}"], id="open name"),
        pytest.param({"dates": 'dates = ["{name}"]'}, ["dates", "no word"], id="date"),
        pytest.param({"months": 'months = ["--"]'}, ["months", "'--'", "no word"], id="word list"),
        pytest.param(
            {"share": f'[share]\ncertain = ["{" ".join(["(a|b|c|d|e|f|g|h|i|j)"] * 6)}"]'}, ["too many"], id="too many"
        ),
        pytest.param({"name": "name = "}, ["not TOML"], id="not TOML"),
    ],
)
def test_a_wrong_pack_is_refused_with_file_and_place(changes: dict[str, str], says: list[str]) -> None:
    with pytest.raises(PackError) as caught:
        parse_pack(pack(**changes), "xx.toml")
    assert str(caught.value).startswith("xx.toml: ")
    for part in says:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"consent": '[consent]\nthings = ["cookie*"]'}, "things", id="unknown group"),
        pytest.param({"consent": "consent = 3"}, "consent", id="not a table"),
        pytest.param({"share": '[share]\ncertain = "share it"'}, "share", id="a string for a list"),
        pytest.param({"share": "[share]\ncertain = [3]"}, "share", id="a number for a phrase"),
        pytest.param({"code": "code = 7"}, "code", id="code"),
        pytest.param({"share": '[share]\ncertain = ["share it", "share it"]'}, "share it", id="listed twice"),
    ],
)
def test_what_is_of_the_wrong_kind_is_refused(changes: dict[str, str], says: str) -> None:
    with pytest.raises(PackError, match=says):
        parse_pack(pack(**changes), "xx.toml")


# What a pack has at least of each label; an alternation counts for what it stands for, up to a bound.
LEAST_PHRASES = {
    "cookie": 150, "read-more": 20, "share": 70, "newsletter": 80, "paywall": 70, "navigation": 120, "related": 80,
    "comments": 140, "caption": 25, "byline": 30, "copyright": 30, "advert": 25, "login": 50, "date": 20, "widget": 75,
}  # fmt: skip
MOST_OF_ONE = 20
PACKS = {file.name: file for file in pack_files() if not file.name.startswith("_")}


@pytest.fixture(scope="module", params=sorted(PACKS))
def shipped(request: pytest.FixtureRequest) -> Pack:
    file = PACKS[request.param]
    return parse_pack(file.read_text("utf-8"), file.name)


def test_a_shipped_pack_has_every_label_in_every_kind(shipped: Pack) -> None:
    strong = {phrase.label for phrase in shipped.phrases if phrase.strength >= LIKELY}
    assert strong == set(LABELS)
    assert all(shipped.groups[group] for group in GROUPS)
    # Where words are not spaced, they are single characters.
    assert len(shipped.function_words) >= (60 if shipped.spaces else 5)
    # A month or weekday of several characters is no word where each is one; there `dates` has them.
    assert shipped.months or not shipped.spaces
    assert shipped.weekdays or not shipped.spaces
    assert shipped.units or not shipped.spaces
    assert shipped.dates


def test_a_shipped_pack_is_folded(shipped: Pack) -> None:
    for words in (shipped.function_words, shipped.months, shipped.weekdays, shipped.units):
        assert {fold(word) for word in words} == words


def test_the_languages_that_we_claim_are_shipped() -> None:
    assert {pack.code for pack in load_packs()} == set(LANGUAGES)
    assert len(LANGUAGES) == 53


def test_a_shipped_pack_has_enough_phrases_of_each_label(shipped: Pack) -> None:
    count: Counter[str] = Counter()
    for phrase in shipped.phrases:
        count[phrase.label] += min(MOST_OF_ONE, math.prod(len(place) for place in phrase.pattern))
    assert not {label: count[label] for label, least in LEAST_PHRASES.items() if count[label] < least}


def one_by_one(pattern: Pattern) -> Pattern:
    """The pattern with places that have no alternatives taken apart into tokens: the same phrases."""
    places: list[tuple[tuple[str, ...], ...]] = []
    for place in pattern:
        places.extend((((token,),) for token in place[0]) if len(place) == 1 else [place])
    return tuple(places)


def test_patterns_come_back_from_the_index(shipped: Pack) -> None:
    for phrase in shipped.phrases:
        assert read_pattern(write_pattern(phrase.pattern)) == one_by_one(phrase.pattern)


def test_the_same_packs_give_the_same_index_in_any_order() -> None:
    one, two = parse_pack(pack()), parse_pack(pack(code='code = "aa"'))
    assert compile_index([one, two], ["x"]) == compile_index([two, one], ["x"])


def test_the_index_holds_what_the_packs_hold() -> None:
    read = parse_pack(pack())
    index = parse_index(compile_index([read], ["google news"]))
    assert index.function_words == {"xx": read.function_words}
    assert index.unspaced == frozenset()
    assert set(index.time_words) == {"may", "monday", "hours"}
    assert set(index.consent_words("xx")) == {"gdpr", "cookie*", "use", "we", "traffic"}
    assert index.networks == {("google", "news")}
    assert list(index.words.keys())
