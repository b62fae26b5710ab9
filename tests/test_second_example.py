"""The second worked example is an exercise: all in it is invented, it says so everywhere, and its quotations are verified."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from briefing.build import build_briefing, load_from_workspace
from briefing.build_output import BuildRequest
from briefing.check.review import review_briefing
from briefing.model.paper import Paper
from briefing.workspace import Workspace

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "assets" / "briefs" / "caldamar-exercise"


def test_every_statement_and_quotation_is_checked_against_a_stored_text() -> None:
    loaded = load_from_workspace(EXAMPLE, Workspace(ROOT))
    review = review_briefing(loaded.briefing, loaded.values, loaded.texts, tables=loaded.tables)
    found = review.sourcing
    assert not [problem for problem in (*loaded.warnings, *review.problems) if problem.code != "next-update-past"]
    assert found.unsourced == 0
    assert 0 < found.quotations == found.verified
    assert len(found.stored) == len(loaded.briefing.sources) == 6


def test_its_folder_says_that_it_is_invented() -> None:
    assert "invented" in (EXAMPLE / "briefing.yaml").read_text(encoding="utf-8").splitlines()[0]
    texts = sorted((EXAMPLE / "sources").glob("*.txt"))
    assert len(texts) == 6
    assert all(path.read_text(encoding="utf-8").startswith("Invented for an exercise") for path in texts)
    loaded = load_from_workspace(EXAMPLE, Workspace(ROOT))
    assert all("(invented)" in source.publisher for source in loaded.briefing.sources)
    assert [image.credit for image in loaded.briefing.images] == ["Drawing: Civil protection desk, invented"]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_it_conforms_and_every_page_says_that_it_is_an_exercise(
    paper: Paper, tmp_path: Path, verapdf: Callable[[Path], dict[str, list[str]]]
) -> None:
    built = build_briefing(
        BuildRequest(EXAMPLE, Workspace(ROOT), tmp_path, paper), force=False, report=lambda _: None, taken={}
    )
    assert verapdf(built.pdf) == {}
    with pypdfium2.PdfDocument(built.pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) >= 3
    assert all("EXERCISE: the events in this briefing are invented" in " ".join(page.split()) for page in pages)
