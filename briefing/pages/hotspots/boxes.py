"""Boxes: thirty lengths of each, resolved whenever it is laid out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def changes() -> dict[str, tuple[Any, Any]]:
    """The engine's function and ours, for each change by its name."""
    from weasyprint.layout import percent

    one = percent.resolve_one_percentage
    return {"plain lengths": (one, _plain_lengths_first(one))}


def _plain_lengths_first(resolve: Callable[[Any, str, Any], None]) -> Callable[[Any, str, Any], None]:
    """Take a length in pixels as it is, which nearly all are, before asking whether it is a sum or a share."""
    from weasyprint.css.properties import Dimension

    def lengths_first(box: Any, name: str, whole: Any) -> None:
        value = box.style[name]
        if type(value) is Dimension and value.unit == "px":
            setattr(box, name, value.value)
        else:
            resolve(box, name, whole)

    return lengths_first
