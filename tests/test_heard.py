"""What is heard of a page: the tags of the PDF, read in their order. `./run accept` rewrites the texts; read the difference."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.archive.archive import open_archive
from briefing.archive.redline import compare_stored, redline_pdf
from briefing.build import draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.edition import Edition
from briefing.workspace import Workspace
from tests.archived import publish
from tests.briefs import BRIEF, write_brief
from tests.heard import read_aloud

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "heard"
DRAFT = (
    BRIEF.replace("  - {text: One point., own: true}\n", "  - {text: One point., own: true}\n  - Twelve people died.\n")
    + """\
assessment:
  - {judgement: The river will fall., likelihood: maybe, confidence: low, basis: One gauge., own: true}
timeline:
  - {when: 2023-07-25, what: It rained on 20 districts.}
"""
)

Golden = Callable[[Path, str], None]


def build_example(folder: Path, out: Path, *, draft: bool = False) -> Edition:
    """Build a briefing with the data of the checkout."""
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        request = BuildRequest(folder, Workspace(ROOT), out, "a4", draft)
        return render_edition(draw_briefing(request, lambda _: None), "a4", lambda _: None, draft=draft)
    finally:
        os.chdir(here)


def heard(folder: Path, out: Path, *, draft: bool = False) -> str:
    """Return what is heard of a briefing."""
    return read_aloud(build_example(folder, out, draft=draft).pdf.content)


@pytest.mark.parametrize("name", ["niger-2023", "caldamar-exercise"])
def test_an_example_is_heard_in_order(name: str, tmp_path: Path, golden: Golden) -> None:
    text = heard(ROOT / "assets" / "briefs" / name, tmp_path)
    golden(GOLDEN / f"{name}.txt", text)
    assert text.count("*Judgement | *Likelihood | *Confidence") == 1
    assert "source 1, paragraph" in text
    assert "page 1 of" not in text


def test_a_draft_is_heard_as_one_and_where_its_problems_are(tmp_path: Path, golden: Golden) -> None:
    text = heard(write_brief(tmp_path / "brief", DRAFT), tmp_path / "out", draft=True)
    golden(GOLDEN / "draft.txt", text)
    assert text.splitlines()[:2] == ["P DRAFT", "P TLP:CLEAR"]
    assert text.count("DRAFT") == 1
    assert "Twelve people died. [open problem 1]" in text


def test_a_redline_is_heard_as_what_was_and_what_is(tmp_path: Path, golden: Golden) -> None:
    archive = open_archive(tmp_path / "editions")
    reactions = [{"body": "The Union", "date": "2024-05-01", "stance": "criticises", "quote": "no"}]
    publish(archive, "The army took 1,200 posts on 3 May 2024. It left.", reactions=reactions)
    reactions = [{"body": "The Union", "date": "2024-05-01", "stance": "condemns", "quote": "no"}]
    publish(archive, "The army seized 1,450 posts on 4 May 2024. It has not left the town.", reactions=reactions)
    before, after = archive.editions("x")
    text = read_aloud(redline_pdf(before, after, compare_stored(before, after)))
    golden(GOLDEN / "redline.txt", text)
    assert "was criticises, now condemns" in text
    assert "deleted: took 1,200; inserted: seized 1,450; posts" in text
    assert "deleted: 3 May 2024; inserted: 4 May 2024;" in text
