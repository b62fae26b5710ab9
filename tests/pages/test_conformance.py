"""What is added to the engine's PDF so that it conforms, and the validation of every file."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest

from briefing.pages.conformance import check_conformance, end_streams_unambiguously
from briefing.pages.document import Document
from briefing.problems import PdfError
from briefing.rendering import render_document
from tests.sheets import DRAWING, read_content, read_marks, read_tags, sheet


def tags(page: Document) -> list[str]:
    """Give the tags of what follows the page's heading, as an outline."""
    lines = read_tags(render_document(page).content).splitlines()
    assert lines[:3] == ["Document", "  H1", "    Span “Niger”"]
    return [line.removeprefix("  ") for line in lines[3:]]


def test_the_metadata_declare_both_standards_and_are_not_compressed() -> None:
    content = render_document(sheet("<p>x</p>", head="<meta name=author content='Desk &amp; co'>")).content
    # Read as any tool would that looks for its signature among the bytes.
    [packet] = re.findall(rb"<\?xpacket begin.*?<\?xpacket end", content, re.DOTALL)
    assert packet.count(b"<rdf:RDF") == 1
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == "Niger"
        assert metadata["dc:creator"] == ["Desk & co"]
        assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == "2023-07-27T20:00:00Z"


def test_heading_cells_are_tagged_with_their_scope() -> None:
    table = (
        "<table><caption>Reactions</caption><thead><tr><th scope=col>Body</th><th>Stance</th></tr></thead>"
        "<tbody><tr><th scope=row>UN</th><td>condemns</td></tr></tbody></table>"
    )
    page = sheet(table)
    assert tags(page) == [
        "Table",
        "  Caption",
        "    Span “Reactions”",
        "  THead",
        "    TR",
        "      TH /Column",
        "        Span “Body”",
        "      TH /Column",
        "        Span “Stance”",
        "  TBody",
        "    TR",
        "      TH /Row",
        "        Span “UN”",
        "      TD",
        "        Span “condemns”",
    ]
    with pikepdf.open(io.BytesIO(render_document(page).content)) as pdf:
        names = list(pdf.Root.StructTreeRoot.IDTree.Names)
        index = {str(name): cell for name, cell in zip(names[::2], names[1::2], strict=True)}
        cell = pdf.Root.StructTreeRoot.K[0].K[1].K[2].K[0].K[1]
        assert [index[str(name)].K[0].S for name in cell.A.Headers] == ["/Span", "/Span"]
        assert [index[str(name)].A.Scope for name in cell.A.Headers] == ["/Row", "/Column"]
        assert list(index) == sorted(index)


def test_a_table_on_two_pages_is_one_table_that_is_headed_once() -> None:
    rows = "".join(f"<tr><th scope=row>{n}</th><td>{n}</td></tr>" for n in range(70))
    table = f"<table><thead><tr><th scope=col>A</th><th scope=col>B</th></tr></thead><tbody>{rows}</tbody></table>"
    lines = tags(sheet(table))
    assert [line for line in lines if line.strip() in ("Table", "THead", "TBody")] == ["Table", "  THead", "  TBody"]
    assert lines.count("    TR") == 71
    with pikepdf.open(io.BytesIO(render_document(sheet(table)).content)) as pdf:
        first, *_, last = pdf.Root.StructTreeRoot.K[0].K[-1].K[1].K
        assert first.K[0].Pg.objgen != last.K[0].Pg.objgen
        assert [len(row.K[1].A.Headers) for row in (first, last)] == [2, 2]
        assert read_marks(pdf.pages[1])["/Pagination  "] == "AB"


BROKEN = [
    ("<table><thead><tr><th scope=col>A</th></tr></thead><tbody><tr><td>{}</td></tr></tbody></table>", ["Table", "TR"]),
    ("<ul><li>{}</li><li>{}</li></ul>", ["L"]),
    ("<section><h2>A</h2><blockquote><p>{}</p></blockquote></section>", ["Sect", "BlockQuote", "P"]),
    ("<section><p>{}</p><table><tbody><tr><th scope=row>A</th><td>{}</td></tr></tbody></table></section>", ["Table"]),
]


@pytest.mark.parametrize(("html", "names"), BROKEN)
def test_what_is_broken_over_pages_is_one_element(html: str, names: list[str]) -> None:
    page = sheet(html.replace("{}", "Some words. " * 900))
    content = render_document(page).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) > 1
    whole = [line.strip() for line in tags(page)]
    separate = [line.strip() for line in tags(sheet(html.replace("{}", "Some words.")))]
    assert [whole.count(name) for name in names] == [separate.count(name) for name in names]


MARGINS = """
@page {
  @top-left { content: "TLP:CLEAR" }
  @top-right { content: string(running) }
  @bottom-left { content: element(foot) }
  @bottom-right { content: "page " counter(page) " of " counter(pages) }
  @left-middle { content: url(logo.svg) }
}
h1 { string-set: running content() }
.foot { position: running(foot) }
"""


def test_margins_are_artifacts() -> None:
    foot = "<div class=foot>Sahel <b>desk</b> <a href='https://example.org/'>site</a></div>"
    page = sheet(f"{foot}<p>One</p><p style='break-before: page'>Two</p>", css=MARGINS, files={"logo.svg": DRAWING})
    content = render_document(page).content
    assert tags(page) == ["P", "  Span “One”", "P", "  Span “Two”"]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for number, sheet_of_paper in enumerate(pdf.pages, start=1):
            marks = read_marks(sheet_of_paper)
            assert marks["/Pagination /Header /Top"] == "TLP:CLEARNiger"
            assert marks["/Pagination /Footer /Bottom"] == f"Sahel desksitepage {number} of 2"
            assert marks["/Pagination  /Left"] == "since 1960"
            assert "/Annots" not in sheet_of_paper


