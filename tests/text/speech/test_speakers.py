"""The speaker of each quotation of a text, where the text tells it plainly; all texts are invented."""

from __future__ import annotations

import pytest

from briefing.text.speech.speakers import attribute_quotations

PLAIN = [
    ("“We shall wait,” Ada Vance said.", "Ada Vance", "after"),
    ("“We shall wait,” said the harbour master, Ada Vance.", "Ada Vance", "after"),
    ("“Who pays?” asked Ada Vance.", "Ada Vance", "after"),
    ("Ada Vance told the crews: “We shall wait.”", "Ada Vance", "before"),
    ("The harbour master, Ada Vance, said that they “shall wait”.", "Ada Vance", "before"),
    ("Ada Vance, who runs the quay, called it “a long wait”.", "Ada Vance", "before"),
    ("According to Ada Vance, it was “a long wait”.", "Ada Vance", "according"),
    ("The paper quoted Ada Vance as saying “we shall wait”.", "Ada Vance", "before"),
    ("AZUR, 3 May (Wire) - Mayor Ada Vance said: “We shall wait.”", "Ada Vance", "before"),
    ("« Nous attendrons », a déclaré la maire, Ada Vance.", "Ada Vance", "after"),
    ("La maire, Ada Vance, n’a pas cédé. « Nous attendrons », a-t-elle dit.", "Ada Vance", "after"),
    ("Selon la maire, Ada Vance, la ville « attendra ».", "Ada Vance", "according"),
    ("„Wir warten“, sagte Bürgermeisterin Ada Vance am Montag.", "Ada Vance", "after"),
    ("Bürgermeisterin Ada Vance erklärte: „Wir warten.“", "Ada Vance", "before"),
    ("«Esperaremos», dijo la alcaldesa, Ada Vance.", "Ada Vance", "after"),
    ("“Vamos esperar”, disse a prefeita Ada Vance.", "Ada Vance", "after"),
    ("「We shall wait,」 said Mayor Ada Vance.", "Ada Vance", "after"),
]


@pytest.mark.parametrize(("text", "name", "shape"), PLAIN)
def test_who_speaks_is_told_by_the_words_beside(text: str, name: str, shape: str) -> None:
    language = "fr" if "«" in text and "maire" in text else "pt" if "disse" in text else ""
    (found,) = attribute_quotations([text], language)
    assert found.speaker is not None
    assert (found.speaker.name, found.shape) == (name, shape)
    assert found.words in text[found.start : found.end + 1]


@pytest.mark.parametrize(
    "text",
    [
        "The “new order” was announced on Monday.",
        "Ada Vance was told “to wait”.",
        "Ada Vance met Bea Lorne on the quay. “We shall wait,” she said.",
        "Ada Vance said that Bea Lorne had lied. “We shall wait,” she said.",
        "A banner read: “We shall wait.”",
        "Ada Vance spoke of the so-called “long wait”.",
        "“We shall wait,” the statement said.",
        "Ada Vance refused to say “never”.",
    ],
)
def test_nobody_is_told_where_it_is_not_plain(text: str) -> None:
    assert [one.speaker for one in attribute_quotations([text], "en")] == [None]


def test_a_quotation_goes_on_after_its_speaker_and_in_the_next_paragraphs() -> None:
    found = attribute_quotations(
        ["Captain Ada Vance said: “We turned.", "“We turned too late.", "“That is all,” she added, “and it is enough.”"]
    )
    assert [one.speaker.name if one.speaker else None for one in found] == ["Ada Vance"] * 4
    assert [one.paragraph for one in found] == [1, 2, 3, 3]


def test_bodies_spokespeople_and_people_without_a_name_are_told_from_people() -> None:
    texts = [
        "The ministry said in a statement: “No.”",
        "“No,” a spokesman for the ministry said.",
        "“No,” said a nurse, who asked not to be named.",
        "“No,” said the minister.",
    ]
    kinds = [one.speaker.kind if one.speaker else None for one in attribute_quotations(texts)]
    assert kinds == ["body", "unnamed", "unnamed", "role"]


def test_the_office_of_a_surname_is_that_of_the_full_name() -> None:
    _, second = attribute_quotations(["“No,” said the mayor of Azur, Ada Vance.", "“Never,” Vance said."])
    assert second.speaker is not None
    assert (second.speaker.name, second.speaker.capacity) == ("Ada Vance", "mayor of Azur")
