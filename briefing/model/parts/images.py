"""What a briefing says of its images, and where each of them stands on the page."""

from __future__ import annotations

import re
import unicodedata
from posixpath import normpath
from typing import Annotated
from urllib.parse import unquote

from pydantic import BeforeValidator, Field, WithJsonSchema

from briefing.model.field_types import BriefingPart, Citations, ModelFault, PlainText, Prose, ShortText

NOT_SHOWN = "none"
"""Written for the name of a file, it says that an image is described and not shown."""

NARROWEST, WIDEST = 10, 100
"""The least and the greatest width of an image, in percent of the width between the margins."""


def _parse_percent(value: object) -> object:
    """Read a width as a whole number of percent; the sign may be there or not."""
    written = str(value).strip()
    number = re.fullmatch(r"([0-9]{1,3}) ?%?", written)
    if not number or not NARROWEST <= int(number[1]) <= WIDEST:
        hint = f"write the percentage of the page's width, a whole number from {NARROWEST} to {WIDEST}"
        raise ModelFault("wrong-number", f'"{written}" is not a width of an image', hint)
    return int(number[1])


Percent = Annotated[
    int,
    BeforeValidator(_parse_percent),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": NARROWEST, "maximum": WIDEST},
                {"type": "string", "pattern": r"^\d{2,3} ?%$"},
            ]
        }
    ),
]


class ListedImage(BriefingPart):
    """An image with what is printed beside it.

    It stands where the text of a section shows its file, else after the text of the section whose title is `section`. `alt`
    is what it shows, for readers who do not see it; `width` is in percent of the width between the margins. With a caption it
    is a numbered figure.
    """

    file: Annotated[ShortText, Field(description="the PNG or JPEG file, as in file: harbour.jpg")]
    alt: Annotated[PlainText | None, Field(description="what it shows, for readers who do not see it")] = None
    caption: Annotated[Prose | None, Field(description="what is printed below it, with its number")] = None
    credit: Annotated[ShortText | None, Field(description="whose work it is, as in credit: Photo (Ama Mensah)")] = None
    width: Annotated[Percent | None, Field(description="the percentage of the page's width that it takes")] = None
    source: Citations = ()
    section: Annotated[ShortText | None, Field(description="the title of the section it stands in")] = None


def image_key(name: str) -> str:
    """Return the name of a file as it is compared: two ways of writing one name give the same."""
    return unicodedata.normalize("NFC", normpath(unquote(name).replace("\\", "/")))
