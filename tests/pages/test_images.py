"""Images with caption, credit, number and description, from the briefing's YAML to the page, the copy and the next edition."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import ExifTags, Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from briefing.archive.archive import open_archive
from briefing.figures.figure import Drawings
from briefing.load.folder import load_briefing
from briefing.model.parts.placed_images import place_images
from briefing.pages.compose import compose_document
from briefing.pages.document import DocumentInput
from briefing.problems import ContentError
from tests.briefs import BRIEF, load, pdf_text, write_brief
from tests.command import Command

IMAGES = """\
sections:
  - title: The quay
    text: |
      Before the picture. [@port para. 1]

      ![Four cranes stand still](secret-quay.jpg) After the picture. [@town para. 2]
  - {title: The town, text: It is calm.}
images:
  - {file: harbour.png, alt: A plan of the harbour, section: The town, credit: "Drawing: the desk", width: 40%}
  - file: secret-quay.jpg
    caption: The *quay* on 2 May, seen from the sea. [@crew para. 3]
    credit: "Photo: Ama Mensah / Azur News"
    source: crew para. 4
  - {file: plan.png, alt: A plan of the town, section: The town, caption: The town and its gates.}
charts:
  - {data: toll.csv, form: line, x: date, y: Deaths, title: auto, own: true, section: The quay}
sources:
  - {id: port, publisher: Port, title: A}
  - {id: town, publisher: Town, title: B}
  - {id: crew, publisher: Crew, title: C}
allow:
  - {code: text-not-held, reason: A test.}
