"""`briefing new` and `briefing schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.output import print_line
from briefing.workspace import relative_to_cwd


def new(name: Annotated[str, typer.Argument(help="The id of the briefing, and the name of its folder.")]) -> None:
    """Create a new briefing. Its folder has a commented briefing.yaml that can be built at once."""
    from datetime import UTC, datetime

    from briefing.workspace import create_briefing

    path = create_briefing(Path.cwd(), name, datetime.now(UTC))
    print_line(f"{relative_to_cwd(path)}: edit it, then: briefing build {relative_to_cwd(path.parent)}")


def schema() -> None:
    """Print the JSON Schema of briefing.yaml. Editors use it to complete and check what you type."""
    from briefing.model.briefing import Briefing

    print_line(json.dumps(Briefing.model_json_schema(), indent=2, ensure_ascii=False))
