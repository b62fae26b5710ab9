"""Sources: texts extracted from files, stored with their digests, listed without changing what the author wrote, traced."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pikepdf
import pydyf
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefing.load.files import FileProblem
from briefing.load.folder import load_briefing
from briefing.load.yaml_reader import read_yaml
from briefing.problems import ContentError, UsageError
from briefing.sources.add import add_source
from briefing.sources.extract import extract_file
from briefing.sources.folder_lock import locked_folder
from briefing.sources.insert import insert_source
from briefing.sources.page_encoding import decode_page
from tests.command import Command

ROOT = Path(__file__).parents[2]
REPORT = ROOT.parent / "shared" / "sources" / "cnn-2023-07-27.txt"
EXAMPLE = ROOT / "assets" / "briefs" / "niger-2023"

TEXT = "The harbour was shut on Monday.\n\n“Nobody will leave,” she said.\n"

BRIEF = """# A remark of the desk's own.
id:   azur            # aligned on purpose
title: "The harbour of Azur
  stays shut"
marking: TLP:CLEAR
as_of: 2024-05-02T18:00Z
contact: {name: Desk, email: desk@desk.example}   # by day and night
bottom_line: >
  The harbour is shut.
  [@port para. 1]
summary:
    - 'It is shut. [@port para. 1]'
sources:
  # The first is the one that counts.
  - id: port
    publisher: Port          # authority
    title: Statement

  - {id: radio, publisher: Radio, title: "News: at six"}
