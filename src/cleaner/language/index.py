"""All packs compiled to one text file that loads in a few milliseconds, and how it is written.

Reading ten TOML packs takes longer than importing everything else together, so the packs are compiled to
`packs/_index.tsv`; `python -m cleaner.language.index` writes it anew and a test holds it equal to the packs.
Phrases are listed by their first token, and taken apart only when a page holds that token.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..page import Strength
from .packs import GROUPS, LABELS, Pack, Pattern, load_networks, load_packs

INDEX = "_index.tsv"
DATE = "@date"
CONSENT = tuple(f"@{group}" for group in GROUPS)
ALL_LABELS = (*LABELS, DATE, *CONSENT)
MONTH, WEEKDAY, UNIT = 1, 2, 4
# Relative dates stand apart from the phrases, for the slot {date} asks for them at every turn.
DATE_KEY = "@"
# Phrases open at the left may begin anywhere in a block; they are looked for apart from the others.
INSIDE_KEY = "<"
KEYS = DATE_KEY + INSIDE_KEY
# Keys are opened by groups that share so many letters.
GROUP = 2
# What stands between the parts of the index: words, phrases by first token, phrases.
PARTS = "\n\n"
DATE_NUMBER = str(ALL_LABELS.index(DATE))


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of the index: what it is evidence of, where it fits, in which languages."""

    label: str
    strength: Strength
    open_left: bool
    open_right: bool
    languages: tuple[str, ...]
    phrase: str


class Firsts:
    """The keys of phrases: first token -> where its phrases stand; opened a group of keys at a time."""

    def __init__(self, table: bytes) -> None:
        rows = [row.split(b"\t", 1) for row in table.split(b"\n")]
        self._closed = {prefix.decode(): rest for prefix, rest in rows}
        self._open: dict[str, dict[str, str]] = {}

    def get(self, key: str) -> str:
        """The places of the phrases under a key, with spaces between; "" where there are none."""
        return self.group(key.lstrip(KEYS)).get(key, "")

    def group(self, token: str) -> dict[str, str]:
        """The keys of all tokens that begin as this one does."""
        prefix = token[:GROUP]
        group = self._open.get(prefix)
        if group is None:
            fields = iter(self._closed.get(prefix, b"").decode().split("\t"))
            group = self._open[prefix] = dict(zip(fields, fields, strict=False))
        return group

    def keys(self) -> Iterator[str]:
        """Every key."""
        for prefix in self._closed:
            yield from self.group(prefix)


class Phrases:
    """All phrases, as "label/strength/openness/languages/pattern", by the place where each begins."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def __getitem__(self, place: int) -> str:
        return self._lines[place : self._lines.index(b"\n", place)].decode()


@dataclass(frozen=True, slots=True)
class Index:
    """The compiled packs.

    Attributes:
        phrases: all phrases, by place.
        firsts: first token -> the places of its phrases; `stem*` and slots are first tokens too. Phrases open at the
            left stand under `INSIDE_KEY` + token, relative dates under `DATE_KEY` + token.
        stems: the stems among the first tokens.
        time_words: word -> MONTH, WEEKDAY and UNIT bits, of all languages.
        function_words, consent: by language; consent words carry the bits of their groups.
        unspaced: languages written without spaces.
        networks: names that the slot {network} stands for.
    """

    phrases: Phrases
    firsts: Firsts
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
    firsts: dict[str, dict[str, None]] = {}
    phrases: dict[str, int] = {}
    size = 0
    shared: dict[tuple[str, str, str], list[str]] = {}
    for pack in packs:
        for label, strength, openness, pattern in _coded(pack):
            known = shared.setdefault((label, openness, write_pattern(pattern)), ["0"])
            known[0] = max(known[0], strength)
            known.extend([pack.code] if pack.code not in known else [])
    for pack in packs:
        for label, _, openness, pattern in _coded(pack):
            text = write_pattern(pattern)
            strength, *languages = shared[label, openness, text]
            code = f"{label}/{strength}/{openness}/{'+'.join(languages)}"
            line = f"{code}/{text}"
            if line not in phrases:
                phrases[line] = size
                size += len(line.encode()) + 1
            key = DATE_KEY if label == DATE_NUMBER else INSIDE_KEY if openness >= "2" else ""
            for first in sorted(_first_tokens(pattern)):
                firsts.setdefault(key + first, {})[str(phrases[line])] = None
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
    rows.append(("S", *sorted({first.lstrip(KEYS)[:-1] for first in firsts if first[-1] == "*"})))
    groups: dict[str, list[str]] = {}
    for first, places in sorted(firsts.items()):
        groups.setdefault(first.lstrip(KEYS)[:GROUP], []).extend((first, " ".join(places)))
    head = "\n".join("\t".join(row) for row in rows)
    table = "\n".join("\t".join((prefix, *fields)) for prefix, fields in sorted(groups.items()))
    return PARTS.join((head, table, "".join(f"{line}\n" for line in phrases))).encode()


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


def _first_tokens(pattern: Pattern) -> set[str]:
    firsts: set[str] = set()
    for place in pattern:
        firsts.update(choice[0] for choice in place if choice)
        if all(place):
            break
    return firsts


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
    head, table, phrases = data.split(PARTS.encode(), 2)
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
        Phrases(phrases), Firsts(table), stems, time_words, function_words, consent, frozenset(unspaced), networks
    )


def _bits(items: Iterable[str]) -> dict[str, int]:
    return {word: int(bits) for word, bits in [item.rsplit(" ", 1) for item in items if item]}


def parse_entry(phrase: str) -> tuple[Pattern, Entry]:
    """A phrase of the index taken apart."""
    label, strength, openness, language, text = phrase.split("/", 4)
    open_left, open_right = divmod(int(openness), 2)
    languages = tuple(language.split("+"))
    entry = Entry(ALL_LABELS[int(label)], Strength(int(strength)), bool(open_left), bool(open_right), languages, text)
    return read_pattern(text), entry


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
