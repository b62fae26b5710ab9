"""What is said of the next update: when it is due, that none is planned, or that nothing is stated; everywhere the same."""

from __future__ import annotations

import json

import pikepdf
import pytest

from briefing.archive.contents import read_understood
from tests.briefs import BRIEF, pdf_text, write_brief
from tests.command import Command

DUE = "next_update: 2099-07-28T12:00Z\n"
ALLOWED = BRIEF.replace(DUE, "") + "allow: [{code: next-update-missing, reason: A note for the record.}]\n"


@pytest.mark.parametrize(
    ("text", "language", "printed", "final"),
    [
        (BRIEF.replace(DUE, ""), "en", "not stated", False),
        (BRIEF.replace(DUE, ""), "fr", "non indiquée", False),
        (BRIEF.replace(DUE, "next_update:\n"), "en", "not stated", False),
        (BRIEF.replace(DUE, "next_update: none\n"), "en", "none planned", True),
        (BRIEF.replace(DUE, 'next_update: "None"\n'), "fr", "aucune prévue", True),
        (ALLOWED, "en", "none planned", True),
        (ALLOWED, "fr", "aucune prévue", True),
        (BRIEF, "en", "28 July 2099", False),
    ],
)
def test_page_status_edition_and_attached_copy_say_the_same(
    command: Command, text: str, language: str, printed: str, final: bool
) -> None:
    write_brief(command.folder / "x", f"language: {language}\n{text}")
    ended = command("publish", "x", "--yes")
    assert ended.code == 0, ended.err
    pdf = command.folder / "out" / "x-edition-1.pdf"
    page = pdf_text(pdf)
    assert printed in page
    assert (("final" if language == "en" else "définitive") in page) is final
    for other in {"not stated", "none planned", "non indiquée", "aucune prévue"} - {printed}:
        assert other not in page
    (row,) = json.loads(command("status", "--json").out)
    assert row["final"] is final
    status = command("status").out
    assert ("none planned" in status, "not stated" in status) == (final, not final and text != BRIEF)
    again = command.folder / "again" / "x"
    again.mkdir(parents=True)
    (command.folder / "again" / "briefing.toml").touch()
    with pikepdf.open(pdf) as opened:
        (again / "briefing.yaml").write_bytes(opened.attachments["briefing.yaml"].get_file().read_bytes())
    built = command("build", "again/x", "--force")
    assert built.code == 0, built.err
    assert printed in pdf_text(command.folder / built.out.partition(":")[0])


@pytest.mark.parametrize(
    ("written", "final"),
    [({}, True), ({"next_update": None}, False), ({"next_update": "none"}, True)],
)
def test_an_edition_of_before_says_what_it_printed(written: dict[str, str | None], final: bool) -> None:
    """Earlier versions left the key out, and printed that none is planned."""
    understood = {
        "id": "x",
        "title": "A title",
        "marking": "TLP:CLEAR",
        "as_of": "2023-07-27T20:00:00Z",
        "contact": {"name": "Duty officer", "email": "duty@desk.example"},
        "bottom_line": "One sentence.",
        "summary": [{"text": "One point.", "own": True}],
        **written,
    }
    assert read_understood(json.dumps(understood).encode(), "TLP:CLEAR").is_final is final


def test_who_says_that_none_is_planned_is_not_warned(command: Command) -> None:
    write_brief(command.folder / "x", BRIEF.replace(DUE, "next_update: none\n"))
    assert "next-update" not in command("check", "x").out
    write_brief(command.folder / "y", BRIEF.replace(DUE, "").replace("id: x", "id: y"))
    assert "or next_update: none, where none is planned" in command("check", "y").out
    write_brief(command.folder / "z", BRIEF.replace(DUE, "next_update: never\n"))
    assert "or as none, where none is planned" in command("check", "z").out


def test_a_change_to_none_planned_is_listed_and_one_from_the_allowance_to_the_word_is_none(command: Command) -> None:
    write_brief(command.folder / "x", BRIEF)
    assert command("publish", "x", "--yes").code == 0
    write_brief(command.folder / "x", ALLOWED)
    assert command("publish", "x", "--yes").code == 0
    assert "none planned" in command("editions", "diff", "x@1", "x@2").out
    write_brief(command.folder / "x", BRIEF.replace(DUE, "next_update: none\n"))
    assert command("publish", "x", "--yes").code == 0
    assert "next update" not in command("editions", "diff", "x@2", "x@3").out.casefold()
