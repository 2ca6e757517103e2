"""Find the phrases of all packs in the words of a block: dispatch on the first two tokens, then compare.

Measured on pages of 14 kB, dispatch on tokens costs a fiftieth of one large alternation. Phrases are not gated by
the page's language: a Romanian page carries English consent text, and the language only weighs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ..folding import TOKEN, UNSPACED, fold
from .index import DATE_KEY, INSIDE_KEY, KEYS, Entry, Index, parse_entry, read_pattern, shipped_index
from .packs import Pattern

# A slot {name} takes up to five words, or eight characters where words are not spaced.
NAME_WORDS, NAME_CHARACTERS = 5, 8
# A date is at most this long, in tokens ("am Donnerstag, dem 12. März 2024 um 14:05 Uhr MEZ").
DATE_TOKENS = 14
# Blocks longer than this are not made of interface texts; only open phrases are looked for inside them.
TILED_TOKENS = 40
# "12 Comments by Ann": a phrase that opens its line may stand behind so many numbers.
LEADING_NUMBERS = 2
# In a long block phrases are looked for among so many words at either end: in the midst of a paragraph they are text.
END_WORDS = 20
# Stems are looked up by their first letters; a stem has at least as many.
STEM_HEAD = 3
# Share of a block's words that may be no interface text in a block that is made of them.
UNCOVERED_SHARE = 0.2
_COLON = re.compile(r"[.)\]]?\s{0,3}[:：/|]")
_CHARACTER = re.compile(f"[{UNSPACED}]")


class Choices(NamedTuple):
    """A place of a phrase with alternatives: by their first word, and those that begin with a slot, stem or colon."""

    by_first: dict[str, tuple[tuple[str, ...], ...]]
    special: tuple[tuple[str, ...], ...]
    optional: bool


Place = str | Choices
"""A place of a phrase: one word, as most are, or alternatives."""


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
    """The phrases with one first token, by number: they are taken apart when they are first compared.

    Attributes:
        alone: those that are this token and nothing else.
        by_second: the others by their second token.
        loose: those whose second token is not one word: a slot, a stem, a colon.
        wanted: words of which a block must hold one for any of `loose` to fit; empty where one of them needs none.
    """

    alone: tuple[int, ...]
    by_second: dict[str, tuple[int, ...]]
    loose: tuple[int, ...]
    wanted: frozenset[str]


class Word(NamedTuple):
    """A token with what the index knows of it.

    Attributes:
        text: the folded token.
        time: month, weekday and unit bits.
        numeric: it begins with a digit.
        name: it may begin a name: a capital, a number, or a letter of a script without case.
        network: a network's name begins with it.
        anywhere: the phrases open at the left that begin with it.
        anchored: the first tokens, itself, a stem or a slot, of the others.
        dates: the relative dates that begin with it.
        function: it is a function word of the page's language.
        after_name: a phrase that begins with a name goes on, or may go on, with it.
        consent: the bits of its consent groups, of the page's language and, shifted by eight, of English.
    """

    text: str
    time: int
    numeric: bool
    name: bool
    network: bool
    anywhere: tuple[Bucket, ...]
    anchored: tuple[str, ...]
    dates: tuple[Bucket, ...]
    after_name: bool = False
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

    def __init__(self, index: Index) -> None:
        self.index = index
        self._network_heads = frozenset(network[0] for network in index.networks)
        self._buckets: dict[str, Bucket | None] = {}
        self._forms: dict[int, Form] = {}
        self._stems = index.stems
        self._stem_lengths = sorted({len(stem) for stem in self._stems})
        self._stem_heads = frozenset([stem[:STEM_HEAD] for stem in self._stems])
        self._after_names = frozenset(self._words_after_names())

    def word(self, raw: str) -> Word:
        """Look up one token as it stands in the text."""
        folded = fold(raw)
        first = raw[0]
        numeric = first.isdigit()
        name = numeric or not first.islower()
        network = folded in self._network_heads
        time = self.index.time_words.get(folded, 0)
        after_name = folded in self._after_names
        group = self.index.firsts.group(folded)
        known = folded in group or INSIDE_KEY + folded in group or DATE_KEY + folded in group
        if not known and not numeric and folded[:STEM_HEAD] not in self._stem_heads:
            return Word(folded, time, numeric, name, network, (), (), (), after_name)
        heads = [folded]
        if folded[:STEM_HEAD] in self._stem_heads:
            heads += [f"{folded[:n]}*" for n in self._stem_lengths if n <= len(folded) and folded[:n] in self._stems]
        if numeric:
            heads.append("{n}")
        anywhere = [self.bucket(INSIDE_KEY + head) for head in heads]
        dates = [self.bucket(DATE_KEY + head) for head in heads]
        return Word(
            folded,
            time,
            numeric,
            name,
            network,
            tuple([bucket for bucket in anywhere if bucket]),
            tuple([head for head in heads if self.index.firsts.get(head)]),
            tuple([bucket for bucket in dates if bucket]),
            after_name,
        )

    def _words_after_names(self) -> Iterator[str]:
        """What may stand behind the name in a phrase that begins with one."""
        bucket = self.bucket("{name}")
        if bucket:
            yield from bucket.by_second
            for number in bucket.loose:
                yield from self.form(number).needs

    def bucket(self, key: str) -> Bucket | None:
        """The phrases under a key of the index; None where it has none."""
        if key not in self._buckets:
            numbers = [int(number) for number in self.index.firsts.get(key).split()]
            self._buckets[key] = self._fill(key.lstrip(KEYS), numbers) if numbers else None
        return self._buckets[key]

    def _fill(self, first: str, numbers: Iterable[int]) -> Bucket:
        alone: list[int] = []
        loose: list[int] = []
        by_second: dict[str, tuple[int, ...]] = {}
        for number in numbers:
            seconds = _seconds(self.index.phrases[number].split("/", 4)[4], first)
            special = False
            for second in seconds:
                if not second:
                    alone.append(number)
                elif _is_special(second):
                    special = True
                else:
                    by_second[second] = (*by_second.get(second, ()), number)
            if special:
                loose.append(number)
        needs = [self.form(number).needs for number in loose]
        wanted = frozenset[str]().union(*needs) if all(needs) else frozenset[str]()
        return Bucket(tuple(alone), by_second, tuple(loose), wanted)

    def form(self, number: int) -> Form:
        """A phrase of the index, ready to be compared."""
        form = self._forms.get(number)
        if form is None:
            pattern, entry = parse_entry(self.index.phrases[number])
            places = tuple([_place(choices) for choices in pattern])
            opens = not entry.open_left and "{name}" in entry.phrase
            form = self._forms[number] = Form(places, entry, _needs(places), opens)
        return form

    def find(self, text: str, words: Sequence[Word]) -> list[Found]:
        """Every phrase whose tokens lie in a block, whether or not its ends fit.

        Args:
            text: the block's text (looked at for colons alone).
            words: its words. Among more than `TILED_TOKENS`, only open phrases are looked for, and only at the ends.
        """
        block = _Block(self, text, words)
        count = block.count
        last = count - 1
        covered, spare = 0, int(UNCOVERED_SHARE * count) if block.short else 0
        for i in range(count) if block.short else (*range(END_WORDS), *range(count - END_WORDS, count)):
            word = words[i]
            # A block made of interface texts is covered from the left; where too much is not, the search for such
            # texts ends, which spares most headlines and list items all but their first words.
            tiled = i >= covered and spare >= 0
            buckets = word.anywhere
            if word.anchored and (tiled or i == 0 or i == block.bracket):
                buckets = (*buckets, *[bucket for head in word.anchored if (bucket := self.bucket(head))])
            elif not buckets and not tiled:
                continue
            seen = len(block.found)
            for bucket in buckets:
                # Most words lead nowhere; looking at the next one here saves the call.
                if bucket[0] or bucket[2] or (i < last and words[i + 1].text in bucket[1]):
                    block.look(bucket, i)
            if tiled and not word.numeric:
                found = block.found
                covered = max([item.end for item in found[seen:]]) if len(found) > seen else self.network_end(words, i)
                if covered <= i:
                    spare -= 1
        if count and block.short:
            first = words[0]
            if first.network:
                self._look_behind(block, "{network}")
            if first.numeric or first.time or first.dates:
                self._look_behind(block, "{date}")
            if first.name and any(word.after_name for word in words[1 : NAME_CHARACTERS + 1]):
                self._look_behind(block, "{name}")
        return block.found

    def _look_behind(self, block: "_Block", slot: str) -> None:
        """Compare the phrases that begin with a slot: by what stands behind it."""
        bucket, ends = self.bucket(slot), block.slot_ends(slot, 0)
        if bucket is None or not ends:
            return
        for end in ends:
            if end < block.count:
                numbers = bucket.by_second.get(block.words[end].text)
                if numbers:
                    block.compare(numbers, 0)
        block.compare_loose(bucket, 0)

    def date_end(self, text: str, words: Sequence[Word]) -> int:
        """Where a date that begins with the first word ends, or 0."""
        return _Block(self, text, words).date_end(0)

    def network_end(self, words: Sequence[Word], i: int) -> int:
        """Where a network's name that begins at word `i` ends, or 0."""
        if words[i].network:
            for size in (4, 3, 2, 1):
                if i + size <= len(words) and tuple([word.text for word in words[i : i + size]]) in self.index.networks:
                    return i + size
        return 0


