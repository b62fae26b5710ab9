"""The sources of a briefing."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from briefing.model.field_types import BriefingPart, Date, Digest, Id, ShortText, WebAddress
from briefing.model.parts.language_tags import LanguageTag
from briefing.text.passages import Share


class Source(BriefingPart):
    """A source as the list of sources prints it; reliability and credibility are grades of the Admiralty system.

    `text` names the file with its words, `receipt` what is known of words that may not be stored, `sha256` is their digest:
    `briefing source add` writes them.
    `share` says how much of that text readers are shown around what is quoted.
    """

    id: Id
    publisher: ShortText
    title: ShortText
    lang: Annotated[LanguageTag | None, Field(description="the language of the source, as in lang: fr")] = None
    author: ShortText | None = None
    published: Date | None = None
    retrieved: Date | None = None
    url: WebAddress | None = None
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None
    credibility: Annotated[int, Field(ge=1, le=6)] | None = None
    text: Annotated[ShortText | None, Field(description="the file with its words, as in text: sources/cnn.txt")] = None
    receipt: Annotated[ShortText | None, Field(description="what was checked against a text not stored here")] = None
    sha256: Digest | None = None
    share: Annotated[
        Share, Field(description="how much of its text is shown around quotations: paragraph, sentence or none")
    ] = "sentence"
