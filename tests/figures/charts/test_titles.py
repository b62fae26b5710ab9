"""A computed title says what the numbers say: checked in English and French, at the ends and where there is little to say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.figures.charts.description import describe
from briefing.figures.charts.titles import finding
from briefing.figures.charts.wording import Wording
from briefing.i18n import get_translator
from briefing.model.charts.chart import CHART_FORMS, ChartForm
from briefing.model.charts.data import ChartData
from tests.figures.charts.samples import Number, numbers

CELLS = st.none() | st.integers(-20, 20)
MONTHS_OF_2024 = tuple(f"2024-{n:02}" for n in range(1, 7))
MONTH_NAMES = ("January", "February", "March", "April", "May", "June")
DAYS = ("2023-02-12", "2023-02-13", "2023-02-14")


def title(data: ChartData, language: str = "en-GB", *, form: ChartForm = "line", highlight: str = "") -> str:
    return finding(form, data, Wording(get_translator(language), data.unit, 2023), highlight).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("values", "english", "french"),
    [
        (
            (36187, None, 38044),
            "Deaths rose from 36,187 to 38,044 between 12 and 14 February",
            "Deaths : hausse de 36\u202f187 à 38\u202f044 entre le 12 et le 14 février",
        ),
        (
            (5, 4, 3),
            "Deaths fell from 5 to 3 between 12 and 14 February",
            "Deaths : baisse de 5 à 3 entre le 12 et le 14 février",
        ),
        (
            (5, 9, 6),
            "Deaths rose from 5 to 6 between 12 and 14 February, with a high of 9 on 13 February",
            "Deaths : hausse de 5 à 6 entre le 12 et le 14 février, avec un maximum de 9 le 13 février",
        ),
        (
            (5, 1, 6),
            "Deaths rose from 5 to 6 between 12 and 14 February, with a low of 1 on 13 February",
            "Deaths : hausse de 5 à 6 entre le 12 et le 14 février, avec un minimum de 1 le 13 février",
        ),
        (
            (5, 5, 5),
            "Deaths stayed at 5 between 12 and 14 February",
            "Deaths : toujours 5 entre le 12 et le 14 février",
        ),
        (
            (5, 7, 5),
            "Deaths stood at 5 at the start and at the end, between 12 and 14 February, with a high of 7 on 13 February",
            "Deaths : 5 au début comme à la fin, entre le 12 et le 14 février, avec un maximum de 7 le 13 février",
        ),
        ((None, 7, None), "Deaths: 7 on 13 February", "Deaths : 7 le 13 février"),
        (
            (-2, None, 1.5),
            "Deaths rose from −2 to 1.5 between 12 and 14 February",
            "Deaths : hausse de −2 à 1,5 entre le 12 et le 14 février",
        ),
    ],
)
def test_a_series_in_time(values: Sequence[Number], english: str, french: str) -> None:
    data = numbers(DAYS, {"Deaths": values})
    assert (title(data), title(data, "fr").replace("\u202f:", " :")) == (english, french)


@pytest.mark.parametrize(
    ("x", "span"),
    [
        (("2023-02-28", "2023-03-03"), "between 28 February and 3 March"),
        (("2022-12-28", "2023-01-03"), "between 28 December 2022 and 3 January"),
        (("2021-02-12", "2021-02-14"), "between 12 and 14 February 2021"),
        (("1990", "2020"), "between 1990 and 2020"),
        (("2023-01", "2023-03"), "between January 2023 and March 2023"),
    ],
)
def test_the_span_is_as_exact_as_the_dates(x: Sequence[str], span: str) -> None:
    assert title(numbers(x, {"Cases": (1, 2)})) == f"Cases rose from 1 to 2 {span}"


def test_a_unit_is_written_beside_the_numbers_and_not_twice() -> None:
    assert title(numbers(DAYS, {"Turnout": (40, 41, 42.5)}, unit="%")).startswith("Turnout rose from 40% to 42.5%")
    assert title(numbers(DAYS, {"Aid": (40, 41, 42)}, unit="tonnes")).startswith(
        "Aid rose from 40 to 42 tonnes between"
    )
    assert title(numbers(DAYS, {"Deaths": (40, 41, 42)}, unit="deaths")).startswith("Deaths rose from 40 to 42 ")
    assert title(numbers(DAYS, {"Cost": (-4, 41, 42)}, unit="$")).startswith("Cost rose from −$4 to $42")
    french = title(numbers(DAYS, {"Coût": (4, 41, 42)}, unit="%"), "fr")
    assert french.startswith("Coût : hausse de 4 % à 42 %")


NAMES = ("Hatay", "Kilis", "Adana", "Şırnak")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((21910, 74, 418, None), "Deaths: highest for Hatay (21,910), lowest for Kilis (74)"),
        ((9, 1, 9, 1), "Deaths: highest for Hatay and Adana (9), lowest for Kilis and Şırnak (1)"),
        ((9, 1, 1, 1), "Deaths: highest for Hatay (9), lowest for Kilis, Adana and Şırnak (1)"),
        ((4, 4, 4, 4), "Deaths: 4 for each of four"),
        ((None, 4, None, None), "Deaths: 4 for Kilis"),
    ],
)
def test_a_series_of_names(values: Sequence[Number], sentence: str) -> None:
    assert title(numbers(NAMES, {"Deaths": values}, kind="name"), form="bar") == sentence


SEVERAL: Mapping[str, Sequence[Number]] = {"A": (1, 2, 3), "B": (3, 2, 1), "C": (2, 2, 2)}


def test_several_series_are_counted_and_the_highlighted_one_is_described() -> None:
    data = numbers(DAYS, SEVERAL)
    assert title(data) == (
        "Of 3 series, 1 rose and 1 fell between 12 and 14 February; the last value is highest for A: 3"
    )
    assert title(data, highlight="B") == "B fell from 3 to 1 between 12 and 14 February"


def test_nothing_is_called_highest_where_two_are() -> None:
    assert title(numbers(DAYS, {"A": (1, 2, 3), "B": (3, 2, 3)})) == (
        "Of 2 series, 1 rose and 0 fell between 12 and 14 February"
    )


def test_a_range_is_described_by_its_ends() -> None:
    data = numbers(NAMES, {"Low": (1, 5, 2, None), "High": (9, 6, 5, 4)}, kind="name", unit="km")
    assert title(data, form="range") == "Widest range for Hatay (1 to 9 km), narrowest for Kilis (5 to 6 km)"
    tied = numbers(NAMES[:2], {"Low": (1, 5), "High": (2, 6)}, kind="name")
    assert title(tied, form="range") == "Ranges from 1 to 6"
    days = numbers(DAYS, {"Low": (1, 2, 3), "High": (4, 6, 9)})
    assert title(days, form="range") == "The range was 1 to 4 on 12 February and 3 to 9 on 14 February"
    assert title(days, "fr", form="range") == "L’intervalle était de 1 à 4 le 12 février et de 3 à 9 le 14 février"


def test_a_stack_is_described_by_its_whole_unless_a_part_is_missing() -> None:
    data = numbers(DAYS, {"A": (1, 2, 3), "B": (3, 2, 3)})
    assert title(data, form="stacked") == "Total rose from 4 to 6 between 12 and 14 February"
    assert title(data, form="stacked", highlight="A") == "A rose from 1 to 3 between 12 and 14 February"
    missing = numbers(DAYS, {"A": (1, None, 3), "B": (3, 2, 3)})
    assert "Total" not in title(missing, form="stacked")


def test_a_scatter_neither_rises_nor_falls() -> None:
    data = numbers(("1", "1", "4"), {"Magnitude": (3.1, 5.8, 4)}, kind="number")
    assert title(data, form="dot") == "Magnitude: 3 values from 3.1 to 5.8"
    assert title(numbers(("1", "4"), {"Magnitude": (3, None)}, kind="number"), form="dot") == "Magnitude: 1 value, 3"
    assert title(numbers(("1", "4"), {"Magnitude": (3, 3)}, kind="number"), form="dot") == "Magnitude: 2 values, all 3"


MONTHS = ("2024-01", "2024-02", "2024-03", "2024-04", "2024-05")


@pytest.mark.parametrize(
    ("series", "said"),
    [
        (
            {"A": (None, 5, 7, 9, None), "B": (10, 8, 6, None, None), "C": (None,) * 5},
            "Of 3 series, 1 rose and 1 fell from their first to their last value, between January 2024 and April 2024",
        ),
        (
            {"A": (1, 2, 3, 4, 5), "B": (90, 80, 70, 60, None)},
            "Of 2 series, 1 rose and 1 fell from their first to their last value, between January 2024 and May 2024",
        ),
        (
            {"A": (None, 2, 3, 4, None), "B": (None, 8, 7, 9, None)},
            "Of 2 series, 2 rose and 0 fell between February 2024 and April 2024; the last value is highest for B: 9",
        ),
        (
            {"A": (None, 2, 3, 4, 5), "B": (None, None, None, None, 9)},
            "Of 2 series, 1 rose and 0 fell between February 2024 and May 2024; the last value is highest for B: 9",
        ),
        ({"A": (None, 2, None, None, None), "B": (None, 5, None, None, None)}, "2 series in February 2024; "),
    ],
)
def test_several_series_with_gaps_at_their_ends(series: Mapping[str, Sequence[Number]], said: str) -> None:
    assert title(numbers(MONTHS, series)).startswith(said)
    assert title(numbers(MONTHS, series)) == said or said.endswith("; ")


@pytest.mark.parametrize("highlight", ["", "Pledged"])
def test_a_series_of_names_without_any_value_is_no_finding(highlight: str) -> None:
    data = numbers(("Suva", "Tarawa"), {"Pledged": (None, None), "Paid": (3, 4)}, kind="name")
    said = "Pledged: no value" if highlight else "Paid: highest for Tarawa (4), lowest for Suva (3)"
    for form in CHART_FORMS:
        assert form == "range" or title(data, form=form, highlight=highlight) == said


@pytest.mark.parametrize(
    ("name", "unit", "said"),
    [
        ("Shipments", "t", "Shipments rose from 5 to 9 t"),
        ("Kilometres", "m", "Kilometres rose from 5 to 9 m"),
        ("Deaths (people)", "people", "Deaths (people) rose from 5 to 9"),
        ("Cost in US$", "US$", "Cost in US$ rose from 5 to 9"),
        ("Tonnes of grain", "tonnes", "Tonnes of grain rose from 5 to 9"),
    ],
)
def test_a_unit_is_left_out_where_the_name_has_it_as_a_word(name: str, unit: str, said: str) -> None:
    data = numbers(DAYS[:2], {name: (5, 9)}, unit=unit)
    assert title(data) == f"{said} between 12 and 13 February"


def test_no_year_is_left_out_beside_a_date_of_another_exactness() -> None:
    data = numbers(("2023-12-30", "2024"), {"Level": (3, 2)})
    assert title(data) == "Level fell from 3 to 2 between 30 December 2023 and 2024"


def test_of_many_series_those_with_the_highest_and_the_lowest_peaks_are_described() -> None:
    series = {f"S{n}": (n, -100 if n == 6 else n) for n in range(12)}
    data = numbers(DAYS[:2], {**series, "Empty": (None, None)})
    described = describe("line", data, Wording(get_translator("en-GB"), "", 2023))
    assert [name for name in (*series, "Empty") if f" {name} " in described] == [
        f"S{n}" for n in (0, 1, 2, 7, 8, 9, 10, 11)
    ]


@given(st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=2, max_size=4)))
def test_what_is_said_of_several_series_is_true_of_any_numbers(columns: list[list[int | None]]) -> None:
    known = [[(row, v) for row, v in enumerate(column) if v is not None] for column in columns]
    assume(any(known))
    data = numbers(MONTHS_OF_2024[: len(columns[0])], {f"S{n}": column for n, column in enumerate(columns)})
    said = title(data)
    moved = [values for values in known if len(values) > 1]
    if moved:
        rose, fell = (sum(sign * (v[-1][1] - v[0][1]) > 0 for v in moved) for sign in (1, -1))
        assert said.startswith(f"Of {len(columns)} series, {rose} rose and {fell} fell ")
        ends = {(values[0][0], values[-1][0]) for values in moved}
        assert len(ends) == 1 or "from their first to their last value" in said
    last = max(values[-1][0] for values in known if values)
    if highest := re.search(r"highest for S(\d): (−?\d+)$", said):
        at_the_end = [column[last] for column in columns]
        assert None not in at_the_end
        best = max(value for value in at_the_end if value is not None)
        assert (columns[int(highest[1])][last], at_the_end.count(best)) == (best, 1)
        assert int(highest[2].replace("−", "-")) == best


@given(st.lists(CELLS, min_size=1, max_size=6))
def test_what_is_said_of_one_series_is_true_of_any_numbers(column: list[int | None]) -> None:
    known = [value for value in column if value is not None]
    assume(known)
    said = title(numbers(MONTHS_OF_2024[: len(column)], {"S": column})).replace("−", "-")
    if change := re.search(r"S (rose|fell) from (-?\d+) to (-?\d+) ", said):
        assert (int(change[2]), int(change[3])) == (known[0], known[-1])
        assert (change[1] == "rose") == (known[-1] > known[0])
    if stood := re.search(r"S (?:stood|stayed) at (-?\d+) ", said):
        assert known[0] == known[-1] == int(stood[1])
        assert "stood" in said or set(known) == {known[0]}
    for word, extreme in (("high", max), ("low", min)):
        found = re.search(rf"{word} of (-?\d+) in (\w+) 2024", said)
        assert (found is None) == (len(known) < 2 or extreme(known) in (known[0], known[-1]))
        if found:
            month = MONTH_NAMES.index(found[2])
            assert int(found[1]) == column[month] == extreme(known)
