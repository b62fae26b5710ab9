"""A dataset knows which countries and years it covers, and whether it has all of their events."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing.dataset_import import import_dataset
from briefing.figures.data.datasets import read_bundled, read_cow, read_dataset
from briefing.figures.data.events import select
from briefing.figures.data.imported import read_events
from briefing.problems import ContentError
from tests.figures.data.files import CLINE_HEADER, PUBLISHED, TODAY, pt, pt_row, write

OWN = "date,iso3,outcome,coder,version\n"
BOLIVIA = f"{OWN}2019-11-10,BOL,successful,Maker,1\n2024-06-26,BOL,failed,Maker,1\n"


def test_the_bundled_record_covers_every_state_since_its_coder_began() -> None:
    bundled = read_bundled()
    for table, begins in ((bundled, date(1950, 1, 1)), (bundled.others[0], date(1945, 1, 1))):
        assert table.complete
        assert table.begins == begins
        assert set(table.countries) == set(read_cow().values())
    assert not bundled.covers("ESH")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pt.txt", pt(pt_row(), pt_row(day="2021\t3\t31", coup="1"))),
        ("cline_v2.1.2.csv", f'{CLINE_HEADER}\n"1",436,"Niger",2010,2,18,"coup"\n'),
        ("own.csv", BOLIVIA),
        ("as_shipped.csv", f"{OWN}2010-02-18,NER,successful,Powell & Thyne,V2023.09.08\n"),
    ],
)
def test_a_small_file_is_an_excerpt_in_every_layout(tmp_path: Path, name: str, text: str) -> None:
    table = read_dataset(write(tmp_path, name, text))
    assert not table.complete
    assert table.begins == date.min
    assert table.countries == (("BOL",) if "BOL" in text else ("NER",))
    none = select(table, countries=["NER", "BOL"], since=2022, as_of=date(2024, 1, 1))
    assert none.uncovered == ("NER", "BOL")


def test_half_of_a_published_record_is_an_excerpt(tmp_path: Path) -> None:
    file = PUBLISHED / "powell_thyne_v2023.09.08.txt"
    if not file.is_file():
        pytest.skip("the published file is not here")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert read_dataset(file).complete
    assert not read_dataset(write(tmp_path, "half.txt", "".join(lines[:250]))).complete
    assert not read_dataset(write(tmp_path, "all_but_one.txt", "".join(lines[:-1]))).complete
    assert not read_dataset(write(tmp_path, "no_fiji.txt", "".join(x for x in lines if "Fiji" not in x))).complete


def test_rows_of_countries_without_events_are_a_claim_to_be_complete(tmp_path: Path) -> None:
    table = read_dataset(write(tmp_path, "own.csv", f"{BOLIVIA},PER,none,Maker,1\n"))
    assert table.complete
    assert table.countries == ("BOL", "PER")
    assert table.begins == date(2019, 1, 1)


@pytest.mark.parametrize(
    ("covers", "countries", "begins"),
    [(["BOL"], ("BOL",), 2019), (["BOL", "PER"], ("BOL", "PER"), 2019), (["all"], None, 2019)],
)
def test_a_desk_says_of_which_countries_a_file_has_every_event(
    tmp_path: Path, covers: list[str], countries: tuple[str, ...] | None, begins: int
) -> None:
    file = write(tmp_path, "own.csv", BOLIVIA)
    record = import_dataset(file, tmp_path / "data", today=TODAY, covers=covers).record
    table = read_events(tmp_path / "data", record.name)
    assert table.complete
    assert set(table.countries) == set(countries or read_cow().values())
    assert table.begins == date(begins, 1, 1)


def test_a_claim_that_leaves_out_a_country_of_the_file_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, "own.csv", f"{BOLIVIA}2021-02-01,MMR,successful,Maker,1\n")
    with pytest.raises(ContentError, match=r"data-coverage\].*events of MMR, which --covers does not name"):
        import_dataset(file, tmp_path / "data", today=TODAY, covers=["BOL"])
    assert not (tmp_path / "data").exists()


def test_a_record_from_before_claims_is_read(tmp_path: Path) -> None:
    record = import_dataset(write(tmp_path, "own.csv", BOLIVIA), tmp_path / "data", today=TODAY).record
    json_file = tmp_path / "data" / f"{record.name}.json"
    text = json_file.read_text(encoding="utf-8").replace(',\n  "covers": ""', "")
    assert "covers" not in text
    json_file.write_text(text, encoding="utf-8")
    assert not read_events(tmp_path / "data", record.name).complete
