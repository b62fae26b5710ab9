"""Name the language of a sentence in another language than the document's, where its letters or small words tell."""

from __future__ import annotations

import re

from briefing.text.languages.detection import languages_of
from briefing.text.languages.scripts import FOREIGN_LETTER, language_of_script, script_of, script_of_language

_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def foreign_language(text: str, document: str, stated: str = "") -> str:
    """Return the tag of the language of a text, empty where it is or may be that of the document (`fr-CA`).

    `stated` is that of its source, which counts where the text is in the script of that language.
    """
    letters = FOREIGN_LETTER.findall(text)
    is_foreign = len(letters) > len(_LATIN.findall(text))
    if stated and script_of_language(stated) == (script_of(letters[0]) if is_foreign else "Latn"):
        found = stated
    else:
        found = language_of_script(text) if is_foreign else _of_latin(text, document.split("-")[0])
    return "" if found.split("-")[0] == document.split("-")[0] else found


def _of_latin(text: str, document: str) -> str:
    languages = languages_of(text)
    return languages[0] if len(languages) == 1 and document not in languages else ""