def test_links_have_descriptions() -> None:
    body = (
        "<p>Said<sup><a href=#s1 aria-label='Source 1: CNN'>1</a></sup>, <a href='https://example.org/'>elsewhere</a>"
        " and <a href='mailto:desk@example.org' title='The desk'>by <b>mail</b></a></p><p id=s1>CNN</p>"
    )
    assert tags(sheet(body)) == [
        "P",
        "  Span “Said”",
        "  NonStruct",
        "    Link “1”",
        "      annotation “Source 1: CNN”",
        "  Span “, ”",
        "  Link “elsewhere”",
        "    annotation “https://example.org/”",
        "  Span “ and ”",
        "  Link “by ”",
        "    annotation “The desk”",
        "    NonStruct",
        "      Span “mail”",
        "P",
        "  Span “CNN”",
    ]


def test_a_label_is_read_in_place_of_the_text_of_its_link() -> None:
    long = "<a href=#s1 aria-label='source 1, many paragraphs'>1:" + ", ".join(map(str, range(1, 200, 2))) + "</a>"
    body = (
        f"<p id=s1>Said <a href=#s1 aria-label='source 1, paragraph 17'>1:17</a> <a href=#s1>here</a>.</p><p>{long}</p>"
    )
    with pikepdf.open(io.BytesIO(render_document(sheet(body)).content)) as pdf:
        links = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Link"]
        spoken = [str(link.get("/ActualText", "as shown")) for link in links]
    assert spoken[:3] == [" source 1, paragraph 17", "as shown", " source 1, many paragraphs"]
    assert len(spoken) > 3
    assert set(spoken[3:]) == {" "}


def test_generated_content_in_a_link_is_not_another_link() -> None:
    css = "a::after { content: ' (outside)' }"
    assert tags(sheet("<p><a href='https://example.org/'>Desk</a></p>", css=css)) == [
        "P",
        "  Link “Desk”",
        "    annotation “https://example.org/”",
        "    Span “ (outside)”",
    ]


def test_list_items_have_labels_and_bodies() -> None:
    assert tags(sheet("<ol><li>short</li><li><p>one</p><p>two</p></li></ol>")) == [
        "L",
        "  LI",
        "    Lbl",
        "      Span “1. ”",
        "    LBody",
        "      Span “short”",
        "  LI",
        "    Lbl",
        "      Span “2. ”",
        "    LBody",
        "      P",
        "        Span “one”",
        "      P",
        "        Span “two”",
    ]


def test_bullets_of_nested_lists_are_in_the_shipped_fonts() -> None:
    found = tags(sheet("<ul><li><p>a</p><ul><li><p>b</p><ul><li>c</li></ul></li></ul></li></ul>"))
    assert [line.strip() for line in found].count("Span “• ”") == 3


def test_the_place_of_a_figure_is_in_points_from_the_bottom() -> None:
    css = "@page { size: 400pt 300pt; margin: 0 } * { margin: 0 } h1 { height: 50pt } img { width: 100pt; display: block }"
    content = render_document(sheet("<img src=a.svg alt=x>", css=css, files={"a.svg": DRAWING})).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        figure = pdf.Root.StructTreeRoot.K[0].K[1]
        assert [float(side) for side in figure.A.BBox] == pytest.approx([0, 220, 100, 250])


def test_text_in_another_language_is_marked() -> None:
    content = render_document(sheet("<p>The <i lang=fr>coup d’État</i> of <i lang=en-GB>July</i></p>")).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        marked = [operands[1] for operands, operator in read_content(pdf.pages[0]) if operator == "BDC"]
    assert [str(properties["/Lang"]) for properties in marked if "/Lang" in properties] == ["fr"]


def test_a_stream_that_ends_in_a_carriage_return_has_one_length() -> None:
    with pikepdf.open(io.BytesIO(render_document(sheet("<p>x</p>")).content)) as pdf:
        contents = pdf.pages[0].Contents
        contents.write(contents.read_bytes() + b"\r")
        unlucky = io.BytesIO()
        pdf.save(unlucky, compress_streams=False, deterministic_id=True)
    with pytest.raises(PdfError, match="Length"):
        check_conformance(unlucky.getvalue())
    check_conformance(end_streams_unambiguously(unlucky.getvalue()))


def test_spaces_between_words_are_not_lost() -> None:
    assert "".join(re.findall("“(.*)”", "\n".join(tags(sheet("<p>A <b>b</b> <i>c</i></p>"))))) == "A b c"


def test_a_document_may_have_many_headings_of_one_level() -> None:
    pdf = pikepdf.open(io.BytesIO(render_document(sheet("".join(f"<h2>{n}</h2>" for n in range(300)))).content))
    with pdf.open_outline() as outline:
        assert len(outline.root[0].children) == 300


@pytest.mark.parametrize("parallel", [True, False])
def test_every_broken_rule_is_reported(parallel: bool) -> None:
    with pikepdf.open(io.BytesIO(render_document(sheet("<p>x</p>")).content)) as pdf:
        del pdf.Root.Lang
        del pdf.Root.ViewerPreferences
        damaged = io.BytesIO()
        pdf.save(damaged)
    with pytest.raises(PdfError) as caught:
        check_conformance(damaged.getvalue(), parallel=parallel)
    assert {problem.code for problem in caught.value.problems} == {"pdf-conformance"}
    words = [problem.what for problem in caught.value.problems]
    assert any(what.startswith("PDF/UA-1") and "DisplayDocTitle" in what and "(once)" in what for what in words)
    assert any("Lang" in what for what in words)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html>"])
def test_a_file_that_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(PdfError, match="cannot be read"):
        check_conformance(content)
