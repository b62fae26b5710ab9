"""What a listener is told of the words of a page: their language, and what abbreviations stand for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.pages.document import Document
from briefing.pages.languages.abbreviations import expand_abbreviations
from briefing.rendering import render_document
from tests.briefs import BRIEF, write_brief
from tests.heard import languages_heard, read_aloud
from tests.test_heard import build_example

Judge = Callable[[Path], dict[str, list[str]]]

FLOODS = """\
id: floods
title: Floods cut the road to Gaya
marking: TLP:CLEAR
as_of: 2024-08-02T12:00Z
next_update: 2099-08-03T12:00Z
contact: {name: Duty officer, email: duty@desk.example}
bottom_line: The ADF will not reopen the road, and WFP trucks wait in Dosso.
summary:
  - {text: "The World Food Programme (WFP) counts 20 trucks; the mayor, محمد علي, asks for boats.", own: true}
  - {text: "WFP and the Agence de développement fluvial (ADF) disagree with ქალაქი.", own: true}
actors:
  - {name: Марія Шевченко, role: Mayor, side: town, status: In office., own: true}
  - {name: Åse Øy, lang: nb, role: Engineer of WFP, side: river, status: Away., own: true}
  - {name: Καλλιόπη (Popi), role: Engineer, side: river, status: Away., own: true}
reactions:
  - {body: The service, date: 2024-08-01, stance: warns, quote: Le pont est fermé et la route coupée., source: journal para. 1}
  - {body: The town, date: 2024-08-01, stance: warns, quote: The bridge is closed and the road is cut., source: journal para. 1}
  - {body: Governor, date: 2024-08-01, stance: warns, quote: We need boats., original: نحتاج إلى قوارب., source: radio para. 1}
  - {body: Village, date: 2024-08-01, stance: warns, quote: Ruwa ya yi yawa., lang: ha, source: radio para. 1}
  - {body: Trader, date: 2024-08-01, stance: warns, quote: We wait., original: On attend., lang: fr-NE, source: radio para. 1}
gaps: [Who pays.]
sources:
  - {id: journal, publisher: Le Courrier, title: Le pont est fermé, lang: fr, published: 2024-08-01}
  - {id: radio, publisher: Radio, title: "Новини дня: їжа", published: 2024-08-01}
