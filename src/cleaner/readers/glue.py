"""Cut lines at the seams where tags were: "RefuzSursa foto: x" and pages that came as one line.

A cut is never seen in the output while both sides stay: blocks of one line come out as they stood in it. So cutting
too much costs nothing but time, and a seam is cut only where a known interface text meets it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ..folding import STOPS, TOKEN, UNSPACED_CHARACTER
from ..language.annotate import Facts
from ..page import CERTAIN, LIKELY
from .lines import Line

_CODES = (*range(0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))
_LOWER = "".join(chr(code) for code in _CODES if chr(code).islower())
_UPPER = "".join(chr(code) for code in _CODES if chr(code).isupper())
# A seam: a small letter, digit or end of a sentence meets a capital, or a letter meets a digit.
SEAM = re.compile(rf"[{_LOWER}0-9.!?…)»”\]](?=[{_UPPER}])|[{_LOWER}](?=[0-9])|[0-9](?=[{_LOWER}])")
# A sentence's end, for pages of one line. In unspaced scripts no space follows.
SENTENCE = re.compile(
    r"(?<![.!?…۔؟։።])[.!?…۔؟։።]+[\"'”’»)\]]*\s+(?=\S)|(?<![。！？।॥။។])[。！？।॥။។]+[”’」』）]*\s*(?=\S)"
)
ONE_LINE_PAGE = 3
ONE_LINE_CHARACTERS = 400
# An interface text that a cut frees has at least this many letters; "OK" and "X" are in too many names.
LEAST_LETTERS = 3
LEAST_WORDS = 1
LONGEST_BUTTON, LONGEST_CREDIT = 80, 100
SURE, BUTTON, CONSENT, ROW = "sure", "button", "consent button", "row"
_SENTENCE_END = f"{STOPS}…)»”]"
_LOOSE = re.compile(r" \+ |\{(?:name|date|network)\}")
_CODE = re.compile("[{}<>=;]")
_HEAD = re.compile("[:：©]")
# More seams than this in one line are a table or code, not interface texts.
MOST_SEAMS = 400

Annotate = Callable[[str], Facts]


def cut_glued(line: Line, facts: Facts, annotate: Annotate) -> list[Line]:
    """A line cut at the seams that an interface text on one side marks; the line itself where there is none."""
    text = line.text
    if len(line.spans) > 1 or not facts.tokens:
        return [line]
    if facts.hits and any(hit.whole and not hit.open for hit in facts.hits):
        return [line]
    unspaced = len(text) <= LONGEST_CREDIT and not text.isascii()
    cuts = set(_opening_cuts(text, facts, annotate)) if unspaced else set()
    if SEAM.search(text) and not _CODE.search(text):
        seams = [found.end() for found in SEAM.finditer(text)]
        cuts.update(_seam_cuts(text, seams, annotate) if len(seams) <= MOST_SEAMS else ())
    return _cut(line, sorted(cuts)) if cuts else [line]


def _seam_cuts(text: str, seams: Sequence[int], annotate: Annotate) -> Iterator[int]:
    """Where to cut: around a text that is surely interface, or at every seam of a row of them ("ShareTweet12")."""
    bounds = [0, *seams, len(text)]
    segments = [text[a:b] for a, b in pairwise(bounds)]
    kinds = [_kind(segment, annotate) for segment in segments]
    rows = [bool(kind) or segment.strip().isdigit() for kind, segment in zip(kinds, segments, strict=True)]
    lead = rows.index(False) if False in rows else len(rows)
    if lead < len(rows) and not (set(kinds[:lead]) & {SURE, BUTTON} and segments[lead].count(" ") >= LEAST_WORDS):
        lead = 0
    if lead > 1:
        yield from bounds[1 : lead + 1]
    for i, (start, end) in list(enumerate(pairwise(bounds)))[lead if lead > 1 else 0 :]:
        behind_end = start > 0 and text[start - 1] in _SENTENCE_END
        begin = _sentence_start(text, start, end)
        kind = kinds[i] if begin == start else _kind(text[begin:end], annotate)
        free = start == 0 or behind_end or begin > start
        last = end == len(text)
        # A name such as LoginRequiredMiddleware goes on with capitals, a text with words.
        worded = not last and text[end : bounds[i + 2]].count(" ") >= LEAST_WORDS
        button = kind == BUTTON or (kind == CONSENT and (behind_end or begin > start))
        if (kind == SURE and (free or last)) or (button and free and worded):
            yield begin
            yield end
        elif start and _opens_with_head(text[start:], annotate):
            yield start


def _sentence_start(text: str, start: int, end: int) -> int:
    """Where the last sentence of a stretch begins: a button glued behind a full stop is its own sentence."""
    last = start
    for found in SENTENCE.finditer(text, start, end):
        last = found.end()
    return last


def _kind(text: str, annotate: Annotate) -> str | None:
    """How sure it is that a segment is interface: by itself, as a consent button, as one of a row; None: it is not."""
    if len(text) > LONGEST_BUTTON or sum(map(str.isalpha, text)) < LEAST_LETTERS:
        return None
    facts = annotate(text)
    # Names, numbers, dates and rows of single words fit too many stretches of a sentence to show a seam.
    hits = [hit for hit in facts.hits if hit.whole and hit.strength >= LIKELY and not hit.open]
    exact = [hit for hit in hits if not _LOOSE.search(hit.phrase)]
    if not exact and not any(hit.phrase == "{network}" for hit in hits):
        return None
    if exact and not any(token.isdigit() for token in facts.tokens):
        if len(facts.tokens) > 1:
            return SURE
        if any(hit.strength == CERTAIN for hit in exact):
            return BUTTON
    # One likely word glued to more is a brand ("OpenAI") as often as a button.
    return CONSENT if any(hit.label == "cookie" for hit in hits) else ROW


def _is_interface(text: str, annotate: Annotate) -> bool:
    return _kind(text, annotate) is not None


def _opens_with_head(text: str, annotate: Annotate) -> bool:
    """The rest of the line begins with the head of a credit or the like ("Sursa foto: ...")."""
    if len(text) > LONGEST_CREDIT or not _HEAD.search(text):
        return False
    return any(hit.first == 0 and hit.open and hit.strength >= LIKELY for hit in annotate(text).hits)


def _opening_cuts(text: str, facts: Facts, annotate: Annotate) -> Iterator[int]:
    """In unspaced scripts no capital shows the seam: a button before the head of a credit ("拒绝图片来源：x")."""
    if not UNSPACED_CHARACTER.match(facts.tokens[0]) or not (":" in text or "：" in text):
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
    pieces: list[Line] = []
    for a, b in pairwise(bounds):
        shown = line.text[a:b].rstrip()
        if shown:
            span = ((start + a, start + a + len(shown)),)
            pieces.append(Line(span, shown, line.after_blank and not pieces, bool(pieces) or line.continues))
    return pieces
