"""Find the phrases of all packs in the words of a block: dispatch on the first two tokens, then compare.

Measured on pages of 14 kB, dispatch on tokens costs a fiftieth of one large alternation. Phrases are not gated by
the page's language: a Romanian page carries English consent text, and the language only weighs.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from ..folding import TOKEN, UNSPACED, fold, tokens
from .index import DATE_KEY, Entry, Index, parse_entry, shipped_index
from .packs import Pattern

# A slot {name} takes up to five words, or eight characters where words are not spaced.
NAME_WORDS, NAME_CHARACTERS = 5, 8
# A date is at most this long, in tokens ("am Donnerstag, dem 12. März 2024 um 14:05 Uhr MEZ").
DATE_TOKENS = 14
# Blocks longer than this are not made of interface texts; only open phrases are looked for inside them.
TILED_TOKENS = 40
# "12 Comments by Ann": a phrase that opens its line may stand behind so many numbers.
LEADING_NUMBERS = 2
_OPENING_SLOTS = ("{name}", "{date}", "{network}")
_COLON = re.compile(r"[.)\]]?\s{0,3}[:：/|]")
_CHARACTER = re.compile(f"[{UNSPACED}]")


class Place(NamedTuple):
    """One place of a phrase: its alternatives by their first word, and those that begin with a slot, stem or colon."""

    by_first: dict[str, list[tuple[str, ...]]]
    special: list[tuple[str, ...]]
    optional: bool


class Form(NamedTuple):
    """A phrase ready to be compared.

    Attributes:
        places: see `Place`.
        entry: what it stands for.
        needs: words of which a block must hold one for the phrase to fit; empty where there is no such place.
        opens: it fits only from the first word on, for a slot {name} in it could be anything.
    """

    places: tuple[Place, ...]
    entry: Entry
    needs: frozenset[str]
    opens: bool


class Bucket(NamedTuple):
    """The phrases with one first token.

    Attributes:
        alone: those that are this token and nothing else.
        by_second: the others by their second token.
        loose: those whose second token is not one word: a slot, a stem, a colon.
    """

    alone: list[Form]
    by_second: dict[str, list[Form]]
    loose: list[Form]


class Word(NamedTuple):
    """A token with what the index knows of it.

    Attributes:
        text: the folded token.
        time: month, weekday and unit bits.
        numeric: it begins with a digit.
        name: it may begin a name: a capital, a number, or a letter of a script without case.
        network: a network's name begins with it.
        anywhere, anchored: the phrases that begin with it: those open at the left, and those that are not.
        dates: the relative dates that begin with it.
        function: it is a function word of the page's language.
        consent: the bits of its consent groups, of the page's language and, shifted by eight, of English.
    """

    text: str
    time: int
    numeric: bool
    name: bool
    network: bool
    anywhere: tuple[Bucket, ...]
    anchored: tuple[Bucket, ...]
    dates: tuple[Bucket, ...]
    function: bool = False
    consent: int = 0


class Found(NamedTuple):
    """A phrase that fits: tokens `first` to `end` (exclusive) are the entry's."""

    first: int
    end: int
    entry: Entry


