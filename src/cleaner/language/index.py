"""All packs compiled to one text file that loads in a few milliseconds, and how it is written.

Reading ten TOML packs takes longer than importing everything else together, so the packs are compiled to
`packs/_index.tsv`; `python -m cleaner.language.index` writes it anew and a test holds it equal to the packs.
Phrases are listed by their first words, or by their rarest, and taken apart only when a page holds those.
"""

import math
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from ..page import Strength
from .packs import GROUPS, LABELS, Pack, Pattern, load_networks, load_packs

INDEX = "_index.tsv"
DATE = "@date"
CONSENT = tuple(f"@{group}" for group in GROUPS)
ALL_LABELS = (*LABELS, DATE, *CONSENT)
MONTH, WEEKDAY, UNIT = 1, 2, 4
# The kinds of phrases, as `Row` has them.
START, INSIDE, DATES = range(3)
# Words are opened by groups that share so many letters.
GROUP = 2
# How often a word is met in texts, roughly: function words, short words, slots; others by their length.
FUNCTION_WORD, SHORT_WORD, SHORT, SLOT = 3.0, 0.5, 3, 0.5
# What a phrase that asks for no certain word is listed by.
FREE = "-"
# Before the words by which a phrase is listed where they are its second tokens; alone, where these depend on the first.
SECOND = "="
# Phrases are found by their numbers: so many lines share an entry of the table of their places.
LINES = 4
# What stands between the parts of the index: words, phrases by word, places of phrases, phrases.
PARTS = "\n\n"
DATE_NUMBER = str(ALL_LABELS.index(DATE))


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
whose rarest word it is; of the relative dates that begin with it. Those that need nothing behind it go before a ";"."""


class Words:
    """Word -> the phrases that are listed by it; opened a group of words at a time."""

    def __init__(self, table: bytes) -> None:
        rows = [row.split(b"\t", 1) for row in table.split(b"\n")]
        self._closed = {prefix.decode(): rest for prefix, rest in rows}
        self._open: dict[str, dict[str, Row]] = {}

    def get(self, token: str) -> Row | None:
        """The phrases of a word, stem or slot; None where there are none."""
        prefix = token[:GROUP]
        group = self._open.get(prefix)
        if group is None:
            closed = self._closed.get(prefix)
            if closed is None:
                return None
            fields = iter(closed.decode().split("\t"))
            group = self._open[prefix] = dict(zip(fields, zip(fields, fields, fields, strict=False), strict=False))
        return group.get(token)

    def __contains__(self, token: str) -> bool:
        return self.get(token) is not None

    def keys(self) -> Iterator[str]:
        """Every word, stem and slot."""
        for prefix in self._closed:
            self.get(prefix)
            yield from self._open.get(prefix, ())


class Phrases:
    """All phrases, as "words/label/strength/openness/languages/pattern", by number; for `words` see `_listed_by`."""

    def __init__(self, places: bytes, lines: bytes) -> None:
        self._places, self._lines = places, lines
        self._width = len(str(len(lines)))

    def __getitem__(self, number: int) -> str:
        entry, line = divmod(number, LINES)
        start = int(self._places[entry * self._width : (entry + 1) * self._width])
        for _ in range(line):
            start = self._lines.index(b"\n", start) + 1
        return self._lines[start : self._lines.index(b"\n", start)].decode()


@dataclass(frozen=True, slots=True)
class Index:
    """The compiled packs.

    Attributes:
        phrases: all phrases, by number.
        words: word -> the numbers of its phrases; `stem*` and slots are words too.
        stems: the stems among them, and among the first tokens.
        time_words: word -> MONTH, WEEKDAY and UNIT bits, of all languages.
        function_words, consent: by language; consent words carry the bits of their groups.
        unspaced: languages written without spaces.
        networks: names that the slot {network} stands for.
    """

    phrases: Phrases
    words: Words
    stems: frozenset[str]
    time_words: Mapping[str, int]
    function_words: Mapping[str, frozenset[str]]
    consent: Mapping[str, dict[str, int]]
    unspaced: frozenset[str]
    networks: frozenset[tuple[str, ...]]


def compile_index(packs: Iterable[Pack], networks: Iterable[str]) -> bytes:
    """The index file for these packs and names of networks; the same packs give the same bytes."""
    packs = sorted(packs, key=lambda pack: pack.code)
    rows: list[tuple[str, ...]] = []
    time_words: dict[str, int] = {}
    listed: dict[str, tuple[tuple[list[int], list[int]], ...]] = {}
    stems: set[str] = set()
    common = frozenset[str]().union(*[pack.function_words for pack in packs])
    phrases: dict[str, int] = {}
    shared: dict[tuple[str, str, str], list[str]] = {}
    for pack in packs:
        for label, strength, openness, pattern in _coded(pack):
            known = shared.setdefault((label, openness, write_pattern(pattern)), ["0"])
            known[0] = max(known[0], strength)
            known.extend([pack.code] if pack.code not in known else [])
    for pack in packs:
        for label, _, openness, pattern in _coded(pack):
            text = write_pattern(pattern)
            pattern = read_pattern(text)  # a place with one alternative of several words is as many places
            strength, *languages = shared[label, openness, text]
            kind = DATES if label == DATE_NUMBER else INSIDE if openness >= "2" else START
            key = "" if kind == INSIDE else _listed_by(pattern, common)
            line = f"{key}/{label}/{strength}/{openness}/{'+'.join(languages)}/{text}"
            if line in phrases:
                continue
            number = phrases[line] = len(phrases)
            firsts = first_tokens(pattern)
            words = _rarest(pattern, common) if kind == INSIDE else firsts
            stems.update([word[:-1] for word in firsts | words if word[-1] == "*"])
            for word in words:
                alone, others = listed.setdefault(word, (([], []), ([], []), ([], [])))[kind]
                seconds = second_tokens(pattern, word) if kind != INSIDE else set()
                alone.extend([number] if "" in seconds else [])
                others.extend([number] if seconds != {""} else [])
        for bit, words in ((MONTH, pack.months), (WEEKDAY, pack.weekdays), (UNIT, pack.units)):
            for word in words:
                time_words[word] = time_words.get(word, 0) | bit
        consent: dict[str, int] = {}
        for bit, group in enumerate(GROUPS):
            for word in _single_words(pack.groups[group]):
                consent[word] = consent.get(word, 0) | 1 << bit
        rows.append(("F", pack.code, str(int(pack.spaces)), " ".join(sorted(pack.function_words))))
        rows.append(("C", pack.code, *(f"{word} {bits}" for word, bits in sorted(consent.items()))))
    rows.append(("T", *(f"{word} {bits}" for word, bits in sorted(time_words.items()))))
    rows.append(("N", *networks))
    rows.append(("S", *sorted(stems)))
    groups: dict[str, list[str]] = {}
    for word, kinds in sorted(listed.items()):
        groups.setdefault(word[:GROUP], []).extend((word, *map(_write, kinds)))
    head = "\n".join("\t".join(row) for row in rows)
    table = "\n".join("\t".join((prefix, *fields)) for prefix, fields in sorted(groups.items()))
    return PARTS.join((head, table, _table_of_places(phrases), "".join(f"{line}\n" for line in phrases))).encode()


def _write(lists: tuple[Sequence[int], Sequence[int]]) -> str:
    """Numbers as the distance of each from the one before, which takes less room."""
    alone, others = [" ".join([str(b - a) for a, b in pairwise((0, *numbers))]) for numbers in lists]
    return f"{alone};{others}" if alone else others


def read_numbers(written: str) -> Iterator[int]:
    """The numbers that `_write` wrote."""
    return accumulate(map(int, written.split()))


def _listed_by(pattern: Pattern, common: Collection[str]) -> str:
    """The words by which a phrase is listed behind its first: `SECOND` and its second tokens, or what it needs.

    A second token tells more, for its place is known; but where several stand for it, others may be fewer.
    """
    needed = _needs(pattern, common)
    number = pattern[0] == (("{n}",),)
    if any(len(choice) > 1 for choice in pattern[0]):
        return SECOND
    if number or all(len(choice) == 1 and not is_special(choice[0]) for choice in pattern[0]):
        seconds = _openings(pattern[1:])
        fewest = number or "" in seconds or not needed or len(seconds) <= len(needed)
        words = sorted(seconds - {""})
        if fewest and not any(map(is_special, words)):
            return SECOND + "|".join(words) if words else ""
    return "|".join(sorted(needed)) or FREE


def _needs(pattern: Pattern, common: Collection[str]) -> frozenset[str]:
    """Words, or slots, of which a block must hold one for the pattern to fit; empty where no place tells.

    They are those of the later place whose words are met least, or those of the first.
    """
    places = [_place_needs(place) for place in pattern]
    later = [place for place in places[1:] if place]
    words = [place for place in later if not any(map(is_special, place))]
    least = min(words, key=lambda place: sum(_frequency(word, common) for word in sorted(place)), default=None)
    return least or min(later, key=len, default=places[0])


def _table_of_places(lines: Iterable[str]) -> str:
    """Where each `LINES`th line begins, all in the same number of digits."""
    ends = list(accumulate([len(line.encode()) + 1 for line in lines], initial=0))
    return "".join(f"{place:0{len(str(ends[-1]))}}" for place in ends[:-1:LINES])


def _coded(pack: Pack) -> Iterator[tuple[str, str, str, Pattern]]:
    """Each pattern of a pack with label, strength and openness, as they stand in the index."""
    for phrase in pack.phrases:
        # The head of a credit ("Photo: ...") stands at the end of captions as well as at the start of a line.
        ends = all(choice[-1:] == (":",) for choice in phrase.pattern[-1])
        is_head = phrase.label == "caption" and phrase.open_right and ends
        openness = (phrase.open_left or is_head) * 2 + phrase.open_right
        yield str(LABELS.index(phrase.label)), f"{phrase.strength:d}", str(openness), phrase.pattern
    for pattern in pack.dates:
        yield DATE_NUMBER, "3", "3", pattern
    for group, label in zip(GROUPS, CONSENT, strict=True):
        for pattern in pack.groups[group]:
            if not list(_single_words([pattern])):
                yield str(ALL_LABELS.index(label)), "1", "3", pattern


def _single_words(patterns: Iterable[Pattern]) -> Iterator[str]:
    for pattern in patterns:
        if len(pattern) == 1 and all(len(choice) == 1 for choice in pattern[0]):
            yield from (choice[0] for choice in pattern[0])


def first_tokens(pattern: Pattern) -> set[str]:
    """The tokens that the pattern may begin with."""
    firsts: set[str] = set()
    for place in pattern:
        firsts.update(choice[0] for choice in place if choice)
        if all(place):
            break
    return firsts


def is_special(token: str) -> bool:
    """Whether a token of a pattern is no word: a slot, a stem or a colon."""
    return token[0] in "{:" or token[-1] == "*"


def second_tokens(pattern: Pattern, first: str) -> set[str]:
    """The tokens that may stand behind `first` where it begins the pattern; "" where nothing need follow."""
    seen: set[str] = set()
    for i, place in enumerate(pattern):
        for choice in place:
            if choice and choice[0] == first:
                seen.update(choice[1:2] or _openings(pattern[i + 1 :]))
        if all(place):
            break
    return seen


def _openings(places: Pattern) -> set[str]:
    openings: set[str] = set()
    for place in places:
        openings.update(choice[0] for choice in place if choice)
        if all(place):
            return openings
    return openings | {""}


def _rarest(pattern: Pattern, common: Collection[str]) -> frozenset[str]:
    """Words, stems or slots of which a block must hold one for the pattern to fit: those that are met least."""
    several = [frozenset([_least(choice, common) for choice in place]) for place in pattern if all(place)]
    return min(several, key=lambda words: (sum(_frequency(word, common) for word in words), len(words)))


def _least(choice: tuple[str, ...], common: Collection[str]) -> str:
    return min(choice, key=lambda token: _frequency(token, common))


def _frequency(token: str, common: Collection[str]) -> float:
    if token[0] in "{:":
        return SLOT if token == "{network}" else math.inf
    if token in common:
        return FUNCTION_WORD
    return SHORT_WORD if len(token) <= SHORT else 1 / len(token)


def _place_needs(place: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """What a block must hold one of for this place of a pattern to fit; empty where that could be anything."""
    several = frozenset([_need(choice) for choice in place])
    return frozenset() if "" in several else several


def _need(choice: tuple[str, ...]) -> str:
    """What an alternative asks for: its longest word, or a slot; "" where it could be anything."""
    words = [token for token in choice if not is_special(token)]
    return (
        max(words, key=len)
        if words
        else next((token for token in choice if token in ("{n}", "{date}", "{network}")), "")
    )


def write_pattern(pattern: Pattern) -> str:
    """A pattern as the index holds it: "(teile|empfiehl) diesen artikel"."""
    places = ["|".join(" ".join(choice) for choice in place) for place in pattern]
    return " ".join(f"({text})" if "|" in text else text for text in places)


def read_pattern(text: str) -> Pattern:
    """The pattern that `write_pattern` wrote.

    >>> read_pattern("(teile|empfiehl uns|) {n} mal")
    ((('teile',), ('empfiehl', 'uns'), ()), (('{n}',),), (('mal',),))
    """
    return tuple(
        tuple(tuple(choice.split()) for choice in several.split("|")) if several else ((single,),)
        for several, single in _PLACE.findall(text)
    )


_PLACE = re.compile(r"\(([^()]*)\)|([^\s()]+)")


def parse_index(data: bytes) -> Index:
    """Open the index file."""
    head, table, places, phrases = data.split(PARTS.encode(), 3)
    time_words: dict[str, int] = {}
    function_words: dict[str, frozenset[str]] = {}
    consent: dict[str, dict[str, int]] = {}
    networks: frozenset[tuple[str, ...]] = frozenset()
    stems: frozenset[str] = frozenset()
    unspaced = set()
    for row in head.decode().split("\n"):
        kind, *fields = row.split("\t")
        if kind == "F":
            function_words[fields[0]] = frozenset(fields[2].split())
            if fields[1] == "0":
                unspaced.add(fields[0])
        elif kind == "C":
            consent[fields[0]] = _bits(fields[1:])
        elif kind == "T":
            time_words = _bits(fields)
        elif kind == "N":
            networks = frozenset([tuple(name.split()) for name in fields])
        elif kind == "S":
            stems = frozenset(fields)
    return Index(
        Phrases(places, phrases),
        Words(table),
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


def parse_entry(phrase: str) -> Entry:
    """A phrase of the index taken apart."""
    _, number, strength, openness, languages, text = phrase.split("/", 5)
    label = ALL_LABELS[int(number)]
    group = CONSENT.index(label) if label in CONSENT else -1
    open_left, open_right = openness >= "2", openness in "13"
    named = "{name}" in text
    return Entry(label, _STRENGTHS[strength], open_left, open_right, tuple(languages.split("+")), text, group, named)


def _path() -> str:
    return os.path.join(os.path.dirname(__file__), "packs", INDEX)


@cache
def shipped_index() -> Index:
    """The index that comes with the package."""
    with open(_path(), "rb") as file:
        return parse_index(file.read())


def main() -> None:
    """Write the index anew from the packs."""
    data = compile_index(load_packs(), load_networks())
    fresh = _path() + ".new"
    with open(fresh, "wb") as file:
        file.write(data)
    os.replace(fresh, _path())


if __name__ == "__main__":
    main()
