"""What the packs know about a stretch of text: its words, the phrases in it, and how much of it is consent talk."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

from ..folding import STOPS, TOKEN, fold
from ..page import CERTAIN, HINT, LIKELY, Hit, Strength
from .matching import STEM_HEAD, UNCOVERED_SHARE, Found, Lead, Matcher, Search, shipped_matcher

# Languages whose consent words count on every page.
EVERYWHERE = ("en",)
# Languages so near to each other that detection may take one for another, and their words mean the same.
NEAR = (
    ("da", "no", "sv"), ("bs", "hr", "sr", "sl"), ("cs", "sk"), ("id", "ms"), ("be", "ru", "uk"), ("az", "tr"),
    ("bg", "mk"), ("ca", "es"), ("es", "pt"),
)  # fmt: skip
# A phrase of one word this short, in a language that is not the page's, is a false friend as often as not.
FRIEND_LETTERS = 5
# A block of more words than this that ends as a sentence does is not a row of buttons.
SENTENCE_TOKENS = 6
# A phrase that is certain anywhere in a sentence speaks for a block of this length as a whole.
SENTENCE_LENGTH = 30
_SENTENCE_END = re.compile(f"[{STOPS}…][\"'”’»)]*$")
# Share of a row's words that are more than single likely words.
SOLID_SHARE = 0.5
# "No." and "— Da." are said, not pressed: so few words with a full stop or a speaker's dash are no button.
SPOKEN_TOKENS = 2
_SPOKEN = re.compile(rf"^[—–\-“„«\"‘][^»”\"]|[^.][{STOPS}][\"'”’»]*$|^[“„«\"].*[”»\"“]$")
# The bits of core and thing, of the page's language and of English.
_THING = 0b0000_0011_0000_0011
CONSENT_SHIFT = 8
_NO_CONSENT = (0, 0, 0, 0, 0)
# How many texts of up to this length an annotator remembers from page to page, and words of how many characters.
REMEMBERED, REMEMBERED_LENGTH, REMEMBERED_CHARACTERS = 10_000, 60, 200_000
# A process that meets more languages than this by turns forgets the words of the one it has not met for longest.
LANGUAGES_AT_ONCE = 12
SHORTEST_WORD = 3


class Facts(NamedTuple):
    """What a reader states on a block; the fields are those of `Block`."""

    tokens: tuple[str, ...]
    function_words: int
    hits: tuple[Hit, ...]
    consent: tuple[int, int, int, int, int]
    hangs: bool


NOTHING = Facts((), 0, (), _NO_CONSENT, False)


class Words(dict[str, str]):
    """The words met so far, as they stand in texts -> folded, with what is known of some of them.

    Attributes:
        leads: what is known of a word, as it stands in texts, that is more than one.
        starts: the tokens with which phrases begin at a word, as it stands in texts.
        consent: the bits of the consent groups of a folded word, of the page's language and, shifted, of English.
        things: the folded words that speak of cookies or data.
        anchors: the folded words, with stems and slots, by which phrases are found.
        room: how many characters may still be remembered.
    """

    def __init__(
        self, matcher: Matcher, bits: Mapping[str, int], stems: Mapping[str, Sequence[tuple[str, int]]]
    ) -> None:
        """`bits` are those of whole words, `stems` those of stems by their first letters."""
        super().__init__()
        self.leads: dict[str, Lead] = {}
        self.starts: dict[str, tuple[str, ...]] = {}
        self.consent: dict[str, int] = {}
        self.things: set[str] = set()
        self.anchors: set[str] = set()
        self.room = REMEMBERED_CHARACTERS
        self._matcher, self._bits, self._stems = matcher, bits, stems

    def __missing__(self, raw: str) -> str:
        folded = fold(raw)
        if folded in self._bits or folded[:STEM_HEAD] in self._stems:
            self._note_consent(folded)
        if raw[0].isdigit() or self._matcher.knows(folded):
            self._note_phrases(raw, folded)
        self.room -= len(raw)
        self[raw] = folded
        return folded

    def _note_consent(self, folded: str) -> None:
        bits = self._bits.get(folded, 0)
        for stem, stem_bits in self._stems.get(folded[:STEM_HEAD], ()):
            if folded.startswith(stem):
                bits |= stem_bits
        if bits:
            self.consent[folded] = bits
            if bits & _THING:
                self.things.add(folded)

    def _note_phrases(self, raw: str, folded: str) -> None:
        lead, starts = self._matcher.lead(raw, folded)
        if lead is not None:
            self.leads[raw] = lead
            if lead.stems or lead.network:
                self.anchors.update(filter(self._matcher.is_anchor, (*lead.stems, "{network}")))
        if starts:
            self.starts[raw] = starts
        if self._matcher.is_anchor(folded):
            self.anchors.add(folded)


class Annotator:
    """Annotates stretches of text in one language; remembers words and short texts, up to a bound.

    What it remembers changes no answer: what is known of a word is a function of the packs alone.
    """

    def __init__(self, matcher: Matcher, language: str) -> None:
        """`language` is an ISO 639-1 code, or "" where it is not known."""
        index = matcher.index
        self.matcher, self.language = matcher, language
        near = sorted({code for group in NEAR if language in group for code in group} - {language})
        self._trusted = frozenset((language, *near, *EVERYWHERE))
        self._function_words = index.function_words.get(language, frozenset())
        self._stems: dict[str, list[tuple[str, int]]] = {}
        self._bits: dict[str, int] = {}
        for place, code in ((0, language), *((0, code) for code in near), *((1, code) for code in EVERYWHERE)):
            for word, bits in index.consent_words(code).items():
                placed = bits << CONSENT_SHIFT * place
                if word[-1] == "*":
                    self._stems.setdefault(word[:STEM_HEAD], []).append((word[:-1], placed))
                else:
                    self._bits[word] = self._bits.get(word, 0) | placed
        self._words = Words(matcher, self._bits, self._stems)
        self._facts: dict[str, tuple[Any, ...]] = {}

    def __call__(self, text: str) -> Facts:
        """The facts of one stretch of text; short ones are remembered, for menus come again and again."""
        if len(text) > REMEMBERED_LENGTH:
            return self._look(text)
        known = self._facts.get(text)
        if known is not None:
            return Facts(*known)
        facts = self._look(text)
        if len(self._facts) >= REMEMBERED:
            self._facts.clear()
        # The garbage collector leaves plain tuples of words and numbers alone, not those of a class.
        self._facts[text] = tuple(facts)
        return facts

    def _look(self, text: str) -> Facts:
        raws = TOKEN.findall(text)
        if not raws:
            return NOTHING
        # Another thread may begin a new memory at any time; this text is looked up in one.
        words = self._words
        tokens = tuple(map(words.__getitem__, raws))
        leads = list(map(words.leads.get, raws))
        if words.room < 0:
            self._words = Words(self.matcher, self._bits, self._stems)
        search = Search(self.matcher, text, raws, tokens, leads)
        search.run(words.starts, words.anchors)
        hits, groups = self._hits(search), search.groups
        function_words = self._function_words
        talks = groups or not words.things.isdisjoint(tokens)
        return Facts(
            tokens,
            sum(map(function_words.__contains__, tokens)),
            hits,
            _consent_counts(tokens, words.consent, groups) if talks else _NO_CONSENT,
            tokens[-1] in function_words,
        )

    def _hits(self, search: Search) -> tuple[Hit, ...]:
        """What the block as a whole, or its head, tail or a part of it, is evidence of."""
        text, count = search.text, search.count
        first_lead = search.leads[0]
        if not search.found and not first_lead:
            return ()
        dated = first_lead is not None and bool(first_lead.numeric or first_lead.time or first_lead.dates)
        lead, tail = _without_numbers(search.leads)
        spoken = count <= SPOKEN_TOKENS and _SPOKEN.search(text) is not None
        best: dict[tuple[str, int, int], Hit] = {}
        for item in search.found:
            first, end, entry = item
            at_start, at_end = first in (0, lead), end in (count, tail)
            open_left, open_right = entry.open_left, entry.open_right
            if not (open_right or at_end):
                continue
            if not (open_left or at_start or (first == search.bracket and entry.label == "caption")):
                continue
            is_open = open_left or open_right
            strength = HINT if spoken and not is_open else self._weigh(item, search.tokens)
            is_all = at_start and at_end
            anywhere = open_left and open_right and entry.label != "caption" and strength == CERTAIN
            spoken_for = anywhere and count <= SENTENCE_LENGTH
            fills = is_all or spoken_for or (open_right and first == 0)
            start, last = (0, count - 1) if fills else (first, end - 1)
            whole = start == 0 and last == count - 1
            is_open = is_open and not (is_all or spoken_for)
            hit = Hit(entry.label, strength, start, last, entry.phrase, whole, self._own(entry.languages), is_open)
            key = (entry.label, start, last)
            if key not in best or self._rank(best[key]) < self._rank(hit):
                best[key] = hit
        if search.short and not any(hit.whole for hit in best.values()):
            made = self._made_of(search)
            if made:
                best[made.label, 0, count - 1] = made
        if dated and search.date_end(0) == count and not _are_scraps(search.tokens):
            best["date", 0, count - 1] = Hit("date", LIKELY, 0, count - 1, "{date}", True, "")
        return tuple(best.values())

    def _own(self, languages: Sequence[str]) -> str:
        """The language to name for a phrase that several have: the page's own, else English, else the first."""
        for language in (self.language, *EVERYWHERE):
            if language in languages:
                return language
        return languages[0]

    def _rank(self, hit: Hit) -> tuple[int, bool, bool]:
        """Of two phrases for one stretch the stronger counts, then the page's own language, then English."""
        return hit.strength, hit.language == self.language, hit.language in EVERYWHERE

    def _weigh(self, found: Found, tokens: Sequence[str]) -> Strength:
        """A short word, or the head of a line, in another language than the page's likely means something else."""
        first, end, entry = found
        strength = entry.strength
        if not self.language or not self._trusted.isdisjoint(entry.languages):
            return strength
        short = end - first == 1 and len(tokens[first]) <= FRIEND_LETTERS
        is_open = entry.open_left or entry.open_right
        return Strength(max(HINT, strength - 1)) if short or is_open else strength

    def _made_of(self, search: Search) -> Hit | None:
        """One hit for a block that is nothing but interface texts in a row ("Share Tweet 12 E-mail Print")."""
        text, tokens, leads, count = search.text, search.tokens, search.leads, search.count
        if count > SENTENCE_TOKENS and _SENTENCE_END.search(text, max(0, len(text) - 8)):
            return None
        at: dict[int, Found] = {}
        for item in search.found:
            first, end, entry = item
            if entry.strength < LIKELY or entry.open_left or entry.named:
                continue
            best = at.get(first)
            if best is None or best[1] < end:
                at[first] = item
        tiles: list[Found] = []
        names: list[str] = []
        covered, solid, i = 0, 0, 0
        while i < count:
            lead = leads[i]
            network = self.matcher.network_end(tokens, i) if lead and lead.network else 0
            tile = at.get(i)
            if tile is not None and tile[1] > network:
                _, tile_end, entry = tile
                end = count if entry.open_right and covered == i else tile_end
                tiles.append(tile)
                if entry.strength == CERTAIN or tile_end - i > 1:
                    solid += end - i
                names.append(entry.phrase)
            else:
                end = network
                solid += max(end - i, 0)
                names.extend(["{network}"] if network else [])
            if end or (lead and lead.numeric):
                end = end or i + 1
                covered += end - i
            i = end or i + 1
        # Single words such as "digital" and "family" are section names, and make up headings of articles as well.
        if covered < (1 - UNCOVERED_SHARE) * count or solid < SOLID_SHARE * count:
            return None
        if not tiles:
            return Hit("share", LIKELY, 0, count - 1, "{network}", True, "") if covered == count else None
        strength = (
            CERTAIN if covered == count and all(self._weigh(tile, tokens) == CERTAIN for tile in tiles) else LIKELY
        )
        _, _, longest = max(tiles, key=lambda tile: tile[1] - tile[0])
        phrase = " + ".join(names[:4])
        is_open = any(entry.open_right for _, _, entry in tiles)
        return Hit(longest.label, strength, 0, count - 1, phrase, True, self._own(longest.languages), is_open)


