"""Marks in a source: struck-out words verify nothing; note marks and special forms of letters make no difference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.markup.source_marks import blank_struck, struck_out, without_note_marks
from briefing.text.matching import SourceText, find_words


def is_in(quotation: str, source: str) -> bool:
    return find_words(quotation, SourceText(source)) is not None


@pytest.mark.parametrize(
    ("source", "quotation", "found"),
    [
        ("The fleet will ~~not~~ leave the bay.", "The fleet will leave the bay", False),
        ("The fleet will ~~not~~ leave the bay.", "will not leave", False),
        ("The fleet will ~~not~~ leave the bay.", "leave the bay", True),
        ("La flotte ~~ne partira pas~~ partira lundi.", "ne partira pas", False),
        ("La flotte ~~ne partira pas~~ partira lundi.", "partira pas", False),
        ("La flotte ~~ne partira pas~~ partira lundi.", "partira lundi", True),
        ("It lost ~~14~~ 41 boats, ~~all~~ most of them old.", "14", False),
        ("It lost ~~14~~ 41 boats, ~~all~~ most of them old.", "41 boats, most", False),
        ("It lost ~~14~~ 41 boats, ~~all~~ most of them old.", "41 boats", True),
        ("港は~~閉鎖~~開放された", "閉鎖", False),
        ("It is ~ 3 ~ days, or ~~~~ four.", "3", True),
    ],
)
def test_no_quotation_has_struck_out_words_or_runs_over_them(source: str, quotation: str, found: bool) -> None:
    assert is_in(quotation, source) is found


@pytest.mark.parametrize(
    ("source", "quotation"),
    [
        ("“We won² and stayed,” she said.", "We won and stayed"),
        ("“We won and stayed.”³ She left.", "We won and stayed.” She left"),
        ("Nous avons gagné.¹² Puis rien.", "Nous avons gagné. Puis rien."),
        (
            "The quay† closed¹,² early‡ and wᵃs rebuiltᵃ soon* after.",
            "The quay closed early and wᵃs rebuilt soon after",
        ),
        ("The oﬃcer ﬁled ﬂat ﬀ notes.", "The officer filed flat ff notes"),
        ("The officer filed.", "The oﬃcer ﬁled"),
        ("ＡＢＣ　１２３ トン", "ABC 123 トン"),
        ("\ufee3\ufeae\ufea3\ufe92\ufe8e \ufe91\ufe8e\ufedf\ufecc\ufe8e\ufedf\ufee2", "مرحبا بالعالم"),
        ("مرحبا بالعالم", "مرحـــبا بالعالم"),
        ("The re\u00adpre\u00adsen\u00adta\u00adtive agreed\u200b.", "The representative agreed"),
    ],
)
def test_marks_of_notes_and_special_forms_of_letters_make_no_difference(source: str, quotation: str) -> None:
    assert is_in(quotation, source)


@pytest.mark.parametrize(
    ("source", "quotation"),
    [
        ("It holds 10⁶ m³ of water.", "10 m"),
        ("It covers 400 km² of land.", "400 km of land"),
        ("It covers 400 km² of land.", "400 km2 of land"),
        ("Some x² and CO₂ rose.", "x and CO rose"),
        ("We won² and stayed.", "won2"),
        ("Some 12,400³ fled.", "12,400 fled"),
    ],
)
def test_powers_and_lowered_figures_are_words_of_the_source(source: str, quotation: str) -> None:
    assert not is_in(quotation, source)
    assert without_note_marks(source.replace("won²", "")) == source.replace("won²", "")


@given(st.text("a~ b\n²*é.9", max_size=60))
def test_blanking_what_is_struck_out_keeps_every_place(text: str) -> None:
    assert len(blank_struck(text)) == len(text)
    assert without_note_marks(without_note_marks(text)).count("~") == text.count("~")


def test_what_is_struck_out_is_marked_once() -> None:
    assert struck_out(" not \n yet ") == "~~not yet~~"
    assert struck_out(" \n") == ""


def test_a_struck_out_number_is_not_among_those_of_a_source() -> None:
    source = SourceText("It lost ~~14~~ 41 boats.")
    assert source.paragraphs == ("It lost ~~14~~ 41 boats.",)
    assert source.standing[0].split() == ["It", "lost", "41", "boats."]


@pytest.mark.parametrize(
    "text",
    [
        "é" * 100_000 + "." * 100_000,
        "a" + "²" * 100_000,
        ("a" + "²" * 30 + ".") * 20_000,
        "~~a " * 50_000,
        "~~a~" * 50_000,
    ],
    ids=["a word and marks", "raised digits", "many raised digits", "begun strikes", "strikes in strikes"],
)
def test_long_texts_without_marks_of_notes_stay_as_they_are(text: str) -> None:
    """With time that grows with the square, each would take minutes."""
    assert without_note_marks(text) == text
    assert len(blank_struck(text)) == len(text)
