"""Tables as they are printed: whole headings on every page, no page left half white, and no number ever parted."""

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
from briefing.model.paper import MARGINS_MM, PAPERS, Paper
from briefing.pages import compose, long_tables
from briefing.pages.compose import compose_document
from briefing.pages.document import DocumentInput
from briefing.pages.tables.columns import fit_table, share_width
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


@pytest.mark.parametrize("lines", [6, 12, 15])
def test_a_part_that_stays_on_one_page_leaves_at_most_a_third_of_the_one_before_white(lines: int) -> None:
    for filling in range(22, 40, 6):
        text = "\n\n".join(["A line of its own."] * filling)
        content = printed(gaps=["Who decides."] * lines, sections=[{"title": "Before", "text": text}])
        assert max(page.white for page in pages(content)[:-1]) < 0.36


def test_a_row_begins_with_three_lines_of_all_its_cells() -> None:
    """A name is not alone at the foot of a page while all that it said is on the next."""
    for lines in range(8, 20, 2):
        above = [{"body": "Port", "stance": "warns", "position": prose(ENGLISH, 180)}] * lines
        last = {"body": "Ministry", "stance": "warns", "position": f"r0c0 {prose(ENGLISH, 900)}"}
        found = pages(printed(reactions=[*above, last]))
        assert [page for page in found if "Ministry" in page.words] == [page for page in found if "r0c0" in page.words]


def test_an_annex_of_long_rows_is_divided_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_tables, "PART_ROWS", 20)
    monkeypatch.setattr(compose, "MOST_REACTIONS", 80)
    reactions = [statement(number, 100 + number * 130 % 1200) for number in range(81)]
    content = printed(reactions=reactions)
    assert_well_divided(content, "Stance")
    names = [name for page in pages(content) for name in NAME.findall(" ".join(page.words))]
    assert names == [f"r{number}c0" for number in range(81)]


def test_split_tables_conform(tmp_path: Path, verapdf: Callable[[Path], dict[str, list[str]]]) -> None:
    text = table(4, 5, lambda row, column: 1100)
    content = printed(sections=[{"title": "Ports", "text": text}], reactions=[statement(n, 2000) for n in range(4)])
    (tmp_path / "split.pdf").write_bytes(content)
    assert verapdf(tmp_path / "split.pdf") == {}


@dataclass(frozen=True)
class Letter:
    """A printed character, with its place on the page in points."""

    sign: str
    left: float
    right: float
    foot: float


def letters(content: bytes) -> list[list[Letter]]:
    """The characters of each page in the order of the text."""
    found = []
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        for page in pdf:
            text = page.get_textpage()
            signs = [text.get_text_range(i, 1) for i in range(text.count_chars())]
            boxes = [text.get_charbox(i, loose=True) for i in range(text.count_chars())]
            found.append([Letter(sign, box[0], box[2], box[1]) for sign, box in zip(signs, boxes, strict=True)])
    return found


def assert_numbers_are_whole(content: bytes, numbers: list[str]) -> None:
    """Each number is printed as often as it is written, on one line, inside the margins and beside no other letter."""
    margin = MARGINS_MM[1] * MM
    lines: list[str] = []
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        widths = [page.get_width() for page in pdf]
    for page, width in zip(letters(content), widths, strict=True):
        line, before = "", None
        for letter in page:
            assert letter.sign.isspace() or margin - 2 < letter.left < letter.right < width - margin + 2
            # A gap of a column, or another line, ends a run of letters.
            if before and (abs(letter.foot - before.foot) > 3 or not -1 < letter.left - before.right < 6):
                lines.append(line)
                line = ""
            line += letter.sign
            before = letter
        lines.append(line)
    for number, count in Counter(numbers).items():
        pattern = re.compile(rf"(?<![\d.,]){re.escape(number)}(?![\d,])")
        assert sum(len(pattern.findall(line)) for line in lines) == count, number


