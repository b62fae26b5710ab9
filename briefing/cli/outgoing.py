"""From what is kept, or a folder, to what is sent; the one place where the archive's editions become despatches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.mail.clearance import MarkingRules
from briefing.mail.outgoing import Heading, OutgoingEdition
from briefing.model.edition_statement import EditionStatement
from briefing.model.markings import may_repeat
from briefing.problems import ArchiveError, DeliveryError, Problem
from briefing.workspace import Workspace

if TYPE_CHECKING:
    from briefing.archive.archive import Archive, StoredEdition
    from briefing.build import ReportProgress


def outgoing_edition(edition: StoredEdition, heading: Heading) -> OutgoingEdition:
    """An edition as it goes out under a heading. Raises DeliveryError where its status does not allow it.

    `withdrawn`: it may be sent no longer; `not-withdrawn`: there is nothing to tell.
    """
    notice = edition.notice
    if heading == "withdrawal":
        if not notice:
            hint = f"briefing editions withdraw {edition.name} --reason …"
            raise DeliveryError(Problem("not-withdrawn", f"{edition.name} is not withdrawn", hint=hint))
        return replace(_outgoing(edition, heading), reason=notice.reason, replaced_by=notice.replaced_by)
    if notice:
        what = f"{edition.name} was withdrawn on {notice.withdrawn:%Y-%m-%d}: {notice.reason}"
        hint = "tell those who have it: --notice withdrawal"
        if notice.replaced_by:
            hint += f"; send {edition.id}@{notice.replaced_by} in its place"
        raise DeliveryError(Problem("withdrawn", what, hint=hint))
    return _outgoing(edition, heading)


def _outgoing(edition: StoredEdition, heading: Heading) -> OutgoingEdition:
    signed = edition.signed
    pdf = signed or edition.pdf
    return OutgoingEdition(edition.briefing, edition.number, edition.published, pdf, bool(signed), heading)


def outgoing_draft(folder: Path, workspace: Workspace, now: datetime, say: ReportProgress) -> OutgoingEdition:
    """The draft of a folder's briefing."""
    from briefing.build import draw_briefing, render_edition

    drawn = draw_briefing(folder, workspace, workspace.out, "a4", say, draft=True)
    edition = render_edition(drawn, "a4", say, draft=True)
    return OutgoingEdition(edition.briefing, 0, now, edition.pdf.content, heading="draft")


def with_changes(
    outgoing: OutgoingEdition, archive: Archive, numbers: Iterable[int], rules: MarkingRules
) -> OutgoingEdition:
    """The outgoing with what has changed since each of these earlier editions, in the words of the page.

    What was taken out is named there. So of an edition that is withdrawn, or was for fewer people, nothing is told.
    """
    edition = archive.edition(outgoing.briefing.id, outgoing.number)
    changes: dict[int, tuple[str, ...]] = {}
    for number in sorted(set(numbers)):
        before = archive.edition(edition.id, number)
        if before.notice:
            continue
        try:
            if may_repeat(before.briefing.marking, outgoing.marking, rules.schemes):
                changes[number] = _changes(before, edition)
        except ArchiveError as error:
            if error.problems[0].code != "edition-too-old":
                raise
    return replace(outgoing, changes=changes)


def _changes(before: StoredEdition, after: StoredEdition) -> tuple[str, ...]:
    from briefing.archive.changes import compare_editions
    from briefing.archive.contents import DATA
    from briefing.i18n import get_translator
    from briefing.pages.colophon import make_colophon

    old, new = ({name.removeprefix(DATA): one.read(name) for name in one.names(DATA)} for one in (before, after))
    found = compare_editions(before.briefing, after.briefing, old, new)
    statement = EditionStatement(
        after.id, after.number, after.published, after.published, False, before.number, found, after.manifest.seal
    )
    colophon = make_colophon(statement, get_translator(after.briefing.language))
    return tuple(f"{part.heading}: {'; '.join(part.items)}" for part in colophon.material)
