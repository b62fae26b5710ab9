"""A new briefing is one that can be read at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from briefing.load.folder import load_briefing
from briefing.problems import UsageError
from briefing.workspace import create_briefing
from tests.briefs import LATIN

NOW = datetime(2023, 7, 27, 21, 5, 59, tzinfo=timezone(timedelta(hours=1)))


def test_a_new_briefing_is_dated_now_in_utc_and_has_no_fault(tmp_path: Path) -> None:
    path = create_briefing(tmp_path, "mali-2026", NOW)
    assert path == tmp_path / "mali-2026" / "briefing.yaml"
    loaded = load_briefing(path.parent, [], lambda: LATIN)
    assert loaded.briefing.id == "mali-2026"
    assert loaded.briefing.as_of == datetime(2023, 7, 27, 20, 5, tzinfo=UTC)
    assert loaded.briefing.next_update == datetime(2023, 7, 28, 20, 5, tzinfo=UTC)
    assert loaded.warnings == ()


def test_nothing_of_the_skeleton_is_left_to_fill_in(tmp_path: Path) -> None:
    text = create_briefing(tmp_path, "a", NOW).read_text(encoding="utf-8")
    assert "$" not in text


def test_the_chart_it_offers_can_be_uncommented(tmp_path: Path) -> None:
    path = create_briefing(tmp_path, "a", NOW)
    text = path.read_text(encoding="utf-8").replace("# region:", "region:").replace("# history:", "history:")
    path.write_text(text, encoding="utf-8")
    assert load_briefing(path.parent, [], lambda: LATIN).briefing.history


@pytest.mark.parametrize(
    "name", ["", "A", "a b", "../x", "/tmp/x", ".", "a.b", "é", "-a", "a\n", "a" * 65, "a/b", "a\0"]
)
def test_a_name_that_cannot_be_an_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="bad-id"):
        create_briefing(tmp_path, name, NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_existing_files_are_not_changed(tmp_path: Path, kind: str) -> None:
    there = tmp_path / "a"
    if kind == "folder":
        there.mkdir()
    elif kind == "file":
        there.write_text("kept")
    else:
        there.symlink_to("nowhere")
    with pytest.raises(UsageError, match="name-taken"):
        create_briefing(tmp_path, "a", NOW)
    assert not (tmp_path / "nowhere").exists()
