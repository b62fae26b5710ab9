"""Whether an ellipsis leads from what one person says to what another says."""

from __future__ import annotations

import pytest

from briefing.text.dialogue import said_by_two, speaker_changes
from briefing.text.matching import SourceText, find_words

TWO = [
    "“The quay is lost,” said Ana, and Bo answered: “We shall build it again.”",
    "“The quay is lost,” said Ana Prell, while Bo Harsen shook his head. He answered: “We shall build it again.”",
    "“The quay is lost,” said Ana Prell. Bo Harsen shook his head. He answered: “We shall build it again.”",
    '"The quay is lost," said Ana Prell. "We shall build it again," said Bo Harsen.',
    "“The quay is lost,” said Ana Prell, to which her brother replied: “We shall build it again.”",
    "“The quay is lost,” Ana Prell told the hall; the mayor disagreed: “We shall build it again.”",
    "“The quay is lost,” said Ana Prell.\n\n“We shall build it again,” said Bo Harsen.",
    '"The quay is lost," said Ana Prell.\n\n"We shall build it again," said Bo Harsen.',
    "« The quay is lost », a dit Ana, et Bo a répondu : « We shall build it again. »",
    "„The quay is lost“, sagte Ana, und Bo antwortete: „We shall build it again.“",
    "Ana Prell said: “The quay is lost.” “We shall build it again,” said Bo Harsen.",
    "Ana Prell: “The quay is lost.” Bo Harsen: “We shall build it again.”",
    "„The quay is lost“, sagte Ana Prell. „We shall build it again“, entgegnete Bo Harsen.",
    "« The quay is lost », selon Ana Prell ; « We shall build it again », selon Bo Harsen.",
    "«The quay is lost», dijo Ana, y el alcalde respondió: «We shall build it again.»",
]

ONE = [
    "“The quay is lost,” said Ana Prell. “We shall build it again.”",
    '"The quay is lost," said Ana Prell. "We shall build it again."',
    "“The quay is lost,” said Ana Prell of the union and the council. She added: “We shall build it again.”",
    "“The quay is lost,” she said, and added: “We shall build it again.”",
    "“The quay is lost.\n\n“We shall build it again,” said Ana Prell.",
    '"The quay is lost.\n\n"We shall build it again," said Ana Prell.',
    "“The quay is lost,” said Ana Prell. “We shall build it again,” she said.",
    "« The quay is lost », a dit Ana Prell. Elle a ajouté : « We shall build it again. »",
    "„The quay is lost“, sagte Ana Prell. „We shall build it again.“",
    "“The quay is lost,” said Ana Prell of the Port Union. “We shall build it again,” Ms Prell added.",
    "« The quay is lost », a déclaré Ana Prell à Ostrel. « We shall build it again », a ajouté la maire de Port-Ancel.",
    "Ana Prell said: “The quay is lost, no matter how. We shall build it again.”",
]


def _changes(text: str) -> bool:
    words = "The quay is lost … We shall build it again"
    source = SourceText(text)
    found = find_words(words, source)
    assert found
    return bool(list(speaker_changes(found, words))) or said_by_two(source.paragraphs, words)


@pytest.mark.parametrize("text", TWO)
def test_another_person_speaks(text: str) -> None:
    assert _changes(text)


@pytest.mark.parametrize("text", ONE)
def test_the_same_person_goes_on(text: str) -> None:
    assert not _changes(text)
