"""Open problems are marked in the item that they are in."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.check.review import review_briefing
from briefing.check.spots import locate_problems
from briefing.problems import Place, Problem
from tests.briefs import BRIEF, load

WITH_PROBLEMS = (
    BRIEF.replace("  - {text: One point., own: true}\n", "  - {text: One point., own: true}\n  - Twelve people died.\n")
    + """\
assessment:
  - judgement: The river will perhaps fall.
    likelihood: maybe
    confidence: low
timeline: table.csv
"""
)


def test_each_problem_is_in_its_item(tmp_path: Path) -> None:
    table = "when,what\n2023-07-25,Rain. [@a para. 2]\n2023-07-26,It rained on 20 districts.\n"
    loaded = load(tmp_path / "brief", WITH_PROBLEMS + "sources: [{id: a, publisher: A, title: T}]\n", table_csv=table)
    problems = review_briefing(loaded.briefing, loaded.values, {}).problems
    spots = locate_problems(problems, loaded.values)
    shown = {key: [problems[number - 1].code for number in numbers] for key, numbers in spots.items()}
    assert shown[("summary", 1)] == ["uncited"]
    assert "likelihood-unknown" in shown[("assessment", 0)]
    assert shown[("timeline", 1)] == ["uncited"]
    assert ("timeline", 0) not in shown


@pytest.mark.parametrize("place", [None, Place("briefing.yaml"), Place("other.yaml", 3, 1)])
def test_a_problem_without_an_item_is_only_listed(place: Place | None, tmp_path: Path) -> None:
    loaded = load(tmp_path / "brief")
    assert locate_problems([Problem("a-code", "Something.", place)], loaded.values) == {}
