"""Drawings: a chart of marks and labels, a map of a few long outlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

_ONE_BY_ONE = ("dx", "dy", "rotate", "letter-spacing", "textLength")
"""Attributes of an SVG text that place its letters singly."""

_LINES = re.compile(r"[\sMLCZz0-9.,-]*")
_STEP = re.compile(r"([MLCZz])([^MLCZz]*)")


def changes() -> dict[str, tuple[Any, Any]]:
    """The engine's function and ours, for each change by its name."""
    from weasyprint.pdf.stream import Stream
    from weasyprint.svg import css, path, text

    return {
        "text in runs": (text, _text_in_runs(text)),
        "path of lines": (path, _path_of_lines(path)),
        "anchored text": (Stream.draw_x_object, _anchored_text_here(Stream.draw_x_object)),
        "styles once": (css.parse_declarations, _declarations_once(css.parse_declarations)),
    }


class _Run(str):
    """A text that comes in one piece where it is gone through letter by letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def _text_in_runs(text: Callable[..., None]) -> Callable[..., None]:
    """Set a text of a drawing as one run, unless its letters are placed singly.

    The engine lays out each letter by itself: ten times the work, no kerning and no joined letters.
    """

    def in_runs(svg: Any, node: Any, font_size: float) -> None:
        placed = (node.attrib.get(axis, "").split() for axis in ("x", "y"))
        single = any(name in node.attrib for name in _ONE_BY_ONE) or any(len(spots) > 1 for spots in placed)
        if node.text and not single:
            node._etree_node.text = _Run(node.text)
        # The engine paints an anchored text into a form, to move it when it knows its width.
        if node.get("text-anchor", "start") != "start" and not svg.stream.stream:
            svg.stream.anchored = True
        text(svg, node, font_size)

    return in_runs


def _anchored_text_here(draw: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    """Put an anchored text into the page as any other, rather than as a form of its own: an object and a dozen lists."""

    def here(stream: Any, reference: str) -> None:
        forms = stream._resources["XObject"]
        form = forms.get(reference)
        if not hasattr(form, "anchored") or any(form._resources[kind] for kind in ("XObject", "Pattern", "Shading")):
            draw(stream, reference)
            return
        for name, state in form._resources["ExtGState"].items():
            stream._resources["ExtGState"].setdefault(name, state)
        stream.stream += form.stream
        del forms[reference]

    return here


def _path_of_lines(path: Callable[..., None]) -> Callable[..., None]:
    """Draw a path of absolute lines and curves straight into the page.

    The engine goes through each with a dozen replacements of its text and a search for every point. What a path's own
    markers need is then not kept, so paths with markers, and all other commands, are left to it.
    """

    def of_lines(svg: Any, node: Any, font_size: float) -> None:
        steps = None if any("marker" in name for name in node.attrib) else _steps(node.get("d", ""))
        if steps is None:
            path(svg, node, font_size)
            return
        stream = svg.stream
        draw = {"M": stream.move_to, "L": stream.line_to, "C": stream.curve_to, "Z": stream.close}
        stream.move_to(0, 0)
        for command, spots in steps:
            draw[command](*spots)

    return of_lines


def _steps(described: str) -> list[tuple[str, list[float]]] | None:
    """A path's moves, lines, curves and closings with their points; None where there is anything else in it."""
    if not _LINES.fullmatch(described):
        return None
    steps: list[tuple[str, list[float]]] = []
    for command, numbers in _STEP.findall(described):
        if command in "Zz":
            steps.append(("Z", []))
            continue
        try:
            spots = [float(number) for number in numbers.replace(",", " ").split()]
        except ValueError:
            return None
        size = 6 if command == "C" else 2
        if not spots or len(spots) % size:
            return None
        # After its first point, a move draws lines (SVG 1.1, 8.3.2).
        each = ((command if command != "M" or not start else "L", start) for start in range(0, len(spots), size))
        steps += [(step, spots[start : start + size]) for step, start in each]
    return steps


def _declarations_once(parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Parse each style of a drawing once: marks and labels have a few dozen styles between hundreds of them."""
    kept = cache(parse)
    return lambda style: kept(style) if isinstance(style, str) and kept.cache_info().currsize < 10_000 else parse(style)
