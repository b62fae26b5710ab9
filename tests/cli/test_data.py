from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.cli.data import app
from briefing.problems import BriefingError
from tests.figures.data.files import (
    published_example,
)
from tests.gallery.cases import REGION


@pytest.fixture
def pt_file(tmp_path: Path) -> Path:
    return published_example(tmp_path)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "briefing.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> str:
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_import_stores_a_file_in_the_workspace(workspace: Path, pt_file: Path) -> None:
    assert run("import", str(pt_file)).startswith("powell-thyne-v2023.09.08: 2 events, to 2023-09-08, sha256 ")
    assert (workspace / "data" / "powell-thyne-v2023.09.08.txt").is_file()
    assert json.loads(run("import", str(pt_file), "--json"))["events"] == 2


def test_show_prints_what_would_be_drawn(workspace: Path) -> None:
    shown = json.loads(run("show", "--countries", ",".join(REGION), "--as-of", "2023-07-27", "--json"))
    assert list(shown) == ["successful", "failed", "under_way", "events", "not_in_the_data"]
    assert (shown["successful"], shown["failed"], shown["under_way"]) == (66, 60, 1)
    assert len(shown["events"]) == 127
    assert shown["events"][-1] == {
        "date": "2023-07-26",
        "iso3": "NER",
        "country": "Niger",
        "outcome": "under way",
    }
    text = run("show", "--countries", "NER,ESH", "--since", "2020", "--as-of", "2024-01-01")
    assert text.splitlines() == [
        "date        country  outcome",
        "2021-03-31  Niger    failed",
        "2023-07-26  Niger    successful",
        "Powell & Thyne V2023.09.08: 1 successful, 1 failed, 0 under way",
        "corrected: NER 2023-06-26, date 2023-06-26 is 2023-07-26 (Powell & Thyne V2026.01.13)",
        "the data end on 2023-09-08, before 2024-01-01",
        "not in the data: ESH",
    ]


def test_show_prints_no_zero_for_what_is_not_in_the_data(workspace: Path, pt_file: Path) -> None:
    printed = run("import", str(pt_file))
    assert "an excerpt: charts will say so, and print no zero" in printed
    text = run("show", "--countries", "NER,BOL", "--since", "2015", "--data", "powell-thyne-v2023.09.08")
    assert "Powell & Thyne V2023.09.08, an excerpt: 1 failed" in text
    assert "not in the data: BOL" in text
    shown = json.loads(
        run("show", "--countries", "NER", "--since", "2015", "--data", "powell-thyne-v2023.09.08", "--json")
    )
    assert (shown["successful"], shown["failed"], shown["under_way"]) == (None, 1, None)
    for data in ("bundled", "powell-thyne-v2023.09.08"):
        with pytest.raises(BriefingError, match="has nothing on ESH, GRL from 1950 to 2023-07-27"):
            run("show", "--countries", "ESH,GRL", "--as-of", "2023-07-27", "--data", data)


def test_import_takes_the_countries_that_a_file_covers(workspace: Path, pt_file: Path) -> None:
    assert "an excerpt" not in run("import", str(pt_file), "--covers", "ner,MLI")
    text = run("show", "--countries", "NER,MLI", "--since", "2015", "--data", "powell-thyne-v2023.09.08")
    assert "0 successful, 1 failed, 0 under way" in text
    assert "not in the data" not in text
    with pytest.raises(BriefingError, match="NIG is not a country code"):
        run("import", str(pt_file), "--covers", "NIG")


def test_show_and_compare_know_every_country(workspace: Path) -> None:
    text = run("show", "--countries", "BOL,FJI,LSO", "--as-of", "2024-06-27")
    assert "Powell & Thyne V2023.09.08: 17 successful, 13 failed, 0 under way" in text
    assert "2006-12-05  Fiji" in text


def test_compare_takes_files_and_names(workspace: Path, pt_file: Path) -> None:
    run("import", str(pt_file))
    text = run("compare", "bundled", "powell-thyne-v2023.09.08", "--region", "NER", "--since", "2010")
    assert "2023-07-26 successful" in text
    assert (
        "1 difference from 2010 to 2023-09-08; events whose dates differ by at most 10 days count as the same event"
        in text
    )
    comparison = json.loads(run("compare", str(pt_file), "bundled", "--region", "NER", "--since", "2010", "--json"))
    assert [d["differs_in"] for d in comparison["differences"]] == [["only in second"]]


def test_compare_finds_no_difference_where_nothing_is_compared(workspace: Path, pt_file: Path) -> None:
    for second, region, since in (
        ("bundled", "ESH,GRL", "1950"),
        (str(pt_file), "GAB", "1950"),
        ("bundled", "NER", "2030"),
    ):
        with pytest.raises(BriefingError, match="data-not-covered"):
            run("compare", "bundled", second, "--region", region, "--since", since)


