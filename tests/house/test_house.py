"""`[house]` changes the pages and nothing else; what cannot be used is told at its line, with what to do."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from briefing.archive.archive import open_archive
from briefing.archive.contents import files_for_others
from briefing.archive.rebuild import rebuild_edition
from briefing.archive.redline import compare_stored, redline_pdf
from briefing.archive.status import read_status
from briefing.build import load_from_workspace
from briefing.fingerprint import environment_fingerprint, environment_matches
from briefing.house.colours import accent_faults, contrast, nearest_passing
from briefing.house.look import NO_HOUSE, House
from briefing.house.read import read_house
from briefing.house.typefaces import find_typeface
from briefing.model.paper import PAPERS
from briefing.problems import UsageError
from briefing.workspace import Workspace
from tests.briefs import BRIEF
from tests.house.desks import BLUE, LOGO, desk, edition, publish, refusal


def house(*lines: str) -> str:
    return "\n".join(["[house]", *lines, ""])


def text_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_the_name_the_logo_and_the_footer_are_on_the_page_and_the_publisher_in_its_metadata(tmp_path: Path) -> None:
    made = edition(desk(tmp_path))
    first, *_ = pages = text_of(made.pdf.content)
    assert first.index("Foreign Ministry of Arvelia (invented)") < first.index("A title")
    assert all("Analysis Unit" in page for page in pages)
    with pikepdf.open(io.BytesIO(made.pdf.content)) as pdf:
        assert pdf.open_metadata()["dc:publisher"] == {"Foreign Ministry of Arvelia (invented)"}
    assert 'alt="Arms of Arvelia"' in made.document.html
    assert b"#0b4f8a" in made.document.files["print.css"]
    assert b"#9e1b1b" not in made.document.files["print.css"]


@pytest.mark.parametrize("settings", ["", "# nothing\n", "[archive]\npath = 'shelf'\n"])
def test_without_house_every_byte_is_as_without_settings(tmp_path: Path, settings: str) -> None:
    plain = edition(Workspace(tmp_path / "plain"))
    own = edition(desk(tmp_path / "own", settings, templates__print_css="p { color: red }"))
    assert own.pdf.content == plain.pdf.content
    assert own.document.files == plain.document.files
    assert read_house(Workspace(tmp_path / "own")) is NO_HOUSE


@pytest.mark.parametrize("family", ["Sarabun", "fontpkg-mukta", "noto sans tamil"])
def test_a_font_of_a_package_is_on_the_page_with_the_same_bytes_each_time(tmp_path: Path, family: str) -> None:
    workspace = desk(tmp_path, house(f'serif = "{family}"'))
    made = edition(workspace)
    with pikepdf.open(io.BytesIO(made.pdf.content)) as pdf:
        fonts = {str(font.get("/FontName", "")) for font in pdf.objects if isinstance(font, pikepdf.Dictionary)}
    plain = family.removeprefix("fontpkg-").replace(" ", "-").lower()
    assert any(plain in name.lower() for name in fonts), fonts
    assert edition(workspace).pdf.content == made.pdf.content


def test_columns_have_room_for_a_wider_font(tmp_path: Path) -> None:
    """A word of a table is as wide as its column allows in the shipped font: a wider font gets a wider column."""
    word = "Internationalisierungsbeauftragte"
    text = (
        BRIEF
        + f"timeline:\n- when: 2023-07-26\n  what: It began.\n  own: true\nactors:\n- name: {word}{word[:9]}\n  role: r\n"
    )
    text += "  side: Government\n  status: In office.\n  own: true\n"
    shares = []
    for number, settings in enumerate(("[house]\n", house('sans = "Sarabun"'), house('sans = "Noto Sans Khmer"'))):
        html = edition(desk(tmp_path / str(number), settings), text, draft=True).document.html
        (share,) = re.findall(r'<th scope="col" style="width:([\d.]+)%">Who', html)
        shares.append(float(share))
    plain, similar, wide = shares
    assert plain <= similar < wide
    assert wide / plain == pytest.approx(find_typeface("Noto Sans Khmer").width, abs=0.01)


def test_a_font_that_is_not_wider_changes_no_column() -> None:
    assert find_typeface("Fira Sans").width == pytest.approx(1)
    assert House(sans=find_typeface("Mukta")).measure == 1
    assert all(size.narrowed(1.0) is size for size in PAPERS.values())


FAULTS = {
    "typo": ('accent = "tael"', ['briefing.toml:2 "tael" is not a colour']),
    "pale": (
        'accent = "#ffd700"',
        [
            "briefing.toml:2 the accent #ffd700 cannot be used: its contrast on white paper is 1.4:1, and text needs 4.5:1",
            "briefing.toml:2 the accent #ffd700 cannot be used: its contrast on the tint #eceae5 is 1.1:1, "
            "and text needs 4.5:1",
        ],
    ),
    "font": ('serif = "Comic Nova"', ['briefing.toml:2 no font family "Comic Nova" is installed']),
    "path as font": ('sans = "../../etc"', ['briefing.toml:2 no font family "../../etc" is installed']),
    "no words": ('logo = "logo.svg"', ["briefing.toml:2 the logo has no words"]),
    "no logo": ('logo_words = "Arms"', ["briefing.toml:2 these words stand for a logo, and there is none"]),
    "outside": (
        'logo = "../logo.svg"\nlogo_words = "Arms"',
        ['briefing.toml:2 the logo "../logo.svg" is outside of the workspace'],
    ),
    "missing": (
        'logo = "lost.svg"\nlogo_words = "Arms"',
        ['briefing.toml:2 the logo "lost.svg" cannot be read: no such file or directory'],
    ),
    "long": (f'name = "{"n" * 81}"', ['briefing.toml:2 "name" has more than 80 characters']),
    "control": ('name = "a\\u0007b"', ['briefing.toml:2 "name" contains control characters']),
    "marking": (
        'footer = "Handle as tlp: clear"',
        ['briefing.toml:2 "footer" has a marking in it, which would be on pages with any other marking'],
    ),
    "paper": ('paper = "a3"', ['briefing.toml:2 "paper" cannot be "a3"']),
    "unknown": ('colour = "red"', ['briefing.toml:2 "colour" is not a setting known in [house]']),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_the_settings_is_told_at_its_line(case: str, tmp_path: Path) -> None:
    written, said = FAULTS[case]
    assert refusal(desk(tmp_path, house(written))) == said


def test_a_font_that_is_missing_is_told_with_its_package_and_those_installed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"pip install fontpkg-eb-garamond; installed are .*Fira Sans.*IBM Plex Serif"):
        read_house(desk(tmp_path, house('serif = "EB Garamond"')))


DRAWINGS = {
    "script": ("<script>1</script>", "logo.svg:2 the logo has an element script, which is not printed"),
    "event": ('<path onclick="x()" d="M0 0"/>', "logo.svg:2 the logo has a script, in onclick"),
    "picture": ('<image href="a.png"/>', "logo.svg:2 the logo has an element image, which is not printed"),
    "reference": (
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="https://a.example/b.svg#c"/>',
        'logo.svg:2 the logo refers to "https://a.example/b.svg#c", and nothing but the file itself is read',
    ),
    "style": (
        '<path style="fill: url(http://a.example)" d="M0 0"/>',
        'logo.svg:2 the logo refers to "fill: url(http://a.example)"',
    ),
    "text": ("<text>ARVELIA</text>", "logo.svg:2 the logo has an element text, which is not printed"),
    "animation": ("<animate/>", "logo.svg:2 the logo is animated: it has an element animate"),
    "cmyk": ('<path fill="#000 device-cmyk(0,0,0,1)" d="M0 0"/>', "logo.svg:2 the logo has colours in CMYK"),
    "broken": ("<path", "logo.svg:3 the logo is not SVG that can be read"),
    "many": ("<g/>" * 6000, "briefing.toml:2 the logo has more than 5,000 elements"),
}


@pytest.mark.parametrize("case", DRAWINGS)
def test_a_drawing_that_is_more_than_a_drawing_is_refused_at_its_line(case: str, tmp_path: Path) -> None:
    inside, said = DRAWINGS[case]
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n{inside}\n</svg>'
    found = refusal(desk(tmp_path, house('logo = "logo.svg"', 'logo_words = "Arms"'), logo_svg=drawing))
    assert len(found) == 1
    assert found[0].startswith(said)


def picture(**more: object) -> bytes:
    written = io.BytesIO()
    image = Image.new(str(more.pop("mode", "RGB")), (40, 20))
    image.save(written, str(more.pop("kind", "PNG")), **more)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("logo.png", picture(save_all=True, append_images=[Image.new("RGB", (40, 20), "red")]), "the logo is animated"),
        ("logo.png", picture(mode="I;16"), "the colour mode of the logo (I;16) is not allowed"),
        ("logo.png", picture(kind="JPEG", mode="CMYK"), "the logo is not a PNG picture that can be read"),
        ("logo.png", picture()[:60], "the logo is not a PNG picture that can be read"),
        ("logo.jpg", picture(kind="JPEG"), "a logo must be an SVG or PNG file"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "the logo does not state its size"),
        ("logo.svg", b"<svg viewBox='0 0 9 9'/>", "the logo is not an SVG drawing"),
        (
            "logo.svg",
            b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>",
            "the logo declares entities",
        ),
        ("logo.svg", LOGO.replace("0 0 200 60", "0 0 2000 60").encode(), "the logo is 2000 wide and 60 high"),
        ("logo.svg", LOGO.encode() + b" " * 600_000, "the logo has 600,1"),
    ],
)
def test_a_picture_that_is_no_logo_is_refused(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    workspace = desk(tmp_path, house(f'logo = "{name}"', 'logo_words = "Arms"'))
    (tmp_path / name).write_bytes(content)
    (found,) = refusal(workspace)
    assert found.split(" ", 1)[1].startswith(said)


def test_a_link_that_leads_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text(LOGO)
    workspace = desk(tmp_path / "desk", house('logo = "arms.svg"', 'logo_words = "Arms"'))
    (tmp_path / "desk" / "arms.svg").symlink_to("../secret.svg")
    assert refusal(workspace) == ['briefing.toml:2 the logo "arms.svg" is outside of the workspace']


def test_names_in_other_languages_are_printed(tmp_path: Path) -> None:
    name = "وزارة الخارجية (مختلقة) – Bureau d’œuvres à l’étranger"
    made = edition(desk(tmp_path, house(f'name = "{name}"')))
    assert "œuvres à l’étranger" in text_of(made.pdf.content)[0]


@pytest.mark.parametrize("colour", ["#ffd700", "#000080", "#ffffff", "#000000", "#777777", "#00ff00", "#ff6f91"])
def test_the_nearest_colour_passes(colour: str) -> None:
    assert accent_faults(colour)
    assert not accent_faults(nearest_passing(colour))


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert not accent_faults("#9e1b1b")


def test_an_edition_keeps_its_look_and_nothing_else_of_the_settings(tmp_path: Path) -> None:
    workspace = desk(tmp_path)
    publish(workspace)
    stored = open_archive(tmp_path / "editions").edition("x", 1)
    kept = {name: stored.read(name) for name in stored.names("source/house/desk/")}
    assert kept.keys() == {"source/house/desk/briefing.toml", "source/house/desk/logo.svg"}
    assert not [name for name in stored.names() if b"mail.secret" in stored.read(name)]
    assert not [
        name
        for name in files_for_others({n: stored.read(n) for n in stored.names()}, stored.manifest)
        if "desk/" in name
    ]
    workspace = desk(
        tmp_path, BLUE.replace("0b4f8a", "006400").replace("Arvelia", "Selenia"), logo_svg=LOGO.replace("28", "20")
    )
    assert not rebuild_edition(stored, lambda _: None).differing


def test_a_changed_look_is_a_change(tmp_path: Path) -> None:
    workspace = desk(tmp_path)
    publish(workspace)
    archive = open_archive(tmp_path / "editions")
    publish(workspace)
    assert archive.newest("x").number == 1  # type: ignore[union-attr]
    folder = tmp_path / "briefs" / "x"
    loaded = load_from_workspace(folder, workspace)
    assert not read_status(loaded, folder, workspace, archive).changed
    for changed in (BLUE.replace("0b4f8a", "006400"), BLUE.replace("Unit", "Desk"), "[archive]\n"):
        before = environment_fingerprint(workspace.data)
        desk(tmp_path, changed)
        assert read_status(loaded, folder, workspace, archive).changed
        assert not environment_matches(before, workspace.data)
        publish(workspace)
    assert archive.newest("x").number == 4  # type: ignore[union-attr]
    one, last = archive.edition("x", 1), archive.edition("x", 3)
    assert redline_pdf(one, last, compare_stored(one, last)).startswith(b"%PDF")


def test_a_changed_logo_or_template_is_seen(tmp_path: Path) -> None:
    workspace = desk(tmp_path)
    seen = {environment_fingerprint(workspace.data)}
    for files in ({"logo_svg": LOGO.replace("28", "20")}, {"templates__print_css": "p {}"}):
        desk(tmp_path, **files)
        seen.add(environment_fingerprint(workspace.data))
    assert len(seen) == 3
