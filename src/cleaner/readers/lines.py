"""Flat text to lines with their place, and hard-wrapped lines back to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from ..folding import COMMAS, STOPS, UNSPACED

# White space, and what shows nothing: zero width, bidi controls, word joiner, byte order mark.
BLANK = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_LINE = re.compile("[^\n\x0b\x0c\x1c-\x1e\u2028\u2029]+")
_UNSPACED = re.compile(f"[{UNSPACED}，。、：；！？「」（）]")
_CLOSING = f"{STOPS}{COMMAS})]}}»”’%…」）"
# Columns at which text is wrapped by hand or by mail programs, and how many lines must show it.
WRAP_COLUMNS = (50, 100)
WRAP_LINES = 3


class Line(NamedTuple):
    """A line, or several that were joined: spans in the page's text, its text, whether a blank line stands before."""

    spans: tuple[tuple[int, int], ...]
    text: str
    after_blank: bool = False
    continues: bool = False


def split_lines(text: str) -> list[Line]:
    """The lines that show something, without the blanks around them (but for the indentation of code)."""
    lines, blank = [], True
    last_end = 0
    for found in _LINE.finditer(text):
        raw = found.group()
        shown = raw.strip(BLANK)
        if not shown:
            blank = True
            continue
        start = found.start() + raw.index(shown[0])
        blank = blank or text.count("\n", last_end, start) > 1
        lines.append(Line(((start, start + len(shown)),), shown, blank))
        last_end, blank = start + len(shown), False
    return lines


def join(lines: Sequence[Line]) -> Line:
    """Neighbouring lines as one: a space between, none before closing punctuation or in unspaced scripts."""
    if len(lines) == 1:
        return lines[0]
    parts = [lines[0].text]
    for first, second in pairwise(lines):
        tight = second.text[0] in _CLOSING or (_UNSPACED.match(first.text[-1]) and _UNSPACED.match(second.text[0]))
        parts += ["" if tight else " ", second.text]
    spans = tuple(span for line in lines for span in line.spans)
    return Line(spans, "".join(parts), lines[0].after_blank, lines[0].continues)


def unwrap(lines: Sequence[Line]) -> list[Line]:
    """Join the lines of hard-wrapped paragraphs; poems, code and tables show no wrap width and stay as they are."""
    out: list[Line] = []
    for paragraph in _paragraphs(lines):
        out.extend([join(paragraph)] if _is_wrapped(paragraph) else paragraph)
    return out


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    number = 0
    numbered = []
    for line in lines:
        number += line.after_blank
        numbered.append((number, line))
    return [[line for _, line in group] for _, group in groupby(numbered, key=lambda item: item[0])]


def _is_wrapped(paragraph: Sequence[Line]) -> bool:
    """Every break falls where the next word would not have fitted, and nowhere else."""
    if len(paragraph) < WRAP_LINES:
        return False
    width = max(len(line.text) for line in paragraph[:-1])
    if not WRAP_COLUMNS[0] <= width <= WRAP_COLUMNS[1] or len(paragraph[-1].text) > width:
        return False
    return all(len(a.text) + _first_word(b.text) > width for a, b in pairwise(paragraph))


def _first_word(text: str) -> int:
    """How much room the first word of a line would have taken on the line before."""
    return 1 if _UNSPACED.match(text) else 1 + len(text.split(None, 1)[0])
