"""Figures are drawn once: what an equal request drew before is read from disk."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from briefing.figure_cache import draw_cached, figure_key
from briefing.figures.coup_history.chart import HistoryChart
from briefing.figures.data.datasets import read_bundled
from briefing.figures.figure import Figure, FigureRequest
from briefing.figures.map.outlines import read_outlines
from briefing.figures.map.request import LocatorRequest, MarkedPlace
from briefing.figures.style import Style

TABLE = read_bundled()
HISTORY = HistoryChart(
    TABLE,
    names={"NER": "Niger", "MLI": "Mali"},
    focus="NER",
    since=2010,
    as_of=date(2023, 7, 27),
    independent={"NER": 1960},
    width_mm=170.0,
    tallest_mm=225.0,
    language="en",
)
NIAMEY = MarkedPlace("Niamey", 13.51, 2.11, capital=True)
LOCATOR = LocatorRequest(read_outlines(), ("NER",), (NIAMEY,), False, {"NER": "Niger"}, 80.0, "en")


@dataclass(frozen=True)
class NeverDrawn:
    """A request equal to another by its values, which fails where it is drawn."""

    request: HistoryChart | LocatorRequest

    def __repr__(self) -> str:
        return repr(self.request)

    def draw(self) -> Figure:
        pytest.fail("this figure is stored")


def test_whatever_a_figure_depends_on_changes_its_key() -> None:
    variants: list[FigureRequest] = [
        HISTORY,
        replace(HISTORY, since=2011),
        replace(HISTORY, as_of=date(2023, 7, 28)),
        replace(HISTORY, form="decades"),
        replace(HISTORY, sort="most"),
        replace(HISTORY, language="fr"),
        replace(HISTORY, width_mm=176.0),
        replace(HISTORY, tallest_mm=200.0),
        replace(HISTORY, focus="MLI"),
        replace(HISTORY, names={"NER": "Niger", "MLI": "Le Mali"}),
        replace(HISTORY, names={"MLI": "Mali", "NER": "Niger"}),
        replace(HISTORY, independent={"NER": 1961}),
        replace(HISTORY, style=Style(accent="#004488")),
        replace(HISTORY, events=replace(TABLE, events=TABLE.events[1:])),
        replace(HISTORY, events=replace(TABLE, corrections=())),
        replace(HISTORY, events=replace(TABLE, others=())),
        LOCATOR,
        replace(LOCATOR, places=()),
        replace(LOCATOR, focus=("MLI",)),
        replace(LOCATOR, with_neighbours=True),
    ]
    assert len({figure_key(variant) for variant in variants}) == len(variants)
    assert figure_key(replace(HISTORY)) == figure_key(HISTORY)


def test_drawing_does_not_change_the_key() -> None:
    before = figure_key(HISTORY)
    HISTORY.draw()
    assert figure_key(HISTORY) == before


@pytest.mark.parametrize("request_", [HISTORY, LOCATOR], ids=["history", "locator"])
def test_a_stored_figure_is_not_drawn_again(tmp_path: Path, request_: HistoryChart | LocatorRequest) -> None:
    first = draw_cached(tmp_path, request_)
    assert draw_cached(tmp_path, NeverDrawn(request_)) == first == request_.draw()


@pytest.mark.parametrize("damage", [b"", b"no digest", b"0\n{}", "cut"])
def test_a_damaged_entry_is_drawn_again(tmp_path: Path, damage: bytes | str) -> None:
    first = draw_cached(tmp_path, HISTORY)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-40] if isinstance(damage, str) else damage)
    assert draw_cached(tmp_path, HISTORY) == first
    assert draw_cached(tmp_path, NeverDrawn(HISTORY)) == first


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert draw_cached(file / "folder", HISTORY) == HISTORY.draw()


def test_no_drawing_library_is_imported_for_stored_figures(tmp_path: Path) -> None:
    for request in (HISTORY, LOCATOR):
        draw_cached(tmp_path, request)
    program = (
        "import sys; from pathlib import Path; from tests.test_figure_cache import HISTORY, LOCATOR, NeverDrawn; "
        "from briefing.figure_cache import draw_cached; "
        "[draw_cached(Path(sys.argv[1]), NeverDrawn(request)) for request in (HISTORY, LOCATOR)]; "
        "sys.exit(' '.join({'matplotlib', 'numpy', 'shapely'} & sys.modules.keys()) or 0)"
    )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_briefings_of_one_process_never_mix_their_figures(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    variants = [replace(HISTORY, since=1960 + i, style=Style(accent=f"#0000{i:02x}")) for i in range(12)]
    one_by_one = [variant.draw() for variant in variants]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda variant: draw_cached(tmp_path, variant), variants))
    assert together == one_by_one
