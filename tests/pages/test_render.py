"""A document becomes a PDF, or an error that lists all that is wrong with it."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pikepdf
import pytest

from briefing.pages.document import Attachment, Document
from briefing.problems import ExitCode, PdfError, Problem
from briefing.rendering import render_document
from tests.sheets import DRAWING, MODIFIED, picture, read_tags, sheet

ATTACHED = (
    Attachment("history.csv", b"year,country\n1974,NER\n", "text/csv", "The chart's data", "Data"),
    Attachment("briefing.yaml", "title: Niger – “été”\n".encode(), "application/yaml", "The briefing", "Source"),
)


def faults(page: Document) -> tuple[Problem, ...]:
    with pytest.raises(PdfError) as caught:
        render_document(page)
    assert caught.value.exit_code is ExitCode.PDF
    return caught.value.problems


def messages(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.what) for problem in problems]


def test_the_pdf_has_language_title_dates_and_identifier() -> None:
    pdf = render_document(sheet("<p>Text.</p><p style='break-before: page'>More.</p>"))
    with pikepdf.open(io.BytesIO(pdf.content)) as opened:
        assert pdf.pages == len(opened.pages) == 2
        assert opened.Root.Lang == "en-GB"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert opened.Root.MarkInfo.Marked
        assert opened.docinfo["/Title"] == "Niger"
        assert opened.docinfo["/CreationDate"] == opened.docinfo["/ModDate"] == "D:20230727200000Z"
        assert opened.trailer.ID[0] == opened.trailer.ID[1] != ""


def test_bookmarks_follow_the_headings_and_can_have_other_text() -> None:
    css = "h2 { bookmark-label: attr(data-bookmark) }"
    pdf = render_document(sheet("<h2 data-bookmark=Sources>Sources<sup>*</sup></h2>", css=css))
    with pikepdf.open(io.BytesIO(pdf.content)) as opened, opened.open_outline() as outline:
        [top] = outline.root
        assert (top.title, [below.title for below in top.children]) == ("Niger", ["Sources"])


@pytest.mark.parametrize(
    ("body", "head", "named"),
    [
        ("<img src=missing.png alt=x>", "", "missing.png"),
        ("<img src=../a.png alt=x>", "", "https://page.invalid/a/a.png"),
        ("<img src=/etc/passwd alt=x>", "", "https://page.invalid/etc/passwd"),
        ("<img src=//example.org/a.png alt=x>", "", "https://example.org/a.png"),
        ("<img src=file:///etc/passwd alt=x>", "", "file:///etc/passwd"),
        ("<img src='data:image/png;base64,AAAA' alt=x>", "", "data:image/png;base64,AAAA"),
        ("", "<link rel=stylesheet href=https://example.org/a.css>", "https://example.org/a.css"),
        ("", "<style>@import 'other.css';</style>", "other.css"),
        ("<p style='background: url(ftp://example.org/a.png)'>x", "", "ftp://example.org/a.png"),
        ("", "<base href=https://example.org/><link rel=stylesheet href=a.css>", "https://example.org/a.css"),
        ("<img src=outer.svg alt=x>", "", "file:///etc/hostname"),
    ],
)
def test_only_files_of_the_document_are_read(body: str, head: str, named: str) -> None:
    outer = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/hostname"/></svg>'
    page = sheet(body, head=head, files={"a.png": picture("PNG"), "a.css": b"", "outer.svg": outer})
    assert messages(faults(page)) == [("pdf-file", f"the document refers to “{named}”, which is not one of its files")]


def test_no_network_request_is_made() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        assert url in faults(sheet(f"<img src={url} alt=x>"))[0].what
        with pytest.raises(BlockingIOError):
            server.accept()


def test_system_fonts_are_never_used() -> None:
    # DejaVu, which most machines have, draws both of these.
    problems = faults(sheet('<p style=\'font-family: "IBM Plex Serif", "DejaVu Serif"\'>● ☃ ●</p>'))
    assert messages(problems) == [
        ("pdf-glyph", "no shipped font has the character “●” (U+25CF)"),
        ("pdf-glyph", "no shipped font has the character “☃” (U+2603)"),
        ("pdf-font", "there is no font family “DejaVu Serif”"),
    ]


def test_a_local_font_face_is_not_found() -> None:
    css = "@font-face { font-family: Borrowed; src: local('DejaVu Sans') } p { font-family: Borrowed }"
    assert ("pdf-warning", "Font-face 'Borrowed' cannot be loaded") in messages(faults(sheet("<p>x</p>", css=css)))


def test_every_weight_is_a_font_of_its_own() -> None:
    body = "<p>a<i>b</i><b>c</b><b style='font-weight: 600'>d</b><code>e</code><span>العربية</span></p>"
    with pikepdf.open(io.BytesIO(render_document(sheet(body)).content)) as opened:
        names = {str(font.BaseFont).partition("+")[2] for font in opened.pages[0].Resources.Font.values()}
    assert names == {
        "IBM-Plex-Serif",
        "IBM-Plex-Serif-Italic",
        "IBM-Plex-Serif-Bold",
        "IBM-Plex-Serif-Semi-Bold",
        "IBM-Plex-Sans-Arabic",
        "Fira-Sans",
    }


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<p style='colour: red'>x</p>", "Ignored `colour: red` at 1:1, unknown property."),
        ("<p><a href=#nowhere>x</a></p>", "No anchor #nowhere for internal URI reference"),
        ("<img src=a.png>", 'Image "a.png" has no required alt description'),
        ("<img src=a.png alt=''>", 'Image "a.png" has no required alt description'),
        ("<img src=torn.png alt=x>", "Failed to load image at 'torn.png': "),
    ],
)
def test_warnings_of_the_engine_are_errors(body: str, what: str) -> None:
    page = sheet(body, files={"a.png": picture("PNG"), "torn.png": b"not a picture"})
    [problem] = faults(page)
    assert problem.code == "pdf-warning"
    assert problem.what.startswith(what)


def test_all_problems_are_reported_together() -> None:
    body = "<h3>Deep</h3><img src=a.png alt=x><p style='colour: red'>☃</p><table><tr><td>1</td></tr></table>"
    codes = {problem.code for problem in faults(sheet(body))}
    assert codes == {"pdf-headings", "pdf-file", "pdf-warning", "pdf-glyph", "pdf-table"}


def test_a_document_without_a_language_is_refused() -> None:
    assert 'Missing required "lang" attribute at the root of the document' in faults(sheet("<p>x</p>", root=""))[0].what


def test_a_document_without_a_title_is_refused() -> None:
    problems = faults(sheet("<p>x</p>", title=""))
    assert {problem.code for problem in problems} == {"pdf-conformance"}
    assert any("dc:title" in problem.what for problem in problems)


def test_html_nested_too_deeply_is_refused() -> None:
    assert messages(faults(sheet("<b>" * 400 + "x"))) == [("pdf-depth", "the HTML is nested too deeply to be laid out")]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_are_tagged(kind: str) -> None:
    name = f"photograph.{kind.lower()}"
    pdf = render_document(sheet(f"<p><img src={name} alt='The palace'></p>", files={name: picture(kind)}))
    assert "Figure alt “The palace”" in read_tags(pdf.content)


def test_text_in_a_drawing_stays_text() -> None:
    pdf = render_document(sheet("<img src=history.svg alt='Coups since 1960'>", files={"history.svg": DRAWING}))
    assert "Figure alt “Coups since 1960” “since 1960”" in read_tags(pdf.content)


def test_attachments_keep_content_type_and_description() -> None:
    pdf = render_document(sheet("<p>x</p>", attachments=ATTACHED))
    with pikepdf.open(io.BytesIO(pdf.content)) as opened:
        assert list(opened.attachments) == ["briefing.yaml", "history.csv"]
        assert len(opened.Root.AF) == 2
        for given in ATTACHED:
            kept = opened.attachments[given.name]
            file = kept.get_file()
            assert file.read_bytes() == given.content
            assert file.mime_type == given.media_type
            assert bytes(file.md5) == hashlib.md5(given.content).digest()
            assert kept.description == given.description
            assert kept.obj.AFRelationship == f"/{given.relationship}"
            assert str(file.obj.Params.ModDate) == str(file.obj.Params.CreationDate) == "D:20230727200000Z"


SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from tests.pages.test_render import varied_document
from briefing.rendering import render_document
sys.stdout.buffer.write(render_document(varied_document()).content)
"""

