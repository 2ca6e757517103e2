"""Ask every filter, then decide: from a page to an Explanation of what became of every character."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import FilterError
from .page import ARTICLE, CERTAIN, HINT, Block, Decision, Filter, Mark, Page, Strength

if TYPE_CHECKING:
    from .verdict import Verdict

THRESHOLD = 0.5
STRENGTHS = tuple(Strength)
# A shipped phrase that takes this share of a line at its end takes the line.
MOST_OF_BLOCK = 0.5
# Deeper indentation is layout (a column, a centred line), not code.
DEEPEST_INDENT = 16
SourceSpan = Callable[[int, int], tuple[int, int]]
"""From a stretch of the repaired text to the stretch of the caller's string that it was made of."""
OTHER = "other"
"""The label of what the decision removes without a filter having named it."""


class Piece(NamedTuple):
    """What became of one stretch of the page; the pieces of a page cover it without gap or overlap.

    Attributes:
        start, end: the stretch in the repaired text, with the white space behind it.
        source_start, source_end: the smallest stretch of the caller's string that it was made of.
        text: what it shows: broken lines joined, white space around it left out.
        kept: whether it is in the output.
        label: what it was taken for; `article` where it was kept for itself.
        score: the probability that it is main text.
        marks: the evidence on it.
        block: index of its block; -1 for white space on a page with nothing else.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    text: str
    kept: bool
    label: str
    score: float
    marks: tuple[Mark, ...]
    block: int


@dataclass(frozen=True)
class Explanation:
    """What became of every character of a page, and why.

    Attributes:
        page: the page with all marks hung on its blocks.
        pieces: in order; see `Piece`.
        decide: what weighed the evidence; asked again for its reasons.
        separator: what stands between paragraphs in `text`.
    """

    page: Page
    pieces: tuple[Piece, ...]
    decide: Decision
    separator: str = "\n"

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The kept paragraphs; pieces of one line that stayed neighbours come out as they stood in it."""
        return tuple(_paragraphs(self.page, self.pieces))

    @property
    def text(self) -> str:
        """The article: what `clean` returns."""
        return self.separator.join(self.paragraphs)

    @property
    def removed(self) -> tuple[Piece, ...]:
        """The pieces that are not in the output and are not mere white space."""
        return tuple(piece for piece in self.pieces if not piece.kept and piece.text)

    @property
    def language(self) -> str:
        """The page's language, as an ISO 639-1 code; "" where it is not known."""
        return self.page.language

    def why(self, piece: Piece) -> str:
        """The reason for a piece's fate in one clause."""
        telling = [mark for mark in piece.marks if mark.label == piece.label]
        if telling:
            return min(telling, key=lambda mark: (-mark.own, -mark.strength, mark.reason)).reason
        return self._reasons[piece.block] if 0 <= piece.block < len(self._reasons) else ""

    @cached_property
    def _reasons(self) -> Sequence[str]:
        """The decision's own reasons, where it has a method `why(page)` that gives one a block."""
        why = getattr(self.decide, "why", None)
        return why(self.page) if why else ()

    @cached_property
    def verdict(self) -> Verdict:
        """What kind of page this is, how sure that is, and whether its text breaks off."""
        from .verdict import judge

        return judge(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: the text, the language, and each piece with its marks."""
        from .report.data import as_data

        return as_data(self)

    def __str__(self) -> str:
        from .report.terminal import render

        return render(self)


def run(
    page: Page,
    filters: Iterable[Filter],
    decide: Decision,
    *,
    local: Collection[Filter] = (),
    shipped: Collection[Filter] = (),
    keep: Collection[str] = (),
    threshold: float = THRESHOLD,
    separator: str = "\n",
    source_span: SourceSpan | None = None,
) -> Explanation:
    """Ask every filter for marks, the decision for scores, and cut.

    Args:
        page: a page from a reader.
        filters: in order; see `annotate`.
        decide: gives each block the probability that it is main text.
        local: filters that do not look at marks.
        shipped: the filters that are the library's own; marks of all others are the user's and win over the decision.
        keep: labels that stay.
        threshold: blocks with a lower probability go.
        separator: what stands between paragraphs.
        source_span: maps a stretch of the page's text to the caller's string; None where they are equal.

    Raises:
        FilterError: a filter or the decision gave back something else than it should.
    """
    page = annotate(page, filters, local, shipped)
    scores = _checked_scores(decide, page)
    pieces = [piece for block in page.blocks for piece in _pieces(block, page, scores[block.number], keep, threshold)]
    return Explanation(page, tuple(_placed(pieces, page, source_span)), decide, separator)


def annotate(
    page: Page, filters: Iterable[Filter], local: Collection[Filter] = (), shipped: Collection[Filter] = ()
) -> Page:
    """The page with the marks of every filter on its blocks.

    A filter sees the marks of all that stand before it, unless it is one of `local`: those do not look at marks, so
    theirs are hung together.
    """
    waiting: list[Mark] = []
    if isinstance(filters, str) or not isinstance(filters, Iterable):
        raise FilterError(f"filters={filters!r}: give a tuple of filters, such as (*DEFAULT, mine)")
    for one in filters:
        if waiting and one not in local:
            page, waiting = page.with_marks(waiting), []
        waiting.extend(_checked_marks(one, page, own=one not in shipped))
    return page.with_marks(waiting)


def _name(one: object) -> str:
    return getattr(one, "__name__", None) or type(one).__name__


def _checked_marks(one: Filter, page: Page, *, own: bool) -> list[Mark]:
    name = _name(one)
    if not callable(one):
        raise FilterError(f"{one!r} is not a filter; a filter is a function from a Page to marks")
    answer = one(page)
    if answer is None:
        raise FilterError(f"filter {name!r} returned None, not marks; did you forget to yield?")
    if isinstance(answer, (str, bytes, Mark)) or not isinstance(answer, Iterable):
        hint = "yield it instead of returning it" if isinstance(answer, Mark) else "yield block.mark(...)"
        raise FilterError(f"filter {name!r} returned {type(answer).__name__}, not marks; {hint}")
    if own:
        return [_checked_mark(mark, page, name)._replace(by=name, own=True) for mark in answer]
    return [Mark(*mark[:6], name) for mark in answer]


def _checked_mark(mark: Any, page: Page, name: str) -> Mark:
    if not isinstance(mark, Mark):
        raise FilterError(f"filter {name!r} yielded {type(mark).__name__}, not a Mark; use block.mark(...)")
    for field, kind in (("block", int), ("start", int), ("end", int), ("label", str), ("reason", str)):
        if not isinstance(getattr(mark, field), kind):
            raise FilterError(f"filter {name!r}: {field}={getattr(mark, field)!r} of a mark must be {kind.__name__}")
    if mark.strength not in STRENGTHS:
        raise FilterError(f"filter {name!r}: strength={mark.strength!r}; write CERTAIN, LIKELY or HINT")
    if not 0 <= mark.block < len(page.blocks):
        raise FilterError(f"filter {name!r} marked block {mark.block}; the page has {len(page.blocks)} blocks")
    size = len(page.blocks[mark.block].text)
    if not 0 <= mark.start < mark.end <= size:
        raise FilterError(
            f"filter {name!r} marked {mark.start}:{mark.end} of block {mark.block}, which has {size} characters; "
            "start and end count characters of block.text, not of page.text"
        )
    return mark


def _checked_scores(decide: Decision, page: Page) -> Sequence[float]:
    name = _name(decide)
    if not callable(decide):
        raise FilterError(f"decide={decide!r} is not callable; a decision is a function from a Page to probabilities")
    scores = decide(page)
    if not isinstance(scores, Sequence) or len(scores) != len(page.blocks):
        raise FilterError(f"decision {name!r} must return one probability a block, {len(page.blocks)} in all")
    for score in scores:
        if not isinstance(score, (int, float)) or not 0 <= score <= 1:
            raise FilterError(f"decision {name!r} returned {score!r}; a probability lies between 0 and 1")
    return scores


def _pieces(block: Block, page: Page, score: float, keep: Collection[str], threshold: float) -> list[Piece]:
    """One block's pieces: mostly one; more where a stretch of it was marked and the rest stays."""
    if not block.marks:
        kept = score >= threshold
        a, b = block.start, block.end
        return [Piece(a, b, a, b, block.text, kept, ARTICLE if kept else OTHER, score, (), block.number)]
    kept, label, score = _fate(block, score, keep, threshold)
    cuts = _cuts(block, kept, keep)
    if not cuts and not any(mark.own for mark in block.marks):
        a, b = block.start, block.end
        return [Piece(a, b, a, b, block.text, kept, label, score, block.marks, block.number)]
    bounds = sorted({0, len(block.text), *(bound for cut in cuts for bound in (cut.start, cut.end))})
    pieces = []
    for start, end in itertools.pairwise(bounds):
        marks = tuple(mark for mark in block.marks if mark.start < end and start < mark.end)
        protected = any(mark.own and mark.label == ARTICLE and mark.strength == CERTAIN for mark in marks)
        cut = None if protected else next((cut for cut in cuts if cut.start <= start and end <= cut.end), None)
        text = block.text[start:end]
        if cut is None and not protected and not any(character.isalnum() for character in text):
            cut = cuts[0] if cuts else None  # the full stop behind a stretch goes with it
        a, b = place(block, start), place(block, end, last=True)
        if protected or cut is None:
            stays = kept or protected
            named = ARTICLE if protected else label
            pieces.append(Piece(a, b, a, b, text.strip(), stays, named, score, marks, block.number))
        else:
            pieces.append(Piece(a, b, a, b, text.strip(), False, cut.label, min(score, 0.02), marks, block.number))
    return pieces


def _fate(block: Block, score: float, keep: Collection[str], threshold: float) -> tuple[bool, str, float]:
    """Who wins on a whole block: the user's protection, his removal, `keep`, certain evidence, the decision."""
    whole = [mark for mark in block.marks if mark.start == 0 and mark.end == len(block.text)]
    against = [mark for mark in whole if mark.label != ARTICLE]
    strongest = min(against, key=lambda mark: (-mark.strength, mark.label), default=None)
    own = [mark for mark in whole if mark.own and mark.strength == CERTAIN]
    if any(mark.label == ARTICLE for mark in own):
        return True, ARTICLE, 1.0
    if own:
        label = min(mark.label for mark in own)
        return label in keep, label, 0.0
    label = strongest.label if strongest else OTHER
    wanted = min((mark.label for mark in against if mark.label in keep and mark.strength > HINT), default=None)
    if wanted:
        return True, wanted, score
    if strongest and strongest.strength == CERTAIN:
        return False, label, min(score, 0.01)
    return (True, ARTICLE, score) if score >= threshold else (False, label, score)


def _cuts(block: Block, kept: bool, keep: Collection[str]) -> list[Mark]:
    """The stretches to cut out of a block: the user's anywhere, shipped ones at an end of a block that stays."""
    size = len(block.text)
    cuts = []
    for mark in block.marks:
        whole = mark.start == 0 and mark.end == size
        if whole or mark.label == ARTICLE or mark.strength < CERTAIN or mark.label in keep:
            continue
        at_end = mark.start == 0 or mark.end == size or not any(c.isalnum() for c in block.text[mark.end :])
        if mark.own:
            cuts.append(mark)
        elif kept and at_end:
            # What is left of a line that is interface for the better half is a part of the same.
            most = mark.end - mark.start >= MOST_OF_BLOCK * size
            cuts.append(mark._replace(start=0 if most else mark.start, end=size if most or mark.start else mark.end))
    return cuts


def place(block: Block, at: int, *, last: bool = False) -> int:
    """Where character `at` of a block's text lies in the page's text; `last`: as the end of a stretch."""
    seen = 0
    for i, (start, end) in enumerate(block.lines):
        size = end - start
        if at < seen + size or (last and at == seen + size) or i == len(block.lines) - 1:
            return min(start + max(at - seen, 0), end)
        seen += size
        seen += block.text[seen : seen + 1] == " "  # the joint of two lines: a space, or nothing
    return block.end


def _placed(pieces: Sequence[Piece], page: Page, source_span: SourceSpan | None) -> Iterable[Piece]:
    """The pieces with the white space between them shared out, and their places in the caller's string."""
    if not pieces:
        if page.text:
            a, b = source_span(0, len(page.text)) if source_span else (0, len(page.text))
            yield Piece(0, len(page.text), a, b, "", False, OTHER, 0.0, (), -1)
        return
    for i, piece in enumerate(pieces):
        start = piece.start if i else 0
        end = pieces[i + 1].start if i + 1 < len(pieces) else len(page.text)
        source = source_span(piece.start, piece.end) if source_span else (piece.start, piece.end)
        _, _, _, _, text, kept, label, score, marks, block = piece
        yield Piece(start, end, *source, text, kept, label, score, marks, block)


def _paragraphs(page: Page, pieces: Sequence[Piece]) -> Iterable[str]:
    lines: list[list[Piece]] = []
    for i, piece in enumerate(pieces):
        if not piece.kept or not piece.text:
            continue
        block = page.blocks[piece.block]
        last = lines[-1][-1] if lines else None
        # A stretch cut out of the middle of a block does not break it; a removed block between two does.
        if last and (last.block == piece.block or (last is pieces[i - 1] and block.continues)):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    for line in lines:
        yield _indentation(page, line[0]) + _shown(page, line)


def _indentation(page: Page, first: Piece) -> str:
    """The blanks that indent a line of code or a list; a single one is an accident of flattening."""
    block = page.blocks[first.block]
    start = block.start
    if block.continues or not block.text.startswith(first.text[:1]) or page.text[start - 1 : start] not in (" ", "\t"):
        return ""
    line = page.text[max(0, page.text.rfind("\n", 0, start) + 1) : start]
    blanks = line if len(line) <= DEEPEST_INDENT and not line.strip(" \t") else ""
    return blanks if len(blanks) > 1 or blanks == "\t" else ""


def _shown(page: Page, line: Sequence[Piece]) -> str:
    """The text of neighbouring pieces of one line, with what stood between them."""
    shown = line[0].text
    for before, piece in itertools.pairwise(line):
        stretch = page.text[before.start : before.end]
        gap = stretch[len(stretch.rstrip()) :]
        shown += (" " if "\n" in gap else gap) + piece.text
    return shown
