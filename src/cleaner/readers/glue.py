"""Cut lines at the seams where tags were: "RefuzSursa foto: x" and pages that came as one line.

A cut is never seen in the output while both sides stay: blocks of one line come out as they stood in it. So cutting
too much costs nothing but time, and a seam is cut only where a known interface text meets it.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from ..folding import TOKEN, UNSPACED
from ..language.annotate import Facts
from ..page import LIKELY
from .lines import Line

_CODES = (*range(0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))
_LOWER = "".join(chr(code) for code in _CODES if chr(code).islower())
_UPPER = "".join(chr(code) for code in _CODES if chr(code).isupper())
# A seam: a small letter, digit or end of a sentence meets a capital, or a letter meets a digit.
SEAM = re.compile(rf"[{_LOWER}0-9.!?…)»”\]](?=[{_UPPER}])|[{_LOWER}](?=[0-9])|[0-9](?=[{_LOWER}])")
# A sentence's end, for pages of one line. In unspaced scripts no space follows.
SENTENCE = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+(?=\S)|[。！？]+[”’」』）]*\s*(?=\S)")
_CHARACTER = re.compile(f"[{UNSPACED}]")
ONE_LINE_PAGE = 3
ONE_LINE_CHARACTERS = 400
# An interface text that a cut frees has at least this many letters; "OK" and "X" are in too many names.
LEAST_LETTERS = 3
LONGEST_CREDIT = 100
# More seams than this in one line are a table or code, not interface texts.
MOST_SEAMS = 400

Annotate = Callable[[str], Facts]


def cut_glued(line: Line, facts: Facts, annotate: Annotate) -> list[Line]:
    """A line cut at the seams that an interface text on one side marks; the line itself where there is none."""
    if len(line.spans) > 1 or not facts.tokens or any([hit.whole and not hit.open for hit in facts.hits]):
        return [line]
    cuts = set(_opening_cuts(line.text, facts, annotate))
    if SEAM.search(line.text):
        seams = [found.end() for found in SEAM.finditer(line.text)]
        cuts.update(_seam_cuts(line.text, seams, annotate) if len(seams) <= MOST_SEAMS else ())
    return _cut(line, sorted(cuts)) if cuts else [line]


def _seam_cuts(text: str, seams: Sequence[int], annotate: Annotate) -> Iterator[int]:
    bounds = [0, *seams, len(text)]
    for i, seam in enumerate(seams, 1):
        left = text[_sentence_start(text, bounds[i - 1], seam) : seam]
        right = text[seam : bounds[i + 1]]
        if _is_interface(left, annotate):
            yield seam - len(left)
            yield seam
        elif _is_interface(right, annotate) or _opens_with_head(text[seam:], annotate):
            yield seam


def _sentence_start(text: str, start: int, end: int) -> int:
    """Where the last sentence of a stretch begins: a button glued behind a full stop is its own sentence."""
    last = start
    for found in SENTENCE.finditer(text, start, end):
        last = found.end()
    return last


def _is_interface(text: str, annotate: Annotate) -> bool:
    if not LEAST_LETTERS <= len(text.strip()) <= 80:
        return False
    return any(hit.whole and hit.strength >= LIKELY for hit in annotate(text).hits)


def _opens_with_head(text: str, annotate: Annotate) -> bool:
    """The rest of the line begins with the head of a credit or the like ("Sursa foto: ...")."""
    if len(text) > LONGEST_CREDIT:
        return False
    return any(hit.first == 0 and hit.strength >= LIKELY for hit in annotate(text).hits)


def _opening_cuts(text: str, facts: Facts, annotate: Annotate) -> Iterator[int]:
    """In unspaced scripts no capital shows the seam: a button before the head of a credit ("拒绝图片来源：x")."""
    if len(text) > LONGEST_CREDIT or not _CHARACTER.match(facts.tokens[0]) or not re.search("[:：]", text):
        return
    for size in range(2, min(9, len(facts.tokens))):
        at = list(TOKEN.finditer(text[:40]))[:size][-1].end()
        if _is_interface(text[:at], annotate) and _opens_with_head(text[at:], annotate):
            yield at
            return


def cut_sentences(lines: Sequence[Line]) -> list[Line]:
    """The sentences of a page that came as one line (or two or three); other pages as they are."""
    if len(lines) > ONE_LINE_PAGE:
        return list(lines)
    out: list[Line] = []
    for line in lines:
        ends = [found.end() for found in SENTENCE.finditer(line.text)]
        out.extend(_cut(line, ends) if len(line.text) > ONE_LINE_CHARACTERS and len(line.spans) == 1 else [line])
    return out


def _cut(line: Line, cuts: Sequence[int]) -> list[Line]:
    start = line.spans[0][0]
    bounds = [0, *(cut for cut in cuts if 0 < cut < len(line.text)), len(line.text)]
    pieces = []
    for a, b in zip(bounds, bounds[1:], strict=False):
        shown = line.text[a:b].rstrip()
        if shown:
            span = ((start + a, start + a + len(shown)),)
            pieces.append(Line(span, shown, line.after_blank and not pieces, bool(pieces) or line.continues))
    return pieces
