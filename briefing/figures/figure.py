"""A drawn figure, with everything a reader who cannot see it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Table:
    """The data behind a figure: column headings, and rows of as many texts as there are headings.

    `numbers` says that all columns but the first are numbers, which are set to the right.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure: the SVG, its finding as a title, and its alternative texts.

    `title` and `alt` are one sentence each, `description` a paragraph; all are computed from what is drawn.
    `notes` are printed below it (definition, data, corrections), after the `findings` that neither its title nor the drawing
    says to those who see it. `csv` is the data as UTF-8 CSV. What `is_small` fits the margin of page one.
    """

    name: str
    svg: bytes
    title: str
    alt: str
    description: str
    notes: tuple[str, ...]
    table: Table
    csv: bytes
    findings: str = ""
    is_small: bool = False


@dataclass(frozen=True)
class Drawings:
    """The figures of a briefing: None where it has none, and its charts in the order it has them."""

    history: Figure | None = None
    locator: Figure | None = None
    charts: tuple[Figure, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures there are."""
        return (*(figure for figure in (self.history, self.locator) if figure), *self.charts)


class FigureRequest(Protocol):
    """A figure to be drawn: every value it depends on is in its `repr`, always in the same order."""

    def draw(self) -> Figure:
        """Draw the figure. Raises FigureError where it cannot be drawn."""


DrawFigure = Callable[[FigureRequest], Figure]
"""Draws a figure, or returns the one that was drawn before for an equal request."""


def draw_now(request: FigureRequest) -> Figure:
    """Draw a figure whatever was drawn before."""
    return request.draw()
