"""Repair of broken characters: ftfy's work, behind an exact pre-check that skips what ftfy would not touch.

What is not broken is not rewritten: quotes stay curly, ligatures and width stay. The pre-check may only say "nothing
to mend" where ftfy would change nothing; it is built from ftfy's own character categories, so it follows them.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ftfy import TextFixerConfig, fix_and_explain
from ftfy.badness import MOJIBAKE_CATEGORIES

CONFIG = TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, explain=False)
# ftfy cuts longer lines into segments of this size.
SEGMENT = CONFIG.max_decode_length
# Where the two texts agree for this many characters, they have met again after an edit,
# which is looked for this far ahead.
MEETING, LOOKAHEAD = 6, 60

# Control characters, line ends, surrogates, escapes and entities that ftfy mends.
_SOFT = re.compile(
    "[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\u2028\u2029\u206a-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff]|&#?[0-9A-Za-z]{1,24};"
)


def _hard() -> re.Pattern[str]:
    """Pairs and triples of characters that every alternative of ftfy's badness pattern needs.

    It may match where ftfy's does not, never the other way round; `tests/readers/test_repair.py` tries all pairs.
    """
    kinds = {kind: "".join(c for c in _members(text) if c > "\x7f") for kind, text in MOJIBAKE_CATEGORIES.items()}
    escaped = {kind: re.escape(text) for kind, text in kinds.items()}
    pairs = [(first.format(**escaped), rest.format(**escaped)) for first, rest in _PAIRS]
    seconds = "".join(rest[1:].partition("]")[0] for _, rest in pairs)
    # The leading class lets the engine skip ASCII at full speed, the class ahead skips Greek and Cyrillic words; a
    # plain alternation is tried at every character and is twenty times slower.
    return re.compile(
        f"[^\x00-\x7f](?=[{seconds}])(?:" + "|".join(f"(?<=[{first}]){rest}" for first, rest in pairs) + ")"
    )


_ACCENTED = "{lower_accented}{upper_accented}"
_QUOTES = "{start_punctuation}{end_punctuation}"
_SIGNS = "{bad}{box}{currency}{numeric}{law}"
# First character of an alternative of ftfy's badness pattern, and what has to follow.
_PAIRS = (
    (_SIGNS + _ACCENTED + _QUOTES, "[" + _SIGNS + "{upper_accented}°]"),
    (_ACCENTED, "[$]"),
    ("{lower_common}", "[{upper_accented}]"),
    ("{lower_common}{upper_common}", "[{bad}]"),
    ("{upper_accented}", "[{start_punctuation}]"),
    ("{bad}{box}{end_punctuation}{currency}{numeric}", "[{lower_accented}]"),
    (_SIGNS, "[" + _QUOTES + "]"),
    (_ACCENTED + "{end_punctuation}", "[" + _QUOTES + "](?:\\w|[{numeric}{start_punctuation}])"),
    ("{box}", "[{kaomoji}]"),
    ("ÂÃÎÐ", "[œŠšŸž€\xa0\xad®°·»–—´{bad}" + _QUOTES + "]"),
    ("×", "[²³]"),
    ("≈", "[°¢]"),
    ("‚", "[Äâó]"),
    ("ØÙ", "[{common}{currency}{bad}{numeric}{start_punctuation}ŸŠ®°µ»][ØÙ]"),
    ("ВГРС", "[\x80-\x9f{bad}{currency}°µ" + _QUOTES + "][ВГРС]"),
    ("ΒΓΞΟ", "[\x80-\x9f{bad}{currency}°" + _QUOTES + "][ΒΓΞΟ]"),
)


def _members(text: str) -> Iterator[str]:
    for first, last, single in re.findall(r"(.)-(.)|(.)", text, re.DOTALL):
        yield from single or (chr(code) for code in range(ord(first), ord(last) + 1))


_HARD = _hard()
# What is left: characters that are suspect before nearly anything, and whole sequences.
_LONE = re.compile("[ŒœÂÃ√][^A-Za-z]")
_SEQUENCES = ("вЂ", "β€", "ā€", "ГўВЂВ")


class Edit(NamedTuple):
    """A stretch of the repaired text and the stretch of the source that it was mended from."""

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text mended by ftfy, and how its characters lie in the source."""

    text: str
    edits: tuple[Edit, ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest stretch of the source that covers `start:end` of the repaired text."""
        return self._source(start, left=True), self._source(end, left=False)

    def _source(self, at: int, *, left: bool) -> int:
        i = bisect_right(self.edits, at, key=lambda edit: edit.start) - 1
        if i >= 0 and not left and self.edits[i].start == at and self.edits[i].end > at:
            i -= 1  # ends where an edit begins
        if i < 0:
            return at
        edit = self.edits[i]
        if at < edit.end:
            return edit.source_start if left else edit.source_end
        return edit.source_end + at - edit.end


def is_clean(text: str) -> bool:
    """True only if ftfy would change nothing in this text; False may be wrong, and then costs time alone."""
    if _SOFT.search(text):
        return False
    if text.isascii():
        return True
    if _HARD.search(text) or _LONE.search(text) or any(sequence in text for sequence in _SEQUENCES):
        return False
    return unicodedata.is_normalized("NFC", text)


def repair(text: str) -> Repaired:
    """Mend mojibake, entities, control characters and line ends, exactly as ftfy does with `CONFIG`.

    >>> repair("cafÃ© &amp; “crème”\\r\\n").text
    'café & “crème”\\n'

    Args:
        text: any string; lone surrogates become U+FFFD, NULs go.
    """
    if is_clean(text):
        return Repaired(text)
    config, at = CONFIG, 0
    mended: list[str] = []
    edits: list[Edit] = []
    for start, segment in _segments(text):
        if config.unescape_html == "auto" and "<" in segment:
            config = config._replace(unescape_html=False)
        fixed = segment if is_clean(segment) else fix_and_explain(segment, config).text
        if fixed != segment:
            edits.extend(_align(segment, fixed, start, at))
        mended.append(fixed)
        at += len(fixed)
    return Repaired("".join(mended), tuple(edits))


def _segments(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their ends, cut at `SEGMENT`: the stretches that ftfy mends one by one."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        end = min(end, start + SEGMENT)
        yield start, text[start:end]
        start = end


def _align(source: str, fixed: str, source_at: int, at: int) -> Iterator[Edit]:
    """The edits that made `fixed` of `source`: step over what agrees, look a little ahead for where they meet again."""
    i = j = 0
    while True:
        while i < len(source) and j < len(fixed) and source[i] == fixed[j]:
            i, j = i + 1, j + 1
        if i == len(source) and j == len(fixed):
            return
        p, q = _meet(source, fixed, i, j)
        yield Edit(at + j, at + q, source_at + i, source_at + p)
        i, j = p, q


def _meet(source: str, fixed: str, i: int, j: int) -> tuple[int, int]:
    for distance in range(1, LOOKAHEAD):
        for step in range(distance + 1):
            p, q = i + distance - step, j + step
            same = source[p : p + MEETING]
            if len(same) == MEETING and same == fixed[q : q + MEETING]:
                return p, q
    p, q = len(source), len(fixed)
    while p > i and q > j and source[p - 1] == fixed[q - 1]:
        p, q = p - 1, q - 1
    return p, q