# The end.
"""


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    (tmp_path / "briefing.yaml").write_text(BRIEF, encoding="utf-8")
    return tmp_path


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines_added(before: str, after: str) -> list[str]:
    """The lines that are new, where nothing else has changed."""
    left = after.splitlines()
    kept = before.splitlines()
    added = []
    for line in left:
        if kept and line == kept[0]:
            kept.pop(0)
        else:
            added.append(line)
    assert kept == []
    return added


# ---- added without changing anything else ----


def test_a_new_source_is_put_among_the_others_and_nothing_else_moves(brief: Path) -> None:
    details = {"id": "union", "publisher": "Union: the crews", "title": "A #1 demand", "published": "2024-04-30"}
    stored = add_source(brief, put(brief, "u.txt", TEXT), details)
    written = (brief / "briefing.yaml").read_text(encoding="utf-8")
    assert lines_added(BRIEF, written) == [
        "  - id: union",
        '    publisher: "Union: the crews"',
        '    title: "A #1 demand"',
        "    published: 2024-04-30",
        "    text: sources/union.txt",
        f"    sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}",
    ]
    assert (brief / "sources" / "union.txt").read_text(encoding="utf-8") == TEXT
    assert (stored.id, stored.paragraphs) == ("union", 2)


def test_adding_the_text_of_a_listed_source_keeps_the_authors_values(brief: Path) -> None:
    add_source(
        brief, put(brief, "u.txt", TEXT), {"id": "port", "publisher": "Another", "url": "https://port.example/a"}
    )
    added = lines_added(BRIEF, (brief / "briefing.yaml").read_text(encoding="utf-8"))
    assert [line.split(":")[0] for line in added] == ["    url", "    text", "    sha256"]


def test_a_source_on_one_line_gets_its_text_on_that_line(brief: Path) -> None:
    stored = add_source(brief, put(brief, "u.txt", TEXT), {"id": "radio"})
    written = (brief / "briefing.yaml").read_text(encoding="utf-8")
    added = f", text: sources/radio.txt, sha256: {stored.sha256}"
    assert written == BRIEF.replace('"News: at six"', f'"News: at six"{added}')


@pytest.mark.parametrize(
    ("sources", "wanted"),
    [
        ("", 1),
        ("sources:\n", 1),
        ("sources: []\n", 1),
        ("sources: [] # none yet\n", 1),
        ("sources: ~\n", 1),
        ("sources: [{id: a, publisher: A, title: B}]\n", 2),
        ("sources: [{id: a, publisher: A, title: B}]", 2),
        ("sources:\n- id: a\n  publisher: A\n  title: B\n", 2),
        ("sources:\n- id: a\n  publisher: A\n  title: B", 2),
        ("sources:\n      - id: a\n        publisher: A\n        title: >\n          B\n          C\n\n\n# end\n", 2),
        ("sources:\n  - {id: a, publisher: A, title: B}\ngaps:\n  - x\n", 2),
        ("sources:\n  - id: a\n    publisher: A\n    title: B\ngaps: []\n", 2),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_there_is_a_place_for_it_however_the_list_is_written(sources: str, wanted: int, ends: str) -> None:
    written = f"id: x # mine\n{sources}".replace("\n", ends).encode()
    entry = {"id": "new", "publisher": "P", "title": "T, and: more", "text": "sources/new.txt"}
    result = insert_source("briefing.yaml", written, entry, entry)
    read = yaml.safe_load(result)
    assert len(read["sources"]) == wanted
    assert read["sources"][-1] == entry
    assert ("\r\n" in result.decode()) == (ends == "\r\n")
    assert result.count(b"\n") == result.count(ends.encode())


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
        lambda text: text.strip() == text
    )
)
def test_whatever_a_source_is_called_it_is_read_back_as_that(title: str) -> None:
    entry = {"id": "new", "publisher": "P", "title": title}
    for written in (b"sources:\n  - {id: a, publisher: A, title: B}\n", b"sources: [{id: a}]\n"):
        result = insert_source("briefing.yaml", written, entry, entry)
        assert yaml.load(result, Loader=yaml.BaseLoader)["sources"][-1]["title"] == title


def test_a_source_that_has_a_text_is_not_given_another(brief: Path) -> None:
    add_source(brief, put(brief, "u.txt", TEXT), {"id": "port"})
    before = listing(brief)
    with pytest.raises(ContentError, match="duplicate-id"):
        add_source(brief, put(brief, "u.txt", TEXT), {"id": "port"})
    assert listing(brief) == before


def test_a_new_source_needs_a_publisher(brief: Path) -> None:
    with pytest.raises(ContentError, match="source-undescribed"):
        add_source(brief, put(brief, "u.txt", TEXT), {"id": "new"})


@pytest.mark.parametrize("key", ["doe2020", "Doe2020"])
def test_a_source_of_the_bibliography_needs_nothing_but_its_text(key: str, brief: Path) -> None:
    put(brief, "z.bib", "@article{Doe2020, title={Ports}, author={Doe, Jane}, journal={Quays}, year={2020}}")
    put(brief, "briefing.yaml", f"bibliography: z.bib\n{BRIEF}")
    before = (brief / "briefing.yaml").read_text(encoding="utf-8")
    add_source(brief, put(brief, "u.txt", TEXT), {"id": key})
    assert lines_added(before, (brief / "briefing.yaml").read_text(encoding="utf-8")) == [
        "  - id: doe2020",
        "    text: sources/doe2020.txt",
        f"    sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}",
    ]


def test_nothing_is_stored_outside_the_folder(brief: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (brief / "sources").symlink_to(elsewhere)
    before = (brief / "briefing.yaml").read_bytes()
    with pytest.raises(ContentError) as caught:
        add_source(brief, put(brief, "a.txt", b"One."), {"id": "new", "publisher": "P"})
    assert [problem.code for problem in caught.value.problems] == ["source-outside"]
    assert (list(elsewhere.iterdir()), (brief / "briefing.yaml").read_bytes()) == ([], before)


def test_an_invalid_detail_is_refused(brief: Path) -> None:
    for key, value in (
        ("published", "Monday"),
        ("url", "port.example"),
        ("url", "https://u:p@a.example"),
        ("id", "Port Authority"),
    ):
        with pytest.raises(UsageError, match="bad-option"):
            add_source(brief, put(brief, "u.txt", TEXT), {"id": "new", "publisher": "P", key: value})
    assert not (brief / "sources").exists()


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ---- extracted from files ----


def test_text_is_taken_by_its_paragraphs(tmp_path: Path) -> None:
    assert extract_file(put(tmp_path, "a.txt", "\ufeffOne,\r\nstill one.\r\n \r\n\r\nTwo.")).paragraphs == (
        "One, still one.",
        "Two.",
    )
    long = "A line as word processors save them, " * 8
    assert len(extract_file(put(tmp_path, "b.txt", f"{long}\nTwo.\nThree.")).paragraphs) == 3


def test_markdown_is_taken_without_its_marks(tmp_path: Path) -> None:
    read = extract_file(
        put(tmp_path, "a.md", "# Title\n\nIt is *shut*, [they say](https://a.example).\n\n- one\n- two\n")
    )
    assert read.paragraphs == ("Title", "It is shut, they say.", "one", "two")


PAGE = """<html><head><title>Shut | The Port</title><meta property="og:site_name" content="The Port">
<meta name="author" content="A. Writer"><meta property="article:published_time" content="2024-04-30T10:00:00Z">
<link rel="canonical" href="https://port.example/shut"></head><body><nav><a href="/">Home</a> <a href="/x">Ships</a></nav>
<article><h1>The harbour is shut</h1><p>The harbour was shut on Monday, the authority said in a statement that it read out.</p>
<p>“Nobody will leave,” she said to those who had come to the quay in the morning to hear what would become of them.</p>
</article><footer>All rights reserved</footer></body></html>"""


def test_a_saved_page_is_taken_without_its_menus_and_describes_itself(tmp_path: Path) -> None:
    read = extract_file(put(tmp_path, "a.html", PAGE))
    assert read.paragraphs[-1].startswith("“Nobody will leave,” she said")
    assert not any("rights" in paragraph or "Ships" in paragraph for paragraph in read.paragraphs)
    assert (read.publisher, read.author, read.published, read.url) == (
        "The Port",
        "A Writer",
        "2024-04-30",
        "https://port.example/shut",
    )


def test_markdown_is_read_as_it_is_shown(tmp_path: Path) -> None:
    front = "---\ntitle: 'Стан води'\nauthor: Ольга\nsecret: yes\n---\n"
    text = "It killed ~~14~~ 41 people.<!-- 12,\n\nnot yet -->\n\nThe <del>mayor</del> governor said so.\n"
    read = extract_file(put(tmp_path, "a.md", f"{front}{text}\n---\n\nAfter ~ 3 ~ days.\n"))
    assert read.paragraphs == ("It killed ~~14~~ 41 people.", "The ~~mayor~~ governor said so.", "After ~ 3 ~ days.")
    assert (read.title, read.author) == ("Стан води", "Ольга")


def test_the_end_of_a_page_parts_words(tmp_path: Path) -> None:
    assert extract_file(put(tmp_path, "a.txt", "1,234\f567 left\n")).paragraphs == ("1,234 567 left",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It holds 10<sup>6</sup> m<SUP>3</SUP> of water.", "It holds 10⁶ m³ of water."),
        ("Some 12,400<sup><a href='#n3'>3</a></sup> people fled.", "Some 12,400³ people fled."),
        ("CO<sub>2</sub> rose on the 5<sup>th</sup> day.", "CO₂ rose on the 5th day."),
        ("It killed <del>14</del> <ins>41</ins> people.", "It killed ~~14~~ 41 people."),
        ("It killed <s>14 <b>or so</b></s> 41 people.", "It killed ~~14 or so~~ 41 people."),
        ("They will <span style='display: none'>not</span> leave.", "They will leave."),
        ("They will <span hidden>not</span>leave.", "They will leave."),
        ("Κατέβαλε 1.234 € <strike>(2.345 €)</strike> ο δήμος.", "Κατέβαλε 1.234 € ~~(2.345 €)~~ ο δήμος."),
    ],
)
def test_a_page_is_read_as_it_is_seen(written: str, read: str, tmp_path: Path) -> None:
    page = PAGE.replace("The harbour was shut on Monday", f"{written}</p><p>The harbour was shut on Monday")
    assert read in extract_file(put(tmp_path, "a.html", page)).paragraphs


WORDS = "“Konaté” – 10 €"
JAPANESE = "港は月曜日に閉鎖された"


@pytest.mark.parametrize(
    ("meta", "encoding", "words"),
    [
        ("", "utf-8", WORDS),
        ("", "utf-8-sig", WORDS),
        ("", "utf-16", WORDS),
        ('<meta charset="iso-8859-1">', "utf-16", WORDS),
        ('<meta charset="iso-8859-1">', "utf-8", WORDS),
        ('<meta charset="iso-8859-1">', "windows-1252", WORDS),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=ISO-8859-1'>", "windows-1252", WORDS),
        ("<meta charset=latin1>", "windows-1252", WORDS),
        ("<meta charset=us-ascii >", "windows-1252", WORDS),
        ("<!-- <meta charset=koi8-r> --><meta charset=cp1252>", "windows-1252", WORDS),
        ("<meta charset=iso-8859-15>", "iso-8859-15", "Konaté 10 €"),
        ("<meta charset=gb2312>", "gbk", "港口關閉"),
        ("<meta charset=big5>", "big5hkscs", "港口關閉"),
        ("<meta charset=shift_jis>", "cp932", JAPANESE),
        ("<meta charset=euc-jp>", "euc-jp", JAPANESE),
        ("<meta charset=iso-2022-jp>", "iso-2022-jp", JAPANESE),
        ("<meta charset=windows-1256>", "windows-1256", "الميناء مغلق"),
        ("<meta charset=koi8-r>", "koi8-r", "Порт закрыт"),
        ("<meta charset=no-such>", "utf-8", WORDS),
        ('<meta charset="gb18030">', "gb18030", "港口關閉"),
        ('<meta charset="euc-kr">', "cp949", "항구가 폐쇄되었다"),
        ("<meta charset=utf-16>", "utf-8", WORDS),
        ("<meta charset=windows-1252>", "utf-16-le-bom", WORDS),
        ('<meta charset="windows-1251" >', "windows-1251", "Порт закрыт"),
        ("<meta name=d content='charset=koi8-r'><meta charset=windows-1251>", "windows-1251", "Порт закрыт"),
        ('<meta content="a > b" name=d><meta charset=windows-1251>', "windows-1251", "Порт закрыт"),
        (f"<!--{'x' * 900}--><meta charset=windows-1251>", "windows-1251", "Порт закрыт"),
        (f"<script>{'x' * 5000}</script><meta charset=windows-1251>", "windows-1251", "Порт закрыт"),
    ],
)
def test_a_page_is_read_in_its_encoding(meta: str, encoding: str, words: str) -> None:
    page = f"<html><head>{meta}</head><p>{words}</p></html>"
    content = "\ufeff".encode("utf-16-le") + page.encode("utf-16-le") if "bom" in encoding else page.encode(encoding)
    assert decode_page(content).text == page


def test_the_declaration_of_xml_states_an_encoding(tmp_path: Path) -> None:
    page = '<?xml version="1.0" encoding="windows-1251"?>\n' + PAGE.replace("Nobody", "Порт")
    read = extract_file(put(tmp_path, "a.html", page.replace("“", "«").replace("”", "»").encode("windows-1251")))
    assert read.paragraphs[-1].startswith("«Порт will leave,»")


@pytest.mark.parametrize(
    ("label", "encoding", "note"),
    [
        ("utf-8", "utf-8", ""),
        ("UTF8", "utf-8", ""),
        ("cp1252", "windows-1252", ""),
        ("iso-8859-1", "windows-1252", "read as windows-1252; the page states iso-8859-1"),
        ("iso-8859-1", "utf-8", "read as utf-8; the page states iso-8859-1"),
        ("Windows-1252", "utf-16", "read as utf-16le; the page states Windows-1252"),
        ("no-such", "utf-8", "read as utf-8; the page states no-such"),
    ],
)
def test_what_encoding_was_used_is_told_where_the_page_states_another(label: str, encoding: str, note: str) -> None:
    assert decode_page(f"<meta charset={label}><p>Konaté – 10 €".encode(encoding)).note == note
    assert decode_page(f"<meta charset={label}><p>Konate".encode()).note == ""


def test_the_command_tells_the_encoding_it_used(brief: Path, command: Command) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">')
    file = put(brief, "a.html", page.encode())
    ended = command("source", "add", str(file), "--in", str(brief), "--id", "shut")
    assert ended.code == 0
    assert ended.out.splitlines()[-1] == f"{file}: read as utf-8; the page states iso-8859-1"


def test_references_to_characters_of_windows_1252_are_read_as_browsers_read_them(tmp_path: Path) -> None:
    page = PAGE.replace("“Nobody", "&#147;Nobody").replace("leave,”", "leave,&#x94;").replace("those", "&#8217;those")
    assert (
        extract_file(put(tmp_path, "a.html", page)).paragraphs[-1].startswith("“Nobody will leave,” she said to ’those")
    )


@pytest.mark.parametrize("letter", ["\x01", "\x08", "\x1b", "\x7f", "\x85", "\x92", "\ufffd", "\uffff"])
@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md"])
def test_a_text_with_control_characters_is_refused(letter: str, name: str, tmp_path: Path) -> None:
    text = PAGE if name == "a.html" else TEXT
    text = text.replace("Nobody", f"No{letter}body")
    with pytest.raises(ContentError, match=r"source-(not-utf8|binary|no-text)"):
        extract_file(put(tmp_path, name, text))


def test_a_text_that_is_utf_16_is_told_to_be_saved_as_utf_8(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"source-not-utf8\]: this text is UTF-16\nhint: .*UTF-8"):
        extract_file(put(tmp_path, "a.txt", TEXT.encode("utf-16")))


@pytest.mark.parametrize(
    "page",
    [
        b"<p>Konat\xe9",
        b"<meta charset=utf-8><p>Konat\xe9",
        b"<meta charset=utf-16><p>Konat\xe9",
        b"<meta charset=no-such><p>Konat\xe9",
        b"<meta charset=iso-2022-kr><p>Konat\xe9",
        b"<meta charset=shift_jis><p>Konat\xff",
        b"<meta charset=windows-1252><p>Konat\xe9\x81",
        b"<meta charset=iso-8859-2><p>\x80\x99",
        b"<meta charset=latin1><p>Konat\xe9 \x01",
        b"\xff\xfe<\x00p",
    ],
)
def test_a_page_that_is_not_in_its_encoding_is_refused(page: bytes) -> None:
    with pytest.raises(FileProblem) as caught:
        decode_page(page)
    assert caught.value.code == "source-not-utf8"


@given(
    st.binary(max_size=60), st.sampled_from(["", "<meta charset=gbk>", "<meta charset=utf-7>", "<meta charset=big5>"])
)
def test_no_bytes_break_the_reading_of_a_page(content: bytes, meta: str) -> None:
    with suppress(FileProblem):
        assert "\0" not in decode_page(meta.encode() + content).text


def test_a_saved_page_is_extracted_in_its_encoding(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("Nobody", "Konaté")
    read = extract_file(put(tmp_path, "a.html", page.encode("windows-1252")))
    assert "“Konaté will leave,”" in read.paragraphs[-1]


def pdf_of(*lines: str, gaps: Sequence[int] = (), sizes: Sequence[int] = (), indents: Sequence[int] = ()) -> bytes:
    """A PDF of one page with these lines; more white before some, other sizes and indents of some, by their number."""
    pdf = pydyf.PDF()
    stream = pydyf.Stream()
    if lines:
        stream.begin_text()
        stream.set_font_size("F1", 11)
        stream.set_text_matrix(1, 0, 0, 1, 50, 700)
        for nth, line in enumerate(lines):
            stream.set_font_size("F1", 16 if nth in sizes else 11)
            stream.move_text_to(24 if nth in indents else 0, -8 if nth in gaps else 0)
            stream.show_text_string(line)
            stream.move_text_to(-24 if nth in indents else 0, -14)
        stream.end_text()
    font = pydyf.Dictionary({"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica"})
    pdf.add_object(font)
    pdf.add_object(stream)
    resources = pydyf.Dictionary({"Font": pydyf.Dictionary({"F1": font.reference})})
    page = {"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": pydyf.Array([0, 0, 595, 842])}
    pdf.add_page(pydyf.Dictionary(page | {"Resources": resources, "Contents": stream.reference}))
    from io import BytesIO

    written = BytesIO()
    pdf.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It holds 10<sup>6</sup> m<sup>3</sup>, they say.", "It holds 10⁶ m³, they say."),
        ("Some 12,400<sup>3</sup> people fled in 2024<sup>12</sup>.", "Some 12,400³ people fled in 2024¹²."),
        ("CO<sub>2</sub> rose; 1,254,300 euros, 5<small>00</small> in all.", "CO₂ rose; 1,254,300 euros, 500 in all."),
        ("Στάθμη 10<sup>-3</sup> m.", "Στάθμη 10⁻³ m."),
    ],
)
def test_raised_figures_of_a_pdf_are_no_part_of_the_number_before_them(written: str, read: str, tmp_path: Path) -> None:
    from weasyprint import HTML

    put(
        tmp_path,
        "a.pdf",
        HTML(string=f"<p>{written}</p><p>Nobody will leave before the harbour opens.</p>").write_pdf(),
    )
    assert extract_file(tmp_path / "a.pdf").paragraphs[0].startswith(read)


def test_a_word_divided_at_the_end_of_a_line_is_whole(tmp_path: Path) -> None:
    from weasyprint import HTML

    page = "<style>@page { size: 6cm 20cm; margin: 1cm }</style><p lang=en style='hyphens: auto'>"
    words = "uncharacteristic representatives extraordinarily"
    put(tmp_path, "a.pdf", HTML(string=f"{page}{words}").write_pdf())
    assert extract_file(tmp_path / "a.pdf").paragraphs == (words,)


def test_a_pdf_is_taken_in_paragraphs_that_run_over_its_lines(tmp_path: Path) -> None:
    lines = (
        "The harbour was shut on Monday, the port authority",
        "said in a statement.",
        "Nobody will leave before the crews are",
        "safe, it went on.",
    )
    read = extract_file(put(tmp_path, "a.pdf", pdf_of(*lines)))
    assert read.paragraphs == (f"{lines[0]} {lines[1]}", f"{lines[2]} {lines[3]}")


SET = (
    "The harbour is shut",
    "The port authority said that no crew",
    "will leave. It said that it would wait",
    "for them all",
)


@pytest.mark.parametrize(
    ("how", "paragraphs"),
    [
        ({}, [" ".join(SET)]),
        ({"gaps": (1,)}, [SET[0], " ".join(SET[1:])]),
        ({"sizes": (0,)}, [SET[0], " ".join(SET[1:])]),
        ({"indents": (1,)}, [SET[0], " ".join(SET[1:])]),
        ({"gaps": (1, 3)}, [SET[0], " ".join(SET[1:3]), SET[3]]),
    ],
)
def test_a_paragraph_of_a_pdf_is_seen_by_how_it_is_set(
    how: dict[str, Sequence[int]], paragraphs: list[str], tmp_path: Path
) -> None:
    assert list(extract_file(put(tmp_path, "a.pdf", pdf_of(*SET, **how))).paragraphs) == paragraphs


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.doc", b"PK", "source-kind"),
        ("a.docx", b"PK", "source-binary"),
        ("a.eml", b"Hello there", "source-binary"),
        ("a", b"text", "source-kind"),
        ("a.txt", b"", "source-empty"),
        ("a.txt", b" \n\n", "source-empty"),
        ("a.txt", b"%PDF-1.7 ", "source-binary"),
        ("a.txt", b"a\0b", "source-binary"),
        ("a.txt", "Konaté".encode("utf-16"), "source-not-utf8"),
        ("a.txt", "Konaté".encode("latin-1"), "source-not-utf8"),
        ("a.html", "<p>Konaté".encode("latin-1"), "source-not-utf8"),
        ("a.html", b"<html></html>", "source-no-text"),
        ("a.pdf", b"no pdf", "source-binary"),
        ("a.pdf", pdf_of(), "source-no-text"),
        ("a.txt", b"x" * 50_000_000, "source-too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_serve_as_a_source_is_refused(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=re.escape(f"[{code}]")):
        extract_file(put(tmp_path, name, content))


def test_a_pdf_with_a_password_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    whole = pdf_of(*SET)
    for content, words in (
        (locked.read_bytes(), "with a password only\nhint: save a copy without a password"),
        (b"%PDF-1.7 and then nothing", "not a PDF, or it is damaged"),
        (whole[9:100], "not a PDF, or it is damaged"),
        (b"<html>Not found</html>", "not a PDF, or it is damaged"),
    ):
        with pytest.raises(ContentError, match=r"\[source-binary\]") as caught:
            extract_file(put(tmp_path, "a.pdf", content))
        assert words in str(caught.value)
        assert ("a password" in str(caught.value)) is ("a password" in words)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(ContentError, match=r"\[source-(missing|kind)\]"):
            extract_file(path)


# ---- compared with its digest ----


def test_a_changed_text_is_found(brief: Path) -> None:
    add_source(brief, put(brief, "u.txt", TEXT), {"id": "port"})
    loaded = load_briefing(brief, [], lambda: frozenset(range(0x3000)))
    assert loaded.texts["port"].paragraphs == ("The harbour was shut on Monday.", "“Nobody will leave,” she said.")
    assert any(path.name == "port.txt" for path in loaded.read)
    (brief / "sources" / "port.txt").write_text(TEXT.replace("will", "would"), encoding="utf-8")
    with pytest.raises(ContentError, match="source-altered"):
        load_briefing(brief, [], lambda: frozenset(range(0x3000)))


# ---- the command ----


def test_the_quotations_of_the_worked_example_are_in_its_report(command: Command) -> None:
    if not REPORT.exists():
        pytest.skip("the report that the worked example rests on is not here")
    folder = command.folder / "niger"
    shutil.copytree(EXAMPLE, folder)
    ended = command("source", "add", str(REPORT), "--in", "niger", "--id", "cnn", "--withhold")
    assert "cnn, 23 paragraphs" in ended.out
    assert (folder / "briefing.yaml").read_bytes() == (EXAMPLE / "briefing.yaml").read_bytes()
    ended = command("check", "niger", "--strict")
    assert ended.code == 0, ended.out
    counted = re.search(r"(\d+) quotations, (\d+) verified word for word", ended.out)
    assert counted
    assert counted[1] == counted[2]
    assert int(counted[1]) >= 8


def test_of_sources_added_at_the_same_time_none_is_lost(brief: Path) -> None:
    files = [put(brief, f"{number}.txt", f"Report {number}.") for number in range(8)]

    def add(file: Path) -> str:
        return add_source(brief, file, {"id": f"s{file.stem}", "publisher": "Agency"}).id

    with ThreadPoolExecutor(len(files)) as threads:
        added = sorted(threads.map(add, files))
    listed, problems = read_yaml("briefing.yaml", (brief / "briefing.yaml").read_bytes())
    assert not problems
    assert added == sorted(str(row["id"]) for _, row in listed.rows("sources") if str(row["id"]).startswith("s"))


def test_a_folder_is_locked_for_one_at_a_time(tmp_path: Path) -> None:
    with locked_folder(tmp_path), pytest.raises(UsageError, match="folder-busy"), locked_folder(tmp_path, 0):
        pass
    with locked_folder(tmp_path, 0):
        assert list(tmp_path.iterdir()) == []


@pytest.fixture
def desk(command: Command) -> Command:
    put(command.folder, "briefing.yaml", BRIEF)
    put(command.folder, "u.txt", TEXT)
    assert command("source", "add", "u.txt", "--id", "port").code == 0
    return command


def test_sources_are_listed_with_the_claims_that_cite_them(desk: Command) -> None:
    rows = [line.split("  ") for line in desk("source", "list").out.splitlines()]
    assert [row[0].strip() for row in rows] == ["id", "port", "radio"]
    assert rows[1][-1].strip() == "2"
    assert "not stored" in "  ".join(rows[2])


def test_a_source_is_shown_by_its_paragraphs(desk: Command) -> None:
    assert (
        desk("source", "show", "port").out == "1  The harbour was shut on Monday.\n2  “Nobody will leave,” she said.\n"
    )
    assert desk("source", "show", "port", "--para", "2").out == "2  “Nobody will leave,” she said.\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("port", "--para", "3"), "no-such-paragraph"),
        (("port", "--para", "0"), "no-such-paragraph"),
        (("radio",), "text-not-held"),
        (("prot",), "unknown-source"),
        (("port", "--in", "nowhere"), "no-briefing"),
    ],
)
def test_what_cannot_be_shown_is_reported(desk: Command, words: tuple[str, ...], code: str) -> None:
    ended = desk("source", "show", *words)
    assert (ended.code, ended.out) == (2, "")
    assert f"[{code}]" in ended.err


def test_claims_that_depend_on_a_source_are_listed(desk: Command) -> None:
    lines = desk("source", "impact", "port", ".").out.splitlines()
    assert lines == [
        "briefing.yaml:8:14: bottom line: The harbour is shut. (para. 1, on nothing else)",
        "briefing.yaml:12:7: key point: It is shut. (para. 1, on nothing else)",
    ]
    assert desk("source", "impact", "radio").out == ""
    ended = desk("source", "impact", "prot")
    assert (ended.code, "[unknown-source]" in ended.err) == (2, True)


def test_an_unreadable_briefing_is_not_reported_as_citing_nothing(desk: Command) -> None:
    (desk.folder / "other").mkdir()
    put(desk.folder / "other", "briefing.yaml", "id: [\n")
    ended = desk("source", "impact", "port", ".", "other")
    assert ended.code == 3
    assert "not-yaml" in ended.out + ended.err
