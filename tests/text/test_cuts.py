"""Whether the rest of a sentence turns the meaning of a part of it, in six languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.text.cuts import Around, is_turned, sentence_around, turns_left_out
from briefing.text.matching import SourceText, find_words
from briefing.text.quotation_marks import find_quotations
from tests.text.turned_sentences import NOT_TURNED, TURNED

REPORT = Path(__file__).parents[3] / "shared" / "sources" / "cnn-2023-07-27.txt"


def _is_turned(sentence: str) -> bool:
    before, words, after = f"“{sentence}” So much was said.".split("|")
    return is_turned(sentence_around(before, words, after), words)


@pytest.mark.parametrize("sentence", TURNED)
def test_a_part_of_a_sentence_that_the_rest_turns(sentence: str) -> None:
    assert _is_turned(sentence)


@pytest.mark.parametrize("sentence", NOT_TURNED)
def test_a_part_of_a_sentence_that_nothing_turns(sentence: str) -> None:
    assert not _is_turned(sentence)


@pytest.mark.parametrize("sentence", [*TURNED, *NOT_TURNED])
def test_a_whole_sentence_is_turned_by_nothing(sentence: str) -> None:
    whole = sentence.replace("|", "")
    assert not is_turned(sentence_around("It rained. “", whole, "” So much was said."), whole)


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("“We will not,” she said, “", "recognise the new council", ".”"),
        ('"We will not," she said, "', "recognise the new council", '."'),
        ("« Nous refusons, dit-elle, de ", "reconnaître le nouveau conseil", ". »"),
        ("“", "We shall open the border", ",” she said, “if the shelling ends.”"),
        ('"', "We shall open the border", '," she said, "unless they shoot."'),
        ("The general denied that it was “", "a coup against anybody", "”, he said."),
    ],
)
def test_an_attribution_does_not_hide_what_turns_the_meaning(before: str, words: str, after: str) -> None:
    assert is_turned(sentence_around(before, words, after), words)


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("“We will not.” She said: “", "Recognise them if you like", ".”"),
        ("The rebels refused to talk. “", "We shall open the border", "”, the general said."),
        ("It did so to prevent bloodshed and maintain “", "the well-being of our people", ".”"),
        ("“", "We shall open the border", ",” she said. “If they shoot, we shoot.”"),
        ("Asked about the strike that nobody wanted, he said: “", "The port is open today", ".”"),
    ],
)
def test_what_is_said_apart_turns_nothing(before: str, words: str, after: str) -> None:
    assert not is_turned(sentence_around(before, words, after), words)


@pytest.mark.parametrize(
    ("left_out", "follows"),
    [
        ("have yet to", "pay the crews"),
        ("far", "from signing anything"),
        ("if the shelling ends", ""),
        ("avons cessé de", "leur écrire"),
        ("bezweifeln, dass", "er kommt"),
        ("no creemos que", "vengan los barcos"),
    ],
)
def test_an_ellipsis_that_omits_what_turns_the_meaning(left_out: str, follows: str) -> None:
    assert turns_left_out(left_out, follows)


@pytest.mark.parametrize("left_out", ["on Monday, no doubt,", "sans doute", "at pier No. 10", "not only the mayor but"])
def test_an_ellipsis_that_omits_nothing_of_weight(left_out: str) -> None:
    assert not turns_left_out(left_out, "will open the border")


@pytest.mark.skipif(not REPORT.exists(), reason="the report is not here: it may not be handed on")
def test_what_a_report_quotes_is_cut_off_from_nothing() -> None:
    source = SourceText(REPORT.read_text(encoding="utf-8"))
    quoted = [(n, one.words) for n, text in enumerate(source.paragraphs, 1) for one in find_quotations(text)[0]]
    assert len(quoted) > 10
    for number, words in quoted:
        found = find_words(words, source, (number,))
        assert found
        assert not is_turned(sentence_around(found.before, words, found.after), words)
        assert not any(turns_left_out(left_out, "") for left_out in found.left_out)


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("He refused to ", "sign the paper", "."),
        ("The mayor said it was impossible to ", "open the port", " this week."),
        ("Elle a refusé de ", "signer le texte", "."),
        ("Er weigerte sich, ", "das Papier zu unterschreiben", "."),
    ],
)
def test_a_phrase_is_turned_by_what_governs_its_verb(before: str, words: str, after: str) -> None:
    assert is_turned(Around(before, after), words)
