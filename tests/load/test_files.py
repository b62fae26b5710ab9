"""A briefing reads files of its own folder and of the assets, of bounded size, and no others."""

from __future__ import annotations

import io
import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from briefing.load.files import MAX_IMAGE_PIXELS, FileProblem, FolderReader, check_image


@pytest.fixture
def folder(tmp_path: Path) -> FolderReader:
    for name in ("brief", "assets", "elsewhere"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(name)
    return FolderReader([tmp_path / "brief", tmp_path / "assets"])


def code_of(folder: FolderReader, name: str, most: int = 100) -> str:
    with pytest.raises(FileProblem) as raised:
        folder.read(name, "image", most)
    assert raised.value.what
    assert raised.value.hint
    return raised.value.code


def test_the_folder_is_searched_before_the_assets(folder: FolderReader) -> None:
    assert folder.read("brief.txt", "image", 100) == b"brief"
    assert folder.read("assets.txt", "image", 100) == b"assets"
    assert folder.missing == {folder.roots[0] / "assets.txt"}
    assert set(folder.contents) == {folder.roots[0] / "brief.txt", folder.roots[1] / "assets.txt"}


@pytest.mark.parametrize("name", ["../elsewhere/elsewhere.txt", "/etc/passwd", "x/../../elsewhere/elsewhere.txt", ".."])
def test_a_path_outside_is_refused_whether_it_exists_or_not(folder: FolderReader, name: str) -> None:
    assert code_of(folder, name) == "file-outside"
    assert folder.contents == {}


@pytest.mark.parametrize(
    "name", ["a\0b", "a" * 300, "a/" * 3000, "ring", "pipe", "nest", "", ".", "https://e.example/a.png", "brief.txt/x"]
)
def test_a_name_without_a_file_is_missing(folder: FolderReader, name: str) -> None:
    top = Path(folder.roots[0])
    (top / "ring").symlink_to("ring")
    (top / "nest").mkdir()
    os.mkfifo(top / "pipe")
    assert code_of(folder, name) == "image-missing"


def test_a_link_is_followed_only_to_where_files_may_be_read(folder: FolderReader) -> None:
    top = Path(folder.roots[0])
    (top / "out").symlink_to("../elsewhere/elsewhere.txt")
    (top / "far").symlink_to("../elsewhere")
    (top / "in").symlink_to("../assets/assets.txt")
    assert code_of(folder, "out") == "file-outside"
    assert code_of(folder, "far/elsewhere.txt") == "file-outside"
    assert folder.read("in", "image", 100) == b"assets"
    assert folder.read("../assets/assets.txt", "image", 100) == b"assets"


def test_an_unreadable_file_is_reported(folder: FolderReader) -> None:
    path = Path(folder.roots[0]) / "brief.txt"
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(FileProblem, match="cannot be read: permission denied"):
        folder.read("brief.txt", "image", 100)


def test_size_is_bounded_before_a_file_is_read_to_its_end(folder: FolderReader) -> None:
    with (Path(folder.roots[0]) / "huge").open("wb") as file:
        file.truncate(10**12)
    assert code_of(folder, "huge", most=1000) == "file-too-large"


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("Côte d’Ivoire.png", "Co\u0302te d’Ivoire.png"),
        ("Co\u0302te d’Ivoire.png", "Côte d’Ivoire.png"),
        ("한국.png", "\u1112\u1161\u11ab\u1100\u116e\u11a8.png"),
        ("two words.png", "two%20words.png"),
        ("two%20words.png", "two words.png"),
        ("maps/north/a b.png", "maps\\north\\a b.png"),
        ("ma\u0308rz/é.png", "märz/e\u0301.png"),
        ("maps/é.png", ".\\maps\\e\u0301.png"),
        ("a%25b.png", "a%25b.png"),
        ("a\\b.png", "a\\b.png"),
    ],
)
def test_a_file_is_found_by_its_visible_name(stored: str, written: str, folder: FolderReader) -> None:
    for root, content in zip(folder.roots, (b"brief", b"assets"), strict=True):
        path = root / stored
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert folder.read(written, "image", 100) == b"brief"
    assert set(folder.contents) == {folder.roots[0] / stored}
    (folder.roots[0] / stored).unlink()
    again = FolderReader(folder.roots)
    assert again.read(written, "image", 100) == b"assets"
    assert again.missing == {folder.roots[0] / written}


