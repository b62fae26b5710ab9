"""The part that shows quotations in the sentences of their sources, and its links in both directions."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from briefing.build import draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.edition import Edition
from briefing.pages.style import house_style
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief
from tests.heard import read_aloud

PORT = """\
The harbour was shut at dawn. “We shall not reopen the quays,” its spokeswoman said. Nobody has left.

The crews’ union called it “a needless provocation” & asked for 1,500 pilots. The ~~whole~~ board was “not amused”.
"""
RADIO = "قال الوزير: «لن نغادر المدينة أبداً». ثم عاد إلى مكتبه.\n"
SOURCES = """\
sources:
  - {id: port, publisher: Port <authority>, title: Notice, text: port.txt}
  - {id: radio, publisher: Radio, title: News, text: radio.txt}
"""
QUOTED = """\
sections:
  - title: On the quays
    text: |
      It says: “We shall not reopen the quays,” [@port para. 1] so far. The board is “not amused” [@port para. 2].
reactions:
  - {body: Port, date: 2023-07-01, stance: warns, quote: We shall not reopen the quays, source: port para. 1}
  - {body: Union, date: 2023-07-01, stance: warns, quote: a needless provocation, source: port para. 2}
  - {body: Minister, date: 2023-07-01, stance: warns, quote: لن نغادر المدينة, source: radio para. 1}
