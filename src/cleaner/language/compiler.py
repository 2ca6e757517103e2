"""Compile the packs to the one file that is read at run time: `python -m cleaner.language.compiler`.

A test holds `packs/_index.tsv` equal to the packs. What the file is made of is told in `index`, which reads it.
"""

import math
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from .index import (
    BY_NOTHING,
    BY_PLACE,
    BY_SECOND,
    DATES,
    GROUP,
    INSIDE,
    LINES,
    MONTH,
    PARTS,
    START,
    UNIT,
    WEEKDAY,
    index_path,
    needed_word,
    words_behind,
)
from .labels import ALL_LABELS, CONSENT, DATE, GROUPS, LABELS
from .packs import Pack, load_networks, load_packs
from .patterns import (
    Pattern,
    first_tokens,
    is_special,
    openings,
    read_pattern,
    second_tokens,
    write_pattern,
)

# How often a word is met in texts, roughly: function words, short words, slots; others by their length.
FUNCTION_WORD, SHORT_WORD, SHORT, SLOT = 3.0, 0.5, 3, 0.5
# The phrases of a word that begins more of them than this are listed by the words behind it, at the cost of some room.
MANY = 300
DATE_NUMBER = str(ALL_LABELS.index(DATE))


def compile_index(packs: Iterable[Pack], networks: Iterable[str]) -> bytes:
    """The index file for these packs and names of networks; the same packs give the same bytes."""
    packs = sorted(packs, key=lambda pack: pack.code)
    common = frozenset[str]().union(*[pack.function_words for pack in packs])
    sections = _sections(packs)
    phrases = [(kind, text) for kind, texts in sections.items() for text in texts]
    listed, stems = _listed(phrases, common)
    lines = [f"{_listed_by(kind, text, common)}{text}" for kind, text in phrases]
    rows = [
        *_word_rows(packs),
        ("N", *networks),
        ("S", *sorted(stems)),
        ("P", *sections),
        ("L", *(str(len(texts)) for texts in sections.values())),
    ]
    groups: dict[str, list[str]] = {}
    for word, of_word in sorted(listed.items()):
        groups.setdefault(word[:GROUP], []).extend((word, *(_write(word, part, lines) for part in of_word)))
    head = "\n".join("\t".join(row) for row in rows)
    table = "\n".join("\t".join((prefix, *fields)) for prefix, fields in sorted(groups.items()))
    parts = (head, table, _table_of_places(lines), "".join(f"{line}\n" for line in lines))
    return PARTS.join(part.encode() for part in parts)


def _word_rows(packs: Iterable[Pack]) -> Iterator[tuple[str, ...]]:
    """The rows of the index's head: function and consent words of each pack, the words of dates of all."""
    time_words: dict[str, int] = {}
    for pack in packs:
        for bit, words in ((MONTH, pack.months), (WEEKDAY, pack.weekdays), (UNIT, pack.units)):
            for word in words:
                time_words[word] = time_words.get(word, 0) | bit
        consent: dict[str, int] = {}
        for bit, group in enumerate(GROUPS):
            for word in _single_words(pack.groups[group]):
                consent[word] = consent.get(word, 0) | 1 << bit
        yield "F", pack.code, str(int(pack.spaces)), " ".join(sorted(pack.function_words))
        yield "C", pack.code, " ".join(f"{word} {bits}" for word, bits in sorted(consent.items()))
    yield "T", *(f"{word} {bits}" for word, bits in sorted(time_words.items()))


def _sections(packs: Sequence[Pack]) -> dict[str, list[str]]:
    """The phrases of the packs as they are written, in order, by "label/strength/openness/languages"."""
    shared: dict[tuple[str, str, str], list[str]] = {}
    for pack in packs:
        for label, strength, openness, pattern in _coded(pack):
            known = shared.setdefault((label, openness, write_pattern(pattern)), ["0"])
            known[0] = max(known[0], strength)
            known.extend([pack.code] if pack.code not in known else [])
    sections: dict[str, list[str]] = {}
    for (label, openness, text), (strength, *languages) in shared.items():
        sections.setdefault(f"{label}/{strength}/{openness}/{'+'.join(languages)}", []).append(text)
    return {kind: sorted(sections[kind]) for kind in sorted(sections, key=_order)}


