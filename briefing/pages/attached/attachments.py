"""The files that are attached to a PDF, each with its type and what a reader is told of it."""

from __future__ import annotations

from briefing.figures.figure import Drawings
from briefing.i18n import Translator
from briefing.model.key_figures.figure import KEY_FIGURES_FILE
from briefing.pages.document import Attachment

_MEDIA_TYPES = {"yaml": "application/yaml", "csv": "text/csv", "json": "application/json"}


def data_attachments(drawings: Drawings, key_figures: bytes, translator: Translator) -> list[Attachment]:
    """Return the data behind the figures, and the key figures where there are any."""
    data = [(f"{figure.name}.csv", figure.csv, figure.table.caption) for figure in drawings.figures]
    if key_figures:
        data.append((KEY_FIGURES_FILE, key_figures, translator.gettext("Key figures")))
    return [Attachment(name, content, _MEDIA_TYPES["csv"], caption, "Data") for name, content, caption in data]


def copy_attachment(name: str, content: bytes, translator: Translator) -> Attachment:
    """Return a file of the copy that carries the briefing as data."""
    media_type = _MEDIA_TYPES[name.rpartition(".")[2].lower()]
    description = translator.gettext("The briefing as data: {name}", name=name)
    return Attachment(name, content, media_type, description, "Source")
