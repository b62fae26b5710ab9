"""Boxes: what is asked of each whenever it is laid out, though its style has the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def changes() -> dict[str, tuple[Any, Any]]:
    """The engine's function and ours, for each change by its name."""
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import percent

    one = percent.resolve_one_percentage
    return {
        "plain lengths": (one, _plain_lengths_first(one)),
        "plain flow": (Box.is_in_normal_flow, _plain_flow_first(Box.is_in_normal_flow)),
    }


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


def _plain_flow_first(in_flow: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Ask first for what nearly all boxes are, neither floated nor placed, and then for what else they may be."""

    def flow_first(box: Any) -> bool:
        style = box.style
        return (style["float"] == "none" and style["position"] in ("static", "relative")) or in_flow(box)

    return flow_first
