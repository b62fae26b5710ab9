"""`briefing new` and `briefing schema`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.options import JsonOption
from briefing.cli.output import print_json, print_line
from briefing.problems import Problem, UsageError
from briefing.skeletons.kinds import GENERAL
from briefing.workspace import relative_to_cwd


class KindName(StrEnum):
    """The kinds of briefing that there is a skeleton of."""

    COUP = "coup"
    CRISIS = "crisis"
    DISASTER = "disaster"
    OUTBREAK = "outbreak"
    VISIT = "visit"
    BLANK = "blank"


def new(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The id of the briefing, and the name of its folder.")
    ] = None,
    kind: Annotated[
        KindName | None,
        typer.Option(case_sensitive=False, help="What it is about. [default: any event, with all that is usual]"),
    ] = None,
    template: Annotated[
        bool,
        typer.Option(
            "--template", help="Write a starting point for a look of your own to templates/, and no briefing."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Create a new briefing.

    Its folder, briefs/NAME in the workspace, has a commented briefing.yaml; build it with --draft to see the page at once.
    Outside of a workspace, the current folder becomes one: a file briefing.toml is written there.
    """
    from datetime import UTC, datetime

    from briefing.workspace import (
        WORKSPACE_FILE,
        Workspace,
        as_argument,
        check_new_name,
        create_briefing,
        create_workspace,
        nearest_workspace,
    )

    if template:
        if name or kind:
            what, hint = "--template is for the whole workspace, not for one briefing", "leave out NAME and --kind"
            raise UsageError(Problem("bad-option", what, hint=hint))
        _new_template(as_json=as_json)
        return
    if name is None:
        raise UsageError(
            Problem("bad-option", "NAME is missing", hint="name the briefing, as in: briefing new niger-2023")
        )
    workspace = nearest_workspace(Path.cwd())
    is_new = workspace is None
    if workspace is None:
        check_new_name(Workspace(Path.cwd()), name)
        workspace = create_workspace(Path.cwd())
    path = create_briefing(workspace, name, datetime.now(UTC), kind.value if kind else GENERAL)
    if as_json:
        print_json({"id": name, "file": str(path), "workspace": str(workspace.root), "new_workspace": is_new})
        return
    if is_new:
        print_line(f"{relative_to_cwd(workspace.root / WORKSPACE_FILE)}: this folder is a workspace now")
    print_line(f"{relative_to_cwd(path)}: edit it, then: briefing build {as_argument(path.parent)}")


def _new_template(*, as_json: bool) -> None:
    from briefing.house.starter import write_starter
    from briefing.workspace import require_workspace

    written = write_starter(require_workspace(Path.cwd()))
    if as_json:
        print_json({"files": list(map(str, written))})
        return
    for path in written:
        print_line(f"{relative_to_cwd(path)}: edit it; it changes nothing yet")


def schema() -> None:
    """Print the JSON Schema of briefing.yaml. Editors use it to complete and check what you type."""
    from briefing.model.briefing import Briefing

    print_line(json.dumps(Briefing.model_json_schema(), indent=2, ensure_ascii=False))
