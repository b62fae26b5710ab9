"""The body of a message: what it announces, and the values that its two templates print.

The notice of a withdrawal repeats nothing that was withdrawn but the id and the number of the edition: no title, no date, no
contact, which may be what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from briefing.i18n import Translator, get_translator
from briefing.mail.addresses import Mailbox
from briefing.mail.headers import one_line
from briefing.mail.outgoing import OutgoingEdition
from briefing.model.briefing import Judgement
from briefing.model.key_figures.figure import KeyFigure
from briefing.model.markings import marking_colour
from briefing.part_names import (
    as_of_phrase,
    assessment_note,
    confidence_names,
    labelled_title,
    likelihood_names,
    next_update_text,
)
from briefing.templating import Markup
from briefing.text.markdown import line_html, plain

MAX_CHANGES = 8


@dataclass(frozen=True)
class Line:
    """A line of the message, as HTML and as plain text; `assessed` is what is said of a judgement, or of when a figure is."""

    html: Markup
    text: str
    assessed: str = ""


@dataclass(frozen=True)
class ChangesSince:
    """What has changed since the edition that a recipient last received."""

    heading: str
    lines: tuple[str, ...]


def subject(outgoing: OutgoingEdition, translator: Translator) -> str:
    """Return the subject: the marking, what is announced, and the title; of what is withdrawn, the id in its place."""
    _, prefix = translator.gettext, _subject_prefix(outgoing, translator)
    title, edition = labelled_title(outgoing.briefing, translator), _("Edition {number}", number=outgoing.number)
    if outgoing.purpose == "withdrawal":
        title = outgoing.name
    elif outgoing.number:
        title = f"{title} – {edition}"
    return f"[{outgoing.marking}] {f'{prefix}: ' if prefix else ''}{title}"


def template_values(
    outgoing: OutgoingEdition,
    translator: Translator,
    *,
    since: int | None,
    attached: str,
    unsubscribe: str,
    sender: Mailbox,
) -> dict[str, object]:
    """Return the values for the two templates.

    `since` is the edition that the recipient last received, `attached` the name of the attached file, if any. What is written
    in the briefing's language has phrases in that language, the rest those of the recipient (`translator`).
    """
    _ = translator.gettext
    content = _withdrawn(outgoing, translator, sender) if outgoing.purpose == "withdrawal" else {}
    return {
        "marking": outgoing.marking,
        "marking_colour": marking_colour(outgoing.marking),
        "notice": _notice(outgoing, translator),
        "handling": _("Handle this message and what is attached to it as {marking}.", marking=outgoing.marking)
        if attached
        else _("Handle this message as {marking}.", marking=outgoing.marking),
        "unsubscribe": _("To unsubscribe: {address}", address=unsubscribe.removeprefix("mailto:"))
        if unsubscribe
        else "",
        **(content or _content(outgoing, translator, since, attached)),
    }


def _content(outgoing: OutgoingEdition, translator: Translator, since: int | None, attached: str) -> dict[str, object]:
    """Return what is printed of a briefing."""
    briefing, _ = outgoing.briefing, translator.gettext
    written = get_translator(briefing.language)
    edition = [_("Edition {number}", number=outgoing.number) if outgoing.number else _("Draft")]
    if outgoing.number:
        edition.append(_("published {date}", date=translator.moment(outgoing.published)))
    return {
        "written_in": briefing.language,
        "series": one_line(briefing.series or ""),
        "title": one_line(labelled_title(briefing, written)),
        "edition": ", ".join(edition),
        "reasons": [],
        "figures": [_figure(figure, written) for figure in briefing.figures],
        "bottom_line": _line(briefing.bottom_line, written),
        "points": [_line(point.text, written, own=point.own) for point in briefing.summary],
        "judgements": [_judgement(judgement, written) for judgement in briefing.assessment],
        "assessment_note": assessment_note(briefing.yardstick, translator),
        "since": _changes_since(outgoing.changes, translator, since),
        "dates": [
            (_("Information as of"), translator.moment(briefing.as_of)),
            (_("Next update"), next_update_text(briefing, translator)),
        ],
        "contact": _contact(briefing.contact.name, briefing.contact.email, briefing.contact.phone),
        "attachment": _attachment_line(outgoing, attached, translator),
    }


def _withdrawn(outgoing: OutgoingEdition, translator: Translator, sender: Mailbox) -> dict[str, object]:
    """Return what is printed in place of a briefing that is withdrawn."""
    _ = translator.gettext
    reasons = [_("Reason: {reason}", reason=one_line(outgoing.reason))] if outgoing.reason else []
    if outgoing.replaced_by:
        reasons.append(_("Edition {number} takes its place.", number=outgoing.replaced_by))
    return {
        "written_in": translator.tag,
        "series": "",
        "title": outgoing.name,
        "edition": _("Edition {number}", number=outgoing.number),
        "reasons": reasons,
        "figures": [],
        "bottom_line": None,
        "points": [],
        "judgements": [],
        "assessment_note": "",
        "since": None,
        "dates": [],
        "contact": _contact(sender.name, sender.address),
        "attachment": "",
    }


def _line(text: str, written: Translator, *, own: bool = False) -> Line:
    """Return a line of prose without its references, because the list they point to is in the PDF.

    `own` marks it as the desk's own judgement, in the words of the page.
    """
    phrase = written.gettext("the desk’s own judgement")
    mark = f" ({phrase})" if own else ""
    # line_html escapes everything that is not its own markup.
    html = Markup(line_html(text, written.tag, lambda _: ""))  # noqa: S704
    return Line(html + mark, one_line(plain(text, written.tag)) + mark)


def _figure(figure: KeyFigure, written: Translator) -> Line:
    """Return a key figure: what it counts, the number, and as of when; how it has changed is in the list of changes."""
    counted, label = one_line(figure.counted), one_line(figure.label)
    phrase, colon = written.gettext("the desk’s own judgement"), written.gettext(":")
    mark = f" ({phrase})" if figure.own else ""
    as_of = as_of_phrase(figure.as_of, written) if figure.as_of else ""
    said = f"{label}{colon}"
    html = Markup("{} <b>{}</b>{}").format(said, counted, mark)
    return Line(html, f"{said} {counted}{mark}", as_of)


def _judgement(judgement: Judgement, written: Translator) -> Line:
    line, _ = _line(judgement.judgement, written), written.gettext
    confidence = confidence_names(written)[judgement.confidence] if judgement.confidence else ""
    term = one_line(judgement.likelihood or "")
    term = likelihood_names(written).get(term.casefold(), term)
    labels, colon = {_("Likelihood"): term, _("Confidence"): confidence}, _(":")
    assessed = " · ".join(f"{label}{colon} {value}" for label, value in labels.items() if value)
    return Line(line.html, line.text, assessed)


def _changes_since(
    changes: Mapping[int, tuple[str, ...]], translator: Translator, since: int | None
) -> ChangesSince | None:
    if since is None or since not in changes:
        return None
    lines = tuple(one_line(line) for line in changes[since])
    shown, more = lines[:MAX_CHANGES], len(lines) - MAX_CHANGES
    if more > 0:
        shown += (translator.ngettext("And {count} more.", "And {count} more.", more, count=more),)
    return ChangesSince(
        translator.gettext("Since edition {number}, the last we sent you", number=since),
        shown or (translator.gettext("Nothing that matters has changed."),),
    )


def _contact(name: str, email: str | None, phone: str | None = None) -> Line:
    """Return name, mail address and telephone; the latter two are links in HTML."""
    parts = [(name, ""), (email, f"mailto:{quote(email or '', safe='@')}"), (phone, phone_uri(phone or ""))]
    shown = [(one_line(text), uri) for text, uri in parts if text]
    html = [Markup('<a href="{}">{}</a>').format(uri, text) if uri else Markup.escape(text) for text, uri in shown]
    return Line(Markup(", ").join(html), ", ".join(text for text, _ in shown))


def phone_uri(phone: str) -> str:
    """Return the `tel:` address (RFC 3966) of a telephone number; empty where it is not plainly one number."""
    # In an international number, (0) is not dialled.
    number = re.sub(r"^(\+.*?)\(0\)", r"\1", one_line(phone))
    if not re.fullmatch(r"\+?[0-9 ().\u2010-\u2013\u00a0-]{3,}", number) or sum(map(str.isdigit, number)) < 3:
        return ""
    return f"tel:{re.sub(r'[^0-9+]', '', number)}"


def _subject_prefix(outgoing: OutgoingEdition, translator: Translator) -> str:
    """Return the word before the title in the subject; empty for an edition as such."""
    _ = translator.gettext
    prefixes = {
        "correction": _("Correction"),
        "update": _("Update"),
        "withdrawal": _("Withdrawn"),
        "draft": _("Draft"),
    }
    return prefixes.get(outgoing.purpose, "")


def _notice(outgoing: OutgoingEdition, translator: Translator) -> str:
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


def _attachment_line(outgoing: OutgoingEdition, name: str, translator: Translator) -> str:
    """Return the sentence on the attached PDF, with its name and its size in kB; without a name, that there is none."""
    if not name:
        return translator.gettext("You receive the summary alone, without the briefing itself.")
    size = str(max(1, round(len(outgoing.pdf) / 1000)))
    if outgoing.signed:
        return translator.gettext("The signed briefing is attached: {name} (PDF, {size} kB).", name=name, size=size)
    return translator.gettext("The briefing is attached: {name} (PDF, {size} kB).", name=name, size=size)
