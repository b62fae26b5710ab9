"""Read a PDF as a screen reader does: from its tags alone, in their order, with what is to be said in place of the text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from tests.sheets import read_marks

_LINES = {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Caption", "/Figure", "/LI", "/TR"}


def languages_heard(content: bytes) -> list[tuple[str, str]]:
    """Return each language other than the document's, with the text that its marks say, in the order of reading."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        reader = _Reader({page.obj.objgen: read_marks(page) for page in pdf.pages})
        waiting, heard = [pdf.Root.StructTreeRoot.K[0]], []
        while waiting:
            element = waiting.pop(0)
            if "/Lang" in element:
                heard.append((str(element.Lang), reader.words(element)))
            waiting[:0] = [kid for kid in _kids(element) if isinstance(kid, pikepdf.Dictionary)]
        return heard


def read_aloud(content: bytes) -> str:
    """Return one line for each paragraph, heading, list item, figure and row of a table."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = {page.obj.objgen: read_marks(page) for page in pdf.pages}
        return "\n".join(_Reader(pages).lines(pdf.Root.StructTreeRoot.K[0])) + "\n"


@dataclass(frozen=True)
class _Reader:
    """`pages` has the text of each mark of each page."""

    pages: dict[tuple[int, int], dict[int | str, str]]

    def lines(self, element: Any) -> Iterator[str]:
        name = str(element.S)
        if name == "/Table":
            yield "Table"
        if name == "/TR":
            cells = [("*" if cell.S == "/TH" else "") + self.words(cell) for cell in _kids(element)]
            yield f"TR {' | '.join(cells)}"
        elif name in _LINES:
            yield f"{name[1:]} {self.words(element)}"
        elif any(not isinstance(kid, pikepdf.Dictionary) or kid.S in ("/Span", "/Link") for kid in _kids(element)):
            yield self.words(element)
        else:
            for kid in _kids(element):
                yield from self.lines(kid)

    def words(self, element: Any) -> str:
        return " ".join(self._text(element).replace("\u2060", "").replace("\u00a0", " ").split())

    def _text(self, element: Any) -> str:
        said = element.get("/ActualText", element.get("/Alt", element.get("/E")))
        if said is not None:
            return str(said)
        separator = " " if element.S in ("/P", "/Lbl", "/LBody", "/Div", "/LI") else ""
        text = ""
        for kid in _kids(element):
            piece = self._piece(element, kid)
            # The end of a line is a space to a screen reader, which sees where it is.
            ends_word = text[-1:].isalnum() or text.endswith(" &")
            is_new_line = ends_word and piece[:1].isalnum() and element.S != "/Span"
            text += f" {piece}" if is_new_line else piece
        return text + separator

    def _piece(self, element: Any, kid: Any) -> str:
        if not isinstance(kid, pikepdf.Dictionary):
            return self.pages[element.Pg.objgen][int(kid)]
        return self._text(kid)


def _kids(element: Any) -> list[Any]:
    """Return the marks and the elements below an element, without the annotations of links."""
    kids = element.get("/K", [])
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") != "/OBJR"]
