"""Places in WeasyPrint 70 and pydyf where much time goes on our pages, each put right by a small change.

Every change is proposed upstream in docs/upstream/hotspots.md, and tests/test_hotspots.py holds each to two things: that it
is still needed, and that the page it gives is the same, or better in the way said where it is made.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from briefing.pages.acceleration import boxes, drawing, painted, style, text, writing

_LIBRARIES = ("weasyprint", "pydyf")


def ease() -> None:
    """Make the changes; to be called once, after the engine was imported."""
    for theirs, ours in changes().values():
        swap(theirs, ours)


@cache
def changes() -> dict[str, tuple[Any, Any]]:
    """The engine's function and ours, for each change by its name."""
    parts = (drawing, painted, style, text, boxes, writing)
    return {name: change for part in parts for name, change in part.changes().items()}


def swap(old: Any, new: Any) -> None:
    """Put a function in the place of another, wherever the engine has it by name, in a table of names or in a class."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _LIBRARIES:
            for key, value in list(vars(module).items()):
                _swap_at(module, key, value, old, new)


def _swap_at(module: Any, key: str, value: Any, old: Any, new: Any) -> None:
    if value is old:
        setattr(module, key, new)
    elif isinstance(value, dict) and not key.startswith("__"):
        value.update({inner: new for inner, known in value.items() if known is old})
    elif isinstance(value, type) and value.__module__ == module.__name__:
        for inner in [inner for inner, known in vars(value).items() if known is old]:
            setattr(value, inner, new)
