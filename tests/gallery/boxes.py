"""The boxes of the texts and marks of a drawn figure, read back from its SVG, and which of them collide."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from briefing.figures.style import HOUSE, POINT_MM, text_width_mm

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
TOLERANCE_PT = 0.05  # the error of rounding
INK = HOUSE.ink
ASCENT, DESCENT = 0.72, 0.2  # of ordinary letters, in ems


@dataclass(frozen=True)
class Box:
    """The box of a text or mark, in points."""

    what: str
    left: float
    top: float
    right: float
    bottom: float
    kind: str

    def meets(self, other: Box) -> bool:
        return (
            self.left + TOLERANCE_PT < other.right
            and other.left + TOLERANCE_PT < self.right
            and self.top + TOLERANCE_PT < other.bottom
            and other.top + TOLERANCE_PT < self.bottom
        )


def faults(svg: bytes) -> list[str]:
    """List every two texts or marks that overlap, and everything that leaves the figure."""
    root = ElementTree.fromstring(svg)
    _, _, width, height = (float(n) for n in root.attrib["viewBox"].split())
    written, dots, blocks = texts(svg), list(_dots(root)), [*_blocks(root), *_symbols(root)]
    found = [f"{a.what} meets {b.what}" for a, b in combinations(written, 2) if a.meets(b)]
    found += [f"{text.what} meets {mark.what}" for text in written for mark in dots + blocks if text.meets(mark)]
    found += [f"{a.what} covers {b.what}" for a, b in combinations(dots, 2) if _touch(a, b)]
    for box in (*written, *dots, *blocks):
        if (
            box.left < -TOLERANCE_PT
            or box.top < -TOLERANCE_PT
            or box.right > width + TOLERANCE_PT
            or box.bottom > height + TOLERANCE_PT
        ):
            found.append(f"{box.what} leaves the figure")
    return found


def chart_faults(svg: bytes) -> list[str]:
    """List the same of a chart of numbers, whose marks may cover each other: two values may be equal."""
    return [fault for fault in faults(svg) if " covers mark at " not in fault]


def texts(svg: bytes) -> list[Box]:
    """List the box of each text drawn, as text or as outlines."""
    root = ElementTree.fromstring(svg)
    return [*_texts(root), *_outlined(root)]


def words(svg: bytes) -> list[str]:
    """List the texts drawn, as text or as outlines."""
    root = ElementTree.fromstring(svg)
    outlined = [group.attrib["aria-label"] for group in root.iter(f"{SVG}g") if "aria-label" in group.attrib]
    return [*(node.text or "" for node in root.iter(f"{SVG}text")), *outlined]


def count_dots(svg: bytes) -> int:
    """Count the round marks: a half mark is two marks in one place."""
    return len({(box.left + box.right, box.top + box.bottom) for box in _dots(ElementTree.fromstring(svg))})


def dots(svg: bytes) -> list[Box]:
    """List the box of each round mark: of a half mark, of its circle and of its half."""
    return list(_dots(ElementTree.fromstring(svg)))


def _texts(root: ElementTree.Element) -> Iterator[Box]:
    for node in root.iter(f"{SVG}text"):
        style = dict(part.split(": ", 1) for part in node.attrib["style"].split("; "))
        size, text = float(style["font-size"].removesuffix("px")), node.text or ""
        weight = 600 if style.get("font-weight") == "600" else 400
        width = text_width_mm(text, size, weight) / POINT_MM  # type: ignore[arg-type]
        x, y = float(node.attrib["x"]), float(node.attrib["y"])
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[style["text-anchor"]]
        yield Box(repr(text), left, y - ASCENT * size, left + width, y + DESCENT * size, "text")


def _outlined(root: ElementTree.Element) -> Iterator[Box]:
    for group in root.iter(f"{SVG}g"):
        for path in group.iter(f"{SVG}path") if "aria-label" in group.attrib else ():
            points = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.attrib["d"])]
            xs, ys = zip(*points, strict=True)
            yield Box(repr(group.attrib["aria-label"]), min(xs), min(ys), max(xs), max(ys), "text")


def _dots(root: ElementTree.Element) -> Iterator[Box]:
    radii = {}
    for path in root.iter(f"{SVG}path"):
        if "id" in path.attrib:
            edge = re.search(r"stroke-width: ([\d.]+)", path.attrib["style"])
            numbers = [abs(float(n)) for n in re.findall(r"-?\d+\.?\d*", path.attrib["d"])]
            radii["#" + path.attrib["id"]] = max(numbers) + (float(edge[1]) if edge else 1.0) / 2
    for use in root.iter(f"{SVG}use"):
        x, y, r = float(use.attrib["x"]), float(use.attrib["y"]), radii[use.attrib[LINK]]
        yield Box(f"mark at {x:.0f},{y:.0f}", x - r, y - r, x + r, y + r, "dot")


def _blocks(root: ElementTree.Element) -> Iterator[Box]:
    """Read the small rectangles: an event's block in the decades, a capital's square on a map."""
    letters = {path for group in root.iter(f"{SVG}g") if "aria-label" in group.attrib for path in group}
    for path in root.iter(f"{SVG}path"):
        if "id" in path.attrib or path in letters or "fill: none" in path.attrib["style"]:
            continue
        for piece in path.attrib["d"].split("M")[1:]:
            points = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", piece)]
            xs, ys = {p[0] for p in points}, {p[1] for p in points}
            if len(points) == 4 and len(xs) == len(ys) == 2 and max(ys) - min(ys) < 8:
                yield Box(f"block at {min(xs):.0f},{min(ys):.0f}", min(xs), min(ys), max(xs), max(ys), "block")


def _symbols(root: ElementTree.Element) -> Iterator[Box]:
    """Read the small shapes that are outlined in ink: the symbols of places on a map."""
    for path in root.iter(f"{SVG}path"):
        if "id" in path.attrib or f"stroke: {INK}" not in path.attrib["style"] or "z" not in path.attrib["d"]:
            continue
        points = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.attrib["d"])]
        xs, ys = zip(*points, strict=True)
        if max(max(xs) - min(xs), max(ys) - min(ys)) < 9 and len(points) != 4:
            yield Box(f"symbol at {min(xs):.0f},{min(ys):.0f}", min(xs), min(ys), max(xs), max(ys), "symbol")


def _touch(a: Box, b: Box) -> bool:
    across = (a.left + a.right - b.left - b.right) / 2
    down = (a.top + a.bottom - b.top - b.bottom) / 2
    if abs(across) + abs(down) < TOLERANCE_PT:
        return False  # the two halves of one mark
    return math.hypot(across, down) < (a.right - a.left + b.right - b.left) / 2 - TOLERANCE_PT
