"""The look of a desk goes with a briefing that is built elsewhere, and is watched like all that a build reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.batch.pool import build_outcome
from briefing.batch.remote import RemoteTask, accept, build_from_inputs, pack
from briefing.batch.watch import input_signature
from briefing.build_output import BuildRequest, RenderedBriefing, find_unchanged, write_build
from briefing.problems import BriefingError
from briefing.workspace import Workspace
from tests.briefs import write_brief
from tests.house.desks import BLUE, LOGO, desk

BLOCK = '{% extends "shipped/parts/gaps.html.j2" %}{% block heading %}<h2>Unknown</h2>{% endblock %}'


def request(workspace: Workspace) -> BuildRequest:
    folder = write_brief(workspace.root / "briefs" / "x")
    return BuildRequest(folder, workspace, workspace.out, "a4")


@pytest.fixture
def blue(tmp_path: Path) -> Workspace:
    workspace = desk(tmp_path / "desk", BLUE, templates__print_css="h2 { color: #222 }")
    block = workspace.root / "templates" / "parts" / "gaps.html.j2"
    block.parent.mkdir()
    block.write_text(BLOCK)
    return workspace


def test_a_worker_makes_the_same_bytes(blue: Workspace, tmp_path: Path) -> None:
    one = request(blue)
    here = build_outcome(one)
    assert isinstance(here, RenderedBriefing)
    inputs, expected = pack(one, here.environment_fingerprint)
    (tmp_path / "scratch").mkdir()
    there = build_from_inputs(RemoteTask(one, tmp_path, None), inputs, tmp_path / "scratch")
    assert isinstance(there, RenderedBriefing)
    assert there.content == here.content
    assert isinstance(accept(there, expected, one, None), RenderedBriefing)


def test_a_worker_tells_a_fault_as_this_machine_does(
    blue: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(blue.root)
    one = request(blue)
    (blue.root / "briefing.toml").write_text(BLUE.replace("#0b4f8a", "gold"))
    here = build_outcome(one)
    inputs, _ = pack(one, "")
    (tmp_path / "scratch").mkdir()
    there = build_from_inputs(RemoteTask(one, blue.root, None), inputs, tmp_path / "scratch")
    assert isinstance(here, BriefingError)
    assert isinstance(there, BriefingError)
    assert there.problems == here.problems


def test_every_file_of_a_look_is_watched_and_makes_a_build_stale(blue: Workspace) -> None:
    one = request(blue)
    root = blue.root
    changes = (
        lambda: (root / "templates" / "print.css").write_text("h2 { color: #333 }"),
        lambda: (root / "templates" / "parts" / "gaps.html.j2").write_text(BLOCK.replace("Unknown", "Open")),
        lambda: (root / "logo.svg").write_text(LOGO.replace("28", "26")),
        lambda: (root / "briefing.toml").write_text(BLUE.replace("Unit", "Desk")),
        lambda: (root / "templates" / "print.css").unlink(),
    )
    for change in changes:
        made = build_outcome(one)
        assert isinstance(made, RenderedBriefing)
        write_build(made, one, {})
        known = input_signature(one)
        assert find_unchanged(one)
        change()
        assert input_signature(one) != known
        assert not find_unchanged(one)
