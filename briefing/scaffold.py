"""Create a briefing: a folder with a commented briefing.yaml that builds at once."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template

from briefing.atomic import write_atomically
from briefing.problems import Place, Problem, UsageError
from briefing.resources import TEMPLATES
from briefing.text.citations import SOURCE_ID
from briefing.workspace import BRIEFING_FILE


def create_briefing(parent: Path, name: str, now: datetime) -> Path:
    """Write the skeleton of a briefing with the as-of time `now` into a new folder, and return its path.

    Raises UsageError where the name cannot be an id or is taken, ContentError where the folder cannot be written.
    """
    if not re.fullmatch(SOURCE_ID, name):
        hint = "use at most 64 small letters, digits, - and _, as in niger-2023"
        raise UsageError(Problem("bad-id", f'"{name}" cannot name a briefing', hint=hint))
    folder = parent / name
    if os.path.lexists(folder):
        what = "a file or folder of this name already exists"
        raise UsageError(Problem("name-taken", what, Place(name), "choose another name"))
    as_of = now.astimezone(UTC)
    text = Template((TEMPLATES / "new.yaml").read_text(encoding="utf-8")).substitute(
        id=name,
        today=f"{as_of:%Y-%m-%d}",
        as_of=f"{as_of:%Y-%m-%dT%H:%MZ}",
        next_update=f"{as_of + timedelta(days=1):%Y-%m-%dT%H:%MZ}",
    )
    write_atomically(folder / BRIEFING_FILE, text.encode())
    return folder / BRIEFING_FILE
