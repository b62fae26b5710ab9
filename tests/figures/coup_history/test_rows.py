"""Whose mark is it? The rows of the timeline as a reader takes them: each mark belongs to the line nearest to it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pytest

from briefing.figures.coup_history.stacks import STEP, stack_offsets
from briefing.figures.figure import Figure
from briefing.figures.style import HOUSE
from briefing.model.regions import read_regions
from tests.gallery.boxes import DESCENT, Box, dots, faults, texts, words
from tests.gallery.cases import (
    AFRICA,
    FLASH,
    FRENCH,
    LONG_NAMES,
    NAMES,
    chart,
    codes,
    in_one_year,
    made_up,
)

CAPITAL = 0.69  # the height of a capital, in ems
DAY = date(2023, 8, 30)
REGIONS = [region for region in read_regions().values() if region.is_known_on(DAY)]
TWENTY = codes("ARG BOL BRA PRY URY PER ECU COL VEN CHL GTM HND SLV NIC PAN CRI DOM HTI CUB MEX")
CASES: Mapping[str, Callable[[], Figure]] = {
    "the worked example": chart(),
    "from 1950, no focus": chart(focus=None, since=1950),
    "French, Letter, after the data end": chart(names=FRENCH, language="fr", width_mm=176.0, as_of=date(2026, 11, 24)),
    "one country": chart(countries=["NER"]),
    "one country of many events": chart(countries=["BOL"], focus="BOL", since=1950),
    "two countries": chart(countries=["NER", "TGO"]),
    "twenty countries": chart(countries=TWENTY, focus="HTI", since=1950, as_of=DAY),
    "a focus with stacks": chart(countries=codes("ARG BOL BRA PRY URY"), focus="BOL", since=1950, as_of=DAY),
    "half the width": chart(width_mm=85.0),
    "a dense year": chart(table=in_one_year(12), countries=["TGO", "BEN", "GHA"], focus="TGO"),
    "a dense year among others": chart(table=in_one_year(9), countries=["BEN", "TGO", "GHA"], focus=None),
    "a dense year in French": chart(
        table=in_one_year(7), countries=["BEN", "TGO", "GHA"], focus="GHA", names=FRENCH, language="fr"
    ),
    "long names": chart(table=made_up(40, LONG_NAMES, (1960, 2023)), countries=LONG_NAMES, focus="GBR"),
    "long names in French": chart(countries=LONG_NAMES, focus="COD", names=FRENCH, language="fr", since=1950),
    "all of Africa": chart(table=made_up(500, AFRICA, (1950, 2023)), countries=AFRICA, focus="GAB", since=1950),
    "four years": chart(since=2020),
} | {
    region.name("en"): chart(countries=region.countries(DAY), focus=None, as_of=DAY, since=1950)
    for region in REGIONS
    if region.id in {"sahel", "ecowas", "mainland-sea", "m49-005", "m49-002", "m49-145", "andes"}
}  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """What is drawn, in points: the height of each row's line, and the centre of each mark on the plot."""

    lines: list[float]
    marks: list[tuple[float, float]]
    ticks: dict[int, float]

    def nearest(self, y: float) -> int:
        """Return the row whose line is nearest, which must be so by at least a point."""
        order = sorted(range(len(self.lines)), key=lambda i: abs(self.lines[i] - y))
        assert len(order) == 1 or abs(self.lines[order[1]] - y) - abs(self.lines[order[0]] - y) > 1.0, y
        return order[0]

    def x(self, day: date) -> float:
        """Return where a day is, as the labels of the axis say."""
        (first, left), *_, (last, right) = sorted(self.ticks.items())
        begin, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()
        return left + (right - left) * (day.toordinal() - begin) / (end - begin)


def read(figure: Figure, last: date) -> Rows:
    """Read the rows back from the drawing: their lines are where their counts are, at the right edge."""
    written = texts(figure.svg)
    years = {int(box.what[1:-1]): box for box in written if box.what[1:-1].isdigit() and len(box.what) == 6}
    right = max(box.right for box in written)
    counts = [b for b in written if abs(b.right - right) < 0.6 and (b.what[1:-1].isdigit() or b.what[1:-1] == "–")]
    lines = [_middle(box) for box in counts]
    head = max(box.bottom for box in years.values())
    ticks = {year: (box.left + box.right) / 2 for year, box in years.items()}
    rows = Rows(lines[:-1] if len(lines) > 1 else lines, [], ticks)
    for x, y in sorted({((box.left + box.right) / 2, (box.top + box.bottom) / 2) for box in dots(figure.svg)}):
        if y > head and x <= rows.x(last) + 1:
            rows.marks.append((x, y))
    return rows


def _middle(box: Box) -> float:
    size = (box.bottom - box.top) / (0.72 + DESCENT)
    return box.bottom - DESCENT * size - CAPITAL / 2 * size


def events(figure: Figure) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(figure.csv.decode())))