"""
TOLL = "date,Deaths\n2023-02-12,1\n2023-02-13,3\n"


def png(width: int = 900, height: int = 600, mode: str = "RGB", kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new(mode, (width, height), "grey" if mode in ("L", "RGB") else None).save(stream, kind)
    return stream.getvalue()


def folder_with_images(command: Command, text: str = BRIEF + IMAGES, name: str = "b") -> Path:
    folder = write_brief(command.folder / "briefs" / name, text)
    (folder / "secret-quay.jpg").write_bytes(png(kind="JPEG"))
    (folder / "harbour.png").write_bytes(png(2000, 400))
    (folder / "plan.png").write_bytes(png(300, 1200))
    (folder / "toll.csv").write_text(TOLL, encoding="utf-8")
    return folder


def built(command: Command, text: str = BRIEF + IMAGES, *words: str) -> Path:
    folder_with_images(command, text)
    ended = command("build", "briefs/b", "--force", *words)
    assert ended.code == 0, ended.err
    assert "warning" not in ended.err
    return command.folder / ended.out.partition(":")[0]


def words(pdf: Path) -> str:
    return " ".join(pdf_text(pdf).split())


def codes(folder: Path, text: str, **files: bytes) -> list[str]:
    with pytest.raises(ContentError) as raised:
        load(folder, BRIEF + text, **files)
    return [problem.code for problem in raised.value.problems]


def test_images_and_charts_are_numbered_in_one_sequence_where_they_stand(command: Command) -> None:
    text = words(built(command))
    assert re.findall(r"Figure (\d) (\w+ \w+)", text) == [("1", "The quay"), ("2", "Deaths rose"), ("3", "The town")]
    order = ["Before the picture", "Figure 1", "Photo: Ama Mensah / Azur News", "Source: Crew", "After the picture"]
    order += ["Figure 2", "The town It is calm", "Drawing: the desk", "Figure 3"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_sources_of_a_caption_are_numbered_between_those_of_the_text_around_it(command: Command) -> None:
    text = words(built(command))
    assert re.search(r"Before the picture\.\s?1", text)
    assert re.search(r"from the sea\.\s?2", text)
    assert re.search(r"After the picture\.\s?3", text)


def test_description_caption_and_credit_are_separate_in_the_structure(command: Command) -> None:
    with pikepdf.open(built(command)) as pdf:
        tags = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
        alternatives = {str(tag.Alt) for tag in tags if tag.S == "/Figure" and "/Alt" in tag}
        captions = [tag for tag in tags if tag.S == "/Caption"]
    assert {"Four cranes stand still", "A plan of the harbour", "A plan of the town"} <= alternatives
    assert not [alt for alt in alternatives if "Mensah" in alt or "gates" in alt]
    assert len(captions) >= 3


def test_the_width_is_a_share_of_the_page_and_no_image_is_enlarged_or_too_high(command: Command) -> None:
    with pikepdf.open(built(command)) as pdf:
        sizes = {(int(image.Width), int(image.Height)) for page in pdf.pages for image in page.get_images().values()}
    # 170 mm at 300 dpi are 2008 pixels; 40 % of that are 803. 130 mm are 1535 pixels.
    assert sorted(sizes) == [(300, 1200), (803, 160), (900, 600)]


def test_the_attached_copy_tells_the_images_and_builds_the_same_text_without_them(command: Command) -> None:
    first = built(command)
    with pikepdf.open(first) as opened:
        files = {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}
    copy = files["briefing.yaml"].decode()
    assert all(
        words in copy for words in ("Four cranes stand still", "seen from the sea", "Ama Mensah", "crew para. 4")
    )
    assert not [name for name in ("secret", "harbour.png", "plan.png") if name in copy]
    again = command.folder / "briefs" / "again"
    again.mkdir()
    for name, content in files.items():
        (again / name).write_bytes(content)
    ended = command("build", "briefs/again", "--force", "--out", "out2")
    assert ended.code == 0, ended.err
    text = words(command.folder / ended.out.partition(":")[0])
    assert "Image, described and not shown: Four cranes stand still" in text
    assert re.findall(r"Figure (\d) (\w+ \w+)", text) == [("1", "The quay"), ("2", "Deaths rose"), ("3", "The town")]
    assert "Photo: Ama Mensah / Azur News" in text
    assert "Source: Crew" in text


def test_the_copy_of_a_section_of_one_image_builds(command: Command) -> None:
    text = (
        "sections: [{title: T, text: '![](a.png)'}]\nimages: [{file: a.png, alt: An empty pier, caption: The pier.}]\n"
    )
    write_brief(command.folder / "briefs" / "b", BRIEF + text, a_png=png())
    first = command("build", "briefs/b")
    assert first.code == 0, first.err
    with pikepdf.open(command.folder / "out" / "x.pdf") as opened:
        copy = opened.attachments["briefing.yaml"].get_file().read_bytes().decode()
    write_brief(command.folder / "briefs" / "again", copy)
    ended = command("build", "briefs/again", "--out", "out2")
    assert ended.code == 0, ended.err
    assert "Figure 1 The pier." in words(command.folder / "out2" / "x.pdf")


def test_what_has_changed_beside_an_image_and_in_it_is_listed_without_the_names_of_files(command: Command) -> None:
    folder = folder_with_images(command)
    assert command("publish", "--yes", "briefs/b").code == 0
    text = (
        (BRIEF + IMAGES)
        .replace("Ama Mensah", "Kofi Addo")
        .replace("2 May", "3 May")
        .replace("crew para. 4", "port para. 4")
    )
    write_brief(folder, text)
    (folder / "plan.png").write_bytes(png(300, 1100))
    (folder / "secret-quay.jpg").write_bytes(png(800, 600, kind="JPEG"))
    assert command("publish", "--yes", "briefs/b").code == 0
    listed = command("editions", "diff", "x@1", "x@2").out
    assert (
        "Changed image, The quay on 3 May, seen from the sea, credit: Photo: [Ama Mensah → Kofi Addo] / Azur News"
        in listed
    )
    assert "caption: The quay on 2 May → 3 May" in listed.replace("[", "").replace("]", "")
    assert "Changed image, content: The town and its gates." in listed
    assert "Changed image, content: The quay on 3 May, seen from the sea." in listed
    assert "reference: Crew, para. 4 → Port, para. 4" in listed
    assert "secret" not in listed
    assert ".png" not in listed


def test_an_image_that_is_added_or_removed_is_named_once(command: Command) -> None:
    folder = folder_with_images(command)
    assert command("publish", "--yes", "briefs/b").code == 0
    text = (BRIEF + IMAGES).replace("plan.png, alt: A plan of the town", "new.png, alt: A plan from above")
    write_brief(folder, text.replace("The town and its gates.", "The walls of 1920."))
    (folder / "new.png").write_bytes(png(300, 1200))
    assert command("publish", "--yes", "briefs/b").code == 0
    listed = command("editions", "diff", "x@1", "x@2").out.splitlines()
    assert "Added image, The walls of 1920: A plan from above" in listed
    assert "Removed image, The town and its gates: A plan of the town" in listed


def test_an_image_that_is_not_among_the_images_is_printed_as_before_without_a_number(command: Command) -> None:
    text = words(
        built(
            command,
            BRIEF + IMAGES[: IMAGES.index("images:")].replace(" [@port para. 1]", "").replace(" [@town para. 2]", ""),
        )
    )
    assert "After the picture" in text
    assert "Figure" not in text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("images: [{file: a.png, alt: A quay}]", ["image-unplaced"]),
        ("images: [{file: a.png, section: T}]", ["image-undescribed"]),
        ("images: [{file: a.png, alt: A.PNG, section: T}]", ["image-undescribed"]),
        ("images: [{file: b.png, alt: A quay, section: T}]", ["image-missing"]),
        ("images: [{file: ../a.png, alt: A quay, section: T}]", ["file-outside"]),
        ("images: [{file: briefing.yaml, alt: A quay, section: T}]", ["not-an-image"]),
        ("images: [{file: a.png, alt: A quay, section: S}]", ["image-section"]),
        ("images: [{alt: A quay, section: T}]", ["missing-key"]),
        ("images: [{file: a.png, alt: A quay, section: T, width: 9}]", ["wrong-number"]),
        ("images: [{file: a.png, alt: A quay, section: T, width: 101%}]", ["wrong-number"]),
        ("images: [{file: a.png, alt: A quay, section: T, width: wide}]", ["wrong-number"]),
        ("images: [{file: a.png, alt: A quay, section: T, caption: '![It](a.png)'}]", ["image-misplaced"]),
        ("images: [{file: a.png, alt: A quay, section: T, credit: 'AP [@port]'}]", ["unknown-source", "bad-citation"]),
        ("images: [{file: a.png, alt: A quay, section: T, caption: 'It. [@port]'}]", ["unknown-source"]),
        ("images: [{file: a.png, alt: A quay, section: T, source: port}]", ["unknown-source"]),
        ("images: [{file: a.png, alt: A quay, section: T, width: 12.5}]", ["wrong-number"]),
        ("images: [{file: a.png, alt: A quay, section: T, width: 170mm}]", ["wrong-number"]),
        ("images: [{file: a.png, alt: A quay, section: [T]}]", ["wrong-type"]),
        ("images: [{file: none, section: T}]", ["image-undescribed"]),
        (
            "images: [{file: a.png, alt: A quay, section: T}, {file: ./a.png, alt: A quay, section: T}]",
            ["duplicate-image"],
        ),
    ],
)
def test_a_fault_in_the_list_is_told(text: str, wanted: list[str], tmp_path: Path) -> None:
    found = codes(tmp_path / "b", f"sections: [{{title: T, text: A text.}}]\n{text}\n", a_png=png(20, 20))
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize(
    "markdown",
    [
        "- ![It](a.png)",
        "> ![It](a.png)",
        "| A |\n|---|\n| ![It](a.png) |",
        "# ![It](a.png)",
        "[![It](a.png)](https://port.example)",
        "*![It](a.png)*",
        "A note.[^1]\n\n[^1]: ![It](a.png)",
    ],
)
def test_an_image_with_a_caption_stands_in_a_paragraph(markdown: str, tmp_path: Path) -> None:
    lines = "".join(f"      {line}\n" for line in markdown.splitlines())
    text = f"sections:\n  - title: T\n    text: |\n{lines}images: [{{file: a.png, caption: It.}}]\n"
    assert codes(tmp_path / "b", text, a_png=png(20, 20)) == ["image-misplaced"]


def test_an_image_stands_once_in_the_order_of_the_page_however_its_name_is_written(tmp_path: Path) -> None:
    text = (
        "sections:\n  - {title: T, text: 'One.'}\n"
        "  - {title: U, text: 'Two. ![](<the quay.png>) Three. ![B](b.png)'}\n"
        "images:\n  - {file: c.png, alt: C, section: U}\n  - {file: b.png}\n  - {file: the%20quay.png, alt: A quay}\n"
        "  - {file: d.png, alt: D, section: T}\n"
    )
    folder = write_brief(tmp_path / "b", BRIEF + text)
    for name in ("the quay", "b", "c", "d"):
        (folder / f"{name}.png").write_bytes(png(20, 20))
    loaded = load_briefing(folder, [], lambda: frozenset())
    placed = [(one.alt, one.section, one.in_prose) for one in place_images(loaded.briefing)]
    assert placed == [("D", 0, False), ("A quay", 1, True), ("B", 1, True), ("C", 1, False)]


def test_images_leave_the_page_with_the_sections_they_stand_in(tmp_path: Path) -> None:
    text = "sections: [{title: T, text: A text.}]\nimages: [{file: a.png, caption: It}]\nparts: [gaps]\n"
    loaded = load(tmp_path / "b", BRIEF + text, a_png=png(20, 20))
    assert [problem.hint for problem in loaded.warnings] == ["add sections to parts:, or delete it"] * 2
    assert loaded.briefing.images == ()
    assert loaded.images == {}


HARD = """\
sections:
  - title: The quay
    text: "Before. ![Idle cranes](quay.jpg) After."
  - {title: The town, text: It is calm.}
