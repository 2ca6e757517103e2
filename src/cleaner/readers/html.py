"""HTML to a Page: the blocks that a browser would show, each with its tag, its links and the words around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..folding import tokens
from ..language.annotate import annotator
from ..language.detect import UNSPACED_LANGUAGES, detect
from ..language.index import shipped_index
from ..page import HIDDEN, STATED, STATES, Block, Page
from .repair import repair

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Elements that begin and end a block; all others run on in the line.
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "label", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section",
    "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"
))  # fmt: skip
# What shows no text of the page: code, copies for browsers without scripts, drawings, players and form controls.
SKIPPED = frozenset((
    "audio", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe", "input", "link", "map",
    "math", "meta", "noframes", "noscript", "object", "optgroup", "option", "param", "progress", "script", "select",
    "style", "svg", "template", "textarea", "title", "video"
))  # fmt: skip
CELLS = frozenset(("td", "th"))
# Attributes in which authors say what an element is for.
NAMES = ("class", "id", "role", "aria-label", "itemprop", "data-testid")
# From so many elements around a block the names count, and names of so many characters are read.
NEAREST, LONGEST_NAME = 6, 300
# A path deeper than this is no help to anybody, and a page of a hundred thousand nested elements would fill the memory.
DEEPEST = 60
# The body that JSON-LD states is compared by runs of so many words; so many of a block's must stand in it.
RUN, RUNS_SHARE = 4, 0.6
# Deeper nesting is no page's, and the parser's time grows with the square of it.
MOST_NESTED = 3000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# They hold nothing, or end where the next of their kind begins, so they do not nest where nobody ends them.
_SHALLOW = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "option", "optgroup", "rp", "rt",
})  # fmt: skip
# Hidden elements are blocks that say so: menus and dialogs hide, but so do the tabs and folds that hold the text of one
# page in ten, and pages that hide their all behind a dialog. Hidden words within a line are for screen readers.
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_]+")
# What runs of it are one space; a no-break space is none of it.
_SPACE = re.compile(r"[ \t\n\r\f]+")


class Piece(NamedTuple):
    """A stretch of text as the page shows it, in one line.

    Attributes:
        text: its text, without white space around it.
        tag: the element that it stands in.
        links: the share of its characters that are linked.
        path: its place in the document, such as `body[1]/main[1]/p[3]`.
        names: words of the names of the elements around it, and `HIDDEN` where it is not shown.
        indent: white space before it, in preformatted text.
    """

    text: str
    tag: str
    links: float
    path: str
    names: frozenset[str]
    indent: str = ""


class Frame(NamedTuple):
    """An element that is open: its path, the names from it outwards, how many children of each tag it has had."""

    tag: str
    path: str
    names: tuple[frozenset[str], ...]
    children: dict[str, int]
    hidden: bool = False


def read_html(html: str | bytes, *, language: str = "", url: str = "", encoding: str = "") -> Page:
    """Read a page's HTML.

    Args:
        html: the document; bytes are decoded as browsers do it, by mark, `encoding`, declaration or what fits.
        language: ISO 639-1 code where it is known; "" to detect it.
        url: where known.
        encoding: of bytes, as the server named it; "" where it did not.

    Returns:
        A page whose blocks are its text, in order, with `tag`, `links`, `hints` and `path`. Spans refer to
        `Page.text`, which the reader makes: a line a block. Markup that is broken is read as browsers read it.

    Raises:
        TypeError: `html` is neither str nor bytes.
        ModuleNotFoundError: the extra is not installed: `pip install 'cleaner-flatpage[html]'`.
    """
    parser = _parsed(html, encoding)
    root = parser.root
    pieces = _mended(list(_pieces(root)) if root is not None else [])
    stated = _stated(parser)
    index = shipped_index()
    language = language or detect([piece.text for piece in pieces], index)
    annotate = annotator(language if language in index.function_words else "")
    blocks, place = [], 0
    for number, piece in enumerate(pieces):
        start = place + len(piece.indent)
        facts = annotate(piece.text)
        names = piece.names | _agreement(facts.tokens, stated)
        blocks.append(
            Block(
                number,
                ((start, start + len(piece.text)),),
                piece.text,
                facts.tokens,
                facts.function_words,
                facts.hits,
                facts.consent,
                facts.hangs,
                tag=piece.tag,
                links=piece.links,
                hints=names,
                path=piece.path,
            )
        )
        place = start + len(piece.text) + 1
    text = "\n".join(piece.indent + piece.text for piece in pieces)
    spaced = language not in index.unspaced | UNSPACED_LANGUAGES
    return Page(text, tuple(blocks), language, spaced, url, _title(parser))


def _parsed(html: str | bytes, encoding: str) -> Any:
    if not isinstance(html, (str, bytes)):
        raise TypeError(f"read_html() takes str or bytes, not {type(html).__name__}")
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("HTML needs the extra: pip install 'cleaner-flatpage[html]'") from error
    text = _decoded(html, encoding) if isinstance(html, bytes) else html
    return LexborHTMLParser(_shallow(text).encode("utf-8", "replace"))


def _shallow(html: str) -> str:
    """The document with the elements that are nested too deeply made into such as hold nothing; their text stays."""
    if html.count("<") <= MOST_NESTED:
        return html
    depth = 0

    def flat(found: re.Match[str]) -> str:
        nonlocal depth
        closes, tag = found.groups()
        if tag.lower() in _SHALLOW:
            return found[0]
        level = depth if closes else depth + 1
        depth = max(0, depth - 1) if closes else level
        return f"<{closes}wbr" if level > MOST_NESTED else found[0]

    return _TAG.sub(flat, html)


def _decoded(html: bytes, encoding: str) -> str:
    from w3lib.encoding import html_to_unicode

    _, text = html_to_unicode(f"text/html; charset={encoding}" if encoding else None, html, auto_detect_fun=_fitting)
    return str(text)


def _fitting(html: bytes) -> str:
    """What fits bytes that nobody has named: UTF-8 if they are that, else what browsers take them for."""
    try:
        html.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _title(parser: Any) -> str:
    node = parser.css_first("title")
    return _SPACE.sub(" ", node.text()).strip() if node is not None else ""


def _pieces(root: LexborNode) -> Iterator[Piece]:
    """The page's text in order."""
    frames = [Frame("html", "", (), {})]
    opened: list[bool] = []  # for each open element whether it has a frame
    line: list[str] = []
    linked, links = 0, 0
    link_ended = False
    node: LexborNode | None = root.child
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if frames[-1].tag == "pre" and "\n" in text:
                *lines, last = text.split("\n")
                for one in lines:
                    line.append(one)
                    yield from _flush(line, frames[-1], 0)
                line.append(last)
            else:
                line.append(text)
                links += _shown(text) if linked else 0
            link_ended = False
        elif tag == "br" or tag in CELLS:
            if tag == "br":
                yield from _flush(line, frames[-1], links)
                links = 0
            else:
                line.append(" ")
        silent = tag in SKIPPED or tag[:1] in ("-", "!")
        hidden = not silent and _is_hidden(node, tag)
        child = None if silent or (hidden and tag not in BLOCKS) else node.child
        if tag == "a" and link_ended:
            line.append(" ")  # links side by side are a menu; the page's style sheet parts them
        if child is not None:
            if tag in BLOCKS:
                yield from _flush(line, frames[-1], links)
                links = 0
                frames.append(_frame(node, tag, frames[-1], hidden))
            linked += tag == "a"
            opened.append(tag in BLOCKS)
            node = child
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or not opened:
                node = None
                break
            if node.tag == "a":
                linked -= 1
                link_ended = True
            if opened.pop():
                yield from _flush(line, frames.pop(), links)
                links = 0
        node = node.next if node is not None else None
    yield from _flush(line, frames[-1], links)


