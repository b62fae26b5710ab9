"""Retractions are recognised by what publishers write, and not by words that only look like it."""

from __future__ import annotations

import pytest

from briefing.model.retractions import note_is_retracted, title_is_retracted


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED: Ports under fire",
        "Retracted Article: Ports under fire",
        "Ports under fire [Retracted]",
        "Ports under fire (Retracted article. See vol. 12, pg. 3)",
        "WITHDRAWN: Ports under fire",
        "Retraction Note: Ports under fire",
        "RETRACTION: Ports under fire",
        "Article rétracté : Les ports",
        "Retratado: Os portos",
        "Zurückgezogen: Die Häfen",
        "ОТОЗВАНА: Причалы под огнём",
        "【撤回】埠頭",
        "撤稿:港口",
    ],
)
def test_titles_that_say_so(title: str) -> None:
    assert title_is_retracted(title)


@pytest.mark.parametrize(
    "title",
    [
        "Retraction of troops from the port",
        "Withdrawn: the mission in Mali",
        "The minister retracted his words",
        "Removed from the list",
        "Отозван посол",
        "How papers are retracted and by whom",
        "撤回の理由",
    ],
)
def test_titles_that_do_not(title: str) -> None:
    assert not title_is_retracted(title)


@pytest.mark.parametrize(
    "note", ["Retracted", "see p. 3; retracted 2021", "It has been retracted by the editors", "撤稿"]
)
def test_notes_that_say_so(note: str) -> None:
    assert note_is_retracted(note)


@pytest.mark.parametrize("note", ["He retracted his claim", "not withdrawn", "troops were withdrawn by the army", ""])
def test_notes_that_do_not(note: str) -> None:
    assert not note_is_retracted(note)
