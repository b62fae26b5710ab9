"""The tables of charts: what is read from them, and every fault with its place and one thing to do."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from briefing.load.charts.values import heading_unit
from briefing.model.charts.data import MOST_POINTS, ChartData
from briefing.problems import ContentError, Problem
from tests.briefs import BRIEF, load


def chart(
    folder: Path, table: str, more: str = "", *, x: str = "date", y: str = "dead", form: str = "line"
) -> ChartData:
    """The numbers of a chart of one table."""
    entry = f"charts:\n  - {{data: t.csv, form: {form}, x: {x}, y: {y}, title: auto, own: true{more}}}\n"
    return load(folder, BRIEF + entry, t_csv=table).charts[0]


def problems(folder: Path, table: str, more: str = "", **columns: str) -> list[Problem]:
    with pytest.raises(ContentError) as error:
        chart(folder, table, more, **columns)
    return list(error.value.problems)


def test_dates_numbers_and_gaps_are_read(tmp_path: Path) -> None:
    data = chart(
        tmp_path / "b", "date,dead\n2023-02-12,10\n2023-02-13,\n2023-02-14,..\n2023-02-15,NA\n2023-02-16,1.50\n"
    )
    assert data.x_kind == "date"
    assert data.series[0].values == (Decimal(10), None, None, None, Decimal("1.50"))
    assert str(data.series[0].values[4]) == "1.50"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("1990", "2000", "2010"), "date"),
        (("2023-01", "2023-02"), "date"),
        (("2023-02-12T06:00Z", "2023-02-12T12:00Z"), "date"),
        (("1", "2", "3"), "number"),
        (("0.5", "1.5"), "number"),
        (("1990", "2500", "9000"), "number"),
        (("0-4", "5-9", "10"), "category"),
        (("Q1", "Q2"), "category"),
        (("Київ", "Львів"), "category"),
        (("بيروت", "دمشق"), "category"),
    ],
)
def test_the_first_column_is_of_dates_numbers_or_names(tmp_path: Path, cells: tuple[str, ...], kind: str) -> None:
    text = "x,dead\n" + "".join(f"{cell},{n}\n" for n, cell in enumerate(cells))
    entry = "charts:\n  - {data: t.csv, form: bar, x: x, y: dead, title: auto, own: true}\n"
    loaded = load_any(tmp_path / "b", entry, text)
    assert loaded.x_kind == kind


def load_any(folder: Path, entry: str, table: str) -> ChartData:
    from briefing.load.folder import load_briefing
    from tests.briefs import write_brief

    printable = frozenset(range(0x20, 0x700))
    return load_briefing(write_brief(folder, BRIEF + entry, t_csv=table), [], lambda: printable).charts[0]


def test_a_table_with_the_latest_row_first_is_turned_round(tmp_path: Path) -> None:
    data = chart(tmp_path / "b", "date,dead\n2023-02-14,3\n2023-02-13,2\n2023-02-12,1\n")
    assert data.series[0].values == (Decimal(1), Decimal(2), Decimal(3))
    assert [str(when) for when in data.x] == ["2023-02-12", "2023-02-13", "2023-02-14"]


@pytest.mark.parametrize(
    ("table", "code", "line", "column"),
    [
        ("date,dead\n2023-02-12,10\n2023-02-14,11\n2023-02-13,12\n", "chart-order", 4, 1),
        ("date,dead\n2023-02-14,10\n2023-02-12,11\n2023-02-13,12\n", "chart-order", 4, 1),
        ("date,dead\n5,10\n7,11\n6,12\n", "chart-order", 4, 1),
        ("date,dead\n2023-02-12,10\n2023-02-12,10\n", "chart-duplicate", 3, 1),
        ("date,dead\nA,10\nB,10\nA,1\n", "chart-duplicate", 4, 1),
        ("date,dead\n2023-02-12,many\n2023-02-13,4\n", "not-a-number", 2, 12),
        ("date,dead\n1,2\nx,4\n3,6\n4,2\n", "not-a-number", 3, 1),
        ("date,dead\n2023-02-12,2\n13/02/2023,4\n2023-02-14,6\n", "bad-date", 3, 1),
        ("date,dead\n12 Feb 2023,2\n13 Feb 2023,4\n", "bad-date", 2, 1),
        ("date,dead\n2023-02-12,2 km\n2023-02-13,4 mi\n", "chart-units", 3, 12),
        ("date,dead\n2023-02-12,\n2023-02-13,-\n", "chart-empty", 1, 1),
        ("date,dead\n2023-02-12,4\n,5\n", "chart-x-missing", 3, 1),
        ("date,dead\n" + "".join(f"{n},1\n" for n in range(MOST_POINTS + 1)), "chart-points", MOST_POINTS + 2, 1),
        (f"date,dead\n{'a' * 121},4\n", "text-too-long", 2, 1),
        ("date,dead\nམི,4\n", "no-glyph", 2, 1),
        ("date;dead\nA;1,250\n", "number-unclear", 2, 3),
    ],
)
def test_a_fault_has_its_code_its_place_and_a_remedy(
    tmp_path: Path, table: str, code: str, line: int, column: int
) -> None:
    first = problems(tmp_path / "b", table)[0]
    assert (first.code, first.place and (first.place.file, first.place.line, first.place.column)) == (
        code,
        ("t.csv", line, column),
    )
    assert first.hint


def test_all_faults_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path / "b", "date,dead\n2023-02-12,many\n2023-13-01,4\n2023-02-12,few\n2023-02-15,3\n")
    assert [problem.code for problem in found] == ["not-a-number", "bad-date", "chart-duplicate", "not-a-number"]


def test_fifty_megabytes_are_refused(tmp_path: Path) -> None:
    (only,) = problems(tmp_path / "b", "date,dead\n" + "2023-02-12,1\n" * 4_000_000)
    assert (only.code, only.place and only.place.file) == ("file-too-large", "briefing.yaml")


def test_thirty_one_columns_are_refused_and_thirty_are_not(tmp_path: Path) -> None:
    names = [f"c{n}" for n in range(31)]
    table = f"date,{','.join(names)}\n1,{','.join('5' for _ in names)}\n"
    assert len(chart(tmp_path / "a", table, y=f"[{', '.join(names[:30])}]").series) == 30
    assert [one.code for one in problems(tmp_path / "b", table, y=f"[{', '.join(names)}]")] == ["chart-series"]


def test_columns_are_found_whatever_their_capitals_and_others_do_not_matter(tmp_path: Path) -> None:
    table = "Date,Region,Dead,Remark\n2023-02-12,A,1,x\n2023-02-13,B,2,many\n"
    assert chart(tmp_path / "b", table).series[0].name == "dead"


def test_a_unit_comes_from_the_cells_the_heading_or_the_chart(tmp_path: Path) -> None:
    assert chart(tmp_path / "a", "date,dead\n1,4%\n2,5\n").unit == "%"
    assert chart(tmp_path / "b", "date,Rain (mm)\n1,4\n2,5\n", y="Rain (mm)").unit == "mm"
    assert chart(tmp_path / "c", "date,dead\n1,4\n2,5\n", ", unit: people").unit == "people"
    two = problems(tmp_path / "d", "date,Rain (mm),Heat (°C)\n1,4,5\n", y='["Rain (mm)", "Heat (°C)"]')
    assert [one.code for one in two] == ["chart-units"]


def test_a_scatter_may_have_an_x_twice(tmp_path: Path) -> None:
    assert chart(tmp_path / "b", "date,dead\n3,1\n1,2\n3,4\n", form="dot").x_kind == "number"


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Rain (mm)", "mm"),
        ("Flow (m³/s)", "m³/s"),
        ("Share (%)", "%"),
        ("Heat (°C)", "°C"),
        ("Cost (US$)", "US$"),
        ("Cost (million EUR)", "million EUR"),
        ("Surface (km²)", "km²"),
        ("Part (pour cent)", "pour cent"),
        ("Deaths (confirmed)", ""),
        ("Deaths (2023)", ""),
        ("Cases (new)", ""),
        ("Camp (A)", ""),
        ("(mm)", ""),
        ("Deaths", ""),
    ],
)
def test_only_units_are_units_of_a_heading(heading: str, unit: str) -> None:
    assert heading_unit(heading) == unit


def test_two_counts_of_one_kind_are_no_two_units(tmp_path: Path) -> None:
    table = "date,Deaths (confirmed),Deaths (suspected)\n1,4,5\n2,6,7\n"
    data = chart(tmp_path / "b", table, y='["Deaths (confirmed)", "Deaths (suspected)"]')
    assert data.unit == ""


def test_a_whole_column_of_dates_that_cannot_be_read_is_one_problem(tmp_path: Path) -> None:
    rows = "".join(f"{1 + n % 28:02}/{1 + n // 28:02}/2023,{n}\n" for n in range(200))
    (only,) = problems(tmp_path / "b", f"date,dead\n{rows}")
    assert only.code == "bad-date"
    assert only.what == '"01/01/2023" is not a date that a chart can read, nor are 199 others in this column'
    assert only.hint == "write it as 2023-01-01"


@pytest.mark.parametrize(
    ("table", "whats"),
    [
        ("date,dead\nአዲስ,4\nጎንደር,5\nጅማ,6\n", ["no installed font has Ethiopic letters, here and in 2 more texts"]),
        ("date,dead\nရန်ကုန်,4\n", ["no installed font has Myanmar letters"]),
        (
            "date,dead\nአዲስ,4\nရန်ကုန်,5\nမန္တလေး,6\n",
            [
                "no installed font has Ethiopic letters",
                "no installed font has Myanmar letters, here and in 1 more text",
            ],
        ),
    ],
)
def test_a_script_without_a_font_is_one_problem_of_a_table(tmp_path: Path, table: str, whats: list[str]) -> None:
    found = problems(tmp_path / "b", table)
    assert [problem.what for problem in found] == whats
    assert all("write the words in Latin letters" in problem.hint for problem in found)


@pytest.mark.parametrize("day", ["2024-02-30", "2023-02-29", "2024-13", "2024-00-10"])
def test_a_day_that_does_not_exist_is_said_to_be_none(tmp_path: Path, day: str) -> None:
    (problem,) = problems(tmp_path / "b", f"date,dead\n{day},1\n2024-05-02,2\n")
    assert (problem.code, problem.what) == ("bad-date", f'there is no such date as "{day}"')


def test_a_column_that_is_the_sum_of_the_others_is_not_stacked_with_them(tmp_path: Path) -> None:
    rows = [
        "date,Women,Men,Total",
        "2023-02-12,5,6,11",
        "2023-02-13,1,2,3",
        "2023-02-14,,2,2",
        "2023-02-15,0.5,0.25,0.75",
    ]
    table, columns = "\n".join(rows) + "\n", "[Women, Men, Total]"
    (problem,) = problems(tmp_path / "a", table, form="stacked", y=columns)
    assert (problem.code, problem.hint) == ("chart-form", "leave Total out of y")
    assert chart(tmp_path / "b", table, form="line", y=columns).series[2].name == "Total"
    chance = "date,A,B,C\n2023-02-12,1,2,3\n2023-02-13,2,2,4\n"
    assert len(chart(tmp_path / "c", chance, form="stacked", y="[A, B, C]").series) == 3
    zeros = "date,A,B,C\n" + "".join(f"2023-02-1{n},0,0,0\n" for n in range(4))
    assert len(chart(tmp_path / "d", zeros, form="stacked", y="[A, B, C]").series) == 3


def test_a_point_before_three_digits_is_unclear_where_semicolons_stand_between_cells(tmp_path: Path) -> None:
    first, second = problems(tmp_path / "a", "date;dead\n2023-02-13;36.187\n2023-02-14;38.044\n")
    assert (first.code, second.code) == ("number-unclear", "number-unclear")
    assert first.hint == "write 36187, or 36.1870, whichever is meant"
    for number, table in enumerate(
        (
            "2023-02-13;36187\n2023-02-14;38.0440",
            "2023-02-13;0.187\n2023-02-14;38.044",
            "2023-02-13;1,5\n2023-02-14;38.044",
        )
    ):
        values = chart(tmp_path / f"b{number}", f"date;dead\n{table}\n").series[0].values
        assert values[1] == (Decimal(38044) if "1,5" in table else Decimal("38.044"))
    assert chart(tmp_path / "c", "date,dead\n2023-02-13,36.187\n2023-02-14,38.044\n").series[0].values[1] == Decimal(
        "38.044"
    )
