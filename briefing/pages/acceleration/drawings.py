"""Faster SVG drawings: a chart of marks and labels, a map of a few long outlines."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pydyf
from cachetools import LRUCache

from briefing.pages.page_checks import svg_families

CACHED_BYTES = 4_000_000
"""The most bytes of painted drawings that are cached: some fifty drawings."""


@dataclass(frozen=True)
class PaintedDrawing:
    """What a drawing adds to a page: commands, the graphics states they name, and the glyphs of each font they show.

    Of a glyph, by its number, there are the text that it stands for and its width. `families` are those asked for.
    """

    commands: bytes
    graphics_states: Mapping[str, Any]
    glyphs: Mapping[Any, tuple[Mapping[int, str], Mapping[int, int]]]
    families: frozenset[str]


def cache_drawings(draw: Callable[..., None]) -> Callable[..., None]:
    """Paint a drawing once for each size, unless it contains more than lines, areas and text."""

    def draw_once(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        files, fonts = image._url_fetcher, image._svg.font_config
        if fonts is None or files.content(image._base_url) is None:
            draw(image, stream, width, height, style)
            return
        cache = vars(fonts).setdefault("drawings", LRUCache(CACHED_BYTES, lambda drawing: len(drawing.commands)))
        key = files.digest, image._base_url, width, height  # a drawing may refer to other files
        drawing = cache.get(key) or _paint(draw, image, stream, width, height, style)
        if drawing is None:
            draw(image, stream, width, height, style)
            return
        with suppress(ValueError):  # too large for the cache
            cache[key] = drawing
        image.families = drawing.families
        _add_to_page(drawing, stream, fonts.cached_fonts)

    return draw_once


def _paint(draw: Callable[..., None], image: Any, stream: Any, *size_and_style: Any) -> PaintedDrawing | None:
    """Paint a drawing by itself; None where it has something that needs its page, or the engine warns of it."""
    kinds = ("ExtGState", "XObject", "Pattern", "Shading")
    resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds})
    resources["ColorSpace"] = stream._resources["ColorSpace"]
    scratch = stream.clone(fonts={}, resources=resources, tags={})
    problems = image._url_fetcher.problems
    before = len(problems)
    draw(image, scratch, *size_and_style)
    fonts, states = scratch._fonts, resources["ExtGState"]
    masks = any(name.startswith("s") for name in states)
    if len(problems) > before or masks or scratch._tags or any(resources[kind] for kind in kinds[1:]):
        return None
    cached_fonts = vars(image._svg.font_config).setdefault("cached_fonts", {})
    for key, font in fonts.items():
        cached_fonts.setdefault(key, font)
    commands = b"\n".join(map(pydyf._to_bytes, scratch.stream))
    glyphs = {key: (dict(font.to_unicode), dict(font.widths)) for key, font in fonts.items()}
    return PaintedDrawing(commands, dict(states), glyphs, frozenset(svg_families(image._svg.tree)))


def _add_to_page(drawing: PaintedDrawing, stream: Any, cached_fonts: Mapping[Any, Any]) -> None:
    stream.push_state()
    stream.pop_state()  # this leaves nothing behind, but makes the stream forget its colour and font
    if drawing.commands:
        stream.stream.append(drawing.commands)
    for name, state in drawing.graphics_states.items():
        stream._resources["ExtGState"].setdefault(name, pydyf.Dictionary(state))
    for key, (texts, widths) in drawing.glyphs.items():
        if key not in stream._fonts:
            font = stream._fonts[key] = copy.copy(cached_fonts[key])
            font.to_unicode, font.widths, font.missing, font.variations = {}, {}, {}, dict(font.variations)
        font = stream._fonts[key]
        font.to_unicode.update({glyph: text for glyph, text in texts.items() if glyph not in font.to_unicode})
        font.widths.update({glyph: width for glyph, width in widths.items() if glyph not in font.widths})
