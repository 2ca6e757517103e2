"""What the packs know about a stretch of text: its words, the phrases in it, and how much of it is consent talk."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from ..folding import TOKEN
from ..page import CERTAIN, HINT, LIKELY, Hit, Strength
from .index import CONSENT, Entry
from .matching import TILED_TOKENS, UNCOVERED_SHARE, Found, Matcher, Word, bracket_start, shipped_matcher

# Languages whose consent words count on every page.
EVERYWHERE = ("en",)
# A phrase of one word this short, in a language that is not the page's, is a false friend as often as not.
FRIEND_LETTERS = 5
# A block of more words than this that ends as a sentence does is not a row of buttons.
SENTENCE_TOKENS = 6
# A phrase that is certain anywhere in a sentence speaks for a block of this length as a whole.
SENTENCE_LENGTH = 30
_SENTENCE_END = re.compile("[.!?。！？…][\"'”’»)]*$")
# Share of a row's words that are more than single likely words.
SOLID_SHARE = 0.5
# "No." and "— Da." are said, not pressed: so few words with a full stop or a speaker's dash are no button.
SPOKEN_TOKENS = 2
_SPOKEN = re.compile(r"^[—–\-“„«\"‘][^»”\"]|[^.][.!?。！？][\"'”’»]*$|^[“„«\"].*[”»\"“]$")
# The bits of core and thing, of the page's language and of English.
_THING = 0b0000_0011_0000_0011
CONSENT_SHIFT = 8
_NO_CONSENT = (0, 0, 0, 0, 0)
# Words, and texts up to this length, that an annotator remembers from page to page; some 30 MB.
REMEMBERED, REMEMBERED_LENGTH = 50_000, 60
# Stems are looked up by their first letters.
STEM_HEAD = 3


class Facts(NamedTuple):
    """What a reader states on a block; the fields are those of `Block`."""

    tokens: tuple[str, ...]
    function_words: int
    hits: tuple[Hit, ...]
    consent: tuple[int, int, int, int, int]
    hangs: bool


NOTHING = Facts((), 0, (), _NO_CONSENT, False)


class Annotator(dict[str, Word]):
    """Annotates stretches of text in one language; as a dict it remembers words, up to `REMEMBERED` of them.

    What it remembers changes no answer: a word's entry is a function of the packs alone.
    """

    def __init__(self, matcher: Matcher, language: str) -> None:
        """`language` is an ISO 639-1 code, or "" where it is not known."""
        super().__init__()
        index = matcher.index
        self.matcher, self.language = matcher, language
        self._function_words = index.function_words.get(language, frozenset())
        self._stems: dict[str, list[tuple[str, int]]] = {}
        self._bits: dict[str, int] = {}
        for place, code in enumerate((language, *EVERYWHERE)):
            for word, bits in index.consent.get(code, {}).items():
                placed = bits << CONSENT_SHIFT * place
                if word[-1] == "*":
                    self._stems.setdefault(word[:STEM_HEAD], []).append((word[:-1], placed))
                else:
                    self._bits[word] = self._bits.get(word, 0) | placed
        self._facts: dict[str, Facts] = {}

    def __missing__(self, raw: str) -> Word:
        word = self.matcher.word(raw)
        text = word.text
        bits = self._bits.get(text, 0)
        for stem, stem_bits in self._stems.get(text[:STEM_HEAD], ()):
            if text.startswith(stem):
                bits |= stem_bits
        if len(self) >= REMEMBERED:
            self.clear()
        if bits or text in self._function_words:
            word = word._replace(function=text in self._function_words, consent=bits)
        self[raw] = word
        return word

    def __call__(self, text: str) -> Facts:
        """The facts of one stretch of text; short ones are remembered, for menus come again and again."""
        if len(text) > REMEMBERED_LENGTH:
            return self._look(text)
        facts = self._facts.get(text)
        if facts is None:
            if len(self._facts) >= REMEMBERED:
                self._facts.clear()
            facts = self._facts[text] = self._look(text)
        return facts

    def _look(self, text: str) -> Facts:
        words = [self[raw] for raw in TOKEN.findall(text)]
        if not words:
            return NOTHING
        found = self.matcher.find(text, words)
        first = words[0]
        named = found or first.numeric or first.time or first.dates or first.network
        hits = self._hits(text, words, found) if named else ()
        flags, function_words = 0, 0
        for word in words:
            flags |= word.consent
            function_words += word.function
        consent = _consent_counts(words, found) if flags & _THING or found else _NO_CONSENT
        hangs = words[-1].function
        return Facts(tuple([word.text for word in words]), function_words, hits, consent, hangs)

    def _hits(self, text: str, words: Sequence[Word], found: Sequence[Found]) -> tuple[Hit, ...]:
        count = len(words)
        lead, tail = _without_numbers(words)
        bracket = bracket_start(text)
        spoken = count <= SPOKEN_TOKENS and _SPOKEN.search(text) is not None
        best: dict[tuple[str, int, int], Hit] = {}
        for item in found:
            first, end, entry = item
            if entry.label in CONSENT:
                continue
            fits_left = entry.open_left or first in (0, lead) or (first == bracket and entry.label == "caption")
            if not fits_left or not (entry.open_right or end in (count, tail)):
                continue
            is_open = entry.open_left or entry.open_right
            strength = HINT if spoken and not is_open else self._weigh(item, words)
            is_all = first in (0, lead) and end in (count, tail)
            anywhere = entry.open_left and entry.open_right and entry.label != "caption" and strength == CERTAIN
            spoken_for = anywhere and count <= SENTENCE_LENGTH
            fills = is_all or spoken_for or (entry.open_right and first == 0)
            span = (0, count - 1) if fills else (first, end - 1)
            whole = span == (0, count - 1)
            is_open = is_open and not (is_all or spoken_for)
            hit = Hit(entry.label, strength, *span, entry.phrase, whole, self._own(entry), is_open)
            key = (entry.label, *span)
            if key not in best or self._rank(best[key]) < self._rank(hit):
                best[key] = hit
        if count <= TILED_TOKENS and not any(hit.whole for hit in best.values()):
            made = self._made_of(text, words, found)
            if made:
                best[made.label, 0, count - 1] = made
        dated = words[0].numeric or words[0].time or words[0].dates
        if dated and self.matcher.date_end(text, words) == count:
            best["date", 0, count - 1] = Hit("date", LIKELY, 0, count - 1, "{date}", True, "")
        return tuple(best.values())

    def _own(self, entry: Entry) -> str:
        """The language to name for a phrase that several have: the page's own, else English, else the first."""
        for language in (self.language, *EVERYWHERE):
            if language in entry.languages:
                return language
        return entry.languages[0]

    def _rank(self, hit: Hit) -> tuple[int, bool, bool]:
        """Of two phrases for one stretch the stronger counts, then the page's own language, then English."""
        return hit.strength, hit.language == self.language, hit.language in EVERYWHERE

    def _weigh(self, found: Found, words: Sequence[Word]) -> Strength:
        strength = found.entry.strength
        languages = found.entry.languages
        if not self.language or self.language in languages or any(code in languages for code in EVERYWHERE):
            return strength
        if found.end - found.first > 1 or len(words[found.first].text) > FRIEND_LETTERS:
            return strength
        return Strength(max(HINT, strength - 1))

    def _made_of(self, text: str, words: Sequence[Word], found: Iterable[Found]) -> Hit | None:
        """One hit for a block that is nothing but interface texts in a row ("Share Tweet 12 E-mail Print")."""
        count = len(words)
        if count > SENTENCE_TOKENS and _SENTENCE_END.search(text, max(0, len(text) - 8)):
            return None
        at: dict[int, Found] = {}
        for item in found:
            entry = item.entry
            if entry.label in CONSENT or entry.strength < LIKELY or entry.open_left or "{name}" in entry.phrase:
                continue
            best = at.get(item.first)
            if best is None or best.end < item.end:
                at[item.first] = item
        tiles: list[Found] = []
        names: list[str] = []
        covered, solid, i = 0, 0, 0
        while i < count:
            network = self.matcher.network_end(words, i)
            tile = at.get(i)
            if tile is not None and tile.end > network:
                end = count if tile.entry.open_right and covered == i else tile.end
                tiles.append(tile)
                if tile.entry.strength == CERTAIN or tile.end - i > 1:
                    solid += end - i
                names.append(tile.entry.phrase)
            else:
                end = network
                solid += max(end - i, 0)
                names.extend(["{network}"] if network else [])
            if end or words[i].numeric:
                end = end or i + 1
                covered += end - i
            i = end or i + 1
        # Single words such as "digital" and "family" are section names, and make up headings of articles as well.
        if covered < (1 - UNCOVERED_SHARE) * count or solid < SOLID_SHARE * count:
            return None
        if not tiles:
            return Hit("share", LIKELY, 0, count - 1, "{network}", True, "") if covered == count else None
        strength = CERTAIN if covered == count and all(self._weigh(t, words) == CERTAIN for t in tiles) else LIKELY
        longest = max(tiles, key=lambda tile: tile.end - tile.first)
        phrase = " + ".join(names[:4])
        is_open = any(tile.entry.open_right for tile in tiles)
        return Hit(longest.entry.label, strength, 0, count - 1, phrase, True, self._own(longest.entry), is_open)


