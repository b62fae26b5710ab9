"""Stances that a desk adds: their word is printed, in the frame of the tone that they have, wherever stances are."""

from __future__ import annotations

import re
from typing import Any

import pytest

from briefing.archive.changes import compare_editions
from briefing.comparison.lines import change_line
from briefing.figures.figure import Drawings
from briefing.i18n import get_translator
from briefing.model.briefing import Briefing
from briefing.model.field_types import STANCES
from briefing.model.parts.stances import OwnStance, stance_order
from briefing.pages.compose import compose_document
from briefing.pages.document import DocumentInput
from tests.archived import written

OWN = [{"stance": "pledges", "tone": "supports"}, {"stance": "sends teams", "tone": "supports"}]


def briefing(*stances: str, own: list[dict[str, str]] | None = None, **more: Any) -> Briefing:
    reactions = [{"body": f"B{n}", "stance": stance, "position": "P."} for n, stance in enumerate(stances)]
    return Briefing.model_validate(written(reactions=reactions, stances=OWN if own is None else own, **more))


def framed(one: Briefing) -> list[tuple[str, str]]:
    html = compose_document(one, Drawings(None), "a4", DocumentInput({}, {})).html
    return re.findall(r'class="stance (tone-\w+)">([^<]+)<', html)


def test_own_stances_are_printed_as_written_in_the_frame_of_their_tone() -> None:
    assert framed(briefing("pledges", "sends teams", "condemns")) == [
        ("tone-supports", "pledges"),
        ("tone-supports", "sends teams"),
        ("tone-condemns", "condemns"),
    ]


@pytest.mark.parametrize("tone", STANCES)
def test_every_tone_has_its_frame(tone: str) -> None:
    assert framed(briefing("mediates", own=[{"stance": "mediates", "tone": tone}])) == [(f"tone-{tone}", "mediates")]


def test_in_french_the_words_of_the_desk_stay_and_those_of_the_vocabulary_do_not() -> None:
    own = [{"stance": "s’engage", "tone": "supports"}]
    assert framed(briefing("s’engage", "condemns", own=own, language="fr")) == [
        ("tone-supports", "s’engage"),
        ("tone-condemns", "condamne"),
    ]


def test_own_stances_come_after_the_one_whose_tone_they_have() -> None:
    order = stance_order([OwnStance(stance="mediates", tone="neutral"), *map(OwnStance.model_validate, OWN)])
    assert order[:5] == ["supports", "pledges", "sends teams", "neutral", "mediates"]
    assert order[-1] == "condemns"


def test_many_reactions_are_counted_by_own_stances_too() -> None:
    one = briefing(*["pledges"] * 120, *["condemns"] * 50, *["supports"] * 50)
    html = compose_document(one, Drawings(None), "a4", DocumentInput({}, {})).html
    assert "They are, by stance: pledges 120, supports 50, condemns 50." in html


def test_a_change_of_an_own_stance_is_told() -> None:
    found = compare_editions(briefing("pledges"), briefing("sends teams"), {}, {})
    assert [str(change_line(change, get_translator("en"))) for change in found] == [
        "Changed reaction, B0, stance: pledges → sends teams"
    ]


@pytest.mark.parametrize(("count", "line"), [(7, ""), (8, "By stance: warns 5, pledges 2, condemns 1.")])
def test_many_reactions_are_counted_by_stance(count: int, line: str) -> None:
    stances = ["condemns", "pledges", "warns", "pledges", *["warns"] * 4][:count]
    made = briefing(*stances, own=OWN)
    html = compose_document(made, Drawings(), "a4", DocumentInput({}, {})).html
    assert re.findall('<p class="tally">([^<]*)', html) == ([line] if line else [])
    french = compose_document(made.model_copy(update={"language": "fr"}), Drawings(), "a4", DocumentInput({}, {})).html
    assert ("Par position\u202f:" in french or "Par position :" in french) is bool(line)
