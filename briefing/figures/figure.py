"""A drawn figure, with everything a reader who cannot see it needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """The data behind a figure: column headings, and rows of as many texts as there are headings."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """One figure: the SVG, its finding as a title, and the words that stand for it.

    `title` and `alt` are one sentence each, `description` a paragraph; all are computed from what is drawn.
    `notes` are printed beneath it (definition, data, corrections). `csv` is the data as UTF-8 CSV.
    """

    name: str
    svg: bytes
    title: str
    alt: str
    description: str
    notes: tuple[str, ...]
    table: Table
    csv: bytes


@dataclass(frozen=True)
class Drawings:
    """The figures of a briefing; None where it asks for none."""

    history: Figure | None = None
    locator: Figure | None = None
