"""An unchanged briefing is known as one, and no change of anything it was made from is missed."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from briefing.build import Built, build_briefing
from briefing.inputs import up_to_date
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief


def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (8, 8), shade).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one built briefing that is written in files of every kind."""
    top = tmp_path_factory.mktemp("workspace")
    text = BRIEF + (
        "timeline: timeline.csv\n"
        "sections: [{title: A map, text: '![A map](map.png)'}]\n"
        "sources: [{id: cnn, publisher: CNN, title: A report, text: cnn.txt}]\n"
    )
    text = text.replace("One sentence.", "One sentence. [@cnn para. 1]")
    table = "when,what,source\n2023,It begins.,cnn para. 1\n"
    write_brief(top / "brief", text, first_csv=table, cnn_txt="One sentence. It begins.\n")
    (top / "brief" / "timeline.csv").symlink_to("first.csv")
    (top / "assets").mkdir()
    (top / "assets" / "map.png").write_bytes(picture(0))
    build(top, force=True)
    return top


def build(top: Path, *, force: bool = False) -> Built:
    return build_briefing(top / "brief", Workspace(top), top / "out", "a4", force=force, say=lambda _: None, taken={})


@pytest.fixture
def workspace(built: Path) -> Iterator[Path]:
    """The built workspace, put back as it was afterwards."""
    kept = built.parent / f"{built.name}-kept"
    shutil.copytree(built, kept, symlinks=True)
    yield built
    shutil.rmtree(built)
    kept.rename(built)


def is_fresh(top: Path) -> bool:
    return up_to_date(top / "out", top / "brief", "a4", top / "data") is not None


def test_nothing_changed(workspace: Path) -> None:
    assert is_fresh(workspace)
    for path in workspace.rglob("*"):
        path.touch()
    assert is_fresh(workspace), "a date is no change"
    (workspace / "brief" / "notes.txt").write_text("Nothing to do with it.")
    assert is_fresh(workspace)
    again = build(workspace)
    assert again.fresh
    assert again.size == (workspace / "out" / "x.pdf").stat().st_size


def append(name: str) -> Callable[[Path], None]:
    def change(top: Path) -> None:
        with (top / name).open("ab") as file:
            file.write(b"\n")

    return change


def delete(name: str) -> Callable[[Path], None]:
    return lambda top: (top / name).unlink()


def hide_the_picture(top: Path) -> None:
    (top / "brief" / "map.png").write_bytes(picture(255))


def turn_the_link(top: Path) -> None:
    (top / "brief" / "second.csv").write_text("when,what\n2024,It ends.\n")
    (top / "brief" / "timeline.csv").unlink()
    (top / "brief" / "timeline.csv").symlink_to("second.csv")


def own_data(top: Path) -> None:
    (top / "data").mkdir()
    (top / "data" / "corrections.csv").write_text("country,date\n")


CHANGES = {
    "the briefing": append("brief/briefing.yaml"),
    "the table": append("brief/first.csv"),
    "the table is gone": delete("brief/first.csv"),
    "the link to the table": turn_the_link,
    "the stored text": append("brief/cnn.txt"),
    "the picture": append("assets/map.png"),
    "a picture of the same name comes before it": hide_the_picture,
    "the PDF": append("out/x.pdf"),
    "the PDF is gone": delete("out/x.pdf"),
    "the desk has data of its own": own_data,
    "the record is gone": lambda top: shutil.rmtree(top / "out" / ".briefing"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(workspace: Path, change: Callable[[Path], None]) -> None:
    assert is_fresh(workspace)
    change(workspace)
    assert not is_fresh(workspace)


def test_another_paper_another_folder_and_another_place_for_the_pdf_are_changes(workspace: Path) -> None:
    assert up_to_date(workspace / "out", workspace / "brief", "letter", workspace / "data") is None
    assert up_to_date(workspace / "elsewhere", workspace / "brief", "a4", workspace / "data") is None
    assert up_to_date(workspace / "out", workspace, "a4", workspace / "data") is None


DAMAGE: list[object] = [None, [], "x", 1, {}, {"tool": 1}]


@pytest.mark.parametrize("record", DAMAGE)
def test_a_record_that_is_none_is_a_change(workspace: Path, record: object) -> None:
    (path,) = (workspace / "out" / ".briefing").glob("*.json")
    path.write_text(json.dumps(record))
    assert not is_fresh(workspace)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"\0" * 100])
def test_a_record_that_was_cut_is_a_change(workspace: Path, content: bytes) -> None:
    (path,) = (workspace / "out" / ".briefing").glob("*.json")
    path.write_bytes(content)
    assert not is_fresh(workspace)


@pytest.mark.parametrize("key", ["tool", "paper", "read", "pdf", "digest"])
@pytest.mark.parametrize("value", [None, 5, "x", ["\0"], {"/": 1}])
def test_a_record_with_one_damaged_part_is_a_change(workspace: Path, key: str, value: object) -> None:
    (path,) = (workspace / "out" / ".briefing").glob("*.json")
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps(record | {key: value}))
    assert not is_fresh(workspace)


@pytest.mark.parametrize("value", [None, 5, {"/": 1}, ["/"]])
def test_a_record_with_a_damaged_list_of_what_was_missing_is_a_change(workspace: Path, value: object) -> None:
    (path,) = (workspace / "out" / ".briefing").glob("*.json")
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"missing": value}))
    assert not is_fresh(workspace)


def test_the_program_is_a_part_of_it(workspace: Path) -> None:
    (path,) = (workspace / "out" / ".briefing").glob("*.json")
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps(record | {"tool": "0" * 64}))
    assert not is_fresh(workspace)
