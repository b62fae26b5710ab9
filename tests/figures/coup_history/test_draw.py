from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefing.figures.data.datasets import read_bundled
from briefing.figures.data.events import CoupEvent, CoupOutcome, EventTable
from briefing.figures.figure import Figure
from briefing.figures.style import POINT_MM, Style
from briefing.problems import FigureError
from tests.gallery.boxes import count_dots, faults, words
from tests.gallery.cases import AFRICA, EMPTY, FRENCH, NAMES, REGION, chart, in_one_year, made_up

SVG = "{http://www.w3.org/2000/svg}"


def record(*events: tuple[str, str, CoupOutcome], ends: date = date(2023, 12, 31)) -> EventTable:
    return EventTable("Maker", "1", ends, tuple(sorted(CoupEvent(date.fromisoformat(d), c, o) for d, c, o in events)))


S, F = CoupOutcome.SUCCESSFUL, CoupOutcome.FAILED

# the finding


@pytest.mark.parametrize(
    ("figure", "title"),
    [
        (chart(), "Since 2020 seven coups have succeeded in these 18 countries, and one is under way"),
        (chart(as_of=date(2023, 8, 3)), "Since 2020 eight coups have succeeded in these 18 countries"),
        (chart(countries=["NER"]), "Since 1960 four coups have succeeded in Niger, three have failed and one is under way"),
        (
            chart(table=record(("2022-03-01", "NER", F)), countries=["NER", "MLI"]),
            "Since 2020 no coup has succeeded in these two countries, and one has failed",
        ),
        (
            chart(table=record(("2023-07-26", "NER", F)), countries=["NER", "MLI"]),
            "Since 2020 no coup has succeeded in these two countries, and one has failed",
        ),
        (
            chart(table=record(("2012-03-22", "MLI", S)), countries=["NER", "MLI"]),
            "Since 2020 no coup attempt is recorded in these two countries; the last was in Mali in March 2012",
        ),
        (
            chart(table=EMPTY, countries=["NER", "MLI"]),
            "Since 1960 no coup and no coup attempt is recorded in these two countries",
        ),
        (
            chart(table=record(("2021-03-22", "MLI", S), ends=date(2022, 12, 29)), countries=["NER", "MLI"]),
            "Between 2020 and 29 December 2022, where the data end, one coup succeeded in these two countries",
        ),
        (
            chart(countries=["NER", "MLI", "ESH"]),
            "Since 2020 two coups have succeeded in these two countries, and one is under way",
        ),
        (chart(as_of=date(2021, 5, 1)), "Since 2010 seven coups have succeeded in these 18 countries"),
        (
            chart(form="decades"),
            "In these 18 countries, seven coups have succeeded since 2020, against five in the whole of the 2010s, "
            "and one is under way",
        ),
        (chart(form="decades", since=2022), "Since 2022 two coups have succeeded in these 18 countries, and one is under way"),
        (
            chart(language="fr-FR"),
            "Depuis 2020, sept coups d’État ont réussi dans ces 18 pays, et un est en cours",
        ),
        (
            chart(language="fr", form="decades"),
            "Sept coups d’État ont réussi dans ces 18 pays depuis 2020, contre cinq dans toutes les années 2010, et un est "
            "en cours",
        ),
    ],
)  # fmt: skip
def test_the_title_states_the_finding(figure: partial[Figure], title: str) -> None:
    assert figure().title == title


def test_the_alternative_text_is_computed_from_the_events() -> None:
    figure = chart(since=1950)()
    assert figure.alt == (
        "Since 2020 seven coups have succeeded in these 18 countries, and one is under way. "
        "Timeline of coups and coup attempts in these 18 countries, 1950 to 27 July 2023: "
        "66 successful, 60 failed and one under way."
    )
    assert "Niger: four successful (1974, 1996, 1999, 2010), three failed (1976, 1983, 2021)" in figure.description
    assert "None recorded: Cabo Verde." in figure.description
    root = ElementTree.fromstring(figure.svg)
    assert root.findtext(f"{SVG}title") == figure.alt
    assert root.findtext(f"{SVG}desc") == figure.description


def test_the_decades_are_described_one_by_one() -> None:
    figure = chart(form="decades", since=1950)()
    assert "1960s: 15 successful and five failed." in figure.description
    assert "2020s: seven successful, four failed and one under way." in figure.description