def _order(kind: str) -> tuple[str, int, int, str]:
    """Languages, labels, the strongest first: of two phrases for the same words the first found is named."""
    label, strength, openness, languages = kind.split("/")
    return languages, int(label), -int(strength), openness


def _kind_of_row(kind: str) -> int:
    """Which part of a `Row` lists the phrases of a section."""
    label, _, openness, _ = kind.split("/")
    return DATES if label == DATE_NUMBER else INSIDE if openness >= "2" else START


Listed = dict[str, tuple[tuple[list[int], list[int]], ...]]
"""Word -> the phrases of each part of its `Row`: those that need nothing behind the word, and the others."""


def _listed(phrases: Iterable[tuple[str, str]], common: Collection[str]) -> tuple[Listed, frozenset[str]]:
    """Phrases, given as kinds and texts in the order of their numbers, by their words; and the stems among these."""
    listed: Listed = {}
    stems: set[str] = set()
    for number, (kind, text) in enumerate(phrases):
        part = _kind_of_row(kind)
        pattern = read_pattern(text)  # a place with one alternative of several words is as many places
        firsts = first_tokens(pattern)
        words = _rarest(pattern, common) if part == INSIDE else firsts
        stems.update([word[:-1] for word in firsts | words if word[-1] == "*"])
        for word in words:
            alone, others = listed.setdefault(word, (([], []), ([], []), ([], [])))[part]
            seconds = second_tokens(pattern, word) if part != INSIDE else set()
            alone.extend([number] if "" in seconds else [])
            others.extend([number] if seconds != {""} else [])
    return listed, frozenset(stems)


def _write(word: str, part: tuple[Sequence[int], Sequence[int]], lines: Sequence[str]) -> str:
    """One part of the `Row` of a word."""
    alone, others = part
    if len(others) > MANY:
        keyed: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
        for number in others:
            is_second, words = words_behind(lines[number], word)
            for behind in words:
                keyed[not is_second].setdefault(behind, []).append(number)
        return ";".join((_numbers(alone), *map(_keyed, keyed)))
    return f"{_numbers(alone)};{_numbers(others)}" if alone else _numbers(others)


def _numbers(numbers: Sequence[int]) -> str:
    return " ".join([str(b - a) for a, b in pairwise((0, *numbers))])


def _keyed(numbers: Mapping[str, Sequence[int]]) -> str:
    return ",".join(f"{word}={_numbers(some)}" for word, some in sorted(numbers.items()))


def _listed_by(kind: str, text: str, common: Collection[str]) -> str:
    """The character that says by which words a phrase is listed behind its first.

    A second token tells more, for its place is known; but where several stand for it, others may be fewer.
    """
    if _kind_of_row(kind) == INSIDE:
        return BY_NOTHING
    pattern = read_pattern(text)
    needed, place = _needs(pattern, common)
    number = pattern[0] == (("{n}",),)
    if any(len(choice) > 1 for choice in pattern[0]):
        return BY_SECOND
    if number or all(len(choice) == 1 and not is_special(choice[0]) for choice in pattern[0]):
        seconds = openings(pattern[1:])
        fewest = number or "" in seconds or not needed or len(seconds) <= len(needed)
        if fewest and not any(map(is_special, seconds - {""})):
            return BY_SECOND
    return chr(ord(BY_PLACE) + place) if needed else BY_NOTHING


def _needs(pattern: Pattern, common: Collection[str]) -> tuple[frozenset[str], int]:
    """Words, or slots, of which a block must hold one for the pattern to fit, and their place; empty where none tells.

    They are those of the later place whose words are met least, or those of the first.
    """
    places = [(_place_needs(place), i) for i, place in enumerate(pattern)]
    later = [place for place in places[1:] if place[0]]
    words = [place for place in later if not any(map(is_special, place[0]))]
    least = min(words, key=lambda place: sum(_frequency(word, common) for word in sorted(place[0])), default=None)
    return least or min(later, key=lambda place: len(place[0]), default=places[0])


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
    several = frozenset([needed_word(choice) for choice in place])
    return frozenset() if "" in several else several


def main() -> None:
    """Write the index anew from the packs, which a checkout has beside it and a wheel has not."""
    data = compile_index(load_packs(), load_networks())
    fresh = index_path() + ".new"
    with open(fresh, "wb") as file:
        file.write(data)
    os.replace(fresh, index_path())


if __name__ == "__main__":
    main()
