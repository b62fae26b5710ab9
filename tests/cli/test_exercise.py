"""An exercise says that it is one wherever it may be seen: on each page, in messages, and in every list of editions."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pypdfium2
import pytest

from tests.briefs import BRIEF
from tests.command import Command

NOTICE = {"en-GB": "EXERCISE: the events in this briefing are invented", "fr": "EXERCICE : les faits de cette note"}
LABEL = {"en-GB": "EXERCISE: A title", "fr": "EXERCICE : A title"}
LONG = "sections:\n  - title: Long\n    text: |\n" + "      A sentence of a long text.\n\n" * 90


def pages(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.mark.parametrize("language", ["en-GB", "fr"])
def test_an_exercise_is_labelled_wherever_it_may_be_seen(command: Command, language: str) -> None:
    (command.folder / "briefing.toml").write_text('[mail]\nhost = "127.0.0.1"\nfrom = "Desk <desk@desk.example>"\n')
    (command.folder / "to.csv").write_text("name,address,marking\nAma Mensah,ama@ministry.example,TLP:CLEAR\n")
    folder = command.folder / "briefs" / "x"
    folder.mkdir(parents=True)
    text = BRIEF.replace("as_of:", f"language: {language}\nexercise: true\nas_of:") + LONG
    (folder / "briefing.yaml").write_text(text)
    assert command("publish", "x", "--yes").code == 0
    (folder / "briefing.yaml").write_text(text.replace("One sentence.", "Another one."))
    assert command("publish", "x", "--yes").code == 0

    printed = pages(command.folder / "out" / "x-edition-2.pdf")
    assert len(printed) > 2
    assert all(NOTICE[language] in page.replace("\xa0", " ").replace("\u202f", " ") for page in printed)

    for words in (("status", "--json"), ("editions", "list", "--json"), ("editions", "show", "x")):
        assert "EXERCI" in command(*words).out, words
    assert command("editions", "site", "site").code == 0
    assert "EXERCI" in (command.folder / "site" / "index.html").read_text()
    assert command("editions", "diff", "x@1", "x@2", "--pdf", "diff.pdf").code == 0
    assert all("EXERCI" in page for page in pages(command.folder / "diff.pdf"))

    assert command("send", "x", "--to", "to.csv", "--eml", "mail").code == 0
    (message,) = (message_from_bytes(path.read_bytes(), policy=default) for path in (command.folder / "mail").iterdir())
    label = LABEL[language]
    assert label in str(message["Subject"]).replace("\xa0", " ")
    for part in message.walk():
        if part.get_content_maintype() == "text":
            assert label in part.get_content().replace("\xa0", " ").replace("\u202f", " ")


def test_what_becomes_an_exercise_or_ceases_to_be_one_is_a_change_of_substance(command: Command) -> None:
    folder = command.folder / "briefs" / "x"
    folder.mkdir(parents=True)
    (folder / "briefing.yaml").write_text(BRIEF.replace("as_of:", "exercise: true\nas_of:"))
    assert command("publish", "x", "--yes").code == 0
    (folder / "briefing.yaml").write_text(BRIEF)
    assert command("publish", "x", "--yes").code == 0
    (change,) = json.loads(command("editions", "diff", "x@1", "x@2", "--json").out)
    assert (change["part"], change["before"], change["after"], change["material"]) == ("exercise", "true", "", True)


@pytest.mark.parametrize("value", ["perhaps", "'invented'", "[true]"])
def test_a_value_that_is_neither_true_nor_false_is_refused_in_one_line(command: Command, value: str) -> None:
    (command.folder / "briefing.yaml").write_text(BRIEF.replace("as_of:", f"exercise: {value}\nas_of:"))
    ended = command("check", ".")
    assert ended.code == 3
    assert "briefing.yaml:4:11: error[" in ended.err + ended.out
    assert "true or false" in ended.err + ended.out
