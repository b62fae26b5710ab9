"""Which characters of a page of a PDF a reader sees: those whose place looks different when they are not painted.

The page is painted twice, the second time without its text, and the two are compared where each character stands. So it makes
no difference how a character is hidden: white on white, below a picture, clipped away, transparent, on a layer that is off.
Characters of different texts that stand on top of each other are compared one text at a time.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

TINY_POINTS = 2.0
"""Letters of a smaller size than this are not read."""
SCALE = 2.0
_MAX_PIXELS = 20_000_000
_LEAST_CONTRAST = 24
"""The least difference between a letter and its ground that a reader sees, of 255."""
_LEAST_SHARE = 0.3
"""How much of the width and the height of a letter must be seen."""
_MOST_LAYERS = 6
"""How many texts on top of each other are told from one another; those further up count as covered."""
_TWIN_SHARE = 0.8
"""How many of its letters a text has in common with one that is printed twice to look bold."""
_CELL_PIXELS, _MOST_IN_CELL = 16, 40

NOT_PAINTED = "invisible (not painted)"
OFF_PAGE = "off the page"
TINY = "smaller than 2 points"
TRANSPARENT = "transparent"
SAME_COLOUR = "in the colour of what is behind it"
COVERED = "covered, cut off, transparent or on a layer that is off"

Pixels = tuple[int, int, int, int]
"""A rectangle of a painted page: left, top, right and bottom."""


@dataclass
class _Text:
    """A text object of a page, with the places of its characters by their number."""

    handle: Any
    boxes: dict[int, Pixels] = field(default_factory=dict)


@dataclass(frozen=True)
class Sight:
    """What is seen of a page: why each unseen character is not, by its number, and the page as it is painted."""

    unseen: Mapping[int, str]
    painted: Image
    locate: Callable[[int], Pixels]

    def has_ink(self, numbers: Sequence[int]) -> bool:
        """Tell whether anything can be seen where some characters stand, as in the picture of a scanned page."""
        boxes = [self.locate(number) for number in numbers]
        around = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        inside = _clip(around, self.painted)
        if inside is None:
            return False
        counts = self.painted.crop(inside).convert("L").histogram()
        shades = [shade for shade, count in enumerate(counts) if count]
        return shades[-1] - shades[0] >= 2 * _LEAST_CONTRAST


def look_at(page: Any, text_page: Any, letters: Mapping[int, str]) -> Sight:
    """Return what is seen of some characters of a page, given with their numbers."""
    width, height = page.get_size()
    scale = min(SCALE, math.sqrt(_MAX_PIXELS / max(width * height, 1)))
    place = _placement(page, scale)
    painted = page.render(scale=scale).to_pil().convert("RGB")

    def locate(number: int, loose: bool = False) -> Pixels:
        return place(text_page.get_charbox(number, loose=loose))

    texts = _texts(text_page, letters, locate)
    seen: set[int] = set()
    for layer in _layers(list(texts.values()), letters):
        with _without(layer):
            changed = _difference(painted, page.render(scale=scale).to_pil().convert("RGB"))
        seen |= {number for text in layer for number, box in text.boxes.items() if _is_seen(changed, box)}
    why = _Reasons(text_page, painted)
    unseen: dict[int, str] = {}
    for text in texts.values():
        tiny = {number for number in text.boxes if _is_tiny(text_page, number)}
        hidden = {number: why.of(text, box) for number, box in text.boxes.items() if number not in seen}
        # One text is hidden in one way; of two colours behind it, one may be like its own.
        unseen |= dict.fromkeys(hidden, Counter(hidden.values()).most_common(1)[0][0]) if hidden else {}
        unseen |= dict.fromkeys(tiny, TINY)
    return Sight(unseen, painted, lambda number: locate(number, loose=True))


def _placement(page: Any, scale: float) -> Callable[[Sequence[float]], Pixels]:
    """Return how to find a rectangle of a page, in points, on the painted page: that is turned, and cut to what is shown."""
    from pypdfium2 import raw

    width, height = page.get_size()
    fine = 64
    x, y = ctypes.c_int(), ctypes.c_int()

    def device(left: float, bottom: float) -> tuple[float, float]:
        size = round(width * fine), round(height * fine)
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, left, bottom, x, y)
        return x.value / fine * scale, y.value / fine * scale

    origin, right, up = device(0, 0), device(1000, 0), device(0, 1000)
    a, b = ((right[n] - origin[n]) / 1000 for n in (0, 1))
    c, d = ((up[n] - origin[n]) / 1000 for n in (0, 1))

    def place(box: Sequence[float]) -> Pixels:
        corners = [(h * a + v * c + origin[0], h * b + v * d + origin[1]) for h in box[::2] for v in box[1::2]]
        across, down = [corner[0] for corner in corners], [corner[1] for corner in corners]
        limit = 10**6
        edges = (math.floor(min(across)), math.floor(min(down)), math.ceil(max(across)), math.ceil(max(down)))
        left, top, right_edge, bottom = (max(-limit, min(edge, limit)) for edge in edges)
        return left, top, max(right_edge, left + 1), max(bottom, top + 1)

    return place


def _texts(text_page: Any, letters: Mapping[int, str], locate: Callable[..., Pixels]) -> Mapping[int, _Text]:
    from pypdfium2 import raw

    texts: dict[int, _Text] = {}
    for number in letters:
        handle = raw.FPDFText_GetTextObject(text_page, number)
        if not handle:
            continue
        address = ctypes.cast(handle, ctypes.c_void_p).value or 0
        texts.setdefault(address, _Text(handle)).boxes[number] = locate(number)
    return texts


def _layers(texts: Sequence[_Text], letters: Mapping[int, str]) -> Iterator[Sequence[_Text]]:
    """Yield texts in sets of which none stands on top of another.

    The same letters in the same place, which are printed twice to look bold, are in one set.
    """
    twins, others = _neighbours(texts, letters)
    layer_of: dict[int, int] = {}
    for index in range(len(texts)):
        if index in layer_of:
            continue
        group = _reachable(index, twins)
        taken = {layer_of[other] for one in group for other in others[one] - group if other in layer_of}
        free = next(layer for layer in range(len(texts) + 1) if layer not in taken)
        layer_of |= dict.fromkeys(group, free)
    for layer in range(min(max(layer_of.values(), default=-1) + 1, _MOST_LAYERS)):
        yield [text for index, text in enumerate(texts) if layer_of[index] == layer]


def _neighbours(
    texts: Sequence[_Text], letters: Mapping[int, str]
) -> tuple[Mapping[int, set[int]], Mapping[int, set[int]]]:
    """Return for each text the indexes of its twins, and of the others that have letters on top of its letters."""
    cells: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for index, text in enumerate(texts):
        for number, box in text.boxes.items():
            across, down = (box[0] + box[2]) // 2 // _CELL_PIXELS, (box[1] + box[3]) // 2 // _CELL_PIXELS
            for cell in ((across + x, down + y) for x in (0, 1) for y in (0, 1)):
                cells[cell].append((index, number))
    pairs: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for inside in cells.values():
        for (one, first), (other, second) in combinations(inside[:_MOST_IN_CELL], 2):
            if one != other and _overlap(texts[one].boxes[first], texts[other].boxes[second]):
                pairs[min(one, other), max(one, other)].add((first, second))
    twins: dict[int, set[int]] = defaultdict(set)
    others: dict[int, set[int]] = defaultdict(set)
    for (one, other), found in pairs.items():
        same = {first for first, second in found if letters[first] == letters[second]}
        shorter = min(len(texts[one].boxes), len(texts[other].boxes))
        near = twins if len(same) >= _TWIN_SHARE * shorter else others
        near[one].add(other)
        near[other].add(one)
    return twins, others


def _reachable(start: int, near: Mapping[int, set[int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        new = near.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _overlap(one: Pixels, other: Pixels) -> bool:
    """Tell whether two letters are on top of each other, by more than a quarter of the smaller one."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return across > 0 and down > 0 and across * down > smaller / 4


