"""Tables in prose: the texts of their cells, and the form in which they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from briefing.text.citations import Citation

GLUE = "\u2060"
"""Joins a reference to the word before it."""


@dataclass(frozen=True)
class TableForm:
    """How a table is printed: its CSS class and style, and the width of each column but the last in per cent.

    `tall_rows` are those that may be split between two pages, counted from the first below the headings.
    """

    css_class: str = ""
    style: str = ""
    widths: tuple[float, ...] = ()
    tall_rows: frozenset[int] = frozenset()


_PRINTED_AS = {"softbreak": " ", "hardbreak": " \n ", "image": " "}

_IN_CELLS = {"text": "cell_text", "code_inline": "cell_code"}
"""The types of text tokens, and those they have in the cells of a table."""

LayOut = Callable[[Sequence[Sequence[str]], int], TableForm]
"""Decides the form of a table by the texts of its cells, row by row, the headings first, and by how many lists and quotations
it is in."""


def plain_form(rows: Sequence[Sequence[str]], depth: int) -> TableForm:
    """Return the form of a table as HTML has it, whatever its cells."""
    return TableForm()


def set_forms(tokens: Sequence[Token], lay_out: LayOut) -> None:
    """Set the form of every table among the tokens of a text, and mark what in its cells is not to be broken."""
    for opening, row_openings, rows in _tables(tokens):
        form = lay_out([[_read_cell(content) for _, content in row] for row in rows], opening.level)
        for name, value in (("class", form.css_class), ("style", form.style)):
            if value:
                opening.attrs[name] = value
        for (heading, _), width in zip(rows[0], form.widths, strict=False):
            style = f"{heading.attrs.get('style', '')};width:{width:.1f}%"
            heading.attrs["style"] = style.lstrip(";")
        for number in form.tall_rows:
            row_openings[1 + number].attrs["data-tall"] = ""
        for child in (child for row in rows for _, content in row for child in content.children or ()):
            child.type = _IN_CELLS.get(child.type, child.type)


def _tables(tokens: Sequence[Token]) -> Iterator[tuple[Token, list[Token], list[list[tuple[Token, Token]]]]]:
    """Yield each table: its opening token, those of its rows, and by row the opening and the content of each cell."""
    opening: Token | None = None
    row_openings: list[Token] = []
    rows: list[list[tuple[Token, Token]]] = []
    for i, token in enumerate(tokens):
        match token.type:
            case "table_open":
                opening, row_openings, rows = token, [], []
            case "tr_open":
                row_openings.append(token)
                rows.append([])
            case "th_open" | "td_open":
                rows[-1].append((token, tokens[i + 1]))
            case "table_close" if opening:
                yield opening, row_openings, rows


def _read_cell(content: Token) -> str:
    """Return the words of a cell as they are printed, a reference with figures in place of those it will have."""
    words = ""
    for token in content.children or ():
        if token.type == "citation":
            words += GLUE + ", ".join(map(_reference, token.meta["citations"]))
        else:
            words += _PRINTED_AS.get(token.type, token.content)
    return words


def _reference(citation: Citation) -> str:
    places = ", ".join(map(str, citation.paragraphs)) or citation.pages
    return f"00:{places}" if places else "00"
