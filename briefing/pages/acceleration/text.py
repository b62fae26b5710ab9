"""Text: a thousand Pango layouts a document, in a dozen fonts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_FONTS = 1000
"""The most fonts whose description is kept, each a family, a size and a cut."""

_NEW_PARAGRAPH = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def changes() -> dict[str, tuple[Any, Any]]:
    """The engine's function and ours, for each change by its name."""
    from weasyprint.text import fonts, line_break

    layout = line_break.Layout
    return {
        "fonts once": (fonts.get_font_description, _description_once(fonts.get_font_description)),
        "lines as one paragraph": (layout.set_text, _as_one_paragraph(layout.set_text)),
        "lines held": (layout.deactivate, _held(layout.deactivate)),
        "lines once": (layout.reactivate, _once(layout.reactivate)),
        "struts once": (line_break.strut, _strut_once(line_break.strut)),
    }


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


def _as_one_paragraph(set_text: Callable[..., None]) -> Callable[..., None]:
    """Say of a text without line ends that it is one paragraph, as it is said when it is drawn: then its line stays."""
    from weasyprint.text.ffi import pango

    def as_one_paragraph(layout: Any, text: str, justify: bool = False) -> None:
        set_text(layout, text, justify)
        layout.whole = not _NEW_PARAGRAPH.search(layout.text)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, layout.whole)

    return as_one_paragraph


def _held(deactivate: Callable[[Any], None]) -> Callable[[Any], None]:
    """Hold a line that is laid out until it is drawn."""

    def held(layout: Any) -> None:
        if not layout.__dict__.pop("drawn", False) and layout.whole:
            layout.ready = layout.layout, layout.language, layout.style, layout.text
        deactivate(layout)

    return held


def _once(reactivate: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Draw a line as it was laid out, rather than lay it out again."""

    def once(layout: Any, style: Any) -> None:
        ready = layout.__dict__.pop("ready", None)
        layout.drawn = True
        if ready and not layout.justification_spacing and ready[2] is style and ready[3] == layout.text:
            layout.layout, layout.language, layout.style, _ = ready
        else:
            reactivate(layout, style)

    return once


def _strut_once(strut: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Ask once for each style how high its lines are at least, rather than at each line."""

    def once(style: Any) -> Any:
        own = vars(style)
        if "strut" not in own:
            own["strut"] = strut(style)
        return own["strut"]

    return once
