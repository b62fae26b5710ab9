from __future__ import annotations

import shapely

from briefing.figures.map.geometry import equal_area
from briefing.figures.map.outlines import read_outlines
from tests.gallery.cases import INDEPENDENT, outlines

SVG = "{http://www.w3.org/2000/svg}"


def test_every_independent_country_has_an_outline_and_every_neighbour_is_mutual() -> None:
    world = outlines()
    assert [iso3 for iso3 in INDEPENDENT if not world.of(iso3) and iso3 not in ("TUV",)] == []
    assert world.neighbours(world.of("LSO")) == ["ZAF"]
    assert world.neighbours(world.of("NER")) == ["BEN", "BFA", "DZA", "LBY", "MLI", "NGA", "TCD"]
    assert world.neighbours(world.of("FJI")) == []
    for iso3 in ("NER", "MLI", "RUS", "CHE"):
        for other in world.neighbours(world.of(iso3)):
            assert iso3 in world.neighbours(world.of(other))


def test_the_capitals_are_in_their_countries() -> None:
    import csv

    from briefing.resources import ASSETS

    with (ASSETS / "data" / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        project = equal_area((float(row["longitude"]), float(row["latitude"])))
        rings = [[project(p) for p in outlines().ring(piece.rings[0])] for piece in outlines().of(row["iso3"])]
        # A port may lie a little off a coast that is generalised: 25 km to each side are near enough.
        near = shapely.box(-25, -25, 25, 25)
        assert any(near.intersects(shapely.Polygon(ring)) for ring in rings if len(ring) > 2), row["name"]


def test_the_file_has_its_notice() -> None:
    from briefing.resources import ASSETS

    notice = (ASSETS / "data" / "outlines.notice.md").read_text(encoding="utf-8")
    assert "Copyright 2013-2019 Michael Bostock" in notice
    assert "above copyright notice" in notice
    assert read_outlines().digest == outlines().digest
