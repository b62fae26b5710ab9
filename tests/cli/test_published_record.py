"""`data show` and `data compare` print what the published files have, for any country or region, and nothing else."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.cli.data import app
from briefing.model.countries import COUNTRIES
from briefing.problems import BriefingError
from briefing.resources import ASSETS
from tests.figures.data.files import CLINE, POWELL_THYNE

OUTCOMES = {"1": "failed", "2": "successful", "attempted": "failed", "coup": "successful"}
DATA_END = date(2023, 9, 8)


@cache
def published(file: Path) -> tuple[tuple[date, str, str], ...]:
    """Read a file as its authors publish it with the csv module alone: each event's day, country and outcome."""
    if not file.is_file():
        pytest.skip(f"the published file {file.name} is not here")
    with (ASSETS / "data" / "cow.csv").open(encoding="utf-8", newline="") as table:
        iso3 = {row["cow"]: row["iso3"] for row in csv.DictReader(table)}
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t" if file.suffix == ".txt" else ","))
    return tuple(
        sorted(
            (
                date(int(row["year"]), int(row["month"]), int(row["day"])),
                iso3[row.get("ccode") or row["cowcode"]],
                OUTCOMES[row.get("coup") or row["event_type"]],
            )
            for row in rows
            if (row.get("coup") or row["event_type"]) != "conspiracy"
        )
    )


def corrected(events: tuple[tuple[date, str, str], ...]) -> list[tuple[date, str, str]]:
    """Return Powell & Thyne's events with the one correction that is shipped."""
    niger = (date(2023, 6, 26), "NER", "successful")
    return sorted((date(2023, 7, 26), *event[1:]) if event == niger else event for event in events)


def run(*words: str) -> str:
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "briefing.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("countries", "codes", "as_of"),
    [
        ("BOL", "BOL", "2024-06-27"),
        ("TUR,SYR,IRQ,LBN", "TUR SYR IRQ LBN", "2016-07-18"),
        ("region:Central Africa", "AGO CAF CMR COD COG GAB GNQ STP TCD", "2023-08-30"),
        ("region:Mainland South-East Asia", "KHM LAO MMR THA VNM", "2021-02-04"),
        ("region:Andes,PRY", "ARG BOL CHL COL ECU PER VEN PRY", "2002-04-14"),
        ("region:Levant,EGY,YEM", "ISR JOR LBN PSE SYR EGY YEM", "1986-01-20"),
        ("DEU,SRB,CZE,RUS,YEM,VNM", "DEU SRB CZE RUS YEM VNM", "1991-08-22"),
        ("NZL", "NZL", "2024-06-27"),
        ("region:World,XKX,TWN", " ".join(COUNTRIES), "2026-11-30"),
        (",".join(COUNTRIES), " ".join(COUNTRIES), "1979-11-05"),
    ],
)
def test_show_has_every_published_event_and_no_other(workspace: Path, countries: str, codes: str, as_of: str) -> None:
    day, wanted = date.fromisoformat(as_of), codes.split()
    events = [e for e in corrected(published(POWELL_THYNE)) if e[1] in wanted and e[0] <= day]
    shown = json.loads(run("show", "--countries", countries, "--as-of", as_of, "--json"))
    found = [(date.fromisoformat(e["date"]), e["iso3"], e["outcome"]) for e in shown["events"]]
    assert [e[:2] for e in found] == [e[:2] for e in events]
    failed = [e for e in (*published(POWELL_THYNE), *published(CLINE)) if e[2] == "failed"]
    for (when, iso3, outcome), (_, _, coded) in zip(found, events, strict=True):
        is_open = coded == "successful" and day - when <= timedelta(7)
        has_failed = any(e[1] == iso3 and abs((e[0] - when).days) <= 10 for e in failed)
        assert outcome == (("failed" if has_failed else "under way") if is_open else coded)
    counts = {outcome: sum(e[2] == outcome for e in found) for outcome in ("successful", "failed", "under way")}
    assert counts == {outcome: shown[outcome.replace(" ", "_")] for outcome in counts}
    text = run("show", "--countries", countries, "--as-of", as_of)
    assert f"{counts['successful']} successful, {counts['failed']} failed, {counts['under way']} under way" in text
    assert ("the data end on 2023-09-08" in text) == (day > DATA_END)


def test_bolivia_on_27_june_2024(workspace: Path) -> None:
    events = [event for event in published(POWELL_THYNE) if event[1] == "BOL"]
    text = run("show", "--countries", "BOL", "--as-of", "2024-06-27")
    assert text.splitlines()[1:-2] == [f"{day}  Bolivia  {outcome}" for day, _, outcome in events]
    assert text.splitlines()[-2:] == [
        "Powell & Thyne V2023.09.08: 11 successful, 12 failed, 0 under way",
        "the data end on 2023-09-08, before 2024-06-27",
    ]


@pytest.mark.parametrize("file", [POWELL_THYNE, CLINE])
def test_the_shipped_record_is_the_published_one(workspace: Path, file: Path) -> None:
    coder = "Powell & Thyne" if file is POWELL_THYNE else "Cline Center"
    with (ASSETS / "data" / "coups.csv").open(encoding="utf-8", newline="") as table:
        shipped = [
            (date.fromisoformat(row["date"]), row["iso3"], row["outcome"])
            for row in csv.DictReader(table)
            if row["coder"] == coder
        ]
    assert sorted(shipped) == list(published(file))


@pytest.mark.parametrize("region", ["region:Central Africa", "region:SAARC,TUR", "region:OAS", "region:World"])
def test_compare_finds_no_difference_but_the_correction_between_shipped_and_published(
    workspace: Path, region: str
) -> None:
    published(POWELL_THYNE)
    found = json.loads(
        run("compare", "bundled", str(POWELL_THYNE), "--region", region, "--as-of", "2024-06-27", "--json")
    )
    expected = ["NER", "NER"] if region == "region:World" else []
    assert [difference["iso3"] for difference in found["differences"]] == expected
    assert len(found["regions"]) == 1


def test_a_country_that_no_coder_covers_is_said_to_be_so(workspace: Path) -> None:
    text = run("show", "--countries", "region:Melanesia", "--as-of", "2024-06-27")
    assert "not in the data: NCL" in text
    with pytest.raises(BriefingError, match="data-not-covered"):
        run("show", "--countries", "region:Channel Islands", "--as-of", "2024-06-27")
