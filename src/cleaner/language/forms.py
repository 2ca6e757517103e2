"""Phrases of the index made ready to be compared, each when a page first holds its beginning."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from .index import FREE, Entry, Phrases, parse_entry, read_keyed, read_numbers, words_behind
from .patterns import PLACE, first_tokens, is_special, read_pattern, second_tokens

_ONLY_WORDS = re.compile(r"[^(){}*:]+")
_NO_PLAIN_WORDS = re.compile(r"[\s{:*]|\|\||^\||\|$")
# Few alternatives are compared faster one by one, and take less memory.
FEW = 6


class Choices(NamedTuple):
    """A place of a phrase with alternatives: by their first word, and those that begin with a slot, stem or colon."""

    by_first: dict[str, tuple[tuple[str, ...], ...]]
    special: tuple[tuple[str, ...], ...]
    optional: bool


Place = Collection[str] | Choices
"""A place of a phrase: some words, of which one must stand there, or alternatives of other kinds."""


class Form(NamedTuple):
    """A phrase ready to be compared.

    Attributes:
        number: its number in the index, which orders what is found.
        opens: it fits only from the first word on, for a slot {name} in it could be anything.
        is_open: it may fit in the midst of a long block.
        words: its places where each is some words; empty where one is of another kind.
        places: all of its places.
        wants: words of which the block must hold one each, where `words` is empty.
    """

    number: int
    opens: bool
    is_open: bool
    words: tuple[Collection[str], ...]
    places: tuple[Place, ...]
    wants: tuple[Collection[str], ...]


Keyed = dict[str, "tuple[int, ...] | tuple[Form, ...]"]
"""Phrases by their first token: their numbers, until they are first compared."""


class Bucket(NamedTuple):
    """The phrases with one first token that stand at the start of a block.

    Attributes:
        head: the token, a stem or a slot.
        alone: those that are this token and nothing else.
        by_second: some by their second token.
        by_need: the others by words, or slots, of which a block must hold one; as `index` has them.
        needs: the former words; None where some of `by_need` ask for no word.
    """

    head: str
    alone: tuple[Form, ...]
    by_second: Keyed
    by_need: Keyed
    needs: frozenset[str] | None


class Anchor(NamedTuple):
    """The phrases open at the left that are listed by one word.

    Attributes:
        alone: those that are this word and nothing else.
        by_first: the others by their first token.
    """

    alone: tuple[Form, ...]
    by_first: Keyed


class Forms:
    """The phrases of an index that were compared so far; a form is a function of the index alone."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._forms: dict[int, Form] = {}
        self._entries: dict[int, Entry] = {}
        self._seconds: dict[tuple[int, str], set[str]] = {}

    def bucket(self, head: str, written: str) -> Bucket:
        """The phrases of these numbers, which begin with a token."""
        written, *keyed = written.split(";", 1) if written.count(";") > 1 else (written,)
        if keyed:
            by_second, by_need = map(read_keyed, keyed[0].split(";"))
            return _bucket(head, self.several(read_numbers(written)), {**by_second}, {**by_need})
        alone, _, others = written.rpartition(";")
        second: dict[str, list[int]] = {}
        need: dict[str, list[int]] = {}
        for number in read_numbers(others):
            is_second, words = words_behind(self._phrases[number], head)
            by = second if is_second else need
            for word in words:
                by.setdefault(word, []).append(number)
        return _bucket(head, self.several(read_numbers(alone)), _keyed(second), _keyed(need))

    def anchor(self, word: str, written: str) -> Anchor:
        """The phrases of these numbers, listed by a word."""
        alone: list[int] = []
        by_first: dict[str, list[int]] = {}
        for number in read_numbers(written):
            text = self._phrases[number][1:]
            if text == word:
                alone.append(number)
            else:
                for first in first_tokens(read_pattern(text)):
                    by_first.setdefault(first, []).append(number)
        return Anchor(self.several(alone), _keyed(by_first))

    def of(self, keyed: Keyed, word: str) -> tuple[Form, ...]:
        """The forms under a first token, made ready once."""
        some = keyed[word]
        forms = self.several(some) if isinstance(some[0], int) else some
        keyed[word] = forms
        return forms

    def seconds(self, form: Form, head: str) -> set[str]:
        """The tokens that may stand behind a form's first token `head`."""
        key = form.number, head
        seconds = self._seconds.get(key)
        if seconds is None:
            seconds = self._seconds[key] = second_tokens(read_pattern(self.entry(form).phrase), head)
        return seconds

    def several(self, numbers: Iterable[int]) -> tuple[Form, ...]:
        """The forms of these numbers."""
        return tuple([self._forms.get(number) or self._form(number) for number in numbers])

    def entry(self, form: Form) -> Entry:
        """What a phrase stands for; most of those that are compared don't fit, and are never asked for it."""
        entry = self._entries.get(form.number)
        if entry is None:
            entry = self._entries[form.number] = parse_entry(
                self._phrases.kind(form.number), self._phrases[form.number][1:]
            )
        return entry

    def _form(self, number: int) -> Form:
        text = self._phrases[number][1:]
        _, _, openness, _ = self._phrases.kind(number).split("/")
        wants: tuple[Collection[str], ...] = ()
        places: tuple[Place, ...]
        words: tuple[Collection[str], ...]
        if _ONLY_WORDS.fullmatch(text):
            words = tuple([(word,) for word in text.split(" ")])
            places = words
        else:
            places = tuple([_place(several, single) for several, single in PLACE.findall(text)])
            words = tuple([place for place in places if not isinstance(place, Choices)])
            if len(words) < len(places):
                wants = tuple([want for place in places if (want := _wants(place))])
                words = ()
        opens = openness < "2" and "{name}" in text
        form = self._forms[number] = Form(number, opens, openness != "0", words, places, wants)
        return form


def _bucket(head: str, alone: tuple[Form, ...], by_second: Keyed, by_need: Keyed) -> Bucket:
    only_words = all(word[0] != "{" and word != FREE for word in by_need)
    return Bucket(head, alone, by_second, by_need, frozenset(by_need) if only_words else None)


def _keyed(numbers: dict[str, list[int]]) -> Keyed:
    """The garbage collector leaves tuples of numbers alone."""
    return {word: tuple(some) for word, some in numbers.items()}


def _wants(place: Place) -> Collection[str]:
    if not isinstance(place, Choices):
        return place
    return () if place.optional or place.special else place.by_first


def _place(several: str, single: str) -> Place:
    if single and single[0] not in "{:" and single[-1] != "*":
        return (single,)
    if several and not _NO_PLAIN_WORDS.search(several):
        words = several.split("|")
        return tuple(words) if len(words) <= FEW else frozenset(words)
    choices = [tuple(choice.split()) for choice in several.split("|")] if several else [(single,)]
    by_first: dict[str, tuple[tuple[str, ...], ...]] = {}
    for choice in choices:
        if choice and not is_special(choice[0]):
            by_first[choice[0]] = (*by_first.get(choice[0], ()), choice)
    special = tuple([choice for choice in choices if choice and is_special(choice[0])])
    return Choices(by_first, special, () in choices)
