"""The composed HTML document and the PDF made of it: the values that pass between the stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF: where it came from (`Source`) or the figures behind a chart (`Data`)."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: Literal["Source", "Data"]


@dataclass(frozen=True)
class Annex:
    """A table too long for one piece: it is laid out in parts and closes the document.

    `opening`, some rows and `closing` are a whole HTML document, and so they are with `continuing` (without the heading) in
    place of the opening; `blank` is one with the same style and an empty body. Each row is one `tr`, without pictures.
    """

    opening: str
    continuing: str
    rows: tuple[str, ...]
    closing: str
    blank: str


@dataclass(frozen=True)
class Document:
    """A complete HTML document and every file it refers to.

    `html` is a whole document with `lang` and `title`. Its relative URLs ("print.css", "history.svg") are keys of `files`;
    it can name nothing else, and nor can the annex. `modified` (UTC) is the date the PDF carries, so that the same page
    gives the same bytes.
    """

    html: str
    files: Mapping[str, bytes]
    modified: datetime
    attachments: tuple[Attachment, ...] = field(default=())
    annex: Annex | None = None


@dataclass(frozen=True)
class Pdf:
    """The finished file: its bytes, how many pages it has, and how many of them its front (page one's part) takes."""

    content: bytes
    pages: int
    front: int = 1