"""


@pytest.fixture(scope="module")
def floods(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """Return the HTML and the PDF of a briefing in several languages."""
    folder = tmp_path_factory.mktemp("floods")
    edition = build_example(write_brief(folder / "brief", FLOODS), folder / "out", draft=True)
    return edition.document.html, edition.pdf.content


def test_words_in_other_languages_have_theirs_in_the_pdf(floods: tuple[str, bytes]) -> None:
    heard = [(language, " ".join(words.split())) for language, words in languages_heard(floods[1])]
    latin = [(language, words) for language, words in heard if language not in ("ar",)]
    assert latin == [
        ("ka", "ქალაქი"),
        ("uk", "Марія Шевченко"),
        ("nb", "Åse Øy"),
        ("el", "Καλλιόπη"),
        ("fr", "“Le pont est fermé et la route coupée.”"),
        ("ha", "“Ruwa ya yi yawa.”"),
        ("fr-NE", "On attend."),
        ("fr", "Le pont est fermé"),
        ("uk", "Новини дня: їжа"),
    ]
    assert [language for language, _ in heard].count("ar") == 2


def test_words_in_other_languages_have_theirs_in_the_html(floods: tuple[str, bytes]) -> None:
    found = re.findall(r'<(?:span|b)[^>]* lang="([^"]+)"', floods[0])
    assert found == ["ar", "ka", "uk", "nb", "el", "fr", "ar", "ha", "fr-NE", "fr", "uk"]


def test_abbreviations_are_heard_in_full_where_a_part_first_uses_them(floods: tuple[str, bytes]) -> None:
    text = read_aloud(floods[1])
    assert "The Agence de développement fluvial will not reopen the road, and World Food Programme trucks wait" in text
    assert "The World Food Programme (WFP) counts 20 trucks" in text
    assert "• WFP and the Agence de développement fluvial (ADF) disagree" in text
    assert "Engineer of World Food Programme" in text
    assert floods[0].count('<abbr title="World Food Programme">WFP</abbr>') == 2


def test_a_page_in_several_languages_conforms(floods: tuple[str, bytes], verapdf: Judge, tmp_path: Path) -> None:
    (tmp_path / "floods.pdf").write_bytes(floods[1])
    assert verapdf(tmp_path / "floods.pdf") == {}
    page = (
        '<html lang="en"><title>T</title><body><h1>T</h1><h2>Use of WFP</h2>'
        '<p>See <a href="https://example.org/">the <span lang="ar">نص</span> there</a>, <span lang="fr">à l’<b>heure</b></span>'
        ".</p>"
        '<ul><li><span lang="fr">un</span></li></ul><table><thead><tr><th scope="col">WFP</th></tr></thead>'
        '<tbody><tr><td><span lang="he">שלום</span></td></tr></tbody></table><p>World Food Programme (WFP)</p></body></html>'
    )
    document = Document(expand_abbreviations(page), {}, datetime(2024, 8, 2, tzinfo=UTC))
    (tmp_path / "page.pdf").write_bytes(render_document(document).content)
    assert verapdf(tmp_path / "page.pdf") == {}
    assert "H2 Use of World Food Programme" in read_aloud((tmp_path / "page.pdf").read_bytes())


def test_the_language_of_an_entry_of_a_bibliography_is_that_of_its_title_and_quotations(tmp_path: Path) -> None:
    entries = [
        {"id": "a", "type": "report", "title": "Rapport sur les crues", "publisher": "P", "language": "French"},
        {"id": "b", "type": "report", "title": "Bericht zur Lage", "publisher": "P", "language": "ger"},
        {"id": "c", "type": "report", "title": "Another report", "publisher": "P", "language": "en-US"},
        {"id": "d", "type": "report", "title": "Sans langue", "publisher": "P", "language": "n/a"},
    ]
    reactions = "".join(
        f"  - {{body: Body {one}, date: 2023-07-01, stance: warns, quote: Non., source: {one} para. 1}}\n"
        for one in "abcd"
    )
    text = BRIEF.replace("title: A title", "title: A title\nbibliography: zotero.json") + f"reactions:\n{reactions}"
    folder = write_brief(tmp_path / "brief", text, zotero_json=json.dumps(entries))
    html = build_example(folder, tmp_path / "out", draft=True).document.html
    assert re.findall(r'<span lang="(\w+)">([^<]+)</span>', html) == [
        ("fr", "“Non.”"),
        ("de", "“Non.”"),
        ("fr", "Rapport sur les crues"),
        ("de", "Bericht zur Lage"),
    ]


def test_a_french_page_marks_english_words_and_not_french_ones(tmp_path: Path) -> None:
    text = FLOODS.replace("marking:", "language: fr\nmarking:").replace("lang: ha", "lang: en")
    edition = build_example(write_brief(tmp_path / "brief", text), tmp_path / "out", draft=True)
    found = re.findall(r'<(?:span|b)[^>]* lang="([^"]+)"', edition.document.html)
    assert found == ["ar", "ka", "uk", "nb", "el", "ar", "en", "uk"]


@pytest.mark.parametrize(
    ("html", "expanded"),
    [
        ("<p>World Food Programme (WFP). WFP &amp; WFP</p>", "<p>World Food Programme (WFP). WFP &amp; WFP</p>"),
        ("<p>WFP. World Food Programme (WFP)</p>", "<p><WFP>. World Food Programme (WFP)</p>"),
        ("<h2>A</h2><p>World Food Programme (WFP)</p><h2>B</h2><p>WFP, WFP</p>",
         "<h2>A</h2><p>World Food Programme (WFP)</p><h2>B</h2><p><WFP>, WFP</p>"),
        ("<p>WFP, World Food Programme (WFP), Wild Fish Party (WFP)</p>",
         "<p>WFP, World Food Programme (WFP), Wild Fish Party (WFP)</p>"),
        ("<p>UNWFP, WFP-led, WFP/UN; World Food Programme (WFP)</p>",
         "<p>UNWFP, WFP-led, WFP/UN; World Food Programme (WFP)</p>"),
        ("<title>WFP</title><a href='x'>WFP</a><p>World Food Programme (WFP)</p>",
         "<title>WFP</title><a href='x'>WFP</a><p>World Food Programme (WFP)</p>"),
        ("<p>&quot;WFP&quot; World Food Programme (WFP)</p>", '<p>"<WFP>" World Food Programme (WFP)</p>'),
        ("<p>No abbreviation.</p>", "<p>No abbreviation.</p>"),
    ],
)  # fmt: skip
def test_what_is_expanded(html: str, expanded: str) -> None:
    assert expand_abbreviations(html) == expanded.replace("<WFP>", '<abbr title="World Food Programme">WFP</abbr>')