class Matcher:
    """The phrases of an index, taken apart as pages need them.

    That is remembered, but changes no answer: a bucket is a function of the index alone.
    """

    def __init__(self, index: Index, networks: frozenset[tuple[str, ...]]) -> None:
        self.index = index
        self.networks = networks
        self._network_heads = frozenset(network[0] for network in networks)
        self._buckets: dict[str, tuple[Bucket | None, Bucket | None]] = {}
        stems = [first.removeprefix(DATE_KEY)[:-1] for first in index.firsts if first.endswith("*")]
        self._heads = frozenset(first.removeprefix(DATE_KEY) for first in index.firsts)
        self._stems = frozenset(stems)
        self._stem_lengths = sorted({len(stem) for stem in stems})
        self._stem_heads = frozenset(stem[:2] for stem in stems)

    def word(self, raw: str) -> Word:
        """Look up one token as it stands in the text."""
        folded = fold(raw)
        first = raw[0]
        numeric = first.isdigit()
        name = numeric or not first.islower()
        network = folded in self._network_heads
        time = self.index.time_words.get(folded, 0)
        known = self.index.firsts
        if not numeric and folded not in self._heads and folded[:2] not in self._stem_heads:
            return Word(folded, time, numeric, name, network, (), (), ())
        heads = [folded]
        if folded[:2] in self._stem_heads:
            heads += [f"{folded[:n]}*" for n in self._stem_lengths if n <= len(folded) and folded[:n] in self._stems]
        if numeric:
            heads.append("{n}")
        pairs = [self._bucket(head) for head in heads if head in known]
        dates = [self._bucket(DATE_KEY + head)[0] for head in heads if DATE_KEY + head in known]
        return Word(
            folded,
            time,
            numeric,
            name,
            network,
            tuple([anywhere for anywhere, _ in pairs if anywhere]),
            tuple([anchored for _, anchored in pairs if anchored]),
            tuple([bucket for bucket in dates if bucket]),
        )

    def _bucket(self, first: str) -> tuple[Bucket | None, Bucket | None]:
        known = self._buckets.get(first)
        if known is None:
            parsed = [parse_entry(self.index.phrases[int(n)]) for n in self.index.firsts.get(first, "").split()]
            token = first.removeprefix(DATE_KEY)
            known = self._buckets[first] = (
                _fill(token, [item for item in parsed if item[1].open_left]),
                _fill(token, [item for item in parsed if not item[1].open_left]),
            )
        return known

    def find(self, text: str, words: Sequence[Word]) -> list[Found]:
        """Every phrase whose tokens lie in a block, whether or not its ends fit.

        Args:
            text: the block's text (looked at for colons alone).
            words: its words. Inside more than `TILED_TOKENS`, only phrases open at the left are looked for.
        """
        block = _Block(self, text, words)
        short = block.short
        for i, word in enumerate(words):
            for bucket in word.anywhere:
                block.look(bucket, i)
            if word.anchored and (short or i == 0):
                for bucket in word.anchored:
                    block.look(bucket, i)
        if words and short:
            self._look_behind_slots(block, words)
        return block.found

    def _look_behind_slots(self, block: "_Block", words: Sequence[Word]) -> None:
        """Phrases whose first token is a slot other than a number: by what stands behind the slot."""
        first = words[0]
        for slot in _OPENING_SLOTS:
            if (slot == "{network}" and not first.network) or (slot == "{name}" and not first.name):
                continue
            if slot == "{date}" and not (first.numeric or first.time or first.dates):
                continue
            for bucket in self._bucket(slot):
                for end in block.slot_ends(slot, 0) if bucket else ():
                    if bucket and end < len(words):
                        block.compare(bucket.by_second.get(words[end].text, ()), 0)
                if bucket:
                    block.compare(bucket.loose, 0)

    def date_end(self, text: str, words: Sequence[Word]) -> int:
        """Where a date that begins with the first word ends, or 0."""
        return _Block(self, text, words).date_end(0)

    def network_end(self, words: Sequence[Word], i: int) -> int:
        """Where a network's name that begins at word `i` ends, or 0."""
        if words[i].network:
            for size in (4, 3, 2, 1):
                if i + size <= len(words) and tuple([word.text for word in words[i : i + size]]) in self.networks:
                    return i + size
        return 0


def _fill(first: str, phrases: Iterable[tuple[Pattern, Entry]]) -> Bucket | None:
    bucket = Bucket([], {}, [])
    for pattern, entry in phrases:
        places = tuple([_place(choices) for choices in pattern])
        opens = not entry.open_left and "{name}" in entry.phrase
        form = Form(places, entry, _needs(places), opens)
        loose = False
        for second in _seconds(pattern, first):
            if second == "":
                bucket.alone.append(form)
            elif _is_special(second):
                loose = True
            else:
                bucket.by_second.setdefault(second, []).append(form)
        if loose:
            bucket.loose.append(form)
    return bucket if any(bucket) else None


def _place(choices: tuple[tuple[str, ...], ...]) -> Place:
    place = Place({}, [], () in choices)
    for choice in choices:
        if choice and _is_special(choice[0]):
            place.special.append(choice)
        elif choice:
            place.by_first.setdefault(choice[0], []).append(choice)
    return place


def _needs(places: Sequence[Place]) -> frozenset[str]:
    """The first words of the later place that has fewest, of those that can't be left out and begin with words."""
    sure = [place.by_first for place in places[1:] if not place.optional and not place.special]
    return frozenset(min(sure, key=len)) if sure else frozenset()


def _is_special(token: str) -> bool:
    return token[0] in "{:" or token[-1] == "*"


def _seconds(places: Pattern, first: str) -> Iterator[str]:
    """The tokens that may stand behind `first` where it begins the pattern; "" where nothing need follow."""
    seen: set[str] = set()
    for i, place in enumerate(places):
        for choice in place:
            if choice and choice[0] == first:
                seen.update(choice[1:2] or _openings(places[i + 1 :]))
        if all(place):
            break
    yield from sorted(seen)


def _openings(places: Pattern) -> set[str]:
    openings: set[str] = set()
    for place in places:
        openings.update(choice[0] for choice in place if choice)
        if all(place):
            return openings
    return openings | {""}


def bracket_start(text: str) -> int:
    """How many words stand before a bracket that ends the text, -1 where none does: "A caption (photo: X)"."""
    if text[-1:] not in (")", "]", "）", "】"):
        return -1
    start = max(text.rfind(mark) for mark in "([（【")
    return len(TOKEN.findall(text[:start])) if start > 0 else -1


