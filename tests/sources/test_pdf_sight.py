"""Of a PDF, only what a reader of its pages sees is stored, and what was left out is told, with its page and its reason."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pikepdf
import pydyf
import pypdfium2
import pytest
from weasyprint import HTML

from briefing.problems import ContentError
from briefing.sources.extract import ExtractedText, extract_file
from briefing.sources.left_out import READ_BY_MACHINE
from briefing.sources.pdf.replaced import REPLACED
from briefing.sources.pdf.scans import NOTHING_THERE
from briefing.sources.pdf.visible import COVERED, NOT_PAINTED, OFF_PAGE, SAME_COLOUR, TINY, TRANSPARENT
from tests.command import Command

SEEN = "The tanker left the reef on Sunday, the pilots of Oru say."
HIDDEN = "Nobody was hurt"


def drawn(
    *pages: str,
    crop: tuple[int, int, int, int] | None = None,
    picture: tuple[int, int, bytes] | None = None,
    off: bool = False,
) -> bytes:
    """A PDF with these page contents; `F1` is a font, `I1` a picture, `L1` a layer that may be off, `G0` no paint at all."""
    pdf = pydyf.PDF()
    font = pydyf.Dictionary({"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica"})
    layer = pydyf.Dictionary({"Type": "/OCG", "Name": pydyf.String("notes")})
    state = pydyf.Dictionary({"Type": "/ExtGState", "ca": 0, "CA": 0})
    width, height, samples = picture or (1, 1, b"\x50\x60\x70")
    image = pydyf.Stream(
        [samples],
        {"Type": "/XObject", "Subtype": "/Image", "Width": width, "Height": height}
        | {"ColorSpace": "/DeviceRGB", "BitsPerComponent": 8},
    )
    for each in (font, layer, state, image):
        pdf.add_object(each)
    for content in pages:
        stream = pydyf.Stream([content.encode()])
        pdf.add_object(stream)
        resources = {
            "Font": pydyf.Dictionary({"F1": font.reference}),
            "XObject": pydyf.Dictionary({"I1": image.reference}),
        }
        resources |= {"Properties": pydyf.Dictionary({"L1": layer.reference})}
        resources |= {"ExtGState": pydyf.Dictionary({"G0": state.reference})}
        page = {"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": pydyf.Array([0, 0, 595, 842])}
        page |= {"CropBox": pydyf.Array(crop)} if crop else {}
        pdf.add_page(pydyf.Dictionary(page | {"Resources": pydyf.Dictionary(resources), "Contents": stream.reference}))
    groups = pydyf.Array([layer.reference])
    shown = pydyf.Dictionary({"Order": groups} | ({"OFF": groups} if off else {}))
    pdf.catalog["OCProperties"] = pydyf.Dictionary({"OCGs": groups, "D": shown})
    written = BytesIO()
    pdf.write(written)
    return written.getvalue()


def words(text: str, x: int = 50, y: int = 700, size: float = 11, before: str = "") -> str:
    return f"q {before} BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET Q\n"


def read(tmp_path: Path, content: bytes) -> ExtractedText:
    (tmp_path / "a.pdf").write_bytes(content)
    return extract_file(tmp_path / "a.pdf")


BOX = "0 0 0 rg 40 640 400 30 re f\n"
TURNED = "q 0 1 -1 0 300 100 cm {} Q\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (words(HIDDEN, y=650, before="1 1 1 rg"), SAME_COLOUR),
        (words(HIDDEN, y=650, before="0.98 0.99 0.97 rg"), SAME_COLOUR),
        ("0.2 0.3 0.9 rg 40 640 400 30 re f\n" + words(HIDDEN, y=650, before="0.2 0.3 0.9 rg"), SAME_COLOUR),
        (words(HIDDEN, y=650, before="3 Tr"), NOT_PAINTED),
        (words(HIDDEN, x=-400), OFF_PAGE),
        (words(HIDDEN, y=900), OFF_PAGE),
        (words(HIDDEN, y=650, size=0.1), TINY),
        (words(HIDDEN, y=650, size=11, before="0.1 0 0 0.1 40 500 cm"), TINY),
        (words(HIDDEN, y=650, before="/G0 gs"), TRANSPARENT),
        (words(HIDDEN, y=650) + BOX, COVERED),
        (words(HIDDEN, y=650) + "q 400 0 0 30 40 640 cm /I1 Do Q\n", COVERED),
        (words(HIDDEN, y=650, before="10 10 5 5 re W n"), COVERED),
        (words(HIDDEN, y=650) + "q 1 1 1 rg 40 640 400 30 re f Q\n", COVERED),
        (TURNED.format(words(HIDDEN, x=100, y=50, before="1 1 1 rg")), SAME_COLOUR),
        (f"/OC /L1 BDC {words(HIDDEN, y=650)} EMC\n", COVERED),
    ],
)
def test_what_is_on_a_page_but_not_seen_is_left_out_and_told(content: str, why: str, tmp_path: Path) -> None:
    found = read(tmp_path, drawn(words(SEEN) + content + words("They left at noon.", y=600), off=True))
    assert " ".join(found.paragraphs) == f"{SEEN} They left at noon."
    assert [(one.kind, one.words, one.page) for one in found.left_out] == [(why, HIDDEN, 1)]
    assert found.left_out[0].paragraph in (0, 1, 2)


@pytest.mark.parametrize(
    "content",
    [
        words(HIDDEN, y=650, before="0.6 g"),
        BOX + words(HIDDEN, y=650, before="1 1 1 rg"),
        "q 400 0 0 30 40 640 cm /I1 Do Q\n" + words(HIDDEN, y=650, before="1 1 0 rg"),
        words(HIDDEN, y=650, size=5),
        words(HIDDEN, y=650) + words(HIDDEN, x=51, y=650),
        words(HIDDEN, y=650, before="1 Tr 0.4 w"),
        words(HIDDEN, y=650) + "q 1 1 0 rg 40 630 400 16 re f Q\n",
        TURNED.format(words(HIDDEN, x=100, y=50)),
        f"/OC /L1 BDC {words(HIDDEN, y=650)} EMC\n",
        words(HIDDEN, y=650) + "0 0 1 RG 0.5 w 40 653 m 400 653 l S\n",
    ],
)
def test_what_is_seen_stays_however_it_is_set(content: str, tmp_path: Path) -> None:
    found = read(tmp_path, drawn(words(SEEN) + content))
    assert HIDDEN in " ".join(found.paragraphs)
    assert found.left_out == ()


def test_only_the_hidden_word_of_a_sentence_is_left_out(tmp_path: Path) -> None:
    page = "<p>The fleet will <span style='color: #fff'>not </span>leave <b style='opacity: 0'>never</b> on Monday."
    found = read(tmp_path, HTML(string=page).write_pdf())
    assert found.paragraphs == ("The fleet will leave on Monday.",)
    assert {(one.words.strip(), one.paragraph) for one in found.left_out} == {("not", 1), ("never", 1)}


def test_hidden_words_below_seen_words_are_told_from_them(tmp_path: Path) -> None:
    found = read(tmp_path, drawn(words("All the crews were lost", before="1 1 1 rg") + words("Some of them are well")))
    assert found.paragraphs == ("Some of them are well",)
    assert [one.words for one in found.left_out] == ["All the crews were lost"]


def test_what_is_cut_from_a_page_is_not_read(tmp_path: Path) -> None:
    found = read(tmp_path, drawn(words(SEEN, x=150, y=500) + words(HIDDEN, y=800), crop=(100, 400, 500, 600)))
    assert found.paragraphs == (SEEN,)
    assert [one.kind for one in found.left_out] == [OFF_PAGE]


def test_a_page_that_is_turned_is_seen_turned(tmp_path: Path) -> None:
    for angle in (90, 180, 270):
        with pikepdf.open(BytesIO(drawn(words(SEEN) + words(HIDDEN, y=650, before="1 g")))) as pdf:
            pdf.pages[0].Rotate = angle
            pdf.save(tmp_path / "turned.pdf")
        found = extract_file(tmp_path / "turned.pdf")
        assert found.paragraphs == (SEEN,)
        assert [one.words for one in found.left_out] == [HIDDEN]


def test_words_that_an_annotation_covers_are_left_out(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(drawn(words(SEEN) + words(HIDDEN, y=650)))) as pdf:
        look = pdf.make_stream(b"0 0 0 rg 0 0 400 30 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = pikepdf.Array([0, 0, 400, 30])
        square = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[40, 640, 440, 670], F=4)
        square.AP = pikepdf.Dictionary(N=look)
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(square)]))
        pdf.save(tmp_path / "marked.pdf")
    assert extract_file(tmp_path / "marked.pdf").paragraphs == (SEEN,)


def test_words_with_a_line_through_them_are_struck_out(tmp_path: Path) -> None:
    page = (
        "<p>The fleet will <s>not ever</s> leave <u>on</u> Monday, <span style='text-decoration: overline'>they</span>"
    )
    page += " say.</p><style>table { border-collapse: collapse } td { border: 1px solid }</style>"
    page += "<table><tr><td>Bread<td>4</table>"
    found = read(tmp_path, HTML(string=page).write_pdf())
    assert " ".join(found.paragraphs) == "The fleet will ~~not ever~~ leave on Monday, they say. Bread 4"


def test_words_that_a_reader_struck_out_are_struck_out(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(drawn(words("It will not sail.")))) as pdf:
        remark = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.StrikeOut, Rect=[77, 695, 93, 712])
        remark.QuadPoints = pikepdf.Array([77, 712, 93, 712, 77, 695, 93, 695])
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(remark)]))
        pdf.save(tmp_path / "marked.pdf")
    assert extract_file(tmp_path / "marked.pdf").paragraphs == ("It will ~~not~~ sail.",)


@pytest.mark.parametrize(
    ("said", "drawn_words", "seen", "told"),
    [
        ("(not leave)", "leave", "They will leave today", ["not leave"]),
        ("(leave)", "leave", "They will leave today", []),
        ("<FEFF006E0065>", "stay", "They will stay today", ["ne"]),
    ],
)
def test_words_said_to_stand_for_what_is_drawn_are_no_evidence(
    said: str, drawn_words: str, seen: str, told: list[str], tmp_path: Path
) -> None:
    marked = f"/Span <</ActualText {said}>> BDC {words(drawn_words, x=110)} EMC\n"
    found = read(tmp_path, drawn(words("They will") + marked + words("today", x=150)))
    assert found.paragraphs == (seen,)
    assert [(one.kind, one.words) for one in found.left_out] == [(REPLACED, one) for one in told]


def test_the_raised_letter_of_a_note_is_no_part_of_the_word_before_it(tmp_path: Path) -> None:
    page = "<p>They won<sup>a</sup> it on the 5<sup>th</sup> of the XX<sup>e</sup> and won<sup>2</sup> it.</p>"
    assert read(tmp_path, HTML(string=page).write_pdf()).paragraphs == (
        "They wonᵃ it on the 5th of the XXe and won² it.",
    )


# ---- scans ----


def scan(*lines: str) -> tuple[int, int, bytes]:
    """The picture of a page with these lines."""
    page = drawn("".join(words(line, y=700 - 50 * nth) for nth, line in enumerate(lines)))
    picture = pypdfium2.PdfDocument(page)[0].render(scale=1).to_pil().convert("RGB")
    return picture.width, picture.height, picture.tobytes()


PICTURE = "q 595 0 0 842 0 0 cm /I1 Do Q\n"


def test_the_text_that_a_machine_read_of_a_scan_is_stored_and_marked(tmp_path: Path) -> None:
    layer = words(SEEN, before="3 Tr") + words("They left at noon.", y=650, before="3 Tr")
    found = read(tmp_path, drawn(PICTURE + layer, picture=scan(SEEN, "They left at noon.")))
    assert " ".join(found.paragraphs) == f"{SEEN} They left at noon."
    assert [(one.kind, one.page, one.paragraph) for one in found.left_out] == [(READ_BY_MACHINE, 1, 1)]


def test_words_of_a_scan_where_its_picture_shows_nothing_are_left_out(tmp_path: Path) -> None:
    layer = words(SEEN, before="3 Tr") + words(HIDDEN, y=300, before="3 Tr")
    found = read(tmp_path, drawn(PICTURE + layer, picture=scan(SEEN)))
    assert found.paragraphs == (SEEN,)
    assert [(one.kind, one.words) for one in found.left_out] == [(READ_BY_MACHINE, ""), (NOTHING_THERE, HIDDEN)]


def test_invisible_words_on_a_page_that_is_no_scan_are_left_out(tmp_path: Path) -> None:
    small = "q 200 0 0 100 50 100 cm /I1 Do Q\n"
    found = read(tmp_path, drawn(small + words(SEEN) + words(HIDDEN, y=150, before="3 Tr")))
    assert found.paragraphs == (SEEN,)
    mixed = read(tmp_path, drawn(PICTURE + words(SEEN) + words(HIDDEN, y=150, before="3 Tr"), picture=scan("")))
    assert mixed.paragraphs == (SEEN,)


def test_a_pdf_of_which_nothing_is_seen_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"\[source-no-text\]: nothing of the text of this PDF is seen"):
        read(tmp_path, drawn(words(SEEN, before="1 g")))


# ---- heads, feet and page numbers ----

BODY = (
    "The crews of the three tankers will wait for the pilots, and the",
    "pilots will wait for the tide before they leave.",
)


def test_heads_and_page_numbers_do_not_stand_in_a_sentence_that_runs_over_its_page(tmp_path: Path) -> None:
    pages = [
        words("Harbour of Oru, daily note", y=800) + words(text, y=760) + words(f"{number}", x=300, y=30)
        for number, text in enumerate(BODY, start=7)
    ]
    found = read(tmp_path, drawn(*pages))
    assert found.paragraphs == (" ".join(BODY),)
    assert {(one.kind, one.words) for one in found.left_out} == {
        ("head, foot or number of pages 1 to 2", "Harbour of Oru, daily note"),
        ("head, foot or number of pages 1 to 2", "7"),
    }


@pytest.mark.parametrize(("first", "second"), [("Total 45", "Total 67"), ("41", "97"), ("Oru", "Ora")])
def test_last_lines_that_only_look_alike_stay(first: str, second: str, tmp_path: Path) -> None:
    pages = [words(BODY[n], y=760) + words(last, y=60) for n, last in enumerate((first, second))]
    found = read(tmp_path, drawn(*pages))
    assert first in " ".join(found.paragraphs)
    assert second in " ".join(found.paragraphs)


# ---- the command ----

BRIEF = """id: oru
title: The reef of Oru
marking: TLP:CLEAR
as_of: 2024-05-02T18:00Z
contact: {name: Desk, email: desk@desk.example}
bottom_line: The reef is clear.
summary: [It is clear.]
sources:
  - {id: pilots, publisher: Pilots, title: Note}
