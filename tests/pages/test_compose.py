"""The document contains the whole briefing, in order, and no markup of its author's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest

from briefing.figures.figure import Drawings, Figure, Table
from briefing.model.briefing import Briefing
from briefing.model.sourcing import Sourcing
from briefing.pages.compose import compose_document
from briefing.pages.document import Document, DocumentInput
from briefing.problems import Problem
from briefing.rendering import render_document
from tests.archived import written
from tests.sheets import read_tags

NASTY = 'A "b" <script>alert(1)</script> \' \\ & } </style> é'


def page(history: Figure | None = None, /, **more: Any) -> Document:
    briefing = Briefing.model_validate(written(**more))
    given = DocumentInput({"briefing.yaml": b"id: x", "reactions.csv": b"a"}, {"p.png": b"png"})
    return compose_document(briefing, Drawings(history), "a4", given)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<body>") :]).split())


FIGURE = Figure(
    "history", b"<svg/>", "Two", "Alt <x>", "Long", ("N1", "N2"), Table("Cap", ("C", "D"), (("r", "1"),)), b"d"
)


def test_the_document_names_only_its_own_files() -> None:
    made = page(FIGURE, sections=[{"title": "S", "text": "![A map](p.png)"}])
    named = set(re.findall(r'(?:src|href)="([^"#:]+)"', made.html))
    assert named == set(made.files) == {"print.css", "history.svg", "images/1.jpg"}
    assert made.modified == datetime(2024, 5, 2, 18, tzinfo=UTC)


@pytest.mark.parametrize("key", ["title", "series"])
def test_texts_of_the_author_are_never_markup(key: str) -> None:
    html = page(**{key: NASTY}).html
    assert "<script" not in html
    assert html.count("</style>") == 1
    style = html[html.index("<style>") : html.index("</style>")]
    assert style.count("{") == style.count("}")
    assert "alert(1)" not in style


def test_no_field_lets_markup_through() -> None:
    entry = {"when": "2024", "what": NASTY, "source": "a"}
    actor = dict.fromkeys(("name", "role", "affiliation", "side", "status", "note"), NASTY)
    reaction = {**dict.fromkeys(("body", "speaker", "capacity", "quote", "position"), NASTY), "stance": "warns"}
    judgement = {"judgement": NASTY, "likelihood": NASTY, "basis": NASTY}
    html = page(
        bottom_line=NASTY,
        summary=[NASTY],
        assessment=[judgement],
        actors=[actor],
        reactions=[reaction],
        timeline=[entry],
        sections=[{"title": NASTY, "text": NASTY}],
        gaps=[NASTY],
        contact={"name": NASTY, "phone": NASTY},
        sources=[{"id": "a", "publisher": NASTY, "title": NASTY, "author": NASTY}],
    ).html
    assert "<script" not in html
    assert html.count("alert(1)") >= 20


def test_references_count_in_the_order_of_the_page() -> None:
    shown = page().html
    assert shown.index(">\u202f1</a>") < shown.index(">\u202f2:2</a>")
    assert shown.index('<li id="source-1"><b>B</b>') < shown.index('<li id="source-2"><b>A</b>')


def test_parts_are_in_the_order_a_reader_needs_them() -> None:
    html = page(
        FIGURE,
        assessment=[{"judgement": "J"}],
        actors=[{"name": "N", "role": "R", "side": "S", "status": "T"}],
        reactions=[{"body": "B", "stance": "warns", "quote": "Q"}],
        timeline=[{"when": "2024", "what": "W"}],
        sections=[{"title": "Free", "text": "F"}],
        gaps=["G"],
    ).html
    order = [
        "Bottom line",
        "Key points",
        "Assessment",
        "Key actors",
        "International reactions",
        "Coup history",
        "Timeline",
    ]
    order += ["Free", "What is not known", "The figures behind the chart", "Sources"]
    places = [html.index(f">{heading}</h2>") for heading in order]
    assert places == sorted(places)


def test_a_part_without_content_has_no_heading() -> None:
    assert re.findall(r"<h2>([^<]+)</h2>", page().html) == ["Bottom line", "Key points", "Sources"]


def test_every_table_names_its_columns_and_rows() -> None:
    html = page(
        FIGURE, reactions=[{"body": "B", "stance": "warns", "quote": "Q"}], timeline=[{"when": "1", "what": "W"}][:0]
    ).html
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        assert table.count('scope="col"') >= 2
        assert table.count('scope="row"') == table.count("<tr>") - 1


def test_the_marking_is_at_the_head_and_foot_of_every_page() -> None:
    style = page().html.split("<style>")[1].split("</style>")[0]
    assert len(re.findall(r"@(?:top|bottom)-right \{ color: #ff2b2b; content: \"TLP:RED\" \}", style)) == 2
    assert "#ffffff" in page(marking="TLP:CLEAR").html


def test_the_marking_is_the_first_thing_that_is_read() -> None:
    tags = read_tags(render_document(page()).content).split()
    assert tags[:7] == ["Document", "P", "Span", "“TLP:RED”", "Sect", "H1", "Span"]
    assert "@top-right { background: none; content: none }" in page().files["print.css"].decode()


def test_the_desks_own_judgements_are_marked() -> None:
    own = {"own": True}
    html = page(
        summary=[{"text": "Cited. [@a para. 2]"}, {"text": "A point.", **own}],
        actors=[{"name": "N", "role": "R", "side": "S", "status": "A status.", **own}],
        reactions=[{"body": "B", "stance": "warns", "position": "A position.", **own}],
        timeline=[{"when": "2024", "what": "An event.", **own}],
    ).html
    marked = re.findall(r"(\w+)\. \(the desk’s own judgement\)", words(html).replace("  ", " "))
    assert marked == ["point", "status", "position", "event"]


@pytest.mark.parametrize(
    ("body", "country", "language", "printed"),
    [
        ("Foreign ministry", "FRA", "en", "Foreign ministry, France"),
        ("Ministère des affaires étrangères", "DEU", "fr", "Ministère des affaires étrangères, Allemagne"),
        ("Presidency", "NER", "en", "Presidency, Niger"),
        ("Presidency of Nigeria", "NER", "en", "Presidency of Nigeria, Niger"),
        ("Presidency of Cote d’Ivoire", "CIV", "en", "Presidency of Cote d’Ivoire"),
        ("France", "FRA", "en", "France"),
        ("US State Department", "USA", "en", "US State Department"),
        ("U.K. Foreign Office", "GBR", "en", "U.K. Foreign Office"),
        ("Business Council", "USA", "en", "Business Council, United States"),
        ("Government of Germany", "DEU", "en", "Government of Germany"),
        ("French Foreign Ministry", "FRA", "en", "French Foreign Ministry"),
        ("Ministère allemand de la défense", "DEU", "fr", "Ministère allemand de la défense"),
        ("Nigerian Army", "NER", "en", "Nigerian Army, Niger"),
        ("Congolese Presidency", "COD", "en", "Congolese Presidency, Democratic Republic of the Congo"),
    ],
)
def test_a_reaction_has_its_country(body: str, country: str, language: str, printed: str) -> None:
    reaction = {"body": body, "country": country, "stance": "warns", "position": "P"}
    assert f'<th scope="row"><p>{printed}</p></th>' in page(language=language, reactions=[reaction]).html


def test_the_running_title_fits_one_line() -> None:
    def running(**more: Any) -> str:
        found = re.search(r'@top-left \{ content: "(.*?)"', page(**more).html)
        return found[1] if found else ""

    assert running(series="Desk") == "Desk \\0000b7  Title"
    assert running(series="A long name " * 9) == "Title"
    assert len(running(title="A long title " * 9).replace("\\002026 ", "…")) <= 91
    assert running(title="A long title " * 9).endswith("long\\002026 ")


def test_a_short_part_stays_on_one_page_and_a_long_one_may_break() -> None:
    def unbroken(count: int) -> bool:
        return '<section class="side unbroken">\n<h2>What is not known' in page(gaps=["G" * 100] * count).html

    assert unbroken(8)
    assert not unbroken(9)


def test_only_a_row_of_many_lines_may_be_split() -> None:
    def tall(length: int) -> bool:
        return "<tr data-tall>" in page(reactions=[{"body": "B", "stance": "warns", "position": "p" * length}]).html

    assert tall(400)
    assert not tall(200)


def test_no_paragraph_is_empty() -> None:
    assert not re.search(r"<p[^>]*>\s*</p>", page().html)


def test_attachments_are_what_it_was_made_from() -> None:
    made = {a.name: (a.media_type, a.relationship) for a in page(FIGURE).attachments}
    assert made == {
        "briefing.yaml": ("application/yaml", "Source"),
        "reactions.csv": ("text/csv", "Source"),
        "history.csv": ("text/csv", "Data"),
    }


def times(**more: Any) -> tuple[list[str], list[str]]:
    """The dates in the timeline and in the table of reactions, as they read on the page."""
    written = ("2024-04-28T03:00Z", "2024-04-28T18:30Z", "2024-04-28T23:30-05:00", "2024-04-28", "2024-04")
    html = page(
        timeline=[{"when": when, "what": "An event."} for when in written],
        reactions=[{"body": "B", "date": when, "stance": "warns", "position": "P"} for when in written],
        **more,
    ).html
    timeline = html[html.index('<table class="timeline"') :].partition("</table>")[0]
    reactions = html[html.index('<table class="reactions"') :].partition("</table>")[0]
    cells = (
        re.findall(r'<th scope="row">(.*?)</th>', timeline),
        re.findall(r'<th scope="row"[^>]*><p>B</p></th><td>(.*?)</td>', reactions),
    )
    events, statements = ([re.sub("<[^>]+>", "", cell) for cell in found] for found in cells)
    return events, statements


def test_times_are_printed_as_they_were_written() -> None:
    events, statements = times()
    assert events == statements
    assert events == [
        "28 Apr 2024, 03:00 UTC",
        "28 Apr 2024, 18:30 UTC",
        "28 Apr 2024, 23:30 UTC−05:00",
        "28 Apr 2024",
        "Apr 2024",
    ]


def test_times_are_local_with_utc_beside_in_the_time_zone_of_the_briefing() -> None:
    events, statements = times(timezone="Asia/Kathmandu", language="fr")
    assert events == statements
    assert events == [
        "28 avr. 2024, 08:45 UTC+05:45 (03:00 UTC)",
        "29 avr. 2024, 00:15 UTC+05:45 (28 avr., 18:30 UTC)",
        "29 avr. 2024, 10:15 UTC+05:45 (04:30 UTC)",
        "28 avr. 2024",
        "avr. 2024",
    ]
    text = words(page(timezone="Asia/Kathmandu").html)
    assert "Information as of 2 May 2024, 23:45 UTC+05:45 (18:00 UTC)" in text


def test_quotations_have_the_marks_of_the_language() -> None:
    reaction = {"body": "B", "stance": "warns", "quote": "non", "source": "a para. 1"}
    assert "<p>“non”<sup" in page(reactions=[reaction]).html
    assert "<p>«\u202fnon\u202f»<sup" in page(language="fr", reactions=[reaction]).html


WORD = "m" * 300
LONG: dict[str, Any] = {
    "series": WORD,
    "title": WORD,
    "contact": {"name": WORD, "email": f"{'m' * 90}@desk.example"},
    "bottom_line": WORD,
    "summary": [WORD, f"Cited. [@a paras. {', '.join(map(str, range(1, 99, 2)))}]"],
    "assessment": [{"judgement": WORD, "basis": WORD}] * 12,
    "actors": [dict.fromkeys(("name", "role", "side", "status", "note"), WORD)],
    "reactions": [{"body": WORD, "stance": "warns", "quote": WORD}],
    "timeline": [{"when": "2024", "what": "What happened. " * 12}] * 50,
    "sections": [{"title": WORD, "text": f"{WORD}\n\n    {WORD}\n\n| {WORD} | b |\n|---|---|\n| `{WORD}` | c |"}],
    "gaps": [WORD],
    "sources": [{"id": "a", "publisher": "P", "title": WORD, "url": f"https://e.example/{WORD}"}],
}


@pytest.fixture(scope="module")
def long() -> Iterator[pypdfium2.PdfDocument]:
    with pypdfium2.PdfDocument(render_document(page(**LONG)).content) as pdf:
        yield pdf


def test_no_text_leaves_the_paper(long: pypdfium2.PdfDocument) -> None:
    margin, hair = 20 / 25.4 * 72, 3
    for sheet in long:
        text, width = sheet.get_textpage(), sheet.get_width()
        boxes = [box for i in range(text.count_chars()) if (box := text.get_charbox(i))[0] < box[2]]
        assert min(left for left, _, _, _ in boxes) > margin - hair
        assert max(right for _, _, right, _ in boxes) < width - margin + hair


def test_no_heading_is_alone_on_its_page(long: pypdfium2.PdfDocument) -> None:
    assert all(sheet.get_textpage().count_chars() > 500 for sheet in long)


def test_what_is_attached_is_printed_with_and_without_sources() -> None:
    assert "Attached to this file: briefing.yaml, reactions.csv." in page().html
    without = page(sources=[], bottom_line="One.", summary=[{"text": "Two.", "own": True}]).html
    assert "Attached to this file: briefing.yaml, reactions.csv." in without


@pytest.mark.parametrize(("stored", "told"), [(True, "is checked against the source"), (False, "is not printed")])
def test_an_original_that_no_font_has_is_named_instead(stored: bool, told: str) -> None:
    reaction = {"body": "B", "stance": "warns", "quote": "No", "original": "አይደለም", "source": "a para. 1"}
    briefing = Briefing.model_validate(written(reactions=[reaction]))
    sourcing = Sourcing(stored=frozenset({"a"} if stored else ()))
    html = compose_document(briefing, Drawings(), "a4", DocumentInput({}, {}, sourcing=sourcing)).html
    assert "አይደለም" not in html
    assert f"The original {told}" in html
    assert render_document(page(reactions=[{**reaction, "original": "לא"}])).pages


def test_arabic_is_set_from_the_right() -> None:
    html = page(bottom_line="قالت الحكومة: لا!", summary=["He said “لا!” twice.", "ABC"]).html
    assert '<p dir="rtl"><span lang="ar">قالت الحكومة: لا!</span></p>' in html
    assert '“<span dir="rtl"><span lang="ar">لا!</span></span>”' in html


def test_a_draft_says_so_and_marks_its_open_problems() -> None:
    briefing = Briefing.model_validate(written(summary=["First. [@a para. 2]", "Second. [@a]"]))
    problems = [Problem("uncited", "no source"), Problem("names", "two spellings")]
    given = DocumentInput({}, {}, open_problems=problems, problem_spots={("summary", 1): (1, 2)})
    html = compose_document(briefing, Drawings(None), "a4", given).html
    assert words(html).startswith("DRAFT TLP:RED Title")
    assert html.count('class="flagged"') == 1
    assert re.search(r'<li class="flagged" style="--problem: [^>]*open problems 1, 2[^>]*">Second', html)
    final = compose_document(briefing, Drawings(None), "a4", DocumentInput({}, {})).html
    assert "flagged" not in final
    assert "DRAFT" not in final


@pytest.mark.parametrize(
    ("language", "written_term", "printed"),
    [
        ("fr", "realistic possibility", "possibilité réaliste"),
        ("fr", "Likely", "probable"),
        ("fr", "almost no chance", "presque aucune chance"),
        ("en-GB", "highly likely", "highly likely"),
        ("fr", "assez sûr", "assez sûr"),
    ],
)
def test_a_likelihood_is_in_the_language_of_the_page(language: str, written_term: str, printed: str) -> None:
    html = page(language=language, assessment=[{"judgement": "J", "likelihood": written_term}]).html
    assert f"<td>{printed}</td>" in html