def _place(choices: tuple[tuple[str, ...], ...]) -> Place:
    if len(choices) == 1 and len(choices[0]) == 1 and not _is_special(choices[0][0]):
        return choices[0][0]
    by_first: dict[str, tuple[tuple[str, ...], ...]] = {}
    for choice in choices:
        if choice and not _is_special(choice[0]):
            by_first[choice[0]] = (*by_first.get(choice[0], ()), choice)
    special = tuple([choice for choice in choices if choice and _is_special(choice[0])])
    return Choices(by_first, special, () in choices)


def _needs(places: Sequence[Place]) -> frozenset[str]:
    """The first words of the later place that has fewest, of those that can't be left out and begin with words."""
    words = [place for place in places[1:] if isinstance(place, str)]
    if words:
        return frozenset(words[-1:])
    sure = [p.by_first for p in places[1:] if not isinstance(p, str) and not p.optional and not p.special]
    fewest = sorted(sure, key=lambda by_first: len(by_first))[:1]
    return frozenset(*fewest)


def _is_special(token: str) -> bool:
    return token[0] in "{:" or token[-1] == "*"


def _seconds(text: str, first: str) -> Iterable[str]:
    """The tokens that may stand behind `first` where it begins the pattern; "" where nothing need follow."""
    first_place, rest = _split_place(text)
    next_place, _ = _split_place(rest)
    if "" in first_place or ("" in next_place and rest):
        return _seconds_behind_options(text, first)
    seen: set[str] = set()
    for choice in first_place:
        head, _, more = choice.partition(" ")
        if head == first:
            seen.update([more.partition(" ")[0]] if more else [other.partition(" ")[0] for other in next_place])
    return seen


