"""All packs compiled to one text file of which a page reads only what it holds words of; `compiler` writes it.

Reading the TOML packs takes longer than importing everything else together. The file is mapped, not read: its parts
are a head of words, a table of the phrases that begin with each word, and the phrases, by number. Phrases are listed by
their first words, or by their rarest, and taken apart only when a page holds those. They stand in sections of one
label, strength, openness and language each, in order, which halves what the file weighs packed.
"""

import mmap
import os
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from ..page import Strength
from .labels import ALL_LABELS, CONSENT
from .patterns import PLACE, is_special, read_pattern, second_tokens

INDEX = "_index.tsv"
MONTH, WEEKDAY, UNIT = 1, 2, 4
# The kinds of phrases, as `Row` has them.
START, INSIDE, DATES = range(3)
# Words are opened by groups that share so many letters.
GROUP = 2
# What a phrase that asks for no certain word is listed by.
FREE = "-"
# How a phrase is listed behind its first word, as the character before it: by its second token, by nothing (it has
# none, asks for no certain word, or is listed by its rarest alone), or by the place whose words it needs, from here on.
BY_SECOND, BY_NOTHING, BY_PLACE = "=", "-", "A"
# Phrases are found by their numbers: so many lines share an entry of the table of their places.
LINES = 8
# What stands between the parts of the index: words, phrases by word, places of phrases, phrases.
PARTS = b"\n\n"


class Entry(NamedTuple):
    """A phrase of the index: what it is evidence of, where it fits, in which languages.

    Attributes:
        group: place of the consent group that it belongs to; -1 where it is evidence by itself.
        named: it holds a slot {name}, which could be anything.
    """

    label: str
    strength: Strength
    open_left: bool
    open_right: bool
    languages: tuple[str, ...]
    phrase: str
    group: int
    named: bool


Row = tuple[str, str, str]
"""The numbers of the phrases that begin with a word; of those open at the left, which may begin anywhere in a block,
whose rarest word it is; of the relative dates that begin with it. Those that need nothing behind it go before a ";".
Many are written by the words behind it, see `read_keyed`."""

Data = bytes | mmap.mmap


class Words:
    """Word -> the phrases that are listed by it; opened a group of words at a time."""

    def __init__(self, data: Data, start: int, end: int) -> None:
        """`data` has a row for each group of words between `start` and `end`, in order."""
        self._data, self._start, self._end = data, start, end
        self._open: dict[str, dict[str, Row]] = {}

    def get(self, token: str) -> Row | None:
        """The phrases of a word, stem or slot; None where there are none."""
        prefix = token[:GROUP]
        group = self._open.get(prefix)
        if group is None:
            fields = iter(self._row(f"{prefix}\t".encode()).split("\t"))
            group = self._open[prefix] = dict(zip(fields, zip(fields, fields, fields, strict=False), strict=False))
        return group.get(token)

    def _row(self, key: bytes) -> str:
        """What stands behind `key` in the row that begins with it; "" where none does."""
        data, low, high = self._data, self._start, self._end
        while low < high:
            middle = (low + high) // 2
            start = max(low, data.rfind(b"\n", low, middle) + 1)
            end = data.find(b"\n", middle, high)
            end = high if end < 0 else end
            head = data[start : start + len(key)]
            if head == key:
                return data[start + len(key) : end].decode()
            low, high = (end + 1, high) if head < key else (low, start)
        return ""

    def __contains__(self, token: str) -> bool:
        return self.get(token) is not None

    def keys(self) -> Iterator[str]:
        """Every word, stem and slot."""
        for row in self._data[self._start : self._end].decode().split("\n"):
            yield from row.split("\t")[1::4]


class Phrases:
    """All phrases by number, and what they are evidence of by section; none is read before a page asks for it."""

    def __init__(self, kinds: Sequence[str], counts: Iterable[int], data: Data, places: int, lines: int) -> None:
        """`kinds` are "label/strength/openness/languages" by section, `counts` how many phrases each has.

        In `data` the table of their places begins at `places`, and they at `lines`.
        """
        self._kinds, self._firsts = kinds, list(accumulate(counts, initial=0))
        self._data, self._places, self._lines = data, places, lines
        self._width = len(str(len(data) - lines))

    def __getitem__(self, number: int) -> str:
        """How a phrase is listed (a character), and its pattern."""
        entry, line = divmod(number, LINES)
        place, data = self._places + entry * self._width, self._data
        start = self._lines + int(data[place : place + self._width])
        for _ in range(line):
            start = data.find(b"\n", start) + 1
        return data[start : data.find(b"\n", start)].decode()

    def kind(self, number: int) -> str:
        """What a phrase is evidence of, "label/strength/openness/languages"."""
        return self._kinds[bisect_right(self._firsts, number) - 1]