def test_of_two_files_with_one_visible_name_the_one_that_is_written_is_read(folder: FolderReader) -> None:
    names = ("é.png", "e\u0301.png", "%C3%A9.png")
    for name in names:
        (folder.roots[0] / name).write_text(name, encoding="utf-8")
    assert [folder.read(name, "image", 100).decode() for name in names] == list(names)


@pytest.mark.parametrize("name", ["..\\elsewhere\\elsewhere.txt", "%2e%2e/elsewhere/elsewhere.txt", "\\etc\\passwd"])
def test_no_other_way_to_write_a_name_leads_outside(name: str, folder: FolderReader) -> None:
    assert code_of(folder, name) in ("file-outside", "image-missing")
    assert folder.contents == {}


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("R.CSV", "r.csv"),
        ("Photo.JPG", "photo.jpg"),
        ("maps/North.PNG", "maps/north.png"),
        ("maps/a.png", "maps\\A.png"),
    ],
)
def test_a_name_in_other_capitals_is_told_with_the_file_there_is(
    stored: str, written: str, folder: FolderReader
) -> None:
    path = folder.roots[0] / stored
    path.parent.mkdir(exist_ok=True)
    path.touch()
    with pytest.raises(FileProblem) as raised:
        folder.read(written, "table", 100)
    assert (raised.value.code, raised.value.hint) == ("table-missing", f"rename one of the two: there is {stored}")


def test_a_name_that_is_nearly_right_is_recognised(folder: FolderReader) -> None:
    with pytest.raises(FileProblem) as raised:
        folder.read("Brief.txt", "image", 100)
    assert raised.value.hint == "rename one of the two: there is brief.txt"


def picture(kind: str, size: tuple[int, int] = (8, 8), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    noise = Random(1).randbytes(size[0] * size[1])
    Image.frombytes("L", size, noise).convert(mode).save(out, kind)
    return out.getvalue()


def png(width: int, height: int, data: bytes = b"\0" * 1000) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_pictures_are_taken(kind: str, mode: str) -> None:
    check_image("a.png", picture(kind, mode=mode))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(100),
        b"%PDF-1.7",
        b"BM" + bytes(100),
        b"\xff\xd8\xff\xe0" + bytes(100),
        picture("PNG", (64, 64))[:-300],
        picture("JPEG", (64, 64))[:-300],
        picture("GIF"),
        picture("TIFF"),
        picture("WEBP"),
    ],
)
def test_anything_but_a_whole_png_or_jpeg_is_refused(content: bytes) -> None:
    with pytest.raises(FileProblem) as raised:
        check_image("a.png", content)
    assert raised.value.code == "not-an-image"


@pytest.mark.parametrize(
    ("width", "height"), [(60_000, 60_000), (2**31 - 1, 1), (10_000, 9_500), (MAX_IMAGE_PIXELS + 1, 1)]
)
def test_a_picture_is_not_unpacked_where_it_would_be_vast(width: int, height: int) -> None:
    with pytest.raises(FileProblem, match="more than 50,000,000 pixels"):
        check_image("a.png", png(width, height))


def test_a_cut_picture_is_refused_after_the_engine_has_changed_the_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(FileProblem):
        check_image("a.png", picture("PNG", (64, 64))[:-300])
    assert ImageFile.LOAD_TRUNCATED_IMAGES


WHOLE = [picture("PNG", (16, 16)), picture("JPEG", (16, 16)), picture("PNG", (16, 16), "RGBA")]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6),
    st.integers(0, 10**6),
)
def test_a_damaged_picture_is_taken_or_refused(content: bytes, damage: list[tuple[int, int]], end: int) -> None:
    damaged = bytearray(content[: end % len(content) + 1])
    for at, byte in damage:
        damaged[at % len(damaged)] = byte
    with suppress(FileProblem):
        check_image("a.png", bytes(damaged))
