"""What a published edition prints of itself: its number and dates, what is new since the one before, its code and QR.

The only module that names segno.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefing.i18n import Translator
from briefing.model.edition_statement import Change, EditionStatement
from briefing.part_names import change_names, part_headings, stance_names

QR_CODE_FILE = "code.svg"
SUBJECT_LENGTH = 52
"""The characters of a subject that are printed; enough to know it again."""
FRONT_LENGTH = 300
"""The characters of the box on page one: three of its lines."""

_SHORT_ASPECTS = {"stance", "likelihood", "confidence", "side", "date", "grade", "published"}
"""Aspects whose two values are short enough to print beside each other."""


@dataclass(frozen=True)
class ChangedPart:
    """The heading of a part of the briefing, and a phrase for each of its changes."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Colophon:
    """The texts of an edition's statement, in the language of the page.

    `since` is the heading of the box on page one and of the full list of changes, empty for the first edition; `front`
    is the text of that box, `material` and `small` are the full list. `alt` is the alternative
    text of the QR code.
    """

    edition: str
    dated: str
    footer: str
    published: str
    since: str
    front: str
    material: tuple[ChangedPart, ...]
    small: tuple[ChangedPart, ...]
    named: str
    code: str
    alt: str


def make_colophon(statement: EditionStatement, translator: Translator, *, final: bool = False) -> Colophon:
    """Return the texts of an edition's statement in the translator's language; `final` where no update is planned."""
    _ = translator.gettext
    number = _("Edition {number}", number=statement.number)
    edition = " · ".join([number, _("final")]) if final else number
    dated = translator.moment(statement.published)
    published = [_("Published {date}", date=dated)]
    if statement.changed != statement.published:
        published.append(_("last material change {date}", date=translator.day(statement.changed)))
    phrases = _ChangePhrases(translator)
    material = phrases.parts(change for change in statement.changes if change.material)
    small = phrases.parts(change for change in statement.changes if not change.material)
    return Colophon(
        edition=edition,
        dated=dated,
        footer=f"{edition} · {dated}",
        published="; ".join(published),
        since=_("Since edition {number}", number=statement.since) if statement.since else "",
        front=_front_text(material, small, translator),
        material=material,
        small=small,
        named=f"{statement.id}, {number.lower()}",
        code=statement.code,
        alt=_("QR code with the code {code} and the full digest", code=statement.code),
    )


def draw_qr_code(statement: EditionStatement) -> bytes:
    """Return the QR code of an edition as SVG: its id, number and its digest."""
    # Imported here because a draft has none, and it brings half of the network libraries with it.
    import segno

    text = f"briefing:{statement.id}@{statement.number}?sha256={statement.source_digest}"
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True)
    return drawn.getvalue()


class _ChangePhrases:
    """Writes the changes of an edition in one language."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._headings = part_headings(translator)
        self._names = change_names(translator)
        self._stances = stance_names(translator)

    def parts(self, changes: Iterable[Change]) -> tuple[ChangedPart, ...]:
        """Return the changes by part, in the order of the page, each phrase once."""
        order = list(self._headings)
        by_part = groupby(sorted(changes, key=lambda change: order.index(change.part)), key=lambda change: change.part)
        return tuple(
            ChangedPart(self._headings[part], tuple(dict.fromkeys(map(self._phrase, group)))) for part, group in by_part
        )

    def _phrase(self, change: Change) -> str:
        subject = "" if change.subject == change.part else _shortened(change.subject)
        before, after = change.before, change.after
        if change.aspect in _SHORT_ASPECTS and before and after:
            if change.aspect == "stance":
                before, after = (self._stances.get(text, text) for text in (before, after))
            return self._translator.gettext(
                "{subject} ({before} → {after})", subject=subject, before=before, after=after
            )
        if not subject and max(len(before), len(after)) <= SUBJECT_LENGTH:
            return self._translator.gettext("now {after}", after=after or self._translator.gettext("left out"))
        # The aspect of a change to a figure is the name of its file.
        how = self._names[change.kind if change.part == "figures" else change.aspect or change.kind]
        return self._translator.gettext("{subject} ({how})", subject=subject, how=how) if subject else how


def _shortened(text: str) -> str:
    """Return the first sentence of a text, or as many of its first words as are printed of a subject."""
    sentence = re.match(r"(.{8,}?)[.!?](?:\s|$)", text)
    text = sentence[1] if sentence else text
    if len(text) <= SUBJECT_LENGTH:
        return text
    return text[: SUBJECT_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _front_text(material: Sequence[ChangedPart], small: Sequence[ChangedPart], translator: Translator) -> str:
    """Return as many of the material changes as fit page one, each under its part, and the number of the others."""
    _ = translator.gettext
    if not material:
        if small:
            return _("Small corrections only; nothing that matters has changed.")
        return _("Nothing in the text has changed.")
    sentences: list[str] = []
    length, left = 0, sum(len(part.items) for part in material)
    for part in material:
        fitting = []
        for item in part.items:
            if length and length + len(item) > FRONT_LENGTH:
                break
            fitting.append(item)
            length += len(item) + 2
            left -= 1
        if fitting:
            sentences.append(_("{part}: {items}.", part=part.heading, items="; ".join(fitting)))
            length += len(part.heading) + 2
    if left:
        more = translator.ngettext(
            "And {count} more, listed on the last page.", "And {count} more, listed on the last page.", left, count=left
        )
        sentences.append(more)
    return " ".join(sentences)
