"""Small pages for the tests of setting and printing, and a reader of the tags they come out with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pikepdf
from PIL import Image

from briefing.pages.document import Attachment, Document

MODIFIED = datetime(2023, 7, 27, 20, 0, tzinfo=UTC)
FAMILIES = "body { font-family: 'IBM Plex Serif' } table { font-family: 'Fira Sans' }"


def sheet(
    body: str,
    *,
    css: str = "",
    head: str = "",
    root: str = "lang=en-GB",
    title: str = "<title>Niger</title>",
    files: Mapping[str, bytes] | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Document:
    """Make a page of one heading and a body, valid except for what a test changes."""
    html = f"<!doctype html><html {root}><head>{title}<style>{FAMILIES} {css}</style>{head}</head>"
    return Document(f"{html}<body><h1>Niger</h1>{body}</body></html>", files or {}, MODIFIED, attachments)


def picture(kind: str) -> bytes:
    """Draw a small picture as a `PNG` or a `JPEG`."""
    stream = io.BytesIO()
    Image.new("RGB", (24, 12), (200, 40, 40)).save(stream, kind)
    return stream.getvalue()


DRAWING = b"""\
<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60" viewBox="0 0 200 60">
<rect width="200" height="60" fill="#eee"/><circle cx="150" cy="30" r="8" fill="#333" opacity="0.5"/>
<text x="10" y="30" font-family="Fira Sans" font-size="10">since 1960</text></svg>"""


def read_tags(content: bytes) -> str:
    """Draw the tree of tags as an outline: one line a tag, with its own text and what it says about itself."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        texts = [read_marks(page) for page in pdf.pages]
        number = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        lines = (line for tag in pdf.Root.StructTreeRoot.K for line in _outline(tag, texts, number, 0))
        return "\n".join(lines)


def read_marks(page: pikepdf.Page) -> dict[int | str, str]:
    """Read a page's text by what marks it: the number of its mark, or the artifact it is."""
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    texts: dict[int | str, str] = {}
    marks: list[int | str] = []
    letters: dict[int, str] = {}
    for operands, operator in read_content(page):
        match operator:
            case "BDC" | "BMC":
                marks.append(_mark(*operands))
                texts.setdefault(marks[-1], str(operands[1].get("/ActualText", "")) if len(operands) > 1 else "")
            case "EMC":
                marks.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "TJ" | "Tj":
                texts[marks[-1] if marks else "unmarked"] += "".join(_read(operands[0], letters))
    return texts


def read_content(page: pikepdf.Page) -> Iterator[tuple[list[Any], str]]:
    """Read a page's content, one operation after the other: its operands and its name."""
    for operation in pikepdf.parse_content_stream(page):
        yield list(operation.operands), str(operation.operator)


def _mark(tag: pikepdf.Name, properties: Any = None) -> int | str:
    if tag != pikepdf.Name.Artifact:
        return int(properties["/MCID"])
    if properties is None:
        return "Artifact"
    return f"{properties.Type} {properties.get('/Subtype', '')} {properties.get('/Attached', [''])[0]}"


def _letters(font: Any) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-f]+)> <([0-9a-f]+)>", font.ToUnicode.read_bytes())
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _read(shown: Any, letters: dict[int, str]) -> Iterator[str]:
    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.String):
            glyphs = bytes(part)
            yield from (letters[int.from_bytes(glyphs[at : at + 2], "big")] for at in range(0, len(glyphs), 2))


def _outline(tag: Any, texts: list[dict[int | str, str]], number: dict[tuple[int, int], int], depth: int) -> Any:
    if tag.get("/Type") == "/OBJR":
        yield f"{'  ' * depth}annotation “{tag.Obj.Contents}”"
        return
    own = texts[number[tag.Pg.objgen]] if "/Pg" in tag else {}
    kids = list(tag.get("/K", []))
    text = "".join(own[int(kid)] for kid in kids if isinstance(kid, int))
    scope = tag.get("/A", {}).get("/Scope", "")
    parts = [str(tag.S)[1:], str(scope), f"alt “{tag.Alt}”" if "/Alt" in tag else "", f"“{text}”" if text else ""]
    yield "  " * depth + " ".join(part for part in parts if part)
    for kid in kids:
        if not isinstance(kid, int):
            yield from _outline(kid, texts, number, depth + 1)
