from __future__ import annotations

import math

import pytest

from briefing.figures.map.geometry import densify, equal_area, inverse_equal_area

SVG = "{http://www.w3.org/2000/svg}"


def test_the_projection_keeps_areas_and_can_be_undone() -> None:
    centre = (8.0, 17.0)
    project = equal_area(centre)
    assert project(centre) == pytest.approx((0, 0))
    for town in ((2.11, 13.51), (-179.0, 60.0), (8.0, -70.0)):
        assert inverse_equal_area(centre, project(town)) == pytest.approx(town)
    east, north = project((8.1, 17.0)), project((8.0, 17.1))
    assert east[0] * -north[1] == pytest.approx((6371 * math.radians(0.1)) ** 2 * math.cos(math.radians(17)), rel=1e-4)


def test_long_edges_go_the_short_way_round() -> None:
    assert densify([(179.5, 0.0), (-179.5, 0.0)]) == [(179.5, 0.0), (180.5, 0.0)]
    assert len(densify([(0.0, 49.0), (9.0, 49.0)])) == 6