@pytest.mark.parametrize("name", CASES)
def test_every_mark_is_nearer_to_its_own_line_than_to_any_other(name: str) -> None:
    figure = CASES[name]()
    found = events(figure)
    rows = read(figure, max([FLASH, *(date.fromisoformat(event["date"]) for event in found)]))
    assert len(rows.lines) == len(figure.table.rows)
    assert len(rows.marks) == len(found)
    for index, (country, *_) in enumerate(figure.table.rows):
        drawn = sorted(x for x, y in rows.marks if rows.nearest(y) == index)
        expected = sorted(rows.x(date.fromisoformat(event["date"])) for event in found if event["country"] == country)
        assert drawn == pytest.approx(expected, abs=0.6), country
    assert faults(figure.svg) == []


@pytest.mark.parametrize("name", sorted(CASES.keys() - {"all of Africa"}))
def test_rows_have_equal_distances(name: str) -> None:
    distances = [b - a for a, b in pairwise(read(CASES[name](), FLASH).lines)]
    after_a_focus = distances[1:]
    assert max(after_a_focus, default=0) - min(after_a_focus, default=0) < 0.05
    assert max(distances[:1], default=0) >= max(after_a_focus, default=0) - 0.05


def test_the_worked_example_has_one_distance_throughout() -> None:
    distances = [b - a for a, b in pairwise(read(chart()(), FLASH).lines)]
    assert max(distances) - min(distances) < 0.05


@pytest.mark.parametrize("countries", [tuple(NAMES), codes("COG TCD GNQ") + AFRICA + TWENTY + codes("THA LAO IRQ SYR")])
def test_rows_of_sub_regions_have_as_many_marks_as_they_count(countries: tuple[str, ...]) -> None:
    late = date(2024, 6, 27)
    figure = chart(countries=tuple(dict.fromkeys(countries)), focus="BOL", since=1950, as_of=late, tallest_mm=207.0)()
    assert "by sub-region" in figure.alt
    rows = read(figure, late)
    drawn = Counter(rows.nearest(y) for _, y in rows.marks)
    written = [int(box.what[1:-1]) for box in texts(figure.svg) if box.what[1:-1].isdigit() and len(box.what) < 6]
    counted = [a + b for a, b in zip(written[::2], written[1::2], strict=True)][:-1]
    assert [drawn[i] for i in range(len(rows.lines))] == counted


def test_a_stack_is_centred_on_its_line() -> None:
    half, whole = STEP / 2, STEP
    assert stack_offsets([], 1.0) == []
    assert stack_offsets([5.0], 1.0) == [0]
    assert stack_offsets([5.0, 5.2], 1.0) == [half, -half]
    assert stack_offsets([5.0, 5.0, 5.0], 1.0) == [0, whole, -whole]
    assert stack_offsets([1.0, 5.0, 5.1, 9.0], 2.0) == [0, STEP, -STEP, 0]
    # A chain of marks that touch in pairs needs two places, however long it is.
    assert set(stack_offsets([i * 0.6 for i in range(20)], 1.0)) == {half, -half}


# the key


def test_the_key_of_recent_marks_has_their_shade_and_names_the_half_mark() -> None:
    figure = chart()()
    drawn = words(figure.svg)
    assert {"succeeded since 2020", "under way", "successful", "failed"} <= set(drawn)
    assert _beside(figure, "succeeded since 2020") == _beside(figure, "under way") == HOUSE.ink
    assert _beside(figure, "successful") == HOUSE.mid
    assert "Marks since 2020 are darker." in figure.notes[1]


def test_the_key_says_what_the_dates_are_of_in_every_language_and_without_a_coup_under_way() -> None:
    french = chart(names=FRENCH, language="fr")()
    assert {"réussis depuis 2020", "en cours"} <= set(words(french.svg))
    assert "Les marques depuis 2020 sont plus foncées." in french.notes[1]
    later = chart(as_of=date(2023, 8, 3))()
    assert "succeeded since 2020" in words(later.svg)
    assert "under way" not in words(later.svg)
    assert _beside(later, "succeeded since 2020") == HOUSE.ink


def test_a_chart_without_marks_of_both_shades_explains_none() -> None:
    for draw in (chart(countries=["NER"]), chart(since=2020), chart(countries=TWENTY, focus=None, as_of=DAY)):
        assert "darker" not in " ".join(draw().notes)


def _beside(figure: Figure, text: str) -> str:
    """Return the colour of the mark to the left of a text of the key."""
    box = next(box for box in texts(figure.svg) if box.what == repr(text))
    svg = figure.svg.decode()
    left = [dot for dot in dots(figure.svg) if dot.top < box.bottom and dot.bottom > box.top and dot.right <= box.left]
    mark = max(left, key=lambda dot: dot.right)
    x, y = (mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2
    at = next(
        at
        for at in svg.split("<use ")[1:]
        if abs(float(at.split('x="')[1].split('"')[0]) - x) + abs(float(at.split('y="')[1].split('"')[0]) - y) < 0.01
    )
    return at.split("stroke: ")[1].split(";")[0].split('"')[0]
