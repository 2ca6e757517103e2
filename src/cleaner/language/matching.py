"""Find the phrases of all packs in the words of a block: dispatch on two of their words, then compare.

Phrases that stand at the start of a block, or in a row of such, are looked for by their first words, from the left,
until too much is none. Those that may begin anywhere are looked for by their rarest word: most blocks hold none of
these, while a dispatch on first words would look behind every "the". Phrases are not gated by the page's language: a
Romanian page carries English consent text, and the language only weighs.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, partial
from operator import contains
from typing import NamedTuple, TypeVar

from ..folding import TOKEN, UNSPACED_CHARACTER
from .forms import Anchor, Bucket, Choices, Form, Forms, Keyed, Place
from .index import DATES, FREE, INSIDE, START, Entry, Index, shipped_index
from .patterns import is_special

# A slot {name} takes up to five words, or eight characters where words are not spaced.
NAME_WORDS, NAME_CHARACTERS = 5, 8
# A date is at most this long, in tokens ("am Donnerstag, dem 12. März 2024 um 14:05 Uhr MEZ").
DATE_TOKENS = 14
# Blocks longer than this are not made of interface texts; only open phrases are looked for inside them.
TILED_TOKENS = 40
# Where each character is a token, a sentence has so many times as many.
UNSPACED_TOKENS = 2.5
# "12 Comments by Ann": a phrase that opens its line may stand behind so many numbers.
LEADING_NUMBERS = 2
# In a long block phrases are looked for among so many words at either end: in the midst of a paragraph they are text.
END_WORDS = 20
# Stems are looked up by their first letters; a stem has at least as many.
STEM_HEAD = 2
# Share of a block's words that may be no interface text in a block that is made of them.
UNCOVERED_SHARE = 0.2
# No phrase has so many places.
LONGEST_PHRASE = 50
# Phrases that begin with a number are found after those that begin with it as a word.
LAST_HEAD = 1_000
# How many words the name of a network has at most.
NETWORK_WORDS = (4, 3, 2, 1)
# Armenian has a colon of its own, ՝.
_COLON, _COLONS = re.compile(r"[.)\]]?\s{0,3}[:：/|՝]"), re.compile("[:：/|՝]")


class Lead(NamedTuple):
    """What the index knows of a token that is more than a word; most have none.

    Attributes:
        time: month, weekday and unit bits.
        numeric: it begins with a digit.
        network: a network's name begins with it.
        stems: the stems that it begins with, as patterns write them.
        dates: the relative dates that begin with it.
    """

    time: int
    numeric: bool
    network: bool
    stems: tuple[str, ...]
    dates: tuple[Bucket, ...]


Found = tuple[int, int, Entry]
"""A phrase that fits: where it begins and ends (exclusive), in tokens of the block."""

Fit = tuple[int, str, Form, int]
"""A phrase that fits: where it begins, its first token there, and where it ends."""


Value = TypeVar("Value")


class Made(dict[str, Value]):
    """What belongs to words, made when it is first asked for."""

    def __init__(self, make: Callable[[str], Value]) -> None:
        """`make` gives what belongs to a word, and always the same."""
        super().__init__()
        self.make = make

    def __missing__(self, word: str) -> Value:
        made = self[word] = self.make(word)
        return made


class Matcher:
    """The phrases of an index, taken apart as pages need them.

    That is remembered, but changes no answer: a bucket is a function of the index alone.

    Attributes:
        anchors: the phrases open at the left that are listed by a word, stem or slot.
        buckets: the phrases that begin with a word, stem or slot, but for those open at the left.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.forms = Forms(index.phrases)
        self.anchors: Made[Anchor] = Made(self._anchor)
        self._network_heads = frozenset([network[0] for network in index.networks])
        self._words = self._network_heads.union(index.time_words)
        self._stem_lengths = sorted({len(stem) for stem in index.stems})
        self._stem_heads = frozenset([stem[:STEM_HEAD] for stem in index.stems])
        self.buckets: Made[Bucket] = Made(partial(self._bucket, START))
        self._dates: Made[Bucket] = Made(partial(self._bucket, DATES))
        # What may stand behind the name in a phrase that begins with one.
        after_name = self.buckets["{name}"]
        self.after_names = frozenset([*after_name.by_second, *after_name.by_need])
        row = index.words.get("{n}")
        dates = (self._dates["{n}"],) if row and row[DATES] else ()
        self._number = Lead(0, numeric=True, network=False, stems=(), dates=dates)
        self._number_starts = ("{n}",) if row and row[START] else ()

    def knows(self, folded: str) -> bool:
        """Whether the index may hold anything of a word, or of a stem of it; most words of a text it does not know."""
        return folded in self._words or folded[:STEM_HEAD] in self._stem_heads or folded in self.index.words

    def lead(self, raw: str, folded: str) -> tuple[Lead | None, tuple[str, ...]]:
        """What is known of a token, as it stands in the text and folded, and with what phrases begin at it."""
        stems: tuple[str, ...] = ()
        if folded[:STEM_HEAD] in self._stem_heads:
            known = self.index.stems
            stems = tuple([f"{folded[:n]}*" for n in self._stem_lengths if n <= len(folded) and folded[:n] in known])
        network, time = folded in self._network_heads, self.index.time_words.get(folded, 0)
        rows = [(head, row) for head in (folded, *stems) if (row := self.index.words.get(head))]
        starts = tuple([head for head, row in rows if row[START]])
        dates = tuple([self._dates[head] for head, row in rows if row[DATES]])
        special = bool(stems or network or time or dates)
        if not raw[0].isdigit():
            return Lead(time, False, network, stems, dates) if special else None, starts
        starts += self._number_starts
        return Lead(time, True, network, stems, dates + self._number.dates) if special else self._number, starts

    def is_anchor(self, word: str) -> bool:
        """Whether phrases open at the left are listed by a word, stem or slot."""
        return self._written(word, INSIDE) != ""

    def _written(self, word: str, part: int) -> str:
        """What one part of the index has under a word, as written there; "" for nothing."""
        row = self.index.words.get(word)
        return row[part] if row else ""

    def _anchor(self, word: str) -> Anchor:
        return self.forms.anchor(word, self._written(word, INSIDE))

    def _bucket(self, part: int, head: str) -> Bucket:
        return self.forms.bucket(head, self._written(head, part))

    def network_end(self, tokens: Sequence[str], i: int) -> int:
        """Where a network's name that begins at token `i` ends, or 0."""
        for size in NETWORK_WORDS:
            if i + size <= len(tokens) and tuple(tokens[i : i + size]) in self.index.networks:
                return i + size
        return 0


