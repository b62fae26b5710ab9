"""Markdown with citations to safe HTML.

Raw HTML prints as the text it is; links go to the web or a mailbox and nowhere else; images are named by the caller. The one
addition to CommonMark (with tables) is the citation, `[@cnn para. 5; @ap]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape, unescape
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from briefing.text.citations import IN_PROSE, Citation, parse_citations

QUOTES = {"en": "“”‘’", "fr": ["«\u202f", "\u202f»", "“", "”"]}
"""Quotation marks by language, outer and inner, put in place of straight ones."""

NARROWEST, WIDEST = 8, 48
"""A column counts as no narrower and no wider than so many characters where a table's width is shared among them."""

PADDING = 2
"""The part of a table's width that the padding of one column takes, in per cent."""

FIRST_HEADING = 3
"""Free text stands under a section's own heading, which is of the second level."""


@dataclass(frozen=True)
class Image:
    """An image as prose names it: the file, and its alternative text."""

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
        # A reference hangs on the word before it: the space between them would let it fall to the next line.
        state.pending = state.pending.rstrip(" ")
        state.push("citation", "", 0).meta = {"citations": citations}
    state.pos = match.end()
    return True


@cache
def _reader(language: str) -> MarkdownIt:
    reader = _new_reader(language)
    # Of addresses with a scheme, only the web's and mail's are links; the others print as they are written.
    reader.validateLink = lambda url: bool(IS_ABSOLUTE.match(url)) or ":" not in url  # type: ignore[method-assign]
    return reader


def _new_reader(language: str) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "typographer": True, "quotes": QUOTES[language]})
    reader.enable(["table", "smartquotes"]).disable(["html_block", "html_inline"])
    reader.inline.ruler.before("link", "citation", _citation)
    return reader


def line_html(text: str, language: str, cite: Cite) -> str:
    """One line of prose as HTML: emphasis, links and citations, but no block; line ends become spaces."""
    tokens = _reader(language[:2]).parseInline(" ".join(text.split()))
    return _Writer(cite, _no_image).write(tokens)


def block_html(text: str, language: str, cite: Cite, show: Show) -> str:
    """Prose as HTML blocks; headings are set to begin at the third level and to skip none."""
    tokens = _reader(language[:2]).parse(text)
    _level(tokens)
    _share_width(tokens)
    return _Writer(cite, show).write(tokens)


def plain(text: str, language: str) -> str:
    """The words of a line of prose alone, without citations or marks of emphasis."""
    return unescape(re.sub(r"<[^>]+>", "", line_html(text, language, lambda _: "")))


@dataclass(frozen=True)
class Printed:
    """A paragraph as the reader sees it: its words, and each citation with the offset it hangs at.

    `set_off`: it stands apart as a quotation of several lines does (`>` in Markdown), without marks.
    """

    text: str
    citations: tuple[tuple[int, tuple[Citation, ...]], ...] = ()
    set_off: bool = False


def printed_line(text: str, language: str) -> Printed:
    """One line of prose as `line_html` prints it, without its markup."""
    tokens = _reader(language[:2]).parseInline(" ".join(text.split()))
    return _printed([child for token in tokens for child in token.children or ()])


def printed_blocks(text: str, language: str) -> list[Printed]:
    """The paragraphs, headings and cells of prose as `block_html` prints them, without their markup."""
    blocks: list[Printed] = []
    depth = 0
    for token in _reader(language[:2]).parse(text):
        if token.type in ("blockquote_open", "blockquote_close"):
            depth += token.nesting
        elif token.content:
            block = _printed(token.children) if token.children else Printed(token.content)
            blocks.append(replace(block, set_off=depth > 0))
    return [block for block in blocks if block.text.strip() or block.citations]


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
    """The images a text names, each once, whatever they are named."""
    return list(dict.fromkeys(_image(token) for token in _inline(text) if token.type == "image"))


def links(text: str) -> list[str]:
    """The addresses a text means to link to, each once, wherever they lead."""
    return list(dict.fromkeys(str(token.attrs["href"]) for token in _inline(text) if token.type == "link_open"))


def has_empty_table(text: str) -> bool:
    """Whether a table in the text has headings and no rows: an accessible PDF cannot have such a one."""
    kinds = [token.type for token in _reader("en").parse(text.strip())]
    return any(pair == ("thead_close", "table_close") for pair in pairwise(kinds))


def _inline(text: str) -> list[Token]:
    # Both readers: what one takes for the target of a link, the other prints. And as the model has it: without its ends.
    readers = (_reader("en"), _permissive())
    tokens = (token for reader in readers for token in reader.parse(text.strip()))
    return [child for token in tokens for child in token.children or ()]


@cache
def _permissive() -> MarkdownIt:
    """Reads every link and image that was meant as one: a check must see those that will not be printed as one."""
    reader = _new_reader("en")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader


def _image(token: Token) -> Image:
    alt = "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ())
    return Image(unquote(str(token.attrs.get("src", ""))), alt)


def _no_image(image: Image) -> str:
    return escape(image.alt)


def _level(tokens: list[Token]) -> None:
    """Give headings levels from the third on, none skipped: a screen reader's outline must have no gap."""
    open_levels: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            while open_levels and open_levels[-1] >= written:
                open_levels.pop()
            open_levels.append(written)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(FIRST_HEADING + len(open_levels) - 1, 6)}"


def _share_width(tokens: list[Token]) -> None:
    """Give each column of a table its share of the width, by the longest of its texts: equal columns would cram one."""
    headings: list[Token] = []
    lengths: list[int] = []
    column = 0
    for i, token in enumerate(tokens):
        match token.type:
            case "table_open":
                headings, lengths = [], []
            case "tr_open":
                column = 0
            case "th_open" | "td_open":
                if token.type == "th_open":
                    headings.append(token)
                    lengths.append(NARROWEST)
                lengths[column] = min(max(lengths[column], len(tokens[i + 1].content)), WIDEST)
                column += 1
            case "table_close":
                # What the columns' padding takes is not shared out; the last one has what is left.
                shared = max(100 - PADDING * len(headings), 20)
                for heading, length in zip(headings[:-1], lengths, strict=False):
                    style = f"{heading.attrs.get('style', '')};width:{shared * length / sum(lengths):.0f}%"
                    heading.attrs["style"] = style.lstrip(";")


def _cell(name: str) -> Callable[[Sequence[Token], int, Any, Any], str]:
    """Writes the opening of a cell, with no attributes but those that are known here."""

    def write(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
        style = tokens[i].attrs.get("style")
        return f'<{name} style="{escape(str(style))}">' if style else f"<{name}>"

    return write


class _Writer:
    """Writes tokens as HTML, with the caller's way to cite and to show an image."""

    def __init__(self, cite: Cite, show: Show) -> None:
        self._renderer = RendererHTML()
        rules: dict[str, Any] = {
            "citation": lambda tokens, i, options, env: cite(tokens[i].meta["citations"]),
            "image": lambda tokens, i, options, env: show(_image(tokens[i])),
            "th_open": _cell('th scope="col"'),
            "td_open": _cell("td"),
        }
        self._renderer.rules.update(rules)

    def write(self, tokens: Sequence[Token]) -> str:
        return self._renderer.render(tokens, _reader("en").options, {}).strip()
