"""Make of an image that a briefing shows the image that its pages carry: as large as it is printed, and nothing but a picture.

What cameras and programs write beside the picture (place, time, camera, author, remarks, previews) is left out. The file as
it was supplied stays in the briefing's folder, and in the archive's `source/`.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO

from PIL import ExifTags, ImageCms, ImageOps
from PIL import Image as Picture

from briefing.load.files import IMAGES
from briefing.model.paper import IMAGE_DPI

_JPEG_QUALITY = 88
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_LYING = range(5, 9)
"""The values of the orientation of EXIF for which width and height are exchanged."""
_END, _SCAN, _COMMENT, _APPLICATIONS = 0xD9, 0xDA, 0xFE, range(0xE0, 0xF0)
_NEEDED = ((0xE0, b"JFIF\0", 14), (0xEE, b"Adobe", 12))
"""The application segments that say how colours are coded: their marker, how they begin, and their length without a preview."""


def printable_image(content: bytes, width_mm: float, height_mm: float) -> bytes:
    """Return a picture as it is printed in a box of this size: upright, in sRGB, at no more than 300 dpi, without metadata.

    It stays a PNG or a JPEG. The bytes must be a picture that `check_image` accepts.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged metadata, which are left out anyway
        with Picture.open(BytesIO(content), formats=IMAGES) as opened:
            picture = _scaled(_in_srgb(_upright(opened)), width_mm, height_mm)
            if picture is opened and opened.format != "PNG":
                stripped = _without_segments(content)
                if _shows(stripped, opened):
                    return stripped
            picture.load()
            # The encoders copy some of what was written beside the picture into their files.
            picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
            written = BytesIO()
            picture.save(written, "PNG" if opened.format == "PNG" else "JPEG", quality=_JPEG_QUALITY)
            return written.getvalue()


def upright_size(content: bytes) -> tuple[int, int]:
    """Return the width and the height in pixels of a picture that `check_image` accepts, as it is printed: upright."""
    with Picture.open(BytesIO(content), formats=IMAGES) as opened:
        width, height = opened.size
        return (height, width) if _orientation(opened) in _LYING else (width, height)


def _upright(picture: Picture.Image) -> Picture.Image:
    """Return a picture turned as its camera was held; unchanged where no readable metadata say that it was turned."""
    return ImageOps.exif_transpose(picture) if _orientation(picture) in range(2, 9) else picture


def _orientation(picture: Picture.Image) -> int:
    """Return how a picture is to be turned, 1 to 8 in the terms of EXIF; 1 where it does not say so."""
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a reader fed with anything may raise anything
        return 1


def _in_srgb(picture: Picture.Image) -> Picture.Image:
    """Return a picture in the colours that it was meant to have; itself where it has no profile, or that of sRGB."""
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return picture
        plain = _plain_mode(picture)
        alpha = plain.getchannel("A") if plain.mode in ("LA", "RGBA") else None
        colours = plain.convert(plain.mode.removesuffix("A")) if alpha else plain
        converted = ImageCms.profileToProfile(
            colours,
            source,
            ImageCms.createProfile("sRGB"),
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a profile that cannot be read, or is that of other colours, says nothing
    if converted is None:
        return picture
    if alpha:
        converted.putalpha(alpha)
    return converted


def _scaled(picture: Picture.Image, width_mm: float, height_mm: float) -> Picture.Image:
    """Return a picture with no more pixels than are printed in a box of this size; itself where it has no more."""
    most = [side_mm / 25.4 * IMAGE_DPI for side_mm in (width_mm, height_mm)]
    scale = min(most[0] / picture.width, most[1] / picture.height)
    if scale >= 1:
        return picture
    size = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
    return _plain_mode(picture).resize(size, Picture.Resampling.LANCZOS)


def _plain_mode(picture: Picture.Image) -> Picture.Image:
    """Return a picture without a palette: in grey or in colours, with or without transparency."""
    transparent = picture.has_transparency_data
    mode = "RGBA" if transparent else "L" if picture.mode in ("1", "L") else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def _shows(content: bytes, picture: Picture.Image) -> bool:
    """Tell whether a file has exactly the pixels of a picture."""
    try:
        with Picture.open(BytesIO(content), formats=IMAGES) as other:
            return other.mode == picture.mode and other.tobytes() == picture.tobytes()
    except Exception:  # as above: damaged files are read in more ways than one
        return False


def _without_segments(jpeg: bytes) -> bytes:
    """Return the same JPEG, to the pixel, without application segments, comments and what follows its end.

    Returns nothing where it is not built as ISO/IEC 10918-1, annex B says.
    """
    parts, at, code = [jpeg[:2]], 2, 0
    while marker := _MARKER.search(jpeg, at):
        if code == _SCAN:
            parts.append(jpeg[at : marker.start()])  # coded data, in which no marker can occur
        code, start = marker[1][0], marker.end() + 2
        if code == _END:
            return b"".join([*parts, b"\xff\xd9"])
        at = marker.end() + max(2, int.from_bytes(jpeg[marker.end() : start], "big"))
        segment = jpeg[start:at]
        if code in _APPLICATIONS or code == _COMMENT:
            sizes = [size for needed, begins, size in _NEEDED if code == needed and segment.startswith(begins)]
            segment = segment[: sizes[0]] if sizes else b""
            if len(segment) == 14:
                segment = segment[:12] + b"\0\0"  # no preview follows
            if not segment:
                continue
        parts += [b"\xff", marker[1], (len(segment) + 2).to_bytes(2, "big"), segment]
    return b""