"""


def build(
    folder: Path, more: str = QUOTED, brief: str = BRIEF, sources: str = SOURCES, *, draft: bool = False
) -> Edition:
    brief = brief.replace("id: x\n", "id: x\nallow: [{code: text-unsealed, reason: A test.}]\n")
    write_brief(folder / "brief", brief + more + sources, port_txt=PORT, radio_txt=RADIO)
    request = BuildRequest(folder / "brief", Workspace(folder), folder / "out", "a4", draft)
    return render_edition(draw_briefing(request, lambda _: None), "a4", lambda _: None, draft=draft)


def section(html: str) -> str:
    return html.partition('<section class="evidence">')[2].partition("</section>")[0]


def test_each_quotation_stands_once_in_its_sentence_below_its_source(tmp_path: Path) -> None:
    html = section(build(tmp_path).document.html)
    assert [re.sub("<.*?>", "", heading) for heading in re.findall("<h3.*?</h3>", html)] == [
        "1 Port &lt;authority&gt;: Notice",
        "2 Radio: News",
    ]
    assert html.count("<li ") == 4
    assert '“<span class="quoted">We shall not reopen the quays</span>,” its spokeswoman said.</p>' in html
    assert '<span class="quoted">a needless provocation</span>” &amp; asked for' in html
    assert (
        '<p lang="ar" dir="rtl">قال الوزير: «<span class="quoted" dir="rtl">لن نغادر المدينة</span> أبداً».</p>' in html
    )
    assert 'The <s aria-label="struck out: whole;">whole</s> board' in html


def test_links_lead_to_the_uses_and_from_their_references_to_the_entries(tmp_path: Path) -> None:
    edition = build(tmp_path)
    html = edition.document.html
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets <= set(ids)
    for entry in re.findall(r'<li id="(says-\d+)".*?</li>', section(html)):
        assert entry in targets
    uses = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', section(html).partition("<ul>")[2])
    assert [name for _, name in uses if name != "2 Radio: News"] == [
        *("reaction: Port", "section: On the quays", "reaction: Union", "section: On the quays", "reaction: Minister")
    ]
    for place, name in uses:
        if name.startswith("reaction"):
            row = html[: html.index(f'id="{place}"')].rpartition("<tr")[2]
            assert name.removeprefix("reaction: ") in row
    with pikepdf.open(io.BytesIO(edition.pdf.content)) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", ())]
        assert len(links) > 12


def test_two_items_with_the_same_words_each_have_their_link(tmp_path: Path) -> None:
    row = "  - {{body: {}, date: 2023-07-01, stance: warns, quote: Nobody has left, source: port para. 1}}\n"
    html = build(tmp_path, "reactions:\n" + row.format("Port") + row.format("Union")).document.html
    places = re.findall(r'<a href="#([^"]+)">reaction: (\w+)</a>', section(html))
    assert [name for _, name in places] == ["Port", "Union"]
    for place, name in places:
        assert name in html[html.index(f'id="{place}"') :].partition("</tr>")[0]


def test_a_quotation_in_a_cell_leads_to_its_section(tmp_path: Path) -> None:
    more = (
        "sections:\n  - title: In a table\n    text: It rained. [@port para. 1]\n"
        "    table: {data: said.csv, caption: What was said, source: port para. 1}\n"
    )
    write_brief(tmp_path / "brief", said_csv="Who,What\nPort,“Nobody has left”\nUnion,Nothing\n")
    html = build(tmp_path, more).document.html
    assert '<a href="#item-sections-1">section: In a table</a>' in section(html)
    assert '<h2 id="item-sections-1">In a table</h2>' in html


def test_it_is_heard_as_the_quotation_then_its_place(tmp_path: Path) -> None:
    heard = read_aloud(build(tmp_path).pdf.content)
    after = heard.partition("H2 Where it says so\n")[2]
    assert after.splitlines()[1:4] == [
        "H3 1 Port <authority>: Notice",
        "LI “We shall not reopen the quays,” its spokeswoman said. "
        "Paragraph 1. Quoted in reaction: Port, section: On the quays.",
        "LI The crews’ union called it “a needless provocation” & asked for 1,500 pilots. "
        "Paragraph 2. Quoted in reaction: Union.",
    ]
    assert "struck out: whole;" in after


def test_text_that_is_not_shared_is_not_printed(tmp_path: Path) -> None:
    sources = SOURCES.replace("port.txt}", "port.txt, share: none}")
    edition = build(tmp_path, sources=sources)
    assert "text not shown here; verified word for word" in edition.document.html.casefold()
    assert "spokeswoman" not in edition.document.html
    assert "spokeswoman" not in read_aloud(edition.pdf.content)


def test_without_a_quotation_or_where_the_author_says_so_it_does_not_stand(tmp_path: Path) -> None:
    assert "Where it says so" not in build(tmp_path / "a", "").document.html
    html = build(tmp_path / "b", f"evidence: none\n{QUOTED}").document.html
    assert "Where it says so" not in html
    assert "says-" not in html
    assert "quoted-" not in html


@pytest.mark.parametrize("draft", [False, True])
def test_a_copy_without_the_texts_says_that_it_has_none(tmp_path: Path, draft: bool) -> None:
    first = build(tmp_path / "first", draft=draft)
    copy = next(one for one in first.document.attachments if one.name == "briefing.yaml")
    assert b"evidence: quotes" in copy.content
    folder = tmp_path / "copy" / "brief"
    write_brief(folder, copy.content.decode())
    request = BuildRequest(folder, Workspace(folder.parent), folder.parent / "out", "a4")
    html = render_edition(draw_briefing(request, lambda _: None), "a4", lambda _: None).document.html
    assert section(html).count("Not verified: the text is not stored here.") == 2
    assert "spokeswoman" not in html


def test_it_speaks_french(tmp_path: Path) -> None:
    html = section(build(tmp_path, brief=BRIEF.replace("id: x\n", "id: x\nlanguage: fr\n")).document.html)
    assert "<h2>Où c’est écrit</h2>" in html
    assert '<p lang="en">' in html
    assert "Paragraphe 1. Cité dans\u00a0: " in html


def test_a_letter_without_a_font_is_told(tmp_path: Path) -> None:
    port = PORT.replace("Nobody has left", "Nobody ꡀ has left")
    more = "reactions:\n  - {body: Port, date: 2023-07-01, stance: warns, quote: has left, source: port para. 1}\n"
    brief = BRIEF.replace("id: x\n", "id: x\nallow: [{code: text-unsealed, reason: A test.}]\nevidence: quotes\n")
    write_brief(tmp_path / "brief", brief + more + SOURCES, port_txt=port, radio_txt=RADIO)
    request = BuildRequest(tmp_path / "brief", Workspace(tmp_path), tmp_path / "out", "a4")
    html = render_edition(draw_briefing(request, lambda _: None), "a4", lambda _: None).document.html
    assert "no font has its letters" in section(html)
    assert "“has left”" in section(html)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    assert build(tmp_path / "a").pdf.content == build(tmp_path / "b").pdf.content


@pytest.mark.parametrize("lines", range(0, 40, 5))
def test_no_heading_is_alone_at_the_foot_of_a_column_and_no_entry_is_parted(lines: int) -> None:
    entries = [
        f"<h3>{number} A source with a title that may take more than one line of a column</h3><ul>"
        + "".join(
            f'<li id="e{number}-{n}"><p>{"words of a sentence " * (1 + (n * number + lines) % 9)}</p>'
            '<p class="where">Paragraph 3. Quoted in key point 2.</p></li>'
            for n in range(1 + number * (lines + 3) % 5)
        )
        + "</ul>"
        for number in range(9)
    ]
    html = (
        f'<html lang="en"><head><style>{house_style().decode()} @page {{ size: A4 }}</style></head><body>'
        + "<p>A line.</p>" * lines
        + f'<section class="evidence"><h2>Where it says so</h2><p class="note">Each.</p><div class="columns">{"".join(entries)}'
        "</div></section></body></html>"
    )
    seen: list[str] = []
    for page in weasyprint.HTML(string=html).render().pages:
        boxes = [box for box in page._page_box.descendants() if box.element is not None]
        for box in boxes:
            children = [child for child in getattr(box, "children", ()) if child.element is not None]
            assert not (box.element.get("class") == "columns" and children and children[-1].element_tag == "h3")
        here = [box.element.get("id") for box in boxes if box.element_tag == "li" and box.element.get("id")]
        assert here or not any(box.element_tag == "h2" for box in boxes)
        seen += dict.fromkeys(here)
    assert len(seen) == len(set(seen)) > 9
