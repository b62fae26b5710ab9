"""What a published edition prints of itself: its number and dates, what is new since the one before, its code and QR.

The only module that names segno.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import segno

from briefing.comparison.lines import ChangeGroup, ChangeLine, change_groups
from briefing.i18n import Translator
from briefing.model.edition_statement import Change, EditionStatement

QR_CODE_FILE = "code.svg"
FRONT_LENGTH = 300
"""The characters of the box on page one: three of its lines."""
FIRST_LENGTH = 600
"""The most characters of the first change in that box, which may have six lines to itself: as many as two long judgements."""


@dataclass(frozen=True)
class Colophon:
    """The texts of an edition's statement, in the language of the page.

    `since` is the heading of the box on page one and of the full list of changes, empty for the first edition; `front`
    is the text of that box, `changes` is the full list. `alt` is the alternative
    text of the QR code.
    """

    edition: str
    dated: str
    footer: str
    published: str
    since: str
    front: str
    changes: tuple[ChangeGroup, ...]
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
    changes = change_groups(statement.changes, translator)
    return Colophon(
        edition=edition,
        dated=dated,
        footer=f"{edition} · {dated}",
        published="; ".join(published),
        since=_("Since edition {number}", number=statement.since) if statement.since else "",
        front=_front_text(statement.changes, translator),
        changes=changes,
        named=f"{statement.id}, {number.lower()}",
        code=statement.code,
        alt=_("QR code with the code {code} and the full digest", code=statement.code),
    )


def draw_qr_code(statement: EditionStatement) -> bytes:
    """Return the QR code of an edition as SVG: its id, number and its digest."""
    text = f"briefing:{statement.id}@{statement.number}?sha256={statement.source_digest}"
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True)
    return drawn.getvalue()


def _in_words(line: ChangeLine, translator: Translator) -> str:
    """Return a change as a line of text, in which a value was one and is now another: no arrow, which would be read aloud."""
    if [run.kind for run in line.runs] != ["struck", "added"]:
        return str(line)
    was, now = (
        translator.pgettext("value before a change", "was"),
        translator.pgettext("value after a change", "now"),
    )
    before, after = (run.text.strip() for run in line.runs)
    if before.endswith((".", "!", "?")):  # a sentence
        before, after = (translator.gettext("“{quotation}”", quotation=text) for text in (before, after))
    return f"{line.lead}{line.colon} {was} {before}, {now} {after}"


def _front_text(changes: Sequence[Change], translator: Translator) -> str:
    """Return as many of the material changes as fit page one, each of them whole, and the number of the others."""
    _ = translator.gettext
    groups = change_groups((change for change in changes if change.material), translator)
    if not groups:
        if changes:
            return _("Small corrections only; nothing that matters has changed.")
        return _("Nothing in the text has changed.")
    material = [_in_words(line, translator) for group in groups for line in group.lines]
    shown: list[str] = []
    length = 0
    for line in material:
        if length + len(line) > (FRONT_LENGTH if shown else FIRST_LENGTH):
            break
        shown.append(line if line.rstrip("”» \u202f\u00a0").endswith((".", "!", "?", "…")) else f"{line}.")
        length += len(line) + 2
    left = len(material) - len(shown)
    more = translator.ngettext(
        "And {count} more, further on under this heading.",
        "And {count} more, further on under this heading.",
        left,
        count=left,
    )
    alone = translator.ngettext(
        "{count} change, further on under this heading.",
        "{count} changes, further on under this heading.",
        left,
        count=left,
    )
    return " ".join([*shown, *([more if shown else alone] if left else [])])
