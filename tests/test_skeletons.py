"""The skeletons of new briefings: every kind builds at once as a draft, and nothing of it is taken for content."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from briefing.check.review import review_briefing
from briefing.cli.new import KindName
from briefing.load.folder import load_briefing
from briefing.skeletons.compose import SNIPPETS, all_snippets, compose_skeleton
from briefing.skeletons.kinds import GENERAL, KINDS
from briefing.workspace import Workspace, create_briefing
from tests.briefs import LATIN
from tests.command import Command

NOW = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
VALUES = {"id": "x", "today": "2025-03-01", "as_of": "2025-03-01T09:30Z", "next_update": "2025-03-02T09:30Z"}
NEEDS = {
    "coup": {"actors", "assessment", "reactions", "history", "region", "map", "timeline", "stances"},
    "crisis": {"figures", "actors", "assessment", "reactions", "map", "timeline", "stances"},
    "disaster": {"figures", "map", "reactions", "stances", "timeline"},
    "outbreak": {"figures", "assessment", "map", "timeline"},
    "visit": {"actors", "timeline", "map"},
    "blank": set[str](),
}
ALWAYS = {"id", "title", "series", "language", "marking", "as_of", "next_update", "contact", "bottom_line", "summary"}
ALWAYS |= {"gaps", "sources"}


def test_the_command_offers_the_kinds_that_there_are() -> None:
    assert {kind.value for kind in KindName} == KINDS.keys() - {GENERAL} == NEEDS.keys()


@pytest.mark.parametrize("kind", NEEDS)
def test_a_kind_has_the_parts_that_it_needs(kind: str) -> None:
    keys = set(yaml.safe_load(compose_skeleton(kind, VALUES)))
    assert keys - {"sections", "parts"} == ALWAYS | NEEDS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_loads_without_a_fault_and_every_part_of_it_must_be_replaced(kind: str, tmp_path: Path) -> None:
    path = create_briefing(Workspace(tmp_path), "a", NOW, kind)
    assert "figures:" in path.read_text(encoding="utf-8")
    loaded = load_briefing(path.parent, [], lambda: LATIN)
    assert loaded.warnings == ()
    errors = review_briefing(loaded.briefing, loaded.values, loaded.texts).errors
    assert {problem.code for problem in errors} == {"template-text"}
    keys = set(yaml.safe_load(path.read_text(encoding="utf-8")))
    written = keys & {
        "title",
        "bottom_line",
        "summary",
        "figures",
        "assessment",
        "actors",
        "reactions",
        "region",
        "map",
    }
    written |= keys & {"timeline", "sections", "gaps", "sources"}
    assert len(errors) == len(written)


@pytest.mark.parametrize("kind", NEEDS)
def test_every_kind_builds_at_once_as_a_draft(kind: str, command: Command) -> None:
    assert command("new", "a", "--kind", kind.upper()).code == 0
    built = command("build", "a", "--draft")
    assert built.code == 0, built.err
    assert set(re.findall(r"error\[(.+?)\]", built.err)) == {"template-text"}
    assert command("build", "a").code == 3


def test_an_unknown_kind_is_refused_with_those_that_there_are(command: Command) -> None:
    ended = command("new", "a", "--kind", "flood")
    assert ended.code == 2
    assert "disaster" in ended.err
    assert not (command.folder / "briefs").exists()


def test_no_text_is_in_two_snippets_and_every_snippet_is_in_use() -> None:
    used = {name for kind in KINDS.values() for name in kind.parts} | {"head", "bottom_line", "sources", "parts"}
    assert used == {path.stem for path in SNIPPETS.glob("*.yaml")}
    sentences = [
        line.strip()
        for snippet in all_snippets()
        for line in snippet.splitlines()
        if len(line.split()) > 7 and "report para." not in line and "separate file" not in line
    ]
    twice = {line for line in sentences if sentences.count(line) > 1}
    assert not twice


def test_an_ordinary_heading_of_a_kind_may_stay(tmp_path: Path) -> None:
    path = create_briefing(Workspace(tmp_path), "a", NOW, "disaster")
    loaded = load_briefing(path.parent, [], lambda: LATIN)
    about = [problem.what for problem in review_briefing(loaded.briefing, loaded.values, loaded.texts).errors]
    assert not [what for what in about if "Access" in what or "What is needed" in what]