def _without_numbers(words: Sequence[Word]) -> tuple[int, int]:
    """The bounds of the words without the numbers at either end: "Comments (12)" is "comments"."""
    lead, tail = 0, len(words)
    while lead < tail and words[lead].numeric:
        lead += 1
    if lead == tail:
        return 0, tail
    while words[tail - 1].numeric:
        tail -= 1
    return lead, tail


def _consent_counts(words: Sequence[Word], found: Sequence[Found]) -> tuple[int, int, int, int, int]:
    """How many words of each group stand in the block, in the language that has most of them."""
    sequences = [CONSENT.index(item.entry.label) for item in found if item.entry.label in CONSENT]
    if not sequences and not any(word.consent & _THING for word in words):
        return _NO_CONSENT
    counts = [0] * CONSENT_SHIFT, [0] * CONSENT_SHIFT
    for group in sequences:
        counts[0][group] += 1
    for word in words:
        for place in range(2 * CONSENT_SHIFT) if word.consent else ():
            if word.consent >> place & 1:
                counts[place // CONSENT_SHIFT][place % CONSENT_SHIFT] += 1
    core, thing, act, address, purpose, *_ = max(counts, key=lambda groups: (groups[0], groups[1] > 0, sum(groups)))
    return (core, thing, act, address, purpose)


@cache
def annotator(language: str) -> Annotator:
    """The annotator for a language over the packs that come with the package."""
    return Annotator(shipped_matcher(), language)
