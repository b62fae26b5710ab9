from __future__ import annotations

from pathlib import Path

import pytest

from briefing.dataset_import import import_dataset
from briefing.figures.data.imported import imported_datasets, read_events
from briefing.problems import ContentError
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


def test_an_imported_dataset_is_the_published_file_with_its_record(tmp_path: Path, pt_file: Path) -> None:
    folder = tmp_path / "data"
    record = import_dataset(pt_file, folder, today=TODAY).record
    assert imported_datasets(folder) == [record]
    assert (record.name, record.version, record.events) == ("powell-thyne-v2023.09.08", "V2023.09.08", 2)
    assert (folder / record.file).read_bytes() == pt_file.read_bytes()
    table = read_events(folder, record.name)
    assert len(table.events) == 2
    assert [other.coder for other in table.others] == ["Cline Center"]
    assert import_dataset(pt_file, folder, today=TODAY).record == record


def test_nothing_is_stored_of_a_faulty_file(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        import_dataset(write(tmp_path, "bad.txt", pt(pt_row(coup="3"))), tmp_path / "data", today=TODAY)
    assert not (tmp_path / "data").exists()


def test_other_content_of_the_same_version_is_refused_unless_replacing(tmp_path: Path, pt_file: Path) -> None:
    folder = tmp_path / "data"
    first = import_dataset(pt_file, folder, today=TODAY).record
    other = write(tmp_path, "other.txt", pt(pt_row()))
    with pytest.raises(ContentError, match="data-differs"):
        import_dataset(other, folder, today=TODAY)
    assert imported_datasets(folder) == [first]
    assert import_dataset(other, folder, today=TODAY, replacing=True).record.events == 1
