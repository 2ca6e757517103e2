"""HTML to blocks: what is shown, in the order it is shown, with what the tree says; broken markup gives an answer."""

import json

import pytest

from cleaner import clean_html, explain_html, read_html
from cleaner.page import Page
from support import article

PARAGRAPHS = article("en")


def texts(html: str | bytes) -> list[str]:
    return [block.text for block in read_html(html).blocks]


def page(body: str) -> str:
    return f"<!doctype html><html><head><title>Lamps - The Paper</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>one <b>bold</b> word</p><p>two", ["one bold word", "two"]),
        ("a<br>b<br/>c", ["a", "b", "c"]),
        ("<div>a<span> b</span>c<div>d</div>e</div>", ["a bc", "d", "e"]),
        ("<ul><li>one<li>two</ul><h2>head</h2>", ["one", "two", "head"]),
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", ["1 2", "3 4"]),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", ["a", "b"]),
        ("<details><summary>more</summary>text</details>", ["more", "text"]),
        ("<pre>def f():\n    return 1\n</pre>", ["def f():", "return 1"]),
        ("<p>a</p><!--[if gt IE 9]><!--><p>b</p><!--<![endif]--><p>c</p>", ["a", "b", "c"]),
        ("<p>a &amp; b&nbsp;c</p>", ["a & b\u00a0c"]),
        ("<b><p>wrongly</b> nested</p>", ["wrongly nested"]),
        ("<p>nul \x00 and \ud800 surrogate", ["nul and ? surrogate"]),
        ("just text", ["just text"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_blocks(html: str, wanted: list[str]) -> None:
    assert texts(html) == wanted


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a = 1</script>",
        "<style>p { color: red }</style>",
        "<noscript>enable scripts</noscript>",
        "<template><p>later</p></template>",
        "<svg><text>drawn</text></svg>",
        "<select><option>choose</option></select>",
        "<span hidden>gone</span>",
        "<!-- a comment -->",
    ],
)
def test_what_is_not_shown_is_no_text(hidden: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert texts(page(hidden + body + hidden)) == PARAGRAPHS


@pytest.mark.parametrize(
    "html",
    [
        "<p hidden>folded",
        '<main aria-hidden="true"><p>folded',
        '<div style="color: red; DISPLAY : none"><p>folded',
        "<dialog><p>folded</dialog>",
    ],
)
def test_what_is_hidden_is_text_that_says_so(html: str) -> None:
    (block,) = read_html(html).blocks
    assert (block.text, "is-hidden" in block.hints) == ("folded", True)


def test_blocks_know_their_tag_links_names_and_place() -> None:
    html = page('<nav class="mainMenu"><ul><li><a href="/">Home</a><li>Not <a href=x>linked</a></ul></nav><p>Text')
    home, half, text = read_html(html).blocks
    assert (home.tag, home.links, home.path) == ("li", 1.0, "body[1]/nav[1]/ul[1]/li[1]")
    assert {"main", "menu"} <= home.hints
    assert half.links == pytest.approx(6 / 9)
    assert (text.tag, text.links, text.path) == ("p", 0.0, "body[1]/p[1]")


def test_spans_are_those_of_the_text_that_the_reader_made() -> None:
    read = read_html("<h1>Head</h1><pre>  a\n    b</pre><p>text</p>")
    assert read.text == "Head\n  a\n    b\ntext"
    assert [read.text[block.start : block.end] for block in read.blocks] == ["Head", "a", "b", "text"]


def test_title_and_language() -> None:
    read = read_html(page("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)), url="https://paper.example/a")
    assert (read.title, read.language, read.url) == ("Lamps - The Paper", "en", "https://paper.example/a")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<p>Łódź</p>".encode(), ""),
        ("\ufeff<p>Łódź</p>".encode("utf-16"), ""),
        ('<meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2"), ""),
        ("<p>Łódź</p>".encode("iso-8859-2"), "iso-8859-2"),
    ],
)
def test_bytes_are_decoded_by_mark_argument_and_declaration(data: bytes, encoding: str) -> None:
    assert [block.text for block in read_html(data, encoding=encoding).blocks] == ["Łódź"]


def test_bytes_that_say_nothing_are_what_fits() -> None:
    assert texts("<p>café".encode("cp1252")) == ["café"]


def test_what_is_no_html_is_refused() -> None:
    with pytest.raises(TypeError, match="takes str or bytes, not int"):
        read_html(3)  # type: ignore[arg-type]


def test_links_side_by_side_are_parted() -> None:
    assert texts("<nav><a href=/>Home</a><a href=/n>News</a> <a href=/s>Sport</a></nav>") == ["Home News Sport"]
    assert texts("<p>See <a href=/a>here</a>, <a href=/b>th</a>ere.") == ["See here, there."]


def test_stated_bodies_are_evidence() -> None:
    data = json.dumps({"@graph": [{"articleBody": PARAGRAPHS[0]}]})
    stated = f'<script type="application/ld+json">{data}</script>'
    first, second = read_html(stated + f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>").blocks
    assert "ld-body" in first.hints
    assert "ld-body" not in second.hints
    assert texts('<script type="application/ld+json">{broken</script><p>text') == ["text"]


def test_thousands_of_nested_elements_and_a_megabyte_on_one_line() -> None:
    assert texts("<div>" * 100_000 + "deep") == ["deep"]
    assert texts("<p>a" + "<ul><li>" * 5_000 + "deep" + "</ul>" * 5_000 + "<p>b") == ["a", "deep", "b"]
    assert len(texts("<p>" + "word " * 200_000)) == 1


CHROME = (
    '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>',
    '<aside class="related"><h3>Most read</h3><a href=1>Harbour closes for a week</a></aside>'
    "<footer>© 2026 The Paper. All rights reserved.</footer>",
)


@pytest.mark.parametrize("name", ["article-body", "share", "gdpr", "related", "comments"])
def test_an_article_is_kept_whatever_its_element_is_called(name: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    html = page(f'{CHROME[0]}<div class="{name}">{body}</div>{CHROME[1]}')
    assert clean_html(html).split("\n") == PARAGRAPHS


def test_an_explanation_of_html_reads_like_any_other() -> None:
    explanation = explain_html(page(f"{CHROME[0]}<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{CHROME[1]}"))
    assert isinstance(explanation.page, Page)
    assert all(explanation.why(piece) for piece in explanation.pieces if piece.text)
    assert (
        "".join(explanation.page.text[piece.start : piece.end] for piece in explanation.pieces) == explanation.page.text
    )