def _split_place(text: str) -> tuple[list[str], str]:
    """The alternatives of a pattern's first place, and the rest; quicker than taking all of it apart."""
    if text[:1] != "(":
        place, _, rest = text.partition(" ")
        return [place], rest
    place, _, rest = text[1:].partition(")")
    return place.split("|"), rest[1:]


def _seconds_behind_options(text: str, first: str) -> set[str]:
    places = read_pattern(text)
    seen: set[str] = set()
    for i, place in enumerate(places):
        for choice in place:
            if choice and choice[0] == first:
                seen.update(choice[1:2] or _openings(places[i + 1 :]))
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
        self._texts: frozenset[str] | None = None
        self.short = self.count <= TILED_TOKENS
        self.found: list[Found] = []
        self.bracket = bracket_start(text)
        self._colons: frozenset[int] | None = None
        self._dates: dict[int, int] = {}

    def look(self, bucket: Bucket, i: int) -> None:
        """Compare the phrases of a bucket that word `i` led to."""
        for number in bucket.alone:
            self.found.append(Found(i, i + 1, self.matcher.form(number).entry))
        if i + 1 < self.count:
            numbers = bucket.by_second.get(self.words[i + 1].text)
            if numbers:
                self.compare(numbers, i)
        self.compare_loose(bucket, i)

    def compare_loose(self, bucket: Bucket, i: int) -> None:
        """Compare the phrases of a bucket that the second word does not tell apart."""
        if bucket.loose and not (bucket.wanted and bucket.wanted.isdisjoint(self.texts())):
            self.compare(bucket.loose, i)

    def texts(self) -> frozenset[str]:
        """The block's folded words."""
        if self._texts is None:
            self._texts = frozenset([word.text for word in self.words])
        return self._texts

    def compare(self, numbers: Iterable[int], i: int) -> None:
        """Add what fits at word `i` to what was found."""
        texts = self.texts()
        for number in numbers:
            places, entry, needs, opens = self.matcher.form(number)
            if (needs and needs.isdisjoint(texts)) or (opens and i > LEADING_NUMBERS and i != self.bracket):
                continue
            if self.short or entry.open_left or entry.open_right:
                for end in self._ends(places, i):
                    self.found.append(Found(i, end, entry))

    def _ends(self, places: tuple[Place, ...], i: int) -> Sequence[int]:
        """Where the places, all of them, may end if they begin at word `i`: every way through, none twice."""
        words, count = self.words, self.count
        reached = [i]
        for place in places:
            if isinstance(place, str):
                reached = [at + 1 for at in reached if at < count and words[at].text == place]
                if not reached:
                    return reached
                continue
            by_first, special, optional = place
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
    return Matcher(shipped_index())
