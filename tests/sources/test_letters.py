"""Letters (.docx) and messages (.eml) as sources: read as they are seen, and not trusted."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from briefing.problems import ContentError
from briefing.sources.extract import ExtractedText, extract_file
from briefing.sources.word_file import HIDDEN, TINY, WHITE

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>
<w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Under"><w:basedOn w:val="Gone"/></w:style>
<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style></w:styles>"""


def letter(body: str, declared: str = "", styles: str = STYLES) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"{declared}<w:document {W}><w:body>{body}</w:body></w:document>")
        file.writestr("word/styles.xml", styles)
        file.writestr(
            "docProps/core.xml", '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Note 4</dc:title></c>'
        )
    return written.getvalue()


def run(words: str, look: str = "", tag: str = "t") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def read(tmp_path: Path, content: bytes, name: str = "a.docx") -> ExtractedText:
    (tmp_path / name).write_bytes(content)
    return extract_file(tmp_path / name)


@pytest.mark.parametrize(
    ("inside", "seen", "told"),
    [
        (run("not ", "<w:vanish/>"), "They will sail.", [(HIDDEN, "not")]),
        (run("not ", "<w:vanish w:val='0'/>"), "They will not sail.", []),
        (run("not ", "<w:rStyle w:val='Ghost'/>"), "They will sail.", [(HIDDEN, "not")]),
        (run("not ", "<w:color w:val='ffffff'/>"), "They will sail.", [(WHITE, "not")]),
        (run("not ", "<w:color w:val='FFFFFF'/><w:highlight w:val='black'/>"), "They will not sail.", []),
        (run("not ", "<w:sz w:val='2'/>"), "They will sail.", [(TINY, "not")]),
        (run("not ", "<w:strike/>"), "They will ~~not~~ sail.", []),
        (
            f"<w:del>{run('not ', tag='delText')}{run('ever ', tag='delText')}</w:del>",
            "They will ~~not ever~~ sail.",
            [],
        ),
        (f"<w:ins>{run('not ')}</w:ins>", "They will not sail.", []),
        (f"<w:hyperlink>{run('not ')}</w:hyperlink>", "They will not sail.", []),
        (run("10") + run("6", "<w:vertAlign w:val='superscript'/>") + run(" "), "They will 10⁶ sail.", []),
        (run("won") + run("a", "<w:vertAlign w:val='superscript'/>") + run(" "), "They will wonᵃ sail.", []),
        (run("5") + run("th", "<w:vertAlign w:val='superscript'/>") + run(" "), "They will 5th sail.", []),
        ("<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>", "They will sail.", []),
    ],
)
def test_a_letter_is_read_as_it_is_seen(inside: str, seen: str, told: list[tuple[str, str]], tmp_path: Path) -> None:
    found = read(tmp_path, letter(f"<w:p>{run('They will ')}{inside}{run('sail.')}</w:p><w:p>{run('Two.')}</w:p>"))
    assert found.paragraphs == (seen, "Two.")
    assert found.title == "Note 4"
    assert [(one.kind, one.words) for one in found.left_out] == told
    assert all(one.paragraph == 1 for one in found.left_out)


def test_the_style_of_a_paragraph_may_hide_it_and_rows_of_tables_are_lines(tmp_path: Path) -> None:
    cell = f"<w:tc><w:p>{run('Bread')}</w:p></w:tc><w:tc><w:p>{run('4')}</w:p></w:tc>"
    styled = f"<w:p><w:pPr><w:pStyle w:val='Under'/></w:pPr>{run('All were lost.')}</w:p>"
    found = read(tmp_path, letter(f"<w:p>{run('One.')}</w:p>{styled}<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    assert found.paragraphs == ("One.", "Bread | 4")
    assert [one.kind for one in found.left_out] == [WHITE]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "content",
    [
        letter(f"<w:p>{run('&b;')}</w:p>", BOMB),
        letter(f"<w:p>{run('One.')}</w:p>", '<!DOCTYPE w:document SYSTEM "file:///etc/passwd">'),
        letter("<w:p>"),
        letter(f"<w:p>{run('One.')}</w:p>", styles="<w"),
        letter(f"<w:p>{run('One.')}</w:p>")[:200],
        b"PK\x05\x06" + b"\0" * 18,
    ],
)
def test_a_letter_that_is_no_letter_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"\[source-binary\]"):
        read(tmp_path, content)


def test_a_letter_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"\[source-too-large\]"):
        read(tmp_path, letter(" " * 41_000_000))


def test_a_letter_of_which_nothing_is_seen_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"\[source-no-text\]"):
        read(tmp_path, letter(f"<w:p>{run('One.', '<w:vanish/>')}</w:p>"))


def message(plain: str = "", page: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"] = "Port of Oru <port@oru.example>"
    mail["Subject"] = "Quay shut – note 4"
    mail["Date"] = "Thu, 02 May 2024 18:00:00 +0000"
    mail.set_content(plain or "-")
    if page:
        mail.add_alternative(page, subtype="html")
    mail.add_attachment(b"secret", maintype="application", subtype="octet-stream", filename="x.bin")
    return mail.as_bytes()


def test_a_message_is_read_with_its_subject_its_sender_and_its_date(tmp_path: Path) -> None:
    found = read(tmp_path, message("The quay is shut.\n\nNobody – not even crews – may enter.\n"), "a.eml")
    assert found.paragraphs == ("The quay is shut.", "Nobody – not even crews – may enter.")
    assert (found.title, found.author, found.published) == ("Quay shut – note 4", "Port of Oru", "2024-05-02")


def test_of_a_message_with_a_page_the_page_is_read_as_it_is_seen(tmp_path: Path) -> None:
    page = "<p>The quay is <span style='display:none'>not </span>shut, the port authority of Oru told the crews on Friday.</p>"
    found = read(tmp_path, message("The quay is open.", page), "a.eml")
    assert found.paragraphs == ("The quay is shut, the port authority of Oru told the crews on Friday.",)
    assert [one.words for one in found.left_out] == ["not"]


NO_SUCH = b"Subject: x\nContent-Type: text/plain; charset=no-such\n\n\xff\xfe"


@pytest.mark.parametrize("content", [b"", b"\0\0", b"From: a@b.example\n\n", NO_SUCH])
def test_a_file_that_is_no_message_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"\[source-"):
        read(tmp_path, content, "a.eml")
