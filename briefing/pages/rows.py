"""The elements of a briefing as a page prints them: lines of prose, rows of tables and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.i18n import Translator, capitalize_first
from briefing.model.briefing import Actor, Contact, Judgement, Reaction, Source, TimelineEntry
from briefing.pages.references import References
from briefing.pages.tables.row_breaks import tall_class
from briefing.part_names import confidence_names, stance_names
from briefing.templating import Markup
from briefing.text.citations import Citation
from briefing.text.markdown import Image, block_html, line_html


@dataclass(frozen=True)
class JudgementRow:
    """A judgement as printed; `tall` is the class of a cell that may be split between two pages, here and below."""

    text: Markup
    basis: Markup
    likelihood: str
    confidence: str
    tall: Markup


@dataclass(frozen=True)
class ActorRow:
    """An actor as printed; `subline` is the small line under the name."""

    name: str
    subline: str
    side: str
    status: Markup
    note: Markup
    tall: Markup


@dataclass(frozen=True)
class ReactionRow:
    """A reaction as printed; `subline` is the small line under the body's name, `tone` the CSS class of the stance."""

    body: str
    subline: str
    when: str
    stance: str
    tone: str
    quote: Markup
    original: str
    position: Markup
    tall: Markup


@dataclass(frozen=True)
class TimelineRow:
    """An entry of the timeline as printed."""

    when: str
    what: Markup
    tall: Markup


class RowWriter:
    """Writes the elements of one briefing as rows and lines.

    `images` are the URLs inside the document of the images that its prose shows, by the names it gives them. Sources are
    numbered as they are cited, so elements are to be written in the order of the page.
    """

    def __init__(
        self, language: str, translator: Translator, references: References, images: Mapping[str, str]
    ) -> None:
        self._images = images
        self._language, self._translator, self._references = language, translator, references
        self._stances, self._confidence = stance_names(translator), confidence_names(translator)

    def line(self, text: str | None, citations: Sequence[Citation] = (), *, own: bool = False) -> Markup:
        """Return a line of prose, then its citations; `own` marks it as the desk's own judgement."""
        html = Markup("")
        if text:
            # line_html escapes whatever is not its own markup.
            html = Markup(line_html(text, self._language, self._references.cite))  # noqa: S704
            html += self._references.cite(citations)
        if own:
            html += Markup(' <span class="own">({})</span>').format(
                self._translator.gettext("the desk’s own judgement")
            )
        return html

    def block(self, text: str) -> Markup:
        """Return prose that may have several paragraphs, lists, tables and images."""
        return Markup(block_html(text, self._language, self._references.cite, self._image))  # noqa: S704

    def _image(self, image: Image) -> str:
        return Markup('<img src="{}" alt="{}">').format(self._images[image.name], image.alt)

    def judgement(self, judgement: Judgement) -> JudgementRow:
        """Return a row of the assessment."""
        confidence = self._confidence[judgement.confidence] if judgement.confidence else ""
        text, basis = self.line(judgement.judgement), self.line(judgement.basis)
        tall = tall_class((75, (text, basis)))
        return JudgementRow(text, basis, judgement.likelihood or "", confidence, tall)

    def actor(self, actor: Actor) -> ActorRow:
        """Return a row of the table of actors; their source is cited with the note where there is one."""
        subline = " · ".join(part for part in (actor.role, actor.affiliation) if part)
        status = self.line(actor.status, () if actor.note else actor.source, own=actor.own)
        note = self.line(actor.note, actor.source)
        tall = tall_class((34, (actor.name, subline)), (14, (actor.side,)), (55, (status, note)))
        return ActorRow(actor.name, subline, actor.side, status, note, tall)

    def timeline_entry(self, entry: TimelineEntry) -> TimelineRow:
        """Return a row of the timeline."""
        what = self.line(entry.what, entry.source, own=entry.own)
        return TimelineRow(self._translator.short_when(entry.when), what, tall_class((88, (what,))))

    def reaction(self, reaction: Reaction) -> ReactionRow:
        """Return a row of the table of reactions; the source is cited with the quotation where there is one."""
        translator = self._translator
        quote, original = Markup(""), ""
        if reaction.quote:
            # Translators: the quotation marks of the language.
            quote = Markup.escape(translator.gettext("“{quotation}”", quotation=reaction.quote))
            quote += self._references.cite(reaction.source)
        if reaction.original:
            original = translator.gettext("In the original: “{quotation}”", quotation=reaction.original)
        subline = ", ".join(part for part in (reaction.speaker, reaction.capacity) if part)
        position = self.line(reaction.position, () if reaction.quote else reaction.source, own=reaction.own)
        return ReactionRow(
            body=reaction.body,
            subline=subline,
            when=translator.short_when(reaction.date) if reaction.date else translator.gettext("not dated"),
            stance=self._stances[reaction.stance],
            tone=f"tone-{reaction.stance}",
            quote=quote,
            original=original,
            position=position,
            tall=tall_class((33, (reaction.body, subline)), (48, (quote, original, position))),
        )

    def no_reaction(self, body: str, as_of: str) -> ReactionRow:
        """Return the row of a body that readers look for and that has made no statement."""
        translator = self._translator
        position = Markup.escape(translator.gettext("No statement found as of {as_of}.", as_of=as_of))
        none = Markup("")
        return ReactionRow(body, "", "–", translator.gettext("silent"), "tone-silent", none, "", position, none)

    def source(self, source: Source, formatted: Markup, *, text_stored: bool) -> Markup:
        """Return a source as the citation style formats it, then its grade, and a note where its text is not stored."""
        translator = self._translator
        grade = f"{source.reliability or ''}{source.credibility or ''}"
        notes = [translator.gettext("grade {grade}", grade=grade)] if grade else []
        if not text_stored:
            notes.append(translator.gettext("text not held"))
        return formatted + (Markup(" {}.").format(capitalize_first("; ".join(notes))) if notes else "")


def contact_html(contact: Contact) -> Markup:
    """Return the lines of a contact: name, address of mail as a link, telephone."""
    mail = Markup('<a href="mailto:{0}">{0}</a>').format(contact.email) if contact.email else None
    return Markup("<br>").join(part for part in (contact.name, mail, contact.phone) if part)
