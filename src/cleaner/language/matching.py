"""Find the phrases of all packs in the words of a block: dispatch on the first token, then a walk of a token trie.

Measured on pages of 14 kB, dispatch on tokens costs a fiftieth of one large alternation. Phrases are not gated by
the page's language: a Romanian page carries English consent text, and the language only weighs.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from ..folding import TOKEN, UNSPACED, fold, tokens
from .index import DATE_KEY, Entry, Index, Node, grow, shipped_index

# A slot {name} takes up to five words, or eight characters where words are not spaced.
NAME_WORDS, NAME_CHARACTERS = 5, 8
# A date is at most this long, in tokens ("am Donnerstag, dem 12. März 2024 um 14:05 Uhr MEZ").
DATE_TOKENS = 14
# Blocks longer than this are not made of interface texts; only open phrases are looked for inside them.
TILED_TOKENS = 40
# Share of a block's words that interface texts must cover for the block to be made of them.
TILED_SHARE = 0.8


_OPENING_SLOTS = ("{name}", "{date}", "{network}")


class Word(NamedTuple):
    """A folded token with what the index knows of it.

    Attributes:
        text: the folded token.
        time: month, weekday and unit bits.
        numeric: it begins with a digit.
        name: it may begin a name: a capital, a number, or a letter of a script without case.
        network: a network's name begins with it.
        anywhere, anchored: where its phrases begin in the trie: those open at the left, and those that are not.
        dates: where its relative dates begin.
        function: it is a function word of the page's language.
        consent: the bits of its consent groups, of the page's language and, shifted by eight, of English.
    """

    text: str
    time: int
    numeric: bool
    name: bool
    network: bool
    anywhere: tuple[Node, ...]
    anchored: tuple[Node, ...]
    dates: tuple[Node, ...]
    function: bool = False
    consent: int = 0


class Found(NamedTuple):
    """A walk that arrived: tokens `first` to `end` (exclusive) match the entry's phrase."""

    first: int
    end: int
    entry: Entry


class Matcher:
    """The phrases of an index, grown into tries as pages need them.

    Growing is remembered, but changes no answer: a node is a function of the index alone.
    """

    def __init__(self, index: Index, networks: frozenset[tuple[str, ...]]) -> None:
        self.index = index
        self.networks = networks
        self._network_heads = frozenset(network[0] for network in networks)
        self._nodes: dict[str, tuple[Node | None, Node | None]] = {}
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
        pairs = [self._node(head) for head in heads if head in known]
        dates = [self._node(DATE_KEY + head)[0] for head in heads if DATE_KEY + head in known]
        return Word(
            folded,
            time,
            numeric,
            name,
            network,
            tuple([anywhere for anywhere, _ in pairs if anywhere]),
            tuple([anchored for _, anchored in pairs if anchored]),
            tuple([node for node in dates if node]),
        )

    def _node(self, first: str) -> tuple[Node | None, Node | None]:
        known = self._nodes.get(first)
        if known is None:
            phrases = [self.index.phrases[int(number)] for number in self.index.firsts.get(first, "").split()]
            inside = [phrase for phrase in phrases if phrase.split("/", 3)[2] >= "2"]
            anchored = [phrase for phrase in phrases if phrase.split("/", 3)[2] < "2"]
            token = first.removeprefix(DATE_KEY)
            known = self._nodes[first] = (
                grow(Node(), token, inside) if inside else None,
                grow(Node(), token, anchored) if anchored else None,
            )
        return known

    def find(self, text: str, words: Sequence[Word]) -> list[Found]:
        """Every phrase whose tokens lie in a block, whether or not its ends fit.

        Args:
            text: the block's text (looked at for colons alone).
            words: its words. Inside more than `TILED_TOKENS`, only phrases open at the left are looked for.
        """
        walk = _Walk(self, text, words)
        short = len(words) <= TILED_TOKENS
        last = len(words) - 1
        for i, word in enumerate(words):
            nodes = word.anywhere
            if word.anchored and (short or i == 0):
                nodes = nodes + word.anchored
            for node in nodes:
                # Most walks end where they begin; looking one word ahead saves the call.
                if node.ends or node.slots or node.stems or (i < last and words[i + 1].text in node.words):
                    walk.step(node, i, i)
        if words and short:
            self._slot_heads(walk, words)
        return walk.found

    def date_end(self, text: str, words: Sequence[Word]) -> int:
        """Where a date that begins with the first word ends, or 0."""
        return _Walk(self, text, words).date_end(0)

    def _slot_heads(self, walk: "_Walk", words: Sequence[Word]) -> None:
        """Phrases whose first token is a slot other than a number."""
        first = words[0]
        for slot in _OPENING_SLOTS:
            if slot == "{network}" and not first.network or slot == "{name}" and not first.name:
                continue
            if slot == "{date}" and not (first.numeric or first.time or first.dates):
                continue
            for node in self._node(slot):
                if node:
                    for end in walk.slot_ends(slot, 0):
                        if node.slots or node.stems or node.ends or (end < len(words) and words[end].text in node.words):
                            walk.step(node, 0, end - 1)

    def network_end(self, words: Sequence[Word], i: int) -> int:
        """Where a network's name that begins at word `i` ends, or 0."""
        if words[i].network:
            for size in (4, 3, 2, 1):
                if i + size <= len(words) and tuple(word.text for word in words[i : i + size]) in self.networks:
                    return i + size
        return 0


