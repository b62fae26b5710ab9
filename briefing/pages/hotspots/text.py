"""Text: a thousand Pango layouts a document, in a dozen fonts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_FONTS = 1000
"""The most fonts whose description is kept, each a family, a size and a cut."""


def changes() -> dict[str, tuple[Any, Any]]:
    """The engine's function and ours, for each change by its name."""
    from weasyprint.text import fonts

    return {"fonts once": (fonts.get_font_description, _description_once(fonts.get_font_description))}


def _description_once(describe: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Describe a font to Pango once for each family, size and cut, rather than for each piece of text."""
    kept: dict[tuple[object, ...], Any] = {}
    asked = ("font_style", "font_stretch", "font_weight", "font_size", "font_variant_caps")

    def once(style: Any) -> Any:
        if style["font_variation_settings"] != "normal":
            return describe(style)
        key = (*style["font_family"], *(style[name] for name in asked))
        if key not in kept:
            if len(kept) == _FONTS:
                kept.clear()
            kept[key] = describe(style)
        return kept[key]

    return once
