"""How the elements of a saved page are shown, by their attributes and by the styles in the page itself.

Styles in files of their own are not read, nor are those that depend on the width of the window. The only module that names
tinycss2 and cssselect2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

TINY_PIXELS = 8 / 3
"""2 points: smaller letters are not read."""
_MAX_CHARACTERS = 2_000_000
"""The most characters of styles that are read."""
_FAR_PIXELS, _BEYOND_PIXELS = -500.0, 5000.0
"""Where something is moved to so that it is not seen, to the left or top, and to the right or bottom."""
_LEAST_CONTRAST = 24 / 255

NOT_DISPLAYED = "not displayed"
TRANSPARENT = "transparent"
TINY = "smaller than 2 points"
SAME_COLOUR = "in the colour of what is behind it"
OFF_PAGE = "off the page"
CUT_OFF = "cut off"

Colour = tuple[float, float, float]
Declarations = Mapping[str, str]

_UNITS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "vw": 12.8,
    "vh": 8.0,
    "rem": 16.0,
}
_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(px|pt|pc|in|cm|mm|vw|vh|rem|em|ex|ch|%|)", re.IGNORECASE)
_NOT_SHOWN_TAGS = frozenset({"template", "noscript", "datalist", "audio", "video", "canvas", "iframe", "object", "rp"})
_WHITE, _BLACK, _LINK, _YELLOW = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.93), (1.0, 1.0, 0.0)


@dataclass(frozen=True)
class Look:
    """How the words of an element are shown; `hidden` says why all of it is not, and `faint` why its own words are not.

    A colour is None where it is not known, as before a picture.
    """

    colour: Colour | None = _BLACK
    ground: Colour | None = _WHITE
    size_pixels: float = 16.0
    is_visible: bool = True
    indent_pixels: float = 0.0
    is_clear: bool = False
    is_struck: bool = False
    hidden: str = ""

    @property
    def faint(self) -> str:
        """Why words of the element's own are not seen; its children may be shown nevertheless."""
        if not self.is_visible:
            return NOT_DISPLAYED
        if self.is_clear:
            return TRANSPARENT
        if self.size_pixels < TINY_PIXELS:
            return TINY
        if self.indent_pixels <= _FAR_PIXELS:
            return OFF_PAGE
        if self.colour and self.ground and _is_near(self.colour, self.ground):
            return SAME_COLOUR
        return ""


def _is_near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) < _LEAST_CONTRAST for a, b in zip(one, other, strict=True))


def read_looks(page: Any) -> Callable[[Any, Look], Look]:
    """Return how to find the look of an element of a page from that of its parent; the look of the root is from `Look()`."""
    import cssselect2
    import tinycss2

    matcher = cssselect2.Matcher()
    left = _MAX_CHARACTERS
    for style in page.iter("style"):
        text = style.text_content()
        left -= len(text)
        if left >= 0 and _is_for_screens(style.get("media") or ""):
            for rule in _rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)):
                _add_rule(matcher, rule)
    wrapped = {id(one.etree_element): one for one in cssselect2.ElementWrapper.from_html_root(page).iter_subtree()}

    def look(element: Any, parent: Look) -> Look:
        found: dict[str, tuple[tuple[int, ...], str]] = {}
        one = wrapped.get(id(element))
        for specificity, order, _, declared in matcher.match(one) if one else ():
            _cascade(found, declared, (*specificity, order))
        _cascade(found, _declarations(tinycss2.parse_blocks_contents(element.get("style") or "")), (9, 0, 0, 0))
        return _look_of(element, {name: value for name, (_, value) in found.items()}, parent)

    return look


def _rules(nodes: Any) -> Iterator[Any]:
    """Yield the rules of a style sheet that hold on screens of any width."""
    import tinycss2

    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.content and node.lower_at_keyword in ("media", "layer"):
            prelude = tinycss2.serialize(node.prelude)
            if node.lower_at_keyword == "layer" or _is_for_screens(prelude):
                yield from _rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))


def _is_for_screens(media: str) -> bool:
    return not media.strip() or any(
        re.fullmatch(r"(?:only\s+)?(?:all|screen)", one.strip().lower()) for one in media.split(",")
    )


def _add_rule(matcher: Any, rule: Any) -> None:
    import cssselect2
    import tinycss2

    declared = _declarations(tinycss2.parse_blocks_contents(rule.content))
    if not declared:
        return
    try:
        selectors = cssselect2.compile_selector_list(rule.prelude)
    except cssselect2.SelectorError:
        return
    for selector in selectors:
        if selector.pseudo_element is None and not selector.never_matches:
            matcher.add_selector(selector, declared)


def _declarations(nodes: Any) -> list[tuple[str, str, bool]]:
    import tinycss2

    return [
        (node.lower_name, tinycss2.serialize(node.value).strip().lower(), node.important)
        for node in nodes
        if node.type == "declaration"
    ]


def _cascade(found: dict[str, tuple[tuple[int, ...], str]], declared: Any, rank: tuple[int, ...]) -> None:
    for name, value, important in declared:
        ranked = (int(important), *rank)
        if name not in found or found[name][0] <= ranked:
            found[name] = (ranked, value)


def _look_of(element: Any, declared: Declarations, parent: Look) -> Look:
    size = _size(declared.get("font-size", ""), parent.size_pixels)
    colour, is_clear = _colour_of(element, declared, parent)
    visibility = declared.get("visibility", "")
    indent = _pixels(declared.get("text-indent", ""), size)
    decoration = f"{declared.get('text-decoration', '')} {declared.get('text-decoration-line', '')}"
    return replace(
        parent,
        hidden=_hidden(element, declared, size),
        size_pixels=size,
        colour=colour,
        is_clear=is_clear,
        ground=_ground_of(element, declared, parent),
        is_visible=visibility not in ("hidden", "collapse") if visibility not in ("", "inherit") else parent.is_visible,
        indent_pixels=parent.indent_pixels if indent is None else indent,
        is_struck=parent.is_struck or element.tag in ("del", "s", "strike") or "line-through" in decoration,
    )


