"""Check a desk's logo: an SVG or PNG picture that needs nothing but itself."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from io import BytesIO
from xml.parsers import expat

from PIL import Image as Picture
from PIL import ImageFile

MAX_BYTES = 500_000
MAX_PIXELS = 4_000_000
MAX_ELEMENTS = 5_000
MAX_RATIO = 12
"""How many times as wide as high a logo may be, or as high as wide."""

_SVG = "http://www.w3.org/2000/svg "
_DRAWN = frozenset(
    (
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "clipPath", "linearGradient"),
        *("radialGradient", "stop", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    )
)
"""The elements of SVG that a logo may have; those of other vocabularies, which drawing programs add, are not drawn."""

_INSTEAD = {
    "text": "convert its texts to paths in your drawing program",
    "image": "draw it as paths, or save the whole logo as PNG",
    "style": "save it as plain SVG, with presentation attributes in place of a style sheet",
    "script": "remove the script",
    "foreignObject": "remove what is not SVG",
}
_ANIMATED = frozenset(["animate", "animateColor", "animateMotion", "animateTransform", "set"])
_OUTSIDE = re.compile(r"""url\(\s*["']?\s*(?!#)|@import|javascript:""", re.IGNORECASE)


class LogoProblem(Exception):
    """A logo that cannot be used: what is wrong, what to do, and in which line of its file (0: none)."""

    def __init__(self, what: str, hint: str, line: int = 0) -> None:
        self.what, self.hint, self.line = what, hint, line
        super().__init__(what)


def check_logo(name: str, content: bytes) -> str:
    """Return the ending of a logo's file, `.svg` or `.png`. Raises LogoProblem where it may not be printed."""
    ending = name.lower()[-4:]
    if ending not in (".svg", ".png"):
        raise LogoProblem("a logo must be an SVG or PNG file", "save it as one of the two")
    if len(content) > MAX_BYTES:
        what = f"the logo has {len(content):,} bytes; {MAX_BYTES:,} are the most"
        raise LogoProblem(what, "simplify it, or save it with fewer pixels: it is printed 9 mm high")
    _check_svg(content) if ending == ".svg" else _check_png(content)
    return ending


def _check_png(content: bytes) -> None:
    # The layout engine sets the decoder to accept pictures that are cut off, for the whole process.
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(BytesIO(content), formats=("PNG",)) as picture:
                size, frames, mode = picture.size, getattr(picture, "n_frames", 1), picture.mode
                if size[0] * size[1] <= MAX_PIXELS:
                    picture.load()
    except Exception as error:  # a decoder fed with anything may raise anything
        raise LogoProblem("the logo is not a PNG picture that can be read", "save it again as PNG") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
    if size[0] * size[1] > MAX_PIXELS:
        raise LogoProblem(
            f"the logo has more than {MAX_PIXELS:,} pixels", "save it with fewer: it is printed 9 mm high"
        )
    if frames > 1:
        raise LogoProblem(f"the logo is animated: it has {frames} pictures", "save one of them as PNG")
    if mode not in ("1", "L", "LA", "P", "PA", "RGB", "RGBA"):
        hint = "save it again in RGB or grey, with 8 bits per channel"
        raise LogoProblem(f"the colour mode of the logo ({mode}) is not allowed in an archival PDF", hint)
    _check_ratio(*size)


def _check_svg(content: bytes) -> None:
    elements: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def begin(tag: str, attributes: dict[str, str]) -> None:
        elements.append((tag, attributes))
        if len(elements) > MAX_ELEMENTS:
            raise LogoProblem(f"the logo has more than {MAX_ELEMENTS:,} elements", "simplify it")
        _check_element(tag, attributes, parser.CurrentLineNumber)

    def refuse_entity(*_: object) -> None:
        raise LogoProblem("the logo declares entities", "save it as plain SVG", parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EntityDeclHandler = begin, refuse_entity
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # also an encoding that is not known
        line = error.lineno if isinstance(error, expat.ExpatError) else 1
        raise LogoProblem("the logo is not SVG that can be read", "save it again as plain SVG", line) from error
    if elements[0][0] != f"{_SVG}svg":
        hint = 'its first element must be svg, with xmlns="http://www.w3.org/2000/svg"'
        raise LogoProblem("the logo is not an SVG drawing", hint, 1)
    _check_ratio(*_size(elements[0][1]))


def _check_element(tag: str, attributes: Mapping[str, str], line: int) -> None:
    if " " in tag and not tag.startswith(_SVG):
        return
    name = tag.removeprefix(_SVG)
    if name in _ANIMATED:
        raise LogoProblem(f"the logo is animated: it has an element {name}", "remove the animation", line)
    if name not in _DRAWN:
        hint = _INSTEAD.get(name, "save it as plain SVG, of paths and shapes")
        raise LogoProblem(f"the logo has an element {name}, which is not printed", hint, line)
    for key, value in attributes.items():
        own_name = key.rpartition(" ")[2]
        if own_name.lower().startswith("on"):
            raise LogoProblem(f"the logo has a script, in {own_name}", "remove the script", line)
        if (own_name == "href" and not value.strip().startswith("#")) or _OUTSIDE.search(value):
            shown = value if len(value) <= 60 else f"{value[:59]}…"
            what = f'the logo refers to "{shown}", and nothing but the file itself is read'
            raise LogoProblem(what, "put everything into the one file, as paths", line)
        if re.search("device-cmyk|icc-color", value, re.IGNORECASE):
            raise LogoProblem("the logo has colours in CMYK", "save it with RGB colours", line)


def _size(attributes: Mapping[str, str]) -> tuple[float, float]:
    """Return the width and height of a drawing, in whatever unit. Raises LogoProblem where it states none."""
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    sizes = box[2:] if len(box) == 4 else [attributes.get("width", ""), attributes.get("height", "")]
    found = [re.fullmatch(r"(\d+(?:\.\d*)?|\.\d+)(?:px|pt|mm|cm|in|pc)?", size.strip()) for size in sizes]
    width, height = (float(match[1]) if match else 0.0 for match in found)
    if not (width > 0 and height > 0):
        hint = 'give its svg element a viewBox, as in viewBox="0 0 200 60"'
        raise LogoProblem("the logo does not state its size", hint, 1)
    return width, height


def _check_ratio(width: float, height: float) -> None:
    if max(width / height, height / width) > MAX_RATIO:
        what = f"the logo is {width:g} wide and {height:g} high: one is more than {MAX_RATIO} times the other"
        raise LogoProblem(what, "crop it, or choose another form of it")
