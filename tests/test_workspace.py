"""The workspace is the nearest folder with a briefing.toml; a new briefing is one that can be read at once."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from briefing.load.folder import load_briefing
from briefing.problems import UsageError
from briefing.workspace import Workspace, create_briefing, find_workspace, nearest_workspace, require_workspace
from tests.briefs import LATIN, write_brief

NOW = datetime(2023, 7, 27, 21, 5, 59, tzinfo=timezone(timedelta(hours=1)))


def test_a_new_briefing_is_dated_now_in_utc_and_has_no_fault(tmp_path: Path) -> None:
    path = create_briefing(Workspace(tmp_path), "mali-2026", NOW)
    assert path == tmp_path / "briefs" / "mali-2026" / "briefing.yaml"
    loaded = load_briefing(path.parent, [], lambda: LATIN)
    assert loaded.briefing.id == "mali-2026"
    assert loaded.briefing.as_of == datetime(2023, 7, 27, 20, 5, tzinfo=UTC)
    assert loaded.briefing.next_update == datetime(2023, 7, 28, 20, 5, tzinfo=UTC)
    assert loaded.warnings == ()


def test_nothing_of_the_skeleton_is_left_to_fill_in(tmp_path: Path) -> None:
    text = create_briefing(Workspace(tmp_path), "a", NOW).read_text(encoding="utf-8")
    assert "$" not in text.replace("US$ ", "")


def test_the_chart_it_offers_can_be_uncommented(tmp_path: Path) -> None:
    path = create_briefing(Workspace(tmp_path), "a", NOW)
    text = path.read_text(encoding="utf-8").replace("# region:", "region:").replace("# history:", "history:")
    path.write_text(text, encoding="utf-8")
    assert load_briefing(path.parent, [], lambda: LATIN).briefing.history


@pytest.mark.parametrize(
    "name", ["", "A", "a b", "../x", "/tmp/x", ".", "a.b", "é", "-a", "a\n", "a" * 65, "a/b", "a\0"]
)
def test_a_name_that_cannot_be_an_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="bad-id"):
        create_briefing(Workspace(tmp_path), name, NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_existing_files_are_not_changed(tmp_path: Path, kind: str) -> None:
    (tmp_path / "briefs").mkdir()
    there = tmp_path / "briefs" / "a"
    if kind == "folder":
        there.mkdir()
        (there / "notes.txt").write_text("kept")
    elif kind == "file":
        there.write_text("kept")
    else:
        there.symlink_to("nowhere")
    with pytest.raises(UsageError, match="name-taken"):
        create_briefing(Workspace(tmp_path), "a", NOW)
    assert not (tmp_path / "briefs" / "nowhere").exists()


@pytest.mark.parametrize("left", ["", ".briefing.yaml.ab12_x9z.new"])
def test_an_empty_folder_takes_no_name(tmp_path: Path, left: str) -> None:
    """A full disk, or a kill, leaves one."""
    there = tmp_path / "briefs" / "a"
    there.mkdir(parents=True)
    if left:
        (there / left).write_text("half of")
    assert create_briefing(Workspace(tmp_path), "a", NOW) == there / "briefing.yaml"


def test_a_name_is_taken_wherever_in_the_workspace_its_briefing_is(tmp_path: Path) -> None:
    for parent in (tmp_path, tmp_path / "assets" / "briefs"):
        write_brief(parent / "a")
        with pytest.raises(UsageError, match="name-taken"):
            create_briefing(Workspace(tmp_path), "a", NOW)
        shutil.rmtree(parent / "a")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace with a briefing, and a folder outside; `link` leads to the workspace, `briefs/linked` out of it."""
    top = tmp_path / "desk"
    write_brief(top / "briefs" / "a")
    (top / "briefs" / "a" / "sources" / "deeper").mkdir(parents=True)
    (top / "briefing.toml").touch()
    write_brief(tmp_path / "outside")
    (tmp_path / "link").symlink_to(top)
    (top / "briefs" / "linked").symlink_to(tmp_path / "outside")
    return top


@pytest.mark.parametrize(
    "name", [".", "briefs", "briefs/a", "briefs/a/sources/deeper", "out/not-yet/made", "../link/briefs/a"]
)
def test_one_workspace_from_every_folder_in_it(desk: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert nearest_workspace(desk / name) == Workspace(desk)
    monkeypatch.chdir(desk / name.replace("out/not-yet/made", "."))
    assert find_workspace(Path()) == require_workspace(Path()) == Workspace(desk)


def test_outside_of_a_workspace_there_is_none(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = desk.parent / "outside"
    monkeypatch.chdir(desk.parent)
    assert nearest_workspace(outside) is None
    assert nearest_workspace(desk / "briefs" / "linked") is None
    with pytest.raises(UsageError) as refused:
        require_workspace(outside)
    (problem,) = refused.value.problems
    assert (problem.code, str(problem.place)) == ("no-workspace", "outside")
    assert problem.hint.endswith(": touch briefing.toml")
    # For what stores nothing, the current folder, or its workspace, stands for one.
    assert find_workspace(outside) == Workspace(desk.parent)
    monkeypatch.chdir(desk / "briefs")
    assert find_workspace(outside) == Workspace(desk)


def test_the_nearest_of_two_workspaces_counts_and_only_a_file_marks_one(desk: Path) -> None:
    inner = desk / "briefs" / "a"
    (inner / "briefing.toml").mkdir()
    assert nearest_workspace(inner) == Workspace(desk)
    (inner / "briefing.toml").rmdir()
    for other in ("assets", ".git"):
        (inner / other).mkdir()
    assert nearest_workspace(inner) == Workspace(desk)
    (inner / "briefing.toml").touch()
    assert nearest_workspace(inner / "sources") == Workspace(inner)


@pytest.mark.parametrize("parent", ["briefs", "assets/briefs", "."])
def test_the_folder_above_that_of_the_briefings_is_offered_as_the_workspace(tmp_path: Path, parent: str) -> None:
    folder = write_brief(tmp_path / "new desk" / parent / "a")
    with pytest.raises(UsageError, match=r"touch '.*/new desk/briefing.toml'"):
        require_workspace(folder)
