"""An image is printed upright, in the right colours and no larger than it appears, and carries nothing but the picture."""

from __future__ import annotations

import re
import struct
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from briefing.load.files import check_image
from briefing.load.images.printable import printable_image
from tests.briefs import BRIEF, write_brief
from tests.command import Command

SECRET = b"Nightjar"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>Nightjar</dc:creator></x:xmpmeta>'
SECTION = "sections:\n  - title: Quay\n    text: |\n      ![A quay](quay.jpg)\n"


def exif(orientation: int = 1) -> Image.Exif:
    """Return what a phone writes: where, when, with which camera and by whom."""
    data = Image.Exif()
    data[ExifTags.Base.Orientation] = orientation
    data[ExifTags.Base.Artist] = data[ExifTags.Base.Make] = data[ExifTags.Base.ImageDescription] = "Nightjar"
    data.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = b"Nightjar"
    return data


def photo(width: int = 400, height: int = 300) -> Image.Image:
    """Return a picture with as much detail as a photo: its left half is reddish, its top half bright."""
    noise = Image.effect_noise((width, height), 60)
    red = Image.new("L", (width, height), 30)
    red.paste(200, (0, 0, width // 2, height))
    return Image.merge("RGB", (red, noise, noise.rotate(180)))


def saved(picture: Image.Image, kind: str = "JPEG", /, **more: object) -> bytes:
    stream = BytesIO()
    picture.save(stream, kind, **more)
    content = stream.getvalue()
    check_image("quay", content)
    return content


def with_all_metadata(kind: str) -> bytes:
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "Nightjar")
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
        return saved(photo(), "PNG", pnginfo=texts, exif=exif(), icc_profile=profile("sRGB Nightjar"))
    more = {"save_all": True, "append_images": [photo()]} if kind == "MPO" else {"comment": b"Nightjar", "xmp": XMP}
    return saved(photo(), kind, exif=exif(), icc_profile=profile("sRGB Nightjar"), **more) + SECRET


def profile(name: str, *, swapped: bool = False) -> bytes:
    """Return the profile of sRGB under another name; `swapped` takes red for green and green for red."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {
        bytes(content[at : at + 4]): at for at in range(132, 132 + 12 * struct.unpack(">I", content[128:132])[0], 12)
    }
    written = name.encode("utf-16-be")
    header = struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(written), 28)
    content[tags[b"desc"] + 4 : tags[b"desc"] + 12] = struct.pack(">II", len(content), 28 + len(written))
    if swapped:
        red, green = tags[b"rXYZ"], tags[b"gXYZ"]
        content[red : red + 4], content[green : green + 4] = b"gXYZ", b"rXYZ"
    content += header + written
    content += bytes(-len(content) % 4)
    content[:4] = struct.pack(">I", len(content))
    assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(bytes(content)))).strip() == name
    return bytes(content)


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "MPO"])
@pytest.mark.parametrize("width_mm", [1000.0, 10.0])
def test_nothing_but_the_picture_is_left(kind: str, width_mm: float) -> None:
    content = with_all_metadata(kind)
    assert SECRET in content
    printed = printable_image(content, width_mm, 1000)
    assert SECRET not in printed
    assert b"GPS" not in printed
    picture = opened(printed)
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert printable_image(content, width_mm, 1000) == printed


@pytest.mark.parametrize(
    "more",
    [{}, {"progressive": True}, {"subsampling": 0, "keep_rgb": True}, {"restart_marker_blocks": 3}, {"dpi": (72, 72)}],
)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_photo_that_is_small_enough_keeps_every_pixel(mode: str, more: dict[str, object]) -> None:
    content = saved(photo().convert(mode), exif=exif(), comment=b"Nightjar", **more)
    before, after = opened(content), opened(printable_image(content, 1000, 1000))
    assert after.size == before.size
    assert after.tobytes() == before.tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_turned_picture_is_printed_upright(orientation: int, kind: str) -> None:
    upright = Image.new("RGB", (80, 40), "blue")
    upright.paste("red", (0, 0, 40, 40))
    upright.paste("white", (0, 0, 20, 20))
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = upright.transpose(turned[orientation]) if orientation in turned else upright
    printed = opened(printable_image(saved(held, kind, exif=exif(orientation), quality=95), 1000, 1000)).convert("RGB")
    assert printed.size == (80, 40)
    colours = [printed.getpixel(at) for at in ((5, 5), (30, 30), (70, 20))]
    for found, wanted in zip(colours, ((255, 255, 255), (255, 0, 0), (0, 0, 255)), strict=True):
        assert all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=True))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("width", "height", "box", "size"),
    [
        (8000, 6000, (170.0, 130.0), (2007, 1505)),
        (3000, 9000, (170.0, 130.0), (511, 1535)),
        (2000, 1500, (170.0, 130.0), (2000, 1500)),
        (9000, 3, (170.0, 130.0), (2007, 1)),
        (60, 40, (170.0, 130.0), (60, 40)),
    ],
)
def test_a_picture_has_no_more_pixels_than_are_printed(
    width: int, height: int, box: tuple[float, float], size: tuple[int, int]
) -> None:
    assert opened(printable_image(saved(Image.new("L", (width, height))), *box)).size == size


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L"])
def test_colours_of_another_profile_become_those_of_srgb(mode: str) -> None:
    red = Image.new("RGB", (20, 20), (255, 0, 0)).convert(mode)
    content = saved(red, "PNG", icc_profile=profile("Swapped", swapped=True))
    printed = opened(printable_image(content, 100, 100))
    assert "icc_profile" not in printed.info
    if mode == "L":  # a profile of other colours than the picture has says nothing
        assert printed.getpixel((5, 5)) == red.getpixel((5, 5))
    else:
        found = printed.convert("RGB").getpixel((5, 5))
        assert all(abs(a - b) < 4 for a, b in zip(found, (0, 255, 0), strict=True))  # type: ignore[arg-type]


def test_the_colours_of_srgb_and_of_a_damaged_profile_stay() -> None:
    for icc in (profile("sRGB IEC61966-2.1"), b"damaged", profile("Swapped", swapped=True)[:200]):
        content = saved(Image.new("RGB", (20, 20), (255, 0, 0)), "PNG", icc_profile=icc)
        assert opened(printable_image(content, 100, 100)).getpixel((5, 5)) == (255, 0, 0)


def on_white(picture: Image.Image) -> Image.Image:
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("width_mm", [1.0, 100.0])
def test_every_kind_of_picture_keeps_its_transparency(mode: str, width_mm: float) -> None:
    drawn = Image.new("RGBA", (40, 40), (255, 255, 255, 0))
    drawn.paste((0, 0, 0, 255), (0, 0, 20, 40))
    content = saved(drawn.convert(mode), "PNG", **({"transparency": 0} if mode == "P" else {}))
    before, after = opened(content), opened(printable_image(content, width_mm, 100))
    assert after.has_transparency_data == before.has_transparency_data
    for x in (4, 36):
        at = x * after.width // 40, after.height // 2
        wanted, found = on_white(before).getpixel((x, 20)), on_white(after).getpixel(at)
        assert all(abs(a - b) < 6 for a, b in zip(wanted, found, strict=True)), mode  # type: ignore[arg-type]


def test_damaged_metadata_stop_nothing() -> None:
    for damaged in (
        b"Exif\x00\x00II*\x00\xff\xff\xff\xff",
        b"Exif\x00\x00nothing",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff",
    ):
        content = saved(photo(), exif=damaged)
        assert opened(printable_image(content, 100, 100)).size == (400, 300)


def images_in(pdf: Path) -> list[tuple[int, int]]:
    with pikepdf.open(pdf) as opened:
        streams = (one for one in opened.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image")
        return [(int(one.Width), int(one.Height)) for one in streams]


def test_a_photo_of_many_megabytes_makes_a_pdf_that_can_be_mailed(command: Command) -> None:
    content = saved(photo(4600, 3450), quality=90, exif=exif(), icc_profile=profile("Swapped", swapped=True))
    assert len(content) > 7_000_000
    write_brief(command.folder / "x", BRIEF + SECTION, quay_jpg=content)
    ended = command("publish", "--yes", "x")
    assert (ended.code, ended.err) == (0, "")
    pdf = command.folder / "out" / "x-edition-1.pdf"
    assert pdf.stat().st_size < 3_000_000
    assert images_in(pdf) == [(1488, 1116)]  # the width of the column of prose, at 300 dpi
    assert SECRET not in pdf.read_bytes()
    stored = next((command.folder / "editions").rglob("quay.jpg"))
    assert stored.read_bytes() == content
    assert "source/brief" in str(stored)


def test_a_picture_in_a_cell_has_no_more_pixels_than_it_is_printed_with(command: Command) -> None:
    table = "      | One | Two |\n      |---|---|\n      | ![A quay](quay.jpg) | ![A crane](crane.png) |\n"
    text = BRIEF + SECTION.rpartition("      ")[0] + table
    write_brief(command.folder / "x", text, quay_jpg=saved(photo(3000, 2000)), crane_png=saved(photo(900, 700), "PNG"))
    assert command("build", "x").code == 0
    assert all(width <= 1010 for width, _ in images_in(command.folder / "out" / "x.pdf"))


@pytest.mark.parametrize(
    ("settings", "allow", "warned"),
    [
        ("", "", True),
        ("max_bytes = 12_000_000", "", False),
        ("", "allow: [{code: too-large-to-mail, reason: By hand.}]\n", False),
    ],
)
def test_a_build_warns_of_what_cannot_be_mailed(command: Command, settings: str, allow: str, *, warned: bool) -> None:
    (command.folder / "briefing.toml").write_text(f"[mail]\n{settings}\n")
    quay, crane = (saved(photo(*size), "PNG") for size in ((1900, 1400), (600, 400)))
    text = BRIEF + SECTION.replace("quay.jpg", "quay.png") + "      ![A crane](crane.png)\n" + allow
    write_brief(command.folder / "x", text, quay_png=quay, crane_png=crane)
    ended = command("build", "x")
    assert ended.code == 0
    assert ("warning[too-large-to-mail]" in ended.err) is warned
    if warned:
        assert re.search(r"would have \d{1,2},\d{3},\d{3} bytes; \[mail\] max_bytes allows 5,000,000", ended.err)
        assert re.search(r"photos as JPEG: quay.png \(\d,\d{3},\d{3}\), crane.png", ended.err)


@pytest.mark.parametrize("value", ["0", '"many"', "-5"])
def test_an_impossible_limit_is_a_problem_with_its_line(command: Command, value: str) -> None:
    (command.folder / "briefing.toml").write_text(f"[mail]\nmax_bytes = {value}\n")
    write_brief(command.folder / "x")
    assert "briefing.toml:2: error[bad-settings]" in command("build", "x").err