"""


def test_the_commands_tell_and_record_what_was_left_out(command: Command) -> None:
    (command.folder / "briefing.yaml").write_text(BRIEF, encoding="utf-8")
    content = words(SEEN) + words(HIDDEN, y=650, before="1 g") + words("They left at noon.", y=600, size=18)
    (command.folder / "a.pdf").write_bytes(drawn(content))
    ended = command("source", "add", "a.pdf", "--id", "pilots")
    assert ended.out.splitlines()[1:] == [
        "a.pdf: 1 passage left out:",
        f'  page 1, paragraph 1: {SAME_COLOUR}: "{HIDDEN}"',
    ]
    record = json.loads((command.folder / "sources" / "pilots.left-out.json").read_text("utf-8"))
    assert record["left_out"] == [{"kind": SAME_COLOUR, "page": 1, "paragraph": 1, "words": HIDDEN}]
    shown = command("source", "show", "pilots").out.splitlines()
    assert shown == [f"1  {SEEN}", f'   [left out: page 1: {SAME_COLOUR}: "{HIDDEN}"]', "2  They left at noon."]
    rows = json.loads(command("source", "show", "pilots", "--json").out)
    assert [len(row.get("left_out", ())) for row in rows] == [1, 0]
    (command.folder / "sources" / "pilots.left-out.json").unlink()
    assert command("source", "show", "pilots", "--para", "1").out == f"1  {SEEN}\n"


def test_a_record_of_another_text_or_a_damaged_one_is_ignored(command: Command) -> None:
    (command.folder / "briefing.yaml").write_text(BRIEF, encoding="utf-8")
    (command.folder / "a.pdf").write_bytes(drawn(words(SEEN)))
    added = json.loads(command("source", "add", "a.pdf", "--id", "pilots", "--json").out)
    assert added["left_out"] == []
    record = command.folder / "sources" / "pilots.left-out.json"
    assert not record.exists()
    for content in (
        "",
        "[]",
        "{",
        '{"sha256": "0", "left_out": []}',
        f'{{"sha256": "{added["sha256"]}", "left_out": [3]}}',
    ):
        record.write_text(content, encoding="utf-8")
        assert command("source", "show", "pilots").out == f"1  {SEEN}\n"