def number_table(columns: int, numbers: list[str]) -> str:
    """A table with words in its first column and numbers in the others."""
    rows = [numbers[at : at + columns - 1] for at in range(0, len(numbers), columns - 1)]
    lines = [["Region", *(f"Year {n}" for n in range(1, columns))], ["---"] * columns]
    lines += [["Diffa and the south-east of the country, with the islands of the lake", *row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


NUMBERS = {
    "thousands": ["1,254,300", "12,345,678,901", "77", "999,999"],
    "spaces": ["1 254 300", "12 345 678", "45,5 %", "7 %"],
    "money": ["USD 1,254,300.50", "€ 5,000", "XOF 500 000 000", "12 €"],
    "dates": ["2023-07-26", "26 July 2023", "12 December 2023", "26/07/2023"],
    "accounts": ["GB29 NWBK 6016 1331 9268 19", "DE89 3704 0044 0532 0130 00"],
    "times": ["14h30 CET", "9.30 a.m. EST", "23:30 UTC+05:45", "14 h 30"],
    "telephones": ["+1 (202) 555-0143", "020 7946 0018", "+41 22 917 12 34"],
    "coordinates": ["13° 30′ 42″ N", "2° 7′ 31″ E", "13.5116° N"],
    "documents": ["S/RES/2719 (2023)", "A/78/L.52/Rev.1", "1325 (2000)"],
    "arabic": ["١٬٢٥٤٬٣٠٠", "١٢٬٣٤٥٬٦٧٨", "٧", "٩٩٩"],
}


@pytest.mark.parametrize("columns", [4, 7, 9, 13])
@pytest.mark.parametrize("kind", NUMBERS)
def test_no_number_is_parted_however_many_columns_there_are(kind: str, columns: int) -> None:
    numbers = (NUMBERS[kind] * columns)[: 3 * (columns - 1)]
    content = printed("letter", sections=[{"title": "Need", "text": f"By region.\n\n{number_table(columns, numbers)}"}])
    assert_numbers_are_whole(content, numbers if kind != "arabic" else [])
    if kind == "arabic":
        words = Counter(word for page in pages(content) for word in page.words)
        assert all(words[number] == count for number, count in Counter(numbers).items())


def size_of(paper: Paper, columns: int, cell: str) -> str:
    rows = [[f"Column {n}" for n in range(columns)], [cell] * columns]
    return fit_table(rows, PAPERS[paper]).form.css_class


def test_a_table_that_does_not_fit_is_made_smaller_then_hyphenated_then_turned() -> None:
    sizes = [size_of("a4", 8, "9" * digits) for digits in range(4, 20)]
    assert list(dict.fromkeys(sizes)) == ["", "small", "smallest", "landscape", "small landscape", "smallest landscape"]
    words = [size_of("a4", columns, "Donaudampfschifffahrtsgesellschaft") for columns in (2, 4, 6)]
    assert words == ["", "hyphenated", "small hyphenated"]


def test_a_table_that_fits_no_page_is_printed_small_and_reported() -> None:
    numbers = ["1,254,300,000"] * 19
    briefing = written(sections=[{"title": "A", "text": "None."}, {"title": "B", "text": number_table(20, numbers)}])
    document = compose_document(Briefing.model_validate(briefing), Drawings(None), "a4", DocumentInput({}, {}))
    (crowded,) = document.crowded_tables
    assert (crowded.section, crowded.headings[:2]) == (1, ("Region", "Year 1"))
    assert 4 < crowded.size_pt < 7
    assert_numbers_are_whole(render_document(document).content, numbers)
    assert not compose_document(
        Briefing.model_validate(written(sections=[{"title": "A", "text": number_table(5, numbers[:4])}])),
        *(Drawings(None), "a4", DocumentInput({}, {})),
    ).crowded_tables


@pytest.mark.parametrize("opening", ["> ", "- ", "> - ", "- - - "])
def test_a_table_in_a_list_or_a_quotation_stays_there_and_parts_no_number(opening: str) -> None:
    numbers = ["12,345,678,901"] * 9
    lines = number_table(10, numbers).splitlines()
    rest = re.sub("-", " ", opening)
    text = "\n".join([opening + lines[0], *(rest + line for line in lines[1:])])
    content = printed(sections=[{"title": "Need", "text": text}])
    assert all(page.width < 600 for page in pages(content))
    assert_numbers_are_whole(content, numbers)


def test_only_the_table_and_its_heading_are_on_the_landscape_page() -> None:
    text = f"Before.\n\n### Wide\n\n{number_table(11, ['12,345,678,901'] * 10)}\n\nAfter."
    found = pages(printed(sections=[{"title": "Need", "text": text}, {"title": "Next", "text": "Onwards."}]))
    (turned,) = [page for page in found if page.width > 800]
    assert {"Wide", "Region"} < set(turned.words)
    assert not {"Need", "Before.", "After.", "Next", "Sources"} & set(turned.words)


def test_columns_get_what_they_need_and_share_the_rest_as_they_wish() -> None:
    assert share_width([10, 10], [1, 3], 100) == [25, 75]
    assert share_width([50, 10], [1, 4], 100) == [50, 50]
    assert share_width([60, 40], [1, 4], 100) == [60, 40]
    assert share_width([1, 30, 30], [2, 1, 1], 100) == [40, 30, 30]


def test_the_programs_own_tables_part_no_number_either() -> None:
    number = "1,254,300,000,000"
    content = printed(
        actors=[{"name": f"Force {number}", "role": "Unit", "side": number, "status": "Ready."}],
        reactions=[
            {"body": f"Body {number}", "date": date, "stance": "criticises", "position": f"There are {number} of 45 %."}
            for date in ("2024-04-28T23:30:15-05:00", "2024-12-28")
        ],
        timeline=[{"when": "2024-04-28T23:30:15.123456-05:00", "what": f"It was {number}."}],
        timezone="Pacific/Kiritimati",
    )
    assert_numbers_are_whole(content, [number] * 7 + ["28 Dec 2024", "18:30:15", "18:30:15"])
    assert_numbers_are_whole(content, ["45 %"] * 2)


def test_tables_of_every_form_conform(tmp_path: Path, verapdf: Callable[[Path], dict[str, list[str]]]) -> None:
    forms = [number_table(columns, ["1,254,300"] * (columns - 1)) for columns in (3, 8, 9, 12, 25)]
    words = f"| {' | '.join(['Donaudampfschifffahrtsgesellschaft'] * 5)} |\n|{'---|' * 5}\n| {'x | ' * 5}\n"
    content = printed(sections=[{"title": f"T{n}", "text": text} for n, text in enumerate([*forms, words])])
    (tmp_path / "forms.pdf").write_bytes(content)
    assert verapdf(tmp_path / "forms.pdf") == {}
