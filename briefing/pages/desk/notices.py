"""The texts that no page may lose, whatever the templates and styles of a desk do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.i18n import Translator


@dataclass(frozen=True)
class Notices:
    """The texts that no page may lose: the marking, what says that it is a draft or an exercise, and the as-of."""

    marking: str
    as_of: str
    draft: str = ""
    exercise: str = ""


def notices_of(values: Mapping[str, object], translator: Translator) -> Notices:
    """Return the notices among the values that the templates of a document are filled with."""
    draft = translator.gettext("DRAFT") if values["draft"] else ""
    return Notices(str(values["marking"]), str(values["as_of"]), draft, str(values["exercise"] or ""))
