"""Tables as they are printed: whole headings on every page, and no page left half white."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from briefing.figures.figure import Drawings
from briefing.model.briefing import Briefing
from briefing.model.paper import MARGINS_MM, Paper
from briefing.pages import long_tables
from briefing.pages.compose import DocumentInput, compose_document
from briefing.rendering import render_document
from tests.archived import written

MM = 72 / 25.4
NAME = re.compile(r"r\d+c\d+")
"""The name with which each cell begins."""

ENGLISH = "the harbour stays shut after talks between the crews and the port about wages broke down again"
GERMAN = "Hafenarbeitergewerkschaft Tarifverhandlung wegen der Containerumschlagsgebühren bleibt ohne Ergebnis"
ARABIC = "قالت سلطات الميناء إن المحادثات مع العمال انتهت دون اتفاق"


@dataclass(frozen=True)
class Page:
    """A printed page: its words, and the share of its height that is white below the last of them."""

    words: list[str]
    white: float
    width: float


def pages(content: bytes) -> list[Page]:
    return list(_pages(content))


def _pages(content: bytes) -> Iterator[Page]:
    top, _, bottom = (margin * MM for margin in MARGINS_MM)
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        for page in pdf:
            text = page.get_textpage()
            feet = [text.get_charbox(i)[1] for i in range(text.count_chars())]
            lowest = min((foot for foot in feet if foot > bottom - 2), default=page.get_height())
            white = (lowest - bottom) / (page.get_height() - top - bottom)
            yield Page(text.get_text_bounded().split(), white, page.get_width())


def printed(paper: Paper = "a4", **more: Any) -> bytes:
    briefing = Briefing.model_validate(written(**more))
    return render_document(compose_document(briefing, Drawings(None), paper, DocumentInput({}, {}))).content


def prose(text: str, characters: int, first: int = 0) -> str:
    """About so many characters, beginning with another word each time."""
    words = text.split()
    text = " ".join(islice(cycle(words[first % len(words) :] + words), characters // 3))
    return text[:characters].rpartition(" ")[0]


def table(columns: int, rows: int, characters: Callable[[int, int], int], words: str = ENGLISH) -> str:
    """A table whose cells begin with names of their own."""
    cells = [
        [f"r{row}c{column} {prose(words, characters(row, column), row + column)}" for column in range(columns)]
        for row in range(rows)
    ]
    lines = [[f"Head{column}" for column in range(columns)], ["---"] * columns, *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def assert_well_divided(content: bytes, heading: str) -> None:
    """The heading is on every page that has a row of the table, and no page but the last is more than a third white."""
    found = pages(content)
    inside = [number for number, page in enumerate(found) if heading in page.words]
    assert len(inside) > 1
    assert inside == list(range(inside[0], inside[-1] + 1)), "a page in the middle has no heading"
    assert {number for number, page in enumerate(found) if NAME.search(" ".join(page.words))} <= set(inside)
    assert max(found[number].white for number in inside[:-1]) < 1 / 3


LONG = [
    (4, 5, 1000, ENGLISH, "a4"),
    (4, 5, 1200, ENGLISH, "letter"),
    (3, 3, 5000, ENGLISH, "a4"),
    (6, 3, 1100, GERMAN, "letter"),
    (5, 4, 1500, ARABIC, "a4"),
]


@pytest.mark.parametrize(("columns", "rows", "characters", "words", "paper"), LONG)
def test_long_cells_are_split_under_a_repeated_heading_and_nothing_is_lost(
    columns: int, rows: int, characters: int, words: str, paper: Paper
) -> None:
    text = table(columns, rows, lambda row, column: characters + 40 * (row + column) % 200, words)
    content = printed(paper, sections=[{"title": "Ports", "text": f"Word for word.\n\n{text}\n\nAfterwards."}])
    assert_well_divided(content, "Head0")
    if words is ENGLISH:
        here = Counter(word for page in pages(content) for word in page.words)
        cells = Counter(word for word in text.replace("|", " ").split() if re.fullmatch(r"[a-z]+|r\d+c\d+", word))
        assert all(here[word] >= count for word, count in cells.items())
        assert all(here[f"r{row}c{column}"] == 1 for row in range(rows) for column in range(columns))


def test_rows_of_all_lengths_leave_no_page_half_white() -> None:
    text = table(3, 40, lambda row, column: 20 + (row * 370 + column * 311) % 900)
    assert_well_divided(printed(sections=[{"title": "Ports", "text": text}]), "Head0")


def statement(number: int, characters: int) -> dict[str, Any]:
    quote = f"r{number}c0 {prose(ENGLISH, characters, number)}"
    return {"body": f"Ministry {number}", "stance": "warns", "quote": quote, "source": "a para. 1"}


def test_long_reactions_actors_and_events_are_split_under_their_headings() -> None:
    reactions = [statement(number, 900 + number * 300) for number in range(8)]
    assert_well_divided(printed(reactions=reactions), "Stance")
    actors = [
        {"name": f"Person {n}", "role": "Head", "side": "Port", "status": f"r{n}c0 {prose(ENGLISH, 1500, n)}"}
        for n in range(8)
    ]
    assert_well_divided(printed(actors=actors), "Side")
    events = [{"when": "2024", "what": f"r{n}c0 {prose(ENGLISH, 2600, n)}"} for n in range(5)]
    assert_well_divided(printed(timeline=events), "When")


def test_a_row_begins_with_three_lines_of_all_its_cells() -> None:
    """A name is not alone at the foot of a page while all that it said is on the next."""
    for lines in range(8, 20, 2):
        above = [{"body": "Port", "stance": "warns", "position": prose(ENGLISH, 180)}] * lines
        last = {"body": "Ministry", "stance": "warns", "position": f"r0c0 {prose(ENGLISH, 900)}"}
        found = pages(printed(reactions=[*above, last]))
        assert [page for page in found if "Ministry" in page.words] == [page for page in found if "r0c0" in page.words]


def test_an_annex_of_long_rows_is_divided_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_tables, "PART_ROWS", 20)
    reactions = [statement(number, 100 + number * 130 % 1200) for number in range(201)]
    content = printed(reactions=reactions)
    assert_well_divided(content, "Stance")
    names = [name for page in pages(content) for name in NAME.findall(" ".join(page.words))]
    assert names == [f"r{number}c0" for number in range(201)]


def test_split_tables_conform(tmp_path: Path, verapdf: Callable[[Path], dict[str, list[str]]]) -> None:
    text = table(4, 5, lambda row, column: 1100)
    content = printed(sections=[{"title": "Ports", "text": text}], reactions=[statement(n, 2000) for n in range(4)])
    (tmp_path / "split.pdf").write_bytes(content)
    assert verapdf(tmp_path / "split.pdf") == {}
