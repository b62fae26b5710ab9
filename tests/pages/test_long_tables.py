"""A long table that is laid out in parts gives the same pages and tags as in one piece."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from briefing.build import DrawnBriefing, draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.edition import Edition
from briefing.pages import compose, long_tables, render
from briefing.pages.document import Annex, Document
from briefing.problems import PdfError
from briefing.rendering import render_document
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief
from tests.sheets import MODIFIED

CSS = "@page { size: 90mm 60mm; margin: 10mm; @bottom-center { content: 'page ' counter(page) ' of ' counter(pages) } }"
HEAD = "<!doctype html><html lang=en><head><title>Niger</title>"
HEAD += f"<style>{CSS} body {{ margin: 0 }} td, th {{ height: 5mm }}</style></head><body>"
TABLE = "<table><thead><tr><th scope=col>Who</th><th scope=col>What</th></tr></thead><tbody>"
END = "</tbody></table></body></html>"


def row(number: int, what: str = "says") -> str:
    return f'<tr><th scope="row">n{number}</th><td>{what} <a href="#source">{number}</a></td></tr>'


def document_with_annex(rows: int, what: Callable[[int], str] = lambda _: "says") -> Document:
    heading = "<h2>Annex</h2>"
    annex = Annex(
        HEAD + heading + TABLE,
        HEAD + TABLE,
        tuple(row(number, what(number)) for number in range(rows)),
        END,
        HEAD + "</body></html>",
    )
    main = f"{HEAD}<h1>Niger</h1><p>Text.</p><p id=source><a href='https://example.org/'>A source</a></p></body></html>"
    return Document(main, {}, MODIFIED, annex=annex)


def document_in_one_piece(rows: int, what: Callable[[int], str] = lambda _: "says") -> Document:
    """The same in one piece."""
    page = document_with_annex(rows, what)
    assert page.annex
    body = page.html.removesuffix("</body></html>") + '<h2 style="break-before: page">Annex</h2>' + TABLE
    return Document(body + "".join(page.annex.rows) + END, {}, MODIFIED)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a few rows, so that a short table has many."""
    monkeypatch.setattr(long_tables, "PART_ROWS", 14)
    monkeypatch.setattr(long_tables, "MARGIN_PAGES", 3)
    monkeypatch.setattr(render, "ANNEX_PAGES_VALIDATED", 5)


def texts(content: bytes) -> list[list[str]]:
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_bounded().split() for page in pdf]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("rows", [1, 6, 14, 15, 60, 61])
def test_every_page_reads_as_in_one_piece(rows: int) -> None:
    parted, whole = render_document(document_with_annex(rows)), render_document(document_in_one_piece(rows))
    assert parted.pages == whole.pages
    for mine, theirs in zip(texts(parted.content), texts(whole.content), strict=True):
        assert sorted(mine) == sorted(theirs)
    last = texts(parted.content)[-1]
    assert f"of {parted.pages}" in " ".join(last)


