"""A quotation that is not verified is marked where it stands, and one line explains the marks."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.briefs import pdf_text, write_brief
from tests.command import Command
from tests.heard import read_aloud

REPORT = "The quay of Azur is shut, and “nobody will leave”, the port said.\n"
DIGEST = hashlib.sha256(REPORT.encode()).hexdigest()
SOURCES = f"""\
sources:
  - {{id: port, publisher: Port, title: Statement, published: 2024-04-30, text: port.txt, sha256: {DIGEST}}}
  - {{id: wire, publisher: Wire, title: Report, published: 2024-04-30}}
"""
BRIEF = """\
id: x
title: The quay is shut
language: {language}
marking: TLP:CLEAR
as_of: 2024-05-02T18:00Z
next_update: 2099-05-03T18:00Z
contact: {{name: Duty officer, email: duty@desk.example}}
bottom_line: "{line}"
summary: ["The quay is shut. [@port para. 1]"]
gaps: [Who decides.]
"""


def build(command: Command, line: str, language: str = "en", more: str = "", *words: str) -> tuple[str, Path]:
    text = BRIEF.format(line=line, language=language) + SOURCES + more
    write_brief(command.folder / "x", text, port_txt=REPORT)
    ended = command("build", "x", "--force", *words)
    assert ended.code == 0, ended.err
    pdf = command.folder / ended.out.partition(":")[0]
    return " ".join(pdf_text(pdf).replace("\u2060", "").split()), pdf


ALLOWED = "allow: [{code: quote-not-verbatim, about: everyone leaves, reason: A term of art.}]\n"


@pytest.mark.parametrize(
    ("line", "marked", "more"),
    [
        ("It is shut, “nobody will leave” [@port para. 1].", "“nobody will leave” 2:1", ""),
        ("They say “we stay here” [@wire para. 1].", "“we stay here”†", ""),
        ("They say *“we stay here”*, and “nobody will leave” [@wire para. 1].", "“we stay here”†, and", ""),
        ("They say “nobody will leave” [@wire para. 1; @port para. 1].", "“nobody will leave” ", ""),
        ("They say “everyone leaves” [@port para. 1].", "“everyone leaves”‡", ALLOWED),
        ("They say [“we stay”](https://a.example/) [@wire para. 1].", "“we stay”†", ""),
    ],
)
def test_the_mark_stands_at_the_quotation(command: Command, line: str, marked: str, more: str) -> None:
    text, _ = build(command, line, "en", more)
    assert marked.rstrip("2:1 ") in text
    sign = marked[-1] if marked[-1] in "†‡" else "†" if "†" in marked else ""
    assert ("Marked quotations:" in text) is bool(sign)
    if sign == "‡":
        assert "‡ not word for word in the source it cites." in text
        assert "† not compared" not in text
    if sign == "†":
        assert "† not compared with its source, whose text is not stored." in text
    if not sign:
        assert "†" not in text
        assert "‡" not in text


def test_a_reaction_is_marked_and_its_translation_too(command: Command) -> None:
    reactions = """\
reactions:
  - {body: Port, stance: warns, quote: Nobody goes., original: Personne ne part., source: wire para. 1}
  - {body: Union, stance: warns, quote: We stay., source: wire para. 2}
  - {body: Mayor, stance: warns, quote: nobody will leave, source: port para. 1}
sections:
  - title: Words
    text: |
      They say:

      > We shall stay. [@wire para. 3]

      | Who | What |
      |---|---|
      | Union | “not now” [@wire para. 4] |
"""
    text, _ = build(command, "It is shut. [@port para. 1]", "en", reactions)
    for quotation in ("“Nobody goes.”†", "“We stay.”†", "We shall stay.†", "“not now”†"):
        assert quotation in text
    assert "“nobody will leave”†" not in text


def test_the_marks_are_read_aloud_and_explained_in_french(command: Command) -> None:
    line = "Ils disent « nous restons » [@wire para. 1] et « tous partent » [@port para. 1]."
    more = "allow: [{code: quote-not-verbatim, about: tous partent, reason: Un terme.}]\n"
    text, pdf = build(command, line, "fr", more)
    assert "»†" in text
    assert "»‡" in text
    assert "† non comparée à sa source, dont le texte n’est pas conservé." in text
    assert "‡ ne figure pas mot pour mot dans la source citée." in text
    spoken = read_aloud(pdf.read_bytes())
    assert "citation non comparée à sa source" in spoken
    assert "ne figure pas mot pour mot dans sa source" in spoken


def test_a_draft_marks_what_is_still_wrong(command: Command) -> None:
    text, _ = build(command, "They say “everyone leaves” [@port para. 1].", "en", "", "--draft")
    assert "“everyone leaves”‡" in text
