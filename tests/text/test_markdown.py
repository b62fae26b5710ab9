"""Prose prints as it should, and nothing in it gets through that a page should not have."""

from __future__ import annotations

import html.parser
import re
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.text.citations import Citation
from briefing.text.markdown import Image, block_html, images, line_html, links, plain
from briefing.text.markdown_tables import TableForm


def cite(citations: Sequence[Citation]) -> str:
    return f"<sup>{len(citations)}</sup>"


def show(image: Image) -> str:
    return "<img>"


def blocks(text: str) -> str:
    return block_html(text, "en", cite, show)


class Page(html.parser.HTMLParser):
    """The elements and attributes of some HTML, as a browser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attributes
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in ("br", "hr", "img")
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, declaration: str) -> None:
        raise AssertionError(f"a declaration: {declaration}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


KNOWN = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "pre", "code", "hr", "br", "img", "sup", "span"}
KNOWN |= {"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}


NUMBERED = r"counter-(re)?(set|increment): list-item -?\d+(; padding-left: [\d.]+em)?|padding-left: [\d.]+em"


def assert_safe(text: str) -> None:
    page = Page(text)
    assert set(page.elements) <= KNOWN
    assert page.open == []
    for name, value in page.attributes:
        assert name in ("href", "title", "class", "start", "value", "scope", "style")
        if name == "style":
            assert re.fullmatch(rf"(text-align:(left|right|center))?;?(width:[\d.]+%)?|{NUMBERED}", value or "")
        if name == "href":
            assert value is not None
            scheme, colon, _ = value.partition(":")
            assert not colon or scheme.lower() in ("http", "https", "mailto") or "/" in scheme


HOSTILE = [
    "<script>alert(1)</script>",
    "a <img src=x onerror=alert(1)> b",
    "<div onclick='x'>\n\nb\n\n</div>",
    "<!-- c --> <?x ?> <![CDATA[d]]> <!DOCTYPE html>",
    "[x](javascript:alert(1)) [y](JaVaScRiPt:1) [z](&#x6a;avascript:1) [w](\tjavascript:1)",
    "[x][a]\n\n[a]: javascript:alert(1)",
    '[x](https://e.example/"onclick="alert(1))',
    '[x](<https://e.example/" onclick="a>)',
    '[x](https://e.example "title\\" onclick=\\"a")',
    "![x](javascript:1) ![y](data:image/svg+xml,<svg/onload=1>)",
    "![a ![b](c)](d)",
    "<https://e.example/'onclick='a> <javascript:1> <a@b.example>",
    "```html onclick=x\n<script>\n```",
    "    <script>",
    "| <b>a</b> | b |\n|---|:--|\n| <i onload=x> | [c](javascript:1) |",
    "# <h1 onx=1>\n### three\n# one",
    "&lt;script&gt; &#60;script&#62; &amp;lt;",
    "\\<script>",
    "1) a\n2) b\n\n7. c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_prints_as_the_text_it_is(text: str) -> None:
    assert_safe(blocks(text))
    assert_safe(line_html(text, "en", cite))


PIECES = [
    "<",
    ">",
    '"',
    "'",
    "&",
    "&lt;",
    "&#60;",
    "\\",
    "`",
    "[",
    "](",
    "]",
    ")",
    "![",
    "[a]: ",
    "javascript:",
    "https://e.example",
    "mailto:a@b",
]
PIECES += [
    "data:",
    "script",
    " onload=",
    "<script>",
    "</p>",
    "<!--",
    "|",
    "\n|-|\n",
    "# ",
    "> ",
    "- ",
    "1. ",
    "*",
    "**",
    "_",
    "\n",
    "\n\n",
    "    ",
]
PIECES += ["[@cnn para. 2]", "[@", " ", "a", "é", "\x00", "\u2028", "\t", "<https://", "~~~", "//", ":", "%", "\u202e"]


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.text(max_size=80)))
@example("[x](a:b)")
def test_whatever_is_written_is_safe(text: str) -> None:
    for language in ("en-GB", "fr"):
        assert_safe(block_html(text, language, cite, show))
        assert_safe(line_html(text, language, cite))
    assert isinstance(plain(text, "en"), str)
    assert all(isinstance(image.name, str) for image in images(text))
    assert all(isinstance(link, str) for link in links(text))


# 20,000 characters, the most one text may have. Were one of these quadratic by much, or worse, the tests would not end.
LONG = 20_000
BOMBS = [
    "[",
    "![",
    "`",
    "*",
    "_",
    '"',
    "'",
    ">",
    "<",
    "(",
    "\\",
    "|",
    "~",
    "#",
    "&",
    "[@",
    "*a **",
    "[a](b ",
    "<a:",
    "- ",
    "> ",
    "x",
    "\n",
    "\t",
    '"a ',
]
BOMBS += ["[a]: https://b\n", "[@a]", "]", "![a](b)", "a@b.c ", "http://"]


@pytest.mark.parametrize("piece", BOMBS)
def test_no_text_takes_forever(piece: str) -> None:
    text = piece * (LONG // len(piece))
    assert_safe(blocks(text))
    assert_safe(line_html(text, "en", cite))
    images(text)


@pytest.mark.parametrize(
    "shape", ["[" * 9_000 + "]" * 9_000, "(" * 9_000 + ")" * 9_000, "> " * 3_000 + "a", "[a" * 4_000 + "](b)" * 3_000]
)
def test_no_nesting_is_too_deep(shape: str) -> None:
    assert_safe(blocks(shape))


def test_citations_become_references_that_hang_on_the_word_before() -> None:
    assert line_html("It begins [@cnn para. 2; @ap]. It ends.", "en", cite) == "It begins<sup>2</sup>. It ends."
    assert line_html("It begins [@cnn\n  para. 2].", "en", cite) == "It begins<sup>1</sup>."
    assert blocks("It begins [@cnn\npara. 2].") == "<p>It begins<sup>1</sup>.</p>"


def test_what_only_looks_like_a_citation_is_printed() -> None:
    assert line_html("[@cnn para. x] \\[@cnn] `[@cnn]`", "en", cite) == "[@cnn para. x] [@cnn] <code>[@cnn]</code>"


def test_quotation_marks_are_those_of_the_language() -> None:
    assert line_html("\"a 'b'\"", "en-GB", cite) == "“a ‘b’”"
    assert line_html('"a"', "fr", cite) == "«\u202fa\u202f»"


def test_headings_begin_at_the_third_level_and_skip_none() -> None:
    assert blocks("#### a\n# b\n### c\n###### d\n## e") == (
        "<h3>a</h3>\n<h3>b</h3>\n<h4>c</h4>\n<h5>d</h5>\n<h4>e</h4>"
    )


def test_a_table_names_what_each_heading_heads_and_aligns_its_columns() -> None:
    page = Page(blocks("| a | b |\n|---|--:|\n| x | y |"))
    headings = [("scope", "col"), ("scope", "col"), ("style", "text-align:right")]
    assert page.attributes == [*headings, ("style", "text-align:right")]
    assert page.elements.count("td") == 2


def test_the_form_of_a_table_is_decided_by_the_texts_of_its_cells() -> None:
    text = "| *n* | what |\n|---|--:|\n| `1` | a [@cnn paras. 3, 5] |\n| 2 | **b** c |\n\n- text\n\n  | d |\n  |---|\n  | e |"
    given: list[Sequence[Sequence[str]]] = []
    depths: list[int] = []

    def lay_out(rows: Sequence[Sequence[str]], depth: int) -> TableForm:
        given.append(rows)
        depths.append(depth)
        return TableForm("small", "color:red", (12.34,), frozenset({0}))

    html = block_html(text, "en", cite, show, lay_out)
    assert given == [[["n", "what"], ["1", "a\u206000:3, 5"], ["2", "b c"]], [["d"], ["e"]]]
    assert depths == [0, 2]
    assert html.count('<table class="small" style="color:red">') == 2
    assert '<th scope="col" style="width:12.3%"><em>n</em></th>\n<th scope="col" style="text-align:right">' in html
    assert '<tr data-tall="">\n<td><code><span class="number">1</span></code></td>' in html
    assert html.count("tall") == 2


def test_numbers_of_cells_are_marked_and_elsewhere_only_the_spaces_in_them() -> None:
    cell = block_html(
        "| a |\n|---|\n| **1,254** `2,000` [3,000](https://e.example/4) of 26 July 2023 |", "en", cite, show
    )
    assert re.findall('<span class="number">(.*?)</span>', cell) == ["1,254", "2,000", "3,000", "26 July 2023"]
    assert line_html("1,254 of 1 254 300 on 26 July 2023, 45 %", "en", cite) == (
        '1,254 of <span class="number">1 254 300</span> on 26 July 2023, <span class="number">45 %</span>'
    )


def test_plain_words_are_the_words_alone() -> None:
    assert plain("**AT&T** <b> [said](https://e.example) [@cnn] `x`", "en") == "AT&T <b> said x"


def test_images_are_named_as_the_author_named_them() -> None:
    text = "![A\nmap](<Carte Niger.png>) ![*b*](Zoë.png) [![c](d.png)](https://e.example) ![x][y]\n\n[y]: e.png"
    assert images(text) == [
        Image("Carte Niger.png", "A map"),
        Image("Zoë.png", "b"),
        Image("d.png", "c"),
        Image("e.png", "x"),
    ]


def test_links_are_found_wherever_they_lead() -> None:
    text = "[a](b.html) <https://c.example> [d][e] [f](javascript:g)\n\n[e]: /h"
    assert links(text) == ["b.html", "https://c.example", "/h", "javascript:g"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "![a](p.png)", "[b]: x:", "\n\n\t"]), max_size=12).map("".join))
@example("[a]: x:![a](p.png)\n|-|\n b")
@example("\n\n\t![a](p.png)")
def test_every_image_and_link_that_is_printed_is_one_that_was_checked(text: str) -> None:
    shown: list[Image] = []

    def keep(image: Image) -> str:
        shown.append(image)
        return ""

    page = Page(block_html(text.strip(), "en", cite, keep))
    assert set(shown) <= set(images(text))
    assert {value for name, value in page.attributes if name == "href"} <= set(links(text))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("13. November brought 40 dead.", [13]),
        ("2. Quarantine.\n5. Curfew.", [2, 5]),
        ("1. One.\n2. Two.\n3. Three.\n1990. A year.", [1, 2, 3, 1990]),
        ("3) c\n4) d", [3, 4]),
        ("5. e\n4. d\n3. c", [5, 4, 3]),
        ("0. Nought\n1. One", [0, 1]),
        ("1. a\n1. b\n1. c", [1, 2, 3]),
        ("> 7. q\n> 9. r", [7, 9]),
        ("7. a\n\n   3. x\n   5. y\n\n8. b", [7, 3, 5, 8]),
        ("- a\n- b", []),
    ],
)
def test_a_list_has_the_numbers_it_was_written_with(text: str, numbers: list[int]) -> None:
    html = block_html(text, "en", lambda _: "", lambda _: "")
    assert (_by_counters(html), _by_attributes(html)) == (numbers, numbers)


def _by_counters(html: str) -> list[int]:
    """Return the numbers of lists as the layout engine counts them: by the counters of the style."""
    found: list[int] = []
    counters: list[tuple[str, int]] = []
    for tag, attributes in re.findall(r"<(/?[uo]l|li)\b([^>]*)>", html):
        amount = re.search(r"list-item (-?\d+)", attributes)
        if tag == "li":
            kind, number = counters.pop()
            number += int(amount[1]) if amount else 1
            counters.append((kind, number))
            found += [number] if kind == "ol" else []
        elif tag.startswith("/"):
            counters.pop()
        else:
            counters.append((tag, int(amount[1]) if amount else 0))
    return found


def _by_attributes(html: str) -> list[int]:
    """Return the numbers of lists as a browser counts them without style."""
    found: list[int] = []
    counters: list[tuple[str, int]] = []
    for tag, attributes in re.findall(r"<(/?[uo]l|li)\b([^>]*)>", html):
        given = re.search(r' (?:start|value)="(-?\d+)"', attributes)
        if tag == "li":
            kind, number = counters.pop()
            number = int(given[1]) if given else number + 1
            counters.append((kind, number))
            found += [number] if kind == "ol" else []
        elif tag.startswith("/"):
            counters.pop()
        else:
            counters.append((tag, int(given[1]) - 1 if given else 0))
    return found
