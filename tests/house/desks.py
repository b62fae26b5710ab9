"""Workspaces of invented desks with a look of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.archive.archive import open_archive
from briefing.archive.publish import PublishRequest, publish_briefing
from briefing.build import draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.edition import Edition
from briefing.house.read import read_house
from briefing.problems import UsageError
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief

NOW = datetime(2024, 5, 2, 12, tzinfo=UTC)
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">
<circle cx="30" cy="30" r="28" fill="#0b4f8a"/>
<path d="M70 10h120v8h-120z" fill="#0b4f8a"/>
</svg>
"""
BLUE = """\
[mail]
host = "mail.secret.example"

[house]
name = "Foreign Ministry of Arvelia (invented)"
logo = "logo.svg"
logo_words = "Arms of Arvelia"
accent = "#0b4f8a"
footer = "Analysis Unit"
"""


def desk(folder: Path, settings: str = BLUE, **files: str | bytes) -> Workspace:
    """Write the settings, the logo and other files of a workspace; `__` in a name stands for `/`, `_` for `.`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "briefing.toml").write_text(settings, encoding="utf-8")
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Workspace(folder)


def refusal(workspace: Workspace) -> list[str]:
    """Return what is said of a look that cannot be used, each problem with its file, relative to the workspace, and line."""
    with pytest.raises(UsageError) as caught:
        read_house(workspace)
    found = []
    for problem in caught.value.problems:
        assert problem.place
        assert problem.hint
        file = problem.place.file.removeprefix(f"{workspace.root}/")
        found.append(f"{file}:{problem.place.line} {problem.what}")
    return found


def edition(workspace: Workspace, text: str = BRIEF, *, draft: bool = False) -> Edition:
    """Build a briefing in a workspace."""
    folder = write_brief(workspace.root / "briefs" / "x", text)
    request = BuildRequest(folder, workspace, workspace.out, "a4", draft)
    return render_edition(draw_briefing(request, lambda _: None), "a4", lambda _: None, draft=draft)


def publish(workspace: Workspace) -> None:
    """Publish the smallest briefing in a workspace."""
    folder = write_brief(workspace.root / "briefs" / "x")
    archive = open_archive(workspace.root / "editions")
    publish_briefing(PublishRequest(folder, workspace, "a4"), archive, NOW, lambda _: None)