class _Block:
    """The words of one block, and what was found in them."""

    def __init__(self, matcher: Matcher, text: str, words: Sequence[Word]) -> None:
        self.matcher, self.text, self.words = matcher, text, words
        self.count = len(words)
        self.texts = frozenset([word.text for word in words])
        self.short = self.count <= TILED_TOKENS
        self.found: list[Found] = []
        self.bracket = bracket_start(text)
        self._colons: frozenset[int] | None = None
        self._dates: dict[int, int] = {}

    def look(self, bucket: Bucket, i: int) -> None:
        """Compare the phrases of a bucket that word `i` led to."""
        for form in bucket.alone:
            self.found.append(Found(i, i + 1, form.entry))
        if i + 1 < self.count:
            forms = bucket.by_second.get(self.words[i + 1].text)
            if forms:
                self.compare(forms, i)
        if bucket.loose:
            self.compare(bucket.loose, i)

    def compare(self, forms: Iterable[Form], i: int) -> None:
        """Add what fits at word `i` to what was found."""
        for places, entry, needs, opens in forms:
            if (needs and needs.isdisjoint(self.texts)) or (opens and i > LEADING_NUMBERS and i != self.bracket):
                continue
            if self.short or entry.open_left or entry.open_right:
                for end in self._ends(places, i):
                    self.found.append(Found(i, end, entry))

    def _ends(self, places: tuple[Place, ...], i: int) -> Sequence[int]:
        """Where the places, all of them, may end if they begin at word `i`: every way through, none twice."""
        words, count = self.words, self.count
        reached = [i]
        for by_first, special, optional in places:
            after = list(reached) if optional else []
            for at in reached:
                if at < count:
                    for choice in by_first.get(words[at].text, ()):
                        if len(choice) == 1:
                            if at + 1 not in after:
                                after.append(at + 1)
                        else:
                            after.extend([end for end in self._choice_ends(choice, at) if end not in after])
                for choice in special:
                    after.extend([end for end in self._choice_ends(choice, at) if end not in after])
            if not after:
                return after
            reached = after
        return [end for end in reached if end > i]

    def _choice_ends(self, choice: tuple[str, ...], at: int) -> Sequence[int]:
        reached: Sequence[int] = (at,)
        for token in choice:
            reached = [end for here in reached for end in self._token_ends(token, here)]
            if not reached:
                return ()
        return reached

    def _token_ends(self, token: str, at: int) -> Sequence[int]:
        if token == ":":
            return (at,) if at in self.colons() else ()
        if at >= self.count:
            return ()
        if token[0] == "{":
            return self.slot_ends(token, at)
        text = self.words[at].text
        fits = text.startswith(token[:-1]) if token[-1] == "*" else text == token
        return (at + 1,) if fits else ()

    def slot_ends(self, slot: str, i: int) -> Sequence[int]:
        """Where a slot that begins at word `i` may end."""
        words = self.words
        if slot == "{name}":
            if not words[i].name:
                return ()
            most = NAME_CHARACTERS if _CHARACTER.match(words[i].text) else NAME_WORDS
            return range(i + 1, min(i + most, self.count) + 1)
        if slot == "{network}":
            end = self.matcher.network_end(words, i)
        elif slot == "{date}":
            end = self.date_end(i)
        else:
            end = i
            while end < self.count and end < i + 3 and words[end].numeric:
                end += 1
            return range(i + 1, end + 1)
        return (end,) if end else ()

    def date_end(self, i: int) -> int:
        """Where the date that begins at word `i` ends, or 0 where there is none."""
        if i not in self._dates:
            self._dates[i] = self._date_end(i)
        return self._dates[i]

    def _date_end(self, i: int) -> int:
        words, end, sure, numbers = self.words, 0, False, 0
        last = min(self.count, i + DATE_TOKENS)
        at = i
        while at < last:
            word = words[at]
            relative = self._relative_date_end(at) if word.dates else 0
            if relative:
                at, sure = relative, True
                end = at
            elif word.numeric or word.time:
                numbers += word.numeric
                sure = sure or numbers > 1 or bool(numbers and word.time) or bool(word.time and end)
                at += 1
                end = at
            elif end == at and len(word.text) <= 3 and at + 1 < last and (words[at + 1].numeric or words[at + 1].time):
                at += 1  # a joining word: "12 de marzo", "um 14 Uhr", "at 5 pm"
            else:
                break
        return end if sure else 0

    def _relative_date_end(self, i: int) -> int:
        block = _Block(self.matcher, self.text, self.words)
        for bucket in self.words[i].dates:
            block.look(bucket, i)
        return max((found.end for found in block.found), default=0)

    def colons(self) -> frozenset[int]:
        """How many words stand before each colon of the block."""
        if self._colons is None:
            ends = [found.end() for found in TOKEN.finditer(self.text)]
            self._colons = frozenset([i + 1 for i, end in enumerate(ends) if _COLON.match(self.text, end)])
        return self._colons


@cache
def shipped_matcher() -> Matcher:
    """The matcher over the packs that come with the package."""
    text = (resources.files(__package__) / "packs" / "_networks.toml").read_text("utf-8")
    return Matcher(shipped_index(), frozenset(tuple(tokens(name)) for name in tomllib.loads(text)["networks"]))
