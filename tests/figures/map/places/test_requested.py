"""What a briefing asks of its map: a circle is about the place that is meant, and no name stands for two places."""

from __future__ import annotations

import pytest

from tests.briefs import BRIEF, write_brief
from tests.command import Command

MAP = "map: {{focus: [{focus}], show: [{show}], circles: [{{around: {around}, radius_km: 300}}]}}\n"


def check(command: Command, focus: str, show: str, around: str) -> str:
    write_brief(command.folder / "brief", BRIEF + MAP.format(focus=focus, show=show, around=around))
    return command("check", "brief").out


@pytest.mark.parametrize(
    ("focus", "show", "around", "hint"),
    [
        (
            "LBN, LBY",
            "{name: Tripoli, country: LBN}, Beirut",
            "{name: Tripoli, country: LBY}",
            "{name: Tripoli (Libya), latitude: 32.89, longitude: 13.19}",
        ),
        (
            "ESP, VEN",
            "{name: Valencia, country: ESP}, {name: Valencia, country: VEN}, Madrid",
            "Madrid",
            "{name: Valencia (Venezuela), latitude: 10.16, longitude: -68}",
        ),
        (
            "HTI",
            "{name: Camp 3, latitude: 18.5, longitude: -72.3}",
            "{name: Camp 3, latitude: 19.1, longitude: -72.3}",
            "{name: Camp 3 (…), latitude: 19.1, longitude: -72.3}",
        ),
    ],
)
def test_no_name_stands_for_two_places(command: Command, focus: str, show: str, around: str, hint: str) -> None:
    found = check(command, focus, show, around)
    assert "error[which-place]: two places of the map are named" in found
    assert f"hint: tell it from the other: {hint}" in found


def test_a_place_that_is_listed_twice_is_refused(command: Command) -> None:
    found = check(command, "HTI", "{name: Gonaïves, kind: port}, {name: Gonaïves, kind: camp}", "Gonaïves")
    assert "error[which-place]: Gonaïves is on the map twice\nhint: leave one out" in found


@pytest.mark.parametrize(
    ("focus", "show", "around"),
    [
        ("LBN, LBY", "{name: Tripoli, country: LBN, kind: port}", "Tripoli"),
        ("LBN, LBY", "{name: Tripoli, country: LBN, kind: port}", "{name: Tripoli, country: LBN}"),
        ("HTI", "{name: Camp 3, latitude: 18.5, longitude: -72.3, value: 5}", "Camp 3"),
        ("TUR", "Antakya", "Pazarcık"),
    ],
)
def test_a_circle_is_about_the_place_that_is_shown(command: Command, focus: str, show: str, around: str) -> None:
    assert "place]" not in check(command, focus, show, around)


@pytest.mark.parametrize(
    ("focus", "show", "hint"),
    [
        ("FRA", "Atlantis", "if it is meant, write {name: Atlantis, country: ZAF}\n"),
        ("FRA", "Serian", "if it is meant, write {name: Serian, country: MYS}; or did you mean Sérignan?\n"),
        ("PER", "Whitehorse", "if it is meant, write {name: Whitehorse, country: CAN}\n"),
    ],
)
def test_a_small_place_far_away_is_named_as_it_must_be_written(
    command: Command, focus: str, show: str, hint: str
) -> None:
    found = check(command, focus, show, "{name: A, latitude: 1, longitude: 1}")
    assert "which-place" in found
    assert hint in found
