from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.dataset_import import import_dataset
from briefing.figures.data.datasets import read_dataset
from briefing.problems import ContentError
from tests.figures.data.files import (
    CLINE_HEADER,
    TODAY,
    pt,
    pt_row,
    refused,
    write,
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_are_read_in_every_layout(tmp_path: Path, separator: str) -> None:
    pt_file = write(tmp_path, "pt.csv", pt(pt_row()).replace("\t", separator))
    assert len(read_dataset(pt_file).events) == 1
    cline = f'{CLINE_HEADER}\n"1",436,"Niger",2010,2,18,"coup"\n'.replace(",", separator)
    assert len(read_dataset(write(tmp_path, "cline_v1.0.csv", cline)).events) == 1
    own = "date,iso3,outcome,coder,version\n2010-02-18,NER,failed,Maker,1\n".replace(",", separator)
    assert len(read_dataset(write(tmp_path, "own.csv", own)).events) == 1


def test_a_separator_that_is_not_read_is_named(tmp_path: Path) -> None:
    bars = write(tmp_path, "pt.csv", pt(pt_row()).replace("\t", "|"))
    assert refused(bars) == [("data-separator", 1)]


EXCEL = "sep=;\r\nDate;ISO3;Outcome;Coder;Version;;\r\n2010-02-18;NER;failed;Maker;1;;\r\n;;;;;;\r\n"


@pytest.mark.parametrize(
    "text",
    [
        EXCEL,
        EXCEL.removeprefix("sep=;\r\n"),
        "\ufeff" + EXCEL.removeprefix("sep=;\r\n"),
        "Coups of the Sahel, as our desk codes them\r\n\r\n" + EXCEL.removeprefix("sep=;\r\n"),
    ],
)
def test_what_spreadsheet_programs_add_is_left_out(tmp_path: Path, text: str) -> None:
    (event,) = read_dataset(write(tmp_path, "own.csv", text)).events
    assert (str(event.date), event.iso3, event.outcome.value) == ("2010-02-18", "NER", "failed")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (EXCEL.encode("utf-16"), "this file is saved as UTF-16\nhint: save it again with the encoding \"UTF-8\", in Excel as"),
        (EXCEL.replace("Maker", "Société").encode("cp1252"), "own.csv:3:27: error.data-encoding.: this file is not"),
        (b"PK\x03\x04" + b"x" * 50, "this is a spreadsheet program's own file\nhint: Save it as CSV"),
    ],
)  # fmt: skip
def test_an_encoding_that_is_not_read_is_named_with_what_to_do(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "own.csv"
    file.write_bytes(content)
    with pytest.raises(ContentError, match=message):
        read_dataset(file)


def test_a_text_with_the_separator_needs_quotation_marks(tmp_path: Path) -> None:
    row = pt_row().replace("Niger", "Yemen Arab Republic; N. Yemen").replace('"', "").replace("\t", ";")
    file = write(tmp_path, "pt.csv", pt(row).replace("\t", ";"))
    with pytest.raises(
        ContentError, match=r"has 10 values where 9 .*\nhint: Put a text with a semicolon in quotation marks"
    ):
        read_dataset(file)


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, "own.csv", "date,iso3,outcome,coder\n2010-02-18,NER,failed,Maker\n")
    with pytest.raises(ContentError, match="for the project's own layout version is missing"):
        read_dataset(file)


def test_every_bad_line_is_named_at_once(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "pt.txt",
        pt(
            pt_row(),
            pt_row(code=999),
            pt_row(day="2010\t13\t18"),
            pt_row(coup="3"),
            pt_row(day="2010\t2\t30", coup="0"),
            '"Niger"\t436\t\t\t2010',
            '"Niger"\t436\t\t\t2010\t2\t18\t2\t"V2023.',
        ),
    )
    assert refused(file) == [
        ("data-country", 3),
        ("data-date", 4),
        ("data-outcome", 5),
        ("data-outcome", 6),
        ("data-date", 6),
        ("data-truncated", 7),
        ("data-truncated", 8),
    ]


def test_a_line_given_twice_is_named_with_the_first(tmp_path: Path) -> None:
    file = write(tmp_path, "pt.txt", pt(pt_row(), pt_row(day="2011\t7\t8"), pt_row()))
    with pytest.raises(ContentError, match=r"pt\.txt:4: error\[data-duplicate\]: the line is line 2 once more"):
        read_dataset(file)


