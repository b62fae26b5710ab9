"""Faster styles and lines of text: what the engine computes repeatedly is computed once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_PARAGRAPH_END = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

_POINTER_OR_ARRAY = re.compile(r"(\w+)(?: (\*)|\[(\d*)\])")
_DEPENDENT_PROPERTIES = frozenset(("position", "float", "display", "page"))
"""Properties whose computed value depends on more than their own value."""


def mark_single_paragraph(set_text: Callable[..., None]) -> Callable[..., None]:
    """Tell Pango when a text is one paragraph, as the engine does when it draws it, so that its layout can be kept."""
    from weasyprint.text.ffi import pango

    def set_text_and_mark(layout: Any, text: str, justify: bool = False) -> None:
        set_text(layout, text, justify)
        # The engine adds a character to a space alone, and does not lay that out again in the same way.
        layout.single_paragraph = layout.text == text and not _PARAGRAPH_END.search(text)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, layout.single_paragraph)

    return set_text_and_mark


def keep_measured_line(deactivate: Callable[[Any], None]) -> Callable[[Any], None]:
    """Keep a line that was laid out to break it, until it is drawn."""

    def keep_and_deactivate(layout: Any) -> None:
        if not layout.__dict__.pop("drawn", False) and layout.single_paragraph:
            layout.measured = layout.layout, layout.language, layout.style, layout.text
        deactivate(layout)

    return keep_and_deactivate


def draw_measured_line(reactivate: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Draw a line as it was laid out, instead of laying it out again."""

    def reuse_or_reactivate(layout: Any, style: Any) -> None:
        measured = layout.__dict__.pop("measured", None)
        layout.drawn = True
        if measured and not layout.justification_spacing and measured[2] is style and measured[3] == layout.text:
            layout.layout, layout.language, layout.style, _ = measured
        else:
            reactivate(layout, style)

    return reuse_or_reactivate


def take_plain_values_first(missing: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Take the parent's or the initial value directly where no rule gives one and nothing has to be computed."""
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension

    names = (name for name in INITIAL_VALUES if not name.startswith("text_decoration_"))
    independent = frozenset(names) - _DEPENDENT_PROPERTIES
    inherited = independent & frozenset(INHERITED)
    initial = {key: INITIAL_VALUES[key] for key in independent - inherited - frozenset(INITIAL_NOT_COMPUTED)}
    physical = frozenset(PHYSICAL_FUNCTIONS)
    plain_types = (str, int, float, Dimension)

    def has_logical_properties(style: Any) -> bool:
        attributes = vars(style)
        if "logical" not in attributes:
            attributes["logical"] = any("inline_" in key or "block_" in key for key in style.cascaded)
        return bool(attributes["logical"])

    def plain_or_missing(style: Any, key: str) -> Any:
        if key in style.cascaded or (key in physical and has_logical_properties(style)):
            return missing(style, key)
        if key in initial:
            value = style[key] = initial[key]
            return value
        if key in inherited and style.parent_style is not None:
            value = style.parent_style[key]
            if type(value) in plain_types:  # calc() may come out differently here
                style[key] = value
                return value
        return missing(style, key)

    return plain_or_missing


def look_up_simple_types(parse: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Look up `PangoRectangle *` or `hb_codepoint_t[20]` by name; cffi would parse it, and again for each other length."""
    from cffi import model  # type: ignore[import-untyped]

    def look_up_or_parse(parser: Any, declaration: str) -> Any:
        written = _POINTER_OR_ARRAY.fullmatch(declaration)
        declared, qualifiers = parser._declarations.get(f"typedef {written and written[1]}", (None, 0))
        if written is None or declared is None or qualifiers or isinstance(declared, model.RawFunctionType):
            return parse(parser, declaration)
        if written[2]:
            return model.PointerType(declared), 0
        return model.ArrayType(declared, int(written[3]) if written[3] else None), 0

    return look_up_or_parse
