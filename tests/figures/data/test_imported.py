from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing.dataset_import import import_dataset
from briefing.figures.data.events import CoupOutcome, select
from briefing.figures.data.imported import read_events
from briefing.problems import ContentError, UsageError
from tests.figures.data.files import (
    TODAY,
    pt,
    pt_row,
    published_example,
    write,
)


@pytest.fixture
def pt_file(tmp_path: Path) -> Path:
    return published_example(tmp_path)


@pytest.mark.parametrize("damage", ["changed", "missing", "record", "record of a file elsewhere"])
def test_a_damaged_import_is_reported(tmp_path: Path, pt_file: Path, damage: str) -> None:
    folder = tmp_path / "data"
    record = import_dataset(pt_file, folder, today=TODAY).record
    if damage == "changed":
        (folder / record.file).write_text(pt(pt_row()), encoding="utf-8", newline="")
    elif damage == "missing":
        (folder / record.file).unlink()
    elif damage == "record of a file elsewhere":
        (folder / record.file).rename(tmp_path / "elsewhere.txt")
        json_file = folder / f"{record.name}.json"
        text = json_file.read_text(encoding="utf-8").replace(record.file, "../elsewhere.txt")
        json_file.write_text(text, encoding="utf-8")
    else:
        (folder / f"{record.name}.json").write_text("{", encoding="utf-8")
    with pytest.raises(ContentError, match=f"data-{damage.split()[0]}"):
        read_events(folder, record.name)


def test_an_unknown_dataset_names_the_known_ones(tmp_path: Path, pt_file: Path) -> None:
    import_dataset(pt_file, tmp_path, today=TODAY)
    with pytest.raises(UsageError, match=r"bundled, powell-thyne-v2023\.09\.08"):
        read_events(tmp_path, "powell")


def test_the_desks_own_corrections_are_applied(tmp_path: Path) -> None:
    text = "coder,event,field,was,is,why\nPowell & Thyne,NER 2010-02-18,outcome,successful,failed,the desk\n"
    write(tmp_path, "corrections.csv", text)
    before, after = (
        select(read_events(folder), countries=["NER"], since=2010, as_of=date(2020, 1, 1)).count(CoupOutcome.SUCCESSFUL)
        for folder in (None, tmp_path)
    )
    assert (before, after) == (1, 0)
