"""Files of coup data as their coders publish them, for the tests of data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing.figures.data.datasets import BUNDLED, read_corrections, read_dataset
from briefing.figures.data.events import EventTable
from briefing.problems import ContentError

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "data"
POWELL_THYNE = PUBLISHED / "powell_thyne_v2023.09.08.txt"
CLINE = PUBLISHED / "cline_v2.1.2.csv"
TODAY = date(2026, 1, 1)
PT_HEADER = "country\tccode\tccode_gw\tccode_polity\tyear\tmonth\tday\tcoup\tversion"
CLINE_HEADER = "coup_id,cowcode,country,year,month,day,event_type"


def published(file: Path) -> EventTable:
    if not file.is_file():
        pytest.skip(f"the published file {file.name} is not here")
    return read_dataset(file, corrections=read_corrections(BUNDLED / "corrections.csv"))


def pt(*rows: str) -> str:
    return "\r\n".join([PT_HEADER, *rows, ""])


def pt_row(*, code: int = 436, day: str = "2010\t2\t18", coup: str = "2", version: str = "V2023.09.08") -> str:
    return f'"Niger"\t{code}\t\t\t{day}\t{coup}\t"{version}"'


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8", newline="")
    return file


def refused(file: Path, version: str = "") -> list[tuple[str, int]]:
    with pytest.raises(ContentError) as caught:
        read_dataset(file, version=version)
    assert all(problem.place and problem.place.file == str(file) for problem in caught.value.problems)
    return [(problem.code, problem.place.line if problem.place else 0) for problem in caught.value.problems]


def published_example(tmp_path: Path) -> Path:
    """Write a small file in Powell & Thyne's layout: a success in 2010 and a failure in 2021."""
    return write(tmp_path, "published.txt", pt(pt_row(), pt_row(day="2021\t3\t31", coup="1")))
