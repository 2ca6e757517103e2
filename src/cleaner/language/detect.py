"""Which language a page is in: by script, then by function words, then by langdetect, the slow one last.

langdetect alone takes Chinese for Korean on 16 of 40 pages, changes its answer from run to run unless seeded, and
costs half a second to load; so ranges of Unicode come first, a vote of the packs' function words second, and it
is asked only where the vote is unsure. 300 characters of article text are as good as a whole page.
"""

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from ..folding import tokens
from .index import Index

SAMPLE_CHARACTERS = 1000
# Scripts that one language writes (or that packs of one language serve). Kana goes before Han, which Japanese shares.
# Scripts that one language writes (or that packs of one language serve), each from its first to its last character.
# Kana goes before Han, which Japanese shares.
SCRIPTS = (
    ("ja", 0x3040, 0x30FF), ("ko", 0xAC00, 0xD7AF), ("zh", 0x3400, 0x9FFF), ("el", 0x0370, 0x03FF),
    ("el", 0x1F00, 0x1FFF), ("he", 0x0590, 0x05FF), ("th", 0x0E00, 0x0E7F), ("hy", 0x0530, 0x058F),
    ("ka", 0x10A0, 0x10FF), ("bn", 0x0980, 0x09FF), ("ta", 0x0B80, 0x0BFF), ("pa", 0x0A00, 0x0A7F),
    ("gu", 0x0A80, 0x0AFF), ("or", 0x0B00, 0x0B7F), ("te", 0x0C00, 0x0C7F), ("kn", 0x0C80, 0x0CFF),
    ("ml", 0x0D00, 0x0D7F), ("si", 0x0D80, 0x0DFF), ("lo", 0x0E80, 0x0EFF), ("my", 0x1000, 0x109F),
    ("am", 0x1200, 0x137F), ("km", 0x1780, 0x17FF),
)  # fmt: skip
# Of the languages without a pack, those that write no spaces between words.
UNSPACED_LANGUAGES = frozenset(("km", "lo", "my"))
_BY_START = sorted((first, last, code) for code, first, last in SCRIPTS)
_STARTS = [first for first, _, _ in _BY_START]
# A fifth of the letters is enough: Japanese is half Han, and every page quotes Latin names.
SCRIPT_SHARE = 0.2
# Russian among the languages in Cyrillic: it has ы and э, and none of the letters that the others add.
RUSSIAN, NOT_RUSSIAN = re.compile("[ыэЫЭ]"), re.compile("[іїєґўјљњћђџќѓѕқғұүөәһңІЇЄҐЎЈЉЊЋЂЏЌЃЅҚҒҰҮӨӘҺҢ]")
LETTER = re.compile(r"[^\W\d_]")
# The vote is trusted where this share of the sample's words are function words of the winner,
# and where it has this many times the words of the next. Text of a language without a pack reaches 0.1 to 0.25.
SURE_SHARE, SURE_MARGIN = 0.3, 1.3
LEAST_WORDS = 8
# Of the languages with a pack, langdetect takes these for near ones, for it does not know them: the vote is asked less.
UNKNOWN_TO_LANGDETECT = frozenset(("az", "be", "bs", "eu", "hy", "is", "ka", "kk", "ms", "sr"))
UNKNOWN_SHARE, UNKNOWN_MARGIN = 0.05, 1.1


def detect(blocks: Sequence[str], index: Index) -> str:
    """The language of a page.

    Args:
        blocks: the texts of its lines or blocks.
        index: the compiled packs, for their function words.

    Returns:
        An ISO 639-1 code, or "" where the text is too short or of no known script.
    """
    sample = longest(blocks)
    letters = len(LETTER.findall(sample))
    if not letters:
        return ""
    if not sample.isascii():
        counts = scripts(sample)
        for code, _, _ in SCRIPTS:
            if counts[code] > letters * SCRIPT_SHARE:
                return code
    if not sample.isascii() and len(RUSSIAN.findall(sample)) > letters * 0.01 and not NOT_RUSSIAN.search(sample):
        return "ru"
    winner, sure = vote(tokens(sample), index)
    return winner if sure else ask_langdetect(sample) or winner


def scripts(sample: str) -> Counter[str]:
    """How many characters of each of `SCRIPTS` a text has."""
    counts: Counter[str] = Counter()
    for character, count in Counter(sample).items():
        place = bisect_right(_STARTS, ord(character)) - 1
        if place >= 0:
            _, last, code = _BY_START[place]
            counts[code] += count if ord(character) <= last else 0
    return counts


def longest(blocks: Iterable[str], characters: int = SAMPLE_CHARACTERS) -> str:
    """The longest texts, up to `characters` of them: most likely article text."""
    chosen, size = [], 0
    for block in sorted(blocks, key=len, reverse=True):
        chosen.append(block[: characters - size])
        size += len(chosen[-1]) + 1
        if size >= characters:
            break
    return "\n".join(chosen)


def vote(words: Sequence[str], index: Index) -> tuple[str, bool]:
    """The language whose function words are most frequent among `words`, and whether that is sure."""
    if not words:
        return "", False
    counts = Counter(words)
    votes = sorted(
        ((sum(map(counts.__getitem__, own & counts.keys())), code) for code, own in index.function_words.items()),
        reverse=True,
    )
    (first, code), (second, _) = (*votes, (0, ""), (0, ""))[:2]
    unknown = code in UNKNOWN_TO_LANGDETECT
    share, margin = (UNKNOWN_SHARE, UNKNOWN_MARGIN) if unknown else (SURE_SHARE, SURE_MARGIN)
    sure = len(words) >= LEAST_WORDS and first >= share * len(words) and first >= margin * second
    return code if first else "", sure


@cache
def _factory() -> Any:
    from importlib import resources

    from langdetect.detector_factory import DetectorFactory

    factory = DetectorFactory()
    folder = resources.files("langdetect") / "profiles"
    profiles = sorted((file for file in folder.iterdir() if file.name[:1] not in "._"), key=lambda file: file.name)
    factory.load_json_profile([json.dumps(json.loads(file.read_text("utf-8"))) for file in profiles])
    factory.set_seed(0)
    # A hundred thousand lists would be looked through by every full run of the garbage collector, tuples are not.
    shares = factory.word_lang_prob_map
    for word, of_languages in shares.items():
        shares[word] = tuple(of_languages)
    return factory


def ask_langdetect(sample: str) -> str:
    """langdetect's answer, the same in every run: seeded, its profiles in sorted order; "" where it has none."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.append(sample)
    try:
        answer: str = detector.detect()
    except LangDetectException:
        return ""
    return "" if answer == "unknown" else answer.partition("-")[0]
