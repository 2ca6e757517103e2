"""Paragraphs that arrive in pieces: `get_text("\\n")` puts every inline link and bold word on a line of its own.

"join our premium" / "course" / ". We'll ..." is one block again. Joined is only where the page shows that it was
broken so: some line begins with punctuation that closes, which no author writes.
"""

import re
from collections.abc import Sequence

from ..folding import COMMAS, STOPS
from ..language.annotate import Facts
from ..page import LIKELY
from .lines import Line, join

# A line that begins so goes on from the one before: closing punctuation and then a space, the end or more of it.
_GOES_ON = re.compile(rf"[{STOPS}{COMMAS})\]»”’）」](?:[\s\"”’»)\].,;:]|$|(?=s\b))")
_UNFINISHED = re.compile(rf"[^{STOPS}…:;：；\"”»|>)\]]$")
_BULLET = re.compile(r"[•·▪■◆►●○◦–—*\-]$")
# Shorter lines are links, buttons and headings; a sentence that a link breaks off is longer as a rule.
RUNNING_CHARACTERS = 25
LONG_CHARACTERS = 60


def join_fragments(lines: Sequence[Line], facts: Sequence[Facts]) -> list[Line]:
    """The lines with broken paragraphs and lone bullets joined to what they belong to.

    Args:
        lines: the page's lines.
        facts: what the packs know of each; a line that is an interface text is never drawn into a sentence.
    """
    broken = any(_GOES_ON.match(line.text) for line in lines)
    interface = [bool(fact.hits) and _is_interface(fact) for fact in facts] if broken else ()
    out: list[Line] = []
    i = 0
    while i < len(lines):
        parts = [lines[i]]
        i += 1
        if len(parts[0].text) == 1 and _BULLET.match(parts[0].text) and i < len(lines) and not lines[i].after_blank:
            parts.append(lines[i])
            i += 1
        while broken and i < len(lines) and _joins(parts, lines, i, interface, facts):
            parts.append(lines[i])
            i += 1
        out.append(join(parts))
    return out


def _is_interface(facts: Facts) -> bool:
    return any(hit.whole and hit.strength >= LIKELY for hit in facts.hits)


def _joins(
    parts: Sequence[Line], lines: Sequence[Line], i: int, interface: Sequence[bool], facts: Sequence[Facts]
) -> bool:
    """Whether line `i` goes on from the parts joined so far."""
    following = lines[i]
    # A lone interface text stays alone; "course" inside a sentence is a link, for the line behind it goes on.
    if following.after_blank or (len(parts) == 1 and interface[i - 1]):
        return False
    if _GOES_ON.match(following.text):
        return True
    goes_on = i + 1 < len(lines) and not lines[i + 1].after_blank and _GOES_ON.match(lines[i + 1].text)
    last = parts[-1].text
    size = sum(len(part.text) for part in parts[-3:])
    if (interface[i] and not goes_on) or not _UNFINISHED.search(last[-1]) or size < RUNNING_CHARACTERS:
        return False
    if last[-1] in ",(，、" or following.text[0].islower():
        return True
    running = facts[i - 1].function_words > 0 and (size >= LONG_CHARACTERS or len(parts) > 1)
    if not running or i + 1 >= len(lines) or interface[i + 1]:
        return False
    after = lines[i + 1].text
    return bool(goes_on) or (after[0].islower() and len(after) >= RUNNING_CHARACTERS)