def test_the_notes_contain_definition_source_correction_and_disagreement() -> None:
    notes = chart()().notes
    assert notes[0].startswith("Coup: an illegal and overt attempt")
    assert "seven days" in notes[0]
    assert "Powell & Thyne" in notes[2]
    assert "V2023.09.08; events to 27 July 2023." in notes[2]
    assert notes[3] == (
        "Corrected: Niger, dated 26 June 2023 in the data, was on 26 July 2023 (Powell & Thyne V2026.01.13)."
    )
    assert "codes Burkina Faso Sep 2015, Sudan Jul 1971 and Sierra Leone Mar 1967 as successful" in notes[4]
    assert "does not have Guinea Sep 2021" in notes[4]


def test_a_coder_who_covers_fewer_countries_is_not_reported_to_lack_events_elsewhere() -> None:
    bundled = read_bundled()
    table = replace(bundled, others=(replace(bundled.others[0], countries=REGION),))
    (note,) = (n for n in chart(table=table, countries=[*REGION, "GAB"])().notes if "differs" in n)
    assert note.startswith("Cline Center Coup d’État Project (2.1.2, compared in 18 of these countries) differs")
    assert "Gabon" not in note


@pytest.mark.parametrize(
    ("covered", "words_of_it"),
    [
        ((), "(2.1.2) differs"),
        (("NER", "GIN", "BFA"), "(2.1.2) differs"),
        (("GIN", "BFA"), "(2.1.2, compared in two of these countries) differs"),
        (("GIN",), "(2.1.2, compared in one of these countries) differs"),
        (("KEN",), ""),
    ],
)
def test_it_is_said_in_how_many_countries_coders_can_be_compared(covered: tuple[str, ...], words_of_it: str) -> None:
    bundled = read_bundled()
    table = replace(bundled, others=(replace(bundled.others[0], countries=covered),))
    notes = " ".join(chart(table=table, countries=["NER", "GIN", "BFA"])().notes)
    assert words_of_it in notes
    assert ("differs" in notes) == bool(words_of_it)


def test_the_end_of_the_data_is_in_the_notes_and_on_the_chart() -> None:
    figure = chart(as_of=date(2026, 11, 24))()
    assert "The data end on 8 September 2023, before the as-of date: later events are not shown." in figure.notes
    assert "data end 8 Sep 2023" in words(figure.svg)
    assert "data end 8 Sep 2023" not in words(chart()().svg)
    by_decade = chart(as_of=date(2026, 11, 24), form="decades")()
    assert "data end" in " ".join(words(by_decade.svg))


def test_a_country_that_the_data_do_not_cover_is_named_once_and_not_drawn() -> None:
    figure = chart(countries=["NER", "ESH", "GRL"])()
    assert figure.title == "Since 1960 four coups have succeeded in Niger, three have failed and one is under way"
    assert "Not shown, because not in the data: Western Sahara and Greenland." in figure.notes
    everything = " ".join([figure.svg.decode(), figure.title, figure.description, *figure.notes, str(figure.table)])
    assert everything.count("Western Sahara") == everything.count("Greenland") == 1


@pytest.mark.parametrize("form", ["timeline", "decades"])
def test_a_chart_of_nothing_that_the_data_cover_is_refused(form: str) -> None:
    with pytest.raises(FigureError, match="data-not-covered"):
        chart(countries=["ESH", "GRL"], focus="ESH", form=form)()
    with pytest.raises(FigureError, match="data-not-covered"):
        chart(countries=["NER"], since=2024, as_of=date(2026, 1, 1), form=form)()
    with pytest.raises(FigureError, match="data-not-covered"):
        chart(countries=["NER"], since=1900, as_of=date(1949, 12, 31), form=form)()


def test_a_chart_begins_no_earlier_than_the_data() -> None:
    figure = chart(countries=["BOL"], since=1900)()
    assert figure.title.startswith("Since 1950 ")
    assert "The data begin in 1950." in figure.notes
    assert "The data begin" not in " ".join(chart(countries=["BOL"], since=1950)().notes)
    assert "1900" not in " ".join([*words(figure.svg), figure.alt, figure.table.caption])


def test_a_chart_of_data_that_end_early_claims_nothing_of_later() -> None:
    figure = chart(as_of=date(2026, 11, 24))()
    assert "1960 to 8 September 2023" in figure.table.caption
    assert "1960 to 8 September 2023" in figure.alt


