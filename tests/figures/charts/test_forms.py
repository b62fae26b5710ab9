"""Every form with numbers at the edges: zeros, gaps, below zero, one row, long words, signs that mean something elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from briefing.figures.figure import Figure
from briefing.model.charts.chart import CHART_FORMS, ChartForm
from tests.figures.charts.samples import Number, numbers, request
from tests.gallery.boxes import chart_faults, words

Edge = tuple[str, Sequence[str], Mapping[str, Sequence[Number]]]

EDGES: Mapping[str, Edge] = {
    "one name with zeros": ("name", ("A",), {"y": (0,), "z": (0,)}),
    "a day without any value": ("date", ("2023-01-01", "2023-01-02"), {"y": (0, None), "z": (0, None)}),
    "days below zero": ("date", ("2023-01-01", "2023-01-02"), {"y": (-5, "-3.25"), "z": (-4, -2)}),
    "names below zero": ("name", ("Été", "Hiver"), {"y": (-5, "-3.25"), "z": (-5, 2)}),
    "a series without any value": ("date", ("2023-01-01", "2023-01-03"), {"y": (5, 6), "z": (None, None)}),
    "names whose first series has no value": ("name", ("A", "B"), {"y": (None, None), "z": (1, 2)}),
    "names below zero and a gap": ("name", ("A", "B"), {"y": (-5, None), "z": (None, -2)}),
    "numbers far from each other": ("number", ("0.001", "0.002", "1000000"), {"y": (5, 6, 6), "z": (6, 7, 9)}),
    "one day": ("date", ("2023-01-01",), {"y": (2,), "z": (3,)}),
    "the first and the last day": ("date", ("0001-01-01", "9999-12-31"), {"y": (2, 4), "z": (3, 4)}),
    "the largest numbers": ("number", ("1", "2"), {"y": ("-1e15", "-1e15"), "z": ("1e15", "1e15")}),
    "the smallest numbers": ("number", ("1", "2"), {"y": ("1e-9", "2e-9"), "z": ("2e-9", "3e-9")}),
    "words that do not end": ("name", ("W" * 110, "ж" * 110), {"y": (5, 6), "z": (6, 7)}),
    "signs": ("name", ("$a$ {x}", "<b>&amp; %s", r"\alpha_1^2"), {"y $x$": (1, 2, 3), "z {0}": (2, 3, 3)}),
}


def drawn(form: ChartForm, edge: str, language: str) -> Figure:
    kind, x, series = EDGES[edge]
    return request(numbers(x, series, kind=kind), form, language=language).draw()


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("form", CHART_FORMS)
def test_a_form_draws_numbers_at_the_edge(form: ChartForm, edge: str) -> None:
    for language in ("en-GB", "fr"):
        figure = drawn(form, edge, language)
        assert chart_faults(figure.svg) == []
        assert all([figure.title, figure.alt, figure.description])
        assert "nan" not in figure.svg.decode().lower().replace("nano", "")


def test_signs_are_printed_as_they_are_written() -> None:
    written = words(drawn("bar", "signs", "en-GB").svg)
    assert {"$a$ {x}", "<b>&amp; %s", r"\alpha_1^2"} <= set(written)


def test_bars_begin_at_zero_and_lines_say_where_they_do_not() -> None:
    data = numbers(("2023-01-01", "2023-01-02"), {"y": (100, 101)})
    assert "0" in words(request(data, "bar").draw().svg)
    assert not request(data, "bar").draw().notes
    assert request(data, "line").draw().notes == ("The vertical axis does not begin at zero.",)


def test_bars_are_sorted_and_gaps_come_last() -> None:
    data = numbers(("A", "B", "C", "D"), {"y": (1, None, 9, 4)}, kind="name")
    written = [word for word in words(request(data, "bar").draw().svg) if word in "ABCD"]
    assert written == ["C", "D", "A", "B"]


def test_a_gap_is_a_gap_in_the_line() -> None:
    with_gap = request(numbers(("1", "2", "3", "4"), {"y": (1, None, 3, 4)}, kind="number")).draw()
    whole = request(numbers(("1", "2", "3", "4"), {"y": (1, 2, 3, 4)}, kind="number")).draw()
    assert with_gap.notes[-1] == "No value: 2."
    assert with_gap.svg.count(b"<use") == 3 < whole.svg.count(b"<use")


def test_the_machines_settings_do_not_matter() -> None:
    import matplotlib as mpl

    data = numbers(("2023-01-01", "2023-01-02"), {"y": (100, 101)})
    before = request(data).draw().svg
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 30, "axes.grid": True, "svg.fonttype": "path"}):
        assert request(data).draw().svg == before
        assert mpl.rcParams["lines.linewidth"] == 9


def test_a_line_does_not_cross_a_stretch_without_rows() -> None:
    days = [f"2023-01-{day:02}" for day in range(1, 11)] + [f"2023-03-{day:02}" for day in range(1, 11)]
    figure = request(numbers(days, {"y": range(20)})).draw()
    assert figure.notes == ("No values between: 10 January to 1 March.",)
    assert "No values between: 10 January to 1 March." in figure.description
    (line,) = [path for path in figure.svg.split(b"<path d=")[1:] if b"#9e1b1b" in path and path.count(b"L ") > 9]
    assert line.split(b'" ')[0].count(b"M ") == 2
    french = request(numbers(days, {"y": range(20)}), language="fr").draw()
    assert french.notes == ("Aucune valeur entre : 10 janvier à 1er mars.",)


def test_weekends_months_and_a_few_irregular_years_are_no_breaks() -> None:
    workdays = [f"2023-05-{day:02}" for day in range(1, 29) if day % 7 not in (6, 0)]
    assert numbers(workdays, {"y": range(len(workdays))}).breaks == []
    months = [f"{2021 + n // 12}-{n % 12 + 1:02}" for n in range(30)]
    assert numbers(months, {"y": range(30)}).breaks == []
    assert numbers(["1950", "1990", "2000", "2010", "2020", "2023"], {"y": range(6)}).breaks == []


@pytest.mark.parametrize("count", [1, 2, 6, 12])
def test_panels_of_bars_have_room_for_their_labels(count: int) -> None:
    rows = ("Sindhupalchok District", "A", "Internally displaced persons in camps of the north")
    series = {f"District {n}": ("0.000000059", "0.000000993", None) for n in range(count)}
    drawn = request(numbers(rows, series, kind="name", unit="US$"), "small-multiples").draw()
    assert chart_faults(drawn.svg) == []


@pytest.mark.parametrize(
    ("zones", "note", "ticks"),
    [
        (("Z", "Z", "Z"), "The times on the axis are in UTC.", ["06:00", "09:00", "12:00"]),
        (("+05:45",) * 3, "The times on the axis are in UTC+05:45.", ["06:00", "09:00", "12:00"]),
        (("-03:00",) * 3, "The times on the axis are in UTC−03:00.", ["06:00", "09:00", "12:00"]),
        (("+02:00", "+02:00", "+03:00"), "The times on the axis are in UTC.", ["04:00", "07:00", "09:00"]),
    ],
)
@pytest.mark.parametrize("form", ["line", "bar", "stacked", "dot", "small-multiples"])
def test_the_axis_has_the_clock_of_its_times(
    form: ChartForm, zones: Sequence[str], note: str, ticks: Sequence[str]
) -> None:
    times = [f"2024-06-25T{hour:02}:00{zone}" for hour, zone in zip((6, 9, 12), zones, strict=True)]
    figure = request(numbers(times, {"Rain": (5, 9, 7), "Wind": (1, 1, 2)}), form).draw()
    assert note in figure.notes
    written = {text for text in words(figure.svg) if ":" in text}
    assert written
    assert written <= set(ticks)


def test_ticks_of_seconds_have_their_seconds() -> None:
    data = numbers(("2023-01-01T10:00:30Z", "2023-01-01T10:00:45Z"), {"Level": (1, 2)})
    assert {"10:00:30", "10:00:45"} <= set(words(request(data, "line").draw().svg))
