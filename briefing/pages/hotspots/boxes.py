"""Boxes: fourteen lengths of each, resolved whenever it is laid out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{bound}{side}" for side in ("width", "height") for bound in ("", "min_", "max_")),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def changes() -> dict[str, tuple[Any, Any]]:
    """The engine's function and ours, for each change by its name."""
    from weasyprint.layout import percent

    return {"lengths once": (percent.resolve_percentages, _lengths_once(percent.resolve_percentages))}


def _lengths_once(resolve: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Resolve the lengths of a style once for each size of what is around it: most boxes share theirs with others."""
    from weasyprint.formatting_structure.boxes import Box, PageBox

    def once(box: Any, containing_block: Any) -> None:
        style, own = box.style, vars(box)
        around = containing_block
        size = (around.width, around.height) if isinstance(around, Box) else tuple(around)
        if isinstance(box, PageBox) or style["box_sizing"] != "content-box":
            resolve(box, around)
            return
        kept = vars(style).setdefault("lengths", {})
        lengths = kept.get(size)
        if lengths is None:
            resolve(box, around)
            kept[size] = {name: own[name] for name in _LENGTHS}
            return
        own.update(lengths)
        # Where borders collapse, the engine has given some boxes their share of them.
        collapse = style["border_collapse"] == "collapse"
        for name in _BORDERS:
            if not (collapse and name in own):
                own[name] = style[name]

    return once