def test_compare_lists_the_countries_it_left_out(workspace: Path, pt_file: Path) -> None:
    assert "not compared, because only one covers them or neither: GAB\n" in run(
        "compare", "bundled", str(pt_file), "--region", "NER,GAB"
    )


def test_a_wrong_country_is_explained(workspace: Path) -> None:
    with pytest.raises(BriefingError, match="NEX is not a country code"):
        run("show", "--countries", "NER,NEX")


def test_regions_stand_for_their_countries(workspace: Path) -> None:
    text = run("show", "--countries", "region:Central Africa,tcd", "--since", "2015", "--as-of", "2023-08-30")
    assert text.splitlines()[-3:] == [
        "2023-08-30  Gabon                  under way",
        "Central Africa (UN M49, 9 countries): AGO CAF CMR COD COG GAB GNQ STP TCD",
        "Powell & Thyne V2023.09.08: 1 successful, 2 failed, 1 under way",
    ]
    shown = json.loads(run("show", "--countries", "Region:CEDEAO", "--as-of", "2023-07-27", "--json"))
    assert (shown["successful"], shown["failed"], shown["under_way"]) == (53, 42, 1)
    assert [(one["name"], one["as_of"], len(one["countries"])) for one in shown["regions"]] == [
        ("ECOWAS", "2023-07-27", 15)
    ]


def test_a_region_has_the_countries_that_were_in_it_on_the_day(workspace: Path) -> None:
    before, after = (
        run("show", "--countries", "region:ECOWAS", "--as-of", day) for day in ("2025-01-28", "2025-01-29")
    )
    assert "ECOWAS (15 members on 28 January 2025)" in before
    assert "ECOWAS (12 members on 29 January 2025)" in after
    assert "Mali " in before
    assert "Mali " not in after
    with pytest.raises(BriefingError, match=r"region-date\]: the members of NATO are on record from 1991-01-01"):
        run("show", "--countries", "region:NATO", "--as-of", "1980-01-01")


def test_compare_and_covers_take_regions(workspace: Path, pt_file: Path) -> None:
    text = run(
        "compare", "bundled", str(pt_file), "--region", "region:UEMOA", "--since", "2010", "--as-of", "2015-01-01"
    )
    assert "UEMOA (8 members on 1 January 2015): BEN BFA CIV GNB MLI NER SEN TGO" in text
    assert "0 differences from 2010 to 2015-01-01" in text
    stored = json.loads(run("import", str(pt_file), "--covers", "region:CEMAC,NER", "--json"))
    assert stored["covers"] == "CAF,CMR,COG,GAB,GNQ,TCD,NER"


def test_an_unknown_region_is_explained(workspace: Path) -> None:
    with pytest.raises(BriefingError) as caught:
        run("show", "--countries", "region:ECOWAAS,region:Middle East,region:Xanadu,NER")
    assert [problem.code for problem in caught.value.problems] == ["unknown-region"] * 3
    assert [problem.hint.split(":")[0] for problem in caught.value.problems] == [
        "did you mean region",
        "it has no agreed list of countries",
        "list them with",
    ]
    with pytest.raises(BriefingError, match="hint: write region:SAHEL"):
        run("show", "--countries", "sahel")


def test_regions_are_listed(workspace: Path) -> None:
    listed = run("regions")
    assert any(line.startswith("Central Africa") and line.endswith("UN M49") for line in listed.splitlines())
    assert "write region:NAME where a list of countries is asked for" in listed
    one = run("regions", "cedeao", "--as-of", "2023-07-27")
    assert "15 countries on 2023-07-27: ECOWAS, CEDEAO" in one
    assert "NER left 2025-01-29" in one
    assert len(json.loads(run("regions", "--json"))) > 80
    (asean,) = json.loads(run("regions", "ASEAN", "--as-of", "2025-10-26", "--json"))
    assert "TLS" in asean["countries"]
    assert asean["source"].startswith("ASEAN, list of member states")


def test_import_warns_of_what_is_suspicious(workspace: Path, pt_file: Path) -> None:
    doubtful = pt_file.with_name("doubtful.txt")
    doubtful.write_text(pt_file.read_text().replace("\t436\t", "\t475\t"))
    result = CliRunner().invoke(app, ["import", str(doubtful)], catch_exceptions=False)
    assert result.exit_code == 0
    assert (
        f"{doubtful}:2:9: warning[data-country-name]: 475 is the code of Nigeria, but the row says Niger (2 times"
        in (result.stderr)
    )
    (warning,) = json.loads(run("import", str(doubtful), "--json"))["warnings"]
    assert (warning["code"], warning["line"], warning["column"]) == ("data-country-name", 2, 9)
