"""What is sent: a stored edition or the draft of a folder becomes an `OutgoingEdition`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from briefing.archive.archive import Archive, StoredEdition
from briefing.cli.options import selected_paper, with_last_figures
from briefing.mail.clearance import MarkingRules
from briefing.mail.outgoing import OutgoingEdition, Purpose
from briefing.model.markings import may_repeat
from briefing.problems import ArchiveError, DeliveryError, Problem
from briefing.workspace import Workspace


def outgoing_edition(edition: StoredEdition, purpose: Purpose) -> OutgoingEdition:
    """Return a stored edition as it is sent for a purpose.

    Raises DeliveryError: `withdrawn` where a withdrawn edition would be sent, `not-withdrawn` where there is nothing to
    give notice of.
    """
    notice = edition.notice
    if purpose == "withdrawal" and not notice:
        hint = f"withdraw it first: briefing editions withdraw {edition.name} --reason TEXT"
        raise DeliveryError(Problem("not-withdrawn", f"{edition.name} is not withdrawn", hint=hint))
    if purpose != "withdrawal" and notice:
        what = f"{edition.name} was withdrawn on {notice.withdrawn:%Y-%m-%d}: {notice.reason}"
        hint = "notify its recipients with --notice withdrawal"
        if notice.replaced_by:
            hint = f"send {edition.id}@{notice.replaced_by}, which replaces it, or {hint}"
        raise DeliveryError(Problem("withdrawn", what, hint=hint))
    return OutgoingEdition(
        edition.briefing,
        edition.number,
        edition.published,
        edition.signed or edition.pdf,
        signed=bool(edition.signed),
        purpose=purpose,
        reason=notice.reason if notice else "",
        replaced_by=notice.replaced_by if notice else None,
    )


def outgoing_draft(folder: Path, workspace: Workspace, now: datetime, say: Callable[[str], None]) -> OutgoingEdition:
    """Build the draft of a folder's briefing; `say` reports progress."""
    from briefing.build import draw_briefing, render_edition
    from briefing.build_output import BuildRequest

    request = with_last_figures(
        BuildRequest(folder, workspace, workspace.out, selected_paper(None, workspace), draft=True)
    )
    drawn = draw_briefing(request, say)
    edition = render_edition(drawn, request.paper, say, draft=True)
    return OutgoingEdition(edition.briefing, 0, now, edition.pdf.content, purpose="draft")


def with_changes(
    outgoing: OutgoingEdition, archive: Archive, numbers: Iterable[int], rules: MarkingRules
) -> OutgoingEdition:
    """Return the edition with the list of changes since each of these earlier editions, worded as on its own pages.

    A list of changes quotes what was removed. It is therefore left out where the earlier edition is withdrawn, or was
    marked for fewer people.
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
    from briefing.archive.redline import compare_stored
    from briefing.comparison.lines import change_list
    from briefing.i18n import get_translator

    material = [change for change in compare_stored(before, after) if change.material]
    return change_list(material, get_translator(after.briefing.language))
