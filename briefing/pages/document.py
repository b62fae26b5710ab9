"""What a document is composed of, the HTML document, and the PDF made of it: the values that pass between the stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from briefing.house.look import NO_HOUSE, House
from briefing.load.bibliography.csl import CslContent
from briefing.model.edition_statement import EditionStatement
from briefing.model.key_figures.since import EarlierFigures
from briefing.model.paper import CrowdedTable
from briefing.model.parts.evidence import Evidence
from briefing.model.parts.table_data import TableData
from briefing.model.sourcing import Sourcing
from briefing.pages.desk.notices import Notices
from briefing.pages.parts.item_marks import ItemKey
from briefing.problems import Problem


@dataclass(frozen=True)
class DocumentInput:
    """What a document is composed of besides the briefing and its figures.

    `attached` are the files that carry the briefing as data, `attach_figures` says whether the data behind its figures are
    attached too; `key_figures` are those of page one as CSV. `images` are those its prose shows, by the names it gives them.
    `csl_entries` are the bibliography's entries by the id of the source, `csl_style` the name and content of a CSL style.
    `statement` is there where an edition is published, `open_problems` where it is a draft: it is marked as one on every
    page, and they are listed on the last and marked in their items (`problem_spots`). `earlier` are the key figures of the
    last edition, where this is none itself; `tables` the rows of the tables of its sections; `evidence` what shows that its
    quotations are in their sources; `house` is the desk's look.
    """

    attached: Mapping[str, bytes]
    images: Mapping[str, bytes]
    sourcing: Sourcing | None = None
    csl_entries: Mapping[str, CslContent] | None = None
    csl_style: tuple[str, bytes] | None = None
    statement: EditionStatement | None = None
    open_problems: Sequence[Problem] | None = None
    problem_spots: Mapping[ItemKey, Sequence[int]] = field(default_factory=dict)
    attach_figures: bool = True
    key_figures: bytes = b""
    earlier: EarlierFigures | None = None
    tables: Sequence[TableData] = ()
    evidence: Sequence[Evidence] = ()
    house: House = NO_HOUSE

    @property
    def draft(self) -> bool:
        """Whether the document is marked as a draft."""
        return self.open_problems is not None


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
    are among the files. `notices` are what none of its pages may lose, whatever the templates and styles of a desk do.
    """

    html: str
    files: Mapping[str, bytes]
    modified: datetime
    attachments: tuple[Attachment, ...] = ()
    annex: Annex | None = None
    crowded_tables: tuple[CrowdedTable, ...] = ()
    house: House = NO_HOUSE
    notices: Notices | None = None


@dataclass(frozen=True)
class Pdf:
    """A finished file: its bytes, its number of pages, and how many of them hold some of the part meant for page one."""

    content: bytes
    pages: int
    front: int = 1
