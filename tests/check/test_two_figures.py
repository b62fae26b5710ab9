"""One label with two figures is found; figures that differ in what, where, when or how they count are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefing.check.check_input import read_check_input
from briefing.check.rules.markup import foreign_markup
from briefing.check.rules.same_label import same_label
from briefing.check.rules.two_figures import two_figures
from briefing.model.briefing import Briefing
from tests.archived import written

T = "| Indicator | Figure |\n|---|---|\n| {} | {} |\n"


def sec(text: str, title: str = "Casualties") -> list[dict[str, str]]:
    return [{"title": title, "text": text}]


ONE_LABEL: list[dict[str, Any]] = [
    {
        "bottom_line": "The death toll has risen to 38,044. [@a para. 1]",
        "sections": sec(T.format("Death toll", "36,187")),
    },
    {
        "summary": ["At least 38,044 people have been killed. [@a]"],
        "sections": sec(
            "| Region | Killed | Injured |\n|---|---|---|\n| North | 120 | 7 |\n| Total | 36,187 | 90,000 |\n"
        ),
    },
    {
        "title": "War in Gaza",
        "summary": ["The health ministry says 38,044 people have been killed in Gaza. [@a]"],
        "sections": sec(T.format("Killed", "36,187")),
    },
    {
        "title": "Flood in the north",
        "summary": ["Some 1,420 homes were destroyed. [@a]"],
        "sections": sec("The flood destroyed 1,240 homes."),
    },
    {"summary": ["The toll is 38,044. [@a]"], "sections": sec(T.format("Toll", "36,187"), "Figures")},
    {
        "summary": ["More than 12,350 refugees have crossed the border. [@a]"],
        "sections": sec(T.format("Refugees who crossed the border", "11,350")),
    },
    {"bottom_line": "The death toll is 38,000.", "summary": ["The death toll is 39,000. [@a]"]},
    {"bottom_line": "Turnout was 412,300 voters.", "summary": ["Turnout was 421,300 voters. [@a]"]},
]

TWO_TABLES = "| Place | Dead |\n|---|---|\n| {0} 1 | 1,234 |\n| {0} 2 | 2,468 |\n"
ONE_LABEL.append(
    {"sections": sec(TWO_TABLES.format("Νομός")) + sec("| Place | Dead |\n|---|---|\n| Νομός 2 | 2,648 |\n")}
)

OTHER_LABELS: list[dict[str, Any]] = [
    {"sections": sec(TWO_TABLES.format("District")) + sec(TWO_TABLES.format("District"))},
    {"sections": sec(TWO_TABLES.format("Νομός"), "Τα πρώτα") + sec(TWO_TABLES.format("Νομός"), "Τα νέα")},
    {"sections": sec(T.format("Dead", "1,234"), "District 5") + sec(T.format("Dead", "2,468"), "District 6")},
    {
        "sections": sec("| Phase | 3 | 4 |\n|---|---|---|\n| Hungry | 20,100 | 30,200 |\n")
        + sec(T.format("Hungry", "12"))
    },
    {"summary": ["At least 38,044 people have been killed. [@a]"], "sections": sec(T.format("Injured", "36,187"))},
    {"summary": ["38,044 people were killed in Gaza. [@a]"], "sections": sec(T.format("Killed in total", "40,187"))},
    {"summary": ["About 38,000 people have been killed. [@a]"], "sections": sec(T.format("Killed", "38,044"))},
    {"summary": ["The toll rose from 36,187 to 38,044. [@a]"], "sections": sec(T.format("Toll", "38,044"))},
    {"summary": ["As of 3 May 36,187 people were killed. [@a]"], "sections": sec(T.format("Killed", "38,044"))},
    {
        "summary": ["The toll is 38,044. [@a]"],
        "sections": sec("| Date | Toll |\n|---|---|\n| 1 May 2024 | 36,187 |\n| 3 May 2024 | 38,044 |\n"),
    },
    {"summary": ["The attack killed 17 soldiers. [@a]", "Another attack killed 23 soldiers. [@a]"]},
    {"summary": ["In Kano 120 people were killed. [@a]", "In Jos 140 people were killed. [@a]"]},
    {"summary": ["Prices rose by 40 per cent. [@a]", "Wages rose by 30 per cent. [@a]"]},
    {"summary": ["The army has 12,000 men. [@a]", "The police has 15,000 men. [@a]"]},
    {"summary": ["The ministry counts 38,044 dead; the UN counts 36,187 dead. [@a]"]},
    {"summary": ["An additional 120 people were killed. [@a]", "In all 140 people were killed. [@a]"]},
    {"summary": ["Children make up 13,000 of the dead. [@a]"], "sections": sec(T.format("Dead", "36,187"))},
    {"summary": ["20,000 children have been killed. [@a]"], "sections": sec(T.format("Killed", "36,187"))},
    {
        "summary": ["Exports were worth $120 million. [@a]", "Exports were worth $140 million. [@a]"][:1],
        "sections": sec("Exports of cocoa were worth $100 million."),
    },
    {
        "summary": ["Of 420 seats, the party won 211. [@a]"],
        "sections": sec("| Party | Seats |\n|---|---|\n| A | 211 |\n| B | 180 |\n", "Election"),
    },
    {"summary": ["In 2023, 1,400 cases were found. [@a]"], "sections": sec("In 2024, 1,800 cases were found.")},
    {"summary": ["The wind reached 185 km/h. [@a]"], "sections": sec("The wind reached 205 km/h in Port Vila.")},
    {"summary": ["He served 12 years in prison. [@a]"], "sections": sec("He served 15 years in prison.")},
    {"summary": ["The quake killed 1,200 people. [@a]"], "sections": sec("The tsunami killed 1,500 people.")},
]


def found(parts: dict[str, Any]) -> list[str]:
    return [finding.what for finding in two_figures(read_check_input(Briefing.model_validate(written(**parts)), {}))]


@pytest.mark.parametrize("parts", ONE_LABEL)
def test_two_figures_for_one_label_are_found(parts: dict[str, Any]) -> None:
    (what,) = found(parts)
    assert " at {other}" in what


@pytest.mark.parametrize("parts", OTHER_LABELS)
def test_figures_of_other_things_are_not_compared(parts: dict[str, Any]) -> None:
    assert found(parts) == []


INVENTED: list[dict[str, Any]] = json.loads((Path(__file__).parent / "invented.json").read_text(encoding="utf-8"))
"""Briefings of different subjects, all invented, with many figures and no contradiction."""


@pytest.mark.parametrize("parts", INVENTED, ids=lambda parts: str(parts["title"]))
def test_ordinary_briefings_give_no_false_alarm(parts: dict[str, Any]) -> None:
    assert found(parts) == []
    assert list(foreign_markup(read_check_input(Briefing.model_validate(written(**parts)), {}))) == []


# ---- key figures ----


KEY: list[dict[str, str]] = [
    {"value": "38,044", "unit": "people", "label": "Killed in Hatay", "as_of": "2024-05-02"},
    {"value": "US$ 4.2 billion", "label": "Direct damage"},
    {"value": "1,200–1,300", "unit": "buses", "label": "Seats needed"},
    {"value": "12 %", "label": "Beds lost"},
    {"value": "about 90", "unit": "sites", "label": "Shelters"},
]


def places(**more: Any) -> list[str]:
    briefing = Briefing.model_validate(written(figures=KEY, **more))
    return [".".join(map(str, finding.path)) for finding in same_label(read_check_input(briefing, {}))]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"bottom_line": "Killed in Hatay: 36,187."}, ["bottom_line"]),
        ({"summary": ["The number of those killed in Hatay has reached 36,187. [@a]"]}, ["summary.0.text"]),
        ({"gaps": ["Whether 36,187 people killed in Hatay are all."]}, ["gaps.0"]),
        ({"sections": sec(T.format("Killed in Hatay", "36,187"))}, ["sections.0.text"]),
        ({"sections": sec("Direct damage is put at US$4.5 billion.")}, ["sections.0.text"]),
        ({"sections": sec("Direct damage of US$ 420 million.")}, ["sections.0.text"]),
        ({"sections": sec("Shelters: 45.")}, ["sections.0.text"]),
        ({"sections": sec("The seats needed are 1,450.")}, ["sections.0.text"]),
        ({"sections": sec("Beds lost: 15 per cent.")}, ["sections.0.text"]),
        ({"timeline": [{"when": "2024-05-02", "what": "Killed in Hatay: 36,187."}]}, ["timeline.0.what"]),
        (
            {"summary": ["Killed in Hatay: 36,187. [@a]"], "gaps": ["KILLED IN HATAY: 37,000?"]},
            ["summary.0.text", "gaps.0"],
        ),
    ],
)
def test_every_other_place_with_another_value_for_the_label_of_a_key_figure_is_named(
    more: dict[str, Any], found: list[str]
) -> None:
    assert places(**more) == found


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"bottom_line": "Killed in Hatay: 38,044."},
        {"summary": ["Some 38,000 people were killed in Hatay. [@a]"]},
        {"summary": ["By 1 May, 36,187 people had been killed in Hatay. [@a]"]},
        {"sections": sec("| | 1 May | 2 May |\n|---|---|---|\n| Killed in Hatay | 36,187 | 38,044 |\n")},
        {"sections": sec("Direct damage is put at $4.2bn. Direct damage took 3 days to count.")},
        {"sections": sec("The seats needed are 1,250.")},
        {"sections": sec("Those killed in Hatay rose by 1,857.")},
        {"sections": sec("Shelters need 45 doctors; 12 shelters are closed.")},
        {"timeline": [{"when": "2024-05-01", "what": "Killed in Hatay: 36,187."}]},
        {"reactions": [{"body": "UN", "stance": "neutral", "quote": "Killed in Hatay: 36,187.", "date": "2024-05-02"}]},
    ],
)
def test_what_is_the_same_or_of_another_day_is_no_other_value(more: dict[str, Any]) -> None:
    assert places(**more) == []


def test_key_figures_whose_labels_differ_in_a_number_are_two() -> None:
    figures = [{"value": "18", "label": "Sites in phase 3"}, {"value": "28", "label": "Sites in phase 4"}]
    briefing = Briefing.model_validate(written(figures=figures))
    assert not list(same_label(read_check_input(briefing, {})))


SHORT: list[dict[str, str]] = [
    {"value": "38,044", "unit": "people", "label": "Killed", "as_of": "2024-05-02"},
    {"value": "US$ 4.2 billion", "label": "Damage"},
    {"value": "12 %", "label": "Inflation"},
]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"timeline": [{"when": "2024-05-02", "what": "39,999 people killed."}]}, ["timeline.0.what"]),
        (
            {"timeline": [{"when": "2024-05-02", "what": "The governor says that 39,999 were killed."}]},
            ["timeline.0.what"],
        ),
        ({"timeline": [{"when": "2024-05-02", "what": "39,999 people have been killed so far."}]}, ["timeline.0.what"]),
        ({"timeline": [{"when": "2024-05-01", "what": "36,187 people killed."}]}, []),
        ({"timeline": [{"when": "2024-05-02", "what": "12 people killed in a village."}]}, []),
        ({"timeline": [{"when": "2024-05-02", "what": "5 soldiers killed."}]}, []),
        ({"timeline": [{"when": "2024-05-02", "what": "38,000 people killed."}]}, []),
        ({"summary": ["Damage of US$ 4.3 billion is expected. [@a]"]}, ["summary.0.text"]),
        ({"gaps": ["Whether damage is US$ 5 billion."]}, ["gaps.0"]),
        ({"summary": ["Inflation in April was 15 %. [@a]"]}, []),
        ({"bottom_line": "Inflation reached 15 per cent."}, ["bottom_line"]),
        ({"summary": ["Damage of US$ 4,200 million; damage is 3 bridges. [@a]"]}, []),
        ({"summary": ["Killed were 3 doctors. [@a]"]}, []),
    ],
)
def test_labels_of_one_word_are_compared_where_the_number_is_theirs(more: dict[str, Any], found: list[str]) -> None:
    briefing = Briefing.model_validate(written(figures=SHORT, **more))
    findings = same_label(read_check_input(briefing, {}))
    assert [".".join(map(str, finding.path)) for finding in findings] == found
