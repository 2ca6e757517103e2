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

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import Literal

from .batch import Failure, ordered
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
from .verdict import Verdict

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
    "Failure",
    "Filter",
    "FilterError",
    "Mark",
    "Model",
    "PackError",
    "Page",
    "Piece",
    "Strength",
    "Verdict",
    "clean",
    "clean_html",
    "clean_many",
    "explain",
    "explain_html",
    "fingerprint",
    "protect",
    "read_html",
    "read_text",
    "remove",
]

__version__ = "0.1.0"
"""What answers `clean` gives belongs to the version: it changes whenever one can (see `docs/changelog.md`)."""
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
    _check(threshold, keep, on_empty)
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
    if result or on_empty == "empty":
        return result
    if on_empty == "original":
        return text
    raise EmptyResultError("nothing of this text is main text; explain(text) says what each line was taken for")


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


def _check(threshold: float, keep: object, on_empty: str = "empty") -> None:
    if on_empty not in ("empty", "original", "raise"):
        raise ValueError(f"on_empty={on_empty!r}: write 'empty', 'original' or 'raise'")
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


def clean_many(
    texts: Iterable[str],
    *,
    workers: int = 1,
    language: str = "",
    filters: Iterable[Filter] = DEFAULT,
    decide: Decision = MODEL,
    threshold: float = THRESHOLD,
    keep: Collection[str] = (),
    on_empty: OnEmpty = "empty",
    blank_lines: bool = False,
) -> Iterator[str | Failure]:
    """The articles in many texts, in their order and as they come; the same for any number of workers.

    Args:
        texts: taken as they are needed, so an endless stream will do; memory stays bounded.
        workers: processes; 1 does all in this one. Filters of your own have to stand in a module then, and the script
            that starts processes needs `if __name__ == "__main__":` on some platforms.
        language, filters, decide, threshold, keep, on_empty, blank_lines: as in `clean`.

    Yields:
        For each text its article, or a `Failure` that says what was wrong with it; the others go on.

    Raises:
        ValueError, TypeError: an option has a value that does not exist.

    >>> list(clean_many(["Read more", None, "The boat left at noon."]))
    ['', Failure(number=1, error='TypeError: clean() takes str, not NoneType'), 'The boat left at noon.']
    """
    function = partial(
        clean,
        language=language,
        filters=tuple(filters),
        decide=decide,
        threshold=threshold,
        keep=tuple(keep) if not isinstance(keep, str) else keep,
        on_empty=on_empty,
        blank_lines=blank_lines,
    )
    _check(threshold, keep, on_empty)
    return ordered(function, texts, workers)


def fingerprint(
    *,
    language: str = "",
    filters: Iterable[Filter] = DEFAULT,
    decide: Decision = MODEL,
    threshold: float = THRESHOLD,
    keep: Collection[str] = (),
    blank_lines: bool = False,
) -> str:
    """A name for a pipeline: it changes when, and only when, `clean` with these options can answer otherwise.

    Its parts are the package's version, packs and weights, the filters (of your own, their source and fields), the
    decision and the options. Store it beside what was cleaned.

    Raises:
        FilterError: a filter of your own is neither a function nor a frozen dataclass.

    >>> fingerprint() == fingerprint(filters=DEFAULT) != fingerprint(keep={"caption"})
    True
    """
    from .fingerprints import fingerprint_of

    options = {"language": language, "threshold": float(threshold), "keep": set(keep), "blank_lines": blank_lines}
    return fingerprint_of(__version__, filters, decide, options)