# excerpts: nothing follows from what they do not have


def excerpt(*events: tuple[str, str, CoupOutcome]) -> EventTable:
    countries = tuple(sorted({iso3 for _, iso3, _ in events}))
    return replace(record(*events), countries=countries, complete=False)


EXCERPTS = {
    "one success": excerpt(("2012-03-22", "MLI", S)),
    "one failure": excerpt(("1976-03-15", "NER", F)),
    "two on one day": excerpt(("2012-03-22", "MLI", S), ("2012-03-22", "NER", S)),
    "many": excerpt(*((f"{year}-03-01", "MLI", F) for year in range(1970, 2000))),
}


@pytest.mark.parametrize("name", EXCERPTS)
@pytest.mark.parametrize("form", ["timeline", "decades"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_excerpt_never_prints_zero_or_that_there_was_none(name: str, form: str, language: str) -> None:
    figure = chart(
        table=EXCERPTS[name], countries=["NER", "MLI", "TCD"], focus=None, since=1950, form=form, language=language
    )()
    assert "0" not in words(figure.svg)
    cells = [cell for row in figure.table.rows for cell in row]
    assert "0" not in cells
    said = " ".join([figure.title, figure.alt, figure.description, *figure.notes, *words(figure.svg)])
    assert not re.search(r"\b(no|none|aucun|aucune|zero)\b", said, re.IGNORECASE)
    assert ("excerpt" if language == "en" else "Un extrait des données contient, de 1950 au") in figure.title
    assert faults(figure.svg) == []


def test_an_excerpt_says_what_it_has() -> None:
    figure = chart(table=EXCERPTS["two on one day"], countries=["NER", "MLI", "TCD"], since=2000)()
    assert figure.title == (
        "In these two countries, an excerpt of the data has, from 2000 to 27 July 2023: two successful"
    )
    assert figure.table.rows == (("Niger", "1: 2012", "–"), ("Mali", "1: 2012", "–"))
    assert "Source: an excerpt of Maker, 1. It may lack events and countries." in figure.notes
    assert "Not shown, because not in the data: Chad." in figure.notes


def test_a_coder_is_not_blamed_for_what_an_excerpt_lacks() -> None:
    bundled = read_bundled()
    few = replace(bundled.others[0], events=bundled.others[0].events[:3], countries=REGION, complete=False)
    assert "does not have" not in " ".join(chart(table=replace(bundled, others=(few,)))().notes)
    ours = replace(excerpt(("2012-03-22", "MLI", S)), others=(bundled,))
    assert "adds" not in " ".join(chart(table=ours, countries=["MLI"])().notes)


def test_a_chart_without_events_says_so() -> None:
    assert "no coup or coup attempt recorded" in words(chart(table=EMPTY, countries=["NER", "MLI"])().svg)


def test_each_coders_own_definition_is_given() -> None:
    table = replace(read_bundled().others[0], others=())
    notes = chart(table=table)().notes
    assert "as coded by the Cline Center" in notes[0]
    assert "Cline Center Coup d’État Project, version 2.1.2" in " ".join(notes)
    assert "Maker" in chart(table=record(("2020-01-01", "NER", S)))().notes[0]


# what is drawn


def names_drawn(figure: Figure, names: dict[str, str] = NAMES) -> list[str]:
    return [word for word in words(figure.svg) if word in {names[iso3] for iso3 in REGION}]


def test_the_focus_comes_first_then_the_most_recent_success() -> None:
    drawn = names_drawn(chart()())
    assert drawn[:6] == ["Niger", "Burkina Faso", "Sudan", "Guinea", "Mali", "Chad"]
    assert drawn[-2:] == ["Senegal", "Cabo Verde"]
    assert len(drawn) == 18


def test_the_countries_with_most_coups_can_come_first() -> None:
    assert names_drawn(chart(sort="most", focus=None, since=1950)())[:3] == ["Burkina Faso", "Sudan", "Benin"]


def test_the_counts_are_in_the_columns() -> None:
    drawn = words(chart(since=1950)().svg)
    assert drawn[-4:] == ["18 countries", "66", "60", "and 1 under way"]


def test_coups_under_way_are_not_listed_under_succeeded() -> None:
    assert "succeeded since 2020" in words(chart(as_of=date(2023, 8, 3))().svg)
    assert "under way" not in words(chart(as_of=date(2023, 8, 3))().svg)
    drawn = words(chart()().svg)
    assert drawn[drawn.index("Burkina Faso") - 3 : drawn.index("Burkina Faso")] == ["4", "3", "Jul 2023, under way"]
    assert {"succeeded since 2020", "under way"} <= set(drawn)


def test_what_is_under_way_does_not_hide_what_succeeded_before_it() -> None:
    assert "Sep 2022, under way; Jan 2022" in words(chart(as_of=date(2022, 10, 1))().svg)
    months = ("2020-01-01", "2021-02-01", "2022-03-01", "2023-04-01")
    table = record(*((day, "MLI", S) for day in months), ("2023-07-26", "MLI", S))
    assert "Jul 2023, under way; 4 earlier" in words(chart(table=table, countries=["NER", "MLI"])().svg)


def test_a_narrow_chart_keeps_most_of_its_width_for_the_plot() -> None:
    drawn = words(chart(width_mm=92.0)().svg)
    assert {"1960", "1980", "2000", "2020", "successful", "failed", "under way"} <= set(drawn)


def test_events_in_one_year_stay_countable() -> None:
    figure = chart(table=in_one_year(12), countries=["TGO"], focus="TGO")()
    assert count_dots(figure.svg) == 12 + 2
    assert faults(figure.svg) == []


@pytest.mark.parametrize("tallest_mm", [225.0, 207.0, 190.0])
def test_a_chart_is_no_taller_than_its_page_has_room_for(tallest_mm: float) -> None:
    figure = chart(table=made_up(500, AFRICA, (1950, 2023)), countries=AFRICA, since=1950, tallest_mm=tallest_mm)()
    assert float(figure.svg.split(b'height="', 1)[1].split(b"pt", 1)[0]) * POINT_MM <= tallest_mm
    assert faults(figure.svg) == []


def test_a_chart_that_cannot_fit_a_page_is_refused_not_clipped() -> None:
    with pytest.raises(FigureError, match="figure-too-dense"):
        chart(table=in_one_year(2000), countries=["TGO"], focus="TGO")()
    assert chart(table=in_one_year(2000), countries=["TGO"], focus="TGO", form="decades")()


@pytest.mark.parametrize("width_mm", [80.0, 120.0, 170.0, 176.0, 250.0])
@pytest.mark.parametrize("form", ["timeline", "decades"])
@pytest.mark.parametrize("since", [1950, 1989, 2020, 2023])
def test_no_width_or_span_makes_it_collide(width_mm: float, form: str, since: int) -> None:
    assert faults(chart(width_mm=width_mm, form=form, since=since)().svg) == []


def test_a_desk_changes_its_colours_in_one_place() -> None:
    style = Style(accent="#004488", ink="#000001")
    svg = chart(style=style)().svg
    assert b"#004488" in svg
    assert b"#000001" in svg
    assert Style().accent.encode() not in svg


def test_names_and_words_are_in_the_readers_language() -> None:
    figure = chart(names=FRENCH, language="fr")()
    assert {"Soudan", "réussis", "échoués", "18 pays", "juil. 2023, en cours"} <= set(words(figure.svg))
    assert figure.table.headings == ("Pays", "réussi", "échoué", "en cours")


# the data beside it


def test_the_table_has_one_row_per_country_with_the_years_of_each_outcome() -> None:
    table = chart()().table
    assert table.headings == ("Country", "successful", "failed", "under way")
    assert table.rows[0] == ("Niger", "4: 1974, 1996, 1999, 2010", "3: 1976, 1983, 2021", "1: 2023")
    assert ("Cabo Verde", "0", "0", "0") in table.rows
    assert len(table.rows) == 18


def test_the_attached_data_are_what_is_drawn() -> None:
    rows = list(csv.DictReader(io.StringIO(chart()().csv.decode())))
    assert len(rows) == 124
    assert rows[-1] == {
        "date": "2023-07-26",
        "iso3": "NER",
        "country": "Niger",
        "outcome": "under way",
        "coder": "Powell & Thyne",
        "version": "V2023.09.08",
    }


# the same bytes


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import sys; from tests.gallery.cases import CASES; "
        "sys.stdout.buffer.write(b''.join(case.draw().svg for case in CASES if case.name in ('niger', 'decades')))"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env={"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
    )
    assert done.stdout == chart()().svg + chart(form="decades", since=1950)().svg
