"""Gabon, 30 August 2023: a briefing on another region than the worked examples', from the published coup records alone."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from briefing.build import build_briefing
from briefing.build_output import BuildRequest
from briefing.model.countries import COUNTRIES
from briefing.model.paper import Paper
from briefing.problems import ContentError
from briefing.resources import ASSETS
from briefing.workspace import Workspace
from tests.briefs import pdf_text, write_brief
from tests.figures.data.files import POWELL_THYNE

CENTRAL_AFRICA = ("AGO", "CAF", "CMR", "COD", "COG", "GAB", "GNQ", "STP", "TCD")
COW = dict(zip(("540", "482", "471", "490", "484", "481", "411", "403", "483"), CENTRAL_AFRICA, strict=True))

BRIEF = """\
id: gabon-2023
title: "Gabon: a coup attempt is recorded on 30 August 2023"
series: Test of the program, not a briefing of any desk
language: {language}
marking: TLP:CLEAR
as_of: {as_of}T18:00Z
next_update: 2099-08-31T12:00Z
timezone: Africa/Libreville
contact: {{name: Duty officer, email: duty@desk.example}}
region: {{name: Central Africa, focus: GAB, countries: [{countries}]}}
bottom_line: The record of coups has an event in Gabon on 30 August 2023. [@pt para. 1]
summary:
  - text: "**Before.** The record has two earlier attempts in Gabon, in 1964 and in 2019; both failed. [@pt para. 2]"
  - {{text: "**For a week.** An attempt counts as under way until it is more than seven days old.", own: true}}
history: {{since: 1960, form: {form}}}
map: {{focus: [{focus}], show: [Libreville, Port-Gentil]}}
gaps: ["What the record does not say, this page does not."]
sources:
  - {{id: pt, publisher: Powell & Thyne, title: "Coup d’état data V2023.09.08"}}
allow:
  - {{code: text-not-held, reason: The record is a table.}}
"""


@cache
def published() -> tuple[tuple[date, str, str], ...]:
    """Read the events of Central Africa from the file as its authors publish it, sharing nothing with the program."""
    if not POWELL_THYNE.is_file():
        pytest.skip("the published file is not here")
    with POWELL_THYNE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return tuple(
        (date(int(row["year"]), int(row["month"]), int(row["day"])), COW[row["ccode"]], row["coup"])
        for row in rows
        if row["ccode"] in COW
    )


def build(tmp_path: Path, verapdf: Callable[[Path], dict[str, list[str]]], paper: Paper = "a4", **values: str) -> str:
    """Build the briefing, and return its text on one line; it conforms."""
    given = {
        "language": "en-GB",
        "as_of": "2023-08-30",
        "countries": "region:Central Africa",
        "form": "timeline",
        "focus": "GAB",
        **values,
    }
    (tmp_path / "briefing.toml").touch()
    folder = write_brief(tmp_path / "briefs" / "gabon-2023", BRIEF.format_map(given))
    request = BuildRequest(folder, Workspace(tmp_path), tmp_path / "out", paper)
    built = build_briefing(request, force=False, report=lambda _: None, taken={})
    assert verapdf(built.pdf) == {}
    return " ".join(pdf_text(built.pdf).split())


def test_the_shipped_record_of_the_region_is_the_published_one() -> None:
    with (ASSETS / "data" / "coups.csv").open(encoding="utf-8", newline="") as file:
        ours = [
            (date.fromisoformat(row["date"]), row["iso3"], {"failed": "1", "successful": "2"}[row["outcome"]])
            for row in csv.DictReader(file)
            if row["coder"] == "Powell & Thyne" and row["iso3"] in CENTRAL_AFRICA
        ]
    assert sorted(ours) == sorted(published())


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("form", ["timeline", "decades"])
def test_on_the_day_it_is_under_way(
    paper: Paper, form: str, tmp_path: Path, verapdf: Callable[[Path], dict[str, list[str]]]
) -> None:
    text = build(tmp_path, verapdf, paper, form=form)
    events = [event for event in published() if date(1960, 1, 1) <= event[0] <= date(2023, 8, 30)]
    assert (date(2023, 8, 30), "GAB", "2") in events
    recent = sum(day.year >= 2020 and coup == "2" and iso3 != "GAB" for day, iso3, coup in events)
    assert recent == 1
    if form == "timeline":
        assert "Since 2020 one coup has succeeded in these nine countries, and one is under way" in text
    else:
        assert (
            "In these nine countries, one coup has succeeded since 2020, against none in the whole of the 2010s" in text
        )
    assert "Countries: Central Africa (UN M49, 9 countries)." in text
    for iso3 in CENTRAL_AFRICA:
        assert COUNTRIES[iso3].name in text
        years = [str(day.year) for day, where, coup in events if where == iso3 and coup == "1"]
        assert not years or f"{len(years)}: {years[0]}" in text


def test_the_map_says_which_region_it_is_of(tmp_path: Path, verapdf: Callable[[Path], dict[str, list[str]]]) -> None:
    text = build(tmp_path, verapdf, focus="region:CEMAC", countries="GAB, TCD")
    assert "Countries: CEMAC (6 members on 30 August 2023)." in text
    assert "UN M49" not in text
    with pytest.raises(ContentError, match=r"error\[region-date\]: the members of OPEC are on record from 2020-01-01"):
        build(tmp_path, verapdf, focus="region:OPEC", as_of="2019-01-07")


def test_nine_days_later_it_has_succeeded(tmp_path: Path, verapdf: Callable[[Path], dict[str, list[str]]]) -> None:
    text = build(tmp_path, verapdf, as_of="2023-09-08")
    assert "Since 2020 two coups have succeeded in these nine countries" in text
    assert "is under way" not in text.replace("counts as under way", "")


def test_in_french_and_of_an_organisation_that_suspended_it(
    tmp_path: Path, verapdf: Callable[[Path], dict[str, list[str]]]
) -> None:
    text = build(tmp_path, verapdf, "letter", language="fr", countries="region:CEEAC, ZMB", as_of="2023-09-08")
    assert "Pays : CEEAC (11 membres au 8 septembre 2023) et Zambie." in text.replace("\u00a0", " ")
    assert "Gabon" in text
    assert "Rwanda" in text
    assert "dans ces 12 pays" in text
