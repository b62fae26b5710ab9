from __future__ import annotations

import pytest
import shapely
from shapely import MultiPolygon

from briefing.figures.map.geometry import Box
from briefing.figures.map.outlines import mainland
from briefing.figures.map.terrain import ScanRows, survey
from briefing.figures.map.view import fit_view
from tests.gallery.cases import outlines

SVG = "{http://www.w3.org/2000/svg}"


def test_rows_contain_what_is_inside_a_shape() -> None:
    square = shapely.Polygon([(0, 0), (10, 0), (10, 8), (0, 8)], [[(4, 3), (4, 5), (6, 5), (6, 3)]])
    rows = ScanRows(MultiPolygon([square]), Box(0, 0, 10, 8))
    spans = {round(y, 1): row for y, row in rows}
    assert spans[1.6] == [(0, 10)]
    assert spans[4.0] == [(0, 4), (6, 10)]
    assert rows.slack(Box(1, 1, 3, 2)) == pytest.approx(1)
    assert rows.slack(Box(3, 3.5, 7, 4.5)) < 0
    assert rows.slack(Box(8, 6, 12, 7)) < 0
    assert list(ScanRows(MultiPolygon(), Box(0, 0, 10, 8))) == []


def test_land_is_cut_to_the_frame_and_holes_run_the_other_way() -> None:
    view = fit_view(outlines(), mainland(outlines().of("LSO")), [], width_mm=80.0, margin=0.2)
    land = survey(outlines(), view, ("LSO",))
    assert {"LSO", "ZAF"} < set(land.shapes)
    assert all(view.frame.grown(1e-6).encloses(Box(*shape.bounds)) for shape in land.shapes.values())
    outer, hole = land.rings(["ZAF"])
    assert shapely.LinearRing(outer).is_ccw != shapely.LinearRing(hole).is_ccw
    assert land.countries_in(Box(*land.shape("LSO").representative_point().coords[0] * 2)) == {"LSO"}


def test_land_is_never_turned_inside_out() -> None:
    view = fit_view(outlines(), mainland(outlines().of("ATA")), [], width_mm=85.0, margin=0.42)
    land = survey(outlines(), view, ("ATA",))
    assert 600 < land.shape("ATA").area < 800
    assert land.shape("ARG").area < 100
