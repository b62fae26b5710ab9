"""Drawings as they were painted, kept by their content and size for the next page that shows them."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pydyf

from briefing.pages.acceleration.heard import listening
from briefing.pages.kept import Shelf
from briefing.pages.page_checks import find_in_drawing

MOST = 4_000_000
"""The most bytes of drawings that are kept: some fifty."""

_ELSEWHERE = re.compile(
    rb"""(href|src)\s*=\s*["'](?!\#)|url\((?!["']?\#)|@import|<image|<!ENTITY|<\?xml-stylesheet|\\"""
)
"""What may make a drawing depend on another file."""


@dataclass(frozen=True)
class Painted:
    """What a drawing puts into a page: its commands, the states they name, and the glyphs of each face they show.

    A face's glyphs are the text that each stands for, and its width, by its number. `families` are those asked for.
    """

    commands: bytes
    states: Mapping[str, Any]
    glyphs: Mapping[Any, tuple[Mapping[int, str], Mapping[int, int]]]
    families: frozenset[str]


def changes() -> dict[str, tuple[Any, Any]]:
    """The engine's function and ours, for each change by its name."""
    from weasyprint.images import SVGImage

    return {"drawings once": (SVGImage.draw, _drawn_once(SVGImage.draw))}


def _drawn_once(draw: Callable[..., None]) -> Callable[..., None]:
    """Paint a drawing once for each size, unless it is more than lines, areas and words."""

    def once(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        content = _content(image)
        typefaces = image._svg.font_config
        if content is None or typefaces is None:
            draw(image, stream, width, height, style)
            return
        # What is painted in some typefaces goes with them.
        shelf = vars(typefaces).setdefault("drawings", Shelf(MOST, lambda key, kept: len(key[0]) + len(kept.commands)))
        painted = shelf.get((content, width, height))
        if painted is None:
            painted = _paint(draw, image, stream, width, height, style)
            if painted is None:
                draw(image, stream, width, height, style)
                return
            shelf.keep((content, width, height), painted)
        image.families = painted.families
        _put(painted, stream, typefaces.faces)

    return once


def _content(image: Any) -> bytes | None:
    """The drawing as it was written, where it stands for itself."""
    ask = getattr(image._url_fetcher, "content", None)
    content: bytes | None = ask(image._base_url) if ask else None
    return None if content is None or _ELSEWHERE.search(content) else content


def _paint(
    draw: Callable[..., None], image: Any, stream: Any, width: float, height: float, style: Any
) -> Painted | None:
    """Paint a drawing apart from any page; None where there is something in it that only a page can hold."""
    kinds = ("ExtGState", "XObject", "Pattern", "Shading")
    resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds})
    resources["ColorSpace"] = stream._resources["ColorSpace"]
    apart = stream.clone(fonts={}, resources=resources, tags={})
    with listening() as heard:
        draw(image, apart, width, height, style)
    fonts = apart._fonts
    named = [name for name in resources["ExtGState"] if name.startswith("s")]
    if heard or named or apart._tags or any(resources[kind] for kind in kinds[1:]):
        return None
    faces = vars(image._svg.font_config).setdefault("faces", {})
    for key, font in fonts.items():
        faces.setdefault(key, font)
    commands = b"\n".join(map(pydyf._to_bytes, apart.stream))
    glyphs = {key: (dict(font.to_unicode), dict(font.widths)) for key, font in fonts.items()}
    return Painted(commands, dict(resources["ExtGState"]), glyphs, frozenset(find_in_drawing(image._svg.tree)))


def _put(painted: Painted, stream: Any, faces: Mapping[Any, Any]) -> None:
    """Put what was painted into a page."""
    stream.push_state()
    stream.pop_state()  # nothing is left of both, but that the stream takes no colour or face for set
    if painted.commands:
        stream.stream.append(painted.commands)
    for name, state in painted.states.items():
        stream._resources["ExtGState"].setdefault(name, pydyf.Dictionary(state))
    for key, (texts, widths) in painted.glyphs.items():
        if key not in stream._fonts:
            font = stream._fonts[key] = copy.copy(faces[key])
            font.to_unicode, font.widths, font.missing, font.variations = {}, {}, {}, dict(font.variations)
        font = stream._fonts[key]
        known: dict[int, Any]
        for known, ours in ((font.to_unicode, texts), (font.widths, widths)):
            known.update({glyph: value for glyph, value in ours.items() if glyph not in known})