images:
  - {file: quay.jpg, caption: "برج المراقبة عند المدخل. [@port]", credit: "صورة: مكتب الصحافة", source: port, width: 100}
  - {file: wide.png, alt: A row of houses, section: The town, caption: "<b>Bold</b> & *slanted*", width: 100 %}
  - {file: clear.png, alt: A black frame, section: The town, credit: "صورة", width: 10}
  - {file: none, alt: Patients in a ward, section: The town, caption: The ward., credit: "Photo: A & B"}
  - {file: long.png, alt: A tall house, section: The town, caption: "LONG"}
sources:
  - {id: port, publisher: Port, title: A}
"""


def hard_images(folder: Path) -> Path:
    turned = Image.Exif()
    turned[ExifTags.Base.Orientation] = 6
    write_brief(folder, BRIEF + HARD.replace("LONG", "So many words of one caption. " * 250))
    Image.new("RGB", (1500, 500), "grey").save(folder / "quay.jpg", exif=turned)
    (folder / "wide.png").write_bytes(png(4000, 300, "L"))
    (folder / "clear.png").write_bytes(png(300, 300, "RGBA"))
    (folder / "long.png").write_bytes(png(900, 1200, "P"))
    return folder


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_images_of_every_kind_conform(
    paper: str, command: Command, verapdf: Callable[[Path], dict[str, list[str]]]
) -> None:
    hard_images(command.folder / "briefs" / "b")
    ended = command("build", "briefs/b", "--paper", paper)
    assert ended.code == 0, ended.err
    assert "[caption-too-long]" in ended.err
    assert verapdf(command.folder / ended.out.partition(":")[0]) == {}


def test_an_edition_with_changed_images_conforms_and_marks_them(
    command: Command, verapdf: Callable[[Path], dict[str, list[str]]]
) -> None:
    folder = folder_with_images(command)
    assert command("publish", "--yes", "briefs/b").code == 0
    write_brief(folder, (BRIEF + IMAGES).replace("Ama Mensah", "Kofi Addo"))
    assert command("publish", "--yes", "briefs/b").code == 0
    edition = open_archive(command.folder / "editions").edition("x", 2)
    assert edition.html.count('<figure class="changed">') == 1
    file = command.folder / "edition.pdf"
    file.write_bytes(edition.pdf)
    assert verapdf(file) == {}
    rebuilt = command("editions", "rebuild", "x@1")
    assert rebuilt.code == 0, rebuilt.err


def test_a_caption_from_the_right_sets_its_image_to_the_right(tmp_path: Path) -> None:
    loaded = load_briefing(hard_images(tmp_path / "b"), [], lambda: frozenset(range(0x3000)))
    html = compose_document(loaded.briefing, Drawings(), "a4", DocumentInput({}, dict(loaded.images))).html
    first, second, third = re.findall(r'<div class="picture"[^>]*>.*?</div>', html, re.DOTALL)[:3]
    assert first.startswith('<div class="picture" dir="rtl">')
    assert '<figcaption dir="rtl"><b>Figure 1</b> <span lang="ar">برج' in first
    assert '<p class="note" dir="rtl"><span lang="ar">صورة' in first
    assert '<p class="note">Source: Port' in first
    assert "dir=" not in second
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; <em>slanted</em>" in second
    assert third.startswith('<div class="picture">')
    assert "Figure" not in third


def test_a_caption_stays_with_its_image(command: Command) -> None:
    ends = "The end. " * 30
    for rows in range(38, 46):
        lines = "".join(f"      Line {n} of the text.\n\n" for n in range(rows))
        text = f"sections:\n  - title: T\n    text: |\n{lines}      ![A quay](a.png)\n"
        text += f"images: [{{file: a.png, caption: {ends}, credit: An agency}}]\n"
        write_brief(command.folder / "briefs" / "b", BRIEF + text, a_png=png(600, 300))
        ended = command("build", "briefs/b", "--force")
        assert ended.code == 0, ended.err
        with pypdfium2.PdfDocument(command.folder / ended.out.partition(":")[0]) as document:
            pages = [page.get_textpage().get_text_bounded() for page in document]
            drawn = [n for n, page in enumerate(document) if any(page.get_objects([FPDF_PAGEOBJ_IMAGE]))]
        assert drawn == [n for n, page in enumerate(pages) if "Figure 1" in page]
        assert " ".join(pages[drawn[0]].split()).count("The end.") == 30
        assert "An agency" in pages[drawn[0]]


def test_a_description_may_be_as_long_as_one_between_brackets(tmp_path: Path) -> None:
    text = f"sections: [{{title: T, text: A text.}}]\nimages: [{{file: a.png, alt: {'A long street. ' * 60}, section: T}}]\n"
    loaded = load(tmp_path / "b", BRIEF + text, a_png=png(20, 20))
    assert len(loaded.briefing.images[0].alt or "") > 800