@dataclass(frozen=True, slots=True)
class Index:
    """The compiled packs.

    Attributes:
        phrases: all phrases, by number.
        words: word -> the numbers of its phrases; `stem*` and slots are words too.
        stems: the stems among them, and among the first tokens.
        time_words: word -> MONTH, WEEKDAY and UNIT bits, of all languages.
        function_words: by language.
        consent: by language; see `consent_words`.
        unspaced: languages written without spaces.
        networks: names that the slot {network} stands for.
    """

    phrases: Phrases
    words: Words
    stems: frozenset[str]
    time_words: Mapping[str, int]
    function_words: Mapping[str, frozenset[str]]
    consent: Mapping[str, str]
    unspaced: frozenset[str]
    networks: frozenset[tuple[str, ...]]

    def consent_words(self, language: str) -> dict[str, int]:
        """The words and stems of the consent groups of a language, with the bits of their groups."""
        words = iter(self.consent.get(language, "").split())
        return {word: int(bits) for word, bits in zip(words, words, strict=True)}


def read_numbers(written: str) -> Iterator[int]:
    """Numbers, of which each is written as its distance from the one before, which takes less room."""
    return accumulate(map(int, written.split()))


def read_keyed(written: str) -> Mapping[str, tuple[int, ...]]:
    """Word -> the numbers of the phrases that are listed by it.

    >>> read_keyed("comments=3 2,more=4")
    {'comments': (3, 5), 'more': (4,)}
    """
    return {
        word: tuple(read_numbers(numbers))
        for word, _, numbers in [item.partition("=") for item in (written.split(",") if written else ())]
    }


def words_behind(line: str, head: str) -> tuple[bool, Collection[str]]:
    """The words by which a phrase is listed behind its first token, and whether they are its second tokens.

    Args:
        line: how it is listed, and its pattern, as `Phrases` has it.
        head: its first token.

    Returns:
        True and the words that may stand behind `head`, or False and words of which a block must hold one.
    """
    listed, text = line[0], line[1:]
    if listed == BY_NOTHING:
        return False, (FREE,)
    if listed == BY_SECOND:
        seconds = _plain_seconds(text, head) or second_tokens(read_pattern(text), head) - {""}
        return (False, (FREE,)) if any(map(is_special, seconds)) else (True, sorted(seconds))
    several, single = PLACE.findall(text)[ord(listed) - ord(BY_PLACE)]
    return False, (single,) if single else sorted({needed_word(choice.split()) for choice in several.split("|")})


def _plain_seconds(text: str, head: str) -> set[str]:
    """`second_tokens` read off the text where that is plain to see, which most are: a page opens some thousands."""
    if not text.startswith(f"{head} "):
        return set()
    behind = text[len(head) + 1 :]
    if behind[0] != "(":
        return {behind.partition(" ")[0]}
    choices = behind[1 : behind.index(")")].split("|")
    return set() if "" in choices else {choice.partition(" ")[0] for choice in choices}


def needed_word(choice: Sequence[str]) -> str:
    """What an alternative asks for: its longest word, or a slot; "" where it could be anything."""
    words = [token for token in choice if not is_special(token)]
    slots = (token for token in choice if token in ("{n}", "{date}", "{network}"))
    return max(words, key=len) if words else next(slots, "")


def parse_index(data: Data) -> Index:
    """Open the index file: of what it holds, only its head is read."""
    table = data.find(PARTS)
    places = data.find(PARTS, table + len(PARTS))
    phrases = data.find(PARTS, places + len(PARTS))
    time_words: dict[str, int] = {}
    function_words: dict[str, frozenset[str]] = {}
    consent: dict[str, str] = {}
    networks: frozenset[tuple[str, ...]] = frozenset()
    stems: frozenset[str] = frozenset()
    sections: dict[str, list[str]] = {}
    unspaced = set()
    for row in data[:table].decode().split("\n"):
        kind, *fields = row.split("\t")
        if kind == "F":
            function_words[fields[0]] = frozenset(fields[2].split())
            if fields[1] == "0":
                unspaced.add(fields[0])
        elif kind == "C":
            consent[fields[0]] = fields[1]
        elif kind == "T":
            time_words = _bits(fields)
        elif kind == "N":
            networks = frozenset([tuple(name.split()) for name in fields])
        elif kind == "S":
            stems = frozenset(fields)
        else:
            sections[kind] = fields
    return Index(
        Phrases(sections["P"], map(int, sections["L"]), data, places + len(PARTS), phrases + len(PARTS)),
        Words(data, table + len(PARTS), places),
        stems,
        time_words,
        function_words,
        consent,
        frozenset(unspaced),
        networks,
    )


def _bits(items: Iterable[str]) -> dict[str, int]:
    return {word: int(bits) for word, bits in [item.rsplit(" ", 1) for item in items if item]}


_STRENGTHS = {f"{strength:d}": strength for strength in Strength}


def parse_entry(kind: str, text: str) -> Entry:
    """A phrase of the index, its kind taken apart."""
    number, strength, openness, languages = kind.split("/")
    label = ALL_LABELS[int(number)]
    group = CONSENT.index(label) if label in CONSENT else -1
    open_left, open_right = openness >= "2", openness in "13"
    named = "{name}" in text
    return Entry(label, _STRENGTHS[strength], open_left, open_right, tuple(languages.split("+")), text, group, named)


def index_path() -> str:
    """Where the index that comes with the package lies."""
    return os.path.join(os.path.dirname(__file__), "packs", INDEX)


@cache
def shipped_index() -> Index:
    """The index that comes with the package."""
    with open(index_path(), "rb") as file:
        return parse_index(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
