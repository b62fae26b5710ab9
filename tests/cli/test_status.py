"""`briefing status`: each briefing of the workspace, its last edition, its state, and what is due."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from briefing.cli.output import print_table
from tests.briefs import BRIEF, write_brief
from tests.command import Command, run_command


def named(name: str) -> str:
    return BRIEF.replace("id: x", f"id: {name}")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five briefings: never published, unchanged, changed, withdrawn and then changed, and faulty; read only."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "briefing.toml").touch()
    briefs = folder / "briefs"
    write_brief(briefs / "draft", named("draft").replace("next_update: 2099-07-28T12:00Z\n", ""))
    for name in ("same", "changed", "withdrawn"):
        write_brief(briefs / name, named(name))
        assert run_command(folder, "publish", name, "--yes").code == 0
    write_brief(briefs / "changed", named("changed").replace("2099", "2199"))
    run_command(folder, "editions", "withdraw", "withdrawn@1", "--reason", "Wrong figures")
    write_brief(briefs / "withdrawn", named("withdrawn").replace("2099", "2024"))
    write_brief(folder / "faulty", named("faulty").replace("TLP:CLEAR", "TLP:BLUE"))
    return folder


@pytest.fixture
def desk(command: Command, published: Path) -> Command:
    """A copy of `published` that tests may change."""
    shutil.copytree(published, command.folder, dirs_exist_ok=True)
    return command


def objects(command: Command, *words: str, code: int = 0) -> Mapping[str, Any]:
    ended = command("status", "--json", *words)
    assert ended.code == code, ended.err
    return {one["folder"].rsplit("/", 1)[1]: one for one in json.loads(ended.out)}


def test_each_briefing_with_its_last_edition_and_what_is_due(desk: Command) -> None:
    heading, *lines = desk("status").out.splitlines()
    assert heading.split() == ["briefing", "last", "edition", "state", "next", "update"]
    rows = {line.split()[0]: line for line in lines}
    assert list(rows) == ["briefs/changed", "briefs/draft", "briefs/same", "briefs/withdrawn", "faulty"]
    assert rows["briefs/draft"].split() == ["briefs/draft", "none", "draft", "not", "stated"]
    assert "same@1, " in rows["briefs/same"]
    assert "unchanged since" in rows["briefs/same"]
    assert rows["briefs/same"].endswith("2099-07-28 12:00 UTC")
    # What readers were promised counts, not what the changed folder says.
    assert rows["briefs/changed"].endswith("2099-07-28 12:00 UTC")
    assert " changed since " in rows["briefs/changed"]
    assert ", withdrawn " in rows["briefs/withdrawn"]
    assert rows["briefs/withdrawn"].endswith("2024-07-28 12:00 UTC, overdue")
    assert "1 problem: unknown-marking" in rows["faulty"]


def test_the_same_as_json_with_the_problems_of_what_cannot_be_read(desk: Command) -> None:
    found = objects(desk)
    assert {name: one["state"] for name, one in found.items()} == {
        "draft": "draft",
        "same": "unchanged",
        "changed": "changed",
        "withdrawn": "changed",
        "faulty": "faulty",
    }
    assert {name: one["status"] for name, one in found.items() if one["status"]} == {
        "same": "current",
        "changed": "current",
        "withdrawn": "withdrawn",
    }
    assert [name for name, one in found.items() if one["overdue"]] == ["withdrawn"]
    assert found["draft"]["due"] is None
    (problem,) = found["faulty"]["problems"]
    assert (problem["code"], problem["file"], problem["line"]) == ("unknown-marking", "faulty/briefing.yaml", 3)


def test_a_damaged_object_is_told_and_hides_no_other(desk: Command) -> None:
    path = next((desk.folder / "editions").rglob("briefing%3asame/inventory.json"))
    path.write_bytes(b"{")
    found = objects(desk, code=6)
    assert found["same"]["state"] == "faulty"
    assert found["changed"]["state"] == "changed"
    assert f"{path}: error[archive-damaged]: E033: " in desk("status").err
    for words in (("publish", "same", "--yes"), ("editions", "list"), ("editions", "show", "same")):
        assert f"{path}: error[archive-damaged]: E033: " in desk(*words).err, words


def test_a_link_in_the_archive_is_named_by_its_own_place(desk: Command) -> None:
    target = desk.folder / "whole.json"
    for name, file in (("same", "inventory.json"), ("changed", "v1/content/changed.pdf"), ("withdrawn", "v1")):
        path = next((desk.folder / "editions").rglob(f"briefing%3a{name}")) / file
        path.rename(target) if path.is_file() else path.rename(path.with_name("v9"))
        path.symlink_to("/dev/zero" if name == "same" else path.with_name("v9") if name == "withdrawn" else target)
        shown = path.relative_to(desk.folder)
        for words in ((), ("--archive", "editions")):
            out = desk("editions", "verify", name, *words).out
            assert out.count(f"{shown}: error") == (2 if name == "changed" else 1)  # E092, too: content is missing
            assert f"{shown}: error[E090]" in out
            assert "/dev/zero: " not in out
        assert f"{path}: error[E090]" in desk("editions", "verify", name, "--archive", "../editions", at="briefs").out


def test_an_empty_workspace_and_an_earlier_archive_beside_a_briefing(command: Command) -> None:
    assert command("status").out == "there are no briefings yet; start one with: briefing new NAME\n"
    write_brief(command.folder / "port", named("port"))
    assert command("publish", "port", "--yes", "--archive", "port/editions").code == 0
    for words in (("status",), ("editions", "list")):
        ended = command(*words)
        assert "port/editions: warning[other-archive]: another archive is here" in ended.err
        assert "hint: list it with: briefing editions list --archive port/editions" in ended.err
    assert objects(command, "--archive", "port/editions")["port"]["edition"] == "port@1"


def test_columns_are_aligned_and_times_have_their_zone(command: Command) -> None:
    ids = {
        "a-very-long-name-that-leaves-no-room-for-anything-else-2023-x": "a",
        "中文简报关于港口": "b",
        "e\u0301te\u0301": "c",
    }
    for folder, name in ids.items():
        write_brief(command.folder / "briefs" / folder, named(name))
    assert command("publish", "briefs/中文简报关于港口", "--yes").code == 0
    heading, *lines = command("status").out.splitlines()
    at = heading.index("last edition")
    taken = {"a": 0, "b": 8, "c": -2}  # eight characters of two columns each; two marks of none
    shown = {name: next(line for line in lines if line.startswith(f"briefs/{folder}")) for folder, name in ids.items()}
    assert [shown[name][at - taken[name] :].split()[0] for name in "abc"] == ["none", "b@1,", "none"]
    assert re.search(r"b@1, \d{4}-\d\d-\d\d \d\d:\d\d UTC  unchanged since  2099-07-28 12:00 UTC$", shown["b"])
    assert re.match(r"b@1  \d{4}-\d\d-\d\d \d\d:\d\d UTC  current  1 p\.", command("editions", "list").out)
    assert "  PDF        1 page, not signed" in command("editions", "show", "b").out


@pytest.mark.parametrize("name", ["a@7", "a@2", "nix", "nix@1"])
def test_a_list_of_what_does_not_exist_says_so(command: Command, name: str) -> None:
    write_brief(command.folder / "briefs" / "a", named("a"))
    assert command("publish", "a", "--yes").code == 0
    for act in ("list", "verify", "show"):
        ended = command("editions", act, name)
        assert (ended.code, ended.out) == (6, "")
        assert f"error[no-edition]: there is no {name} in the archive" in ended.err
    assert command("editions", "verify", "a@1").code == 0


def test_one_line_is_one_row_of_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([("a\nb", "x"), ("c\x1b[31m", "y"), ("", "z")])
    assert capsys.readouterr().out == "a b            x\nc<U+001B>[31m  y\n               z\n"