WATCHED = """
import ctypes.util, sys
started = []
sys.addaudithook(lambda event, _: event in ("subprocess.Popen", "os.posix_spawn", "os.fork") and started.append(event))
{script}
assert started == [], started
assert ctypes.util.find_library.__module__ == "ctypes.util"
"""


def varied_document() -> Document:
    """Make a document with a bit of everything that could differ from one run to the next."""
    rows = "".join(f"<tr><th scope=row>row {n}</th><td>{n}</td></tr>" for n in range(60))
    body = (
        "<p>Set in <i>three</i> <b>faces</b> <code>at least</code>, العربية.<sup><a href=#s1>1</a></sup></p><p>―</p>"
        f"<img src=history.svg alt='Coups'><p><img src=a.png alt='A'></p><table><caption>T</caption><thead><tr>"
        f"<th scope=col>A</th><th scope=col>B</th></tr></thead><tbody>{rows}</tbody></table><p id=s1>Source</p>"
    )
    css = "@page { @bottom-right { content: 'page ' counter(page) ' of ' counter(pages) } }"
    files = {"history.svg": DRAWING, "a.png": picture("PNG")}
    return sheet(body, css=css, files=files, attachments=ATTACHED)


def test_the_same_document_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    script = SCRIPT.format(root=str(Path(__file__).parents[2]))
    seen = set()
    for seed, zone, speech, folder in (
        ("1", "Asia/Tokyo", "ar_EG.UTF-8", tmp_path),
        ("2", "America/Lima", "C", Path("/")),
    ):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": speech}
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, cwd=folder, capture_output=True, check=True
        )
        assert done.stderr == b""
        seen.add(done.stdout)
    # What a process keeps of one page is found by the next, and must be the same.
    seen.add(render_document(varied_document()).content)
    render_document(sheet("<img src=history.svg alt=Coups>", css="p { color: red }", files={"history.svg": DRAWING}))
    seen.add(render_document(varied_document()).content)
    assert len(seen) == 1