def _are_scraps(tokens: Sequence[str]) -> bool:
    """Whether a line is short words alone: "or a" is a weekday and a year somewhere, and English everywhere."""
    return all(len(token) < SHORTEST_WORD and token.isascii() and token.isalpha() for token in tokens)


def _without_numbers(leads: Sequence[Lead | None]) -> tuple[int, int]:
    """The bounds of the words without the numbers at either end: "Comments (12)" is "comments"."""
    first, end = 0, len(leads)
    while first < end and (lead := leads[first]) and lead.numeric:
        first += 1
    if first == end:
        return 0, end
    while (lead := leads[end - 1]) and lead.numeric:
        end -= 1
    return first, end


def _consent_counts(
    tokens: Sequence[str], consent: Mapping[str, int], groups: Sequence[int]
) -> tuple[int, int, int, int, int]:
    """How many words of each group stand in the block, in the language that has most of them."""
    counts = [0] * CONSENT_SHIFT, [0] * CONSENT_SHIFT
    for group in groups:
        counts[0][group] += 1
    for bits in map(consent.get, tokens, repeat(0)):
        for place in range(2 * CONSENT_SHIFT) if bits else ():
            if bits >> place & 1:
                counts[place // CONSENT_SHIFT][place % CONSENT_SHIFT] += 1
    core, thing, act, address, purpose, *_ = max(counts, key=lambda groups: (groups[0], groups[1] > 0, sum(groups)))
    return (core, thing, act, address, purpose)


@lru_cache(LANGUAGES_AT_ONCE)
def annotator(language: str) -> Annotator:
    """The annotator for a language over the packs that come with the package."""
    return Annotator(shipped_matcher(), language)