def bracket_start(text: str) -> int:
    """How many words stand before a bracket that ends the text, -1 where none does: "A caption (photo: X)"."""
    if text[-1:] not in (")", "]", "）", "】"):
        return -1
    start = max(text.rfind(mark) for mark in "([（【")
    return len(TOKEN.findall(text[:start])) if start > 0 else -1


class Search:
    """The words of one block, and what was found in them.

    Attributes:
        found: every phrase whose tokens lie in the block, whether or not its ends fit. Among more words than
            `TILED_TOKENS` only open phrases are looked for, and only at the ends.
        groups: the consent groups of the others found.
    """

    __slots__ = (
        "_colons", "_dates", "_held", "bracket", "count", "found", "groups", "leads", "matcher", "raws", "short",
        "text", "tokens",
    )  # fmt: skip

    def __init__(
        self, matcher: Matcher, text: str, raws: Sequence[str], tokens: tuple[str, ...], leads: Sequence[Lead | None]
    ) -> None:
        """`text` is the block's, `raws` its tokens as they stand in it, `tokens` the same folded."""
        self.matcher, self.text, self.raws, self.tokens, self.leads = matcher, text, raws, tokens, leads
        self.count = len(tokens)
        self.short = self.count <= TILED_TOKENS or (
            self.count <= TILED_TOKENS * UNSPACED_TOKENS
            and UNSPACED_CHARACTER.match(tokens[self.count // 2]) is not None
        )
        self.bracket = bracket_start(text)
        self.found: list[Found] = []
        self.groups: list[int] = []
        self._held: set[str] = set()
        self._colons: frozenset[int] | None = None
        self._dates: dict[int, int] = {}

    def run(self, starts: Mapping[str, tuple[str, ...]], anchors: Set[str]) -> None:
        """Find the phrases.

        Args:
            starts: a word, as it stands in the text -> the tokens with which phrases begin at it.
            anchors: the words, stems and slots by which phrases open at the left are listed.
        """
        count, raws, leads, bracket, short = self.count, self.raws, self.leads, self.bracket, self.short
        inside = {} if anchors.isdisjoint(self.tokens if short else self._holds()) else self._inside(anchors)
        if any(leads) and not inside and not anchors.isdisjoint(self._holds()):
            inside = self._inside(anchors)
        covered, spare, i = 0, int(UNCOVERED_SHARE * count) if short else 0, 0
        # A block made of interface texts is covered from the left; where too much is not, the search for such texts
        # ends: those in the midst of a headline are its words.
        while spare >= 0 and i < count:
            reach = self._add(inside.pop(i)) if inside and i in inside else 0
            if i >= covered:
                heads = starts.get(raws[i])
                if heads:
                    reach = max(reach, self._look(heads, i))
                lead = leads[i]
                if lead is None:
                    covered = reach
                    spare -= reach == 0
                elif not lead.numeric:
                    covered = reach or (self.matcher.network_end(self.tokens, i) if lead.network else 0)
                    spare -= covered == 0
            elif i == bracket:
                self._look(starts.get(raws[i], ()), i)
            i += 1
            if i == END_WORDS and not short:
                i = count - END_WORDS
        if i <= bracket < count and (short or bracket >= count - END_WORDS):
            inside.setdefault(bracket, [])
        for at in sorted(inside):
            self._add(inside[at])
            if at == bracket and at >= i:
                self._look(starts.get(raws[at], ()), at)
        if short:
            self._look_behind_slots()

    def _inside(self, anchors: Set[str]) -> dict[int, list[Fit]]:
        """The phrases open at the left, by where they begin, in order."""
        held = self._holds()
        fits: list[Fit] = []
        for word in held & anchors:
            alone, by_first = self.matcher.anchors[word]
            if alone:
                fits += [(i, word, form, i + 1) for i in self._places(word) for form in alone]
            for first in held & by_first.keys():
                forms = self.matcher.forms.of(by_first, first)
                for i in self._places(first):
                    fits += self._fits(forms, first, i)
        if len(fits) > 1:
            # A phrase is found twice where two of its words are its rarest.
            single = {(first, head, form.number, end): (first, head, form, end) for first, head, form, end in fits}
            fits = sorted(single.values(), key=self._order)
        inside: dict[int, list[Fit]] = {}
        for fit in fits:
            inside.setdefault(fit[0], []).append(fit)
        return inside

    def _look(self, heads: Iterable[str], i: int) -> int:
        """Add the phrases that begin at word `i` with these tokens; the answer is how far they reach."""
        reach, of, buckets = 0, self.matcher.forms.of, self.matcher.buckets
        following = self.tokens[i + 1] if i + 1 < self.count else ""
        for name in heads:
            head, alone, by_second, by_need, needs = buckets[name]
            fits = [(i, head, form, i + 1) for form in alone] if alone else []
            if following in by_second:
                fits += self._fits(of(by_second, following), head, i)
            if by_need and (needs is None or not needs.isdisjoint(self.tokens)):
                fits += self._needing(by_need, head, i)
            if fits:
                reach = max(reach, self._add(self._in_order(fits) if len(fits) > 1 else fits))
        return reach

    def _in_order(self, fits: Iterable[Fit]) -> list[Fit]:
        """Fits at one word, each once: a phrase is found twice where two of the words it is listed by are there."""
        return sorted(
            {(form.number, end): (i, head, form, end) for i, head, form, end in fits}.values(), key=self._order
        )

    def _needing(self, by_need: Keyed, head: str, i: int) -> Iterator[Fit]:
        for need in self._holds() & by_need.keys():
            yield from self._fits(self.matcher.forms.of(by_need, need), head, i)

    def _look_behind_slots(self) -> None:
        """Compare the phrases that begin with a slot: by what stands behind it."""
        lead = self.leads[0]
        if lead and lead.network:
            self._look_behind("{network}")
        if lead and (lead.numeric or lead.time or lead.dates):
            self._look_behind("{date}")
        if self._is_name(0) and not self.matcher.after_names.isdisjoint(self.tokens):
            self._look_behind("{name}")

    def _look_behind(self, slot: str) -> None:
        bucket, ends = self.matcher.buckets[slot], self._slot_ends(slot, 0)
        fits: list[Fit] = []
        for token in {self.tokens[end] for end in ends if end < self.count} & bucket.by_second.keys():
            fits += self._fits(self.matcher.forms.of(bucket.by_second, token), slot, 0)
        if ends and bucket.by_need:
            fits += self._needing(bucket.by_need, slot, 0)
        if len(fits) > 1:
            single = {(form.number, end): (i, head, form, end) for i, head, form, end in fits}
            fits = sorted(single.values(), key=self._order_behind)
        self._add(fits)

    def _holds(self) -> set[str]:
        """The block's words and their stems, and the slots that something in it may stand for; of a long one's ends."""
        if self._held:
            return self._held
        tokens, leads = self.tokens, self.leads
        if not self.short:
            tokens = tokens[: END_WORDS + LONGEST_PHRASE] + tokens[-END_WORDS:]
            leads = (*leads[: END_WORDS + LONGEST_PHRASE], *leads[-END_WORDS:])
        held = self._held = {*tokens, FREE}
        for lead in filter(None, leads) if any(leads) else ():
            time, numeric, network, stems, dates = lead
            held.update(stems)
            if numeric:
                held.add("{n}")
            if network:
                held.add("{network}")
            if numeric or time or dates:
                held.add("{date}")
        return held

    def _places(self, head: str) -> list[int]:
        """Where phrases may begin with a first token: anywhere in a short block, near the ends of a long one."""
        tokens, leads, count = self.tokens, self.leads, self.count
        near = range(count) if self.short else (*range(END_WORDS), *range(count - END_WORDS, count))
        if head == "{n}":
            return [i for i in near if (lead := leads[i]) and lead.numeric]
        if head[-1] == "*":
            return [i for i in near if (lead := leads[i]) and head in lead.stems]
        return [i for i in near if tokens[i] == head]

    def _fits(self, forms: Iterable[Form], head: str, i: int) -> list[Fit]:
        """Which of these forms fit at word `i`, and where they end."""
        tokens, count, held = self.tokens, self.count, self._held or self._holds()
        short, late = self.short, i > LEADING_NUMBERS and i != self.bracket
        fits: list[Fit] = []
        for form in forms:
            _, opens, is_open, words, places, wants = form
            if (opens and late) or not (is_open or short):
                continue
            if words:
                end = i + len(words)
                # Most fail at their last word, which is compared before the others.
                if end <= count and tokens[end - 1] in words[-1] and all(map(contains, words, tokens[i:end])):
                    fits.append((i, head, form, end))
                continue
            for want in wants:
                if held.isdisjoint(want):
                    break
            else:
                fits += [(i, head, form, end) for end in self._ends(places, i) if self._stands_before(form, head, i)]
        return fits

    def _stands_before(self, form: Form, head: str, i: int) -> bool:
        """A number in front of a word of the phrase is one token: of "11:09 min" the minutes are "09"."""
        if head != "{n}":
            return True
        seconds = self.matcher.forms.seconds(form, head)
        following = self.tokens[i + 1] if i + 1 < self.count else ""
        return not seconds or following in seconds or any(second == "" or is_special(second) for second in seconds)

    def _order(self, fit: Fit) -> tuple[int, int, int, int]:
        """By their heads, then those that are one word, then those whose second token is one."""
        first, head, form, end = fit
        stem = len(head) if head[-1] == "*" else 0
        following = self.tokens[first + 1] if first + 1 < self.count else ""
        if form.words:
            second = 1 if len(form.words) > 1 else 0
        else:
            seconds = self.matcher.forms.seconds(form, head)
            second = 0 if end == first + 1 and "" in seconds else 1 if following in seconds else 2
        return first, LAST_HEAD if head == "{n}" else stem, second, form.number

    def _order_behind(self, fit: Fit) -> tuple[int, int]:
        """Of phrases that begin with a slot: by the end of it behind which their second token stands."""
        _, head, form, _ = fit
        seconds = self.matcher.forms.seconds(form, head)
        behind = [end for end in self._slot_ends(head, 0) if end < self.count and self.tokens[end] in seconds]
        return behind[0] if behind else self.count, form.number

    def _add(self, fits: Iterable[Fit]) -> int:
        """Add to what was found; the answer is how far it reaches."""
        reach = 0
        for first, _, form, end in fits:
            if end > reach:
                reach = end
            entry = self.matcher.forms.entry(form)
            if entry.group < 0:
                self.found.append((first, end, entry))
            else:
                self.groups.append(entry.group)
        return reach

    def _ends(self, places: tuple[Place, ...], i: int) -> Sequence[int]:
        """Where the places, all of them, may end if they begin at word `i`: every way through, none twice."""
        tokens, count = self.tokens, self.count
        reached = [i]
        for place in places:
            if not isinstance(place, Choices):
                reached = [at + 1 for at in reached if at < count and tokens[at] in place]
                if not reached:
                    return reached
                continue
            by_first, special, optional = place
            after = list(reached) if optional else []
            for at in reached:
                if at < count:
                    for choice in by_first.get(tokens[at], ()):
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
            return (at,) if at in self._colon_places() else ()
        if at >= self.count:
            return ()
        if token[0] == "{":
            return self._slot_ends(token, at)
        text = self.tokens[at]
        fits = text.startswith(token[:-1]) if token[-1] == "*" else text == token
        return (at + 1,) if fits else ()

    def _is_name(self, i: int) -> bool:
        """Whether word `i` may begin a name: a capital, a number, or a letter of a script without case."""
        first = self.raws[i][0]
        return first.isdigit() or not first.islower()

    def _is_network(self, i: int) -> bool:
        lead = self.leads[i]
        return lead is not None and lead.network

    def _slot_ends(self, slot: str, i: int) -> Sequence[int]:
        """Where a slot that begins at word `i` may end."""
        if slot == "{name}":
            if not self._is_name(i):
                return ()
            most = NAME_CHARACTERS if UNSPACED_CHARACTER.match(self.tokens[i]) else NAME_WORDS
            return range(i + 1, min(i + most, self.count) + 1)
        if slot == "{network}":
            end = self.matcher.network_end(self.tokens, i) if self._is_network(i) else 0
        elif slot == "{date}":
            end = self.date_end(i)
        else:
            end = i
            while end < self.count and end < i + 3 and (lead := self.leads[end]) and lead.numeric:
                end += 1
            return range(i + 1, end + 1)
        return (end,) if end else ()

    def date_end(self, i: int) -> int:
        """Where the date that begins at word `i` ends, or 0 where there is none."""
        if i not in self._dates:
            self._dates[i] = self._date_end(i)
        return self._dates[i]

    def _date_end(self, i: int) -> int:
        leads, end, sure, numbers = self.leads, 0, False, 0
        last = min(self.count, i + DATE_TOKENS)
        at = i
        while at < last:
            lead = leads[at]
            relative = self._relative_date_end(at) if lead and lead.dates else 0
            if relative:
                at, sure = relative, True
                end = at
            elif lead and (lead.numeric or lead.time):
                numbers += lead.numeric
                sure = sure or numbers > 1 or bool(numbers and lead.time) or bool(lead.time and end)
                at += 1
                end = at
            elif end == at and len(self.tokens[at]) <= 3 and at + 1 < last and self._goes_on(at + 1):
                at += 1  # a joining word: "12 de marzo", "um 14 Uhr", "at 5 pm"
            else:
                break
        return end if sure else 0

    def _goes_on(self, at: int) -> bool:
        lead = self.leads[at]
        return lead is not None and bool(lead.numeric or lead.time)

    def _relative_date_end(self, i: int) -> int:
        lead = self.leads[i]
        following = self.tokens[i + 1] if i + 1 < self.count else ""
        reach, of = 0, self.matcher.forms.of
        for head, alone, by_second, by_need, _ in lead.dates if lead else ():
            fits = self._fits(of(by_second, following), head, i) if following in by_second else []
            fits += self._needing(by_need, head, i)
            reach = max([reach, i + 1 if alone else 0, *[end for _, _, _, end in fits]])
        return reach

    def _colon_places(self) -> frozenset[int]:
        """How many words stand before each colon of the block."""
        if self._colons is None:
            ends = [found.end() for found in TOKEN.finditer(self.text)]
            self._colons = frozenset([i + 1 for i, end in enumerate(ends) if _COLON.match(self.text, end)])
        return self._colons


@cache
def shipped_matcher() -> Matcher:
    """The matcher over the packs that come with the package."""
    return Matcher(shipped_index())