def _is_hidden(node: LexborNode, tag: str) -> bool:
    attributes = node.attributes
    if (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or (tag == "dialog" and "open" not in attributes)
    ):
        return True
    return _HIDING.search(attributes.get("style") or "") is not None


def _frame(node: LexborNode, tag: str, parent: Frame, hidden: bool) -> Frame:
    number = parent.children[tag] = parent.children.get(tag, 0) + 1
    deep = parent.path.count("/") >= DEEPEST
    path = parent.path if deep else f"{parent.path}/{tag}[{number}]" if parent.path else f"{tag}[{number}]"
    attributes = node.attributes
    words: frozenset[str] = frozenset()
    if attributes:
        said = " ".join([(attributes.get(name) or "")[:LONGEST_NAME] for name in NAMES if name in attributes])
        words = frozenset([word.lower() for word in _NAME.findall(said)])
    return Frame(tag, path, (words, *parent.names[: NEAREST - 1]), {}, hidden or parent.hidden)


def _flush(line: list[str], frame: Frame, links: int) -> Iterator[Piece]:
    """The line that has come together, if it shows anything; it begins anew."""
    raw = "".join(line)
    line.clear()
    text = _SPACE.sub(" ", raw).strip() if frame.tag != "pre" else raw.strip()
    if not text:
        return
    indent = raw[: len(raw) - len(raw.lstrip())].replace("\t", "    ") if frame.tag == "pre" else ""
    share = min(1.0, links / max(1, _shown(text)))
    names = frozenset((HIDDEN,) if frame.hidden else ()).union(*frame.names)
    yield Piece(text, frame.tag, share, frame.path, names, indent)


def _shown(text: str) -> int:
    """How many characters are no white space."""
    return len(text) - sum(map(str.isspace, text))


def _mended(pieces: list[Piece]) -> list[Piece]:
    """The pieces with mojibake and control characters mended, as flat text is."""
    joined = "\n".join(piece.text for piece in pieces)
    mended = repair(joined).text
    if mended == joined:
        return pieces
    lines = mended.split("\n")
    if len(lines) != len(pieces):
        lines = [" ".join(repair(piece.text).text.split()) for piece in pieces]
    return [piece._replace(text=line.strip()) for piece, line in zip(pieces, lines, strict=True) if line.strip()]


def _stated(parser: Any) -> frozenset[tuple[str, ...]]:
    """The runs of words of the bodies that JSON-LD states."""
    runs: set[tuple[str, ...]] = set()
    for node in parser.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text() or "", strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        while waiting:
            one = waiting.pop()
            if isinstance(one, list):
                waiting.extend(one)
            elif isinstance(one, dict):
                waiting.extend(one.values())
                body = one.get("articleBody")
                if isinstance(body, str):
                    runs.update(_runs(tokens(body)))
    return frozenset(runs)


def _runs(words: list[str] | tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return zip(*[words[i:] for i in range(RUN)], strict=False)


def _agreement(words: tuple[str, ...], stated: frozenset[tuple[str, ...]]) -> frozenset[str]:
    """Whether JSON-LD states a body, and whether a block stands in it; pages lie, so that is evidence and no more."""
    if not stated:
        return frozenset()
    runs = list(_runs(words))
    inside = runs and sum(run in stated for run in runs) >= RUNS_SHARE * len(runs)
    return frozenset((STATES, STATED) if inside else (STATES,))