class _Walk:
    """One block being walked: collects every entry that a path of its words arrives at."""

    def __init__(self, matcher: Matcher, text: str, words: Sequence[Word]) -> None:
        self.matcher, self.text, self.words = matcher, text, words
        self.found: list[Found] = []
        self._colons: frozenset[int] | None = None
        self._dates: dict[int, int] = {}

    def step(self, node: Node, first: int, i: int) -> None:
        """Go on from `node`, reached with word `i`."""
        after = i + 1
        for entry in node.ends:
            self.found.append(Found(first, after, entry))
        if node.slots:
            self._slots(node, first, after)
        if after < len(self.words):
            text = self.words[after].text
            following = node.words.get(text)
            if following is not None:
                self.step(following, first, after)
            for stem, target in node.stems:
                if text.startswith(stem):
                    self.step(target, first, after)

    def _slots(self, node: Node, first: int, after: int) -> None:
        for slot, target in node.slots.items():
            if slot == ":":
                if after in self.colons():
                    self.step(target, first, after - 1)
            elif after < len(self.words):
                for end in self.slot_ends(slot, after):
                    self.step(target, first, end - 1)

    def slot_ends(self, slot: str, i: int) -> Sequence[int]:
        """Where a slot that begins at word `i` may end."""
        words = self.words
        if slot == "{name}":
            if not words[i].name:
                return ()
            most = NAME_CHARACTERS if TOKEN_IS_CHARACTER.match(words[i].text) else NAME_WORDS
            return range(i + 1, min(i + most, len(words)) + 1)
        if slot == "{network}":
            end = self.matcher.network_end(words, i)
        elif slot == "{date}":
            end = self.date_end(i)
        else:
            end = i
            while end < len(words) and end < i + 3 and words[end].numeric:
                end += 1
            return range(i + 1, end + 1)
        return (end,) if end else ()

    def date_end(self, i: int) -> int:
        """Where the date that begins at word `i` ends, or 0 where there is none."""
        if i not in self._dates:
            self._dates[i] = self._date_end(i)
        return self._dates[i]

    def _date_end(self, i: int) -> int:
        words, end, sure, seen = self.words, 0, False, 0
        last = min(len(words), i + DATE_TOKENS)
        at = i
        while at < last:
            word = words[at]
            relative = self._relative_date(at)
            if relative:
                at, sure = relative, True
                end = at
            elif word.numeric or word.time:
                seen += word.numeric
                sure = sure or (seen > 1) or bool(seen and word.time) or bool(word.time and end)
                at += 1
                end = at
            elif end == at and len(word.text) <= 3 and at + 1 < last and (words[at + 1].numeric or words[at + 1].time):
                at += 1  # a joining word: "12 de marzo", "um 14 Uhr", "at 5 pm"
            else:
                break
        return end if sure else 0

    def _relative_date(self, i: int) -> int:
        nodes = self.words[i].dates
        if not nodes:
            return 0
        walk = _Walk(self.matcher, self.text, self.words)
        for node in nodes:
            walk.step(node, i, i)
        return max((found.end for found in walk.found), default=0)

    def colons(self) -> frozenset[int]:
        """How many words stand before each colon of the block."""
        if self._colons is None:
            ends = [found.end() for found in TOKEN.finditer(self.text)]
            self._colons = frozenset(
                i + 1 for i, end in enumerate(ends) if COLON.match(self.text, end)
            )
        return self._colons


COLON = re.compile(r"\s{0,3}[:：/|]")
TOKEN_IS_CHARACTER = re.compile(rf"[{UNSPACED}]")


@cache
def shipped_matcher() -> Matcher:
    """The matcher over the packs that come with the package."""
    text = (resources.files(__package__) / "packs" / "_networks.toml").read_text("utf-8")
    return Matcher(shipped_index(), frozenset(tuple(tokens(name)) for name in tomllib.loads(text)["networks"]))
