"""Markdown with citations to safe HTML.

Raw HTML prints as the text it is; links go to the web or a mailbox and nowhere else; images are named by the caller. The one
addition to CommonMark (with tables) is the citation, `[@cnn para. 5; @ap]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import escape, unescape
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from briefing.text.citations import IN_PROSE, Citation, parse_citations
from briefing.text.markdown_tables import LayOut, plain_form, set_forms
from briefing.text.markup.figures import LIFTED, lift_images
from briefing.text.markup.lists import set_numbers
from briefing.text.markup.notes import add_notes, note_letter
from briefing.text.markup.quoted import MarkQuotation, mark_quotations
from briefing.text.unbroken import joined_amounts_html, unbroken_html

QUOTES = {"en": "“”‘’", "fr": ["«\u202f", "\u202f»", "“", "”"]}
"""Quotation marks by language, outer and inner, that replace straight ones."""

TOP_HEADING_LEVEL = 3
"""The heading of a section has the second level."""


@dataclass(frozen=True)
class Image:
    """An image as prose names it: its file name and its alternative text."""

    name: str
    alt: str


IS_ABSOLUTE = re.compile(r"(https?://|mailto:)[^\s]", re.IGNORECASE)

Cite = Callable[[Sequence[Citation]], str]
Show = Callable[[Image], str]


def _citation(state: StateInline, silent: bool) -> bool:
    match = IN_PROSE.match(state.src, state.pos)
    if not match:
        return False
    try:
        citations = parse_citations(match[1])
    except ValueError:
        return False
    if not silent:
        # Without the space before it, a reference stays on the line of the word it follows.
        state.pending = state.pending.rstrip(" ")
        state.push("citation", "", 0).meta = {"citations": citations}
    state.pos = match.end()
    return True


@cache
def _reader(language: str) -> MarkdownIt:
    reader = _new_reader(language)
    # Of addresses with a scheme, only web and mail addresses become links; the others print as they are written.
    reader.validateLink = lambda url: bool(IS_ABSOLUTE.match(url)) or ":" not in url  # type: ignore[method-assign]
    return reader


def _new_reader(language: str) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "typographer": True, "quotes": QUOTES[language]})
    reader.enable(["table", "smartquotes"]).disable(["html_block", "html_inline"])
    reader.inline.ruler.before("link", "citation", _citation)
    add_notes(reader)
    return reader


@cache
def _permissive() -> MarkdownIt:
    """Return a reader of every link and image, also of those that do not print as one, with the label that defines it."""
    reader = _new_reader("en")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    reader.options["store_labels"] = True
    return reader


def parse_prose(text: str, *, is_line: bool) -> tuple[list[Token], dict[str, Any]]:
    """Return the tokens of prose, and what the reader noted of it: `references` are the definitions of links by label."""
    env: dict[str, Any] = {}
    reader = _permissive()
    return reader.parseInline(text, env) if is_line else reader.parse(text, env), env


def all_tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield tokens, each before those inside it."""
    for token in tokens:
        yield token
        yield from all_tokens(token.children or ())


def line_html(text: str, language: str, cite: Cite, mark: MarkQuotation | None = None) -> str:
    """Return one line of prose as HTML with emphasis, links and citations, but no blocks; line ends become spaces.

    `mark` returns the HTML that stands after a quotation, by its words.
    """
    tokens = _reader(language[:2]).parseInline(" ".join(text.split()))
    if mark:
        mark_quotations(tokens, _words, mark)
    return _write_html(tokens, cite, lambda image: escape(image.alt))


def block_html(text: str, language: str, cite: Cite, show: Show, lay_out: LayOut = plain_form) -> str:
    """Return prose as HTML blocks; its headings begin at the third level and skip none."""
    return _write_html(_read_blocks(text, language, lay_out), cite, show)


def block_parts(
    text: str,
    language: str,
    cite: Cite,
    show: Show,
    lay_out: LayOut,
    stands_alone: Callable[[Image], bool],
    mark: MarkQuotation | None = None,
) -> Iterator[str | Image]:
    """Yield prose as HTML blocks, as `block_html` does, and between them each image of a paragraph that `stands_alone`.

    `mark` returns the HTML that stands after a quotation, by its words.
    What it cites is known in the order of the page: an image is yielded before the text after it is written.
    """
    tokens = _read_blocks(text, language, lay_out)
    if mark:
        mark_quotations(tokens, _words, mark)
    blocks: list[Token] = []
    for token in lift_images(tokens, lambda image: stands_alone(_image(image))):
        if token.type != LIFTED:
            blocks.append(token)
            continue
        if blocks:
            yield _write_html(blocks, cite, show)
            blocks = []
        yield _image(token.meta["image"])
    if blocks:
        yield _write_html(blocks, cite, show)


def _read_blocks(text: str, language: str, lay_out: LayOut) -> list[Token]:
    tokens = _reader(language[:2]).parse(text)
    _set_levels(tokens)
    set_numbers(tokens)
    set_forms(tokens, lay_out)
    return tokens


def plain(text: str, language: str) -> str:
    """Return the words of a line of prose, without citations and emphasis."""
    return unescape(re.sub(r"<[^>]+>", "", line_html(text, language, lambda _: "").replace("<br", " <br")))


