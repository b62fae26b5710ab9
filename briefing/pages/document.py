"""The composed HTML document and the PDF made of it: the values that pass between the stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from briefing.house.look import NO_HOUSE, House
from briefing.model.paper import CrowdedTable


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF: a source of the document (`Source`) or the figures behind a chart (`Data`)."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: Literal["Source", "Data"]


@dataclass(frozen=True)
class Annex:
    """A table that is too long to be laid out at once: it is laid out in parts and ends the document.

    `opening`, some rows and `closing` form a whole HTML document; so do `continuing` (the opening without the heading), some
    rows and `closing`. `blank` is a document with the same style and an empty body. Each row is one `tr` without pictures.
    """

    opening: str
    continuing: str
    rows: tuple[str, ...]
    closing: str
    blank: str


@dataclass(frozen=True)
class Document:
    """A complete HTML document and every file it refers to.

    `html` has `lang` and `title`. Its relative URLs ("print.css", "history.svg") are keys of `files`; neither it nor the
    annex can refer to anything else. `modified` is the date in the PDF; it has a time zone. `crowded_tables` are those that are
    printed too small to be read with ease. `house` is the look of the desk: its name is in the metadata of the PDF, its fonts
    are among the files.
    """

    html: str
    files: Mapping[str, bytes]
    modified: datetime
    attachments: tuple[Attachment, ...] = ()
    annex: Annex | None = None
    crowded_tables: tuple[CrowdedTable, ...] = ()
    house: House = NO_HOUSE


@dataclass(frozen=True)
class Pdf:
    """A finished file: its bytes, its number of pages, and how many of them hold some of the part meant for page one."""

    content: bytes
    pages: int
    front: int = 1