def test_documents_can_be_rendered_from_several_threads() -> None:
    pages = [sheet(f"<p>{'x' * n}</p>") for n in (1, 2)] * 2
    with ThreadPoolExecutor(4) as pool:
        first, second, *again = [pdf.content for pdf in pool.map(render_document, pages)]
    assert first != second
    assert again == [first, second]


def test_rendering_restores_the_process_and_prints_nothing(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]

    def state() -> object:
        return [(list(logger.handlers), logger.level, logger.propagate) for logger in loggers], dict(os.environ)

    render_document(sheet("<p>x</p>"))  # importing the engine gives its logger a handler of its own
    before = state()
    faults(sheet("<p style='colour: red'>☃</p>"))
    assert state() == before
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the engine finds its libraries in its own way")
def test_no_process_is_started_to_find_libraries() -> None:
    script = WATCHED.format(script=SCRIPT.format(root=str(Path(__file__).parents[2])))
    subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)


def test_a_date_without_a_time_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        render_document(replace(sheet(""), modified=datetime(2023, 7, 27)))


def test_dates_are_written_in_utc() -> None:
    moved = MODIFIED.astimezone(timezone(timedelta(hours=1)))
    assert render_document(replace(sheet("<p>x</p>"), modified=moved)) == render_document(sheet("<p>x</p>"))
