"""Correct how WeasyPrint sets text in SVG drawings, so that it can be searched and read aloud.

WeasyPrint 70 sets it letter by letter, without kerning and joined letters, so that readers find no words; and it makes a
text that is not anchored at its start a form of its own, which readers join to the word before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint.pdf.stream import Stream
    from weasyprint.svg import SVG, Node

_SINGLE_LETTERS = ("dx", "dy", "rotate", "letter-spacing", "textLength")
"""Attributes of an SVG text that place its letters one by one."""


class _Run(str):
    """A text that is one piece when it is iterated over."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@cache
def draw_svg_text_in_runs() -> None:
    """Correct the engine, once; to be called after it was imported."""
    from weasyprint import svg
    from weasyprint.pdf.stream import Stream

    svg.text = _in_runs(svg.text)
    svg.TAGS |= dict.fromkeys(("a", "text", "textPath", "tspan"), svg.text)
    Stream.draw_x_object = _anchored_text_in_page(Stream.draw_x_object)


def _in_runs(draw_text: Callable[..., None]) -> Callable[..., None]:
    """Set a text as one run, unless its letters are placed one by one."""

    def draw_in_runs(svg: SVG, node: Node, font_size: float) -> None:
        places = (node.attrib.get(axis, "").split() for axis in ("x", "y"))
        single = any(name in node.attrib for name in _SINGLE_LETTERS) or any(len(place) > 1 for place in places)
        if node.text and not single:
            node._etree_node.text = _Run(node.text)
        # The engine paints an anchored text into a form, to move it when its width is known.
        if node.get("text-anchor", "start") != "start" and not svg.stream.stream:
            svg.stream.is_anchored_text = True
        draw_text(svg, node, font_size)

    return draw_in_runs


def _anchored_text_in_page(draw_form: Callable[[Stream, str], None]) -> Callable[[Stream, str], None]:
    """Put an anchored text into the page instead of drawing it as a form."""

    def draw_in_page(stream: Stream, reference: str) -> None:
        forms = stream._resources["XObject"]
        form = forms.get(reference)
        is_text = hasattr(form, "is_anchored_text")
        if not is_text or any(form._resources[kind] for kind in ("XObject", "Pattern", "Shading")):
            draw_form(stream, reference)
            return
        for name, state in form._resources["ExtGState"].items():
            stream._resources["ExtGState"].setdefault(name, state)
        stream.stream += form.stream
        del forms[reference]

    return draw_in_page
