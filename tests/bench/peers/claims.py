"""What a file is that a peer or we have made: what it claims, what veraPDF says of that, and what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from tests.verapdf import MissingError, VeraPdf


@dataclass(frozen=True)
class Claims:
    """What was found in one PDF; `broken` are the numbers of rules of PDF/A-3a and PDF/UA-1 broken, None if unjudged.

    `tags` and `headers` count the elements of its structure and the header cells among them, `alternatives` the figures
    with an alternative text.
    """

    name: str
    pages: int
    kib: float
    claims: tuple[str, ...]
    broken: tuple[int, int] | None
    tagged: bool
    tags: int
    headers: int
    alternatives: int
    bookmarks: int
    links: int
    attachments: int


Judge = Any
"""A running veraPDF, or None where there is none."""


@contextmanager
def judge() -> Iterator[Judge]:
    """A running veraPDF; None where it is not to be had."""
    try:
        verapdf = VeraPdf()
    except MissingError:
        yield None
        return
    with verapdf:
        yield verapdf


def read_claims(name: str, file: Path, verapdf: Judge) -> Claims:
    """Look into a PDF, and have it judged."""
    with pikepdf.open(file) as pdf:
        metadata = pdf.open_metadata() if "/Metadata" in pdf.Root else {}
        kinds = [str(element.get("/S", "")) for element in _elements(pdf)]
        alternatives = sum("/Alt" in element for element in _elements(pdf) if element.get("/S") == "/Figure")
        with pdf.open_outline() as outline:
            bookmarks = sum(1 for _ in _all(outline.root))
        return Claims(
            name,
            len(pdf.pages),
            file.stat().st_size / 1024,
            tuple(_claimed(metadata)),
            tuple(len(verapdf.judge(profile, file)) for profile in ("3a", "ua1")) if verapdf else None,  # type: ignore[arg-type]
            "/MarkInfo" in pdf.Root and bool(pdf.Root.MarkInfo.get("/Marked", False)),
            len(kinds),
            kinds.count("/TH"),
            alternatives,
            bookmarks,
            sum(note.get("/Subtype") == "/Link" for page in pdf.pages for note in page.get("/Annots", ())),
            len(pdf.attachments),
        )


def _claimed(metadata: Any) -> Iterator[str]:
    part, level = metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance") or ""
    if part:
        yield f"PDF/A-{part}{level.lower()}"
    if accessible := metadata.get("pdfuaid:part"):
        yield f"PDF/UA-{accessible}"


def _all(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _all(item.children)


def _elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The elements of the tags, in the order of the file."""
    root = pdf.Root.get("/StructTreeRoot")
    waiting = [] if root is None else [root]
    while waiting:
        element: Any = waiting.pop()
        if "/S" in element:
            yield element
        kids = element.get("/K", ())
        waiting += [
            kid
            for kid in (kids if isinstance(kids, pikepdf.Array) else [kids])
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") not in ("/MCR", "/OBJR")
        ]


def head_repeats(file: Path, head: tuple[str, ...], row: str) -> tuple[int, int]:
    """The pages with all words of a table's head, and the pages with rows of it."""
    document = pypdfium2.PdfDocument(file)
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    with_rows = [text for text in texts if row in text]
    return sum(all(word in text for word in head) for text in with_rows), len(with_rows)
