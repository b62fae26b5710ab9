"""What `data import` finds suspicious: in the published files, and in invented ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.dataset_import import import_dataset
from briefing.figures.data.datasets import read_dataset
from briefing.problems import ContentError, Problem, Severity
from tests.figures.data.files import CLINE, CLINE_HEADER, POWELL_THYNE, PT_HEADER, TODAY, pt, pt_row, write

OWN_HEADER = "date,iso3,country,outcome,coder,version"


def warnings(folder: Path, text: str, name: str = "made_up_v1.0.csv") -> tuple[Problem, ...]:
    found = import_dataset(write(folder, name, text), folder / "data", today=TODAY, replacing=True).warnings
    assert all(problem.severity is Severity.WARNING and problem.hint and problem.place for problem in found)
    return found


def told(problems: tuple[Problem, ...]) -> list[tuple[str, int, int]]:
    return [(one.code, one.place.line, one.place.column) for one in problems if one.place]


def own(*rows: str) -> str:
    return "\n".join([OWN_HEADER, *rows, ""])


def cline(*rows: str, header: str = CLINE_HEADER) -> str:
    return "\n".join([header, *rows, ""])


@pytest.mark.parametrize(("file", "count"), [(POWELL_THYNE, 0), (CLINE, 2)])
def test_of_the_published_files_only_two_second_events_are_suspicious(tmp_path: Path, file: Path, count: int) -> None:
    if not file.is_file():
        pytest.skip(f"the published file {file.name} is not here")
    found = import_dataset(file, tmp_path / "data", today=TODAY).warnings
    assert [one.code for one in found] == ["data-same-day"] * count
    if count:
        assert told(found) == [("data-same-day", 326, 41), ("data-same-day", 501, 43)]
        assert found[0].what.startswith(
            "a second event in Ethiopia on 1977-02-03, successful; the first is in line 325"
        )


def test_a_code_that_contradicts_the_name_is_named_once_for_all_its_rows(tmp_path: Path) -> None:
    rows = [
        pt_row(),
        pt_row(code=475),
        pt_row(code=475, day="2011\t1\t1"),
        pt_row(code=475, day="2012\t1\t1", coup="1"),
    ]
    (found,) = warnings(tmp_path, pt(*rows), "pt.txt")
    assert told((found,)) == [("data-country-name", 3, 9)]
    assert found.what == (
        "475 is the code of Nigeria, but the row says Niger (3 times; also in lines 4, 5)"
    )  # fmt: skip
    assert found.hint == "Find out which is right, and correct the other: the event counts for Nigeria."


@pytest.mark.parametrize(
    ("code", "name", "suspicious"),
    [
        ("MMR", "Burma", False),
        ("COD", "Zaire", False),
        ("COD", "Congo", False),
        ("COG", "Democratic Republic of the Congo", True),
        ("KOR", "North Korea", True),
        ("BOL", "Plurinational State of Bolivia", False),
        ("TUR", "Türkiye", False),
        ("SYR", "République arabe syrienne", False),
        ("LBN", "Liban", False),
        ("IRQ", "Iran", True),
        ("THA", "ไทย", False),
        ("SRB", "Yugoslavia", False),
        ("ROU", "Yugoslavia", True),
        ("YEM", "Yemen PDR", False),
        ("OMN", "South Yemen", True),
        ("DEU", "German Democratic Republic", False),
        ("RUS", "USSR", False),
        ("CZE", "Czechoslovakia", False),
        ("LAO", "Atlantis", False),
    ],
)
def test_names_in_other_languages_and_of_former_states_are_known(
    tmp_path: Path, code: str, name: str, suspicious: bool
) -> None:
    found = warnings(tmp_path, own(f"1970-01-01,{code},{name},failed,Maker,1"), "own.csv")
    assert told(found) == ([("data-country-name", 2, 12)] if suspicious else [])


def test_a_second_event_of_one_day_is_named_with_the_first(tmp_path: Path) -> None:
    rows = (
        "1973-09-11,CHL,,failed,Maker,1",
        "1973-09-11,CHL,,successful,Maker,1",
        "1973-09-11,BOL,,failed,Maker,1",
        "1973-09-11,CHL,,failed,Other,1",
    )
    (found,) = warnings(tmp_path, own(*rows), "own.csv")
    assert told((found,)) == [("data-same-day", 3, 17)]
    assert found.what == "a second event in Chile on 1973-09-11, successful; the first is in line 2, which has failed"


def test_a_conspiracy_on_the_day_of_an_attempt_is_no_second_event(tmp_path: Path) -> None:
    rows = ('"1",145,"Bolivia",1980,7,17,"conspiracy"', '"2",145,"Bolivia",1980,7,17,"coup"')
    assert warnings(tmp_path, cline(*rows)) == ()


def test_a_year_before_the_records_begin_is_named_and_one_to_come_is_refused(tmp_path: Path) -> None:
    rows = (
        '"1",145,"Bolivia",80,7,17,"coup"',
        '"2",145,"Bolivia",1944,7,17,"coup"',
        '"3",145,"Bolivia",1945,7,17,"coup"',
    )
    found = warnings(tmp_path, cline(*rows))
    assert told(found) == [("data-year", 2, 19), ("data-year", 3, 19)]
    assert found[0].what == "80 is before 1945, when the records of coups begin"
    with pytest.raises(ContentError, match=r"2:19: error\[data-date\]: 2062-07-17 is after 2026-01-01"):
        warnings(tmp_path, cline('"1",145,"Bolivia",2062,7,17,"coup"'))


FLAGS = f"{CLINE_HEADER},unrealized,realized,conspiracy,attempt"


def test_flags_that_contradict_the_kind_of_event_are_named(tmp_path: Path) -> None:
    rows = (
        '"1",145,"Bolivia",1970,1,1,"coup",0,1,0,0',
        '"2",145,"Bolivia",1971,1,1,"coup",1,0,0,0',
        '"3",145,"Bolivia",1972,1,1,"attempted",1,1,0,1',
        '"4",145,"Bolivia",1973,1,1,"attempted",1,1,0,1',
        '"5",145,"Bolivia",1974,1,1,"conspiracy",1,,1,0',
        '"6",145,"Bolivia",1975,1,1,"conspiracy",1,0,0,0',
    )
    found = warnings(tmp_path, cline(*rows, header=FLAGS))
    assert [(one.what, place) for one, (_, *place) in zip(found, told(found), strict=True)] == [
        ("realized is 0, but event_type is coup", [3, 37]),
        ("unrealized is 1, but event_type is coup", [3, 35]),
        ("realized is 1, but event_type is attempted (2 times; also in line 5)", [4, 42]),
        ("conspiracy is 0, but event_type is conspiracy", [7, 45]),
    ]


def test_the_same_id_twice_is_named(tmp_path: Path) -> None:
    rows = (
        '"77",145,"Bolivia",1970,1,1,"coup"',
        '"78",135,"Peru",1971,1,1,"coup"',
        '"77",130,"Ecuador",1972,1,1,"coup"',
    )
    (found,) = warnings(tmp_path, cline(*rows))
    assert told((found,)) == [("data-same-id", 4, 1)]
    assert found.what == "the coup_id 77 is also that of line 2"


def test_a_file_that_ends_within_a_record_is_named(tmp_path: Path) -> None:
    whole = pt(pt_row(), pt_row(day="2021\t3\t31", version="V2023.09.08")).replace('"', "")
    assert warnings(tmp_path, whole, "pt.txt") == ()
    (found,) = warnings(tmp_path, whole.removesuffix("\r\n"), "pt2.txt")
    assert told((found,)) == [("data-unfinished", 3, 36)]
    own_rows = own("1970-01-01,BOL,,failed,Maker,12", "1971-01-01,BOL,,failed,Maker,12")
    assert told(warnings(tmp_path, own_rows.removesuffix("\n"), "own.csv")) == [("data-unfinished", 3, 32)]
    for cut in range(2, 32):
        with pytest.raises(ContentError, match=r"data-(truncated|version|unfinished)"):
            warnings(tmp_path, own_rows[:-cut], "own.csv")


def test_blanks_around_values_are_left_out_and_told_once(tmp_path: Path) -> None:
    rows = ("1970-01-01 ,BOL,Bolivia,failed,Maker,1", '1971-01-01,PER,"Peru ",\tfailed,Maker,1\u00a0')
    (found,) = warnings(tmp_path, own(*rows), "own.csv")
    assert told((found,)) == [("data-blanks", 2, 1)]
    assert found.what == "there are blanks around a value, which are left out (4 times; also in line 3)"


def test_blanks_beside_quotation_marks_are_left_out(tmp_path: Path) -> None:
    text = pt(pt_row(), pt_row(day="2011\t7\t8")).replace("\t", " \t").replace('"V', ' "V').replace('"\r', '" \r')
    (found,) = warnings(tmp_path, text, "pt.txt")
    assert (found.code, found.place and found.place.line, found.place and found.place.column) == ("data-blanks", 2, 8)
    assert len(read_dataset(tmp_path / "pt.txt").events) == 2
    assert read_dataset(tmp_path / "pt.txt").version == "V2023.09.08"
    own_rows = own('1970-01-01, "BOL" ,"Bolivia, ""high"" , and low",failed,Maker,1')
    assert told(warnings(tmp_path, own_rows, "own.csv"))[0] == ("data-blanks", 2, 12)


def test_many_of_a_kind_are_counted(tmp_path: Path) -> None:
    rows = [f"{year}-01-01,BOL,Bolivia,failed,Maker,1" for year in range(1900, 1940)]
    found = warnings(tmp_path, own(*rows), "own.csv")
    assert [one.code for one in found] == ["data-year"] * 6
    assert found[-1].what == "35 more like the last one, in lines 7, 8, 9, 10, 11, 12, 13, 14 …"


def test_faults_and_suspicions_are_told_together(tmp_path: Path) -> None:
    text = f"{PT_HEADER}\n{pt_row(code=475)}\n{pt_row(coup='7')}"
    with pytest.raises(ContentError) as caught:
        warnings(tmp_path, text, "pt.txt")
    assert [one.code for one in caught.value.problems] == ["data-outcome", "data-country-name", "data-unfinished"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_places_are_right_with_any_separator(tmp_path: Path, separator: str) -> None:
    text = own('1970-01-01,NGA,"Niger; or so",failed,Maker,1', "1970-01-01,NGA,Niger,failed,Maker,1")
    found = warnings(tmp_path, text.replace(",", separator), "own.csv")
    assert told(found) == [("data-country-name", 3, 12), ("data-same-day", 3, 22)]
