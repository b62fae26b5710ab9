"""Of a saved page, only what its readers see is stored: hidden words are left out and told, struck-out ones are marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing.problems import ContentError
from briefing.sources.extract import ExtractedText, extract_file
from briefing.sources.left_out import LeftOut
from briefing.sources.page_elements import IN_DATA, RAISED_REMARK
from briefing.sources.page_styles import CUT_OFF, NOT_DISPLAYED, OFF_PAGE, SAME_COLOUR, TINY, TRANSPARENT
from tests.command import Command

FIRST = "The ferry to Lemuro was stopped on Friday, the island council said in a note that it put on the quay."
LAST = (
    "“Nobody is in danger,” the harbour master told those who had come to the quay to hear what would become of them."
)
PAGE = """<html lang="{lang}"><head><title>Stopped | Lemuro Post</title><style>{style}</style></head><body>
<nav><a href="/">Home</a> <a href="/x">Boats</a></nav>
<article><h1>The ferry is stopped</h1><p>{first}</p>
{body}
<p>{last}</p></article><footer>All rights reserved</footer></body></html>"""


def read(tmp_path: Path, body: str, style: str = "", lang: str = "en") -> ExtractedText:
    page = PAGE.format(body=body, style=style, lang=lang, first=FIRST, last=LAST)
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    return extract_file(tmp_path / "a.html")


def between(found: ExtractedText) -> list[str]:
    """The paragraphs between the first and the last."""
    words = list(found.paragraphs)
    return words[words.index(FIRST) + 1 : words.index(LAST)]


HIDDEN = "All of them were lost."


@pytest.mark.parametrize(
    ("body", "style", "why"),
    [
        ("<p hidden>{}</p>", "", NOT_DISPLAYED),
        ("<div hidden><p>{}</p></div>", "", NOT_DISPLAYED),
        ("<section style='display:none'><p>{}</p></section>", "", NOT_DISPLAYED),
        ("<template><p>{}</p></template>", "", NOT_DISPLAYED),
        ("<noscript><p>{}</p></noscript>", "", NOT_DISPLAYED),
        ("<dialog><p>{}</p></dialog>", "", NOT_DISPLAYED),
        ("<p class='note'>{}</p>", ".note { display: none }", NOT_DISPLAYED),
        ("<p id=n>{}</p>", "article > #n, .x { visibility: hidden; }", NOT_DISPLAYED),
        ("<p class=n>{}</p>", "@media screen { p.n { display: none !important } }", NOT_DISPLAYED),
        ("<p style='font-size:0'>{}</p>", "", TINY),
        ("<p style='font-size: .1em'><b>{}</b></p>", "", TINY),
        ("<aside><p>{}</p></aside>", "aside { font: 0/0 a; font-size: 0.5px }", TINY),
        ("<p style='opacity:0'>{}</p>", "", TRANSPARENT),
        ("<p style='color:transparent'>{}</p>", "", TRANSPARENT),
        ("<p style='color:rgb(1 2 3 / 5%)'>{}</p>", "", TRANSPARENT),
        ("<p style='filter: opacity(0)'>{}</p>", "", TRANSPARENT),
        ("<p style='color:hsl(0 0% 99%)'>{}</p>", "", SAME_COLOUR),
        ("<p style='color: rgba(0, 0, 0, 0)'>{}</p>", "", TRANSPARENT),
        ("<p style='color:#fff'>{}</p>", "", SAME_COLOUR),
        ("<p><font color=white>{}</font></p>", "", SAME_COLOUR),
        ("<div style='background:#123'><p class=a>{}</p></div>", ".a { color: rgb(17, 34, 51) }", SAME_COLOUR),
        ("<p style='position:absolute; left:-9999px'>{}</p>", "", OFF_PAGE),
        ("<p style='text-indent:-999em'>{}</p>", "", OFF_PAGE),
        ("<p style='transform: translateX(-3000px)'>{}</p>", "", OFF_PAGE),
        ("<p class='sr'>{}</p>", ".sr { position: absolute; clip: rect(0 0 0 0); width: 1px; height: 1px }", CUT_OFF),
        ("<div style='height:0;overflow:hidden'><p>{}</p></div>", "", CUT_OFF),
        ("<p style='clip-path: inset(100%)'>{}</p>", "", CUT_OFF),
    ],
)
def test_hidden_words_are_left_out_and_told(body: str, style: str, why: str, tmp_path: Path) -> None:
    found = read(tmp_path, body.format(HIDDEN), style)
    assert between(found) == []
    assert [(one.kind, one.words) for one in found.left_out] == [(why, HIDDEN)]
    assert found.left_out[0].paragraph == found.paragraphs.index(FIRST) + 1


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ("<details><summary>More</summary><p>{}</p></details>", ""),
        ("<p aria-hidden=true>{}</p>", ""),
        ("<p hidden style='display:block'>{}</p>", ""),
        ("<div style='visibility:hidden'><p style='visibility:visible'>{}</p></div>", ""),
        ("<p class=n>{}</p>", ".n { display: none } p.n { display: block }"),
        ("<p class=n>{}</p>", "@media print { .n { display: none } }"),
        ("<p class=n>{}</p>", "@media (max-width: 30em) { .n { display: none } }"),
        ("<p class=n>{}</p>", ".n::before { display: none } .m .n { display: none } :bad( { } .n { color: #777 }"),
        ("<div style='background:#000'><p style='color:#fff'>{}</p></div>", ""),
        ("<div style='background: url(a.png)'><p style='color:#fff'>{}</p></div>", ""),
        ("<p style='color:#fff; background: linear-gradient(red, blue)'>{}</p>", ""),
        ("<p style='color:var(--x)'>{}</p>", ""),
        ("<p style='opacity:.6; font-size:80%; left:-9999px'>{}</p>", ""),
        ("<p style='text-transform: uppercase; font-variant: small-caps'>{}</p>", ""),
        ("<div style='max-height: 20em; overflow: hidden'><p>{}</p></div>", ""),
        ("<div style='font-size:0'><p style='font-size:16px'>{}</p></div>", ""),
    ],
)
def test_what_is_seen_or_can_be_opened_stays(body: str, style: str, tmp_path: Path) -> None:
    found = read(tmp_path, body.format(HIDDEN), style)
    assert HIDDEN in between(found)
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("They will <span hidden>not </span>leave.", "They will leave."),
        ("They will <b style='color:white'>not</b> leave.", "They will leave."),
        ("They <span style='font-size:0'>never <i>ever</i></span>leave.", "They leave."),
        ("She said <q>leave</q>, they say.", "She said “leave”, they say."),
        ("<q>He said <q>no</q></q>, she said.", "“He said ‘no’”, she said."),
        (
            "They won<sup>2</sup> it, won<sup>[3]</sup>, won<sup>a</sup>, won<sup>†</sup>.",
            "They won² it, won³, wonᵃ, won†.",
        ),
        (
            "On 1<sup>er</sup> May, the 5<sup>th</sup> of the XX<sup>e</sup>, M<sup>me</sup> Oru",
            "On 1er May, the 5th of the XXe, Mme Oru",
        ),
        ("10<sup>6</sup> m<sup>2</sup> of CO<sub>2</sub>, n<sup>o</sup> 4", "10⁶ m² of CO₂, no 4"),
        ("They left<sup>[citation needed]</sup> at noon<sup>[note 2]</sup>.", "They left at noon²."),
        ("It will <s>not</s> sail.", "It will ~~not~~ sail."),
        ("It will <span style='text-decoration: line-through'>not</span> sail.", "It will ~~not~~ sail."),
        ("It will <span class=x>not <b>ever</b></span> sail.", "It will ~~not ever~~ sail."),
        ("It will <del>not<span hidden> now</span></del> sail.", "It will ~~not~~ sail."),
    ],
)
def test_the_words_of_a_paragraph_are_those_that_are_seen(written: str, seen: str, tmp_path: Path) -> None:
    assert between(read(tmp_path, f"<p>{written}</p>", ".x { text-decoration-line: line-through }")) == [seen]


def test_struck_out_paragraphs_and_rows_are_marked_one_by_one(tmp_path: Path) -> None:
    body = "<del><p>The ferry sails on Saturday.</p><p>Tickets are <b>free</b>.</p></del>"
    body += "<ul><li>Bread</li><li><s>Fish</s></li><li>No</li></ul>"
    assert between(read(tmp_path, body)) == [
        "~~The ferry sails on Saturday.~~",
        "~~Tickets are free.~~",
        "Bread",
        "~~Fish~~",
        "No",
    ]


LONG = "".join(
    f"<p>Paragraph {number} tells more of what the council of the island did on that day, and of the boats that came and went "
    "while people were waiting on the quay in the rain.</p>"
    for number in range(8)
)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("<p>They want:</p><ul><li>Bread</li><li>No</li></ul>", ["They want:", "Bread", "No"]),
        ("<p>They want:</p><ul><li><a href=/a>Bread</a></li><li>No</li></ul>", ["They want:", "Bread", "No"]),
        ("<p>They want:</p><ol class='share-list'><li class=menu>4 boats</li></ol>", ["They want:", "4 boats"]),
        ("<p>No.</p><p>They will <a href=/a>not</a> sail.</p>", ["No.", "They will not sail."]),
        ("<p>It is <a href=/a style='color:white'>never</a> shut.</p>", ["It is shut."]),
        ("<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字 is read.</p>", ["漢字 is read."]),
    ],
)
def test_short_items_of_lists_and_sentences_with_links_are_kept(body: str, kept: list[str], tmp_path: Path) -> None:
    found = read(tmp_path, f"{LONG}{body}{LONG}")
    assert [one for one in between(found) if not one.startswith("Paragraph ")] == kept


def test_the_marks_of_quotations_are_those_of_the_language(tmp_path: Path) -> None:
    assert between(read(tmp_path, "<p>Elle a dit <q>non</q> hier.</p>", lang="fr")) == ["Elle a dit «non» hier."]


def test_a_remark_between_brackets_beside_a_word_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "<p>They left<sup>[citation needed]</sup> at noon.</p>")
    assert found.left_out == (LeftOut(RAISED_REMARK, "[citation needed]", paragraph=3),)


def test_the_text_that_a_page_has_for_search_engines_is_no_evidence(tmp_path: Path) -> None:
    words = f"{HIDDEN} Nothing is left of the ferry, and nobody knows why. " * 9
    data = json.dumps({"@type": "NewsArticle", "articleBody": words})
    page = f'<html><head><script type="application/ld+json">{data}</script></head><body><p>{FIRST}</p></body></html>'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    found = extract_file(tmp_path / "a.html")
    assert found.paragraphs == (FIRST,)
    assert [(one.kind, one.words[: len(HIDDEN)]) for one in found.left_out] == [(IN_DATA, HIDDEN)]
    (tmp_path / "a.html").write_text(page.replace(words, FIRST), encoding="utf-8")
    assert extract_file(tmp_path / "a.html").left_out == ()


def test_hidden_words_far_from_the_article_are_told_without_a_paragraph(tmp_path: Path) -> None:
    page = PAGE.format(body="", style="", lang="en", first=FIRST, last=LAST)
    page = page.replace("</nav>", "<div hidden>Sign in here</div></nav>").replace(
        "All rights", "reserved <i hidden>Some cookies.</i>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert [(one.words, one.paragraph) for one in extract_file(tmp_path / "a.html").left_out] == [
        ("Sign in here", None),
        ("Some cookies.", None),
    ]


def test_a_page_whose_article_is_hidden_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        f"<body><article hidden><p>{FIRST}</p><p>{LAST}</p></article></body>", encoding="utf-8"
    )
    with pytest.raises(
        ContentError, match=r"\[source-no-text\]: no article is seen in this page, and 1 of its passages"
    ):
        extract_file(tmp_path / "a.html")


@pytest.mark.parametrize(
    "style", ["}}} {{{ @media", "a { b: c", "@import 'x'; @font-face { }", "* { width: calc(", "\\", "p { color: }"]
)
def test_broken_styles_hinder_nothing(style: str, tmp_path: Path) -> None:
    assert between(read(tmp_path, f"<p style='{style[:9]}'>They left at noon.</p>", style)) == ["They left at noon."]


def test_no_quotation_verifies_with_hidden_or_struck_out_words(command: Command) -> None:
    quoted = {1: "The ferry will not sail", 2: "The ferry will sail"}
    for number, words in quoted.items():
        folder = command.folder / f"b{number}"
        folder.mkdir()
        (folder / "briefing.yaml").write_text(
            "id: lemuro\ntitle: The ferry\nmarking: TLP:CLEAR\nas_of: 2024-05-02T18:00Z\n"
            "contact: {name: Desk, email: desk@desk.example}\n"
            f"bottom_line: The council said “{words}”. [@post]\nsummary: ['It is stopped. [@post]']\n"
            "sources:\n  - {id: post, publisher: Post, title: Note}\n".replace(
                "[It is stopped. [@post]]", "['It is stopped. [@post]']"
            ),
            encoding="utf-8",
        )
        for body, verified in (("not", True), ("<i hidden>not</i>", False), ("<s>not</s>", None)):
            page = PAGE.format(body=f"<p>The ferry will {body} sail.</p>", style="", lang="en", first=FIRST, last=LAST)
            (folder / "a.html").write_text(page, encoding="utf-8")
            before = (folder / "briefing.yaml").read_text("utf-8")
            assert command("source", "add", "a.html", "--id", "post", at=f"b{number}").code == 0
            ended = command("check", at=f"b{number}")
            wanted = verified is not None and verified is (number == 1)
            assert ("1 verified word for word" in ended.out) is wanted, ended.out
            (folder / "briefing.yaml").write_text(before, encoding="utf-8")
            (folder / "sources" / "post.txt").unlink()