@contextmanager
def _without(texts: Sequence[_Text]) -> Iterator[None]:
    """Leave texts unpainted."""
    from pypdfium2 import raw

    for text in texts:
        raw.FPDFPageObj_SetIsActive(text.handle, False)
    try:
        yield
    finally:
        for text in texts:
            raw.FPDFPageObj_SetIsActive(text.handle, True)


def _difference(one: Image, other: Image) -> Image:
    """Return the picture of where two pictures differ by so much that a reader sees it."""
    from PIL import ImageChops

    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([0] * _LEAST_CONTRAST + [255] * (256 - _LEAST_CONTRAST))


def _clip(box: Pixels, image: Image) -> Pixels | None:
    left, top = max(box[0], 0), max(box[1], 0)
    right, bottom = min(box[2], image.width), min(box[3], image.height)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _is_seen(changed: Image, box: Pixels) -> bool:
    inside = _clip(box, changed)
    found = changed.crop(inside).getbbox() if inside else None
    if not found:
        return False
    return all(found[n + 2] - found[n] >= _LEAST_SHARE * (box[n + 2] - box[n]) for n in (0, 1))


def _is_tiny(text_page: Any, number: int) -> bool:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text_page, number, matrix)
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    _, bottom, _, top = text_page.get_charbox(number, loose=True)
    size = float(raw.FPDFText_GetFontSize(text_page, number)) * scale
    return size < TINY_POINTS and top - bottom < TINY_POINTS


@dataclass(frozen=True)
class _Reasons:
    """Why characters of a page are not seen."""

    text_page: Any
    painted: Image

    def of(self, text: _Text, box: Pixels) -> str:
        from pypdfium2 import raw

        if raw.FPDFTextObj_GetTextRenderMode(text.handle) in (
            raw.FPDF_TEXTRENDERMODE_INVISIBLE,
            raw.FPDF_TEXTRENDERMODE_CLIP,
        ):
            return NOT_PAINTED
        inside = _clip(box, self.painted)
        if inside is None:
            return OFF_PAGE
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFPageObj_GetFillColor(text.handle, red, green, blue, alpha)
        if alpha.value < _LEAST_CONTRAST:
            return TRANSPARENT
        ground = self.painted.crop(inside).resize((1, 1)).getpixel((0, 0))
        colour = (red.value, green.value, blue.value)
        is_near = isinstance(ground, tuple) and all(
            abs(one - other) <= 2 * _LEAST_CONTRAST for one, other in zip(ground, colour, strict=True)
        )
        # Black is what letters mostly are, and what covers them.
        return SAME_COLOUR if is_near and max(colour) > _LEAST_CONTRAST else COVERED
