"""What an edition may repeat of the previous one: nothing for a narrower audience, and nothing that was withdrawn."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from briefing.archive.archive import open_archive
from briefing.archive.publish import PublishRequest, publish_briefing
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief
from tests.command import Command

SECRET = "- {text: Agent Nightjar reports., own: true}"


def printed(command: Command, number: int) -> str:
    content = open_archive(command.folder / "editions").edition("x", number).pdf
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def publish(command: Command, marking: str, *, secret: bool) -> None:
    text = BRIEF.replace("TLP:CLEAR", marking)
    write_brief(command.folder / "x", text.replace("gaps:", f"  {SECRET}\ngaps:") if secret else text)
    ended = command("publish", "--yes", "x")
    assert ended.code == 0, ended.err


@pytest.mark.parametrize(
    ("before", "after", "quoted"),
    [
        ("TLP:CLEAR", "TLP:CLEAR", True),
        ("TLP:GREEN", "TLP:RED", True),
        ("TLP:RED", "TLP:CLEAR", False),
        ("TLP:AMBER+STRICT", "TLP:AMBER", False),
        ("OFFICIAL", "TLP:RED", False),
    ],
)
def test_words_for_a_narrower_audience_are_not_repeated(
    command: Command, before: str, after: str, *, quoted: bool
) -> None:
    publish(command, before, secret=True)
    publish(command, after, secret=False)
    edition = open_archive(command.folder / "editions").edition("x", 2)
    assert ("Nightjar" in printed(command, 2)) is quoted
    assert ("Nightjar" in edition.html) is quoted
    assert ("Nightjar" in str(edition.changes)) is quoted


def test_words_of_a_withdrawn_edition_are_not_repeated(command: Command) -> None:
    publish(command, "TLP:CLEAR", secret=True)
    assert command("editions", "withdraw", "x@1", "--reason", "A name slipped in").code == 0
    publish(command, "TLP:CLEAR", secret=False)
    assert "Nightjar" not in printed(command, 2)


def test_an_edition_dated_before_the_last_is_published_with_a_warning(tmp_path: Path) -> None:
    brief, now = tmp_path / "x", datetime(2024, 5, 3, 9, tzinfo=UTC)
    archive = open_archive(tmp_path / "editions")
    dated = []
    for text, moment in ((BRIEF, now), (f"{BRIEF}# again\n", now), (f"{BRIEF}# and again\n", now - timedelta(hours=2))):
        write_brief(brief, text)
        published = publish_briefing(
            PublishRequest(brief, Workspace(tmp_path), "a4"), archive, moment, lambda step: None
        )
        dated.append([warning.what for warning in published.warnings if warning.code == "clock"])
    assert dated[:2] == [[], []]
    assert dated[2] == ["dated 2024-05-03 07:00:00 UTC, before x@2, which is dated 2024-05-03 09:00:00 UTC"]
    assert [edition.status for edition in archive.editions("x")] == ["superseded", "superseded", "current"]


def test_a_minor_edition_with_material_changes_is_published_with_a_warning(command: Command) -> None:
    publish(command, "TLP:CLEAR", secret=False)
    write_brief(command.folder / "x", BRIEF.replace("gaps:", f"  {SECRET}\ngaps:"))
    errors = command("publish", "--yes", "x", "--minor").err
    assert "look material: Added key point: Agent Nightjar reports" in errors
    assert "publish the next edition without --minor" in errors


@pytest.mark.parametrize("name", ["map.png", "map%20of%20Azur.png"])
def test_an_image_with_other_content_under_the_same_name_is_listed(command: Command, name: str) -> None:
    brief = f"{BRIEF}sections:\n  - title: Map\n    text: '![The quay from above]({name})'\n"
    write_brief(command.folder / "x", brief)
    for colour in ("grey", "white"):
        Image.new("RGB", (40, 20), colour).save(command.folder / "x" / name.replace("%20", " "))
        assert command("publish", "--yes", "x").code == 0
    assert "Changed section, Map, image: The quay from above" in command("editions", "diff", "x@1", "x@2").out
    assert "The quay from above" in printed(command, 2).partition("Changed section, Map, image")[2]


def test_a_change_that_the_verb_says_ends_without_a_colon(command: Command) -> None:
    publish(command, "TLP:CLEAR", secret=False)
    write_brief(command.folder / "x", BRIEF.replace("TLP:CLEAR", "TLP:CLEAR\nexercise: true"))
    assert command("publish", "--yes", "x").code == 0
    assert re.search(r"Added exercise\s", printed(command, 2))
    html = command.folder / "diff.html"
    assert command("editions", "diff", "x@1", "x@2", "--html", str(html)).code == 0
    assert '<p class="redline"></p>' not in html.read_text(encoding="utf-8")