@dataclass(frozen=True)
class Printed:
    """A paragraph as the reader sees it: its words, and the citations at their offsets.

    `is_block_quote`: it is a block quotation (`>` in Markdown), without quotation marks. `row` is the number of the row of a
    table of which it is a cell, counted through the text from 1; 0 for all else.
    """

    text: str
    citations: tuple[tuple[int, tuple[Citation, ...]], ...] = ()
    is_block_quote: bool = False
    row: int = 0


def printed_line(text: str, language: str) -> Printed:
    """Return one line of prose as `line_html` prints it, without its markup."""
    tokens = _reader(language[:2]).parseInline(" ".join(text.split()))
    return _printed([child for token in tokens for child in token.children or ()])


def printed_blocks(text: str, language: str) -> list[Printed]:
    """Return the paragraphs, headings and cells of prose as `block_html` prints them, without their markup."""
    blocks: list[Printed] = []
    depth = row = rows = 0
    for token in _reader(language[:2]).parse(text):
        if token.type in ("blockquote_open", "blockquote_close"):
            depth += token.nesting
        elif token.type in ("tr_open", "tr_close"):
            rows += token.nesting > 0
            row = rows if token.nesting > 0 else 0
        elif token.content:
            block = _printed(token.children) if token.children else Printed(token.content)
            blocks.append(replace(block, is_block_quote=depth > 0, row=row))
    return [block for block in blocks if block.text.strip() or block.citations]


def _words(tokens: Sequence[Token]) -> str:
    return _printed(tokens).text


def _printed(tokens: Sequence[Token]) -> Printed:
    words, citations = "", []
    for token in tokens:
        if token.type == "citation":
            citations.append((len(words), token.meta["citations"]))
        elif token.type == "image":
            words += _image(token).alt
        else:
            words += " " if token.type in ("softbreak", "hardbreak") else token.content
    return Printed(words, tuple(citations))


def images(text: str) -> list[Image]:
    """Return the images that a text names, each once."""
    return list(dict.fromkeys(_image(token) for token in _inline(text) if token.type == "image"))


def lone_images(text: str) -> list[Image]:
    """Return the images that stand in paragraphs of a text, not in its lists, tables, quotations, headings or links.

    One that stands there twice is in the list twice.
    """
    lifted = lift_images(_reader("en").parse(text.strip()), lambda _: True)
    return [_image(token.meta["image"]) for token in lifted if token.type == LIFTED]


def links(text: str) -> list[str]:
    """Return the addresses that a text links to, each once, also those that do not print as a link."""
    return list(dict.fromkeys(str(token.attrs["href"]) for token in _inline(text) if token.type == "link_open"))


def has_empty_table(text: str) -> bool:
    """Tell whether a table in the text has headings and no rows, which an accessible PDF must not have."""
    kinds = [token.type for token in _reader("en").parse(text.strip())]
    return any(pair == ("thead_close", "table_close") for pair in pairwise(kinds))


@lru_cache(maxsize=16)
def _inline(text: str) -> tuple[Token, ...]:
    # By both readers: what is the target of a link to one is text to the other. Stripped, as the model has it.
    readers = (_reader("en"), _permissive())
    tokens = (token for reader in readers for token in reader.parse(text.strip()))
    return tuple(child for token in tokens for child in token.children or ())


def _image(token: Token) -> Image:
    alt = "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ())
    return Image(unquote(str(token.attrs.get("src", ""))), alt)


def _set_levels(tokens: list[Token]) -> None:
    """Set the levels of headings from the third on without gaps, as the outline of a screen reader needs."""
    open_levels: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            while open_levels and open_levels[-1] >= written:
                open_levels.pop()
            open_levels.append(written)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(TOP_HEADING_LEVEL + len(open_levels) - 1, 6)}"


def _cell(name: str) -> Callable[..., str]:
    """Return a renderer of the opening tag of a cell, with no attribute but its style."""

    def write(tokens: Sequence[Token], i: int, options: object, env: object) -> str:
        style = tokens[i].attrs.get("style")
        return f'<{name} style="{escape(str(style))}">' if style else f"<{name}>"

    return write


def _note_mark(token: Token) -> str:
    return f'<sup class="ref">{note_letter(token.meta["number"])}</sup>'


def _write_html(tokens: Sequence[Token], cite: Cite, show: Show) -> str:
    """Return tokens as HTML, with the caller's functions for citations and images."""
    rules: dict[str, Callable[..., str]] = {
        "citation": lambda tokens, i, options, env: cite(tokens[i].meta["citations"]),
        "image": lambda tokens, i, options, env: show(_image(tokens[i])),
        "th_open": _cell('th scope="col"'),
        "td_open": _cell("td"),
        "note_reference": lambda tokens, i, options, env: _note_mark(tokens[i]),
        "note_open": lambda tokens, i, options, env: f'<p class="note">{_note_mark(tokens[i])} ',
        "note_close": lambda tokens, i, options, env: "</p>\n",
        "text": lambda tokens, i, options, env: joined_amounts_html(tokens[i].content),
        "cell_text": lambda tokens, i, options, env: unbroken_html(tokens[i].content),
        "cell_code": lambda tokens, i, options, env: f"<code>{unbroken_html(tokens[i].content)}</code>",
    }
    renderer = RendererHTML()
    renderer.rules.update(rules)  # type: ignore[arg-type]  # it asks for bound methods, and calls any function
    return renderer.render(tokens, _reader("en").options, {}).strip()
