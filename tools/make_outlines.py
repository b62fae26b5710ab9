"""Make assets/data/outlines.json from world-atlas's countries-50m.json (Natural Earth, TopoJSON).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/make_outlines.py package/countries-50m.json

Coordinates are rounded to a hundredth of a degree and each arc is simplified to less than that, so that the file of
the whole world is small and no border moves by more than a line's width on a printed locator map. Same input, same bytes.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "assets" / "data"
STEPS_A_DEGREE = 100
TOLERANCE = 0.6  # steps
# Kosovo: the code in common use. The others are drawn as the United Nations has them, parts of the states they are in.
WITHOUT_ISO_CODE = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}

Point = tuple[int, int]
"""A longitude and a latitude, in steps."""
Rings = list[list[int]]
"""The rings of a polygon as indices of arcs, ~index where an arc runs backwards."""


def main(source: Path) -> None:
    """Write the outlines beside the other data."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    rows = csv.DictReader((DATA / "countries.csv").open(encoding="utf-8"))
    iso3 = {row["m49"]: row["iso3"] for row in rows if row["m49"]}
    arcs = [simplified(absolute(arc, topology["transform"])) for arc in topology["arcs"]]
    countries: dict[str, list[tuple[list[float], Rings]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = iso3.get(geometry.get("id", ""), WITHOUT_ISO_CODE.get(name, ""))
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        countries.setdefault(code, []).extend((cap(polygon, arcs), polygon) for polygon in polygons)
    outlines = {
        "notice": (DATA / "outlines.notice.md").name,
        "steps_a_degree": STEPS_A_DEGREE,
        "arcs": [encoded(arc) for arc in arcs],
        "countries": dict(sorted(countries.items())),
    }
    text = json.dumps(outlines, ensure_ascii=True, separators=(",", ":"))
    (DATA / "outlines.json").write_text(text + "\n", encoding="utf-8")


def absolute(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """Return an arc's points in steps, without repeats."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points: list[Point] = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        point = (round((x * sx + tx) * STEPS_A_DEGREE), round((y * sy + ty) * STEPS_A_DEGREE))
        if not points or point != points[-1]:
            points.append(point)
    return points


def simplified(points: list[Point]) -> list[Point]:
    """Drop the points within the tolerance of the line between those that remain (Douglas and Peucker).

    shapely decides otherwise where two points are equally far; the shipped file was made with this function.
    """
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        away, index = max(
            ((off(points[i], points[first], points[last]), i) for i in range(first + 1, last)), default=(0, 0)
        )
        if away > TOLERANCE:
            keep.add(index)
            spans += [(first, index), (index, last)]
    return [points[i] for i in sorted(keep)]


def off(point: Point, a: Point, b: Point) -> float:
    """Return the distance of a point from the segment between two others."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length)) if length else 0.0
    return math.hypot(point[0] - a[0] - along * dx, point[1] - a[1] - along * dy)


def cap(polygon: Rings, arcs: list[list[Point]]) -> list[float]:
    """Return the spherical cap about a polygon's outer ring: longitude, latitude and radius in degrees."""
    points = {point for index in polygon[0] for point in arcs[index if index >= 0 else ~index]}
    vectors = [vector(*point) for point in points]
    middle = [sum(v[i] for v in vectors) / len(vectors) for i in range(3)]
    length = math.hypot(*middle) or 1.0
    axis = [part / length for part in middle]
    radius = max(math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(axis, v, strict=True))))) for v in vectors)
    longitude, latitude = math.degrees(math.atan2(axis[1], axis[0])), math.degrees(math.asin(axis[2]))
    return [round(longitude, 2), round(latitude, 2), round(math.degrees(radius) + 0.01, 2)]


def vector(x: int, y: int) -> tuple[float, float, float]:
    """Return a point on the unit sphere."""
    longitude, latitude = math.radians(x / STEPS_A_DEGREE), math.radians(y / STEPS_A_DEGREE)
    return (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )


def encoded(points: list[Point]) -> str:
    """Write points as an encoded polyline: differences, five bits a character."""
    text, before = [], (0, 0)
    for point in points:
        for value, last in zip(point, before, strict=True):
            number = (value - last) * 2 if value >= last else (last - value) * 2 - 1
            while number >= 32:
                text.append(chr((32 | number & 31) + 63))
                number >>= 5
            text.append(chr(number + 63))
        before = point
    return "".join(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
