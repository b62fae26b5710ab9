"""The lists of a briefing that are compared item by item, and how."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """How the items of one list of a briefing are compared.

    `fields` are compared, those in `minor` without being material; `prose` are the desk's own words, which can be reworded.
    `subject` is the field that names an item, `text` the one that is the item's own text. Two items with the same `key` are
    the same; without one, they are by similarity of their text. `name` is what a change calls the part, `written_as` its key in
    the briefing where that is another.
    """

    name: str
    subject: str
    text: str
    fields: tuple[str, ...]
    minor: tuple[str, ...] = ()
    key: str = ""
    written_as: str = ""

    @property
    def attribute(self) -> str:
        """The key of the list in a briefing."""
        return self.written_as or self.name


PARTS = (
    Part(
        "key_figures",
        "label",
        "value",
        ("value", "unit", "label", "as_of", "note", "source", "own"),
        minor=("as_of",),
        key="label",
        written_as="figures",  # as changes of the data behind figures are called
    ),
    Part("summary", "text", "text", ("text", "own")),
    Part("assessment", "judgement", "judgement", ("likelihood", "confidence", "judgement", "basis", "own")),
    Part(
        "actors",
        "name",
        "",
        ("name", "status", "side", "role", "affiliation", "note", "source", "own"),
        minor=("role", "affiliation"),
        key="name",
    ),
    Part(
        "reactions",
        "body",
        "",
        ("body", "country", "stance", "quote", "original", "position", "date", "speaker", "source", "own"),
        minor=("speaker",),
        key="body",
    ),
    Part("timeline", "what", "what", ("what", "when", "source", "own")),
    Part("sections", "title", "", ("title",), key="title"),
    Part("tables", "name", "", ("caption", "unit", "note", "source", "own"), key="data"),
    Part("images", "name", "", ("caption", "alt", "credit", "source"), key="file"),
    Part("charts", "name", "", ("title", "form", "unit", "note", "source", "own"), minor=("form",), key="data"),
    Part("gaps", "text", "text", ("text",)),
    Part(
        "sources",
        "title",
        "title",
        ("author", "published", "retrieved", "grade", "text", "title", "url"),
        minor=("author", "published", "retrieved", "title", "url"),
        key="id",
    ),
)
"""In the order of the page."""
