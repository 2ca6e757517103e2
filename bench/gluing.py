"""Is a paragraph of an article ever cut inside, and is a glued line cut where an interface text meets the article?"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from cleaner import CERTAIN, LIKELY, Explanation, Page, Piece
from cleaner.language.annotate import Annotator

# What may stand before a seam besides a small letter or a digit: the end of a sentence, a quotation or a bracket.
SENTENCE_ENDS = frozenset(".!?…)»”\"'’]")
# As much text on both sides of a seam tells its place.
AROUND = 8


def is_cut(pieces: Iterable[Piece]) -> bool:
    """Part of it is kept and part of it is gone; white space does not count."""
    return {piece.kept for piece in pieces if piece.text} == {True, False}


def lines_of(explanation: Explanation) -> Iterator[tuple[str, list[Piece]]]:
    """The lines of the page as they stood in it, each with its pieces."""
    page, number, numbered = explanation.page, 0, []
    for i, piece in enumerate(explanation.pieces):
        same = i > 0 and (piece.block == explanation.pieces[i - 1].block or page.blocks[piece.block].continues)
        number += not same
        numbered.append((number, piece))
    for _, group in groupby(numbered, key=lambda item: item[0]):
        pieces = [piece for _, piece in group]
        yield page.text[pieces[0].start : pieces[-1].end].strip(), pieces


def seams(text: str) -> list[int]:
    """Where a small letter, a digit or the end of a sentence meets a capital without a space."""
    return [
        i
        for i, (left, right) in enumerate(pairwise(text), 1)
        if right.isupper() and (left.islower() or left.isdigit() or left in SENTENCE_ENDS)
    ]


def marked_seams(text: str, gold: str, annotate: Annotator) -> list[int]:
    """The seams of a line that are a boundary by the packs: what lies on one side is a whole interface text.

    A seam that the article itself holds is spelling: OpenAI, node.js.
    """
    found = [seam for seam in seams(text) if text[max(seam - AROUND, 0) : seam + AROUND] not in gold]
    bounds = [0, *found, len(text)]
    marked = []
    for i, seam in enumerate(found, 1):
        sides = {text[:seam], text[bounds[i - 1] : seam], text[seam : bounds[i + 1]], text[seam:]}
        if any(_is_interface(side, annotate) for side in sides):
            marked.append(seam)
    return marked


def _is_interface(text: str, annotate: Annotator) -> bool:
    """A phrase of the packs fills the stretch: more than one word or certain, no names, dates or code in it.

    One likely word marks no boundary: "Open" in "OpenAI", "Direct" in "DirectX", and half of every camel-cased name.
    """
    facts = annotate(text)
    hits = [hit for hit in facts.hits if hit.whole and not hit.open and hit.strength >= LIKELY]
    exact = [hit for hit in hits if not any(loose in hit.phrase for loose in (" + ", "{name}", "{date}", "{n}"))]
    if not exact or any(token.isdigit() for token in facts.tokens) or any(sign in text for sign in "{}<>=;#|"):
        return False
    return len(facts.tokens) > 1 or any(hit.strength == CERTAIN for hit in exact)


def places(text: str, lines: Sequence[str], wanted: Iterable[int]) -> dict[int, int]:
    """Where the wanted ones of a page's non-blank lines begin in its text; lines that are not in it are left out."""
    left, found, at = set(wanted), {}, 0
    for i, line in enumerate(lines):
        start = text.find(line, at)
        if start < 0:
            continue
        at = start + len(line)
        if i in left:
            found[i] = start
    return found


def is_cut_at(page: Page, place: int) -> bool:
    """A block of the page begins there."""
    return any(block.start == place for block in page.blocks)
