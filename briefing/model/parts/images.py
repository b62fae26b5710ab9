"""What a briefing says of its images, and where each of them stands on the page."""

from __future__ import annotations

import unicodedata
from posixpath import normpath
from typing import Annotated
from urllib.parse import unquote

from pydantic import BeforeValidator, Field, WithJsonSchema

from briefing.model.field_types import BriefingPart, Citations, Prose, ShortText

NOT_SHOWN = "none"
"""Written for the name of a file, it says that an image is described and not shown."""

NARROWEST, WIDEST = 10, 100
"""The least and the greatest width of an image, in percent of the width between the margins."""


def _parse_percent(value: object) -> object:
    return value.removesuffix("%").rstrip() if isinstance(value, str) else value


Percent = Annotated[
    int,
    Field(ge=NARROWEST, le=WIDEST),
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
    alt: Annotated[ShortText | None, Field(description="what it shows, for readers who do not see it")] = None
    caption: Annotated[Prose | None, Field(description="what is printed below it, with its number")] = None
    credit: Annotated[ShortText | None, Field(description="whose work it is, as in credit: Photo (Ama Mensah)")] = None
    width: Annotated[Percent | None, Field(description="the percentage of the page's width that it takes")] = None
    source: Citations = ()
    section: Annotated[ShortText | None, Field(description="the title of the section it stands in")] = None


def image_key(name: str) -> str:
    """Return the name of a file as it is compared: two ways of writing one name give the same."""
    return unicodedata.normalize("NFC", normpath(unquote(name).replace("\\", "/")))
