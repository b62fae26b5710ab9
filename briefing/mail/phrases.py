"""Phrases of a message that depend on what it announces: an edition, a correction, an update, a withdrawal, a draft."""

from __future__ import annotations

from briefing.i18n import Translator
from briefing.mail.outgoing import OutgoingEdition


def subject_prefix(outgoing: OutgoingEdition, translator: Translator) -> str:
    """Return the word before the title in the subject; empty for an edition as such."""
    _ = translator.gettext
    prefixes = {
        "correction": _("Correction"),
        "update": _("Update"),
        "withdrawal": _("Withdrawn"),
        "draft": _("Draft"),
    }
    return prefixes.get(outgoing.purpose, "")


def notice(outgoing: OutgoingEdition, translator: Translator) -> str:
    """Return what the message announces, in a sentence or two; empty for an edition as such."""
    _ = translator.gettext
    notices = {
        "correction": _("This edition corrects an earlier one. Please use it in its place."),
        "update": _("This edition brings an earlier one up to date."),
        "withdrawal": _(
            "Edition {number} is withdrawn. Please do not use it or pass it on any longer, and delete your copies.",
            number=outgoing.number,
        ),
        "draft": _("This is a draft for the desk’s own eyes. It has not been published; please do not pass it on."),
    }
    return notices.get(outgoing.purpose, "")


def attachment_line(outgoing: OutgoingEdition, name: str, translator: Translator) -> str:
    """Return the sentence on the attached PDF, with its name and its size in kB; without a name, that there is none."""
    if not name:
        return translator.gettext("You receive the summary alone, without the briefing itself.")
    size = str(max(1, round(len(outgoing.pdf) / 1000)))
    if outgoing.signed:
        return translator.gettext("The signed briefing is attached: {name} (PDF, {size} kB).", name=name, size=size)
    return translator.gettext("The briefing is attached: {name} (PDF, {size} kB).", name=name, size=size)