def structure(content: bytes) -> list[Any]:
    """The tags of a file: types, names of cells by their order, and how many marks and links each has."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        names: dict[str, int] = {}

        def tree(element: Any) -> Any:
            kids = element.get("/K", [])
            kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            below = []
            for kid in kids:
                if not isinstance(kid, pikepdf.Dictionary):
                    below.append("mark")
                elif kid.get("/Type") == "/OBJR":
                    below.append(f"link {kid.Obj.get('/Dest', kid.Obj.get('/A', ''))!s:.9}")
                else:
                    below.append(tree(kid))
            own = [str(element.S)]
            if "/ID" in element:
                own.append(f"ID {names.setdefault(bytes(element.ID).decode(), len(names))}")
            attributes = element.get("/A", {})
            if "/Scope" in attributes:
                own.append(str(attributes.Scope))
            if "/Headers" in attributes:
                heads = [names.get(bytes(name).decode(), "unknown") for name in attributes.Headers]
                own.append(f"headers {heads}")
            return [*own, *below]

        return [tree(kid) for kid in pdf.Root.StructTreeRoot.K[0].K]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("words", [1, 60])
def test_tags_are_as_in_one_piece(words: int) -> None:
    parted, whole = (
        structure(render_document(document_with_annex(40, lambda _: "says " * words)).content),
        structure(render_document(document_in_one_piece(40, lambda _: "says " * words)).content),
    )
    assert parted == whole
    assert [kid[0] for kid in parted].count("/Table") == 1
    assert "unknown" not in str(parted)


@pytest.mark.usefixtures("small_parts")
def test_marks_links_and_bookmarks_refer_to_the_right_elements() -> None:
    with pikepdf.open(io.BytesIO(render_document(document_with_annex(40)).content)) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        mapped = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for number, page in enumerate(pdf.pages):
            assert int(page.StructParents) == number
            marks = len(re.findall(rb"/MCID \d+", page.Contents.read_bytes()))
            assert len(mapped[number]) == marks > 0
            for link in page.get("/Annots", []):
                assert mapped[int(link.StructParent)].S == "/Link"
        identifiers = [str(name) for name in pdf.Root.StructTreeRoot.IDTree.Names[::2]]
        assert len(set(identifiers)) == len(identifiers)
        names = pdf.Root.Names.Dests.Names
        places = {str(name): place for name, place in zip(names[::2], names[1::2], strict=True)}
        assert places["source"][0].objgen == pdf.pages[0].obj.objgen
        with pdf.open_outline() as outline:
            (top,) = outline.root
            (annex,) = top.children
            assert (top.title, annex.title) == ("Niger", "Annex")
            assert isinstance(annex.destination, pikepdf.Array)
            assert annex.destination[0].objgen == pdf.pages[1].obj.objgen


@pytest.mark.usefixtures("small_parts")
def test_the_same_table_gives_the_same_bytes() -> None:
    assert render_document(document_with_annex(40)) == render_document(document_with_annex(40))


@pytest.mark.usefixtures("small_parts")
def test_a_row_longer_than_a_page_is_not_lost() -> None:
    def what(number: int) -> str:
        return "says much " * (90 if number == 12 else 1)

    content = render_document(document_with_annex(30, what)).content
    words = [word for page in texts(content) for word in page]
    assert [word for word in words if re.fullmatch(r"n\d+", word)] == [f"n{number}" for number in range(30)]
    assert words.count("much") == 90 + 29


@pytest.mark.usefixtures("small_parts")
def test_problems_in_a_part_are_reported() -> None:
    for what, code in (
        ("☃", "pdf-glyph"),
        ("<a href=#nowhere>x</a>", "pdf-warning"),
        ("<i style='opacity: .5'>x</i>", "pdf-opacity"),
    ):
        with pytest.raises(PdfError) as caught:
            render_document(document_with_annex(30, lambda number, what=what: what if number == 20 else "says"))  # type: ignore[misc]
        assert code in {problem.code for problem in caught.value.problems}


LONG = """\
reactions: reactions.csv
sources: [{id: cnn, publisher: CNN, title: A report, text: cnn.txt}]
"""


def drawn_rows(tmp_path: Path, rows: int, *, draft: bool = False) -> DrawnBriefing:
    lines = (
        f'Ministry {n},NER,2023-07-27,{("condemns", "supports")[n % 3 == 0]},"Position {n}.",cnn para. 1\n'
        for n in range(rows)
    )
    text = BRIEF.replace("One sentence.", "One sentence. [@cnn para. 1]") + LONG
    table = "body,country,date,stance,position,source\n" + "".join(lines)
    folder = write_brief(tmp_path / "long", text, reactions_csv=table, cnn_txt="One sentence.\n")
    return draw_briefing(BuildRequest(folder, Workspace(tmp_path), tmp_path / "out", "a4", draft), lambda _: None)


def edition(tmp_path: Path, rows: int, *, draft: bool = False) -> Edition:
    return render_edition(drawn_rows(tmp_path, rows, draft=draft), "a4", lambda _: None, draft=draft)


def test_many_reactions_become_an_annex(tmp_path: Path, verapdf: Callable[[Path], dict[str, list[str]]]) -> None:
    made = edition(tmp_path, 450)
    (tmp_path / "long.pdf").write_bytes(made.pdf.content)
    assert verapdf(tmp_path / "long.pdf") == {}
    pages = [" ".join(page) for page in texts(made.pdf.content)]
    assert "All 450 reactions are in the annex. They are, by stance: condemns 300, supports 150." in pages[0]
    assert made.pdf.front == 1
    text = " ".join(pages)
    assert all(text.count(f"Position {n}. ") == 1 for n in range(450))
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in page


def test_a_few_reactions_are_no_annex_nor_are_those_of_a_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "MOST_REACTIONS", 20)
    assert edition(tmp_path, 20).document.annex is None
    assert edition(tmp_path, 21).document.annex
    assert edition(tmp_path, 21, draft=True).document.annex is None