def test_events_after_the_version_was_issued_or_after_today_are_named(tmp_path: Path) -> None:
    dated = write(tmp_path, "pt.txt", pt(pt_row(day="2023\t9\t8"), pt_row(day="2023\t9\t9")))
    assert refused(dated) == [("data-date", 3)]
    undated = write(tmp_path, "pt2.txt", pt(pt_row(version="V1"), pt_row(day="2031\t2\t7", version="V1")))
    assert len(read_dataset(undated).events) == 2
    with pytest.raises(ContentError, match=r"pt2\.txt:3:15: error\[data-date\]: 2031-02-07 is after 2026-01-01"):
        import_dataset(undated, tmp_path / "data", today=TODAY)
    assert not (tmp_path / "data").exists()


def test_lines_that_no_dataset_has_are_named(tmp_path: Path) -> None:
    rows = [pt_row(), pt_row().replace("Niger", "Ni\0ger"), pt_row().replace("Niger", "x" * 300_000)]
    assert refused(write(tmp_path, "pt.txt", pt(*rows))) == [("data-character", 3), ("data-line", 4)]


def test_lines_are_counted_as_editors_count_them(tmp_path: Path) -> None:
    rows = [pt_row().replace("Niger", "Ni\u2028g\x85er"), pt_row(coup="3")]
    for end in ("\n", "\r\n", "\r"):
        assert refused(write(tmp_path, "pt.txt", pt(*rows).replace("\r\n", end))) == [("data-outcome", 3)]


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    assert len(read_dataset(write(tmp_path, "pt.txt", "\ufeff" + pt(pt_row()))).events) == 1


@pytest.mark.parametrize("day", ["1_960\t2\t18", "0\t2\t18", "1" * 6000 + "\t2\t18", "\t\t"])
def test_values_that_only_a_program_reads_as_dates_are_refused(tmp_path: Path, day: str) -> None:
    assert refused(write(tmp_path, "pt.txt", pt(pt_row(day=day)))) == [("data-date", 2)]


@pytest.mark.parametrize("row", ["20100218,NER,failed,Maker,1", "2010-W07-4,NER,failed,Maker,1", ",NER,failed,Maker,1"])
def test_our_own_dates_are_written_in_one_way(tmp_path: Path, row: str) -> None:
    assert refused(write(tmp_path, "own.csv", f"date,iso3,outcome,coder,version\n{row}\n")) == [("data-date", 2)]


def test_a_row_names_its_coder_and_version(tmp_path: Path) -> None:
    rows = f"2010-02-18,NER,failed,,1\n2011-02-18,NER,failed,Maker, \n2012-02-18,NER,failed,{'M' * 61},1\n"
    found = refused(write(tmp_path, "own.csv", f"date,iso3,outcome,coder,version\n{rows}"))
    assert [fault for fault in found if fault[0] == "data-source"] == [("data-source", n) for n in (2, 3, 4)]


def test_another_version_is_named_where_it_begins(tmp_path: Path) -> None:
    file = write(tmp_path, "pt.txt", pt(pt_row(), pt_row(day="2011\t7\t8", version="V2")))
    assert refused(file) == [("data-version", 3)]


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ContentError, match="this is not a file"):
        read_dataset(tmp_path / "pipe.txt")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(200_000_000)
    assert refused(file) == [("data-too-large", 0)]


@pytest.mark.parametrize("row", [pt_row(), pt_row(coup="3"), pt_row()[:20]])
def test_a_file_full_of_faults_does_not_print_them_all(tmp_path: Path, row: str) -> None:
    faults = refused(write(tmp_path, "pt.txt", pt(*[row] * 5000)))
    assert len(faults) < 100
    assert faults[-1][0] == "data-many-faults"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "data-layout"),
        (b"date,place\n", "data-layout"),
        (b"\x80\x81", "data-encoding"),
        (b"date,iso3,outcome,coder,version\n", "data-empty"),
        (b"date,iso3,outcome,coder,version\n2010-02-18,NIG,successful,Maker,1\n", "data-country"),
        (b"date,iso3,outcome,coder,version\n18/02/2010,NER,successful,Maker,1\n", "data-date"),
        (b"date,iso3,outcome,coder,version\n2010-02-18,NER,failed,A,1\n2010-02-18,NER,failed,A,2\n", "data-version"),
        (f'{CLINE_HEADER}\n"1",436,"Niger",2010,2,18,"coup"\n'.encode(), "data-version"),
        (f'{CLINE_HEADER}\n"1",436,"Niger",2010,2,18,"putsch"\n'.encode(), "data-outcome"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_dataset_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    assert code in {found for found, _ in refused(file)}


def test_a_version_can_be_given(tmp_path: Path) -> None:
    file = write(tmp_path, "file.csv", f'{CLINE_HEADER}\n"1",436,"Niger",2010,2,18,"coup"\n')
    assert read_dataset(file, version="2.1.3").version == "2.1.3"


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        read_dataset(tmp_path / "none.csv")
