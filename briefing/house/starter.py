"""Write a starting point for a look of a desk's own: commented templates that change nothing until they are edited."""

from __future__ import annotations

import os
from pathlib import Path

from briefing.atomic import write_atomically
from briefing.house.look import SETTINGS, TEMPLATE_FOLDER
from briefing.problems import Place, Problem, UsageError
from briefing.resources import TEMPLATES
from briefing.settings import read_settings, read_settings_text
from briefing.workspace import Workspace, display_name

STARTER = TEMPLATES / "starter"
_TABLE = """
[house]
# The look of the pages: see docs/house.md for name, logo, accent, serif, sans, paper and footer.
"""


def write_starter(workspace: Workspace) -> list[Path]:
    """Write the starting point into a workspace's `templates/`, and `[house]` into its settings where they have none.

    Returns the files that were written. Raises UsageError (`name-taken`), and writes nothing, where one of them is there
    already; also where the settings cannot be read.
    """
    shipped = sorted(path for path in STARTER.rglob("*") if path.is_file())
    wanted = {workspace.root / TEMPLATE_FOLDER / path.relative_to(STARTER): path for path in shipped}
    taken = [path for path in wanted if os.path.lexists(path)]
    if taken:
        what, hint = "is there already, and is not replaced", "edit it, or move it to another place first"
        raise UsageError([Problem("name-taken", what, Place(display_name(path)), hint) for path in taken])
    settings, written = read_settings(workspace), []
    for path, source in wanted.items():
        write_atomically(path, source.read_bytes())
        written.append(path)
    if "house" not in settings.model_fields_set:
        file = (workspace.root / SETTINGS).resolve()
        write_atomically(file, (read_settings_text(file) + _TABLE).encode())
        written.append(workspace.root / SETTINGS)
    return written