def _hidden(element: Any, declared: Declarations, size: float) -> str:
    """Return why an element is not seen with all that is in it; empty where it is."""
    display = declared.get("display", "")
    closed = element.tag == "dialog" and element.get("open") is None
    not_shown = element.get("hidden") is not None or closed or element.tag in _NOT_SHOWN_TAGS
    if display == "none" or (not_shown and not display) or declared.get("content-visibility") == "hidden":
        return NOT_DISPLAYED
    opacity = _LENGTH.fullmatch(declared.get("opacity", ""))
    filtered = re.search(r"opacity\((?:0?\.0\d*|0|\d(?:\.\d+)?%)\)", declared.get("filter", ""))
    if filtered or (opacity and float(opacity[1]) / (100 if opacity[2] else 1) < 0.1):
        return TRANSPARENT
    if _is_off_page(declared, size):
        return OFF_PAGE
    return CUT_OFF if _is_cut_off(declared, size) else ""


def _is_off_page(declared: Declarations, size: float) -> bool:
    moved = [declared.get("margin-left", ""), declared.get("margin-top", "")]
    moved += re.findall(r"translate[xy3d]*\(([^,)]*)", declared.get("transform", ""))
    if declared.get("position") in ("absolute", "fixed", "relative"):
        moved += [declared.get(side, "") for side in ("left", "top", "right", "bottom")]
    lengths = [length for value in moved if (length := _pixels(value, size)) is not None]
    return any(length <= _FAR_PIXELS or length >= _BEYOND_PIXELS for length in lengths)


def _is_cut_off(declared: Declarations, size: float) -> bool:
    clip = declared.get("clip", "")
    edges = [length for edge in re.split(r"[\s,()]+", clip) if (length := _pixels(edge, size)) is not None]
    if clip.startswith("rect") and len(edges) == 4 and (edges[2] - edges[0] <= 1 or edges[1] - edges[3] <= 1):
        return True
    if re.search(
        r"inset\((?:5\d|[6-9]\d|100)(?:\.\d+)?%|circle\(0|scale[xy]?\(0\)",
        " ".join(declared.get(name, "") for name in ("clip-path", "-webkit-clip-path", "transform")),
    ):
        return True
    sides = [_pixels(declared.get(name, ""), size) for name in ("height", "max-height", "width", "max-width")]
    is_small = any(side is not None and side <= 1 for side in sides)
    return is_small and any(
        declared.get(name, "") in ("hidden", "clip") for name in ("overflow", "overflow-x", "overflow-y")
    )


def _pixels(value: str, size: float) -> float | None:
    """Return a length in pixels, where letters have a size in pixels; None for what is no length."""
    match = _LENGTH.fullmatch(value.removesuffix("!important").strip())
    if not match:
        return None
    number, unit = float(match[1]), match[2].lower()
    if unit == "":
        return number if number == 0 else None
    if unit in ("em", "ex", "ch"):
        return number * size
    return number * (12.8 if unit == "%" else _UNITS[unit])


def _size(value: str, parent: float) -> float:
    match = _LENGTH.fullmatch(value)
    if not match:
        return parent if value not in ("medium", "initial") else 16.0
    number, unit = float(match[1]), match[2].lower()
    if not unit:
        return parent if number else 0.0
    relative = {"em": parent, "%": parent / 100, "ex": parent / 2, "ch": parent / 2}
    return number * (relative[unit] if unit in relative else _UNITS[unit])


def _colour_of(element: Any, declared: Declarations, parent: Look) -> tuple[Colour | None, bool]:
    """Return the colour of an element's letters, and whether they are transparent."""
    value = declared.get("-webkit-text-fill-color") or declared.get("color")
    value = value or element.get({"font": "color", "body": "text"}.get(element.tag, "-"))
    if value in (None, "", "inherit", "currentcolor"):
        own = _LINK if element.tag == "a" and element.get("href") else _BLACK if element.tag == "mark" else None
        return (own, False) if own else (parent.colour, parent.is_clear)
    colour, alpha = _parse_colour(str(value))
    return colour, colour is not None and alpha < 0.1


def _ground_of(element: Any, declared: Declarations, parent: Look) -> Colour | None:
    """Return the colour behind an element's letters; None where it is not known."""
    if re.search(r"url\(|gradient\(|image", f"{declared.get('background', '')} {declared.get('background-image', '')}"):
        return None
    value = declared.get("background-color") or declared.get("background") or element.get("bgcolor")
    if not value or value in ("none", "transparent", "inherit", "initial", "unset"):
        return _YELLOW if element.tag == "mark" and not value else parent.ground
    colours = [found for word in re.findall(r"[\w#-]+\([^)]*\)|[\w#.%-]+", value) if (found := _parse_colour(word))[0]]
    if len(colours) != 1:
        return None
    colour, alpha = colours[0]
    return colour if alpha == 1 else parent.ground if alpha == 0 else None


def _parse_colour(value: str) -> tuple[Colour | None, float]:
    """Return a colour and how opaque it is; None where it is not known, as with a variable."""
    from tinycss2.color4 import parse_color

    found = parse_color(value)
    if found is None or isinstance(found, str):
        return None, 1.0
    try:
        red, green, blue = found.to("srgb").coordinates
    except (NotImplementedError, ValueError, TypeError):
        return None, found.alpha
    return (red, green, blue), found.alpha
