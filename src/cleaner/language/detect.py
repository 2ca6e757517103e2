"""Which language a page is in: by script, then by function words, then by langdetect, the slow one last.

langdetect alone takes Chinese for Korean on 16 of 40 pages, changes its answer from run to run unless seeded, and
costs half a second to load; so ranges of Unicode come first, a vote of the packs' function words second, and it
is asked only where the vote is unsure. 300 characters of article text are as good as a whole page.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from ..folding import tokens
from .index import Index

SAMPLE_CHARACTERS = 1000
# Scripts that one language writes (or that packs of one language serve). Kana goes before Han, which Japanese shares.
SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
)
# Russian among the languages in Cyrillic: it has ы and э, and none of the letters that the others add.
RUSSIAN, NOT_RUSSIAN = re.compile("[ыэЫЭ]"), re.compile("[іїєґўјљњћђџќѓѕқғұүөәһңІЇЄҐЎЈЉЊЋЂЏЌЃЅҚҒҰҮӨӘҺҢ]")
LETTER = re.compile(r"[^\W\d_]")
# The vote is trusted where this share of the sample's words are function words of the winner,
# and where it has this many times the words of the next. Text of a language without a pack reaches 0.1 to 0.25.
SURE_SHARE, SURE_MARGIN = 0.3, 1.3
LEAST_WORDS = 8


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
    for code, script in () if sample.isascii() else SCRIPTS:
        # A fifth is enough: Japanese is half Han, and every page quotes Latin names.
        if len(script.findall(sample)) > letters * 0.2:
            return code
    if not sample.isascii() and len(RUSSIAN.findall(sample)) > letters * 0.01 and not NOT_RUSSIAN.search(sample):
        return "ru"
    winner, sure = vote(tokens(sample), index)
    return winner if sure else ask_langdetect(sample) or winner


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
    sure = len(words) >= LEAST_WORDS and first >= SURE_SHARE * len(words) and first >= SURE_MARGIN * second
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
