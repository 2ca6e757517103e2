"""The text of a scraped page in, the article out, and a reason for every line.

>>> page = '''This website uses cookies to analyse traffic and improve your experience.
... Accept all
... The ferry to the island was cancelled on Sunday, and forty passengers spent the night in the school.
... The harbour master said that the first boat would leave at noon if the wind allowed it.
... Read More'''
>>> print(clean(page))
The ferry to the island was cancelled on Sunday, and forty passengers spent the night in the school.
The harbour master said that the first boat would leave at noon if the wind allowed it.
>>> [(piece.label, piece.text) for piece in explain(page).removed][1:]
[('cookie', 'Accept all'), ('read-more', 'Read More')]
"""

from collections.abc import Collection, Iterable
from typing import Literal

from .decide.model import MODEL, Model
from .decide.rules import RULES
from .errors import CleanerError, EmptyResultError, FilterError, PackError
from .filters import CONTEXT, DEFAULT, LOCAL
from .filters.own import protect, remove
from .page import CERTAIN, HINT, LIKELY, Block, Decision, Filter, Mark, Page, Strength
from .pipeline import THRESHOLD, Explanation, Piece, SourceSpan, run
from .readers.html import read_html
from .readers.repair import repair
from .readers.text import read_text

__all__ = [
    "CERTAIN",
    "CONTEXT",
    "DEFAULT",
    "HINT",
    "LIKELY",
    "LOCAL",
    "MODEL",
    "RULES",
    "Block",
    "CleanerError",
    "Decision",
    "EmptyResultError",
    "Explanation",
    "Filter",
    "FilterError",
    "Mark",
    "Model",
    "PackError",
    "Page",
    "Piece",
    "Strength",
    "clean",
    "clean_html",
    "explain",
    "explain_html",
    "protect",
    "read_html",
    "read_text",
    "remove",
]

OnEmpty = Literal["empty", "original", "raise"]


def clean(
    text: str,
    *,
    language: str = "",
    filters: Iterable[Filter] = DEFAULT,
    decide: Decision = MODEL,
    threshold: float = THRESHOLD,
    keep: Collection[str] = (),
    on_empty: OnEmpty = "empty",
    blank_lines: bool = False,
) -> str:
    """The article in the text of a scraped page.

    Args:
        text: flat text, as `get_text()`, inscriptis or a WET file leaves it, in any language.
        language: ISO 639-1 code, where it is known; "" to detect it.
        filters: what looks for evidence; `(*DEFAULT, mine)` adds a filter of your own.
        decide: what weighs the evidence: `MODEL`, which was learned, or `RULES`.
        threshold: blocks with a lower probability of being main text go; between 0 (keep all that is not certain to
            be boilerplate) and 1 (keep only what is certain to be text).
        keep: labels that stay, such as `{"caption", "byline", "title"}`.
        on_empty: what to do where nothing is main text: return "", return the text as it came, or raise.
        blank_lines: put a blank line between paragraphs, not only a line end.

    Returns:
        The kept paragraphs, one a line, without a line end behind the last.

    Raises:
        TypeError: `text` is not a str.
        ValueError: an option has a value that does not exist.
        FilterError: a filter or the decision gave back something else than it should.
        EmptyResultError: nothing is main text and `on_empty="raise"`.
    """
    explanation = explain(
        text,
        language=language,
        filters=filters,
        decide=decide,
        threshold=threshold,
        keep=keep,
        blank_lines=blank_lines,
    )
    result = explanation.text
    if not result and on_empty != "empty":
        if on_empty == "original":
            return text
        if on_empty == "raise":
            raise EmptyResultError("nothing of this text is main text; explain(text) says what each line was taken for")
    if on_empty not in ("empty", "original", "raise"):
        raise ValueError(f"on_empty={on_empty!r}: write 'empty', 'original' or 'raise'")
    return result


def explain(
    text: str,
    *,
    language: str = "",
    filters: Iterable[Filter] = DEFAULT,
    decide: Decision = MODEL,
    threshold: float = THRESHOLD,
    keep: Collection[str] = (),
    blank_lines: bool = False,
) -> Explanation:
    """What became of every character of a page, and why; takes the options of `clean`, whose result is its `.text`.

    >>> explanation = explain("Share on Facebook\\nThe mayor said the bridge would be closed until the end of May.")
    >>> explanation.language, [(piece.kept, piece.label) for piece in explanation.pieces]
    ('en', [(False, 'share'), (True, 'article')])
    """
    if isinstance(text, (bytes, bytearray)):
        raise TypeError("clean() takes str, not bytes; decode first: data.decode('utf-8', 'replace')")
    if not isinstance(text, str):
        raise TypeError(f"clean() takes str, not {type(text).__name__}")
    _check(threshold, keep)
    mended = repair(text)
    page = read_text(mended.text, language=language)
    span = mended.source_span if mended.edits else None
    return _run(page, filters, decide, threshold, keep, blank_lines, span)


def _run(
    page: Page,
    filters: Iterable[Filter],
    decide: Decision,
    threshold: float,
    keep: Collection[str],
    blank_lines: bool,
    source_span: SourceSpan | None = None,
) -> Explanation:
    return run(
        page,
        filters,
        decide,
        local=LOCAL,
        shipped=DEFAULT,
        keep=keep,
        threshold=threshold,
        separator="\n\n" if blank_lines else "\n",
        source_span=source_span,
    )


def _check(threshold: float, keep: object) -> None:
    if not isinstance(threshold, (int, float)):
        raise TypeError(f"threshold={threshold!r}: write a number from 0 to 1; the default is {THRESHOLD}")
    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold={threshold!r}: write a number from 0 to 1; the default is {THRESHOLD}")
    if isinstance(keep, str):
        raise TypeError(f"keep={keep!r}: write a set of labels, {{{keep!r}}}")


def clean_html(
    html: str | bytes,
    *,
    language: str = "",
    encoding: str = "",
    filters: Iterable[Filter] = DEFAULT,
    decide: Decision = MODEL,
    threshold: float = THRESHOLD,
    keep: Collection[str] = (),
    blank_lines: bool = False,
) -> str:
    """The article in the HTML of a page; what its tree says is more evidence for the same decision.

    Args:
        html: the document; bytes are decoded as browsers do it.
        encoding: of bytes, where the server named it.
        language, filters, decide, threshold, keep, blank_lines: as in `clean`.

    Returns:
        The kept paragraphs, one a line.

    Raises:
        TypeError: `html` is neither str nor bytes.
        ModuleNotFoundError: the extra `html` is not installed.
        ValueError, FilterError: as in `clean`.

    >>> clean_html("<nav><a href=/>Home</a></nav><p>The ferry was cancelled, and forty people slept in the school.")
    'The ferry was cancelled, and forty people slept in the school.'
    """
    return explain_html(
        html,
        language=language,
        encoding=encoding,
        filters=filters,
        decide=decide,
        threshold=threshold,
        keep=keep,
        blank_lines=blank_lines,
    ).text


def explain_html(
    html: str | bytes,
    *,
    language: str = "",
    encoding: str = "",
    filters: Iterable[Filter] = DEFAULT,
    decide: Decision = MODEL,
    threshold: float = THRESHOLD,
    keep: Collection[str] = (),
    blank_lines: bool = False,
) -> Explanation:
    """What became of every block of a page's HTML, and why; takes the options of `clean_html`.

    Spans of its pieces refer to the text that the reader made, `explanation.page.text`; `path` of a block says where
    in the document it stands.
    """
    _check(threshold, keep)
    page = read_html(html, language=language, encoding=encoding)
    return _run(page, filters, decide, threshold, keep, blank_lines)
